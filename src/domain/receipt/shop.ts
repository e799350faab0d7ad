/**
 * The shop as it stands at the head of a receipt. The names of official numbers are those of the country and are never
 * translated: a SIRET is a SIRET on an Arabic receipt.
 */

export interface ReceiptShop {
  readonly name: string;
  readonly addressLines: readonly string[];
  readonly countryCode: string;
  readonly registrationId: string;
  readonly vatId: string;
  readonly activityCode?: string;
  readonly phone?: string;
  readonly receiptFooterLines: readonly string[];
}

interface OfficialNames {
  readonly registration: string;
  readonly vat: string;
  readonly activity: string;
}

const OFFICIAL_NAMES: Readonly<Record<string, OfficialNames>> = {
  FR: { registration: 'SIRET', vat: 'TVA', activity: 'NAF' },
  MA: { registration: 'ICE', vat: 'IF', activity: 'TP' },
  TN: { registration: 'MF', vat: 'TVA', activity: 'RC' },
};
const OTHER_NAMES: OfficialNames = { registration: 'ID', vat: 'TVA', activity: 'APE' };

/** The lines of official numbers, those that the shop has. */
export function officialLines(shop: ReceiptShop): readonly string[] {
  const names = OFFICIAL_NAMES[shop.countryCode] ?? OTHER_NAMES;
  const first = [named(names.registration, shop.registrationId), named(names.activity, shop.activityCode ?? '')];
  return [first.filter((part) => part !== '').join(' - '), named(names.vat, shop.vatId)].filter((line) => line !== '');
}

function named(name: string, value: string): string {
  return value === '' ? '' : `${name} ${value}`;
}
