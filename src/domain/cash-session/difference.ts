/**
 * Over and short: what was counted against what is expected, method by method, and what a difference asks of whoever
 * opens or closes. A difference of exactly the limit passes; zero always does.
 */
import type { CountedMethodPayload, TenderMethod } from '#domain/journal/journal.ts';

/** The order in which methods are listed. */
const METHODS: readonly TenderMethod[] = ['cash', 'card', 'cheque', 'meal-voucher', 'gift-card', 'purse'];

/** What a difference asks for before it may be signed. */
export type DifferenceNeeds = 'nothing' | 'reason' | 'approval';

/** What was found of one method: the terminal's total, the cheques in the drawer. */
export interface CountedMethod {
  readonly method: TenderMethod;
  readonly amountMinor: number;
  readonly pieces?: number;
}

/**
 * Each method that is expected or was counted, with its difference. One that nobody counted was found to be nothing: a
 * method that is left out must not tell whether it was used.
 */
export function compareMethods(
  expected: ReadonlyMap<TenderMethod, number>,
  counted: readonly CountedMethod[],
): readonly CountedMethodPayload[] {
  return METHODS.flatMap((method) => {
    const found = counted.find((each) => each.method === method);
    const expectedMinor = expected.get(method) ?? 0;
    if (found === undefined && expectedMinor === 0) return [];
    const countedMinor = found?.amountMinor ?? 0;
    return [
      {
        method,
        expected_minor: expectedMinor,
        counted_minor: countedMinor,
        difference_minor: countedMinor - expectedMinor,
        ...(found?.pieces === undefined ? {} : { pieces: found.pieces }),
      },
    ];
  });
}

/** What closing on these differences asks for: the largest one decides. */
export function closingNeeds(
  methods: readonly Pick<CountedMethodPayload, 'difference_minor'>[],
  limits: { readonly closingReasonMinorMax: number; readonly closingApprovalMinorMax: number },
): DifferenceNeeds {
  const largest = methods.reduce((most, method) => Math.max(most, Math.abs(method.difference_minor)), 0);
  if (largest > limits.closingApprovalMinorMax) return 'approval';
  return largest > limits.closingReasonMinorMax ? 'reason' : 'nothing';
}

/** What opening with this difference to the float that was left asks for. */
export function openingNeeds(
  differenceMinor: number,
  limits: { readonly openingDifferenceMinorMax: number },
): DifferenceNeeds {
  return Math.abs(differenceMinor) > limits.openingDifferenceMinorMax ? 'approval' : 'nothing';
}
