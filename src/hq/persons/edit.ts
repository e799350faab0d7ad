/** Correcting who a customer is, at headquarters. Tills hear of it by the feed; consents stay, because each is of its day. */
import { readFields } from '#domain/person/person.ts';
import { decided, note, type Decided, type Decider } from '../accounts/decisions.ts';
import type { HqCore } from '../core.ts';
import { publish } from '../feed/publish.ts';
import { organisation } from '../identity/identity.ts';
import { noteChanges, personChange, readRecords, writeRecord } from './records.ts';
import { PERSON } from './tables.ts';
import { lockPerson } from './who.ts';

export interface EditedPerson {
  readonly personId: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
}

type EditRefusal =
  | 'unknown-person'
  | 'erased'
  /** Into somebody whose own name and numbers count: whoever corrects must see those first. */
  | 'merged'
  | 'name-invalid'
  | 'phone-invalid'
  | 'email-invalid'
  | 'contact-missing';

/** Whose numbers are typed without their country, by where the organisation is. */
const COUNTRIES: Readonly<Record<string, string>> = {
  'Europe/Paris': 'FR',
  'Africa/Casablanca': 'MA',
  'Africa/Tunis': 'TN',
};

/** Sets name, phone and e-mail; an empty one is gone. */
export async function editPerson(
  core: HqCore,
  { personId, ...typed }: EditedPerson,
  by: Decider,
): Promise<Decided<EditRefusal>> {
  const { timeZone } = await organisation(core.store.read);
  const reading = readFields(typed, COUNTRIES[timeZone] ?? '');
  if (reading.kind === 'invalid' && reading.field !== 'birthday')
    return { kind: 'refused', reason: `${reading.field}-invalid` };
  const said = reading.kind === 'fields' ? reading.fields : {};
  if (said.name === undefined && said.phone === undefined && said.email === undefined)
    return { kind: 'refused', reason: 'contact-missing' };
  return decided(core, async (transaction) => {
    if ((await transaction.get(PERSON, [personId])) === undefined) return { refused: 'unknown-person' };
    const row = await lockPerson(transaction, personId);
    if (row.state === 'erased') return { refused: 'erased' };
    if (row.merged_into !== null) return { refused: 'merged' };
    const known = (await readRecords(transaction, [personId])).get(personId);
    const { name: _name, phone: _phone, email: _email, ...kept } = known?.fields ?? {};
    // Later than what any till told, so that it counts there too.
    const changedAtMs = Math.max(core.clock.wallMs(), (known?.changedAtMs ?? 0) + 1);
    await writeRecord(core, transaction, personId, {
      fields: { ...kept, ...said },
      consents: known?.consents ?? [],
      enrolledAtMs: known?.enrolledAtMs ?? core.clock.wallMs(),
      changedAtMs,
    });
    await transaction.put(PERSON, [{ ...row, changed_at_ms: changedAtMs }]);
    await noteChanges(core, transaction, [personId]);
    await note(core, transaction, by, { subjectId: personId, what: 'edited', amount: null });
    return { streams: await publish(transaction, [personChange(personId)]) };
  });
}
