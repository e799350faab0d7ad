/**
 * The report of a closed cash session: the drawer line by line, what was counted against what was expected of each
 * method, and where the cash went. Made from the G row alone, so that paper and journal cannot differ.
 */
import { type CountedMethodPayload, type DenominationPayload, type Entry, payloadOf } from '#domain/journal/journal.ts';
import type { DrawerPayload, SessionClosedPayload } from '#domain/journal/journal.ts';
import { type Currency, type Language, formatMinor } from '#domain/money/money.ts';
import {
  centered,
  currencyNamed,
  pair,
  paperText,
  plainAmount,
  quarters,
  ruled,
  shopHeading,
  subtitle,
  text,
  title,
  witness,
} from './blocks.ts';
import { countLines } from './counted.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import { localDateText, localTime } from './local-time.ts';
import { REPORT_WORDS } from './report-words.ts';
import type { ReceiptShop } from './shop.ts';
import { RECEIPT_WORDS } from './words.ts';

export interface SessionReportSource {
  readonly shop: ReceiptShop;
  /** The G row `session-closed`. */
  readonly closing: Entry;
  /** UTC, as its row has it. */
  readonly openedAt: string;
  readonly openedByLabel: string;
  /** Absent for a session that nobody counted. */
  readonly countedByLabel?: string;
  readonly closedByLabel: string;
  readonly approverLabel?: string;
  /** What was found in the drawer, of the count that stands. */
  readonly counted: readonly DenominationPayload[];
  readonly utcOffsetMinutes: number;
  readonly demonstration: boolean;
  readonly language: Language;
}

/** The report of one closed session. */
export function sessionReport(source: SessionReportSource): ReceiptDocument {
  const { shop, closing, language, demonstration } = source;
  const row = payloadOf(closing, 'session-closed');
  return {
    language,
    blocks: ruled([
      shopHeading(shop, { demonstration, language }),
      identification(source, row),
      ...(row.counted ? countedSections(source, row) : [[centered(REPORT_WORDS[language].notCounted)]]),
      witness(closing, language),
    ]),
  };
}

function identification(source: SessionReportSource, row: SessionClosedPayload): readonly ReceiptBlock[] {
  const { closing, language, utcOffsetMinutes } = source;
  const words = REPORT_WORDS[language];
  return [
    title(words.session),
    centered(`${words.businessDay} ${localDateText(row.business_day, language)}`),
    pair(
      `${words.openedBy} ${paperText(source.openedByLabel)}`,
      localTime(source.openedAt, utcOffsetMinutes, language),
    ),
    ...(source.countedByLabel === undefined ? [] : [text(`${words.countedBy} ${paperText(source.countedByLabel)}`)]),
    pair(`${words.closedBy} ${paperText(source.closedByLabel)}`, localTime(closing.at, utcOffsetMinutes, language)),
  ];
}

type CountedClosing = Extract<SessionClosedPayload, { readonly counted: true }>;

function countedSections(source: SessionReportSource, row: CountedClosing): readonly (readonly ReceiptBlock[])[] {
  const { language } = source;
  const words = REPORT_WORDS[language];
  const currency = currencyNamed(row.currency);
  const money = (minor: number): string => formatMinor(minor, currency, language);
  const reason = row.reason === undefined ? [] : [text(`${RECEIPT_WORDS[language].reason} : ${paperText(row.reason)}`)];
  const approved =
    source.approverLabel === undefined ? [] : [text(`${words.approvedBy} ${paperText(source.approverLabel)}`)];
  return [
    drawerLines(row.drawer, currency, language),
    [
      subtitle(`${words.countNumber} ${row.count_number}`),
      ...methodLines(row.methods, currency, language),
      ...reason,
      ...approved,
    ],
    countLines(source.counted, currency, language),
    [
      pair(words.nextFloat, money(row.next_float_minor)),
      { ...pair(words.deposit, money(row.deposit_minor)), bold: true },
    ],
  ];
}

/** The ledger of the drawer; its lines add up to what is expected in it. */
export function drawerLines(drawer: DrawerPayload, currency: Currency, language: Language): readonly ReceiptBlock[] {
  const words = REPORT_WORDS[language];
  const line = (label: string, minor: number): ReceiptBlock => pair(label, plainAmount(minor, currency, language));
  return [
    subtitle(words.drawer),
    line(words.float, drawer.float_minor),
    line(words.received, drawer.received_minor),
    line(words.change, drawer.change_minor),
    line(words.refunded, drawer.refunded_minor),
    line(words.payIns, drawer.pay_in_minor),
    line(words.payOuts, drawer.pay_out_minor),
    line(words.safeDrops, drawer.safe_drop_minor),
    { ...pair(words.expected, formatMinor(drawer.expected_minor, currency, language)), bold: true },
  ];
}

/** Expected, counted and the difference, method by method. */
function methodLines(
  methods: readonly CountedMethodPayload[],
  currency: Currency,
  language: Language,
): readonly ReceiptBlock[] {
  const words = REPORT_WORDS[language];
  const amount = (minor: number): string => plainAmount(minor, currency, language);
  return [
    quarters(['', words.expected, words.counted, words.difference]),
    ...methods.flatMap((method) => [
      text(
        method.pieces === undefined
          ? words.methods[method.method]
          : `${words.methods[method.method]} (${method.pieces})`,
      ),
      quarters(['', amount(method.expected_minor), amount(method.counted_minor), amount(method.difference_minor)]),
    ]),
  ];
}
