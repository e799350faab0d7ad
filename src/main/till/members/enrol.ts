/**
 * Enrolling: one field, or one card, or both, and done. Rows, fields and outcome are one transaction, so that the same command
 * twice is one customer. Nothing needs a network, and nothing is ticked in advance.
 */
import type { AccountId, CardId, PersonId } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { readFields } from '#domain/person/person.ts';
import type { Transaction } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, commit, newId, refused, rowOf } from '../core.ts';
import { assignable } from './assign-card.ts';
import { cardHashOf } from './card-name.ts';
import type { ShownCard } from './member-desk.ts';

type Enrol = Handled<Outcome<'enrol'>>;

/** Enrols a customer; a card that is somebody's already opens that one's account instead. */
export function enrol(core: TillCore, command: Command, input: CommandInput<'enrol'>): Enrol {
  const { store } = core.ports;
  const reading = readFields(input.fields, core.shop.countryCode);
  if (reading.kind === 'invalid')
    return refused('contact_invalid', { field: reading.field, why: `contact-invalid-${reading.field}` });
  const { fields } = reading;
  const card = input.cardRef === undefined ? null : assignable(core, store, input.cardRef);
  if (card?.kind === 'refused') return { outcome: card, kept: false };
  if (card?.kind === 'theirs') return { outcome: { kind: 'done', personId: card.personId }, kept: false };
  if (card === null && fields.name === undefined && fields.phone === undefined && fields.email === undefined)
    return refused('contact_missing');
  const alike = input.evenIfAlike ? null : core.members.index().alike(fields);
  if (alike !== null) return refused('duplicate_customer', { personId: alike.id, field: alike.field });

  const personId = newId<PersonId>(core);
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    transaction.append(
      rowOf(core, transaction, {
        station,
        family: 'M',
        kind: 'person-enrolled',
        payload: { person_id: personId, station_id: station.id },
      }),
    );
    transaction.append(
      rowOf(core, transaction, {
        station,
        family: 'M',
        kind: 'account-opened',
        payload: { account_id: newId<AccountId>(core), account: 'points', unit: 'points', person_id: personId },
      }),
    );
    const cardId = card === null ? null : assign(core, command, { transaction, card: card.card, owner: { personId } });
    transaction.putPerson({
      personId,
      fields: {
        ...fields,
        ...(cardId === null || card === null ? {} : { cardLabels: { [cardId]: card.card.masked } }),
      },
      consents: [],
      enrolledAtMs: core.ports.clock.wallMs(),
    });
    return { kind: 'done' as const, personId };
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };
  core.members.index().put(personId, fields);
  if (card !== null) core.members.forget(card.card.station);
  core.changed('basket', command.station.id);
  return { outcome, kept: true };
}

/** Writes down whose a card is from now on. */
export function assign(
  core: TillCore,
  command: Command,
  assignment: {
    readonly transaction: Transaction;
    readonly card: Pick<ShownCard, 'names' | 'medium'>;
    readonly owner: { readonly personId: PersonId } | { readonly accountId: AccountId };
  },
): CardId {
  const { transaction, card, owner } = assignment;
  const { station } = command;
  const cardId = newId<CardId>(core);
  const [name = ''] = card.names;
  const payload = {
    card_id: cardId,
    card_hash: cardHashOf(core, name),
    ...('personId' in owner ? { person_id: owner.personId } : { account_id: owner.accountId }),
    medium: card.medium,
    station_id: station.id,
  };
  transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'card-assigned', payload }));
  return cardId;
}
