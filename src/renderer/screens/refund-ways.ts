/**
 * How a refund is proposed to go back. Stored value and meal vouchers take back what they paid before anything becomes cash;
 * of cash and card the preferred one comes first. A proposal: the till refuses what may not be.
 */
import type { Refundable } from '#contract/screen/views.ts';

type Way = Refundable['methods'][number];

export interface WayBack {
  readonly method: Way['method'];
  readonly amountMinor: number;
  readonly accountId?: string | undefined;
}

export function shareBack(
  ways: readonly Way[],
  wanted: { readonly preferred: number; readonly totalMinor: number },
): readonly WayBack[] {
  const first = ways[wanted.preferred];
  const order = [...(first === undefined ? [] : [first]), ...ways.filter((way) => way !== first)];
  // Cash stands in for cards and cheques: together they give back no more than was paid so.
  let moneyLeftMinor = ways.find(({ method }) => method === 'cash')?.refundableMinor ?? Infinity;
  let leftMinor = wanted.totalMinor;
  const back: WayBack[] = [];
  for (const way of order) {
    const isMoney = way.method === 'cash' || way.method === 'card';
    const amountMinor = Math.min(leftMinor, way.refundableMinor, isMoney ? moneyLeftMinor : Infinity);
    if (amountMinor <= 0) continue;
    leftMinor -= amountMinor;
    if (isMoney) moneyLeftMinor -= amountMinor;
    back.push({ method: way.method, amountMinor, accountId: way.accountId });
  }
  return back;
}
