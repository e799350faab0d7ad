/**
 * The second copy: every row, appended off the sale's path to a place of its own (a USB stick, a network folder), with
 * the persons and whatever else a restore needs beside it. It goes on from its own tail, mends a torn one, and never
 * overwrites a row: a copy that says something else than the journal is a witness.
 */
import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, open, readdir, readFile, rename, stat, writeFile, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';

import type { Clock } from '#base/clock.ts';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import { parseRow, rowText } from '#domain/journal/journal.ts';

import { currentVersion, versionPath } from './catalogue/pointer.ts';
import { copyIdOf, copyIdPath } from './copied-persons.ts';
import { CATALOGUE_COPY, copyFolder, copyPath } from './copy-file.ts';
import { syncNames } from './copy-names.ts';
import { copyPersons } from './copy-persons.ts';
import { mendedTail } from './copy-tail.ts';
import type { TillStore } from './till-store.ts';

/** Rows read in one go: about a millisecond of the till's thread. */
const BATCH_ROWS = 32;
const GATHER_MS = 200;
const RETRY_MS = [2_000, 5_000, 15_000, 60_000];
const CATALOGUE_BYTES_MAX = 256 * 1024 * 1024;

export interface SecondCopyStatus {
  readonly state: 'current' | 'behind' | 'unreachable';
  /** Time since the copy last held every row; null while it never did. */
  readonly ageMs: number | null;
  readonly place: string;
  /** Why it is not current: `copy.unreachable`, or `store.behind-witness` where it holds other rows than the journal. */
  readonly fault: FaultCode | null;
}

export interface SecondCopy {
  status(): SecondCopyStatus;
  /** Settles when a round that began after this call is over. */
  flush(): Promise<void>;
  /** Stops after the step at hand. */
  close(): Promise<void>;
}

export interface SecondCopyOptions {
  readonly store: TillStore;
  readonly dataDir: string;
  readonly place: string;
  /** Named now for the first time: the folder may be made, where the one above it exists. */
  readonly isNewPlace?: boolean;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when the state changes. */
  readonly onChange?: () => void;
}

/** Keeps a second copy of `store` in `place` until closed. Reads of the store happen between its commands. */
export function startSecondCopy(options: SecondCopyOptions): SecondCopy {
  return new RunningCopy(options);
}

class RunningCopy implements SecondCopy {
  readonly #options: SecondCopyOptions;
  readonly #stopListening: () => void;
  /** The last seq of each chain that is on disk in the copy. */
  readonly #copied = new Map<string, number>();
  /** The last revision of a person that is on disk in the copy; null while that is not known. */
  #persons: number | null = null;
  #copyId = '';
  #cancelTimer: () => void = () => undefined;
  #round: Promise<void> = Promise.resolve();
  #fault: FaultCode | null = null;
  #failures = 0;
  #wholeAtMs: number | null = null;
  #dirty = true;
  #closed = false;
  #beside = '';
  /** The files of the copy whose names are durable. */
  #names = '';
  #reached = false;
  #said = '';

  constructor(options: SecondCopyOptions) {
    this.#options = options;
    this.#stopListening = options.store.onAppended(() => this.#rowsCame());
    this.#plan(0);
  }

