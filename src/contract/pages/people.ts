/** Customers, their cards and accounts, and what partitions cost. */
import { z } from 'zod';
import { amount, anyWords, done, id, ms, page, refused, words } from './field.ts';

/** Why somebody decided: it is written down with who and when. */
const reason = words(300);
const cursor = z.string().nullable();

const personRow = z.strictObject({
  personId: z.string(),
  state: z.enum(['known', 'erased', 'merged']),
  /** Null where nothing is known, or nothing any more. */
  name: z.string().nullable(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  enrolledMs: ms.nullable(),
});

const account = z.strictObject({
  accountId: z.string(),
  kind: z.string(),
  /** `points`, or a currency. */
  unit: z.string(),
  state: z.enum(['active', 'blocked', 'closed']),
  isBlockedHere: z.boolean(),
  /** Whether headquarters says what may be spent; else the till that opened it does. */
  isHandedOver: z.boolean(),
  openedByTill: z.string().nullable(),
  personId: z.string().nullable(),
  balance: amount,
  reserved: amount,
  expiresOn: z.string().nullable(),
  lastMs: ms,
});

const decision = z.strictObject({
  atMs: ms,
  what: z.string(),
  by: z.string(),
  reason: z.string(),
  amount: amount.nullable(),
});

export const peopleCalls = {
  customers: {
    right: 'see-customers',
    input: z.strictObject({ search: anyWords(100), ...page }),
    answer: z.strictObject({ rows: z.array(personRow), next: cursor }),
  },
  customer: {
    right: 'see-customers',
    input: z.strictObject({ personId: id }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        person: personRow,
        mergedInto: z.string().nullable(),
        merged: z.array(personRow),
        address: z.string().nullable(),
        birthday: z.string().nullable(),
        language: z.string().nullable(),
        notes: z.string().nullable(),
        consents: z.array(z.strictObject({ channel: z.string(), purpose: z.string(), given: z.boolean(), atMs: ms })),
        accounts: z.array(account),
        cards: z.array(
          z.strictObject({
            cardId: z.string(),
            label: z.string().nullable(),
            medium: z.string().nullable(),
            state: z.enum(['active', 'lost', 'blocked', 'replaced']),
            isBlockedHere: z.boolean(),
            assignedMs: ms,
          }),
        ),
        decisions: z.array(decision),
      }),
      refused('unknown'),
    ]),
  },
  account: {
    right: 'see-customers',
    input: z.strictObject({ accountId: id }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        account,
        grants: z.array(
          z.strictObject({
            grantId: z.string(),
            kind: z.string(),
            tillName: z.string(),
            storeName: z.string(),
            amount,
            left: amount,
            grantedAtMs: ms,
            expiresAtMs: ms,
          }),
        ),
        decisions: z.array(decision),
      }),
      refused('unknown'),
    ]),
  },
  movements: {
    right: 'see-customers',
    input: z.strictObject({ accountId: id, ...page }),
    answer: z.strictObject({
      rows: z.array(
        z.strictObject({
          key: z.string(),
          atMs: ms,
          amount,
          /** What the account came to with it. */
          balance: amount,
          reason: z.string(),
          storeName: z.string(),
          ticketNumber: z.string().nullable(),
          authority: z.string().nullable(),
          chainId: z.string(),
          seq: z.int(),
        }),
      ),
      next: cursor,
    }),
  },
  /** Gift cards, and other accounts of nobody that anybody knows; with a number, the one on whose card it stands. */
  'gift-cards': {
    right: 'see-customers',
    input: z.strictObject({ number: anyWords(100).default(''), ...page }),
    answer: z.strictObject({ rows: z.array(account), next: cursor }),
  },
  /** Name, phone and e-mail as they are from now on; what else is known, and every consent, stays. */
  'save-customer': {
    right: 'manage-customers',
    input: z.strictObject({ personId: id, name: anyWords(200), phone: anyWords(40), email: anyWords(200) }),
    answer: z.union([
      done,
      refused(
        'unknown-person',
        'erased',
        'merged',
        'name-invalid',
        'phone-invalid',
        'email-invalid',
        'contact-missing',
      ),
    ]),
  },
  'block-account': {
    right: 'manage-customers',
    input: z.strictObject({ accountId: id, isBlocked: z.boolean(), reason }),
    answer: z.union([done, refused('unknown-account')]),
  },
  'block-card': {
    right: 'manage-customers',
    input: z.strictObject({ cardId: id, isBlocked: z.boolean(), reason }),
    answer: z.union([done, refused('unknown-card')]),
  },
  'merge-customers': {
    right: 'decide-accounts',
    input: z.strictObject({ personId: id, intoId: id, reason }),
    answer: z.union([done, refused('unknown-person', 'same-person', 'erased', 'changed-meanwhile')]),
  },
  'erase-customer': {
    right: 'decide-accounts',
    input: z.strictObject({ personId: id, reason }),
    answer: z.union([done, refused('unknown-person', 'erased')]),
  },
  'write-off': {
    right: 'decide-accounts',
    input: z.strictObject({ accountId: id, grantId: id, reason }),
    answer: z.union([done, refused('unknown-grant', 'nothing-left')]),
  },
  'take-over': {
    right: 'decide-accounts',
    input: z.strictObject({ accountId: id, reason }),
    answer: z.union([done, refused('unknown-account', 'handed-over')]),
  },
  /** What a partition cost in a month, latest first. */
  exposure: {
    right: 'see-customers',
    input: z.strictObject({ month: z.string().regex(/^\d{4}-\d{2}$/), ...page }),
    answer: z.strictObject({
      rows: z.array(
        z.strictObject({
          key: z.string(),
          atMs: ms,
          kind: z.string(),
          storeName: z.string(),
          tillName: z.string(),
          accountId: z.string().nullable(),
          ticketId: z.string().nullable(),
          /** As the receipt of the sale has it; null while that sale is unknown here. */
          ticketNumber: z.string().nullable(),
          unit: z.string().nullable(),
          amount,
          chainId: z.string(),
          seq: z.int(),
        }),
      ),
      next: cursor,
    }),
  },
  /** Accounts that are below zero now. */
  debts: {
    right: 'see-customers',
    input: z.strictObject({
      unit: z
        .string()
        .max(16)
        .regex(/^[\w-]+$/),
      ...page,
    }),
    answer: z.strictObject({
      rows: z.array(z.strictObject({ accountId: z.string(), balance: amount, sinceMs: ms })),
      next: cursor,
    }),
  },
} as const;
