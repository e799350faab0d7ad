/**
 * The organisation's secrets. New things are keyed with the present one, which headquarters made; those that tills brought are
 * kept for what they keyed while they worked alone, two of one id among them.
 */
import { createHash } from 'node:crypto';
import { present } from '#base/assert.ts';
import type { OrganisationSecret, SecretKey } from '#node/organisation-secret.ts';
import { ORGANISATION_SECRET } from './tables.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';

/** More keys than a large organisation has tills that once worked alone. */
const SECRETS_MAX = 20_000;

/** Keeps keys unless they are known. Keys that a till brings are never the present one. */
export async function addSecrets(
  transaction: HqTransaction,
  options: {
    readonly organisationId: string;
    readonly keys: readonly SecretKey[];
    readonly isPresent: boolean;
    readonly atMs: number;
  },
): Promise<void> {
  const { organisationId, keys, isPresent, atMs } = options;
  const rows = keys.map(({ id, bytes }) => ({
    organisation_id: organisationId,
    secret_sha256: createHash('sha256').update(id).update('\0').update(bytes).digest('hex'),
    secret_id: id,
    secret: bytes,
    is_present: isPresent,
    added_at_ms: atMs,
  }));
  const distinct = new Map(rows.map((row) => [row.secret_sha256, row]));
  await transaction.insert(ORGANISATION_SECRET, [...distinct.values()]);
}

/** The present key, and those that were. */
export async function organisationSecret(reads: HqReads, organisationId: string): Promise<OrganisationSecret> {
  const rows = await reads.scan(ORGANISATION_SECRET, { prefix: [organisationId], limit: SECRETS_MAX });
  const [now] = rows.filter(({ is_present }) => is_present);
  const { secret_id, secret } = present(now, 'the present secret of the organisation');
  const older = rows.filter(({ is_present }) => !is_present);
  return { id: secret_id, bytes: secret, older: older.map((row) => ({ id: row.secret_id, bytes: row.secret })) };
}
