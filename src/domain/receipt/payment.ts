/** How a ticket was paid, way by way; of a refund, how the money went back. */
import { payloadOf } from '#domain/journal/journal.ts';
import type { PayloadByKind } from '#domain/journal/journal.ts';
import { formatMinor } from '#domain/money/money.ts';
import { pair, paperText, plainAmount, text } from './blocks.ts';
import type { Page } from './page.ts';
import type { ReceiptBlock } from './document.ts';
import { REPORT_WORDS } from './report-words.ts';

type PaymentRow = PayloadByKind['payment-received'];

/** The P rows of a ticket: what was tendered, its reference, what the account holds after it, and the change. */
export function payment(page: Page): readonly ReceiptBlock[] {
  const { source, ticket, words } = page;
  const received = source.payments
    .filter((entry) => entry.kind === 'payment-received')
    .map((entry) => payloadOf(entry, 'payment-received'));
  const changeMinor = received.reduce((sum, row) => sum + row.change_minor, 0);
  // Who pays with nothing but a card gets no change and needs no line that says so.
  const givesChange = ticket.transaction === 'sale' && (changeMinor > 0 || received.some(isCash));
  return [
    ...rounding(page, received),
    ...received.flatMap((row) => paymentLines(row, page)),
    ...(givesChange ? [{ ...pair(words.change, money(changeMinor, page)), bold: true }] : []),
  ];
}

function rounding(page: Page, received: readonly PaymentRow[]): readonly ReceiptBlock[] {
  const { source, words } = page;
  const roundingMinor = source.payments
    .filter((entry) => entry.kind === 'cash-rounded')
    .reduce((sum, entry) => sum + payloadOf(entry, 'cash-rounded').amount_minor, 0);
  if (roundingMinor === 0) return [];
  const cashMinor = received.filter(isCash).reduce((sum, row) => sum + row.amount_minor, 0);
  return [pair(words.cashRounding, money(-roundingMinor, page)), pair(words.cashTotal, money(cashMinor, page))];
}

function paymentLines(row: PaymentRow, page: Page): readonly ReceiptBlock[] {
  const { words, language } = page;
  const reference = row.reference === undefined ? [] : [text(`${words.reference} ${paperText(row.reference)}`)];
  const label = isCash(row) ? words.cash : REPORT_WORDS[language].methods[row.method];
  return [
    pair(label, money(row.tendered_minor, page)),
    ...reference,
    ...allowedBy(row.account_id, page),
    ...balanceLeft(row.account_id, page),
  ];
}

/** What allowed an account to be spent of, in the order in which it was used; nothing where the till itself has the last word. */
export function allowedBy(accountId: string | undefined, { ticket, words }: Page): readonly ReceiptBlock[] {
  const kinds = (ticket.balance_movements ?? []).flatMap(({ account_id: moved, authority }) =>
    moved === accountId && authority !== undefined ? [authority.kind] : [],
  );
  return kinds.length === 0 ? [] : [text([...new Set(kinds)].map((kind) => words.allowedBy[kind]).join(', '))];
}

function balanceLeft(accountId: string | undefined, page: Page): readonly ReceiptBlock[] {
  const { source, words, currency, language } = page;
  const balanceMinor = accountId === undefined ? undefined : source.balances?.get(accountId);
  return balanceMinor === undefined ? [] : [pair(words.balanceLeft, plainAmount(balanceMinor, currency, language))];
}

function isCash(row: PaymentRow): boolean {
  return row.method === 'cash';
}

function money(minor: number, { currency, language }: Page): string {
  return formatMinor(minor, currency, language);
}
