/**
 * Every figure of a Z with a name that stays: what the CSV lists and the PDF shows. Codes are French and are never changed
 * (docs/spec/closing-files.md); labels are in the language of the file.
 */
import {
  type DayClosedPayload,
  type Entry,
  type SumPayload,
  type SumWithRefundsPayload,
  payloadOf,
} from '#domain/journal/journal.ts';
import { type Language, formatRate } from '#domain/money/money.ts';
import { REPORT_WORDS, localDateText, localTime, paperText, proofText } from '#domain/receipt/receipt.ts';
import { FILE_WORDS } from './words.ts';

export interface ClosingFileSource {
  readonly shopName: string;
  readonly tillNumber: string;
  /** The G row `day-closed`. */
  readonly closing: Entry;
  readonly operatorLabel: string;
  /** How an operator is called, by id. */
  readonly nameOf: (operatorId: string) => string;
  readonly language: Language;
}

/** One row; an absent figure is one that this row does not have, and 0 is a figure. */
export interface FigureRow {
  readonly code: string;
  readonly label: string;
  readonly text?: string;
  readonly count?: number;
  readonly amountMinor?: number;
  /** Of the amount, what refunds gave back, and how often. */
  readonly refundCount?: number;
  readonly refundedMinor?: number;
  readonly netMinor?: number;
  readonly vatMinor?: number;
}

export interface FigureSection {
  readonly code: string;
  readonly label: string;
  readonly rows: readonly FigureRow[];
}

/** All sections of a Z in their order, those without rows too. */
export function closingSections(source: ClosingFileSource): readonly FigureSection[] {
  const row = payloadOf(source.closing, 'day-closed');
  const { language, nameOf } = source;
  const words = REPORT_WORDS[language];
  const own = FILE_WORDS[language];
  return [
    { code: 'entete', label: own.head, rows: headRows(source, row) },
    {
      code: 'totaux',
      label: own.totals,
      rows: [
        sum('ventes', words.sales, row.sales),
        sum('remboursements', words.refunds, row.refunds),
        {
          code: 'total',
          label: words.gross,
          amountMinor: row.gross_minor,
          netMinor: row.net_minor,
          vatMinor: row.vat_minor,
        },
        { code: 'articles', label: words.articles, count: row.article_count },
      ],
    },
    {
      code: 'tva',
      label: words.byRate,
      rows: row.vat.map((rate) => ({
        code: String(rate.rate_basis_points),
        label: formatRate(rate.rate_basis_points, language),
        amountMinor: rate.gross_minor,
        netMinor: rate.net_minor,
        vatMinor: rate.vat_minor,
      })),
    },
    {
      code: 'reglements',
      label: words.byMethod,
      rows: [
        ...row.methods.map((method) => refundable(method.method, words.methods[method.method], method)),
        { code: 'arrondis', label: words.rounding, amountMinor: row.cash_rounding_minor },
        { code: 'hors-ca', label: words.besideTurnover, amountMinor: 0 - row.stored_value.beside_turnover_minor },
      ],
    },
    {
      code: 'especes',
      label: words.cashMoved,
      rows: [
        sum('apports', words.payIns, row.cash_moved.pay_in),
        sum('sorties', words.payOuts, row.cash_moved.pay_out),
        sum('prelevements', words.safeDrops, row.cash_moved.safe_drop),
      ],
    },
    {
      code: 'rayons',
      label: words.byCategory,
      rows: row.categories.map((each) =>
        sum(each.category === '' ? '-' : each.category, each.category === '' ? words.noCategory : each.category, each),
      ),
    },
    {
      code: 'operateurs',
      label: words.byOperator,
      rows: row.operators.map((each) => refundable(each.operator, nameOf(each.operator), each)),
    },
    {
      code: 'heures',
      label: words.byHour,
      rows: row.hours.map((each) => sum(String(each.hour).padStart(2, '0'), `${each.hour}:00`, each)),
    },
    { code: 'evenements', label: words.events, rows: eventRows(row, language) },
    { code: 'valeur-stockee', label: words.storedValue, rows: storedRows(row, language) },
    { code: 'points', label: words.points, rows: pointRows(row, language) },
    { code: 'sessions', label: words.sessions, rows: sessionRows(source, row) },
    {
      code: 'perpetuels',
      label: words.perpetual,
      rows: [
        { code: 'net', label: words.perpetualNet, amountMinor: row.perpetual_net_minor },
        { code: 'absolu', label: words.perpetualAbsolute, amountMinor: row.perpetual_absolute_minor },
        { code: 'tickets', label: words.perpetualTickets, count: row.perpetual_ticket_count },
      ],
    },
  ];
}

