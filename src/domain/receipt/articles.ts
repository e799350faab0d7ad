/**
 * The articles of a receipt: each line with what was taken off it, then what was taken off the whole ticket, then the total.
 * Amounts down the right edge add up to the total, whatever was taken off where.
 */
import type { TicketLinePayload, TicketPayload } from '#domain/journal/journal.ts';
import { formatMinor, formatQuantity, formatRate, lineGrossMinor } from '#domain/money/money.ts';
import { pair, paperText, plainAmount, text } from './blocks.ts';
import type { Page } from './page.ts';
import type { ReceiptBlock } from './document.ts';

type VoucherPayload = NonNullable<TicketPayload['vouchers']>[number];

/** Two sections, lines and totals; of a ticket with nothing but stored value the totals alone. */
export function articles(page: Page): readonly (readonly ReceiptBlock[])[] {
  const { ticket } = page;
  return [ticket.lines.flatMap((line) => articleLines(line, page)), totals(page)];
}

/** `Nutella 400 g   8,70` over `2 x 4,35   TVA 5,5 %`, and `- Remise   -0,87` where there is one. */
function articleLines(line: TicketLinePayload, page: Page): readonly ReceiptBlock[] {
  const { words, language } = page;
  const name = paperText(line.label);
  const label = line.kind === 'deposit' ? `${words.deposit} ${name}` : name;
  const offMinor = discountMinor(line, 'line');
  return [
    pair(label, amount(line.list_gross_minor ?? line.gross_minor, page)),
    pair(priceOf(line, page), `${words.vat} ${formatRate(line.vat_rate_basis_points, language)}`),
    ...(offMinor === 0 ? [] : [pair(`- ${words.lineDiscount}`, amount(-offMinor, page))]),
  ];
}

/** Quantity and price of one; of goods that come back below their price, that they do. */
function priceOf(line: TicketLinePayload, page: Page): string {
  const { words, language } = page;
  const quantity = [formatQuantity(line.quantity_milli, line.unit, language), words.units[line.unit]]
    .filter((part) => part !== '')
    .join(' ');
  if (line.refund_of_line_id !== undefined && line.kind === 'product') {
    const plainMinor = lineGrossMinor({ unitPriceMinor: line.unit_price_minor, quantityMilli: line.quantity_milli });
    if (plainMinor !== line.gross_minor) return `${quantity} ${words.pricePaid}`;
  }
  const price = `${quantity} x ${amount(line.unit_price_minor, page)}`;
  const listMinor = line.list_unit_price_minor;
  return line.override === undefined || listMinor === undefined
    ? price
    : `${price} (${words.listPrice} ${amount(listMinor, page)})`;
}

function totals(page: Page): readonly ReceiptBlock[] {
  const { ticket, words, currency, language } = page;
  const money = (minor: number): string => formatMinor(minor, currency, language);
  const vouchers = ticket.vouchers ?? [];
  return [
    ...takenOff(page),
    ...(ticket.lines.length === 0
      ? []
      : [
          { ...pair(words.total, money(ticket.gross_minor)), bold: true, size: 'double' as const },
          pair(`${words.articles} ${ticket.article_count}`, `${words.lines} ${ticket.line_count}`),
        ]),
    ...vouchers.flatMap((voucher) => voucherLines(voucher, page)),
    ...(vouchers.length === 0
      ? []
      : [{ ...pair(words.due, money(ticket.due_minor ?? ticket.gross_minor)), bold: true, size: 'double' as const }]),
  ];
}

/** Stored value that was sold, and what is on the account with it. */
function voucherLines(voucher: VoucherPayload, page: Page): readonly ReceiptBlock[] {
  const { words, source } = page;
  const balanceMinor = source.balances?.get(voucher.account_id);
  return [
    pair(words.vouchers[voucher.account], amount(voucher.amount_minor, page)),
    ...(balanceMinor === undefined ? [] : [text(`${words.balanceLeft} : ${amount(balanceMinor, page)}`)]),
  ];
}

/** What was taken off the whole ticket, from the sum of its lines to its total. */
function takenOff(page: Page): readonly ReceiptBlock[] {
  const { ticket, words } = page;
  const sum = (kind: 'ticket' | 'points'): number =>
    ticket.lines.reduce((total, line) => total + discountMinor(line, kind), 0);
  const [ticketMinor, pointsMinor] = [sum('ticket'), sum('points')];
  if (ticketMinor === 0 && pointsMinor === 0) return [];
  return [
    pair(words.subtotal, amount(ticket.gross_minor + ticketMinor + pointsMinor, page)),
    ...(ticketMinor === 0 ? [] : [pair(words.ticketDiscount, amount(-ticketMinor, page))]),
    ...(pointsMinor === 0 ? [] : [pair(words.pointsDiscount, amount(-pointsMinor, page))]),
  ];
}

function discountMinor(line: TicketLinePayload, kind: 'line' | 'ticket' | 'points'): number {
  return (line.discounts ?? [])
    .filter((discount) => discount.kind === kind)
    .reduce((sum, discount) => sum + discount.amount_minor, 0);
}

function amount(minor: number, { currency, language }: Page): string {
  return plainAmount(minor, currency, language);
}
