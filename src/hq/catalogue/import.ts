/**
 * Brings in a file of products, as the till's own import reads it: lines that cannot be taken are named and do not stop the
 * rest. It goes slice by slice, each a transaction of its own, so that nobody waits for a file of a million lines; brought in
 * again, under the same id or another, it comes to the same.
 */
import { present } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import { cleanText, cutText } from '#base/text.ts';
import { currencyOf } from '#domain/money/money.ts';
import {
  headerNamesProducts,
  ProductLines,
  readHeader,
  readProductLine,
  type DelimitedLine,
  type Header,
  type ImportDefaults,
} from '#domain/catalogue/catalogue.ts';
import type { HqCore } from '../core.ts';
import { lockStream } from '../feed/feed.ts';
import { organisation } from '../identity/identity.ts';
import type { RowOf } from '../store/port.ts';
import { fileText } from './file-text.ts';
import { takeSlice, type ReadLine } from './import-slice.ts';
import { LINES_KEPT_MAX, reportOf, STALLED_MS, type ImportReport, type RefusedLine } from './imports.ts';
import { CATALOGUE } from './products.ts';
import { PRODUCT_IMPORT, PRODUCT_IMPORT_LINE } from './tables.ts';

/** Lines in one transaction: whoever else writes to the catalogue waits no longer than for these. */
const SLICE_LINES = 500;
const PIECE_CHARACTERS = 65_536;
const FILE_NAME_MAX = 200;

export interface ImportOptions {
  /** Made by whoever asks: asked again while or after it ran, it is the same import. */
  readonly importId: string;
  readonly fileName: string;
  /** Who brings it in: an id. */
  readonly by: string;
  readonly bytes: Uint8Array;
  readonly defaults?: ImportDefaults;
}

type ImportRow = RowOf<typeof PRODUCT_IMPORT>;

/** Brings in a file; resolves with the report once it is through. A file that is running is not begun a second time. */
export async function importProducts(core: HqCore, options: ImportOptions): Promise<ImportReport> {
  const { organisationId, currencyCode } = await organisation(core.store.read);
  const { exponent } = present(currencyOf(currencyCode), `the currency ${currencyCode}`);
  const begun = await begin(core, organisationId, options);
  if (!begun.isMine) return reportOf(begun.row, core.clock.wallMs());
  let row = begun.row;
  const lineOf = new Map<string, number>();
  let header: Header | undefined;
  let slice: DelimitedLine[] = [];
  try {
    for (const line of linesOf(options)) {
      if (header === undefined) {
        header = readHeader(line.fields);
        if (!headerNamesProducts(header)) return await end(core, { ...row, state: 'no-codes' });
        row = {
          ...row,
          unknown_columns: JSON.stringify(header.unknownNames.map((name) => cutText(name, 100))),
        };
        continue;
      }
      slice.push(line);
      if (slice.length < SLICE_LINES) continue;
      row = await putSlice(core, { row, slice, header, exponent, lineOf, defaults: options.defaults ?? {} });
      slice = [];
    }
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'catalogue.import-failed') throw error;
    return end(core, { ...row, state: 'unreadable' });
  }
  if (header === undefined) return end(core, { ...row, state: 'empty' });
  if (slice.length > 0)
    row = await putSlice(core, { row, slice, header, exponent, lineOf, defaults: options.defaults ?? {} });
  return end(core, { ...row, state: row.lines === 0 ? 'empty' : 'done' });
}

