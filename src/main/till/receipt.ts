/**
 * The receipt of a ticket, made from its rows as they were signed. The language is the shop's, the operator is named
 * as the shop knows them today.
 */
import type { OperatorId } from '#base/brand.ts';
import type { Entry } from '#domain/journal/journal.ts';
import { type ReceiptDocument, receiptDocument } from '#domain/receipt/receipt.ts';
import type { StoreReads } from '#main/store/port.ts';
import type { TillCore } from './core.ts';

/** The document of a ticket's rows; with `copy`, the C row, its numbered duplicate. */
export function receiptOf(
  core: TillCore,
  reads: StoreReads,
  rows: { readonly ticket: Entry; readonly payments: readonly Entry[]; readonly copy?: Entry },
): ReceiptDocument {
  const { shop } = core;
  const label = (entry: Entry): string => operatorName(reads, entry.operator);
  return receiptDocument({
    shop,
    ticket: rows.ticket,
    payments: rows.payments,
    operatorLabel: label(rows.ticket),
    language: shop.receiptLanguage,
    ...(rows.copy === undefined ? {} : { copy: { entry: rows.copy, operatorLabel: label(rows.copy) } }),
  });
}

/** The name of an operator, the id where nobody has it any more. */
export function operatorName(reads: StoreReads, id: OperatorId | string | undefined): string {
  return reads.operators().find((operator) => operator.id === id)?.name ?? id ?? '';
}
