/**
 * Is everything still as it was written? The chain answers for its own rows; what it cannot show (a cut tail, a whole
 * chain signed anew) is asked of witnesses outside the database. docs/spec/journal.md says which finds what.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import {
  ChainVerifier,
  CLOSING_KINDS,
  ClosingsVerifier,
  GENESIS_KIND,
  genesisContinues,
  genesisPublicKey,
  rowText,
  toBase64Url,
  type Payload,
  type Row,
} from '#domain/journal/journal.ts';
import { matchesProof, parseProof } from '#domain/receipt/receipt.ts';
import { Fault } from '#base/fault.ts';

import { copyBytes, copyFolder, copyLines } from './copy-file.ts';
import { TILL_FILE } from './data-folder.ts';
import type { Sqlite } from './database.ts';
import { readHeadFile, type WitnessedHead } from './head-file.ts';
import { journalCrypto, journalSigner } from '#node/journal-crypto.ts';
import { ROW_COLUMNS, rowOfSql, type SqlRow } from './journal-table.ts';
import { readJournalKey } from './keys.ts';
import { readMigrations, requireMigrated } from './migrate.ts';
import { withReadable } from './open-store.ts';
import { storeFault } from './sqlite-fault.ts';
import { staleProjections } from './projection-builder.ts';
import { changedSchema, compareProjections } from './rebuild.ts';
import { personFlaws, readPersonsOfCopy } from './verify-persons.ts';

/** Who found something. `chain` is the journal itself; the others stand outside it. */
export type Witness =
  'database' | 'chain' | 'continuation' | 'closing' | 'projection' | 'key' | 'head-file' | 'second-copy' | 'receipt';

export interface Finding {
  readonly witness: Witness;
  readonly chainId: string;
  /** The first bad row, where one can be named. */
  readonly seq: number | null;
  readonly detail: string;
}

export interface CheckedChain {
  readonly chainId: string;
  readonly ordinal: number;
  /** Good rows, from the genesis on. */
  readonly rows: number;
  readonly headHash: string;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly chains: readonly CheckedChain[];
  /** In the order in which they were found; the first names the first bad row. */
  readonly findings: readonly Finding[];
  /** Witnesses outside the database that could be asked. */
  readonly witnesses: readonly Witness[];
  /** Projections of an earlier version, which the till is building anew: nobody has compared them. */
  readonly unbuilt: readonly string[];
}

export interface VerifyOptions {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  /** Where the second copy lies; null where there is none. */
  readonly copyPlace: string | null;
  /** Printed receipts: the ticket's number and the characters under "signature". */
  readonly receipts: readonly { readonly number: string; readonly code: string }[];
  readonly onProgress?: (rows: number) => void;
}

/** Checks a till, whether it is running or not. Throws a Fault where it cannot be read at all. */
export function verifyTill(options: VerifyOptions): VerifyReport {
  const path = join(options.dataDir, TILL_FILE);
  if (!existsSync(path)) throw new Fault('store.corrupt', `there is no till in ${options.dataDir}`);
  const migrations = readMigrations(options.migrationsDir);
  return withReadable(path, (sqlite) => {
    requireMigrated(sqlite, migrations);
    // Witnesses first, rows afterwards: a till that sells meanwhile is then only ever ahead of them.
    const chainIds = chainIdsOf(sqlite);
    const heads = new Map(chainIds.map((chainId) => [chainId, readHeadFile(options.keysDir, chainId)]));
    const copyOfTill = folderOfCopy(sqlite, options.copyPlace);
    const copies = openCopies(copyOfTill, chainIds);
    const personsOfCopy = copyOfTill === null ? null : readPersonsOfCopy(copyOfTill);
    sqlite.exec('BEGIN');
    const inquiry = new Inquiry(options, heads, copies);
    inquiry.readRows(sqlite);
    inquiry.readPages(sqlite);
    inquiry.unbuilt = staleProjections(sqlite).map(({ name }) => name);
    if (inquiry.findings.length === 0) {
      for (const { witness, detail } of personFlaws(sqlite, personsOfCopy)) inquiry.found(witness, null, detail);
    }
    for (const name of changedSchema(sqlite, migrations)) {
      inquiry.found('database', null, `${name} is not as the migrations leave it`);
    }
    if (inquiry.findings.length === 0) {
      for (const { table, stored, projected } of compareProjections(sqlite, migrations)) {
        inquiry.found(
          'projection',
          null,
          `${table} holds ${stored ?? 'nothing'} where the journal says ${projected ?? 'nothing'}`,
        );
      }
    }
    sqlite.exec('COMMIT');
    return inquiry.report();
  });
}

