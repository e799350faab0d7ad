/** Who uses the pages: signing in and out, and the list of users. */
import { z } from 'zod';
import { done, id, ms, refused, words } from './field.ts';
import { PAGE_RIGHTS, PAGE_ROLES } from './right.ts';

export const PASSWORD_CHARACTERS_MIN = 10;

const login = z
  .string()
  .max(40)
  .overwrite((text) => text.trim().toLowerCase())
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._-]*$/u);
/** As typed: a password is nobody's to tidy up. */
const password = z.string().min(1).max(200);
const newPassword = z.string().min(PASSWORD_CHARACTERS_MIN).max(200);
const stores = z.array(id).max(10_000).nullable();

export const me = z.strictObject({
  kind: z.literal('signed-in'),
  login: z.string(),
  name: z.string(),
  role: z.enum(PAGE_ROLES),
  rights: z.array(z.enum(PAGE_RIGHTS)),
  /** Null: all of them. */
  storeIds: stores,
  organisation: z.strictObject({
    name: z.string(),
    currency: z.strictObject({ code: z.string(), exponent: z.int() }),
    /** Times of pages are told by it. */
    timeZone: z.string(),
  }),
  mustChangePassword: z.boolean(),
});

export const userSchema = z.strictObject({
  login: z.string(),
  name: z.string(),
  role: z.enum(PAGE_ROLES),
  storeIds: stores,
  active: z.boolean(),
  lastSeenMs: ms.nullable(),
});

export const userCalls = {
  me: {
    right: 'anybody',
    input: z.strictObject({}),
    answer: z.union([me, z.strictObject({ kind: z.literal('signed-out') })]),
  },
  'sign-in': {
    right: 'anybody',
    input: z.strictObject({ login: z.string().max(200), password }),
    answer: z.union([
      me,
      refused('wrong', 'busy'),
      z.strictObject({ kind: z.literal('refused'), reason: z.literal('locked'), afterMs: ms }),
    ]),
  },
  'sign-out': { right: 'anybody', input: z.strictObject({}), answer: done },
  'change-own-password': {
    right: 'signed-in',
    input: z.strictObject({ password, newPassword }),
    answer: z.union([done, refused('wrong', 'locked', 'busy', 'same')]),
  },
  users: {
    right: 'manage-users',
    input: z.strictObject({}),
    answer: z.strictObject({ users: z.array(userSchema) }),
  },
  /** Makes a user, or changes one; a null password leaves the old one. Sessions of that user end where rights or password change. */
  'save-user': {
    right: 'manage-users',
    input: z.strictObject({
      login,
      isNew: z.boolean(),
      name: words(100),
      role: z.enum(PAGE_ROLES),
      storeIds: stores,
      active: z.boolean(),
      password: newPassword.nullable(),
    }),
    answer: z.union([
      done,
      refused('login-taken', 'unknown-user', 'no-password', 'last-administrator', 'no-store', 'busy'),
    ]),
  },
} as const;
