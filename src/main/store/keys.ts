/**
 * The keys folder: `<keys>/<chain_id>/journal.key` signs, `head` witnesses, `<keys>/organisation.secret` keys PINs.
 * It lies apart from the data folder, so that who copies or alters the one does not have the other.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Fault } from '#base/fault.ts';

import { onDisk } from './sqlite-fault.ts';
import { syncFolder } from '../sync-folder.ts';

const KEY_FILE = 'journal.key';
const SECRET_FILE = 'organisation.secret';
const SECRET_TEXT = /^(k\d+):([0-9a-f]{64})\n$/;

/** A secret that keys PINs, and the id by which hashes name it. */
export interface OrganisationSecret {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The folder of one chain. */
export function chainFolder(keysDir: string, chainId: string): string {
  return join(keysDir, chainId);
}

/** The private key of a chain; null where it is not here. Throws a Fault where it cannot be read. */
export function readJournalKey(keysDir: string, chainId: string): KeyObject | null {
  const path = join(chainFolder(keysDir, chainId), KEY_FILE);
  if (!existsSync(path)) return null;
  return onDisk('reading the journal key', () => {
    try {
      return createPrivateKey(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new Fault('store.key-missing', 'the journal key cannot be read', { cause: error });
    }
  });
}

/** Makes the private key of a new chain, durable before it returns. */
export function makeJournalKey(keysDir: string, chainId: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeSecretFile(chainFolder(keysDir, chainId), KEY_FILE, pem);
  return privateKey;
}

/** The organisation's secret; made here at the first start of a shop without headquarters. */
export function organisationSecret(keysDir: string): OrganisationSecret {
  const path = join(keysDir, SECRET_FILE);
  if (!existsSync(path)) writeSecretFile(keysDir, SECRET_FILE, `k1:${randomBytes(32).toString('hex')}\n`);
  const text = onDisk('reading the organisation secret', () => readFileSync(path, 'utf8'));
  const [, id, hex] = SECRET_TEXT.exec(text) ?? [];
  if (id === undefined || hex === undefined) throw new Fault('store.key-missing', `${path} holds no secret`);
  return { id, bytes: Buffer.from(hex, 'hex') };
}

/** Makes a file durable and whole, readable by its owner only. */
function writeSecretFile(folder: string, name: string, text: string): void {
  onDisk(`writing ${name}`, () => {
    makeFolder(folder);
    const path = join(folder, name);
    const file = openSync(`${path}.new`, 'w', 0o600);
    writeSync(file, text);
    fsyncSync(file);
    closeSync(file);
    renameSync(`${path}.new`, path);
    syncFolder(folder);
  });
}

/** Makes a folder that only its owner may look into, and its name durable, with those of all folders made on the way. */
export function makeFolder(folder: string): void {
  const first = mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) syncFolder(dirname(made));
}
