/**
 * A product as the till sells it: what a scan finds. Self-contained, so that a line needs nothing else.
 */
import type { ProductId } from '#base/brand.ts';

export type Unit = 'piece' | 'kg' | 'l';

export interface Product {
  readonly id: ProductId;
  readonly name: string;
  readonly brand?: string;
  /** Canonical GTIN-14 digits, the first is the one shown. Empty for goods sold by PLU alone. */
  readonly gtins: readonly string[];
  /** Price look-up number typed by the cashier, digits only. */
  readonly plu?: string;
  readonly unit: Unit;
  /** Price of one unit, VAT included, in minor units of the shop's currency. */
  readonly priceMinor: number;
  readonly vatRateBasisPoints: number;
  readonly category?: string;
  /** Age under which the product must not be sold. */
  readonly ageLimitYears?: number;
  /** Deposit for the container of one unit, VAT included. */
  readonly depositMinor?: number;
  /** Whether meal vouchers may pay for it. */
  readonly mealVoucher: boolean;
}

/** A product as a file or a list describes it: without the id that the shop gives it, with the stock counted there. */
export interface ProductRecord extends Omit<Product, 'id'> {
  /** In thousandths of the unit. */
  readonly stockMilli?: number;
}
