/**
 * Every table of till.db by its kind; a test holds this list and the schema to each other.
 *
 *   journal      rows that are added and never touched again
 *   projection   what rows say, worked out; dropped and rebuilt at will, each in a numbered version (projections/)
 *   replica      what headquarters says
 *   persons      who somebody is: in no row, so that it cannot be made again, copied by a channel of its own, and
 *                destroyed one by one
 *   local        what belongs to this machine alone
 */
import { PROJECTIONS } from './projections/projections.ts';

export type TableKind = 'journal' | 'projection' | 'replica' | 'persons' | 'local';

export interface TillTable {
  readonly name: string;
  readonly kind: TableKind;
}

export const PROJECTION_TABLES: readonly string[] = PROJECTIONS.flatMap(({ tables }) => tables);

export const TILL_TABLES: readonly TillTable[] = [
  { name: 'journal', kind: 'journal' },
  ...PROJECTION_TABLES.map((name) => ({ name, kind: 'projection' as const })),
  { name: 'persons', kind: 'persons' },
  { name: 'person_keys', kind: 'persons' },
  { name: 'person_copies', kind: 'local' },
  { name: 'migrations', kind: 'local' },
  { name: 'projections', kind: 'local' },
  { name: 'shop', kind: 'local' },
  { name: 'operators', kind: 'local' },
  { name: 'lockouts', kind: 'local' },
  { name: 'settings', kind: 'local' },
  { name: 'outcomes', kind: 'local' },
  { name: 'first_outcomes', kind: 'local' },
  { name: 'outcome_epoch', kind: 'local' },
  { name: 'jobs', kind: 'local' },
  { name: 'hq_link', kind: 'local' },
  { name: 'hq_progress', kind: 'local' },
  { name: 'hq_acks', kind: 'local' },
  { name: 'hq_partings', kind: 'local' },
  { name: 'hq_persons', kind: 'local' },
  { name: 'hq_settings', kind: 'replica' },
  { name: 'hq_operators', kind: 'replica' },
  { name: 'hq_questions', kind: 'local' },
  { name: 'hq_stock', kind: 'replica' },
  { name: 'hq_generations', kind: 'replica' },
  { name: 'hq_accounts', kind: 'replica' },
  { name: 'hq_cards', kind: 'replica' },
  { name: 'hq_merges', kind: 'replica' },
];
