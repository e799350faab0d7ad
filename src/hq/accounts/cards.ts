/** Cards in hand: locked in the order of their ids, changed by facts, written at once. */
import { present } from '#base/assert.ts';
import type { Change } from '../feed/publish.ts';
import { compareText } from '../store/order.ts';
import type { HqTransaction, RowOf } from '../store/port.ts';
import { including, isPassed } from './account.ts';
import { listHashes } from './card-by-hash.ts';
import type { CardFact, Source } from './facts.ts';
import { CARD, PERSON_CARD } from './tables.ts';

export type CardRow = RowOf<typeof CARD>;

type CardState = 'active' | 'lost' | 'blocked' | 'replaced';

export class CardDeck {
  private readonly transaction: HqTransaction;
  private readonly rows = new Map<string, CardRow>();
  private readonly changed = new Set<string>();
  private readonly assigned = new Map<string, { readonly card_id: string; readonly card_hash: string }>();

  constructor(transaction: HqTransaction) {
    this.transaction = transaction;
  }

  /** Locks cards, also such as nothing is known of yet. All of a transaction at once. */
  async lock(cardIds: Iterable<string>): Promise<void> {
    for (const id of [...new Set(cardIds)].sort(compareText)) {
      let row = await this.transaction.lock(CARD, [id]);
      if (row === undefined) {
        await this.transaction.insert(CARD, [unknownCard(id)]);
        row = present(await this.transaction.lock(CARD, [id]), 'the card that was put there');
      }
      this.rows.set(id, row);
    }
  }

  card(cardId: string): CardRow {
    return present(this.rows.get(cardId), 'a card that was locked');
  }

  set(row: CardRow): void {
    this.rows.set(row.card_id, row);
    this.changed.add(row.card_id);
  }

  /** What a row says of a card; `personId` is whose it is by now. */
  apply(fact: CardFact, from: Source, personId: string | null): void {
    const row = this.card(fact.cardId);
    const next = fact.kind === 'card-assigned' ? assigned(row, fact, from, personId) : changedCard(row, fact, from);
    this.set({ ...next, includes: including(row, from) });
    if (row.card_hash === null && next.card_hash !== null)
      this.assigned.set(row.card_id, { card_id: row.card_id, card_hash: next.card_hash });
  }

  /** Writes everything, and says what tills are to be told. */
  async settle(): Promise<readonly Change[]> {
    const rows = [...this.changed].map((id) => this.card(id));
    if (rows.length === 0) return [];
    await this.transaction.put(CARD, rows);
    if (this.assigned.size > 0) await listHashes(this.transaction, [...this.assigned.values()]);
    const owned = rows.flatMap(({ card_id, person_id }) => (person_id === null ? [] : [{ person_id, card_id }]));
    if (owned.length > 0) await this.transaction.insert(PERSON_CARD, owned);
    return rows.flatMap(cardChange);
  }
}

/** What tills are told of a card; nothing before the row that assigned it has come. */
function cardChange(row: CardRow): readonly Change[] {
  if (row.card_hash === null || row.medium === null) return [];
  const value = {
    cardHash: row.card_hash,
    personId: row.person_id,
    accountId: row.account_id,
    medium: row.medium as 'uid' | 'code',
    state: cardStateOf(row),
    replacedBy: row.replaced_by,
    assignedAtMs: row.assigned_at_ms,
  };
  return [{ stream: 'people', item: { kind: 'card', key: row.card_id, value } }];
}

/** What a card opens: blocked here counts before everything but its being replaced. */
export function cardStateOf(row: CardRow): CardState {
  return row.is_blocked_here && row.state !== 'replaced' ? 'blocked' : (row.state as CardState);
}

function assigned(
  row: CardRow,
  fact: Extract<CardFact, { readonly kind: 'card-assigned' }>,
  from: Source,
  personId: string | null,
): CardRow {
  // A card's id is made for this one row: whatever else is known of the card came after it.
  if (row.card_hash !== null) return row;
  return {
    ...row,
    card_hash: fact.cardHash,
    person_id: personId,
    account_id: fact.accountId,
    medium: fact.medium,
    assigned_at_ms: from.atMs,
  };
}

function changedCard(row: CardRow, fact: Extract<CardFact, { readonly kind: 'card-changed' }>, from: Source): CardRow {
  if (row.state === 'replaced' || isPassed(row, from)) return row;
  return { ...row, state: fact.state, replaced_by: fact.replacedBy };
}

function unknownCard(cardId: string): CardRow {
  return {
    card_id: cardId,
    card_hash: null,
    person_id: null,
    account_id: null,
    medium: null,
    state: 'active',
    is_blocked_here: false,
    replaced_by: null,
    assigned_at_ms: 0,
    includes: '{}',
  };
}
