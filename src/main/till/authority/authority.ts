/** What this till may spend of accounts that headquarters looks after. Door of the folder. */
export { allowanceView } from './allowance-view.ts';
export { AuthorityDesk } from './authority-desk.ts';
export { offlineSpending } from './limits.ts';
export { allowedParts, forgetRefusals, prepareSpending, refusedSpending } from './spending.ts';
export type { Spending } from './spending.ts';
