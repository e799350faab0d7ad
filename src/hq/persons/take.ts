/** What tills tell of persons: kept enciphered, the later change counts, nobody who was erased comes back. */
import type { CallAnswer, CallInput, SyncPerson } from '#contract/sync/sync.ts';
import type { Caller, HqCore, SyncHandlers } from '../core.ts';
import { publish } from '../feed/publish.ts';
import { compareText } from '../store/order.ts';
import type { KnownPerson } from './cipher.ts';
import { isSame, newest } from './newest.ts';
import { noteChanges, personChange, readRecords, writeRecord } from './records.ts';
import { PERSON } from './tables.ts';
import { lockPerson, type PersonRow } from './who.ts';

export const personHandlers: SyncHandlers<'persons'> = {
  persons: async (core: HqCore, _caller: Caller, input: CallInput<'persons'>): Promise<CallAnswer<'persons'>> => {
    const told = lastOfEach(input.persons);
    const { erased, streams } = await core.store.transact(async (transaction) => {
      const rows = new Map<string, PersonRow>();
      for (const id of told.keys()) rows.set(id, await lockPerson(transaction, id));
      const known = await readRecords(transaction, [...told.keys()]);
      const gone: string[] = [];
      const changed: PersonRow[] = [];
      for (const [id, row] of rows) {
        if (row.state === 'erased') {
          gone.push(id);
          continue;
        }
        const { personId: _, ...said } = told.get(id) ?? { personId: id, ...NOTHING };
        const next = after(known.get(id), { ...said, changedAtMs: Math.min(said.changedAtMs, core.clock.wallMs()) });
        if (next === null) continue;
        await writeRecord(core, transaction, id, next);
        changed.push({ ...row, changed_at_ms: next.changedAtMs });
      }
      if (changed.length > 0) await transaction.put(PERSON, changed);
      const ids = changed.map(({ person_id }) => person_id);
      await noteChanges(core, transaction, ids);
      const changes = ids.map((id) => personChange(id));
      return { erased: gone, streams: await publish(transaction, changes) };
    });
    for (const stream of streams) core.streamChanged(stream);
    return { erased };
  },
};

const NOTHING: KnownPerson = { fields: {}, consents: [], enrolledAtMs: 0, changedAtMs: 0 };

/** In the order in which rows are locked; of two about one person in one call the later counts as from two tills. */
function lastOfEach(persons: readonly SyncPerson[]): ReadonlyMap<string, SyncPerson> {
  const told = new Map<string, SyncPerson>();
  for (const person of persons.toSorted((left, right) => compareText(left.personId, right.personId))) {
    const before = told.get(person.personId);
    told.set(person.personId, before === undefined ? person : { ...newest(before, person), personId: person.personId });
  }
  return told;
}

/** What is known afterwards, or null where that is nothing new. */
function after(before: KnownPerson | undefined, said: KnownPerson): KnownPerson | null {
  if (before === undefined) return said;
  const next = newest(before, said);
  return isSame(before, next) ? null : next;
}
