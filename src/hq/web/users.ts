/** The users of the pages: the first one, and those an administrator makes. */
import { z } from 'zod';
import type { CallInput } from '#contract/pages/pages.ts';
import type { PageRole } from '#contract/pages/right.ts';
import type { HqCore } from '../core.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { isCrowded, passwordHash } from './password.ts';
import { PAGE_USER, USERS } from './tables.ts';

const FIRST_PASSWORD_BYTES = 15;
const USERS_MAX = 2_000;
const DEMO = { login: 'direction', name: 'Direction', password: 'siege-demo' } as const;

type User = RowOf<typeof PAGE_USER>;

/**
 * Makes the first administrator where there is no user at all: with a random password that has to be changed, or for a
 * demonstration with one that everybody knows. Whoever started headquarters is told once; null where somebody is there already.
 */
export async function ensureFirstUser(
  core: HqCore,
  options: { readonly demo: boolean },
): Promise<{ readonly login: string; readonly password: string } | null> {
  if ((await listUsers(core)).length > 0) return null;
  const random = Buffer.from(core.random.bytes(FIRST_PASSWORD_BYTES)).toString('base64url');
  const { login, name, password } = options.demo ? DEMO : { login: 'admin', name: 'Admin', password: random };
  const hash = await passwordHash(core.random, password);
  const free = await core.store.transact((transaction) =>
    transaction.insert(PAGE_USER, [
      {
        realm: USERS,
        login,
        name,
        role: 'administrator',
        stores: null,
        password_hash: hash,
        must_change_password: !options.demo,
        active: true,
        revision: 1,
        seen_ms: 0,
      },
    ]),
  );
  // Another node was first: its word counts.
  if (free.length === 0) return null;
  core.log.info('page-first-user', { login });
  return { login, password };
}

/** All users, by login. */
export async function listUsers(core: HqCore): Promise<readonly User[]> {
  return core.store.read.scan(PAGE_USER, { prefix: [USERS], limit: USERS_MAX });
}

/** Makes or changes a user; sessions from before end. There is always an administrator left who can sign in. */
export async function saveUser(
  core: HqCore,
  input: CallInput<'save-user'>,
): Promise<
  | { kind: 'done' }
  | {
      kind: 'refused';
      reason: 'login-taken' | 'unknown-user' | 'no-password' | 'last-administrator' | 'no-store' | 'busy';
    }
> {
  const { login, isNew, name, role, active, password } = input;
  // An administrator has the whole organisation; somebody who has no store would see nothing.
  const storeIds = role === 'administrator' ? null : input.storeIds;
  if (storeIds?.length === 0) return { kind: 'refused', reason: 'no-store' };
  if (isNew && password === null) return { kind: 'refused', reason: 'no-password' };
  if (isCrowded()) return { kind: 'refused', reason: 'busy' };
  const hash = password === null ? null : await passwordHash(core.random, password);
  return core.store.transact(async (transaction) => {
    const others = await lockedUsers(transaction, login);
    const known = await transaction.lock(PAGE_USER, [USERS, login]);
    if (isNew && known !== undefined) return { kind: 'refused', reason: 'login-taken' } as const;
    if (!isNew && known === undefined) return { kind: 'refused', reason: 'unknown-user' } as const;
    const stays = role === 'administrator' && active;
    if (!stays && !others.some((one) => one.active && one.role === 'administrator'))
      return { kind: 'refused', reason: 'last-administrator' } as const;
    await transaction.put(PAGE_USER, [
      {
        realm: USERS,
        login,
        name,
        role,
        stores: storeIds === null ? null : JSON.stringify(storeIds.toSorted()),
        password_hash: hash ?? known?.password_hash ?? '',
        // What somebody else chose is only for the first time.
        must_change_password: hash === null ? (known?.must_change_password ?? false) : true,
        active,
        revision: (known?.revision ?? 0) + 1,
        seen_ms: known?.seen_ms ?? 0,
      },
    ]);
    return { kind: 'done' } as const;
  });
}

/** Stores a user's new password; every session of that user ends, also the one it was asked in. */
export async function storePassword(core: HqCore, login: string, password: string): Promise<User | null> {
  const hash = await passwordHash(core.random, password);
  return core.store.transact(async (transaction) => {
    const user = await transaction.lock(PAGE_USER, [USERS, login]);
    if (user === undefined || !user.active) return null;
    const changed = { ...user, password_hash: hash, must_change_password: false, revision: user.revision + 1 };
    await transaction.put(PAGE_USER, [changed]);
    return changed;
  });
}

/** The administrators beside `login`, locked so that two of them cannot remove each other at the same moment. */
async function lockedUsers(transaction: HqTransaction, login: string): Promise<readonly User[]> {
  const users = await transaction.scan(PAGE_USER, { prefix: [USERS], limit: USERS_MAX });
  const locked: User[] = [];
  for (const one of users) {
    const row = one.role === 'administrator' ? await transaction.lock(PAGE_USER, [USERS, one.login]) : undefined;
    if (row !== undefined && row.login !== login) locked.push(row);
  }
  return locked;
}

/** As the pages show a user. */
export function userView(user: User) {
  return {
    login: user.login,
    name: user.name,
    role: user.role as PageRole,
    storeIds: user.stores === null ? null : z.array(z.string()).parse(JSON.parse(user.stores)),
    active: user.active,
    lastSeenMs: user.seen_ms === 0 ? null : user.seen_ms,
  };
}
