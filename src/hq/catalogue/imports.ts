/** What became of the files of products that were brought in. */
import type { LineProblem } from '#domain/catalogue/catalogue.ts';
import { organisation } from '../identity/identity.ts';
import type { HqReads, RowOf } from '../store/port.ts';
import { PRODUCT_IMPORT, PRODUCT_IMPORT_LINE } from './tables.ts';

/** An import without progress for so long belongs to a node that is gone: it may be begun again. */
export const STALLED_MS = 60_000;
/** Nobody corrects more lines by hand; the number of all is in the report. */
export const LINES_KEPT_MAX = 10_000;
const IMPORTS_MAX = 10_000;

export interface ImportReport {
  readonly importId: string;
  readonly fileName: string;
  readonly by: string;
  /** `stalled`: begun by a node that is gone. Sent again under the same id it begins anew and comes to the same. */
  readonly state: 'running' | 'stalled' | 'done' | 'unreadable' | 'no-codes' | 'empty';
  readonly startedMs: number;
  readonly lines: number;
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly unknownColumns: readonly string[];
}

export interface RefusedLine {
  readonly lineNumber: number;
  readonly problems: readonly LineProblem[];
}

/** The latest imports first. */
export async function listImports(
  reads: HqReads,
  { limit, nowMs }: { readonly limit: number; readonly nowMs: number },
): Promise<readonly ImportReport[]> {
  const { organisationId } = await organisation(reads);
  const rows = await reads.scan(PRODUCT_IMPORT, { prefix: [organisationId], limit: IMPORTS_MAX });
  const latest = [...rows].sort((left, right) => right.started_ms - left.started_ms).slice(0, limit);
  return latest.map((row) => reportOf(row, nowMs));
}

/** One import with lines that were not taken, those after `afterLine`; undefined where there is none. */
export async function importReport(
  reads: HqReads,
  options: { readonly importId: string; readonly afterLine?: number; readonly limit: number; readonly nowMs: number },
): Promise<{ readonly report: ImportReport; readonly refusedLines: readonly RefusedLine[] } | undefined> {
  const { importId, afterLine, limit, nowMs } = options;
  const { organisationId } = await organisation(reads);
  const row = await reads.get(PRODUCT_IMPORT, [organisationId, importId]);
  if (row === undefined) return undefined;
  const lines = await reads.scan(PRODUCT_IMPORT_LINE, { prefix: [importId], from: (afterLine ?? 0) + 1, limit });
  const refusedLines = lines.map(({ line_number, problems }) => ({
    lineNumber: line_number,
    problems: JSON.parse(problems) as readonly LineProblem[],
  }));
  return { report: reportOf(row, nowMs), refusedLines };
}

/** A row as pages get it. */
export function reportOf(row: RowOf<typeof PRODUCT_IMPORT>, nowMs: number): ImportReport {
  const isStalled = row.state === 'running' && nowMs - row.progressed_ms > STALLED_MS;
  return {
    importId: row.import_id,
    fileName: row.file_name,
    by: row.by_user,
    state: isStalled ? 'stalled' : (row.state as ImportReport['state']),
    startedMs: row.started_ms,
    lines: row.lines,
    added: row.added,
    updated: row.updated,
    unchanged: row.unchanged,
    refused: row.refused,
    unknownColumns: JSON.parse(row.unknown_columns) as readonly string[],
  };
}
