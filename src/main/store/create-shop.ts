/** The first start of a shop, and the opening of any later chain: key, genesis, and who works here. */
import { join } from 'node:path';

import { assert } from '#base/assert.ts';
import type { Clock } from '#base/clock.ts';
import type { Random } from '#base/random.ts';
import {
  atText,
  entryOf,
  genesisEntry,
  sealRow,
  type Continued,
  type ShopIdentity,
  type SoftwareIdentity,
} from '#domain/journal/journal.ts';
import type { Role } from '#domain/operator/operator.ts';

import { syncFolder } from '../sync-folder.ts';
import { lockFolder, TILL_FILE } from './data-folder.ts';
import { openDatabase } from './database.ts';
import { journalCrypto, journalSigner } from '#node/journal-crypto.ts';
import { makeFolder, makeJournalKey, organisationSecret } from './keys.ts';
import { live, type Live } from './live.ts';
import { migrate, readMigrations } from './migrate.ts';
import { keyedPinHash } from '#node/pins.ts';
import type { Shop } from './port.ts';
import { rememberVersions } from './projection-builder.ts';
import { onDisk } from './sqlite-fault.ts';

/** Somebody who may sign in; a missing PIN means that nobody can until one is set. */
export interface NewOperator {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly pin?: string;
}

export interface CreateShopOptions {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  readonly tillId: string;
  readonly shop: Shop;
  readonly operators: readonly NewOperator[];
  readonly software: SoftwareIdentity;
  readonly clock: Clock;
  readonly random: Random;
}

/** Text stored for an operator without a PIN: no PIN is behind it. */
export const NO_PIN = '';

/**
 * Makes a shop in an empty folder: everything is there when this returns, or the next start finds no shop and makes
 * it again. Throws a Fault where the disk refuses.
 */
export function createShop(options: CreateShopOptions): void {
  const { dataDir, keysDir, shop, operators } = options;
  onDisk(`making ${dataDir}`, () => makeFolder(dataDir));
  const secret = organisationSecret(keysDir);
  const unlock = lockFolder(dataDir);
  try {
    const sqlite = openDatabase(join(dataDir, TILL_FILE), 'full');
    try {
      migrate(sqlite, readMigrations(options.migrationsDir));
      const open = live(sqlite);
      assert(open.journal.last() === undefined, 'a shop is made in an empty folder');
      open.sql.begin.run();
      rememberVersions(sqlite);
      openChain({ ...options, live: open, chainOrdinal: 1, taxpayerId: shop.registrationId });
      open.sql.putShop.run(JSON.stringify(shop));
      for (const { id, name, role, pin } of operators) {
        open.sql.putOperator.run(id, name, role, pin === undefined ? NO_PIN : keyedPinHash(secret, pin));
      }
      open.sql.commit.run();
    } finally {
      sqlite.close();
    }
    onDisk(`making ${dataDir}`, () => syncFolder(dataDir));
  } finally {
    unlock();
  }
}

/** Writes the genesis of a new chain at the end of the journal, with a new key. Inside a transaction. */
export function openChain(options: {
  readonly live: Live;
  readonly keysDir: string;
  readonly tillId: string;
  readonly taxpayerId: string;
  readonly shop: Shop;
  readonly software: SoftwareIdentity;
  readonly chainOrdinal: number;
  readonly continues?: Continued;
  readonly clock: Clock;
  readonly random: Random;
}): string {
  const { live: open, random, shop, software, chainOrdinal, continues } = options;
  const chainId = random.uuid();
  const signer = journalSigner(makeJournalKey(options.keysDir, chainId));
  const genesis = { publicKey: signer.publicKey, chainOrdinal, shop: shopIdentity(shop), software };
  const row = sealRow({
    identity: { chainId, tillId: options.tillId, taxpayerId: options.taxpayerId },
    head: undefined,
    entry: genesisEntry(random.uuid(), continues === undefined ? genesis : { ...genesis, continues }),
    at: atText(options.clock.wallMs()),
    signer,
    crypto: journalCrypto,
  });
  const position = (open.journal.last()?.position ?? 0) + 1;
  open.journal.insert(position, row);
  open.projector.project(position, entryOf(row));
  return chainId;
}

function shopIdentity(shop: Shop): ShopIdentity {
  const { name, addressLines, countryCode, registrationId, vatId, activityCode, currencyCode } = shop;
  const identity = { name, addressLines, countryCode, registrationId, vatId, currencyCode };
  return activityCode === undefined ? identity : { ...identity, activityCode };
}
