/** What a session or a day came to: the figures of an X and the row of a Z. Door of the folder. */
export { dayClosedPayload } from './day-closed.ts';
export { expectedByMethod, reportFigures, storedValueByMethod } from './figures.ts';
export type { PeriodFigures } from './figures.ts';
export { EMPTY_CLOSING, foldRow } from './fold.ts';
export type { ClosingState, FoldedEntry, StoredValueMethod } from './fold.ts';
