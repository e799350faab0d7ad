/**
 * From rows to business state. A projector reads rows and its own tables and nothing else, so that everything here
 * can be dropped and rebuilt from the journal. Rows of training (family X) change nothing.
 */
import type { Sqlite } from './database.ts';
import { PROJECTIONS, type ProjectedRow } from './projections/projections.ts';

export interface Projector {
  /** Takes the row at `position` of the journal into account. */
  project(position: number, row: ProjectedRow): void;
  /** Sums the stock movements that came since the last time; for quiet moments. */
  sumStock(): void;
}

/** All projections on one connection. */
export function projector(sqlite: Sqlite): Projector {
  const all = PROJECTIONS.map((projection) => projection.on(sqlite, (table) => table));
  return {
    project: (position, row) => {
      if (row.family === 'X') return;
      for (const projecting of all) projecting.project(position, row);
    },
    sumStock: () => {
      for (const projecting of all) projecting.settle?.();
    },
  };
}
