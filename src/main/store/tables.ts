/**
 * Every table of till.db by its kind; a test holds this list and the schema to each other.
 *
 *   journal      rows that are added and never touched again
 *   projection   what rows say, worked out; dropped and rebuilt at will, each in a numbered version
 *   replica      what headquarters says; none before there is one
 *   local        what belongs to this machine alone
 */
export type TableKind = 'journal' | 'projection' | 'replica' | 'local';

export interface TillTable {
  readonly name: string;
  readonly kind: TableKind;
  /** Of a projection: grows when its projector says something else of the same rows. */
  readonly version?: number;
}

export const TILL_TABLES: readonly TillTable[] = [
  { name: 'journal', kind: 'journal' },
  { name: 'tickets', kind: 'projection', version: 1 },
  { name: 'payments', kind: 'projection', version: 1 },
  { name: 'copies', kind: 'projection', version: 1 },
  { name: 'voided_lines', kind: 'projection', version: 1 },
  { name: 'cancelled_tickets', kind: 'projection', version: 1 },
  { name: 'days', kind: 'projection', version: 1 },
  { name: 'sessions', kind: 'projection', version: 1 },
  { name: 'totals', kind: 'projection', version: 1 },
  { name: 'stock_movements', kind: 'projection', version: 1 },
  { name: 'stock', kind: 'projection', version: 1 },
  { name: 'stock_through', kind: 'projection', version: 1 },
  { name: 'migrations', kind: 'local' },
  { name: 'shop', kind: 'local' },
  { name: 'operators', kind: 'local' },
  { name: 'lockouts', kind: 'local' },
  { name: 'settings', kind: 'local' },
  { name: 'outcomes', kind: 'local' },
  { name: 'jobs', kind: 'local' },
];

export const PROJECTION_TABLES: readonly string[] = TILL_TABLES.filter(({ kind }) => kind === 'projection').map(
  ({ name }) => name,
);
