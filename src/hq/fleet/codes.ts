/**
 * Enrolment codes: twelve letters that somebody reads out or types, good for one enrolment. A code has 60 bits: with a hundred
 * of them in force, somebody who guesses five hundred times a second for a whole year, which is more than a node answers, finds
 * one with a probability of about one in a million. So no number of wrong guesses locks out whoever has a right one: a guess
 * is not counted, and stores nothing. The database holds keyed hashes.
 */
import { createHmac } from 'node:crypto';
import { present } from '#base/assert.ts';
import type { HqCore } from '../core.ts';
import { organisation, type Organisation } from '../identity/identity.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { ENROLMENT_CODE, STORE, TILL } from './tables.ts';

/** Crockford's letters: no I, L, O or U. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_LETTERS = 12;
/** As they are read out. */
const GROUP = /.{4}(?=.)/g;
const CODE_VALID_MS = 24 * 60 * 60 * 1_000;
const PURPOSE = 'comptoir-enrolment-code-v1\0';

export type CreateCodeOutcome =
  | {
      readonly kind: 'done';
      /** As it is shown: `XXXX-XXXX-XXXX`. Nobody sees it again. */
      readonly code: string;
      readonly expiresAtMs: number;
      /** The beginning of SHA-256 of the public key: what the till compares before it trusts anybody. */
      readonly fingerprint: string;
    }
  | { readonly kind: 'refused'; readonly reason: 'unknown-store' | 'unknown-till' | 'till-retired' };

/** A code for a new till of a store, or for a till that is enrolled again or built anew (`tillId`). */
export async function createEnrolmentCode(
  core: HqCore,
  input: { readonly storeId: string; readonly tillName: string; readonly tillId?: string },
): Promise<CreateCodeOutcome> {
  const letters = [...core.random.bytes(CODE_LETTERS)].map((byte) => LETTERS[byte % LETTERS.length]).join('');
  const nowMs = core.clock.wallMs();
  return core.store.transact(async (transaction) => {
    const identity = await organisation(transaction);
    const { organisationId } = identity;
    const store = await transaction.get(STORE, [organisationId, input.storeId]);
    if (store === undefined) return { kind: 'refused', reason: 'unknown-store' };
    if (input.tillId !== undefined) {
      const till = await transaction.get(TILL, [input.tillId]);
      if (till?.store_id !== input.storeId) return { kind: 'refused', reason: 'unknown-till' };
      if (till.state === 'retired') return { kind: 'refused', reason: 'till-retired' };
    }
    const expiresAtMs = nowMs + CODE_VALID_MS;
    await transaction.put(ENROLMENT_CODE, [
      {
        code_hash: present(hashOf(identity, letters), 'the hash of a code of ours'),
        organisation_id: organisationId,
        store_id: input.storeId,
        till_name: input.tillName,
        till_id: input.tillId ?? null,
        expires_at_ms: expiresAtMs,
        used_by_till_id: null,
        used_by_key: null,
        created_at_ms: nowMs,
      },
    ]);
    return { kind: 'done', code: letters.replace(GROUP, '$&-'), expiresAtMs, fingerprint: identity.fingerprint };
  });
}

export type UseOfCode =
  | { readonly kind: 'good'; readonly row: RowOf<typeof ENROLMENT_CODE> }
  | { readonly kind: 'refused'; readonly reason: 'code-unknown' | 'code-expired' };

/** Finds a code, locked, for the key that uses it: a code that was used is unknown to any other key. */
export async function findCode(
  transaction: HqTransaction,
  identity: Organisation,
  options: { readonly code: string; readonly requestKey: string; readonly nowMs: number },
): Promise<UseOfCode> {
  const { nowMs } = options;
  const hash = hashOf(identity, options.code);
  const row = hash === undefined ? undefined : await transaction.lock(ENROLMENT_CODE, [hash]);
  const isFree = row !== undefined && (row.used_by_key === null || row.used_by_key === options.requestKey);
  if (!isFree) return { kind: 'refused', reason: 'code-unknown' };
  if (row.used_by_key === null && row.expires_at_ms <= nowMs) return { kind: 'refused', reason: 'code-expired' };
  return { kind: 'good', row };
}

/** Notes who used a code. */
export async function markCodeUsed(
  transaction: HqTransaction,
  row: RowOf<typeof ENROLMENT_CODE>,
  by: { readonly tillId: string; readonly requestKey: string },
): Promise<void> {
  await transaction.put(ENROLMENT_CODE, [{ ...row, used_by_till_id: by.tillId, used_by_key: by.requestKey }]);
}

/** The keyed hash of a code however it was typed; undefined where it cannot be one. */
function hashOf(identity: Organisation, typed: string): string | undefined {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  if (letters.length !== CODE_LETTERS || [...letters].some((letter) => !LETTERS.includes(letter))) return undefined;
  return createHmac('sha256', identity.challengeKey).update(PURPOSE).update(letters).digest('hex');
}
