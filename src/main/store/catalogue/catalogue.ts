/** The catalogue of a shop: a file of its own, replaced whole. Door of the folder. */
export { buildCatalogue } from './build.ts';
export { buildAside } from './build-aside.ts';
export { buildHere } from './build-here.ts';
export { catalogueSink } from './feed-sink.ts';
export type { CatalogueSink } from './feed-sink.ts';
export { openCatalogue } from './open.ts';
export type { FedCatalogue } from './open.ts';
export { exportProducts } from './export.ts';
export { importProducts } from './import.ts';
export type { ImportSummary, RefusedLine } from './import.ts';
