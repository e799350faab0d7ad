/** The rows of a ticket as they were signed. */
import { JOURNAL_ROW } from '../ingest/tables.ts';
import type { HqReads } from '../store/port.ts';

/** A ticket is paid in fewer ways than this; its P rows follow it at once. */
const ROWS_MAX = 64;

/** The T row at `seq` of a chain, and the P rows of its ticket, as canonical lines; none where it is not held. */
export async function ticketLines(
  reads: HqReads,
  at: { readonly chainId: string; readonly seq: number },
): Promise<readonly string[]> {
  const rows = await reads.scan(JOURNAL_ROW, { prefix: [at.chainId], from: at.seq, limit: ROWS_MAX });
  const [ticket, ...after] = rows;
  if (ticket?.seq !== at.seq) return [];
  const ticketId = ticketIdOf(ticket.line);
  const payments = after.filter(({ family, line }) => family === 'P' && ticketIdOf(line) === ticketId);
  return [ticket, ...payments].map(({ line }) => line);
}

function ticketIdOf(line: string): unknown {
  return (JSON.parse(line) as { readonly payload: Readonly<Record<string, unknown>> }).payload['ticket_id'];
}
