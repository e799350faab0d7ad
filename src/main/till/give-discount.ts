/** What discounts of lines and of tickets share: reason, limit of the role, approval. */
import { present } from '#base/assert.ts';
import { cleanText } from '#base/text.ts';
import { type RefusalReason, refuse } from '#contract/screen/refusal.ts';
import { type Basket, type Discount, shareBasisPoints, takenOffMinor } from '#domain/basket/basket.ts';
import { approvalNeeded } from './approval.ts';
import { changeApproved } from './approved-change.ts';
import { type Command, type Handled, type TillCore, refused, saveBasket } from './core.ts';

type Change =
  | { readonly kind: 'changed'; readonly basket: Basket }
  | {
      readonly kind: 'refused';
      readonly reason: RefusalReason;
      readonly params?: Readonly<Record<string, string | number>>;
    };

/** Gives or takes back a discount; `baseMinor` is what it is taken off from. */
export function giveDiscount(
  core: TillCore,
  command: Command,
  ask: {
    readonly discount: { readonly kind: 'percent' | 'amount'; readonly value: number } | null;
    readonly reason: string;
    readonly baseMinor: number;
    readonly about: Readonly<Record<string, string>>;
    readonly change: (discount: Discount | null) => Change;
  },
): Handled<{ readonly kind: 'done' }> {
  const { discount, baseMinor } = ask;
  if (discount === null) return save(core, command, ask.change(null));
  const reason = cleanText(ask.reason);
  if (reason === '') return refused('reason_missing');
  const possible = ask.change({ ...discount, reason });
  if (possible.kind === 'refused') return refused(possible.reason, possible.params);
  const role = present(command.station.operator, 'an operator').role;
  const limit = core.settings().roles[role].discountBasisPointsMax;
  const share = shareBasisPoints(discount, baseMinor);
  if (share <= limit) {
    const most = discount.kind === 'amount' ? { basisPointsMax: limit } : {};
    return save(core, command, ask.change({ ...discount, reason, ...most }));
  }
  if (command.approver === null)
    return {
      outcome: approvalNeeded('discount', { askedBasisPoints: share, limitBasisPoints: limit }),
      kept: false,
    };
  const approved = asApproved({ ...discount, reason }, baseMinor);
  const about = { ...ask.about, basis_points: share, kind: discount.kind, value: discount.value };
  return changeApproved(core, command, { action: 'discount', reason, about }, (approvalId) => {
    const changed = ask.change({ ...approved, approvalId });
    return changed.kind === 'refused' ? refuse(changed.reason, changed.params) : changed.basket;
  });
}

/**
 * What was let pass is what was looked at: an approved percentage becomes the amount that it came to, so that goods added
 * later get none of it, and goods that go take their part away.
 */
function asApproved(discount: Discount, baseMinor: number): Discount {
  const value = takenOffMinor(discount, baseMinor);
  // A percentage of so little that nothing comes off stays one: an amount of nothing is no discount.
  if (value === 0) return discount;
  const amount = { ...discount, kind: 'amount' as const, value };
  return { ...amount, basisPointsMax: shareBasisPoints(amount, baseMinor) };
}

function save(core: TillCore, command: Command, changed: Change): Handled<{ readonly kind: 'done' }> {
  if (changed.kind === 'refused') return refused(changed.reason, changed.params);
  return saveBasket(core, command, { basket: changed.basket, outcome: { kind: 'done' as const } });
}
