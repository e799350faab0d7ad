/** What the pages ask of persons. */
import type { HqReads } from '../store/port.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import type { KnownPerson } from './cipher.ts';
import { readRecords } from './records.ts';
import { PERSON, PERSON_MERGED } from './tables.ts';
import type { PersonRow } from './who.ts';

export interface PersonView {
  readonly row: PersonRow;
  /** Null where they were erased, or no till has told anything yet. */
  readonly known: KnownPerson | null;
}

const MANY = 1_000;

/** Persons as they are known now, in the order asked for; ids that nobody knows are left out. */
export async function readPersons(reads: HqReads, personIds: readonly string[]): Promise<readonly PersonView[]> {
  if (personIds.length === 0) return [];
  const records = await readRecords(reads, personIds);
  const rows = await reads.getMany(
    PERSON,
    personIds.map((id) => [id]),
  );
  const byId = new Map(rows.map((row) => [row.person_id, row]));
  return personIds.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined ? [] : [{ row, known: row.state === 'erased' ? null : (records.get(id) ?? null) }];
  });
}

/** Persons by their ids, page by page. */
export async function listPersons(
  reads: HqReads,
  page: { readonly after?: string; readonly limit: number },
): Promise<readonly PersonView[]> {
  const prefix = ['people', 'person'];
  const after = page.after === undefined ? {} : { after: [...prefix, page.after] };
  const items = await reads.scan(STREAM_ITEM, { prefix, ...after, limit: page.limit });
  return readPersons(
    reads,
    items.map(({ item_key }) => item_key),
  );
}

/** Who was merged into this person. */
export async function readMerged(reads: HqReads, personId: string): Promise<readonly string[]> {
  const rows = await reads.scan(PERSON_MERGED, { prefix: [personId], limit: MANY });
  return rows.map(({ person_id }) => person_id);
}
