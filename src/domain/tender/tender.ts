/** How a ticket is paid. Door of the folder. */
export { quickAmounts } from './quick-amounts.ts';
export { settle } from './settle.ts';
export type { Settlement } from './settle.ts';