function headRows(source: ClosingFileSource, row: DayClosedPayload): readonly FigureRow[] {
  const { closing, language } = source;
  const words = REPORT_WORDS[language];
  const own = FILE_WORDS[language];
  const said = (code: string, label: string, value: string | undefined): readonly FigureRow[] =>
    value === undefined ? [] : [{ code, label, text: paperText(value) }];
  return [
    { code: 'z', label: words.z, count: row.z_number },
    ...said('magasin', own.shop, source.shopName),
    ...said('journee', words.businessDay, localDateText(row.business_day, language)),
    ...said('cloture', own.closedAt, localTime(closing.at, row.utc_offset_minutes, language)),
    ...said('operateur', words.closedBy, source.operatorLabel),
    ...said('caisse', own.till, source.tillNumber),
    ...said('devise', own.currency, row.currency),
    ...said('premier-ticket', own.firstTicket, row.first_ticket_number),
    ...said('dernier-ticket', own.lastTicket, row.last_ticket_number),
    ...(row.first_seq === undefined ? [] : [{ code: 'premiere-ligne', label: own.firstRow, count: row.first_seq }]),
    { code: 'derniere-ligne', label: own.lastRow, count: row.last_seq },
    ...said('sequence', own.sequence, `${closing.family} ${closing.family_seq}`),
    ...said('preuve', own.proof, proofText(closing)),
    ...(row.demonstration ? said('demonstration', own.demonstration, own.demonstrationNotice) : []),
  ];
}

function eventRows(row: DayClosedPayload, language: Language): readonly FigureRow[] {
  const words = REPORT_WORDS[language];
  return [
    sum('remises', words.discounts, row.discounts),
    sum('prix-modifies', words.overrides, row.price_overrides),
    sum('lignes-annulees', words.voidedLines, row.voided_lines),
    sum('tickets-abandonnes', words.cancelledTickets, row.cancelled_tickets),
    { code: 'ouvertures-sans-vente', label: words.drawerOpenings, count: row.drawer_openings },
    { code: 'duplicatas', label: words.duplicates, count: row.duplicates },
    { code: 'accords', label: words.approvals, count: row.approvals },
  ];
}

function storedRows({ stored_value: stored }: DayClosedPayload, language: Language): readonly FigureRow[] {
  const words = REPORT_WORDS[language];
  return [
    { code: 'charge', label: words.loaded, amountMinor: stored.loaded_minor },
    { code: 'charge-hors-ca', label: words.besideTurnover, amountMinor: stored.beside_turnover_minor },
    { code: 'depense', label: words.spent, amountMinor: stored.spent_minor },
    { code: 'recredite', label: words.returned, amountMinor: stored.returned_minor },
    { code: 'du', label: words.owed, amountMinor: stored.outstanding_minor },
  ];
}

function pointRows({ points }: DayClosedPayload, language: Language): readonly FigureRow[] {
  const words = REPORT_WORDS[language];
  return [
    { code: 'gagnes', label: words.pointsEarned, count: points.earned },
    { code: 'utilises', label: words.pointsRedeemed, count: points.redeemed },
    { code: 'repris', label: words.pointsTakenBack, count: points.taken_back },
    { code: 'rendus', label: words.pointsGivenBack, count: points.given_back },
    { code: 'expires', label: words.pointsExpired, count: points.expired },
    { code: 'en-circulation', label: words.pointsHeld, count: points.outstanding },
  ];
}

/** Sessions by their number in the day, and what each method of them was over or short by. */
function sessionRows(source: ClosingFileSource, row: DayClosedPayload): readonly FigureRow[] {
  const words = REPORT_WORDS[source.language];
  return row.sessions.flatMap((session, index): readonly FigureRow[] => {
    const code = String(index + 1);
    const opened = `${words.openedBy} ${source.nameOf(session.opened_by)}`;
    if (!session.counted) return [{ code, label: opened, text: words.notCounted }];
    return [
      { code, label: opened },
      ...(session.counted_by === undefined
        ? []
        : [{ code: `${code}-comptage`, label: `${words.countedBy} ${source.nameOf(session.counted_by)}` }]),
      ...session.differences.map(({ method, difference_minor: minor }) => ({
        code: `${code}-ecart-${method}`,
        label: `${words.difference} ${words.methods[method]}`,
        amountMinor: minor,
      })),
      { code: `${code}-remise`, label: words.deposit, amountMinor: session.deposit_minor },
    ];
  });
}

function sum(code: string, label: string, { count, amount_minor: amountMinor }: SumPayload): FigureRow {
  return { code, label, count, amountMinor };
}

function refundable(code: string, label: string, figures: SumWithRefundsPayload): FigureRow {
  return { ...sum(code, label, figures), refundCount: figures.refund_count, refundedMinor: figures.refunded_minor };
}
