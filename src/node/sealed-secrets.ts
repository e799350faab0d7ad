/**
 * The organisation's secrets on their way between a till and headquarters: UTF-8 of `{"secrets":[{"id","hex"},…]}`, the
 * present one first, sealed. One id may stand there twice, with other bytes: two tills that worked alone both began at k1.
 */
import type { KeyObject } from 'node:crypto';
import type { Random } from '#base/random.ts';
import { fromHex, toHex } from '#domain/journal/journal.ts';
import { freshKey } from './fresh-key.ts';
import type { OrganisationSecret, SecretKey } from './organisation-secret.ts';
import { seal, unseal } from './sealing.ts';

const PURPOSE = 'comptoir-secrets-v1';
const SECRET_ID = /^k\d{1,15}$/;
const SECRET_BYTES = 32;

/** Sealed to a public key (SubjectPublicKeyInfo); undefined where that is no P-256 key. */
export function sealSecrets(options: {
  readonly secret: OrganisationSecret;
  readonly reader: Uint8Array;
  readonly random: Pick<Random, 'bytes'>;
}): string | undefined {
  const { secret, reader, random } = options;
  const secrets = [secret, ...secret.older].map(({ id, bytes }) => ({ id, hex: toHex(bytes) }));
  const plain = Buffer.from(JSON.stringify({ secrets }), 'utf8');
  return seal({ plain, reader, purpose: PURPOSE, ephemeral: freshKey(random) });
}

/** What `sealSecrets` sealed to this key; undefined for anything else. Never throws. */
export function unsealSecrets(options: {
  readonly sealed: string;
  readonly reader: KeyObject;
}): OrganisationSecret | undefined {
  const plain = unseal({ ...options, purpose: PURPOSE });
  if (plain === undefined) return undefined;
  const keys = secretKeys(Buffer.from(plain).toString('utf8'));
  const [present, ...older] = keys ?? [];
  return present && { ...present, older };
}

function secretKeys(text: string): readonly SecretKey[] | undefined {
  try {
    const { secrets } = JSON.parse(text) as { readonly secrets?: unknown };
    if (!Array.isArray(secrets)) return undefined;
    const keys = secrets.map(secretKey);
    return keys.every((key) => key !== undefined) ? keys : undefined;
  } catch {
    return undefined;
  }
}

function secretKey(value: unknown): SecretKey | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, hex } = value as { readonly id?: unknown; readonly hex?: unknown };
  if (typeof id !== 'string' || !SECRET_ID.test(id) || typeof hex !== 'string') return undefined;
  const bytes = fromHex(hex);
  return bytes?.length === SECRET_BYTES ? { id, bytes } : undefined;
}
