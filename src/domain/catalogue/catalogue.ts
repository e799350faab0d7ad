/** What the shop sells. Door of the folder. */
export type { Product, Unit } from './product.ts';