async function begin(
  core: HqCore,
  organisationId: string,
  { importId, fileName, by }: ImportOptions,
): Promise<{ readonly row: ImportRow; readonly isMine: boolean }> {
  const nowMs = core.clock.wallMs();
  const fresh: ImportRow = {
    organisation_id: organisationId,
    import_id: importId,
    file_name: cutText(cleanText(fileName), FILE_NAME_MAX),
    by_user: by,
    state: 'running',
    started_ms: nowMs,
    progressed_ms: nowMs,
    lines: 0,
    added: 0,
    updated: 0,
    unchanged: 0,
    refused: 0,
    unknown_columns: '[]',
  };
  return core.store.transact(async (transaction) => {
    const known = await transaction.lock(PRODUCT_IMPORT, [organisationId, importId]);
    const isRunning = known?.state === 'running' && nowMs - known.progressed_ms <= STALLED_MS;
    if (known !== undefined && (known.state !== 'running' || isRunning)) return { row: known, isMine: false };
    const put = known === undefined ? await transaction.insert(PRODUCT_IMPORT, [fresh]) : [[]];
    if (put.length === 0) {
      // Somebody began it at the same moment.
      const other = await transaction.get(PRODUCT_IMPORT, [organisationId, importId]);
      return { row: present(other, 'the import that was begun'), isMine: false };
    }
    if (known !== undefined) await transaction.put(PRODUCT_IMPORT, [fresh]);
    return { row: fresh, isMine: true };
  });
}

async function putSlice(
  core: HqCore,
  options: {
    readonly row: ImportRow;
    readonly slice: readonly DelimitedLine[];
    readonly header: Header;
    readonly exponent: number;
    /** Grows by what the slice gave. */
    readonly lineOf: Map<string, number>;
    readonly defaults: ImportDefaults;
  },
): Promise<ImportRow> {
  const { row, slice, header, exponent, lineOf, defaults } = options;
  const unread: RefusedLine[] = [];
  const lines: ReadLine[] = [];
  for (const { number, fields, problem } of slice) {
    const read = readProductLine({ fields, columns: header.columns, exponent });
    const problems = problem === undefined ? read.problems : [{ reason: problem, value: '' }];
    if (problems.length > 0) unread.push({ lineNumber: number, problems });
    else lines.push({ number, changes: read.changes });
  }
  const nowMs = core.clock.wallMs();
  const done = await core.store.transact(async (transaction) => {
    await lockStream(transaction, CATALOGUE);
    const taken = await takeSlice(transaction, { lines, lineOf, defaults, nowMs });
    const refused = [...unread, ...taken.refused];
    const next: ImportRow = {
      ...row,
      progressed_ms: nowMs,
      lines: row.lines + slice.length,
      added: row.added + taken.added,
      updated: row.updated + taken.updated,
      unchanged: row.unchanged + taken.unchanged,
      refused: row.refused + refused.length,
    };
    const streams = taken.set.isEmpty ? [] : await taken.set.write(transaction);
    await transaction.put(PRODUCT_IMPORT, [next]);
    const kept = refused.slice(0, Math.max(0, LINES_KEPT_MAX - row.refused)).map(({ lineNumber, problems }) => ({
      import_id: row.import_id,
      line_number: lineNumber,
      problems: JSON.stringify(problems),
    }));
    if (kept.length > 0) await transaction.put(PRODUCT_IMPORT_LINE, kept);
    return { next, streams, lineOf: taken.lineOf };
  });
  for (const [productId, number] of done.lineOf) lineOf.set(productId, number);
  done.streams.forEach((stream) => core.streamChanged(stream));
  return done.next;
}

async function end(core: HqCore, row: ImportRow): Promise<ImportReport> {
  const last: ImportRow = { ...row, progressed_ms: core.clock.wallMs() };
  await core.store.transact((transaction) => transaction.put(PRODUCT_IMPORT, [last]));
  core.log.info('catalogue.import', { importId: row.import_id, state: row.state, lines: row.lines });
  return reportOf(last, last.progressed_ms);
}

function* linesOf({ bytes, fileName }: ImportOptions): Generator<DelimitedLine> {
  const text = fileText(bytes);
  const lines = new ProductLines(fileName);
  for (let at = 0; at < text.length; at += PIECE_CHARACTERS) yield* lines.push(text.slice(at, at + PIECE_CHARACTERS));
  yield* lines.end();
}
