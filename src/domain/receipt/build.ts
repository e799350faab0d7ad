/**
 * A receipt from the rows of its sale or refund, never from the basket: what is printed is what was signed. It bears every
 * mention that the French practice asks of a till: shop and its numbers, ticket, till, operator, date to the second,
 * each line with quantity, price, rate and total, VAT by rate, payment, line count, signature, sequence and software.
 *
 * A customer is not named on paper: points stand there, and not whose they are.
 */
import { chainMark, receiptCode } from '#domain/barcode/barcode.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import type { TicketPayload } from '#domain/journal/journal.ts';
import { type Language, formatDecimal, formatRate } from '#domain/money/money.ts';
import { articles } from './articles.ts';
import {
  centered,
  currencyNamed,
  pair,
  paperText,
  plainAmount,
  quarters,
  ruled,
  shopHeading,
  text,
  tillNamed,
  title,
  witness,
} from './blocks.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import { localTime } from './local-time.ts';
import type { Page, ReceiptSource } from './page.ts';
import { payment } from './payment.ts';
import { signatureExtract } from './proof.ts';
import { RECEIPT_WORDS } from './words.ts';

/** The receipt, or with `copy` its numbered duplicate. */
export function receiptDocument(source: ReceiptSource): ReceiptDocument {
  const ticket = payloadOf(source.ticket, 'ticket-validated');
  const { language, shop } = source;
  const currency = currencyNamed(ticket.currency);
  const page: Page = { source, ticket, currency, words: RECEIPT_WORDS[language], language };
  const banner = bannerOf(page);
  const blocks = ruled([
    shopHeading(shop, { demonstration: ticket.demonstration, language }),
    copyLines(page),
    identification(page),
    ...articles(page),
    payment(page),
    loyalty(page),
    vatTable(page),
    foot(page),
  ]);
  return { language, blocks, ...(banner === undefined ? {} : { banner }) };
}

function bannerOf({ source, words }: Page): string | undefined {
  if (source.copy === undefined) return undefined;
  return `${words.duplicate} ${payloadOf(source.copy.entry, 'duplicate-printed').copy_number}`;
}

function identification(page: Page): readonly ReceiptBlock[] {
  const { source, ticket, words, language } = page;
  const { refund } = ticket;
  return [
    ...(refund === undefined
      ? []
      : [
          title(words.refund),
          { ...centered(`${words.refundOf} ${refund.ticket_number}`), bold: true },
          ...soldElsewhere(page),
          text(`${words.reason} : ${paperText(refund.reason)}`),
        ]),
    pair(`${words.ticket} ${ticket.ticket_number}`, tillNamed(ticket.till_number, language)),
    pair(
      `${words.operator} ${paperText(source.operatorLabel)}`,
      localTime(source.ticket.at, ticket.utc_offset_minutes, language),
    ),
  ];
}

/** Of a refund of another till's ticket: that its number is of that till, and the code that finds it anywhere. */
function soldElsewhere({ ticket: { refund }, words }: Page): readonly ReceiptBlock[] {
  if (refund?.chain_id === undefined) return [];
  const code = receiptCode({ ticketNumber: refund.ticket_number, mark: chainMark(refund.chain_id) });
  const place = refund.sold_at === undefined ? [] : [centered(paperText(refund.sold_at))];
  return [centered(words.soldElsewhere), ...place, centered(code)];
}

/** Number, date, operator and reason of a duplicate; it has a signature of its own, in its own family. */
function copyLines({ source, words, language }: Page): readonly ReceiptBlock[] {
  if (source.copy === undefined) return [];
  const { entry, operatorLabel } = source.copy;
  const copy = payloadOf(entry, 'duplicate-printed');
  return [
    { kind: 'text', text: `${words.duplicate} ${copy.copy_number}`, bold: true },
    pair(`${words.operator} ${paperText(operatorLabel)}`, localTime(entry.at, copy.utc_offset_minutes, language)),
    text(`${words.reason} : ${words.duplicateReasons[copy.reason]}`),
    pair(
      `${words.sequence} ${entry.family} ${entry.family_seq}`,
      `${words.signature} ${signatureExtract(entry.signature)}`,
    ),
  ];
}

/** The points of this ticket and the balance after it, as the row says them; of a refund what was taken and given back. */
function loyalty({ source, ticket, words, language }: Page): readonly ReceiptBlock[] {
  const said = ticket.loyalty;
  if (said === undefined) return [];
  const isRefund = ticket.transaction === 'refund';
  const line = (label: string, points: number): readonly ReceiptBlock[] =>
    points === 0 ? [] : [pair(label, signed(points, language))];
  const { nextReward } = source;
  return [
    { ...text(words.points), bold: true },
    ...line(isRefund ? words.pointsTakenBack : words.pointsEarned, said.points_earned),
    ...line(isRefund ? words.pointsGivenBack : words.pointsRedeemed, 0 - said.points_redeemed),
    { ...pair(words.pointsBalance, countOf(said.points_balance, language)), bold: true },
    ...(nextReward === undefined || source.copy !== undefined
      ? []
      : [text(`${words.pointsMissing.replace('{points}', String(nextReward.points))} ${paperText(nextReward.label)}`)]),
  ];
}

/** With its sign on the left of the number, in a line that reads from the right too. */
function signed(points: number, language: Language): string {
  const count = countOf(points, language);
  return points > 0 ? `${language === 'ar' ? '\u200e' : ''}+${count}` : count;
}

function countOf(points: number, language: Language): string {
  return formatDecimal({ value: points, exponent: 0, language });
}

function vatTable(page: Page): readonly ReceiptBlock[] {
  const { ticket, words, language, currency } = page;
  if (ticket.vat.length === 0) return [];
  const amounts = (of: Pick<TicketPayload, 'net_minor' | 'vat_minor' | 'gross_minor'>): readonly string[] =>
    [of.net_minor, of.vat_minor, of.gross_minor].map((minor) => plainAmount(minor, currency, language));
  return [
    quarters([words.rate, words.net, words.vat, words.gross]),
    ...ticket.vat.map((rate) => quarters([formatRate(rate.rate_basis_points, language), ...amounts(rate)])),
    ...(ticket.vat.length > 1 ? [{ ...quarters(['', ...amounts(ticket)]), bold: true }] : []),
  ];
}

function foot({ source, ticket, words, language }: Page): readonly ReceiptBlock[] {
  return [
    ...witness(source.ticket, language),
    text(`${words.software} ${ticket.software.name} ${ticket.software.version}`),
    ...source.shop.receiptFooterLines.map((line) => centered(paperText(line))),
    {
      kind: 'barcode',
      symbology: 'code128',
      data: receiptCode({ ticketNumber: ticket.ticket_number, mark: chainMark(source.ticket.chain_id) }),
    },
  ];
}