  status(): SecondCopyStatus {
    const { clock, place } = this.#options;
    const ageMs = !this.#dirty ? 0 : this.#wholeAtMs === null ? null : clock.monotonicMs() - this.#wholeAtMs;
    const state = this.#fault === 'copy.unreachable' ? 'unreachable' : this.#dirty ? 'behind' : 'current';
    return { state, ageMs, place, fault: this.#fault };
  }

  flush(): Promise<void> {
    this.#cancelTimer();
    this.#round = this.#round.then(() => this.#run());
    return this.#round;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening();
    this.#cancelTimer();
    await this.#round;
  }

  #rowsCame(): void {
    if (this.#dirty) return;
    this.#dirty = true;
    this.#wholeAtMs = this.#options.clock.monotonicMs();
    this.#plan(GATHER_MS);
    this.#options.onChange?.();
  }

  #plan(delayMs: number): void {
    if (this.#closed) return;
    this.#cancelTimer();
    this.#cancelTimer = this.#options.clock.after(delayMs, () => void this.flush());
  }

  async #run(): Promise<void> {
    if (this.#closed) return;
    try {
      await this.#copyAll();
      this.#failures = 0;
      this.#say(null, '');
      this.#settle(null);
    } catch (error) {
      const delayMs = RETRY_MS[Math.min(this.#failures++, RETRY_MS.length - 1)] ?? 0;
      this.#forget();
      this.#plan(delayMs);
      this.#say(error instanceof Fault ? error.code : 'copy.unreachable', String(error));
      this.#settle(error instanceof Fault ? error.code : 'copy.unreachable');
    }
  }

  async #copyAll(): Promise<void> {
    const { store, place } = this.#options;
    await this.#requirePlace();
    const folder = copyFolder(place, store.identity.tillId);
    this.#reached = true;
    await mkdir(folder, { recursive: true });
    const copyId = await this.#recognise(folder);
    for (const chainId of store.chainIds()) await this.#copyChain(folder, chainId);
    // After the rows: one that says who was erased is there before anything of that person goes.
    this.#persons = await copyPersons({ store, folder, copyId, isClosed: () => this.#closed }, this.#persons);
    await this.#copyBeside(folder);
    await this.#keepNames(folder);
    if (!this.#closed && this.#isWhole()) this.#dirty = false;
    else this.#plan(GATHER_MS);
  }

  /** A file that is there and has no name after a power cut is lost. */
  async #keepNames(folder: string): Promise<void> {
    const names = (await readdir(folder)).sort().join('\n');
    if (names === this.#names) return;
    await syncNames(folder);
    await syncNames(this.#options.place);
    this.#names = names;
  }

  #isWhole(): boolean {
    const { store } = this.#options;
    const rowsAreThere = (this.#copied.get(store.identity.chainId) ?? 0) >= store.head().seq;
    return rowsAreThere && store.personsChangedAfter(this.#persons ?? 0, 1).length === 0;
  }

  /** Which copy this is. Another one than last time (two sticks that take turns) is looked through from its start. */
  async #recognise(folder: string): Promise<string> {
    const said = await readFile(copyIdPath(folder), 'latin1').catch(() => '');
    const copyId = copyIdOf(said) ?? randomUUID();
    if (said !== `${copyId}\n`) await writeWhole(folder, basename(copyIdPath(folder)), `${copyId}\n`);
    if (copyId !== this.#copyId) {
      this.#forget();
      this.#beside = '';
    }
    this.#copyId = copyId;
    return copyId;
  }

  /** How far the copy is counts no more: the next round looks for itself. */
  #forget(): void {
    this.#copied.clear();
    this.#persons = null;
    this.#names = '';
  }

  /**
   * A folder that was never there is made inside one that is. A place that once held the copy is not made again: an
   * unplugged stick must not become a folder of this disk.
   */
  async #requirePlace(): Promise<void> {
    const { place } = this.#options;
    const found = await stat(place).catch(() => null);
    if (found?.isDirectory() === true) return;
    if (found !== null) throw new Fault('copy.unreachable', `${place} is no folder`);
    if (this.#options.isNewPlace !== true || this.#reached)
      throw new Fault('copy.unreachable', `${place} is not there`);
    await mkdir(place, { mode: 0o700 });
  }

  async #copyChain(folder: string, chainId: string): Promise<void> {
    const { store } = this.#options;
    let seq = this.#copied.get(chainId);
    if (seq !== undefined && store.rowsAfter(chainId, seq, 1).length === 0) return;
    const file = await openForAppending(copyPath(folder, chainId));
    try {
      seq ??= await this.#resume(file, chainId);
      while (!this.#closed) {
        const rows = store.rowsAfter(chainId, seq, BATCH_ROWS);
        if (rows.length === 0) break;
        await file.appendFile(rows.map((row) => `${rowText(row)}\n`).join(''));
        seq += rows.length;
        // Other work of the till comes before the next batch.
        await new Promise<void>((resume) => setImmediate(resume));
      }
      await file.sync();
      this.#copied.set(chainId, seq);
    } finally {
      await file.close();
    }
  }

  /** Where the copy of a chain ends, after a torn tail was cut off. */
  async #resume(file: FileHandle, chainId: string): Promise<number> {
    const line = await mendedTail(file);
    if (line === '') return 0;
    const last = parseRow(line);
    const ours = 'reason' in last ? undefined : this.#options.store.rowsAfter(chainId, last.seq - 1, 1)[0];
    if ('reason' in last || ours === undefined || rowText(ours) !== rowText(last)) {
      throw new Fault('store.behind-witness', 'the second copy ends with a row that the journal does not have');
    }
    return last.seq;
  }

  /** What a restore needs besides rows, written anew when it changes. */
  async #copyBeside(folder: string): Promise<void> {
    const { store, dataDir } = this.#options;
    const operators = store.operators().map(({ id, name, role }) => ({ id, name, role }));
    const devices = await readFile(join(dataDir, 'devices.json'), 'utf8').catch(() => null);
    const catalogues = join(dataDir, 'catalogue');
    const version = currentVersion(catalogues);
    const beside = JSON.stringify([store.shop(), operators, devices, version]);
    if (beside === this.#beside) return;
    this.#names = '';
    await writeWhole(folder, 'shop.json', `${JSON.stringify(store.shop(), null, 2)}\n`);
    await writeWhole(folder, 'operators.json', `${JSON.stringify(operators, null, 2)}\n`);
    if (devices !== null) await writeWhole(folder, 'devices.json', devices);
    if (version > 0) await copyCatalogue(versionPath(catalogues, version), join(folder, CATALOGUE_COPY));
    this.#beside = beside;
  }

  /** A place that stays away is said once, and its return once. */
  #say(fault: FaultCode | null, detail: string): void {
    const { log, place } = this.#options;
    const said = fault ?? '';
    if (said === this.#said) return;
    this.#said = said;
    if (fault === null) log.info('copy.back', { place });
    else log.warn('copy.failed', { place, code: fault, detail });
  }

  #settle(fault: FaultCode | null): void {
    this.#fault = fault;
    if (fault === null && !this.#dirty) this.#wholeAtMs = this.#options.clock.monotonicMs();
    this.#options.onChange?.();
  }
}

async function openForAppending(path: string): Promise<FileHandle> {
  return open(path, 'a+', 0o600);
}

async function writeWhole(folder: string, name: string, text: string): Promise<void> {
  await writeFile(join(folder, `${name}.new`), text, { mode: 0o600, flush: true });
  await rename(join(folder, `${name}.new`), join(folder, name));
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The catalogue in force, so that a restored till sells at once; a very large one is better imported again. */
async function copyCatalogue(from: string, to: string): Promise<void> {
  const { size } = await stat(from);
  if (size > CATALOGUE_BYTES_MAX) return;
  await copyFile(from, `${to}.new`);
  await syncFile(`${to}.new`);
  await rename(`${to}.new`, to);
}
