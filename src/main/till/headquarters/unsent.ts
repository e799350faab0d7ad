/** What headquarters does not have yet: what happened and when, and no amount, which would say what is in the drawer. */
import type { QueryAnswer, QueryInput } from '#contract/screen/screen.ts';
import { wallMsOf } from '#domain/journal/journal.ts';
import { missingRight, type TillCore } from '../core.ts';
import type { Station } from '../station.ts';

/** The oldest entries first. */
export function unsentAnswer(core: TillCore, station: Station, { limit }: QueryInput<'unsent'>): QueryAnswer<'unsent'> {
  const first = core.hq.firstUnsent();
  if (first === null || missingRight(core, station, 'signed-in') !== null) return { count: 0, entries: [] };
  const rows = core.ports.store.rowsAfter(first.chainId, first.after, limit);
  const entries = rows.map(({ seq, kind, at, payload }) => ({
    seq,
    kind,
    atMs: wallMsOf(at) ?? 0,
    ticketNumber: ticketNumberOf(payload),
  }));
  return { count: core.hq.status().unsent, entries };
}

function ticketNumberOf(payload: string): string | null {
  const { ticket_number: number } = JSON.parse(payload) as { readonly ticket_number?: unknown };
  return typeof number === 'string' ? number : null;
}
