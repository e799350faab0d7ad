/** The second steps, in no order that matters: each has cursors of its own. */
import { ACCOUNTS_PROJECTOR } from '../accounts/accounts.ts';
import { PERSONS_PROJECTOR } from '../persons/persons.ts';
import { REFUNDS_PROJECTOR } from '../refunds/refunds.ts';
import { SALES_PROJECTOR } from '../sales/sales.ts';
import { STOCK_PROJECTOR } from '../stock/stock.ts';
import type { Projector } from './projector.ts';

export const PROJECTORS: readonly Projector[] = [
  ACCOUNTS_PROJECTOR,
  PERSONS_PROJECTOR,
  REFUNDS_PROJECTOR,
  SALES_PROJECTOR,
  STOCK_PROJECTOR,
];
