/**
 * The sync contract: everything a till can ask of headquarters. One call is one `POST /sync/v1/<name>` with a JSON body
 * (gzip allowed both ways); all but `challenge` and `enrol` carry the headers of `request.ts`. Types are inferred from the
 * schemas, and both sides validate at the edge. Refusals are values; a call that is not understood, not signed or not
 * fresh has an HTTP status and a code (`request.ts`).
 */
import { z } from 'zod';
import { feedItemSchema } from './feed.ts';

/** Raised with every change of the schemas; a test holds it to their hash, docs/spec/sync.md keeps the history. */
export const SYNC_VERSION = 1;
/** The oldest version that headquarters still answers. */
export const SYNC_FLOOR = 1;
/** Rows in one push. */
export const PUSH_ROWS_MAX = 500;
/** Tills that are named to whoever asks for what they have. */
export const HOLDERS_MAX = 20;
/** A body beyond this, unpacked, is not read. */
export const BODY_BYTES_MAX = 16 * 1_024 * 1_024;

const id = z.string().min(1).max(64);
/** An id that a till gives itself, by which pages and people name it later: of letters that mean nothing anywhere. */
const ownId = z.string().regex(/^[\w:.-]{1,64}$/);
const seq = z.int().min(0);
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const base64url = z
  .string()
  .regex(/^[\w-]*$/)
  .max(100_000);
/** The organisation's secrets, sealed (docs/spec/sync.md): a key for each till that once worked alone. */
const sealed = z
  .string()
  .regex(/^[\w-]*$/)
  .max(4_000_000);
const amount = z.int().min(-1_000_000_000_000).max(1_000_000_000_000);
const ms = z.int();
const refused = <Reason extends string>(...reasons: readonly [Reason, ...Reason[]]) =>
  z.strictObject({ kind: z.literal('refused'), reason: z.enum(reasons) });

/** A chain as its till tells it. */
const chain = z.strictObject({
  chainId: ownId,
  ordinal: z.int().min(1),
  keyId: id,
  /** SubjectPublicKeyInfo of the journal key, base64url of DER. */
  publicKey: base64url,
  /** As its genesis says: the chain of this till that it goes on from. Null in the first. */
  continues: z.strictObject({ chainId: id, seq, hash }).nullable(),
});

/** Headquarters' word that it holds a chain up to `seq`. Signed over `ackText`. */
const ack = z.strictObject({ chainId: id, seq, hash, signature: base64url });

/** How a chain is held of which this till wrote rows. */
const held = {
  /** It has another continuation at headquarters, or another chain goes on from it: whoever still writes it opens the next one. */
  isEnded: z.boolean(),
  /**
   * Where what this till wrote leaves the chain, in order: after row `after` it is held under `branchId`, in figures too. Null
   * where headquarters does not know yet under which.
   */
  branches: z.array(z.strictObject({ branchId: id.nullable(), after: seq })).max(250),
};

/**
 * What headquarters allows one chain to spend of one account. `expiresAtMs` forbids the till to use it from then on; it
 * frees nothing at headquarters, which waits for a row of this chain that spends it or gives it back.
 */
export const grantSchema = z.strictObject({
  kind: z.enum(['hold', 'lease']),
  grantId: id,
  chainId: id,
  accountId: id,
  unit: z.string().max(16),
  amount: amount.positive(),
  expiresAtMs: ms,
  /** ES256 of headquarters over `grantText`. */
  signature: base64url,
});

const personSchema = z.strictObject({
  personId: id,
  fields: z.strictObject({
    name: z.string().max(200).optional(),
    phone: z.string().max(40).optional(),
    email: z.string().max(254).optional(),
    address: z.string().max(500).optional(),
    birthday: z.string().max(10).optional(),
    language: z.enum(['fr', 'en', 'ar']).optional(),
    notes: z.string().max(2_000).optional(),
    cardLabels: z.record(z.string(), z.string().max(64)).optional(),
  }),
  consents: z
    .array(
      z.strictObject({
        channel: z.enum(['email', 'sms']),
        purpose: z.enum(['receipt', 'marketing']),
        given: z.boolean(),
        atMs: ms,
        text: z.string().max(4_000),
      }),
    )
    .max(100),
  enrolledAtMs: ms,
  /** When somebody last changed them, by the till's trusted clock, and later than any change it knew: the latest counts. */
  changedAtMs: ms,
});

