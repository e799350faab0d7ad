/** The card that was held to the reader is put away again. */
import type { Outcome } from '#contract/screen/screen.ts';
import type { Command, Handled, TillCore } from '../core.ts';

/** Forgets it. */
export function forgetCard(core: TillCore, { station }: Command): Handled<Outcome<'forgetCard'>> {
  core.members.forget(station.id);
  if (station.notice?.kind === 'card') station.notice = null;
  core.changed('basket', station.id);
  return { outcome: { kind: 'done' }, kept: false };
}
