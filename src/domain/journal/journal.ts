/** The journal: one append-only, hash-chained, signed list of facts per till. Door of the folder. */
export { FISCAL_FAMILIES, JOURNAL_VERSION } from './entry.ts';
export type { Entry, EntryBody, Family, NewEntry, Payload } from './entry.ts';
