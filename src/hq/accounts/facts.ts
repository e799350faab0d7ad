/** What a row says of accounts and cards, read strictly: the ledger applies facts and sees no payload. */
import { FEED_CARD_HASH_MAX, FEED_UNIT_MAX } from '#contract/sync/feed.ts';
import { wallMsOf, type Entry } from '#domain/journal/journal.ts';
import {
  idOf,
  idOrNull,
  idsOf,
  integerOf,
  integerOrNull,
  partOrNull,
  partsOf,
  RowNotUnderstood,
  textOf,
  textOrNull,
  wordOf,
  wordOrNull,
} from '../project/row-fields.ts';

/** The row a fact comes from. */
export interface Source {
  /** The chain as headquarters keeps it: of a fork, each branch has its own. */
  readonly chainId: string;
  /** The chain as the row says, which is the one that grants name: both branches of a fork say the same. */
  readonly signedChainId: string;
  readonly tillId: string;
  readonly storeId: string;
  readonly seq: number;
  readonly entryId: string;
  /** Of the till's clock, which may be years off: shown and used for order on a page, never for a decision. */
  readonly atMs: number;
}

export interface Moved {
  readonly kind: 'moved';
  readonly accountId: string;
  readonly n: number;
  readonly unit: string;
  readonly amount: number;
  readonly reason: string;
  readonly authority: { readonly kind: 'hold' | 'lease' | 'floor'; readonly grantId: string | null } | null;
  readonly ticketId: string | null;
  readonly ticketNumber: string | null;
}

export type AccountFact =
  | {
      readonly kind: 'opened';
      readonly accountId: string;
      readonly account: string;
      readonly unit: string;
      readonly personId: string | null;
      readonly voucher: string | null;
      readonly vatRateBasisPoints: number | null;
      readonly expiresOn: string | null;
    }
  | { readonly kind: 'changed'; readonly accountId: string; readonly state: 'active' | 'blocked' | 'closed' }
  | Moved
  | { readonly kind: 'handed-over'; readonly accountId: string }
  | {
      readonly kind: 'grant-received';
      readonly accountId: string;
      readonly grant: 'hold' | 'lease';
      readonly grantId: string;
      readonly unit: string;
      readonly amount: number;
      readonly expiresAtMs: number;
      readonly signature: string;
    }
  | { readonly kind: 'grant-returned'; readonly accountId: string; readonly grantId: string; readonly amount: number };

export type CardFact =
  | {
      readonly kind: 'card-assigned';
      readonly cardId: string;
      readonly cardHash: string;
      readonly personId: string | null;
      readonly accountId: string | null;
      readonly medium: 'uid' | 'code';
    }
  | {
      readonly kind: 'card-changed';
      readonly cardId: string;
      readonly state: 'active' | 'lost' | 'blocked' | 'replaced';
      readonly replacedBy: string | null;
    };

export type Fact = AccountFact | CardFact;

const REASONS = ['earned', 'redeemed', 'taken-back', 'given-back', 'loaded', 'spent', 'returned', 'expired'] as const;

/** Kinds of rows that {@link factsOf} understands. */
export const ACCOUNT_KINDS = [
  'account-opened',
  'account-changed',
  'card-assigned',
  'card-changed',
  'ticket-validated',
  'points-expired',
  'authority-handed-over',
  'grant-received',
  'grant-returned',
] as const;

