/**
 * Where lines that a till sent belong in its chain: which of them are held, after which row the rest follows, and whether it
 * follows at the end of what is held there or parts from it.
 */
import { GENESIS_PREV_HASH, linkHash, parseRow, type ChainHead, type Row } from '#domain/journal/journal.ts';
import { journalCrypto } from '#node/journal-crypto.ts';
import type { HqReads } from '../store/port.ts';
import type { ChainRow } from './announce.ts';
import type { SuspectLine } from './suspect.ts';
import { JOURNAL_ROW } from './tables.ts';
import { branchIdOf, type Place } from './tree.ts';
import { isSealedRow } from './verify-rows.ts';

export type Landing =
  /** All of them are held; `end` is the last. */
  | { readonly kind: 'held'; readonly segment: ChainRow; readonly end: Place }
  /** `rest` is to go on at the end of `segment`. */
  | { readonly kind: 'follows'; readonly segment: ChainRow; readonly rest: readonly SuspectLine[] }
  /** `first`, signed by the chain's key, follows from a row after which another one is held. */
  | { readonly kind: 'parts'; readonly segment: ChainRow; readonly first: Row }
  /** Where another row is held, and nobody signed this one. */
  | { readonly kind: 'false'; readonly segment: ChainRow; readonly seq: number; readonly line: SuspectLine }
  /** What comes before is not held. */
  | { readonly kind: 'gap'; readonly seq: number };

/** A row, and what the next one names it by. */
interface Link extends Place {
  readonly link: string;
}

/** Finds where lines belong among the segments of a chain, the chain itself first. */
export async function land(
  reads: HqReads,
  segments: readonly [ChainRow, ...ChainRow[]],
  lines: readonly SuspectLine[],
): Promise<Landing> {
  const [root] = segments;
  const [first] = lines;
  if (first === undefined) return { kind: 'gap', seq: 0 };
  const start = await startOf(reads, segments, first);
  if (start.kind !== 'at') return start;
  let { segment } = start;
  let { place } = start;
  const held = await heldRows(reads, segments, place.seq, lines.length);
  for (const [index, each] of lines.entries()) {
    const seq = place.seq + 1;
    const next = [
      segment,
      ...segments.filter((one) => one.branch_from === segment.chain_id && one.branch_seq === place.seq),
    ]
      .map((one) => ({ one, row: held.get(`${one.chain_id} ${seq}`) }))
      .find(({ row }) => row?.line === each.line);
    if (next?.row === undefined) {
      if (segment.seq === place.seq) return { kind: 'follows', segment, rest: lines.slice(index) };
      const parting = partingRow(root, each, place);
      if (parting === undefined) return { kind: 'false', segment, seq, line: each };
      // Opened just now, and nothing of it taken yet.
      const branchId = branchIdOf(root.chain_id, parting);
      const opened = segments.find(({ chain_id }) => chain_id === branchId);
      if (opened !== undefined) return { kind: 'follows', segment: opened, rest: lines.slice(index) };
      return { kind: 'parts', segment, first: parting };
    }
    segment = next.one;
    place = { seq, hash: next.row.hash, link: linkHash(next.row, journalCrypto) };
  }
  return { kind: 'held', segment, end: { seq: place.seq, hash: place.hash } };
}

/** Where the first line goes on from. */
async function startOf(
  reads: HqReads,
  segments: readonly [ChainRow, ...ChainRow[]],
  first: SuspectLine,
): Promise<{ readonly kind: 'at'; readonly segment: ChainRow; readonly place: Link } | Landing> {
  const [root] = segments;
  // No row at all: it would stand at the end.
  if (first.seq === 0) return { kind: 'follows', segment: root, rest: [first] };
  const before = await rowBefore(reads, segments, first);
  if (before !== undefined) return { kind: 'at', ...before };
  const isPlain = segments.length === 1;
  if (isPlain && first.seq > root.seq + 1) return { kind: 'gap', seq: root.seq };
  // Where it parts lies before it: the till sends from the beginning, and what is held is passed over.
  if (isSigned(root, first)) return { kind: 'gap', seq: 0 };
  if (isPlain && first.seq === root.seq + 1) return { kind: 'follows', segment: root, rest: [first] };
  return isPlain ? { kind: 'false', segment: root, seq: first.seq, line: first } : { kind: 'gap', seq: 0 };
}

/** The row that a line names as the one before it; the place before the first row for what would be a genesis. */
async function rowBefore(
  reads: HqReads,
  segments: readonly [ChainRow, ...ChainRow[]],
  first: SuspectLine,
): Promise<{ readonly segment: ChainRow; readonly place: Link } | undefined> {
  const seq = first.seq - 1;
  const link = first.prevHash ?? '';
  if (seq === 0)
    return link === GENESIS_PREV_HASH ? { segment: segments[0], place: { seq, hash: '', link } } : undefined;
  const able = segments.filter((segment) => segment.seq >= seq && seq > (segment.branch_seq ?? 0));
  const inside: ChainRow[] = [];
  for (const segment of able) {
    if (segment.seq > seq || segment.head === null) inside.push(segment);
    else if (linkHash(JSON.parse(segment.head) as ChainHead, journalCrypto) === link)
      return { segment, place: { seq, hash: segment.hash, link } };
  }
  const keys = inside.map(({ chain_id }) => [chain_id, seq] as const);
  const rows = keys.length === 0 ? [] : await reads.getMany(JOURNAL_ROW, keys);
  const row = rows.find((each) => linkHash(each, journalCrypto) === link);
  const segment = inside.find(({ chain_id }) => chain_id === row?.chain_id);
  return row && segment && { segment, place: { seq, hash: row.hash, link } };
}

/** What is held at the numbers that come after a place, by segment and number. */
async function heldRows(reads: HqReads, segments: readonly ChainRow[], after: number, count: number) {
  const keys = segments.flatMap(({ chain_id, branch_seq, seq }) => {
    const from = Math.max(after, branch_seq ?? 0) + 1;
    const until = Math.min(after + count, seq);
    return Array.from({ length: Math.max(0, until - from + 1) }, (_, index) => [chain_id, from + index] as const);
  });
  const rows = keys.length === 0 ? [] : await reads.getMany(JOURNAL_ROW, keys);
  return new Map(rows.map((row) => [`${row.chain_id} ${row.seq}`, row]));
}

/** The row, where the chain's key signed it and it follows from the place. */
function partingRow(root: ChainRow, { line }: SuspectLine, place: Link): Row | undefined {
  const row = parseRow(line);
  if ('reason' in row || row.chain_id !== root.chain_id || row.seq !== place.seq + 1) return undefined;
  return row.prev_hash === place.link && isSealedRow(row, root.public_key) ? row : undefined;
}

function isSigned(root: ChainRow, { line }: SuspectLine): boolean {
  const row = parseRow(line);
  return !('reason' in row) && row.chain_id === root.chain_id && isSealedRow(row, root.public_key);
}

/** Behind the payload, whose fields could be called like those of the row, comes `prev_hash` and then `seq`. */
const PLACE_OF_LINE = /^"prev_hash":"([0-9a-f]{64})","seq":(\d{1,15}),/;

/** What a line says of its place; 0 where it says none, and then it is no row. */
export function suspectLine(line: string): SuspectLine {
  const at = line.lastIndexOf('"prev_hash":"');
  const [, prevHash, digits] = (at === -1 ? null : PLACE_OF_LINE.exec(line.slice(at, at + 120))) ?? [];
  return digits === undefined || prevHash === undefined ? { seq: 0, line } : { seq: Number(digits), line, prevHash };
}
