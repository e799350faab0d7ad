/**
 * The keys folder: `<keys>/<chain_id>/journal.key` signs, `head` witnesses, `<keys>/organisation.secret` keys PINs and
 * the numbers of cards, `<keys>/request.key` signs what is asked of headquarters. It lies apart from the data folder, so that
 * who copies or alters the one does not have the other.
 */
import { createPrivateKey, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { Fault } from '#base/fault.ts';
import { readSecrets, type OrganisationSecret, type SecretKey } from '#node/organisation-secret.ts';

import { onDisk } from './sqlite-fault.ts';
import { syncFolder } from '../sync-folder.ts';

const KEY_FILE = 'journal.key';
const SECRET_FILE = 'organisation.secret';
const REQUEST_KEY_FILE = 'request.key';

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

/**
 * The organisation's secret: a line a key, the present one first. Made here at the first start of a shop without
 * headquarters. Throws Fault `store.key-missing` where the file holds none, or one id twice.
 */
export function organisationSecret(keysDir: string): OrganisationSecret {
  const path = join(keysDir, SECRET_FILE);
  if (!existsSync(path)) writeSecretFile(keysDir, SECRET_FILE, `k1:${randomBytes(32).toString('hex')}\n`);
  const text = onDisk('reading the organisation secret', () => readFileSync(path, 'utf8'));
  const secret = readSecrets(text);
  if (secret === null) throw new Fault('store.key-missing', `${path} holds no secret`);
  return secret;
}

/**
 * Takes the secrets of the organisation for this till's: the first one is used from now on, and what was known here stays
 * known. True where that changed anything. Throws a Fault where the disk refuses.
 */
export function adoptSecrets(keysDir: string, given: OrganisationSecret): boolean {
  const own = organisationSecret(keysDir);
  const lines = [given, ...given.older, own, ...own.older].map(secretLine);
  const text = [...new Set(lines)].join('');
  if (text === [own, ...own.older].map(secretLine).join('')) return false;
  writeSecretFile(keysDir, SECRET_FILE, text);
  return true;
}

function secretLine({ id, bytes }: SecretKey): string {
  return `${id}:${Buffer.from(bytes).toString('hex')}\n`;
}

/** The organisation's secret as it stands, for those who use it for as long as the till runs: it may grow meanwhile. */
export class LiveSecret implements OrganisationSecret {
  readonly #keysDir: string;
  #secret: OrganisationSecret;

  constructor(keysDir: string) {
    this.#keysDir = keysDir;
    this.#secret = organisationSecret(keysDir);
  }

  get id(): string {
    return this.#secret.id;
  }

  get bytes(): Uint8Array {
    return this.#secret.bytes;
  }

  get older(): readonly SecretKey[] {
    return this.#secret.older;
  }

  /** Takes what headquarters gave for true, in the file and here. Throws a Fault where the disk refuses. */
  adopt(given: OrganisationSecret): void {
    if (adoptSecrets(this.#keysDir, given)) this.#secret = organisationSecret(this.#keysDir);
  }
}

/** The key that signs this till's calls to headquarters; made at the first call for it, and never that of the journal. */
export function requestKey(keysDir: string): KeyObject {
  const path = join(keysDir, REQUEST_KEY_FILE);
  if (!existsSync(path)) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    writeSecretFile(keysDir, REQUEST_KEY_FILE, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
  return onDisk('reading the request key', () => {
    try {
      return createPrivateKey(readFileSync(path, 'utf8'));
    } catch (error) {
      throw new Fault('store.key-missing', 'the request key cannot be read', { cause: error });
    }
  });
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