/** What the row says, in its order. Throws RowNotUnderstood. Training (family X) says nothing. */
export function factsOf({ kind, family, payload }: Entry): readonly Fact[] {
  if (family === 'X') return [];
  switch (kind) {
    case 'account-opened':
      return [
        {
          kind: 'opened',
          accountId: idOf(payload, 'account_id'),
          account: wordOf(payload, 'account', ['points', 'purse', 'gift-card']),
          unit: textOf(payload, 'unit', FEED_UNIT_MAX),
          personId: idOrNull(payload, 'person_id'),
          voucher: wordOrNull(payload, 'voucher', ['multi-purpose', 'single-purpose']),
          vatRateBasisPoints: integerOrNull(payload, 'vat_rate_basis_points'),
          expiresOn: textOrNull(payload, 'expires_on'),
        },
      ];
    case 'account-changed': {
      const state = wordOf(payload, 'state', ['active', 'blocked', 'closed']);
      return [{ kind: 'changed', accountId: idOf(payload, 'account_id'), state }];
    }
    case 'card-assigned':
      return [
        {
          kind: 'card-assigned',
          cardId: idOf(payload, 'card_id'),
          cardHash: textOf(payload, 'card_hash', FEED_CARD_HASH_MAX),
          personId: idOrNull(payload, 'person_id'),
          accountId: idOrNull(payload, 'account_id'),
          medium: wordOf(payload, 'medium', ['uid', 'code']),
        },
      ];
    case 'card-changed':
      return [
        {
          kind: 'card-changed',
          cardId: idOf(payload, 'card_id'),
          state: wordOf(payload, 'state', ['active', 'lost', 'blocked', 'replaced']),
          replacedBy: idOrNull(payload, 'replaced_by_card_id'),
        },
      ];
    case 'ticket-validated':
      return movementsOf(payload);
    case 'points-expired':
      return [
        {
          kind: 'moved',
          accountId: idOf(payload, 'account_id'),
          n: 1,
          unit: 'points',
          amount: integerOf(payload, 'amount'),
          reason: 'expired',
          authority: null,
          ticketId: null,
          ticketNumber: null,
        },
      ];
    case 'authority-handed-over':
      return idsOf(payload, 'account_ids').map((accountId) => ({ kind: 'handed-over', accountId }));
    case 'grant-received': {
      const expiresAtMs = wallMsOf(textOf(payload, 'expires_at'));
      if (expiresAtMs === undefined) throw new RowNotUnderstood('expires_at is no time');
      return [
        {
          kind: 'grant-received',
          accountId: idOf(payload, 'account_id'),
          grant: wordOf(payload, 'grant', ['hold', 'lease']),
          grantId: textOf(payload, 'grant_id'),
          unit: textOf(payload, 'unit', FEED_UNIT_MAX),
          amount: positive(integerOf(payload, 'amount')),
          expiresAtMs,
          signature: textOf(payload, 'hq_signature'),
        },
      ];
    }
    case 'grant-returned': {
      const amount = integerOf(payload, 'amount');
      if (amount < 0) throw new RowNotUnderstood('less than nothing was given back');
      return [
        {
          kind: 'grant-returned',
          accountId: idOf(payload, 'account_id'),
          grantId: textOf(payload, 'grant_id'),
          amount,
        },
      ];
    }
    default:
      return [];
  }
}

function movementsOf(payload: Entry['payload']): readonly Fact[] {
  const ticketId = textOf(payload, 'ticket_id');
  const ticketNumber = textOf(payload, 'ticket_number');
  const places = new Set<number>();
  return partsOf(payload, 'balance_movements').map((part) => {
    const n = integerOf(part, 'n');
    if (places.has(n)) throw new RowNotUnderstood('two movements in one place');
    places.add(n);
    return {
      kind: 'moved',
      accountId: idOf(part, 'account_id'),
      n,
      unit: textOf(part, 'unit', FEED_UNIT_MAX),
      amount: integerOf(part, 'amount'),
      reason: wordOf(part, 'reason', REASONS),
      authority: authorityOf(partOrNull(part, 'authority')),
      ticketId,
      ticketNumber,
    };
  });
}

function authorityOf(part: Readonly<Record<string, unknown>> | null): Moved['authority'] {
  if (part === null) return null;
  const kind = wordOf(part, 'kind', ['hold', 'lease', 'floor']);
  return { kind, grantId: kind === 'floor' ? null : textOf(part, 'grant_id') };
}

function positive(amount: number): number {
  if (amount <= 0) throw new RowNotUnderstood('a grant of nothing');
  return amount;
}
