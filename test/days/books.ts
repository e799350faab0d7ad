/**
 * A shop's books kept by hand beside the till: a pile of cash, a list of each method, an account book, a points book. It is
 * told what people did and never what the till made of it.
 */
import { type Article, halfUp, roundTo, type Worked, workOut } from './by-hand.ts';

export interface Paid {
  readonly method: string;
  readonly minor: number;
  readonly account?: string;
}

/** A sale in the books, for what may come back of it. */
export interface Sold {
  readonly worked: Worked;
  readonly earned: number;
  readonly redeemed: number;
  readonly member: string | null;
  readonly paid: readonly Paid[];
  /** Thousandths that came back, by article. */
  readonly back: number[];
  backPaid: { method: string; minor: number; account?: string }[];
  takenBack: number;
  givenBack: number;
}

export interface SessionBook {
  cash: number;
  readonly methods: Map<string, number>;
}

export const CATEGORY_FACTORS: Readonly<Record<string, number>> = { fruit: 1, cheese: 2, tobacco: 0 };

export class Books {
  readonly unit: number;
  readonly perMinor: number;
  readonly accounts = new Map<string, number>();
  readonly points = new Map<string, number>();
  session: SessionBook = { cash: 0, methods: new Map() };
  sales = { count: 0, minor: 0 };
  refunds = { count: 0, minor: 0 };
  readonly rates = new Map<number, { gross: number; vat: number }>();
  readonly categories = new Map<string, number>();
  /** By method, what came in less what went back. */
  readonly received = new Map<string, { count: number; minor: number; backCount: number; back: number }>();
  off = 0;
  rounding = 0;
  loaded = 0;
  spent = 0;
  returned = 0;
  pointMoves = { earned: 0, redeemed: 0, takenBack: 0, givenBack: 0 };
  moved = { in: 0, out: 0, drop: 0 };
  /** Single-purpose vouchers sold: loaded on an account, and turnover all the same. */
  taxedWhenSold = 0;
  owedBefore = 0;
  pointsBefore = 0;

  constructor(options: { readonly unit: number; readonly perMinor: number }) {
    this.unit = options.unit;
    this.perMinor = options.perMinor;
  }

  /** A new page: accounts and points go on, the figures of the day begin anew. */
  newDay(): void {
    this.sales = { count: 0, minor: 0 };
    this.refunds = { count: 0, minor: 0 };
    this.rates.clear();
    this.categories.clear();
    this.received.clear();
    this.off = 0;
    this.rounding = 0;
    this.loaded = 0;
    this.spent = 0;
    this.returned = 0;
    this.pointMoves = { earned: 0, redeemed: 0, takenBack: 0, givenBack: 0 };
    this.moved = { in: 0, out: 0, drop: 0 };
    this.taxedWhenSold = 0;
    this.owedBefore = [...this.accounts.values()].reduce((sum, minor) => sum + minor, 0);
    this.pointsBefore = [...this.points.values()].reduce((sum, each) => sum + each, 0);
  }

  openSession(float: number): void {
    this.session = { cash: float, methods: new Map() };
  }

