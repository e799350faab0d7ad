/** A page leaves its refund: what headquarters keeps for it can come back elsewhere again at once. */
import type { Outcome } from '#contract/screen/screen.ts';
import type { Command, Handled, TillCore } from './core.ts';

/** Gives back what was kept for a refund at this station, and nothing where none was. */
export function leaveRefund(core: TillCore, { station }: Command): Handled<Outcome<'leaveRefund'>> {
  core.authority.leaveRefund(station.id);
  return { outcome: { kind: 'done' }, kept: false };
}