/** Who has of an account what somebody else asks for. */
const holderSchema = z.strictObject({
  kind: z.enum(['hold', 'lease']),
  tillName: z.string().max(100),
  storeName: z.string().max(100),
  amount: amount.positive(),
  /** Until when that till may use it; afterwards it still has to give it back. */
  untilMs: ms,
  /** Whether it was asked back, of a till that was heard of a moment ago: its row is on its way. */
  isComing: z.boolean(),
});

/** What headquarters says to whoever asks for a hold or a lease. */
const grantAnswer = z.union([
  /** Signed over `grantText`. */
  z.strictObject({ kind: z.literal('granted'), grant: grantSchema, balance: amount }),
  /** It is there, and other tills have it. Leases among it are asked back: asked again in a moment it may be granted. */
  z.strictObject({
    kind: z.literal('held-elsewhere'),
    available: amount,
    holders: z.array(holderSchema).min(1).max(HOLDERS_MAX),
  }),
  z.strictObject({
    kind: z.literal('refused'),
    reason: z.enum([
      'insufficient',
      'unknown-account',
      'account-blocked',
      'account-closed',
      'recovering',
      'not-handed-over',
      /** A chain that is not this till's or goes on as another, or a grant that was given back. */
      'not-allowed',
    ]),
    available: amount,
  }),
]);

