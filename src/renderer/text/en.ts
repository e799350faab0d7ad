/** The words of the screen in English. */
import { allowances } from './en/allowances.ts';
import { cashRefusals } from './en/cash-refusals.ts';
import { cash } from './en/cash.ts';
import { customers } from './en/customers.ts';
import { devices } from './en/devices.ts';
import { faults } from './en/faults.ts';
import { headquarters } from './en/headquarters.ts';
import { memberRefusals } from './en/member-refusals.ts';
import { printing } from './en/printing.ts';
import { refusals } from './en/refusals.ts';
import { selling } from './en/selling.ts';
import { settings } from './en/settings.ts';
import { status } from './en/status.ts';
import { stock } from './en/stock.ts';
import { tenders } from './en/tenders.ts';
import type { Texts } from './text.ts';

export const en: Texts = {
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
