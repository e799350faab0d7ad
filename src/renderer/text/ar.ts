/** The words of the screen in Arabic. */
import { allowances } from './ar/allowances.ts';
import { cashRefusals } from './ar/cash-refusals.ts';
import { cash } from './ar/cash.ts';
import { customers } from './ar/customers.ts';
import { devices } from './ar/devices.ts';
import { faults } from './ar/faults.ts';
import { headquarters } from './ar/headquarters.ts';
import { memberRefusals } from './ar/member-refusals.ts';
import { printing } from './ar/printing.ts';
import { refusals } from './ar/refusals.ts';
import { selling } from './ar/selling.ts';
import { settings } from './ar/settings.ts';
import { status } from './ar/status.ts';
import { stock } from './ar/stock.ts';
import { tenders } from './ar/tenders.ts';
import type { Texts } from './text.ts';

export const ar: Texts = {
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
