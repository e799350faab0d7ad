/** The catalogue of a shop: a file of its own, replaced whole. Door of the folder. */
export { buildCatalogue } from './build.ts';
export { openCatalogue } from './open.ts';
export { exportProducts } from './export.ts';
export { importProducts } from './import.ts';
export type { ImportSummary, RefusedLine } from './import.ts';
