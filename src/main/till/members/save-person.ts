/** The second page: fields changed now or later, consents said one by one. */
import { createHash } from 'node:crypto';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { changedFields, readFields } from '#domain/person/person.ts';
import type { PersonRecord } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, commit, refused, rowOf } from '../core.ts';
import { memberById } from './member-reads.ts';

/** Keeps the fields as they are now; an empty one is gone. */
export function savePerson(
  core: TillCore,
  command: Command,
  input: CommandInput<'savePerson'>,
): Handled<Outcome<'savePerson'>> {
  const { store } = core.ports;
  const person = personById(core, input.personId);
  if ('kind' in person) return { outcome: person, kept: false };
  const reading = readFields(input.fields, core.shop.countryCode);
  if (reading.kind === 'invalid')
    return refused('contact_invalid', { field: reading.field, why: `contact-invalid-${reading.field}` });
  const { fields } = reading;
  const hasCard = store.cardsOfPerson(person.personId).some(({ state }) => state === 'active');
  if (!hasCard && fields.name === undefined && fields.phone === undefined && fields.email === undefined)
    return refused('contact_missing');
  const changed = changedFields(person.fields, fields);
  if (changed.length === 0) return { outcome: { kind: 'done' }, kept: false };
  const { cardLabels } = person.fields;
  const kept: PersonRecord = {
    ...person,
    fields: { ...fields, ...(cardLabels === undefined ? {} : { cardLabels }) },
  };
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    const payload = { person_id: person.personId, station_id: station.id, fields: changed };
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'person-changed', payload }));
    transaction.putPerson(kept);
    return { kind: 'done' as const };
  });
  if (outcome.kind === 'done') core.members.index().put(person.personId, fields);
  core.changed('basket');
  return { outcome, kept: true };
}

/**
 * Writes a consent down, given or taken back, with its date and the very text that was on the screen (Regulation (EU) 2016/679,
 * art. 7, 1). Each channel and purpose is said alone: who gave a phone number for the receipt has not asked for offers.
 */
export function setConsent(
  core: TillCore,
  command: Command,
  input: CommandInput<'setConsent'>,
): Handled<Outcome<'setConsent'>> {
  const { personId, channel, purpose, given } = input;
  const person = personById(core, personId);
  if ('kind' in person) return { outcome: person, kept: false };
  const contact = channel === 'email' ? person.fields.email : person.fields.phone;
  if (given && contact === undefined) return refused('contact_missing', { why: `contact-${channel}` });
  const last = person.consents.findLast((consent) => consent.channel === channel && consent.purpose === purpose);
  if ((last?.given ?? false) === given) return { outcome: { kind: 'done' }, kept: false };
  const text = consentText(core, person, purpose);
  const outcome = commit(core, command, (transaction) => {
    const { station } = command;
    const payload = {
      person_id: person.personId,
      station_id: station.id,
      channel,
      purpose,
      given,
      text_sha256: createHash('sha256').update(text).digest('hex'),
    };
    transaction.append(rowOf(core, transaction, { station, family: 'M', kind: 'consent-recorded', payload }));
    const atMs = core.ports.clock.wallMs();
    transaction.putPerson({ ...person, consents: [...person.consents, { channel, purpose, given, atMs, text }] });
    return { kind: 'done' as const };
  });
  return { outcome, kept: true };
}

/** The text that is shown to a person before they say yes, in their language. */
export function consentText(core: TillCore, { fields }: PersonRecord, purpose: 'receipt' | 'marketing'): string {
  return core.settings().consents.texts[purpose][fields.language ?? core.shop.receiptLanguage];
}

function personById(core: TillCore, personId: string): PersonRecord | Refusal {
  const member = memberById(core.ports.store, personId);
  if ('kind' in member) return member;
  return member.person ?? refuse('customer_unknown');
}
