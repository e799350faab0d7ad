/**
 * VAT by ticket and rate. Prices include VAT, so that VAT is taken out of the gross of each rate once, and the lines
 * share what is left: the rows always add up to the total, and so do the line nets.
 */
import { assert } from '#base/assert.ts';
import { divideRoundHalfAway, roundTogether } from '#domain/money/money.ts';

/** Basis points in a whole: a rate of 2000 is 20 %. */
const WHOLE_BASIS_POINTS = 10_000;

export interface VatLine {
  /** What the customer pays for the line, VAT included, discounts taken off. */
  readonly grossMinor: number;
  readonly vatRateBasisPoints: number;
}

export interface VatRow {
  readonly rateBasisPoints: number;
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

export interface VatBreakdown {
  /** One row a rate, the highest rate first. */
  readonly rows: readonly VatRow[];
  /** Net of each line, in the order of the lines; those of one rate add up to the net of its row. */
  readonly lineNetsMinor: readonly number[];
  readonly grossMinor: number;
  readonly netMinor: number;
  readonly vatMinor: number;
}

/**
 * Per rate r: VAT = round half away from zero (gross·r / (10000 + r)), net = gross − VAT; each line's net is its exact
 * net rounded down or up so that the lines of the rate add up (largest remainder, ties to the earlier line).
 */
export function vatBreakdown(lines: readonly VatLine[]): VatBreakdown {
  const rates = [...new Set(lines.map((line) => line.vatRateBasisPoints))].sort((left, right) => right - left);
  const lineNetsMinor = lines.map(() => 0);
  const rows = rates.map((rateBasisPoints) => {
    const positions = lines.flatMap((line, index) => (line.vatRateBasisPoints === rateBasisPoints ? [index] : []));
    const grosses = positions.map((index) => lines[index]?.grossMinor ?? 0);
    const row = rowOf(rateBasisPoints, sum(grosses));
    const nets = netsOf(row, grosses);
    positions.forEach((position, index) => (lineNetsMinor[position] = nets[index] ?? 0));
    return row;
  });
  return {
    rows,
    lineNetsMinor,
    grossMinor: sum(rows.map((row) => row.grossMinor)),
    netMinor: sum(rows.map((row) => row.netMinor)),
    vatMinor: sum(rows.map((row) => row.vatMinor)),
  };
}

function rowOf(rateBasisPoints: number, grossMinor: number): VatRow {
  assert(Number.isSafeInteger(rateBasisPoints) && rateBasisPoints >= 0, 'a VAT rate is a whole number of basis points');
  const vatMinor = divideRoundHalfAway(
    BigInt(grossMinor) * BigInt(rateBasisPoints),
    BigInt(WHOLE_BASIS_POINTS + rateBasisPoints),
  );
  return { rateBasisPoints, grossMinor, netMinor: grossMinor - vatMinor, vatMinor };
}

/** A ticket that gives money back is the mirror image of the one that took it. */
function netsOf(row: VatRow, grosses: readonly number[]): readonly number[] {
  const mirror = row.grossMinor < 0 ? -1 : 1;
  const nets = roundTogether({
    totalMinor: mirror * row.netMinor,
    numerators: grosses.map((gross) => BigInt(mirror * gross) * BigInt(WHOLE_BASIS_POINTS)),
    denominator: BigInt(WHOLE_BASIS_POINTS + row.rateBasisPoints),
  });
  return nets.map((net) => (net === 0 ? 0 : mirror * net));
}

function sum(amounts: readonly number[]): number {
  const total = amounts.reduce((left, right) => left + right, 0);
  assert(Number.isSafeInteger(total), 'an amount stays within safe integers');
  return total;
}
