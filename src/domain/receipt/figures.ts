/**
 * The figures of a report, as an X and a Z both print them. They are sums that were made elsewhere, from rows: nothing is
 * worked out here.
 */
import type { DayClosedPayload, SumPayload, SumWithRefundsPayload } from '#domain/journal/journal.ts';
import { type Currency, type Language, formatDecimal, formatMinor, formatRate } from '#domain/money/money.ts';
import { pair, paperText, plainAmount, quarters, subtitle } from './blocks.ts';
import type { ReceiptBlock } from './document.ts';
import { REPORT_WORDS, type ReportWords } from './report-words.ts';
import { RECEIPT_WORDS } from './words.ts';

/** What an X says of a session and a Z of a day. */
export type ReportFigures = Pick<
  DayClosedPayload,
  | 'business_day'
  | 'currency'
  | 'first_ticket_number'
  | 'last_ticket_number'
  | 'sales'
  | 'refunds'
  | 'gross_minor'
  | 'net_minor'
  | 'vat_minor'
  | 'vat'
  | 'article_count'
  | 'methods'
  | 'cash_rounding_minor'
  | 'categories'
  | 'operators'
  | 'hours'
  | 'discounts'
  | 'price_overrides'
  | 'voided_lines'
  | 'cancelled_tickets'
  | 'drawer_openings'
  | 'duplicates'
  | 'approvals'
  | 'stored_value'
  | 'points'
  | 'cash_moved'
>;

export interface FiguresSource {
  readonly figures: ReportFigures;
  readonly currency: Currency;
  readonly language: Language;
  /** How an operator is called on paper; the figures hold ids only. */
  readonly nameOf: (operatorId: string) => string;
}

/** The sections of a report, each with its own head. */
export function figureSections(source: FiguresSource): readonly (readonly ReceiptBlock[])[] {
  const page = new Page(source);
  return [
    page.totals(),
    page.vat(),
    page.methods(),
    page.cashMoved(),
    page.categories(),
    page.operators(),
    page.hours(),
    page.events(),
    page.storedValue(),
    page.points(),
  ];
}

class Page {
  readonly #source: FiguresSource;
  readonly #words: ReportWords;

  constructor(source: FiguresSource) {
    this.#source = source;
    this.#words = REPORT_WORDS[source.language];
  }

