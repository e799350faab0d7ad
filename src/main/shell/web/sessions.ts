/**
 * Who may open the page: a token that works once, in the address, becomes a cookie that works until the shell ends.
 * Each cookie is one station; the first is `till`, the one that scanners on the counter feed.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

export interface WebSessions {
  /** A fresh one-time token for an address. */
  issueToken(): string;
  /** The cookie value for a token that was never used, or undefined. */
  redeem(token: string): string | undefined;
  /** The station of a cookie value, or undefined where it is none of ours. */
  stationOf(cookie: string): string | undefined;
}

const SECRET_BYTES = 32;
const TOKENS_MAX = 16;

/** Keeps tokens and cookies in memory: with the shell they end. */
export function createWebSessions(): WebSessions {
  // Looked up by digest, so that the time of a comparison tells nothing about the secret.
  const tokens: Buffer[] = [];
  const stations = new Map<string, string>();
  return {
    issueToken() {
      const token = randomBytes(SECRET_BYTES).toString('base64url');
      tokens.push(digest(token));
      if (tokens.length > TOKENS_MAX) tokens.shift();
      return token;
    },
    redeem(token) {
      const wanted = digest(token);
      const at = tokens.findIndex((known) => timingSafeEqual(known, wanted));
      if (at < 0) return undefined;
      tokens.splice(at, 1);
      const cookie = randomBytes(SECRET_BYTES).toString('base64url');
      stations.set(digest(cookie).toString('hex'), stations.size === 0 ? 'till' : `station-${stations.size + 1}`);
      return cookie;
    },
    stationOf: (cookie) => stations.get(digest(cookie).toString('hex')),
  };
}

function digest(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
