/**
 * What flows down: the state of things by key, newest wins. A null value says that the thing is gone. Streams are
 * `catalogue`, `people`, `shop` (all of the organisation's) and `store:<id>` (prices, settings and stock of one store).
 */
import { z } from 'zod';

/** Longer is no id, no unit and no hash of a card that a till reads: whoever takes one of these in holds to it as well. */
export const FEED_ID_MAX = 64;
export const FEED_UNIT_MAX = 16;
export const FEED_CARD_HASH_MAX = 200;
/** Leases of one account that are asked back at a time. */
export const ASKED_BACK_MAX = 20;

const id = z.string().min(1).max(FEED_ID_MAX);
const amount = z.int();

export const productValueSchema = z.strictObject({
  id,
  name: z.string().max(300),
  brand: z.string().max(200).optional(),
  gtins: z.array(z.string().max(14)).max(100),
  plu: z.string().max(8).optional(),
  unit: z.enum(['piece', 'kg', 'l']),
  priceMinor: amount,
  vatRateBasisPoints: amount,
  category: z.string().max(200).optional(),
  ageLimitYears: amount.optional(),
  depositMinor: amount.optional(),
  mealVoucher: z.boolean(),
});

/** Where an account stands, and which rows of each chain that includes: the till adds its own later ones. */
export const accountValueSchema = z.strictObject({
  accountId: id,
  account: z.enum(['points', 'purse', 'gift-card']),
  unit: z.string().max(FEED_UNIT_MAX),
  personId: id.nullable(),
  state: z.enum(['active', 'blocked', 'closed']),
  voucher: z.enum(['multi-purpose', 'single-purpose']).nullable(),
  vatRateBasisPoints: amount.nullable(),
  expiresOn: z.string().nullable(),
  balance: amount,
  /** Held and leased: no longer anybody's to ask for. */
  reserved: amount,
  includes: z.record(z.string(), z.int()),
  /** Leases that another till waits for: whoever has one of them gives back what is left of it. Absent: none. */
  askedBack: z.array(id).max(ASKED_BACK_MAX).optional(),
});

/** `kind`, `key` and what it is now. */
export const feedItemSchema = z.union([
  z.strictObject({ kind: z.literal('product'), key: id, value: productValueSchema.nullable() }),
  /**
   * A price beside the product's own: of one store, or with `storeId` null of all. `fromMs` null: at once. Which of several
   * holds is said by `priceAt` (domain/catalogue). The key is `<store or all>/<product>/<fromMs or now>`; a null value
   * takes that price back.
   */
  z.strictObject({
    kind: z.literal('price'),
    key: z.string().min(1).max(160),
    value: z
      .strictObject({ productId: id, storeId: id.nullable(), priceMinor: amount, fromMs: z.int().nullable() })
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('person'),
    key: id,
    /** Null: erased. `mergedInto`: the same customer as another, whose accounts count. */
    value: z
      .strictObject({
        fields: z.record(z.string(), z.unknown()),
        consents: z.array(z.unknown()),
        enrolledAtMs: z.int(),
        /** As `persons` says it: what was changed here later than that is sent up and counts. */
        changedAtMs: z.int(),
        mergedInto: id.nullable(),
      })
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('card'),
    key: id,
    value: z
      .strictObject({
        cardHash: z.string().max(FEED_CARD_HASH_MAX),
        personId: id.nullable(),
        accountId: id.nullable(),
        medium: z.enum(['uid', 'code']),
        state: z.enum(['active', 'lost', 'blocked', 'replaced']),
        replacedBy: id.nullable(),
        assignedAtMs: z.int(),
      })
      .nullable(),
  }),
  z.strictObject({ kind: z.literal('account'), key: id, value: accountValueSchema.nullable() }),
  /**
   * A group of settings, whole (`hqSettingsSchemas`). The key is its name, or `store/<name>` for one of this store alone,
   * which wins over the organisation's for as long as it is there.
   */
  z.strictObject({ kind: z.literal('settings'), key: id, value: z.record(z.string(), z.unknown()).nullable() }),
  z.strictObject({
    kind: z.literal('operator'),
    key: id,
    value: z
      .strictObject({
        name: z.string().max(100),
        role: z.enum(['cashier', 'clerk', 'manager']),
        pinHash: z.string().max(500),
      })
      .nullable(),
  }),
  z.strictObject({
    kind: z.literal('stock'),
    /** The product. */
    key: id,
    value: z
      .strictObject({
        quantityMilli: amount,
        includes: z.record(z.string(), z.int()),
        asOfMs: z.int(),
        /** False while it is of sales alone: nobody received or counted it. Left out by a headquarters that does not say. */
        isCounted: z.boolean().optional(),
      })
      .nullable(),
  }),
]);

export type FeedItem = z.infer<typeof feedItemSchema>;
export type FeedKind = FeedItem['kind'];
export type ProductValue = z.infer<typeof productValueSchema>;
export type PriceValue = NonNullable<Extract<FeedItem, { kind: 'price' }>['value']>;
export type PersonValue = NonNullable<Extract<FeedItem, { kind: 'person' }>['value']>;
export type AccountValue = z.infer<typeof accountValueSchema>;
