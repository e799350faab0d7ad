/** Whether a card that was just shown can be given to somebody. */
import type { AccountId, PersonId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CardRecord, StoreReads } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { scannedArticle } from '../scanned-article.ts';
import { knownCards } from './card-name.ts';
import type { ShownCard } from './member-desk.ts';

export type Assignable =
  /** Nobody's: it can be given. */
  | { readonly kind: 'free'; readonly card: ShownCard }
  /** A customer's already. */
  | { readonly kind: 'theirs'; readonly personId: PersonId; readonly record: CardRecord; readonly card: ShownCard }
  /** A gift card already. */
  | { readonly kind: 'gift-card'; readonly accountId: AccountId; readonly record: CardRecord; readonly card: ShownCard }
  | Refusal;

/** Looks at the card again: it may have been given to somebody since it was shown, here or at another station. */
export function shownCard(core: TillCore, reads: StoreReads, cardRef: string): Assignable {
  const card = core.members.card(cardRef);
  if (card === undefined) return refuse('card_gone');
  if (card.text !== null && isProduct(core, card.text)) return refuse('card_is_product', { card: card.masked });
  const known = knownCards(core, reads, card.names);
  const [record, other] = known;
  if (record === undefined) return { kind: 'free', card };
  if (other !== undefined) return refuse('card_unknown', { card: card.masked, why: 'card-several' });
  const blocked = cardBlocked(record, card.masked);
  if (blocked !== null) return blocked;
  if (record.personId !== null && reads.personFate(record.personId) !== 'known')
    return refuse('customer_erased', { card: card.masked });
  if (record.personId !== null) return { kind: 'theirs', personId: record.personId, record, card };
  return record.accountId === null
    ? refuse('card_unknown', { card: card.masked })
    : { kind: 'gift-card', accountId: record.accountId, record, card };
}

/** The same for a card that a customer is to have: a gift card is not one of these. */
export function assignable(
  core: TillCore,
  reads: StoreReads,
  cardRef: string,
): Exclude<Assignable, { readonly kind: 'gift-card' }> {
  const found = shownCard(core, reads, cardRef);
  return found.kind === 'gift-card'
    ? refuse('card_taken', { card: found.card.masked, why: 'card-is-gift-card' })
    : found;
}

/** Why a known card is not to be used, or null. */
export function cardBlocked({ state }: CardRecord, card: string): Refusal | null {
  return state === 'active' ? null : refuse('card_blocked', { card, state, why: `card-${state}` });
}

/** The product wins: a code that the shop sells something under is nobody's card. */
function isProduct(core: TillCore, text: string): boolean {
  return scannedArticle(core, { text, source: 'card' }).kind === 'article';
}
