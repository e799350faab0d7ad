/** A payment that waits for the word of headquarters: it is paid as soon as the word is there. */
import type { CommandInput } from '#contract/screen/screen.ts';
import type { BasketView } from '#contract/screen/views.ts';
import { useAsked } from '../parts/use-asked.ts';

type PayInput = CommandInput<'pay'>;

/** `payAgain` is called once, with what was to be paid, when nothing of this ticket is being asked for any more. */
export function useAskedPayment(basket: BasketView | null, payAgain: (input: PayInput) => void) {
  const isAsking =
    basket !== null &&
    [...basket.storedValue.map(({ allowance }) => allowance), basket.member?.allowance].some(
      (allowance) => allowance?.state === 'asking',
    );
  const isSame = (asked: PayInput): boolean =>
    basket?.ticketId === asked.ticketId && basket.version === asked.basketVersion;
  return useAsked({ isSame, isAsking: () => isAsking }, payAgain);
}
