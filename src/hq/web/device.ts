/**
 * Browsers in which somebody signed in before. Each has a cookie that says so for one login, signed by headquarters, which keeps
 * nothing of it: whoever has one is no stranger who guesses, and is not made to wait by those who are. It opens nothing
 * by itself, and whoever steals one has as many guesses as anybody from one desk.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { HqCore } from '../core.ts';
import { organisation } from '../identity/identity.ts';
import { cookieOf, portOf, setCookieText } from './cookie.ts';

const PURPOSE = 'comptoir-hq-device-v1\n';
const NONCE_BYTES = 16;
const TOKEN = /^([\w-]{1,240})\.([\w-]{22})\.([\w-]{43})$/;
/** People who share a desk. */
const PEOPLE_MAX = 6;
/** As long as browsers keep a cookie at most. */
const LIFE_SECONDS = 400 * 24 * 60 * 60;

interface From {
  readonly cookie: string | undefined;
  readonly host: string;
}

/** The name of this browser for a login that signed in here before; null where none did. */
export async function deviceOf(core: HqCore, from: From, login: string): Promise<string | null> {
  return (await known(core, from)).find((one) => one.login === login)?.nonce ?? null;
}

/** Whether anybody signed in here before. */
export async function isKnownDevice(core: HqCore, from: From): Promise<boolean> {
  return (await known(core, from)).length > 0;
}

/** `Set-Cookie` by which this browser is known for one more login. */
export async function deviceCookie(
  core: HqCore,
  from: From & { readonly origin: string },
  login: string,
): Promise<string> {
  const { challengeKey } = await organisation(core.store.read);
  const others = (await known(core, from)).filter((one) => one.login !== login).slice(0, PEOPLE_MAX - 1);
  const fresh = { login, nonce: Buffer.from(core.random.bytes(NONCE_BYTES)).toString('base64url') };
  const value = [fresh, ...others].map((one) => tokenText(challengeKey, one)).join('~');
  return setCookieText({ name: nameAt(from.host), value, lifeSeconds: LIFE_SECONDS, origin: from.origin });
}

interface Known {
  readonly login: string;
  readonly nonce: string;
}

async function known(core: HqCore, { cookie, host }: From): Promise<readonly Known[]> {
  const said = cookieOf(cookie, nameAt(host))?.split('~').slice(0, PEOPLE_MAX) ?? [];
  if (said.length === 0) return [];
  const { challengeKey } = await organisation(core.store.read);
  return said.flatMap((text) => {
    const [, name = '', nonce = '', mac = ''] = TOKEN.exec(text) ?? [];
    const one = { login: Buffer.from(name, 'base64url').toString('utf8'), nonce };
    const right = Buffer.from(macOf(challengeKey, one));
    const isOurs = mac.length === right.length && timingSafeEqual(Buffer.from(mac), right);
    return isOurs ? [one] : [];
  });
}

function tokenText(key: Uint8Array, one: Known): string {
  return `${Buffer.from(one.login).toString('base64url')}.${one.nonce}.${macOf(key, one)}`;
}

function macOf(key: Uint8Array, { login, nonce }: Known): string {
  return createHmac('sha256', key).update(`${PURPOSE}${nonce}\n${login}`).digest('base64url');
}

function nameAt(host: string): string {
  return `comptoir-hq-device${portOf(host)}`;
}
