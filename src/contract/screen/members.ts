/** Customers, cards and accounts on the wire. A card is named by a reference that ends with the process, never by its number. */
import { z } from 'zod';

const minor = z.int();
const id = z.string().min(1).max(64);

/** What a person may be asked for; everything but one of name, phone and e-mail can wait. */
export const personFieldsSchema = z.strictObject({
  name: z.string().max(120).optional(),
  phone: z.string().max(40).optional(),
  email: z.string().max(254).optional(),
  address: z.string().max(300).optional(),
  /** `--11-22` or `1980-11-22`. */
  birthday: z
    .string()
    .regex(/^(\d{4}|-)-\d\d-\d\d$/)
    .optional(),
  language: z.enum(['fr', 'en', 'ar']).optional(),
  notes: z.string().max(500).optional(),
});

export const consentSchema = z.strictObject({
  channel: z.enum(['email', 'sms']),
  purpose: z.enum(['receipt', 'marketing']),
  given: z.boolean(),
  atMs: z.int(),
  /** What was shown when it was said. */
  text: z.string(),
});

/** A card that was just held to a reader and is nobody's yet. */
export const presentedCardSchema = z.strictObject({
  cardRef: id,
  /** The end of its number: enough to tell two cards apart at the counter. */
  masked: z.string(),
  medium: z.enum(['uid', 'code']),
  /** Grows with each card. */
  serial: z.int(),
  /** False where by its form it is the code of goods that nobody knows: taken where a card is asked for, and not offered. */
  isOffered: z.boolean(),
});

/** How an account of which headquarters has the last word stands on this ticket. */
export const allowanceSchema = z.strictObject({
  /**
   * `online`: asked for when it is used; `asking`, `hold`, `refused`: what became of that; `lease`, `floor`: headquarters is
   * away, and so much is granted here or let pass; `away`: nothing is.
   */
  state: z.enum(['online', 'asking', 'hold', 'refused', 'lease', 'floor', 'away']),
  /** What is allowed here and now without asking: points, or minor units. */
  amount: z.int(),
  /** The most that this ticket can have, as headquarters last said; null: nothing is known to limit it but the balance. */
  most: z.int().nullable(),
  /** Other tills that have what is missing, the largest first. */
  holders: z.array(
    z.strictObject({
      name: z.string(),
      /** `hold`: for a ticket that is being paid there. */
      kind: z.enum(['hold', 'lease']),
      amount: z.int(),
      /** Until when that till may use it; it goes back by a row of that till alone. */
      untilMs: z.int(),
      /** It was asked to give it back, and answers. */
      isComing: z.boolean(),
    }),
  ),
});

export const memberSchema = z.strictObject({
  personId: id,
  name: z.string(),
  points: z.int(),
  tierName: z.string().nullable(),
  /** What the points would take off this ticket, the cheapest first; `reachable`: there are points enough. */
  rewards: z.array(
    z.strictObject({ id, label: z.string(), points: z.int(), discountMinor: minor, isReachable: z.boolean() }),
  ),
  missingToNext: z.strictObject({ points: z.int(), label: z.string() }).nullable(),
  /** The most points that this ticket can take. */
  redeemablePoints: z.int(),
  redeemStep: z.int(),
  redeemedPoints: z.int(),
  redeemedMinor: minor,
  pointsToEarn: z.int(),
  lastVisitMs: z.int().nullable(),
  notes: z.string().nullable(),
  /** Of the points; null where this till is the authority. */
  allowance: allowanceSchema.nullable(),
});

/** Stored value at hand for this ticket. */
export const storedValueSchema = z.strictObject({
  accountId: id,
  account: z.enum(['gift-card', 'purse']),
  balanceMinor: minor,
  /** What of it can be spent here and now: never more than the balance, less where a card has a cap. */
  spendableMinor: minor,
  capMinor: minor.nullable(),
  state: z.enum(['active', 'blocked', 'closed', 'expired']),
  expiresOn: z.string().nullable(),
  /** Null where this till is the authority. */
  allowance: allowanceSchema.nullable(),
});

export const voucherLineSchema = z.strictObject({
  lineId: id,
  account: z.enum(['gift-card', 'purse']),
  amountMinor: minor,
  balanceAfterMinor: minor,
});

export const customerSummarySchema = z.strictObject({
  personId: id,
  name: z.string(),
  phone: z.string().nullable(),
  email: z.string().nullable(),
  points: z.int(),
  lastVisitMs: z.int().nullable(),
});

export const customerCardSchema = z.strictObject({
  cardId: id,
  label: z.string(),
  medium: z.enum(['uid', 'code']),
  state: z.enum(['active', 'lost', 'blocked', 'replaced']),
  assignedAtMs: z.int(),
});

export const accountMovementSchema = z.strictObject({
  atMs: z.int(),
  /** `elsewhere`: what all other tills moved, in one sum. */
  reason: z.enum([
    'earned',
    'redeemed',
    'taken-back',
    'given-back',
    'loaded',
    'spent',
    'returned',
    'expired',
    'elsewhere',
  ]),
  amount: z.int(),
  /** Null where other tills moved the account too: in which order nobody here knows. */
  balanceAfter: z.int().nullable(),
  ticketNumber: z.string().nullable(),
});

export const accountSchema = z.strictObject({
  accountId: id,
  account: z.enum(['points', 'purse', 'gift-card']),
  unit: z.string(),
  balance: z.int(),
  /** How old the figure of headquarters is to which later rows of this till were added; null where the till asks nobody. */
  ageMs: z.int().nullable(),
  state: z.enum(['active', 'blocked', 'closed', 'expired']),
  expiresOn: z.string().nullable(),
  movements: z.array(accountMovementSchema),
});

/** Everything of one customer, for the second page. */
export const customerFileSchema = z.strictObject({
  personId: id,
  fields: personFieldsSchema,
  consents: z.array(consentSchema),
  consentTexts: z.strictObject({ receipt: z.string(), marketing: z.string() }),
  cards: z.array(customerCardSchema),
  accounts: z.array(accountSchema),
  enrolledAtMs: z.int(),
  lastVisitMs: z.int().nullable(),
  isErasurePendingInCopy: z.boolean(),
});

export type PersonFields = z.infer<typeof personFieldsSchema>;
export type AllowanceView = z.infer<typeof allowanceSchema>;
export type MemberView = z.infer<typeof memberSchema>;
export type StoredValueView = z.infer<typeof storedValueSchema>;
export type PresentedCard = z.infer<typeof presentedCardSchema>;
export type CustomerSummary = z.infer<typeof customerSummarySchema>;
export type CustomerFile = z.infer<typeof customerFileSchema>;
export type AccountFile = z.infer<typeof accountSchema>;
