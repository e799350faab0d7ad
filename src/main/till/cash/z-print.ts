/** The Z as a document, named as the shop knows its people today. */
import type { Entry } from '#domain/journal/journal.ts';
import { type ReceiptDocument, zDocument } from '#domain/receipt/receipt.ts';
import type { StoreReads } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { tillName } from '../till-name.ts';
import { operatorName } from '../receipt.ts';

/** The document of a closing; with `copy`, the C row, its numbered duplicate. */
export function zOf(
  core: TillCore,
  reads: StoreReads,
  rows: { readonly closing: Entry; readonly copy?: Entry },
): ReceiptDocument {
  const { closing, copy } = rows;
  return zDocument({
    shop: core.shop,
    tillNumber: tillName(core),
    closing,
    operatorLabel: operatorName(reads, closing.operator),
    nameOf: (operatorId) => operatorName(reads, operatorId),
    ...(copy === undefined ? {} : { copy: { entry: copy, operatorLabel: operatorName(reads, copy.operator) } }),
    language: core.shop.receiptLanguage,
  });
}
