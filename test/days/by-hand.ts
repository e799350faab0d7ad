/**
 * A ticket worked out by hand, from what was sold and nothing else: written from docs/spec/money.md without a look at the
 * till's own arithmetic, and importing none of it. Exact fractions are kept as pairs of big integers.
 */

export interface Article {
  readonly name: string;
  readonly category: string;
  readonly rate: number;
  readonly unitMinor: number;
  readonly milli: number;
  /** Price of the list, where another was set. */
  readonly listMinor?: number;
  readonly depositMinor: number;
  readonly percentOff?: number;
  readonly amountOff?: number;
  readonly mealVoucher: boolean;
}

export interface WorkedLine {
  readonly kind: 'goods' | 'deposit' | 'voucher';
  readonly article: number;
  readonly category: string;
  readonly rate: number;
  readonly milli: number;
  /** What the points of the customer took off. */
  readonly pointsOff: number;
  readonly gross: number;
  net: number;
  vat: number;
}

export interface Worked {
  readonly lines: readonly WorkedLine[];
  readonly gross: number;
  readonly vat: number;
  readonly byRate: ReadonlyMap<number, { readonly gross: number; readonly vat: number }>;
  readonly off: number;
  readonly mealVoucher: number;
  readonly goodsBeforePoints: number;
}

/** Half away from zero. */
export function halfUp(top: bigint, bottom: bigint): number {
  const sign = top < 0n ? -1n : 1n;
  const whole = (sign * top) / bottom;
  const rest = (sign * top) % bottom;
  return Number(sign * (2n * rest >= bottom ? whole + 1n : whole));
}

/** Shares of `amount` by weight: each cut down, and what is missing goes to the largest rests, the first of equals first. */
export function sharesOf(amount: number, weights: readonly number[]): number[] {
  const all = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  if (all === 0n) return weights.map(() => 0);
  const exact = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const parts = exact.map((each) => each / all);
  let missing = BigInt(amount) - parts.reduce((sum, part) => sum + part, 0n);
  const order = exact.map((each, index) => ({ rest: each % all, index }));
  order.sort((left, right) => Number(right.rest - left.rest) || left.index - right.index);
  for (const { index } of order) {
    if (missing <= 0n) break;
    parts[index] = (parts[index] ?? 0n) + 1n;
    missing -= 1n;
  }
  return parts.map(Number);
}

export function roundTo(unit: number, amount: number): number {
  return halfUp(BigInt(amount), BigInt(unit)) * unit;
}

function offOf(base: number, percent: number | undefined, amount: number | undefined): number {
  if (percent !== undefined) return halfUp(BigInt(base) * BigInt(percent), 10_000n);
  return Math.min(amount ?? 0, base);
}

/** What the articles, the discount of the ticket and the points come to; `vouchers` are single-purpose ones that are sold. */
export function workOut(ticket: {
  readonly articles: readonly Article[];
  readonly percentOff?: number;
  readonly amountOff?: number;
  readonly pointsMinor: number;
  readonly vouchers: readonly { readonly rate: number; readonly minor: number }[];
}): Worked {
  const list = ticket.articles.map((article) => halfUp(BigInt(article.unitMinor) * BigInt(article.milli), 1000n));
  const afterLine = ticket.articles.map((article, index) => {
    const base = list[index] ?? 0;
    return base - offOf(base, article.percentOff, article.amountOff);
  });
  const goods = afterLine.reduce((sum, each) => sum + each, 0);
  const ticketOff = offOf(goods, ticket.percentOff, ticket.amountOff);
  const ticketShares = sharesOf(ticketOff, afterLine);
  const afterTicket = afterLine.map((each, index) => each - (ticketShares[index] ?? 0));
  const goodsBeforePoints = goods - ticketOff;
  const pointShares = sharesOf(ticket.pointsMinor, afterTicket);
  const lines: WorkedLine[] = ticket.articles.flatMap((article, index) => {
    const { category, rate, milli } = article;
    const pointsOff = pointShares[index] ?? 0;
    const gross = (afterTicket[index] ?? 0) - pointsOff;
    const line: WorkedLine = { kind: 'goods', article: index, category, rate, milli, pointsOff, gross, net: 0, vat: 0 };
    if (article.depositMinor === 0) return [line];
    const deposit = halfUp(BigInt(article.depositMinor) * BigInt(milli), 1000n);
    // A container is no part of the price and bears no VAT.
    return [line, { ...line, kind: 'deposit', category: '', rate: 0, pointsOff: 0, gross: deposit }];
  });
  for (const { rate, minor } of ticket.vouchers)
    lines.push({
      kind: 'voucher',
      article: -1,
      category: '',
      rate,
      milli: 1000,
      pointsOff: 0,
      gross: minor,
      net: 0,
      vat: 0,
    });
  const byRate = new Map<number, { gross: number; vat: number }>();
  for (const rate of new Set(lines.map((line) => line.rate))) {
    const own = lines.filter((line) => line.rate === rate);
    const gross = own.reduce((sum, line) => sum + line.gross, 0);
    const vat = halfUp(BigInt(gross) * BigInt(rate), BigInt(10_000 + rate));
    byRate.set(rate, { gross, vat });
    netOfLines(own, gross - vat, rate);
  }
  return {
    lines,
    gross: lines.reduce((sum, line) => sum + line.gross, 0),
    vat: [...byRate.values()].reduce((sum, row) => sum + row.vat, 0),
    byRate,
    off: list.reduce((sum, each) => sum + each, 0) - goodsBeforePoints + ticket.pointsMinor,
    mealVoucher: lines
      .filter((line) => line.kind === 'goods' && ticket.articles[line.article]?.mealVoucher === true)
      .reduce((sum, line) => sum + line.gross, 0),
    goodsBeforePoints,
  };
}

/** Each line's exact net, cut down; the units that are missing go to the largest rests. */
function netOfLines(lines: readonly WorkedLine[], net: number, rate: number): void {
  const bottom = BigInt(10_000 + rate);
  let missing = net;
  const rests = lines.map((line, index) => {
    const top = BigInt(line.gross) * 10_000n;
    line.net = Number(top / bottom);
    missing -= line.net;
    return { rest: top % bottom, index };
  });
  rests.sort((left, right) => Number(right.rest - left.rest) || left.index - right.index);
  for (const { index } of rests) {
    const line = lines[index];
    if (line === undefined) continue;
    if (missing > 0) {
      line.net += 1;
      missing -= 1;
    }
    line.vat = line.gross - line.net;
  }
  if (missing !== 0) throw new Error('nets do not add up to that of their rate');
}
