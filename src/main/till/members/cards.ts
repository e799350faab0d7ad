/** Cards of customers: another one, one that was lost, blocked or found again, one in the place of another. */
import { type CardId, branded } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { CardRecord, PersonRecord, Transaction } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, commit, refused, rowOf } from '../core.ts';
import { assignable } from './assign-card.ts';
import { assign } from './enrol.ts';
import type { ShownCard } from './member-desk.ts';
import { memberById } from './member-reads.ts';

/** Gives a customer one card more. */
export function addCard(core: TillCore, command: Command, input: CommandInput<'addCard'>): Handled<Outcome<'addCard'>> {
  const { store } = core.ports;
  const member = memberById(store, input.personId);
  if ('kind' in member) return { outcome: member, kept: false };
  const { person } = member;
  const found = assignable(core, store, input.cardRef);
  if (found.kind === 'refused') return { outcome: found, kept: false };
  if (found.kind === 'theirs')
    return found.personId === person.personId
      ? { outcome: { kind: 'done', cardId: found.record.cardId }, kept: false }
      : refused('card_taken', { card: found.card.masked });
  const outcome = commit(core, command, (transaction) => {
    const owner = { personId: person.personId };
    const cardId = assign(core, command, { transaction, card: found.card, owner });
    putLabel(transaction, { person, cardId, card: found.card });
    return { kind: 'done' as const, cardId };
  });
  settled(core, command, found.card, outcome);
  return { outcome, kept: true };
}

/** Marks a card as lost or blocked, or as found again. */
export function setCardState(
  core: TillCore,
  command: Command,
  { cardId, state }: CommandInput<'setCardState'>,
): Handled<Outcome<'setCardState'>> {
  const card = cardById(core, cardId);
  if ('kind' in card) return { outcome: card, kept: false };
  if (card.state === state) return { outcome: { kind: 'done' }, kept: false };
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    const payload = { card_id: card.cardId, station_id: station.id, state };
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'card-changed', payload }));
    return { kind: 'done' as const };
  });
  core.changed('basket');
  return { outcome, kept: true };
}

/** Puts a new card in the place of an old one. The old one is kept, and is refused with a word about it. */
export function replaceCard(
  core: TillCore,
  command: Command,
  input: CommandInput<'replaceCard'>,
): Handled<Outcome<'replaceCard'>> {
  const { store } = core.ports;
  const old = cardById(core, input.cardId);
  if ('kind' in old) return { outcome: old, kept: false };
  const found = assignable(core, store, input.cardRef);
  if (found.kind === 'refused') return { outcome: found, kept: false };
  if (found.kind === 'theirs') return refused('card_taken', { card: found.card.masked });
  const owner = old.personId === null ? accountOwner(old) : { personId: old.personId };
  const person = old.personId === null ? undefined : store.person(old.personId);
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    const cardId = assign(core, command, { transaction, card: found.card, owner });
    const payload = {
      card_id: old.cardId,
      station_id: station.id,
      state: 'replaced' as const,
      replaced_by_card_id: cardId,
    };
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'card-changed', payload }));
    if (person !== undefined) putLabel(transaction, { person, cardId, card: found.card });
    return { kind: 'done' as const, cardId };
  });
  settled(core, command, found.card, outcome);
  return { outcome, kept: true };
}

/** A card that can still be changed. */
function cardById(core: TillCore, cardId: string): CardRecord | Refusal {
  const { store } = core.ports;
  const card = store.card(branded<CardId>(cardId));
  if (card === undefined) return refuse('card_gone');
  if (card.state === 'replaced') return refuse('card_blocked', { card: '', state: card.state, why: 'card-replaced' });
  const isErased = card.personId !== null && store.personFate(card.personId) !== 'known';
  return isErased ? refuse('customer_erased') : card;
}

function accountOwner({ accountId }: CardRecord): { readonly accountId: NonNullable<CardRecord['accountId']> } {
  if (accountId === null) throw new Error('a card is a person’s or an account’s');
  return { accountId };
}

/** How the card is called on the screen lies with the person, enciphered as the rest of them. */
function putLabel(
  transaction: Transaction,
  { person, cardId, card }: { readonly person: PersonRecord; readonly cardId: CardId; readonly card: ShownCard },
): void {
  const cardLabels = { ...person.fields.cardLabels, [cardId]: card.masked };
  transaction.putPerson({ ...person, fields: { ...person.fields, cardLabels } });
}

function settled(core: TillCore, command: Command, card: ShownCard, outcome: { readonly kind: string }): void {
  if (outcome.kind === 'done') core.members.forget(card.station);
  core.changed('basket', card.station);
  core.changed('basket', command.station.id);
}
