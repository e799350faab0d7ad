/**
 * The line beside the field: what the last scan or search at this station led to. Its serial grows each time, across
 * restarts too, so that the same words twice are seen twice.
 */
import type { Refusal } from '#contract/screen/refusal.ts';
import type { Command, Handled, TillCore } from './core.ts';
import type { Station } from './station.ts';

/** Shows the result at the station and hands it on. */
export function noteResult<Outcome extends { readonly kind: 'done'; readonly lineId?: string | undefined } | Refusal>(
  core: TillCore,
  command: Command,
  handled: Handled<Outcome>,
): Handled<Outcome> {
  const { station } = command;
  const { outcome } = handled;
  // An article that was taken has taken its `3 ×` with it; a refused one leaves it to the next.
  if (outcome.kind === 'done') station.nextQuantityMilli = null;
  const serial = nextNoticeSerial(core, station);
  station.notice =
    outcome.kind === 'done'
      ? { serial, kind: 'added', ...(outcome.lineId === undefined ? {} : { lineId: outcome.lineId }) }
      : {
          serial,
          kind: 'refused',
          reason: outcome.reason,
          ...(outcome.params === undefined ? {} : { params: outcome.params }),
        };
  core.changed('basket', station.id);
  return handled;
}

/** Grows with each notice of the station, across restarts too. */
export function nextNoticeSerial(core: TillCore, station: Station): number {
  return Math.max((station.notice?.serial ?? 0) + 1, Math.floor(core.ports.clock.monotonicMs()));
}
