/** How people call the place of a till. */
import type { HqReads } from '../store/port.ts';
import { STORE, TILL } from './tables.ts';

export interface PlaceNames {
  readonly tillName: string;
  readonly storeName: string;
}

/** The names of a till and of its store; what is not known here goes by its id. */
export async function placeNames(
  reads: HqReads,
  { organisationId, storeId, tillId }: Readonly<Record<'organisationId' | 'storeId' | 'tillId', string>>,
): Promise<PlaceNames> {
  const till = await reads.get(TILL, [tillId]);
  const store = await reads.get(STORE, [organisationId, storeId]);
  return { tillName: till?.name ?? tillId, storeName: store?.name ?? storeId };
}
