/**
 * The Z of a business day on paper: every figure of its signed row, perpetual totals among them (CGI art. 286, I-3° bis and
 * BOFiP BOI-TVA-DECLA-30-10-30: daily closings with cumulated and perpetual totals), place and signature, so that the
 * paper bears witness as a receipt does. Printed again it is a numbered duplicate with a row of its own.
 */
import { type DayClosedPayload, type Entry, payloadOf } from '#domain/journal/journal.ts';
import { type Currency, type Language, formatMinor } from '#domain/money/money.ts';
import {
  centered,
  currencyNamed,
  pair,
  paperText,
  plainAmount,
  ruled,
  shopHeading,
  subtitle,
  text,
  tillNamed,
  title,
  witness,
} from './blocks.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import { figureSections } from './figures.ts';
import { localDateText, localTime } from './local-time.ts';
import { signatureExtract } from './proof.ts';
import { REPORT_WORDS } from './report-words.ts';
import type { ReceiptShop } from './shop.ts';
import { RECEIPT_WORDS } from './words.ts';

export interface ZSource {
  readonly shop: ReceiptShop;
  readonly tillNumber: string;
  /** The G row `day-closed`. */
  readonly closing: Entry;
  readonly operatorLabel: string;
  /** How an operator is called on paper, by id. */
  readonly nameOf: (operatorId: string) => string;
  /** The C row `closing-duplicate-printed`; absent for the print that the closing itself asked for. */
  readonly copy?: { readonly entry: Entry; readonly operatorLabel: string };
  readonly language: Language;
}

/** One Z, or with `copy` its numbered duplicate. */
export function zDocument(source: ZSource): ReceiptDocument {
  const { closing, language } = source;
  const row = payloadOf(closing, 'day-closed');
  const currency = currencyNamed(row.currency);
  const copy = source.copy && payloadOf(source.copy.entry, 'closing-duplicate-printed');
  return {
    language,
    ...(copy === undefined ? {} : { banner: `${RECEIPT_WORDS[language].duplicate} ${copy.copy_number}` }),
    blocks: ruled([
      shopHeading(source.shop, { demonstration: row.demonstration, language }),
      copyLines(source),
      identification(source, row),
      ...figureSections({ figures: row, currency, language, nameOf: source.nameOf }),
      sessionLines(source, row, currency),
      perpetualLines(row, currency, language),
      witness(closing, language),
    ]),
  };
}

function identification(source: ZSource, row: DayClosedPayload): readonly ReceiptBlock[] {
  const { closing, language } = source;
  const words = REPORT_WORDS[language];
  return [
    title(`${words.z} ${row.z_number}`),
    centered(`${words.businessDay} ${localDateText(row.business_day, language)}`),
    pair(
      `${RECEIPT_WORDS[language].operator} ${paperText(source.operatorLabel)}`,
      localTime(closing.at, row.utc_offset_minutes, language),
    ),
    text(tillNamed(source.tillNumber, language)),
  ];
}

/** As on the copy of a receipt: number, who and when, why, and the signature of the copy's own row. */
function copyLines({ copy, language }: ZSource): readonly ReceiptBlock[] {
  if (copy === undefined) return [];
  const { entry, operatorLabel } = copy;
  const row = payloadOf(entry, 'closing-duplicate-printed');
  const words = RECEIPT_WORDS[language];
  return [
    subtitle(`${words.duplicate} ${row.copy_number}`),
    pair(`${words.operator} ${paperText(operatorLabel)}`, localTime(entry.at, row.utc_offset_minutes, language)),
    text(`${words.reason} : ${REPORT_WORDS[language].duplicateReasons[row.reason]}`),
    pair(
      `${words.sequence} ${entry.family} ${entry.family_seq}`,
      `${words.signature} ${signatureExtract(entry.signature)}`,
    ),
  ];
}

/** Over and short of each session by method, and what went to the bank. */
function sessionLines(source: ZSource, row: DayClosedPayload, currency: Currency): readonly ReceiptBlock[] {
  const { language } = source;
  const words = REPORT_WORDS[language];
  if (row.sessions.length === 0) return [];
  return [
    subtitle(words.sessions),
    ...row.sessions.flatMap((session): readonly ReceiptBlock[] => {
      const opened = text(`${words.openedBy} ${paperText(source.nameOf(session.opened_by))}`);
      if (!session.counted) return [opened, text(words.notCounted)];
      const off = session.differences.filter(({ difference_minor: minor }) => minor !== 0);
      return [
        opened,
        ...(session.counted_by === undefined
          ? []
          : [text(`${words.countedBy} ${paperText(source.nameOf(session.counted_by))}`)]),
        ...(off.length === 0 ? [text(words.difference0)] : []),
        ...off.map(({ method, difference_minor: minor }) =>
          pair(`${words.difference} ${words.methods[method]}`, plainAmount(minor, currency, language)),
        ),
        pair(words.deposit, plainAmount(session.deposit_minor, currency, language)),
      ];
    }),
  ];
}

function perpetualLines(row: DayClosedPayload, currency: Currency, language: Language): readonly ReceiptBlock[] {
  const words = REPORT_WORDS[language];
  const money = (minor: number): string => formatMinor(minor, currency, language);
  return [
    subtitle(words.perpetual),
    pair(words.perpetualNet, money(row.perpetual_net_minor)),
    pair(words.perpetualAbsolute, money(row.perpetual_absolute_minor)),
    pair(words.perpetualTickets, String(row.perpetual_ticket_count)),
  ];
}
