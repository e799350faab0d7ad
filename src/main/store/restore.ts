/**
 * A till brought back from its second copy, into an empty folder. Its old rows are kept as they are and stay
 * checkable; it goes on in a new chain, with a new key, whose genesis names the head and the totals it continues.
 * Built aside and put in place by one rename: a restore that was interrupted leaves no till behind.
 */
import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import {
  ChainVerifier,
  entryOf,
  genesisContinues,
  genesisOrdinal,
  parseRow,
  type Continued,
  type Row,
  type SoftwareIdentity,
} from '#domain/journal/journal.ts';
import type { Role } from '#domain/operator/operator.ts';

import { syncFolder } from '../sync-folder.ts';
import { CATALOGUE_COPY, copyBytes, copyLines } from './copy-file.ts';
import { continuedFrom } from './continue-in-new-chain.ts';
import { NO_PIN, openChain } from './create-shop.ts';
import { TILL_FILE } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { journalCrypto } from '#node/journal-crypto.ts';
import { organisationSecret } from './keys.ts';
import { live, type Live } from './live.ts';
import { migrate, readMigrations } from './migrate.ts';
import type { Shop } from './port.ts';
import { bringPersonsBack, type RestoredPersons } from './restore-persons.ts';
import { rememberVersions } from './projection-builder.ts';
import { onDisk } from './sqlite-fault.ts';

const SLICE_ROWS = 500;
const COPY_SUFFIX = '.jsonl';

export interface RestoreOptions {
  /** Where the second copy lies. */
  readonly place: string;
  /** Which till, where the place holds more than one. */
  readonly tillId?: string;
  /** A folder that is empty or not there. */
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  readonly software: SoftwareIdentity;
  readonly clock: Clock;
  readonly random: Random;
  readonly onProgress?: (rows: number) => void;
}

export type RestoreOutcome =
  | {
      readonly kind: 'restored';
      readonly tillId: string;
      readonly rows: number;
      readonly chainOrdinal: number;
      readonly chainId: string;
      readonly continues: Continued;
      readonly persons: RestoredPersons;
    }
  | {
      readonly kind: 'refused';
      readonly reason: 'folder-not-empty' | 'no-copy' | 'several-tills' | 'copy-damaged';
      /** The tills to choose from, or the chain, the row and what is wrong with it. */
      readonly detail: string;
    };

/** Restores a till. Operators come back without PINs. Throws a Fault where the disk refuses. */
export function restoreTill(options: RestoreOptions): RestoreOutcome {
  const { dataDir } = options;
  return onDisk(`restoring into ${dataDir}`, () => {
    if (existsSync(dataDir) && readdirSync(dataDir).length > 0) return refused('folder-not-empty', dataDir);
    const tills = tillsIn(options.place);
    const [tillId, another] = options.tillId === undefined ? tills : tills.filter((name) => name === options.tillId);
    if (tillId === undefined) return refused('no-copy', options.place);
    if (another !== undefined) return refused('several-tills', tills.join(', '));
    const folder = join(options.place, encodeURIComponent(tillId));
    // A copy that was cut off before it was whole for the first time.
    if (!['shop.json', 'operators.json'].every((name) => existsSync(join(folder, name))))
      return refused('no-copy', folder);

    const building = `${dataDir}.restoring`;
    rmSync(building, { recursive: true, force: true });
    mkdirSync(building, { recursive: true, mode: 0o700 });
    const outcome = build(options, folder, building);
    if (outcome.kind === 'refused') {
      rmSync(building, { recursive: true, force: true });
      return outcome;
    }
    syncFolder(building);
    if (existsSync(dataDir)) rmdirSync(dataDir);
    renameSync(building, dataDir);
    syncFolder(dirname(dataDir));
    return outcome;
  });
}

function build(options: RestoreOptions, folder: string, building: string): RestoreOutcome {
  const chains = chainsIn(folder);
  if (typeof chains === 'string') return refused('copy-damaged', chains);
  const sqlite = openDatabase(join(building, TILL_FILE), 'normal');
  try {
    migrate(sqlite, readMigrations(options.migrationsDir));
    rememberVersions(sqlite);
    const open = live(sqlite);
    const damage = bringBack(open, folder, chains, options.onProgress);
    if (damage !== null) return refused('copy-damaged', damage);
    const last = open.journal.last();
    if (last === undefined) return refused('no-copy', folder);
    bringBeside(folder, building);

    const shop = JSON.parse(readFileSync(join(folder, 'shop.json'), 'utf8')) as Shop;
    const chainOrdinal = chains.length + 1;
    const continues = continuedFrom(open, options.keysDir, last.row, chains.length);
    open.sql.begin.run();
    const { till_id: tillId, taxpayer_id: taxpayerId } = last.row;
    const chainId = openChain({ ...options, live: open, tillId, taxpayerId, shop, chainOrdinal, continues });
    open.sql.putShop.run(JSON.stringify(shop));
    for (const { id, name, role } of operatorsIn(folder)) open.sql.putOperator.run(id, name, role, NO_PIN);
    open.sql.putSetting.run('copy-place', options.place);
    const persons = bringPersonsBack(open, folder, options.keysDir);
    open.sql.commit.run();
    organisationSecret(options.keysDir);
    sqlite.pragma('synchronous = FULL');
    sqlite.pragma('wal_checkpoint(TRUNCATE)');
    return { kind: 'restored', tillId, rows: last.position, chainOrdinal, chainId, continues, persons };
  } finally {
    sqlite.close();
  }
}

