/** Rows that are not taken are kept as they came, so that somebody can look at them. */
import { createHash } from 'node:crypto';
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import { SUSPECT } from './tables.ts';

export type SuspectRow = RowOf<typeof SUSPECT>;

/** Of one chain: a till that does not stop sending fills no disk. */
const SUSPECTS_MAX = 5_000;

export interface SuspectLine {
  /** Where it would stand. */
  readonly seq: number;
  readonly line: string;
  /** Of the row before it. */
  readonly prevHash?: string;
}

/** Keeps lines of a chain; the same line again is one. */
export async function keepSuspects(
  transaction: HqTransaction,
  options: {
    readonly chainId: string;
    readonly lines: readonly SuspectLine[];
    readonly reason: string;
    readonly detail: string;
    readonly nowMs: number;
  },
): Promise<void> {
  const { chainId, lines, reason, detail, nowMs } = options;
  const kept = await transaction.scan(SUSPECT, { prefix: [chainId], limit: SUSPECTS_MAX });
  const rows = lines.slice(0, SUSPECTS_MAX - kept.length).map(({ seq, line }) => ({
    chain_id: chainId,
    seq,
    line_sha256: createHash('sha256').update(line, 'utf8').digest('hex'),
    line: new Uint8Array(Buffer.from(line, 'utf8')),
    reason,
    detail,
    received_at_ms: nowMs,
  }));
  const distinct = new Map(rows.map((row) => [`${row.seq} ${row.line_sha256}`, row]));
  if (distinct.size > 0) await transaction.insert(SUSPECT, [...distinct.values()]);
}

/** What was not taken of a chain, in the order of the rows, a page at a time. */
export async function listSuspects(
  reads: HqReads,
  options: {
    readonly chainId: string;
    readonly after?: { readonly seq: number; readonly lineSha256: string };
    readonly limit: number;
  },
): Promise<readonly SuspectRow[]> {
  const { chainId, after, limit } = options;
  return reads.scan(SUSPECT, {
    prefix: [chainId],
    ...(after === undefined ? {} : { after: [chainId, after.seq, after.lineSha256] }),
    limit,
  });
}