  /** A sale: returns what it came to, the change and the points. */
  sell(sale: {
    readonly articles: readonly Article[];
    readonly percentOff?: number;
    readonly amountOff?: number;
    readonly points: number;
    readonly member: string | null;
    readonly loads: readonly { readonly account: string; readonly minor: number }[];
    readonly vouchers: readonly { readonly account: string; readonly rate: number; readonly minor: number }[];
    /** What is not cash, exactly; and what lies on the table in cash. */
    readonly others: readonly Paid[];
    readonly tendered: number;
  }): { readonly sold: Sold; readonly due: number; readonly change: number; readonly rounding: number } {
    const worked = workOut({ ...sale, pointsMinor: Math.floor((sale.points * this.perMinor) / 20) });
    const loadedMinor = sale.loads.reduce((sum, each) => sum + each.minor, 0);
    const due = worked.gross + loadedMinor;
    const left = due - sale.others.reduce((sum, each) => sum + each.minor, 0);
    const inCoins = roundTo(this.unit, left);
    const change = sale.tendered - inCoins;
    this.sales = { count: this.sales.count + 1, minor: this.sales.minor + worked.gross };
    this.off += worked.off;
    for (const [rate, row] of worked.byRate) this.#rate(rate, row.gross, row.vat);
    for (const line of worked.lines) this.#category(line.category, line.gross);
    this.taxedWhenSold += sale.vouchers.reduce((sum, each) => sum + each.minor, 0);
    for (const { account, minor } of [...sale.loads, ...sale.vouchers]) {
      this.loaded += minor;
      this.#account(account, minor);
    }
    const paid: Paid[] = [...sale.others];
    if (sale.tendered > 0) paid.push({ method: 'cash', minor: inCoins });
    for (const each of paid) {
      this.#receive(each.method, each.minor);
      if (each.account === undefined) continue;
      this.spent += each.minor;
      this.#account(each.account, -each.minor);
    }
    this.session.cash += sale.tendered - change;
    this.rounding += left - inCoins;
    const earned = sale.member === null ? 0 : this.#earned(worked);
    if (sale.member !== null) {
      this.#point(sale.member, earned - sale.points);
      this.pointMoves.earned += earned;
      this.pointMoves.redeemed += sale.points;
    }
    const sold: Sold = {
      worked,
      earned,
      redeemed: sale.points,
      member: sale.member,
      paid,
      back: sale.articles.map(() => 0),
      backPaid: [],
      takenBack: 0,
      givenBack: 0,
    };
    return { sold, due, change, rounding: left - inCoins };
  }

  /** So much of each article comes back; `others` is what does not go back in cash. */
  refund(
    sold: Sold,
    back: readonly { readonly article: number; readonly milli: number }[],
    others: readonly Paid[],
  ): { readonly gross: number; readonly vat: number; readonly cash: number; readonly rounding: number } {
    const before = this.#shares(sold, sold.back);
    const touched = new Set(back.map(({ article }) => article));
    for (const { article, milli } of back) sold.back[article] = (sold.back[article] ?? 0) + milli;
    const after = this.#shares(sold, sold.back);
    let gross = 0;
    let vat = 0;
    sold.worked.lines.forEach((line, index) => {
      const [from, to] = [before[index], after[index]];
      if (from === undefined || to === undefined || !touched.has(line.article)) return;
      gross += to.gross - from.gross;
      vat += to.vat - from.vat;
      this.#rate(line.rate, from.gross - to.gross, from.vat - to.vat);
      this.#category(line.category, from.gross - to.gross);
    });
    const othersMinor = others.reduce((sum, each) => sum + each.minor, 0);
    // Coins are rounded over all that came back of the ticket, so that many small refunds round no more than one.
    const givenOthers = sold.backPaid.filter(({ method }) => method !== 'cash');
    const givenCash = sold.backPaid
      .filter(({ method }) => method === 'cash')
      .reduce((sum, each) => sum + each.minor, 0);
    const exactBefore =
      before.reduce((sum, each) => sum + each.gross, 0) - givenOthers.reduce((sum, each) => sum + each.minor, 0);
    const exactNow = gross - othersMinor;
    const cash = exactNow === 0 ? 0 : Math.max(0, roundTo(this.unit, exactBefore + exactNow) - givenCash);
    for (const each of [...others, ...(cash === 0 ? [] : [{ method: 'cash', minor: cash }])]) {
      sold.backPaid.push({ ...each });
      this.#giveBack(each);
    }
    this.session.cash -= cash;
    this.rounding += cash - exactNow;
    this.refunds = { count: this.refunds.count + 1, minor: this.refunds.minor - gross };
    this.#pointsBack(sold);
    return { gross, vat, cash, rounding: cash - exactNow };
  }

  move(kind: 'in' | 'out' | 'drop', minor: number): void {
    this.moved[kind] += minor;
    this.session.cash += kind === 'in' ? minor : -minor;
  }

