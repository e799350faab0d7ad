/** How a ticket is paid. Door of the folder. */
export { quickAmounts } from './quick-amounts.ts';
export { settle, SETTLEMENT_ORDER } from './settle.ts';
export type { Settlement, SettlementPayment, TenderedPayment } from './settle.ts';
