/** What the holders of all accounts of this till are owed now. */
import type { StoreReads } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';

export function outstandingNow(
  core: TillCore,
  reads: Pick<StoreReads, 'outstanding'>,
): { readonly storedValueMinor: number; readonly points: number } {
  return { storedValueMinor: reads.outstanding(core.currency.code), points: reads.outstanding('points') };
}
