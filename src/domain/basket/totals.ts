/**
 * What a basket comes to. Worked out here and nowhere else: screen, journal and receipt repeat these figures.
 */
import { vatBreakdown } from '#domain/vat/vat.ts';
import type { VatBreakdown } from '#domain/vat/vat.ts';
import type { BasketLine } from './lines.ts';

/** Total, VAT by rate and the net of each line. */
export function basketTotals(lines: readonly BasketLine[]): VatBreakdown {
  return vatBreakdown(lines);
}
