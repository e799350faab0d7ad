/**
 * The member's part of what the customer sees. Others look over their shoulder: a first name at most, points, and never a phone
 * number, an address or a balance of money.
 */
import type { CustomerView } from '#contract/screen/customer.ts';
import type { Basket } from '#domain/basket/basket.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { missingToNext } from '#domain/loyalty/loyalty.ts';
import { greetingName } from '#domain/person/person.ts';
import type { PersonRecord, TicketRecord } from '#main/store/port.ts';
import type { TillCore } from '../core.ts';
import { CUSTOMER_WORDS } from '../customer-lines.ts';
import { memberOnTicket } from './member-reads.ts';
import { memberView } from './member-views.ts';

type Part = CustomerView['member'];

/** While a ticket is in progress. */
export function customerPart(core: TillCore, basket: Basket): Part {
  const member = memberOnTicket(core.ports.store, basket);
  const view = memberView(core, basket);
  if (member === null || view === null) return null;
  const { points, pointsToEarn, redeemedMinor } = view;
  return {
    greeting: greeting(core, member.person),
    points,
    pointsToEarn,
    redeemedMinor,
    missing: missing(core, points),
  };
}

/** Once it is paid: what its row says of points. */
export function paidPart(core: TillCore, ticket: TicketRecord): Part {
  const { store } = core.ports;
  const { loyalty, lines } = payloadOf(ticket.entry, 'ticket-validated');
  const person = loyalty === undefined ? undefined : store.person(loyalty.person_id as PersonRecord['personId']);
  if (loyalty === undefined || person === undefined) return null;
  const discounts = lines.flatMap((line) => line.discounts ?? []).filter(({ kind }) => kind === 'points');
  return {
    greeting: greeting(core, person),
    points: loyalty.points_balance,
    pointsToEarn: loyalty.points_earned,
    redeemedMinor: discounts.reduce((sum, { amount_minor }) => sum + amount_minor, 0),
    missing: missing(core, loyalty.points_balance),
  };
}

function greeting(core: TillCore, { fields }: PersonRecord): string {
  const { greeting: hello } = CUSTOMER_WORDS[core.shop.receiptLanguage];
  const name = greetingName(fields);
  return name === null ? hello : `${hello} ${name}`;
}

function missing(core: TillCore, balance: number): string | null {
  const next = missingToNext(core.settings().loyalty, balance);
  return next === null ? null : CUSTOMER_WORDS[core.shop.receiptLanguage].missing(next.points, next.label);
}