/** Checks, stores and projects every row of the copy; what is wrong with it, or null. */
function bringBack(
  open: Live,
  folder: string,
  chainIds: readonly string[],
  onProgress: RestoreOptions['onProgress'],
): string | null {
  let position = 0;
  let before: Row | undefined;
  for (const chainId of chainIds) {
    const verifier = new ChainVerifier(journalCrypto);
    let inSlice = 0;
    open.sql.begin.run();
    for (const line of copyLines(folder, chainId, copyBytes(folder, chainId) ?? 0)) {
      const row = parseRow(line);
      const flaw = 'reason' in row ? verifier.refuse(row.reason) : verifier.push(row);
      if (flaw !== undefined || 'reason' in row) {
        open.sql.rollback.run();
        return `${chainId}, row ${flaw?.seq ?? 0}: ${flaw?.detail ?? ''}`;
      }
      if (row.seq === 1 && !follows(row, before)) {
        open.sql.rollback.run();
        return `${chainId}, row 1: it does not go on from the chain before it`;
      }
      open.journal.insert(++position, row);
      open.projector.project(position, entryOf(row));
      before = row;
      if (++inSlice === SLICE_ROWS) {
        open.sql.commit.run();
        open.sql.begin.run();
        inSlice = 0;
        onProgress?.(position);
      }
    }
    open.projector.sumStock();
    open.sql.commit.run();
  }
  return null;
}

function follows(genesis: Row, before: Row | undefined): boolean {
  const continues = genesisContinues(entryOf(genesis).payload);
  if (before === undefined) return continues === undefined;
  return continues?.chainId === before.chain_id && continues.seq === before.seq && continues.hash === before.hash;
}

/** The chains of a till's copy, the oldest first; what is wrong where they are not 1, 2, 3 …. */
function chainsIn(folder: string): readonly string[] | string {
  const found: { readonly chainId: string; readonly ordinal: number }[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith(COPY_SUFFIX))) {
    const chainId = decodeURIComponent(name.slice(0, -COPY_SUFFIX.length));
    const [first] = copyLines(folder, chainId, copyBytes(folder, chainId) ?? 0);
    // A chain whose genesis never arrived whole has nothing to bring back.
    if (first === undefined) continue;
    const genesis = parseRow(first);
    const ordinal = 'reason' in genesis ? undefined : genesisOrdinal(entryOf(genesis).payload);
    if (ordinal === undefined) return `${chainId}, row 1: it is no genesis`;
    found.push({ chainId, ordinal });
  }
  found.sort((left, right) => left.ordinal - right.ordinal);
  const gap = found.find(({ ordinal }, index) => ordinal !== index + 1);
  return gap === undefined
    ? found.map(({ chainId }) => chainId)
    : `chain ${gap.ordinal} is there twice, or one before it is missing`;
}

function tillsIn(place: string): readonly string[] {
  if (!existsSync(place)) return [];
  return readdirSync(place, { withFileTypes: true })
    .filter(
      (entry) => entry.isDirectory() && readdirSync(join(place, entry.name)).some((name) => name.endsWith(COPY_SUFFIX)),
    )
    .map((entry) => decodeURIComponent(entry.name));
}

function operatorsIn(folder: string): readonly { readonly id: string; readonly name: string; readonly role: Role }[] {
  return JSON.parse(readFileSync(join(folder, 'operators.json'), 'utf8')) as ReturnType<typeof operatorsIn>;
}

/** Devices and catalogue, where the copy has them. */
function bringBeside(folder: string, building: string): void {
  const devices = join(folder, 'devices.json');
  if (existsSync(devices)) copyDurably(devices, join(building, 'devices.json'));
  const catalogue = join(folder, CATALOGUE_COPY);
  if (!existsSync(catalogue)) return;
  const to = join(building, 'catalogue');
  mkdirSync(to);
  copyDurably(catalogue, join(to, '1.db'));
  writeDurably(join(to, 'current'), Buffer.from('1\n'));
  syncFolder(to);
}

function copyDurably(from: string, to: string): void {
  copyFileSync(from, to);
  const file = openSync(to, 'r+');
  try {
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function writeDurably(path: string, bytes: Uint8Array): void {
  const file = openSync(path, 'w', 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function refused(reason: Extract<RestoreOutcome, { kind: 'refused' }>['reason'], detail: string): RestoreOutcome {
  return { kind: 'refused', reason, detail };
}
