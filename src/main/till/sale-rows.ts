/** The rows of a sale in the order in which they are appended: accounts that it opens, the ticket, its payments. */
import type { AccountId } from '#base/brand.ts';
import { shareParts } from '#domain/authority/authority.ts';
import { type Basket, basketTotals } from '#domain/basket/basket.ts';
import { type Entry, type SaleBalances, dueOf, paymentPayloads, ticketPayload } from '#domain/journal/journal.ts';
import type { Settlement } from '#domain/tender/tender.ts';
import type { Transaction } from '#main/store/port.ts';
import { allowedParts } from './authority/authority.ts';
import { type Command, type TillCore, rowOf } from './core.ts';
import { DEMONSTRATION } from './demonstration.ts';
import { tillName } from './till-name.ts';
import { utcOffsetMinutes } from './local-time.ts';
import { openAccounts } from './open-accounts.ts';
import { expireWithin } from './members/expire-points.ts';
import { memberOfSale } from './sale-points.ts';

export interface Sale {
  readonly ticket: Entry;
  readonly ticketNumber: string;
  /** What the payments add up to. */
  readonly totalMinor: number;
  readonly payments: readonly Entry[];
}

/** Appends a sale. `basket` is that of the station with the vouchers that pay of it taken out. */
export function appendSale(
  core: TillCore,
  command: Command,
  sale: {
    readonly transaction: Transaction;
    readonly basket: Basket;
    readonly settlement: Settlement;
    readonly print: 'paper' | 'none';
  },
): Sale {
  const { transaction, basket, settlement } = sale;
  const { station } = command;
  const { currency } = core;
  openAccounts(core, transaction, command, basket);
  expirePoints(core, transaction, command);
  const payload = ticketPayload(basket, {
    ticketNumber: transaction.nextTicketNumber(),
    stationId: station.id,
    tillNumber: tillName(core),
    software: { name: core.ports.software.name, version: core.ports.software.version },
    utcOffsetMinutes: utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone),
    currency,
    loyalty: core.settings().loyalty,
    balances: balancesOf(core, transaction, command.station.basket, sale),
    print: sale.print,
    demonstration: DEMONSTRATION,
  });
  const ticket = transaction.append(
    rowOf(core, transaction, { station, family: 'T', kind: 'ticket-validated', payload }),
  );
  const { payments, rounding } = paymentPayloads(payload, { settlement, currency });
  const rows = payments.map((payment) =>
    transaction.append(rowOf(core, transaction, { station, family: 'P', kind: 'payment-received', payload: payment })),
  );
  const rounded =
    rounding === null
      ? []
      : [
          transaction.append(
            rowOf(core, transaction, { station, family: 'P', kind: 'cash-rounded', payload: rounding }),
          ),
        ];
  return {
    ticket,
    ticketNumber: payload.ticket_number,
    totalMinor: dueOf(payload),
    payments: [...rows, ...rounded],
  };
}

/** What is too old of the member's points goes first: the receipt says the balance that is left. */
function expirePoints(core: TillCore, transaction: Transaction, { station }: Command): void {
  const { member } = station.basket;
  const account = member === undefined ? undefined : transaction.account(member.accountId);
  if (account !== undefined) expireWithin(core, transaction, { station, account });
}

/** Points are earned on the goods before single-purpose vouchers are taken out of them: those pay as any gift card does. */
function balancesOf(
  core: TillCore,
  transaction: Transaction,
  whole: Basket,
  { basket, settlement }: { readonly basket: Basket; readonly settlement: Settlement },
): SaleBalances {
  const taken = basket.lines.flatMap((line) =>
    line.kind === 'voucher' && line.accountId !== undefined && line.grossMinor < 0
      ? [{ accountId: line.accountId, amountMinor: -line.grossMinor, isGiftCard: true }]
      : [],
  );
  const paid = settlement.payments.flatMap(({ accountId, amountMinor, method }) =>
    accountId === undefined ? [] : [{ accountId, amountMinor, isGiftCard: method === 'gift-card' }],
  );
  const spent = [...taken, ...paid];
  const giftCardMinor = spent
    .filter(({ isGiftCard }) => isGiftCard)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const member = memberOfSale(core, transaction, whole, giftCardMinor);
  return {
    spent: withAllowed(core, transaction, whole, spent),
    member: member === null ? null : { ...member, allowed: allowedPoints(core, transaction, whole, member.accountId) },
  };
}

/** What allows each payment: of all that one account pays together. */
function withAllowed(
  core: TillCore,
  transaction: Transaction,
  { ticketId }: Basket,
  spent: SaleBalances['spent'],
): SaleBalances['spent'] {
  const unit = core.currency.code;
  return [...Map.groupBy(spent, ({ accountId }) => accountId)].flatMap(([accountId, own]) => {
    const amounts = own.map(({ amountMinor }) => amountMinor);
    const amount = amounts.reduce((sum, one) => sum + one, 0);
    const shares = shareParts(amounts, allowedParts(core, transaction, { ticketId, accountId, unit, amount }));
    return amounts.map((amountMinor, index) => ({ accountId, amountMinor, allowed: shares[index] ?? [] }));
  });
}

function allowedPoints(
  core: TillCore,
  transaction: Transaction,
  basket: Basket,
  accountId: AccountId,
): ReturnType<typeof allowedParts> {
  const { points } = basketTotals(basket, core.settings().loyalty).points;
  const { ticketId } = basket;
  return points === 0 ? [] : allowedParts(core, transaction, { ticketId, accountId, unit: 'points', amount: points });
}
