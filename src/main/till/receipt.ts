/**
 * The receipt of a ticket, made from its rows as they were signed. The language is the shop's, the operator is named
 * as the shop knows them today.
 */
import { type AccountId, type OperatorId, branded } from '#base/brand.ts';
import { type Entry, payloadOf } from '#domain/journal/journal.ts';
import { missingToNext } from '#domain/loyalty/loyalty.ts';
import { type ReceiptDocument, type ReceiptSource, receiptDocument } from '#domain/receipt/receipt.ts';
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
    balances: balancesAfter(reads, rows.ticket),
    ...nextReward(core, rows.ticket),
  });
}

/** How far back a movement of the ticket is looked for: an account with more since then prints no balance on a copy. */
const MOVEMENTS_MAX = 200;

/** What the accounts of stored value held after this very ticket, whenever its receipt is printed. */
function balancesAfter(reads: StoreReads, ticket: Entry): ReadonlyMap<string, number> {
  const { balance_movements: movements = [], currency } = payloadOf(ticket, 'ticket-validated');
  const balances = new Map<string, number>();
  for (const { account_id: id, n, unit } of movements) {
    if (unit !== currency) continue;
    const movement = reads
      .accountMovements(branded<AccountId>(id), MOVEMENTS_MAX)
      .find(({ movementId }) => movementId === `${ticket.entry_id}/${n}`);
    if (movement !== undefined && movement.balanceAfter !== null) balances.set(id, movement.balanceAfter);
  }
  return balances;
}

/** What is missing to the member's next reward, by the rules of today. */
function nextReward(core: TillCore, ticket: Entry): Pick<ReceiptSource, 'nextReward'> {
  const { loyalty } = payloadOf(ticket, 'ticket-validated');
  const missing = loyalty === undefined ? null : missingToNext(core.settings().loyalty, loyalty.points_balance);
  return missing === null ? {} : { nextReward: missing };
}

/** The name of an operator, the id where nobody has it any more. */
export function operatorName(reads: StoreReads, id: OperatorId | string | undefined): string {
  return reads.operators().find((operator) => operator.id === id)?.name ?? id ?? '';
}
