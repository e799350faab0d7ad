/**
 * The points of a refund: what brings those of the whole ticket, all its refunds together, to where they belong. Rules that
 * changed between two refunds change the way there and not the end.
 */
import type { BalanceMovementPayload, TicketPayload } from '#domain/journal/journal.ts';
import { type RefundedPoints, refundedPoints } from '#domain/loyalty/loyalty.ts';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import type { RefundPlan } from './plan.ts';
import { isReturnable } from './sold.ts';

/** Points to take back and to give back with this refund. */
export function pointsOfRefund(plan: RefundPlan, rules: LoyaltySettings): RefundedPoints {
  const { ticket } = plan.sold;
  if (ticket.loyalty === undefined) return { takenBack: 0, givenBack: 0 };
  const target = refundedPoints(rules, {
    earned: ticket.loyalty.points_earned,
    redeemed: ticket.loyalty.points_redeemed,
    lines: ticket.lines.filter(isReturnable).map((line) => ({
      kind: line.kind,
      ...(line.category === undefined ? {} : { category: line.category }),
      grossMinor: line.gross_minor,
      quantityMilli: line.quantity_milli,
      pointsDiscountMinor: (line.discounts ?? [])
        .filter(({ kind }) => kind === 'points')
        .reduce((sum, discount) => sum + discount.amount_minor, 0),
      refundedBeforeMilli: 0,
      refundMilli: plan.after.get(line.line_id) ?? 0,
    })),
  });
  const { points } = plan.refundedBefore;
  return {
    takenBack: Math.max(0, target.takenBack - points.takenBack),
    givenBack: Math.max(0, target.givenBack - points.givenBack),
  };
}

/** What refunds have taken and given back, as their rows say. */
export function pointsRefunded(refunds: readonly Pick<TicketPayload, 'balance_movements'>[]): RefundedPoints {
  const movements = refunds.flatMap((refund) => refund.balance_movements ?? []);
  const sumOf = (reason: BalanceMovementPayload['reason']): number =>
    movements.filter((movement) => movement.reason === reason).reduce((sum, movement) => sum + movement.amount, 0);
  return { takenBack: 0 - sumOf('taken-back'), givenBack: sumOf('given-back') };
}
