/** Authentic rows that a projector did not understand: kept, acknowledged, listed, and tried again when somebody asks. */
import { cutText } from '#base/text.ts';
import type { Entry } from '#domain/journal/journal.ts';
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import { UNPROJECTED, UNPROJECTED_CHAIN } from './tables.ts';

export type UnprojectedRow = RowOf<typeof UNPROJECTED>;

const REASON_LETTERS_MAX = 300;

/** Lists rows with why they were not understood; once each. */
export async function listUnprojected(
  transaction: HqTransaction,
  options: {
    readonly chain: { readonly chain_id: string; readonly organisation_id: string };
    readonly projector: string;
    readonly rows: readonly { readonly entry: Pick<Entry, 'seq' | 'kind'>; readonly reason: string }[];
    readonly nowMs: number;
  },
): Promise<void> {
  const { chain, projector, rows, nowMs } = options;
  if (rows.length === 0) return;
  const { chain_id, organisation_id } = chain;
  await transaction.insert(UNPROJECTED_CHAIN, [{ organisation_id, chain_id }]);
  await transaction.insert(
    UNPROJECTED,
    rows.map(({ entry, reason }) => ({
      chain_id,
      projector,
      seq: entry.seq,
      kind: entry.kind,
      reason: cutText(reason, REASON_LETTERS_MAX).replaceAll('\u0000', ' '),
      at_ms: nowMs,
    })),
  );
}

/** Rows of a chain that were not understood. */
export async function unprojectedOf(
  reads: HqReads,
  options: { readonly chainId: string; readonly limit: number },
): Promise<readonly UnprojectedRow[]> {
  return reads.scan(UNPROJECTED, { prefix: [options.chainId], limit: options.limit });
}

/** Chains with such rows, by their id, a page at a time. */
export async function chainsWithUnprojected(
  reads: HqReads,
  options: { readonly organisationId: string; readonly after?: string; readonly limit: number },
): Promise<readonly string[]> {
  const { organisationId, after, limit } = options;
  const rows = await reads.scan(UNPROJECTED_CHAIN, {
    prefix: [organisationId],
    ...(after === undefined ? {} : { after: [organisationId, after] }),
    limit,
  });
  return rows.map(({ chain_id }) => chain_id);
}