  #earned(worked: Worked): number {
    const counts = worked.lines
      .filter((line) => line.kind === 'goods')
      .reduce((sum, line) => sum + line.gross * (CATEGORY_FACTORS[line.category] ?? 1), 0);
    return Math.floor(counts / this.perMinor);
  }

  #shares(sold: Sold, back: readonly number[]): { gross: number; vat: number; pointsOff: number; weight: number }[] {
    return sold.worked.lines.map((line) => {
      const milli = BigInt(back[line.article] ?? 0);
      const part = (amount: number): number => halfUp(BigInt(amount) * milli, BigInt(line.milli));
      const gross = part(line.gross);
      const weight = line.kind === 'goods' ? gross * (CATEGORY_FACTORS[line.category] ?? 1) : 0;
      return { gross, vat: part(line.vat), pointsOff: part(line.pointsOff), weight };
    });
  }

  /** As many points stay as what stays would have earned; what points had paid for comes back as points. */
  #pointsBack(sold: Sold): void {
    if (sold.member === null) return;
    const goods = sold.worked.lines.map((line) => line.kind === 'goods');
    const now = this.#shares(sold, sold.back);
    const sums = (weigh: (index: number) => readonly [number, number]): readonly [bigint, bigint] => {
      const pairs = now.map((_, index) => weigh(index));
      return [
        pairs.reduce((sum, [part]) => sum + BigInt(part), 0n),
        pairs.reduce((sum, [, whole]) => sum + BigInt(whole), 0n),
      ];
    };
    const factor = (index: number): number => CATEGORY_FACTORS[sold.worked.lines[index]?.category ?? ''] ?? 1;
    const lineGross = (index: number): number => sold.worked.lines[index]?.gross ?? 0;
    const anyWeighs = goods.some((isGoods, index) => isGoods && lineGross(index) * factor(index) > 0);
    const [backWeight, wholeWeight] = sums((index) => {
      if (goods[index] !== true) return [0, 0];
      const times = anyWeighs ? factor(index) : 1;
      return [(now[index]?.gross ?? 0) * times, lineGross(index) * times];
    });
    const isAll = sold.worked.lines.every((line) => line.kind !== 'goods' || sold.back[line.article] === line.milli);
    const stays =
      wholeWeight === 0n
        ? isAll
          ? 0
          : sold.earned
        : Number((BigInt(sold.earned) * (wholeWeight - backWeight)) / wholeWeight);
    const [backOff, wholeOff] = sums((index) => [now[index]?.pointsOff ?? 0, sold.worked.lines[index]?.pointsOff ?? 0]);
    const given = wholeOff === 0n ? (isAll ? sold.redeemed : 0) : Number((BigInt(sold.redeemed) * backOff) / wholeOff);
    const taken = Math.max(0, sold.earned - stays - sold.takenBack);
    const back = Math.max(0, given - sold.givenBack);
    sold.takenBack += taken;
    sold.givenBack += back;
    this.pointMoves.takenBack += taken;
    this.pointMoves.givenBack += back;
    this.#point(sold.member, back - taken);
  }

  #giveBack({ method, minor, account }: Paid): void {
    const sum = this.received.get(method) ?? { count: 0, minor: 0, backCount: 0, back: 0 };
    const backCount = sum.backCount + 1;
    this.received.set(method, { ...sum, minor: sum.minor - minor, backCount, back: sum.back - minor });
    this.session.methods.set(method, (this.session.methods.get(method) ?? 0) - minor);
    if (account === undefined) return;
    this.returned += minor;
    this.#account(account, minor);
  }

  #receive(method: string, minor: number): void {
    const sum = this.received.get(method) ?? { count: 0, minor: 0, backCount: 0, back: 0 };
    this.received.set(method, { ...sum, count: sum.count + 1, minor: sum.minor + minor });
    this.session.methods.set(method, (this.session.methods.get(method) ?? 0) + minor);
  }

  #rate(rate: number, gross: number, vat: number): void {
    const row = this.rates.get(rate) ?? { gross: 0, vat: 0 };
    this.rates.set(rate, { gross: row.gross + gross, vat: row.vat + vat });
  }

  #category(category: string, gross: number): void {
    this.categories.set(category, (this.categories.get(category) ?? 0) + gross);
  }

  #account(account: string, minor: number): void {
    this.accounts.set(account, (this.accounts.get(account) ?? 0) + minor);
  }

  #point(member: string, points: number): void {
    this.points.set(member, (this.points.get(member) ?? 0) + points);
  }
}