class Inquiry {
  readonly findings: Finding[] = [];
  unbuilt: readonly string[] = [];
  readonly #closings = new ClosingsVerifier();
  readonly #options: VerifyOptions;
  readonly #heads: ReadonlyMap<string, WitnessedHead | null>;
  readonly #copies: ReadonlyMap<string, Iterator<string>>;
  readonly #chains: CheckedChain[] = [];
  readonly #witnesses = new Set<Witness>();
  readonly #receipts: ReadonlyMap<string, string>;
  readonly #receiptsSeen = new Set<string>();
  #verifier = new ChainVerifier(journalCrypto);
  #chainId = '';
  #rows = 0;
  #copyDiffers = false;

  constructor(
    options: VerifyOptions,
    heads: ReadonlyMap<string, WitnessedHead | null>,
    copies: ReadonlyMap<string, Iterator<string>>,
  ) {
    this.#options = options;
    this.#heads = heads;
    this.#copies = copies;
    this.#receipts = new Map(options.receipts.map(({ number, code }) => [number, code]));
  }

  found(witness: Witness, seq: number | null, detail: string): void {
    this.findings.push({ witness, chainId: this.#chainId, seq, detail });
  }

  /** Rows first, so that the first bad one has its name even where a page behind it cannot be read. */
  readRows(sqlite: Sqlite): void {
    try {
      this.#readRows(sqlite);
    } catch (error) {
      const fault = storeFault(error, 'reading the journal');
      if (!(fault instanceof Fault) || fault.code !== 'store.corrupt') throw error;
      this.found('database', (this.#verifier.head?.seq ?? 0) + 1, fault.detail);
    }
    this.#endChain();
    for (const [number] of this.#receipts) {
      if (!this.#receiptsSeen.has(number)) this.found('receipt', null, `no ticket ${number} is in the journal`);
    }
  }

  /** What no chain covers: indexes, free pages, the tables of this machine. */
  readPages(sqlite: Sqlite): void {
    let said: unknown;
    try {
      said = sqlite.pragma('integrity_check(1)', { simple: true });
    } catch (error) {
      said = String(error);
    }
    if (said !== 'ok') this.found('database', null, String(said));
  }

  #readRows(sqlite: Sqlite): void {
    const select = `SELECT ${ROW_COLUMNS}, CAST(payload AS BLOB) AS bytes FROM journal ORDER BY position`;
    for (const found of sqlite.prepare<[], SqlRow & { readonly bytes: Uint8Array }>(select).iterate()) {
      const row = readRow(found, this.#rows + 1);
      this.#rows++;
      if (this.#rows % 1000 === 0) this.#options.onProgress?.(this.#rows);
      if (typeof row === 'string') this.#refuse(row);
      else this.#take(row);
    }
  }

  report(): VerifyReport {
    return {
      ok: this.findings.length === 0,
      chains: this.#chains,
      findings: this.findings,
      witnesses: [...this.#witnesses],
      unbuilt: this.unbuilt,
    };
  }

  #refuse(detail: string): void {
    if (this.#verifier.flaw !== undefined) return;
    this.found('chain', this.#verifier.refuse(detail).seq, detail);
  }

  #take(row: Row): void {
    const begins = row.kind === GENESIS_KIND && row.seq === 1 && row.chain_id !== this.#chainId;
    if (this.#chainId === '' || begins) this.#beginChain(row);
    const flawBefore = this.#verifier.flaw;
    const flaw = this.#verifier.push(row);
    if (flaw !== undefined) {
      if (flawBefore === undefined) this.found('chain', flaw.seq, `${flaw.reason}: ${flaw.detail}`);
      return;
    }
    this.#askWitnesses(row);
    this.#askClosings(row);
  }

  /** Figures of rows that are all good; behind a bad one nobody can say what a day adds up to. */
  #askClosings(row: Row): void {
    if (this.findings.some(({ witness }) => witness === 'chain')) return;
    const payload = CLOSING_KINDS.has(row.kind) ? payloadOf(row) : {};
    const { family, kind, business_day: day } = row;
    const read = { family, kind, payload: payload ?? {}, ...(day === undefined ? {} : { business_day: day }) };
    try {
      for (const detail of this.#closings.push(read)) this.found('closing', row.seq, detail);
    } catch {
      // Signed, and of another shape than any till writes.
      this.found('closing', row.seq, `the ${row.kind} row does not say what such a row says`);
    }
  }

  #beginChain(genesis: Row): void {
    const before = this.#verifier.head;
    if (this.#chainId !== '') this.#endChain();
    const previous = this.#chainId;
    this.#verifier = new ChainVerifier(journalCrypto);
    this.#chainId = genesis.chain_id;
    this.#copyDiffers = false;
    const payload = payloadOf(genesis);
    const continues = payload && genesisContinues(payload);
    const follows =
      previous === ''
        ? continues === undefined
        : continues?.chainId === previous && continues.seq === before?.seq && continues.hash === before.hash;
    if (!follows) this.found('continuation', 1, 'the genesis does not name the head of the chain before it');
    this.#askKey(payload);
  }

  /** The key file of a chain is a witness of who opened it. */
  #askKey(payload: Payload | undefined): void {
    let key;
    try {
      key = readJournalKey(this.#options.keysDir, this.#chainId);
    } catch {
      key = null;
    }
    if (key === null) return;
    this.#witnesses.add('key');
    const inGenesis = payload && genesisPublicKey(payload);
    const same = inGenesis !== undefined && toBase64Url(inGenesis) === toBase64Url(journalSigner(key).publicKey);
    if (!same) this.found('key', 1, 'the genesis names another key than the one beside this till');
  }

  #endChain(): void {
    const head = this.#verifier.head;
    const seq = head?.seq ?? 0;
    const { ordinal = 0, flaw } = this.#verifier;
    this.#chains.push({ chainId: this.#chainId, ordinal, rows: seq, headHash: head?.hash ?? '' });
    const witness = this.#heads.get(this.#chainId) ?? null;
    if (witness !== null) this.#witnesses.add('head-file');
    if (flaw !== undefined) return;
    if (witness !== null && witness.seq > seq) {
      this.found('head-file', seq + 1, `the chain ends at ${seq}, the head file has seen row ${witness.seq}`);
    }
    if (this.#copies.get(this.#chainId)?.next().done === false && !this.#copyDiffers) {
      this.found('second-copy', seq + 1, `the chain ends at ${seq}, the second copy goes on`);
    }
  }

  #askWitnesses(row: Row): void {
    const witness = this.#heads.get(row.chain_id);
    if (witness?.seq === row.seq && witness.hash !== row.hash) {
      this.found('head-file', row.seq, 'the head file has seen another row here');
    }
    this.#askCopy(row);
    if (this.#receipts.size > 0 && row.family === 'T') this.#askReceipt(row);
  }

  /** The copy is read in step with the journal; behind it, it has nothing to say. */
  #askCopy(row: Row): void {
    const copied = this.#copies.get(row.chain_id)?.next();
    if (copied === undefined || copied.done === true) return;
    this.#witnesses.add('second-copy');
    if (copied.value === rowText(row) || this.#copyDiffers) return;
    this.#copyDiffers = true;
    this.found('second-copy', row.seq, 'the second copy has another row here');
  }

  #askReceipt(row: Row): void {
    const number = payloadOf(row)?.['ticket_number'];
    const code = typeof number === 'string' ? this.#receipts.get(number) : undefined;
    if (code === undefined || typeof number !== 'string') return;
    this.#witnesses.add('receipt');
    this.#receiptsSeen.add(number);
    const proof = parseProof(code);
    if (proof === undefined || !matchesProof(row, proof)) {
      this.found('receipt', row.seq, `the receipt of ticket ${number} was printed from another row`);
    }
  }
}

function folderOfCopy(sqlite: Sqlite, copyPlace: string | null): string | null {
  const tillId = sqlite.prepare<[], { till_id: string }>('SELECT till_id FROM journal LIMIT 1').get()?.till_id;
  return copyPlace === null || tillId === undefined ? null : copyFolder(copyPlace, tillId);
}

/** The copy of each chain that has one, as far as it was written when the check began. */
function openCopies(folder: string | null, chainIds: readonly string[]): ReadonlyMap<string, Iterator<string>> {
  const copies = new Map<string, Iterator<string>>();
  if (folder === null) return copies;
  for (const chainId of chainIds) {
    const bytes = copyBytes(folder, chainId);
    if (bytes !== null) copies.set(chainId, copyLines(folder, chainId, bytes));
  }
  return copies;
}

function chainIdsOf(sqlite: Sqlite): readonly string[] {
  const sql = 'SELECT chain_id FROM journal GROUP BY chain_id ORDER BY min(position)';
  return sqlite
    .prepare<[], { chain_id: string }>(sql)
    .all()
    .map((found) => found.chain_id);
}

/** The row as it is hashed; a reason where what is stored is no row. */
function readRow(found: SqlRow & { readonly bytes: Uint8Array }, position: number): Row | string {
  if (found.position !== position) return `position ${found.position} stands where ${position} should`;
  for (const blob of [found.prev_hash, found.hash, found.signature]) {
    if (!(blob instanceof Uint8Array)) return 'a hash or a signature is not bytes';
  }
  try {
    // SQLite hands out text with damaged bytes replaced; the bytes themselves must be well-formed.
    return rowOfSql({ ...found, payload: decoder.decode(found.bytes) });
  } catch {
    return 'the payload is not well-formed UTF-8';
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function payloadOf(row: Row): Payload | undefined {
  try {
    return JSON.parse(row.payload) as Payload;
  } catch {
    return undefined;
  }
}
