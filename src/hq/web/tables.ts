/** What the pages keep for themselves: who may use them, who does, and who guessed. */
import { flag, int, nullableText, table, text } from '../store/port.ts';

/** Users are few and always listed together. */
export const USERS = 'users';

export const PAGE_USER = table({
  name: 'page_user',
  about: 'Who may use the pages of headquarters. Names of employees, no customers.',
  key: ['realm', 'login'],
  columns: {
    realm: text,
    login: text,
    name: text,
    role: text,
    /** JSON list of store ids; null for all. */
    stores: nullableText,
    password_hash: text,
    must_change_password: flag,
    active: flag,
    /** Raised with every change of rights or password: sessions from before it are over. */
    revision: int,
    seen_ms: int,
  },
});

export const PAGE_SESSION = table({
  name: 'page_session',
  about: 'Who is signed in. The token itself is only in the cookie; here is its SHA-256.',
  key: ['token_hash'],
  columns: { token_hash: text, login: text, revision: int, begun_ms: int, seen_ms: int },
});

export const PAGE_GUESS = table({
  name: 'page_guess',
  about: 'Wrong passwords in a row, by user, by address and by both.',
  key: ['subject'],
  columns: { subject: text, wrong_count: int, last_ms: int, locked_until_ms: int },
});

export const PAGE_TABLES = [PAGE_USER, PAGE_SESSION, PAGE_GUESS];
