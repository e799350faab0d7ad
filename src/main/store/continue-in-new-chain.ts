/**
 * A till that goes on in a new chain, in the same folder: its chain has another continuation at headquarters, because a copy of
 * this till, or an earlier state of it, sold as well. Nothing is taken away: every row of the chain stays where it lies, is sent
 * and stays checkable; the new chain names its last row and its totals.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { present } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import {
  atText,
  type Continued,
  entryOf,
  genesisOrdinal,
  type NewEntry,
  type Payload,
  sealRow,
  type SoftwareIdentity,
} from '#domain/journal/journal.ts';
import { journalCrypto, journalSigner } from '#node/journal-crypto.ts';

import { openChain } from './create-shop.ts';
import { lockFolder, TILL_FILE } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { readHeadFile } from './head-file.ts';
import { readJournalKey } from './keys.ts';
import { live, type Live } from './live.ts';
import { migrate, readMigrations } from './migrate.ts';
import { NEW_CHAIN_SETTING, type Shop } from './port.ts';
import { withReadable } from './open-store.ts';
import { onDisk } from './sqlite-fault.ts';

export interface NewChainOptions {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  readonly software: SoftwareIdentity;
  readonly clock: Clock;
  readonly random: Random;
}

/**
 * Opens the new chain that somebody asked for, before the store is opened; does nothing where nobody did. Its genesis and the
 * end of the wish are one transaction. Throws a Fault where the disk refuses or another till is in the folder.
 */
export function continueInNewChain(options: NewChainOptions): void {
  const path = join(options.dataDir, TILL_FILE);
  if (!existsSync(path) || !isWanted(path)) return;
  const unlock = lockFolder(options.dataDir);
  try {
    const sqlite = openDatabase(path, 'full', { mustExist: true });
    try {
      migrate(sqlite, readMigrations(options.migrationsDir));
      const open = live(sqlite);
      const wanted = open.sql.setting.get(NEW_CHAIN_SETTING)?.value ?? '';
      if (wanted !== '') onDisk('opening a new chain', () => openNext(open, options, wanted));
    } finally {
      sqlite.close();
    }
  } finally {
    unlock();
  }
}

/** A look that costs the start of a till next to nothing. */
function isWanted(path: string): boolean {
  return withReadable(path, (sqlite) => {
    const table = sqlite.prepare(`SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'settings'`).get();
    if (table === undefined) return false;
    const find = sqlite.prepare<[string], { readonly value: string }>('SELECT value FROM settings WHERE name = ?');
    return (find.get(NEW_CHAIN_SETTING)?.value ?? '') !== '';
  });
}

function openNext(open: Live, options: NewChainOptions, wanted: string): void {
  const last = open.journal.last();
  const shopText = open.sql.shop.get()?.json;
  if (last === undefined || shopText === undefined) return;
  const { chain_id: before, till_id: tillId, taxpayer_id: taxpayerId } = last.row;
  const genesis = open.journal.genesis(before);
  const ordinal = genesisOrdinal((genesis === undefined ? {} : JSON.parse(genesis.payload)) as Payload) ?? 1;
  const shop = JSON.parse(shopText) as Shop;
  open.sql.begin.run();
  const chainId = openChain({
    ...options,
    live: open,
    tillId,
    taxpayerId,
    shop,
    chainOrdinal: ordinal + 1,
    continues: continuedFrom(open, options.keysDir, last.row, ordinal),
  });
  appendApproval(open, { ...options, chainId, before, wanted: JSON.parse(wanted) as Wanted });
  open.sql.putSetting.run(NEW_CHAIN_SETTING, '');
  open.sql.commit.run();
}

/** The head and the totals that a new chain goes on from. */
export function continuedFrom(
  open: Live,
  keysDir: string,
  last: { readonly chain_id: string; readonly seq: number; readonly hash: string },
  chainOrdinal: number,
): Continued {
  const totals = new Map(open.sql.totals.all().map(({ name, value }) => [name, value]));
  const witness = readHeadFile(keysDir, last.chain_id);
  return {
    chainId: last.chain_id,
    chainOrdinal,
    seq: last.seq,
    hash: last.hash,
    perpetual: {
      netMinor: totals.get('perpetual_net_minor') ?? 0,
      absoluteMinor: totals.get('perpetual_absolute_minor') ?? 0,
      ticketCount: totals.get('perpetual_ticket_count') ?? 0,
    },
    ...(witness !== null && witness.seq > last.seq ? { lastKnown: witness } : {}),
  };
}

interface Wanted {
  readonly stationId: string;
  readonly operatorId: string;
}

/** The second row of the new chain: which manager wanted it, and why. */
function appendApproval(
  open: Live,
  given: Pick<NewChainOptions, 'keysDir' | 'clock' | 'random'> & {
    readonly chainId: string;
    readonly before: string;
    readonly wanted: Wanted;
  },
): void {
  const { random, wanted } = given;
  const entry: NewEntry = {
    entryId: random.uuid(),
    family: 'L',
    kind: 'approval-given',
    operator: wanted.operatorId,
    payload: {
      approval_id: random.uuid(),
      station_id: wanted.stationId,
      approver: wanted.operatorId,
      action: 'new-chain',
      reason: 'forked',
      about: { chain_id: given.before },
    },
  };
  appendToChain(open, { ...given, entry });
}

/** Appends a row to the chain that was just opened at the end of the journal. Inside a transaction. */
export function appendToChain(
  open: Live,
  given: {
    readonly chainId: string;
    readonly keysDir: string;
    readonly clock: Clock;
    readonly entry: NewEntry;
  },
): void {
  const { chainId, keysDir, clock, entry } = given;
  const key = present(readJournalKey(keysDir, chainId), 'the key of the new chain');
  const last = present(open.journal.last(), 'the genesis of the new chain');
  const row = sealRow({
    identity: { chainId, tillId: last.row.till_id, taxpayerId: last.row.taxpayer_id },
    head: open.journal.head(chainId),
    entry,
    at: atText(Math.floor(clock.wallMs())),
    signer: journalSigner(key),
    crypto: journalCrypto,
  });
  open.journal.insert(last.position + 1, row);
  open.projector.project(last.position + 1, entryOf(row));
}
