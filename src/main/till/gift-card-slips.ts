/**
 * Slips of gift cards whose code this till makes: printed with the sale, whatever was chosen for the receipt, because the slip
 * is the card. The code is worked out when the slip leaves for the printer and stands in no stored job.
 */
import { type CardId, type JobId, branded } from '#base/brand.ts';
import type { Basket, OpeningCard } from '#domain/basket/basket.ts';
import { type ReceiptBlock, type ReceiptDocument, giftCardSlip } from '#domain/receipt/receipt.ts';
import type { Job, Transaction } from '#main/store/port.ts';
import { type TillCore, newId } from './core.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { giftCodeOf } from './members/gift-code.ts';

/** Stands for a code in a stored document; what follows is the id of the card. */
const CODE_OF_CARD = 'code-of-card:';

/** Queues the slips of the cards that a sale has opened. Inside its transaction. */
export function addGiftCardSlips(
  core: TillCore,
  transaction: Transaction,
  sale: { readonly basket: Basket; readonly ticketNumber: string; readonly deviceId: string },
): void {
  const { basket, ticketNumber, deviceId } = sale;
  for (const { amountMinor, accountId, opens } of openedBy(basket)) {
    if (giftCodeOf(core, { cardId: branded<CardId>(opens.cardId), cardHash: opens.cardHash }) === null) continue;
    transaction.addJob({
      jobId: newId<JobId>(core),
      kind: 'slip',
      state: 'queued',
      deviceId,
      document: giftCardSlip({
        shop: core.shop,
        code: `${CODE_OF_CARD}${opens.cardId}`,
        amountMinor,
        currencyCode: core.currency.code,
        expiresOn: transaction.account(accountId)?.expiresOn ?? null,
        ticketNumber,
        demonstration: DEMONSTRATION,
        language: core.shop.receiptLanguage,
      }),
    });
  }
}

function openedBy(basket: Basket): readonly {
  readonly amountMinor: number;
  readonly accountId: Basket['vouchers'][number]['accountId'];
  readonly opens: OpeningCard;
}[] {
  const sold = [
    ...basket.vouchers,
    ...basket.lines.flatMap(({ accountId, opens, grossMinor }) =>
      accountId === undefined ? [] : [{ accountId, opens, amountMinor: grossMinor }],
    ),
  ];
  return sold.flatMap(({ amountMinor, accountId, opens }) =>
    opens === undefined ? [] : [{ amountMinor, accountId, opens }],
  );
}

/** Whether a ticket sells a card that is nothing but its slip: without a printer nobody would ever have its code. */
export function opensPaperCard(core: TillCore, basket: Basket): boolean {
  return openedBy(basket).some(
    ({ opens }) => giftCodeOf(core, { cardId: branded<CardId>(opens.cardId), cardHash: opens.cardHash }) !== null,
  );
}

/** The job as it goes to the printer, with the codes that its document only names. */
export function withGiftCodes(core: TillCore, job: Job): Job {
  if (job.kind !== 'slip' || job.document === undefined) return job;
  const document: ReceiptDocument = { ...job.document, blocks: job.document.blocks.map((block) => named(core, block)) };
  return { ...job, document };
}

function named(core: TillCore, block: ReceiptBlock): ReceiptBlock {
  if (block.kind !== 'barcode' || !block.data.startsWith(CODE_OF_CARD)) return block;
  const card = core.ports.store.card(branded<CardId>(block.data.slice(CODE_OF_CARD.length)));
  const code = card === undefined ? null : giftCodeOf(core, card);
  // Without the secret that made it nobody has the code: the slip says so rather than keep all other paper waiting.
  return code === null ? { kind: 'text', text: '- - -', align: 'center' } : { ...block, data: code };
}
