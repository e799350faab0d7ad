/** Which line of the ticket actions are about, and which quantity somebody is asked for or typed. */
import type { BasketView, LineView } from '#contract/screen/views.ts';
import { parseDecimal } from '../format/format.ts';

const PIECE_MILLI = 1_000;

/** A product that the till did not add because it is sold by a quantity that nobody has typed yet. */
export interface Weighing {
  readonly productId: string;
  readonly label: string;
  readonly unit: string;
}

/** The line that actions are about: the one somebody chose, until the till adds another. */
export function selectedLine(
  basket: BasketView,
  chosen: { readonly lineId: string; readonly serial: number } | null,
): string | null {
  const rows = [...basket.lines, ...basket.vouchers];
  const has = (id: string | undefined) => id !== undefined && rows.some(({ lineId }) => lineId === id);
  const serial = basket.notice?.serial ?? 0;
  if (chosen !== null && chosen.serial >= serial && has(chosen.lineId)) return chosen.lineId;
  const noticed = basket.notice?.lineId;
  if (noticed !== undefined && has(noticed)) return noticed;
  return basket.lines.findLast(({ kind }) => kind === 'product')?.lineId ?? basket.vouchers.at(-1)?.lineId ?? null;
}

/** The product that the till's last word asks a quantity for. */
export function weighingOf(basket: BasketView | null): Weighing | null {
  if (basket?.notice?.reason !== 'quantity_needed') return null;
  const { productId, label, unit } = basket.notice.params ?? {};
  return { productId: String(productId), label: String(label), unit: String(unit) };
}

/** Thousandths that were typed for a line; null where they cannot be read, or pieces would be cut. */
export function readQuantity(text: string, line: LineView): number | null {
  const milli = parseDecimal(text, 3);
  if (milli === null || milli <= 0) return null;
  return line.unit === 'piece' && milli % PIECE_MILLI !== 0 ? null : milli;
}
