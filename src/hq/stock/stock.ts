/** What stores have, at headquarters. Door of the folder. */
export { stockHandlers } from './ask.ts';
export { STOCK_PROJECTOR } from './project.ts';
export { readOversold, readStock, readStockMovements, readStockOf } from './reads.ts';
