/**
 * Who may open the page: a token that works once, in the address, becomes a cookie that works until the shell ends.
 * Each cookie is one station; the first is `till`, the one that scanners on the counter feed.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { ConnectionRole } from '#contract/screen/wire.ts';

export interface WebSession {
  readonly stationId: string;
  /** A `customer` session sees the customer's screen of its station and can never sell. */
  readonly role: ConnectionRole;
}

export interface WebSessions {
  /** A fresh one-time token for an address. */
  issueToken(): string;
  /** The cookie value for a token that was never used, or undefined. */
  redeem(token: string, role?: ConnectionRole): string | undefined;
  /** The session of a cookie value, or undefined where it is none of ours. */
  sessionOf(cookie: string): WebSession | undefined;
}

const SECRET_BYTES = 32;
const COUNTER = 'till';
const TOKENS_MAX = 16;

/** Keeps tokens and cookies in memory: with the shell they end. */
export function createWebSessions(): WebSessions {
  // Looked up by digest, so that the time of a comparison tells nothing about the secret.
  const tokens: Buffer[] = [];
  const opened = new Map<string, WebSession>();
  let operators = 0;

  /** A customer looks at the counter; each operator after the first has a station alone. */
  function newSession(role: ConnectionRole): WebSession {
    if (role === 'customer') return { stationId: COUNTER, role };
    operators += 1;
    return { stationId: operators === 1 ? COUNTER : `station-${operators}`, role };
  }

  return {
    issueToken() {
      const token = randomBytes(SECRET_BYTES).toString('base64url');
      tokens.push(digest(token));
      if (tokens.length > TOKENS_MAX) tokens.shift();
      return token;
    },
    redeem(token, role = 'operator') {
      const wanted = digest(token);
      const at = tokens.findIndex((known) => timingSafeEqual(known, wanted));
      if (at < 0) return undefined;
      tokens.splice(at, 1);
      const cookie = randomBytes(SECRET_BYTES).toString('base64url');
      opened.set(digest(cookie).toString('hex'), newSession(role));
      return cookie;
    },
    sessionOf: (cookie) => opened.get(digest(cookie).toString('hex')),
  };
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
