/** Who customers are. What they said of themselves lies enciphered under a key of their own, which lies apart. */
import { bytes, int, nullableText, table, text } from '../store/port.ts';

export const PERSON = table({
  name: 'person',
  about:
    'A person by a random id, and what became of them; who they are is in person_record. Locked by whoever gives them something.',
  key: ['person_id'],
  columns: {
    person_id: text,
    /** `known` (by a row, or by what a till told), `erased`. */
    state: text,
    /** The same customer as this one, whose accounts count; never somebody who was merged too. */
    merged_into: nullableText,
    /** When a till last changed what is known, as that till says, and never later than the clock here. 0 for nothing yet. */
    changed_at_ms: int,
  },
});

export const PERSON_RECORD = table({
  name: 'person_record',
  about: 'Fields and consents of a person, AES-256-GCM under the key of that person.',
  key: ['person_id'],
  columns: { person_id: text, sealed: bytes },
});

export const PERSON_KEY = table({
  name: 'person_key',
  about: 'The key of a person. Without it every copy of the record is noise.',
  key: ['person_id'],
  columns: { person_id: text, key: bytes },
});

export const PERSON_MERGED = table({
  name: 'person_merged',
  about: 'Who was merged into somebody, so that all of them are found again.',
  key: ['survivor_id', 'person_id'],
  columns: { survivor_id: text, person_id: text },
});

export const PERSON_CHANGE = table({
  name: 'person_change',
  about: 'Whose record changed, and when by the clock of the node: what the search of each node follows.',
  key: ['month', 'at_ms', 'person_id'],
  columns: { month: text, at_ms: int, person_id: text },
});

export const PERSON_TABLES = [PERSON, PERSON_RECORD, PERSON_KEY, PERSON_MERGED, PERSON_CHANGE] as const;
