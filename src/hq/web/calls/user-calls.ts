/** Signing in and out, and the list of users. */
import { cutText } from '#base/text.ts';
import type { CallAnswer } from '#contract/pages/pages.ts';
import type { HqCore } from '../../core.ts';
import { deviceCookie, deviceOf } from '../device.ts';
import { beginGuess, endGuess } from '../guesses.ts';
import type { OpenHandlers, PageHandlers, Visit } from '../handler.ts';
import { isCrowded, isPassword } from '../password.ts';
import { readOrganisation } from '../reads/organisation.ts';
import { beginSession, endSession, signedInAs, type SignedIn } from '../sessions.ts';
import { PAGE_USER, USERS } from '../tables.ts';
import { listUsers, saveUser, storePassword, userView } from '../users.ts';

const LOGIN_CHARACTERS_MAX = 40;

export const openCalls: OpenHandlers<'me' | 'sign-in' | 'sign-out'> = {
  me: async ({ core, who }) => (who === null ? { kind: 'signed-out' } : meOf(core, who)),

  async 'sign-in'({ core, visit }, input) {
    const typed = input.login.trim().toLowerCase().normalize('NFC').replaceAll('\0', '');
    const login = cutText(typed, LOGIN_CHARACTERS_MAX);
    const device = await deviceOf(core, visit, login);
    if (device === null && isCrowded()) return { kind: 'refused', reason: 'busy' };
    const guess = { login, address: visit.address, device };
    const { lockedMs } = await beginGuess(core, guess);
    if (lockedMs > 0) {
      core.log.warn('page-sign-in-locked', { address: visit.address });
      return { kind: 'refused', reason: 'locked', afterMs: lockedMs };
    }
    const user = await core.store.read.get(PAGE_USER, [USERS, login]);
    const usable = user?.active === true ? user : undefined;
    const isRight = await isPassword(usable?.password_hash ?? null, input.password, { isFirst: device !== null });
    if (!isRight || usable === undefined) {
      core.log.warn('page-sign-in-wrong', { address: visit.address });
      return { kind: 'refused', reason: 'wrong' };
    }
    await endGuess(core, guess);
    await takeOver({ core, visit }, usable);
    visit.setCookie(await deviceCookie(core, visit, login));
    core.log.info('page-signed-in', { login });
    return meOf(core, signedInAs(usable));
  },

  async 'sign-out'({ core, visit }) {
    if (visit.token !== null) await endSession(core, visit.token);
    visit.setToken(null);
    return { kind: 'done' };
  },
};

export const userHandlers: PageHandlers<'change-own-password' | 'users' | 'save-user'> = {
  async 'change-own-password'({ core, visit, who }, { password, newPassword }) {
    if (password === newPassword) return { kind: 'refused', reason: 'same' };
    // Whoever is signed in is no stranger: nobody else is counted with them.
    const guess = { login: who.login, address: visit.address, device: `signed-in ${who.login}` };
    if ((await beginGuess(core, guess)).lockedMs > 0) return { kind: 'refused', reason: 'locked' };
    const user = await core.store.read.get(PAGE_USER, [USERS, who.login]);
    if (!(await isPassword(user?.password_hash ?? null, password, { isFirst: true })))
      return { kind: 'refused', reason: 'wrong' };
    await endGuess(core, guess);
    const changed = await storePassword(core, who.login, newPassword);
    if (changed === null) return { kind: 'refused', reason: 'wrong' };
    await takeOver({ core, visit }, changed);
    return { kind: 'done' };
  },
  users: async ({ core }) => ({ users: (await listUsers(core)).map(userView) }),
  'save-user': ({ core }, input) => saveUser(core, input),
};

/** A new session instead of whatever this browser had. */
async function takeOver(
  { core, visit }: { readonly core: HqCore; readonly visit: Visit },
  user: Parameters<typeof beginSession>[1],
): Promise<void> {
  if (visit.token !== null) await endSession(core, visit.token);
  visit.setToken(await beginSession(core, user));
}

async function meOf(core: HqCore, who: SignedIn): Promise<Extract<CallAnswer<'me'>, { kind: 'signed-in' }>> {
  return {
    kind: 'signed-in',
    login: who.login,
    name: who.name,
    role: who.role,
    rights: [...who.rights],
    storeIds: who.storeIds === null ? null : [...who.storeIds],
    organisation: await readOrganisation(core),
    mustChangePassword: who.mustChangePassword,
  };
}
