/**
 * Who is signed in. A session is a random token in a cookie that no script can read and no other site can send; the database
 * has its hash, so that whoever reads the database is signed in as nobody. It ends by signing out, after two hours without
 * use, after twelve hours, and with every change of the user's rights or password.
 */
import { createHash } from 'node:crypto';
import { RIGHTS_OF, type PageRight, type PageRole } from '#contract/pages/right.ts';
import type { HqCore } from '../core.ts';
import type { RowOf } from '../store/port.ts';
import { PAGE_SESSION, PAGE_USER, USERS } from './tables.ts';

const TOKEN_BYTES = 32;
const TOKEN = /^[\w-]{43}$/;
const SESSION_MS_MAX = 12 * 60 * 60_000;
const IDLE_MS_MAX = 2 * 60 * 60_000;
/** How exactly the last use is known. */
const SEEN_MS = 60_000;

export interface SignedIn {
  readonly login: string;
  readonly name: string;
  readonly role: PageRole;
  readonly rights: ReadonlySet<PageRight>;
  /** Null: all stores. */
  readonly storeIds: ReadonlySet<string> | null;
  readonly mustChangePassword: boolean;
}

/** Begins a session; the token is for the cookie and is nowhere else. */
export async function beginSession(core: HqCore, user: RowOf<typeof PAGE_USER>): Promise<string> {
  const token = Buffer.from(core.random.bytes(TOKEN_BYTES)).toString('base64url');
  const nowMs = core.clock.wallMs();
  await core.store.transact(async (transaction) => {
    const { login, revision } = user;
    const row = { token_hash: hashOf(token), login, revision, begun_ms: nowMs, seen_ms: nowMs };
    await transaction.put(PAGE_SESSION, [row]);
    const locked = await transaction.lock(PAGE_USER, [USERS, login]);
    if (locked !== undefined) await transaction.put(PAGE_USER, [{ ...locked, seen_ms: nowMs }]);
  });
  return token;
}

/** Who sent this token, or null where it is nobody's, too old, or of somebody who may no longer. */
export async function signedInBy(core: HqCore, token: string | null): Promise<SignedIn | null> {
  if (token === null || !TOKEN.test(token)) return null;
  const { store, clock } = core;
  const session = await store.read.get(PAGE_SESSION, [hashOf(token)]);
  if (session === undefined) return null;
  const nowMs = clock.wallMs();
  if (isOver(session, nowMs)) {
    await endSession(core, token);
    return null;
  }
  const user = await store.read.get(PAGE_USER, [USERS, session.login]);
  if (user === undefined || !user.active || user.revision !== session.revision) return null;
  if (nowMs - session.seen_ms > SEEN_MS) {
    await store.transact(async (transaction) => {
      // Signed out meanwhile stays signed out.
      const locked = await transaction.lock(PAGE_SESSION, [session.token_hash]);
      if (locked !== undefined) await transaction.put(PAGE_SESSION, [{ ...locked, seen_ms: nowMs }]);
    });
  }
  return signedInAs(user);
}

/** Whether a session ended by its age, or by not being used. */
export function isOver(session: RowOf<typeof PAGE_SESSION>, nowMs: number): boolean {
  return nowMs - session.begun_ms > SESSION_MS_MAX || nowMs - session.seen_ms > IDLE_MS_MAX;
}

/** Ends the session of a token; one that is over already stays so. */
export async function endSession(core: HqCore, token: string): Promise<void> {
  await core.store.transact((transaction) => transaction.remove(PAGE_SESSION, [[hashOf(token)]]));
}

/** What a user may do, as rows say it. */
export function signedInAs(user: RowOf<typeof PAGE_USER>): SignedIn {
  const role = user.role as PageRole;
  return {
    login: user.login,
    name: user.name,
    role,
    rights: new Set(RIGHTS_OF[role]),
    storeIds: storesOf(user),
    mustChangePassword: user.must_change_password,
  };
}

/** The stores of a user; null for all. */
export function storesOf(user: RowOf<typeof PAGE_USER>): ReadonlySet<string> | null {
  return user.stores === null ? null : new Set(JSON.parse(user.stores) as string[]);
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
