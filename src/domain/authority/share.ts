/** What allows each of several amounts of one account, where one decision allowed them together. */
import type { AllowedPart } from './decide.ts';

/**
 * Gives the parts to the amounts in their order: each amount gets parts that add up to it. The parts add up to the amounts
 * together, or to less, where the rest needs no word of anybody; amounts are positive.
 */
export function shareParts(
  amounts: readonly number[],
  parts: readonly AllowedPart[],
): readonly (readonly AllowedPart[])[] {
  const left = parts.map(({ amount }) => amount);
  return amounts.map((amount) => {
    const shares: AllowedPart[] = [];
    let missing = amount;
    for (const [index, part] of parts.entries()) {
      const share = Math.min(left[index] ?? 0, missing);
      if (share === 0) continue;
      shares.push({ ...part, amount: share });
      left[index] = (left[index] ?? 0) - share;
      missing -= share;
    }
    return shares;
  });
}
