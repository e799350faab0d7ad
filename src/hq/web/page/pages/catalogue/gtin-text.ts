/** A barcode as it is printed under its bars: kept with fourteen digits, most have thirteen or eight. */
export function gtinText(gtin: string): string;
export function gtinText(gtin: string | undefined): string | undefined;
export function gtinText(gtin: string | undefined): string | undefined {
  return gtin?.replace(/^0{6}(?=\d{8}$)|^0(?=\d{13}$)/, '');
}