  totals(): readonly ReceiptBlock[] {
    const { figures } = this.#source;
    const words = this.#words;
    const { first_ticket_number: first, last_ticket_number: last } = figures;
    const numbers = first === undefined || last === undefined ? [] : [pair(words.tickets, `${first} - ${last}`)];
    return [
      ...numbers,
      this.#sum(words.sales, figures.sales),
      this.#sum(words.refunds, figures.refunds),
      { ...pair(words.gross, this.#money(figures.gross_minor)), bold: true },
      pair(words.net, this.#amount(figures.net_minor)),
      pair(words.vat, this.#amount(figures.vat_minor)),
      pair(words.articles, this.#count(figures.article_count)),
    ];
  }

  vat(): readonly ReceiptBlock[] {
    const { figures, language } = this.#source;
    if (figures.vat.length === 0) return [];
    const { rate, net, vat, gross } = RECEIPT_WORDS[language];
    return [
      subtitle(this.#words.byRate),
      quarters([rate, net, vat, gross]),
      ...figures.vat.map((row) =>
        quarters([
          formatRate(row.rate_basis_points, language),
          this.#amount(row.net_minor),
          this.#amount(row.vat_minor),
          this.#amount(row.gross_minor),
        ]),
      ),
    ];
  }

  /** To the total of the day: what came in less what went back, rounding, and without what is no turnover. */
  methods(): readonly ReceiptBlock[] {
    const { figures } = this.#source;
    const words = this.#words;
    const besideMinor = figures.stored_value.beside_turnover_minor;
    const other = (label: string, minor: number) => (minor === 0 ? [] : [pair(label, this.#amount(minor))]);
    const rows = figures.methods.flatMap((sum) => this.#withRefunds(words.methods[sum.method], sum));
    if (rows.length === 0) return [];
    return headed(words.byMethod, [
      ...rows,
      ...other(words.rounding, figures.cash_rounding_minor),
      ...other(words.besideTurnover, 0 - besideMinor),
      { ...pair(words.gross, this.#money(figures.gross_minor)), bold: true },
    ]);
  }

  cashMoved(): readonly ReceiptBlock[] {
    const { pay_in: payIn, pay_out: payOut, safe_drop: safeDrop } = this.#source.figures.cash_moved;
    const words = this.#words;
    return headed(words.cashMoved, [
      ...this.#sumIfAny(words.payIns, payIn),
      ...this.#sumIfAny(words.payOuts, payOut),
      ...this.#sumIfAny(words.safeDrops, safeDrop),
    ]);
  }

  categories(): readonly ReceiptBlock[] {
    const words = this.#words;
    return headed(
      words.byCategory,
      this.#source.figures.categories.map((sum) =>
        this.#sum(sum.category === '' ? words.noCategory : paperText(sum.category), sum),
      ),
    );
  }

  operators(): readonly ReceiptBlock[] {
    const { figures, nameOf } = this.#source;
    return headed(
      this.#words.byOperator,
      figures.operators.flatMap((sum) => this.#withRefunds(paperText(nameOf(sum.operator)), sum)),
    );
  }

  hours(): readonly ReceiptBlock[] {
    return headed(
      this.#words.byHour,
      this.#source.figures.hours.map((sum) => this.#sum(`${String(sum.hour).padStart(2, '0')}:00`, sum)),
    );
  }

  /** What a manager looks at beside the takings; all of it, nothing too: a zero is an answer. */
  events(): readonly ReceiptBlock[] {
    const { figures } = this.#source;
    const words = this.#words;
    return headed(words.events, [
      this.#sum(words.discounts, figures.discounts),
      this.#sum(words.overrides, figures.price_overrides),
      this.#sum(words.voidedLines, figures.voided_lines),
      this.#sum(words.cancelledTickets, figures.cancelled_tickets),
      pair(words.drawerOpenings, this.#count(figures.drawer_openings)),
      pair(words.duplicates, this.#count(figures.duplicates)),
      pair(words.approvals, this.#count(figures.approvals)),
    ]);
  }

  storedValue(): readonly ReceiptBlock[] {
    const { stored_value: stored } = this.#source.figures;
    const words = this.#words;
    if (Object.values(stored).every((minor) => minor === 0)) return [];
    return headed(words.storedValue, [
      pair(words.loaded, this.#amount(stored.loaded_minor)),
      pair(words.besideTurnover, this.#amount(stored.beside_turnover_minor)),
      pair(words.spent, this.#amount(stored.spent_minor)),
      pair(words.returned, this.#amount(stored.returned_minor)),
      { ...pair(words.owed, this.#money(stored.outstanding_minor)), bold: true },
    ]);
  }

  points(): readonly ReceiptBlock[] {
    const { points } = this.#source.figures;
    const words = this.#words;
    if (Object.values(points).every((count) => count === 0)) return [];
    return headed(words.points, [
      pair(words.pointsEarned, this.#count(points.earned)),
      pair(words.pointsRedeemed, this.#count(points.redeemed)),
      pair(words.pointsTakenBack, this.#count(points.taken_back)),
      pair(words.pointsGivenBack, this.#count(points.given_back)),
      pair(words.pointsExpired, this.#count(points.expired)),
      pair(words.pointsHeld, this.#count(points.outstanding)),
    ]);
  }

  /** What refunds gave back stands below as part of it: the line itself is after refunds. */
  #withRefunds(label: string, sum: SumWithRefundsPayload): readonly ReceiptBlock[] {
    const { refund_count: count, refunded_minor: minor } = sum;
    const refunded = count === 0 ? [] : [this.#sum(`- ${this.#words.ofWhichRefunded}`, { count, amount_minor: minor })];
    return [this.#sum(label, sum), ...refunded];
  }

  #sumIfAny(label: string, sum: SumPayload): readonly ReceiptBlock[] {
    return sum.count === 0 ? [] : [this.#sum(label, sum)];
  }

  #sum(label: string, { count, amount_minor: minor }: SumPayload): ReceiptBlock {
    return pair(`${label} (${count})`, this.#amount(minor));
  }

  #count(value: number): string {
    return formatDecimal({ value, exponent: 0, language: this.#source.language });
  }

  #amount(minor: number): string {
    return plainAmount(minor, this.#source.currency, this.#source.language);
  }

  #money(minor: number): string {
    return formatMinor(minor, this.#source.currency, this.#source.language);
  }
}

function headed(head: string, rows: readonly ReceiptBlock[]): readonly ReceiptBlock[] {
  return rows.length === 0 ? [] : [subtitle(head), ...rows];
}