export const calls = {
  /** Something fresh to sign with the next requests, and headquarters' clock. Unsigned. */
  challenge: {
    input: z.strictObject({}),
    answer: z.strictObject({
      challenge: z.string().max(200),
      validMs: ms,
      hqTimeMs: ms,
      version: z.int(),
      floor: z.int(),
      /** Signs acknowledgements, leases and holds; pinned by the till at enrolment. SubjectPublicKeyInfo. */
      publicKey: base64url,
      /** P-256 key for what is sealed to headquarters. SubjectPublicKeyInfo. */
      exchangeKey: base64url,
      /** Another than last time: headquarters came back from a backup and wants to be told every head (`head`). */
      incarnation: id,
    }),
  },
  /** Signed by the till's new request key over challenge and body; the code proves that headquarters wants it. */
  enrol: {
    input: z.strictObject({
      code: z.string().min(4).max(32),
      tillId: ownId,
      /** SubjectPublicKeyInfo of the request key. */
      requestKey: base64url,
      chain,
      /** Of this till for this enrolment only: headquarters seals the organisation's secrets to it. */
      exchangeKey: base64url,
      /** The till's `organisation.secret`, sealed to headquarters. */
      sealedSecrets: sealed,
      software: z.strictObject({ version: z.string().max(32), hash: z.string().max(64) }),
    }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('enrolled'),
        organisationId: id,
        incarnation: id,
        storeId: id,
        storeName: z.string(),
        tillName: z.string(),
        /** The organisation's secrets, the present one first, sealed to `exchangeKey`. */
        sealedSecrets: sealed,
      }),
      refused('code-unknown', 'code-expired', 'till-known'),
    ]),
  },
  /**
   * A new machine in the place of one that is lost: takes its identity by a code made for that till, and its rows by
   * `rows`. From then on the lost machine is not answered any more. Signed by the new request key, with `RECOVERING_TILL`
   * for the till's id, which the machine does not know yet. Asked again with the same key and code it is the same answer.
   */
  recover: {
    input: z.strictObject({ code: z.string().min(4).max(32), requestKey: base64url, exchangeKey: base64url }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        tillId: id,
        organisationId: id,
        incarnation: id,
        storeId: id,
        storeName: z.string(),
        tillName: z.string(),
        sealedSecrets: sealed,
        /** Every chain of this till that headquarters holds, by ordinal; `seq` 0 where it has no row of it. */
        chains: z.array(z.strictObject({ chain, seq, hash: z.string() })),
      }),
      refused('code-unknown', 'code-expired', 'code-for-new-till'),
    ]),
  },
  /** Rows of a chain of this till as headquarters holds them, in order: to build a lost till anew. */
  rows: {
    input: z.strictObject({ chainId: id, after: seq, limit: z.int().min(1).max(PUSH_ROWS_MAX) }),
    /** `seq` is the last row that there is. */
    answer: z.strictObject({ rows: z.array(z.string()), seq }),
  },
  /** The organisation's secrets as they stand: other tills brought theirs. */
  secrets: {
    input: z.strictObject({ exchangeKey: base64url }),
    answer: z.strictObject({ sealedSecrets: sealed }),
  },
  /** Where a chain stands at headquarters. Asked at each start, and when the incarnation has changed. */
  head: {
    input: z.strictObject({
      chain,
      seq,
      hash,
      acked: ack.nullable(),
      /** The chain that the till writes now: headquarters, back from a backup, waits for it too. */
      present: id,
    }),
    answer: z.union([
      /** Send from `seq` + 1. `seq` is 0 for a chain that is new there. */
      z.strictObject({ kind: z.literal('go-on'), seq, ...held, incarnation: id }),
      /** Headquarters holds more of this chain than the till: the copy is old. */
      z.strictObject({ kind: z.literal('behind'), seq, hash, incarnation: id }),
      /** A row did not fit, and nobody has looked yet. */
      z.strictObject({ kind: z.literal('stopped'), seq, incarnation: id }),
    ]),
  },
  /** Rows in order, each as its canonical line (`rowText`). */
  push: {
    input: z.strictObject({ chainId: id, rows: z.array(z.string().max(1_000_000)).min(1).max(PUSH_ROWS_MAX) }),
    answer: z.union([
      /** Rows are held up to that of `ack`. */
      z.strictObject({ kind: z.literal('acked'), ack, ...held }),
      /** Rows are missing before these: send from `seq` + 1. */
      z.strictObject({ kind: z.literal('gap'), seq }),
      /** This chain is stopped until somebody at headquarters has looked. `seq` is the row that stopped it. */
      z.strictObject({ kind: z.literal('stopped'), seq }),
      /** Come back later: too many at once. */
      z.strictObject({ kind: z.literal('busy'), afterMs: ms }),
    ]),
  },
  /** Persons as this till knows them, after the rows that name them were acknowledged. */
  persons: {
    input: z.strictObject({ persons: z.array(personSchema).max(100) }),
    /** Ids that headquarters knows as erased: destroy them here too. */
    answer: z.strictObject({ erased: z.array(id) }),
  },
  /** Changes after a cursor; waits up to `waitMs` where there are none. A null cursor starts with a snapshot. */
  feed: {
    input: z.strictObject({
      cursor: z.string().max(4_000).nullable(),
      waitMs: ms.max(25_000),
      limit: z.int().min(1).max(5_000),
    }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('changes'),
        items: z.array(feedItemSchema),
        cursor: z.string(),
        /** Whether everything up to `cursor` belongs together: what was received becomes visible only at one. */
        isCheckpoint: z.boolean(),
        hqTimeMs: ms,
      }),
      /** The cursor is of another incarnation, or older than what is kept: take a snapshot. */
      z.strictObject({
        kind: z.literal('start-over'),
        reason: z.enum(['no-cursor', 'incarnation', 'too-old', 'unreadable']),
      }),
    ]),
  },
  /**
   * The state of all streams of this store in pages; resumable by `next`, also much later and at another node. The last
   * pages bring what changed meanwhile: a thing may come again, newest wins, and null means that it is gone.
   */
  snapshot: {
    input: z.strictObject({ next: z.string().max(4_000).nullable(), limit: z.int().min(1).max(10_000) }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('page'),
        items: z.array(feedItemSchema),
        /** Ask for the next page with it; null at the end: all pages together are one committed state. */
        next: z.string().nullable(),
        /** From where to go on with `feed` once the last page is applied: that of the last page counts. */
        cursor: z.string(),
        hqTimeMs: ms,
      }),
      /** `next` leads nowhere any more: forget the pages so far and ask for the first one. */
      z.strictObject({ kind: z.literal('start-over'), reason: z.enum(['incarnation', 'too-old', 'unreadable']) }),
    ]),
  },
  /** Reserves part of a balance for one ticket. The same id is the same hold. */
  hold: {
    input: z.strictObject({ holdId: id, chainId: id, accountId: id, amount: amount.positive() }),
    answer: grantAnswer,
  },
  /** An allowance that this chain may spend offline. */
  lease: {
    input: z.strictObject({ leaseId: id, chainId: id, accountId: id, wanted: amount.positive() }),
    answer: grantAnswer,
  },
  /** A ticket of any till, by its id or its number, with what was brought back of it so far. */
  ticket: {
    input: z.strictObject({
      ticketId: id.optional(),
      number: z.string().max(40).optional(),
      /** Of the chain that sold it, as the barcode of the receipt has it beside the number: no other ticket is meant. */
      mark: z
        .string()
        .regex(/^\d{6}$/)
        .optional(),
    }),
    answer: z.union([
      z.strictObject({
        kind: z.literal('found'),
        storeId: id,
        tillId: id,
        /** As people call them. */
        storeName: z.string().optional(),
        tillName: z.string().optional(),
        /** Its T row and P rows as canonical lines. */
        rows: z.array(z.string()),
        /** T rows of its refunds so far, each followed by its P rows. */
        refunds: z.array(z.string()),
        /** Refunded so far by any till, or reserved for another than the one that asks, by line. */
        taken: z.array(z.strictObject({ lineId: id, quantityMilli: amount })),
      }),
      z.strictObject({ kind: z.literal('unknown') }),
    ]),
  },
  /** Reserves lines of a ticket, whoever sold it, for one refund. The same id is the same reservation. */
  reserve: {
    input: z.strictObject({
      reservationId: id,
      chainId: id,
      ticketId: id,
      lines: z
        .array(z.strictObject({ lineId: id, quantityMilli: amount.positive() }))
        .min(1)
        .max(500),
    }),
    answer: z.union([
      z.strictObject({ kind: z.literal('granted'), expiresAtMs: ms }),
      z.strictObject({
        kind: z.literal('refused'),
        /** `not-allowed`: a chain that is not this till's or goes on as another, or a reservation that was given back. */
        reason: z.enum(['unknown-ticket', 'already-refunded', 'recovering', 'not-allowed']),
      }),
    ]),
  },
  /** What every store has of a product. */
  stock: {
    input: z.strictObject({ productId: id }),
    answer: z.strictObject({
      stores: z.array(
        z.strictObject({
          storeId: id,
          name: z.string(),
          quantityMilli: amount,
          asOfMs: ms,
          /** As in the feed: false where nobody received or counted it. */
          isCounted: z.boolean().optional(),
        }),
      ),
    }),
  },
  /** What headquarters shows of this till: told every minute and when it changes. */
  report: {
    input: z.strictObject({
      version: z.string().max(32),
      chainId: id,
      seq,
      unsent: z.int().min(0),
      oldestUnsentMs: ms.nullable(),
      priceListMs: ms.nullable(),
      copyState: z.string().max(32),
      devices: z
        .array(z.strictObject({ id, kind: z.string().max(32), name: z.string().max(100), state: z.string().max(32) }))
        .max(60),
      wallMs: ms,
      /** The last acknowledgement: headquarters that holds less than it signed for came back from a backup. */
      acked: ack.nullable(),
      /** After which row the next one of a chain is missing at the till, while later ones are there. */
      hole: z.strictObject({ chainId: ownId, after: seq }).optional(),
    }),
    answer: z.strictObject({ storeName: z.string(), tillName: z.string(), hqTimeMs: ms, incarnation: id }),
  },
} as const satisfies Record<string, { readonly input: z.ZodType; readonly answer: z.ZodType }>;

export type CallName = keyof typeof calls;
export type CallInput<Name extends CallName> = z.infer<(typeof calls)[Name]['input']>;
export type CallAnswer<Name extends CallName> = z.infer<(typeof calls)[Name]['answer']>;
export type Ack = z.infer<typeof ack>;
export type Grant = z.infer<typeof grantSchema>;
export type GrantHolder = z.infer<typeof holderSchema>;
export type SyncPerson = z.infer<typeof personSchema>;
