/**
 * The words of the screen in French, the first language. Its keys are the keys of every language; `{name}` stands for a
 * value, and an entry with several forms is chosen by a count.
 */
import { allowances } from './fr/allowances.ts';
import { cashRefusals } from './fr/cash-refusals.ts';
import { cash } from './fr/cash.ts';
import { customers } from './fr/customers.ts';
import { devices } from './fr/devices.ts';
import { faults } from './fr/faults.ts';
import { headquarters } from './fr/headquarters.ts';
import { memberRefusals } from './fr/member-refusals.ts';
import { printing } from './fr/printing.ts';
import { refusals } from './fr/refusals.ts';
import { selling } from './fr/selling.ts';
import { settings } from './fr/settings.ts';
import { status } from './fr/status.ts';
import { stock } from './fr/stock.ts';
import { tenders } from './fr/tenders.ts';

export const fr = {
  ...selling,
  ...tenders,
  ...customers,
  ...cash,
  ...printing,
  ...devices,
  ...settings,
  ...status,
  ...stock,
  ...headquarters,
  ...refusals,
  ...cashRefusals,
  ...memberRefusals,
  ...allowances,
  ...faults,
};
