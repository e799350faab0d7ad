/**
 * Whether lines that a till sent go on from where its chain stands: form, hash, link and signature of each. A port, because it
 * is most of the work of ingest and is done on other threads where there are any.
 */
import {
  ChainVerifier,
  isSealed,
  parseRow,
  type ChainHead,
  type ChainOrigin,
  type Flaw,
  type Row,
} from '#domain/journal/journal.ts';
import { journalCrypto } from '#node/journal-crypto.ts';
import { isStorable } from '../calls/storable.ts';

export interface VerifyJob {
  /** Where the chain stands; null where its genesis is still to come. */
  readonly from: { readonly head: ChainHead; readonly origin: ChainOrigin } | null;
  /** SubjectPublicKeyInfo that the chain was registered with. */
  readonly publicKey: Uint8Array;
  readonly lines: readonly string[];
}

export interface Verified {
  /** The good ones, in order, before any flaw. */
  readonly rows: readonly Row[];
  /** After the last good one; null where there is none yet. */
  readonly head: ChainHead | null;
  readonly origin: ChainOrigin | null;
  /** The first bad line, by its place in `lines`. */
  readonly flaw: (Pick<Flaw, 'reason' | 'detail'> & { readonly index: number }) | null;
}

export type VerifyRows = (job: VerifyJob) => Promise<Verified>;

/** On this thread. */
export const verifyRowsInline: VerifyRows = (job) => Promise.resolve(verified(job));

/** Checks the lines of one job. */
export function verified(job: VerifyJob): Verified {
  const verifier = new ChainVerifier(journalCrypto, job.from ?? undefined);
  const rows: Row[] = [];
  for (const [index, line] of job.lines.entries()) {
    const row = parseRow(line);
    const isRow = !('reason' in row);
    const odd = isRow ? unstorableIn(row) : row.reason;
    const flaw = isRow && odd === undefined ? verifier.push(row) : verifier.refuse(odd ?? '');
    if (flaw !== undefined) {
      const { reason, detail } = flaw;
      return { rows, ...placeOf(verifier), flaw: { index, reason, detail } };
    }
    if (isRow) rows.push(row);
  }
  return { rows, ...placeOf(verifier), flaw: null };
}

/**
 * The field of a row that no store keeps as text. A till never writes one; whoever does would be answered with a bug, for ever.
 * `operator` is apart: what reads it says so of the row alone.
 */
function unstorableIn(row: Row): string | undefined {
  const { entry_id, kind, business_day, at, taxpayer_id } = row;
  const kept = { entry_id, kind, business_day, at, taxpayer_id };
  const found = Object.entries(kept).find(([, value]) => !isStorable(value));
  return found === undefined ? undefined : `${found[0]} is no text that can be kept`;
}

/** Whether a row by itself is one that the chain's key signed. Never throws. */
export function isSealedRow(row: Row, publicKey: Uint8Array): boolean {
  try {
    return isSealed(row, publicKey, journalCrypto);
  } catch {
    return false;
  }
}

function placeOf(verifier: ChainVerifier): Pick<Verified, 'head' | 'origin'> {
  return { head: verifier.head ?? null, origin: verifier.origin ?? null };
}
