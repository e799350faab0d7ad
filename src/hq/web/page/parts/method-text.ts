import type { PageWords } from '../text/text.ts';

const METHODS = ['cash', 'card', 'cheque', 'meal-voucher', 'gift-card', 'purse'] as const;

/** How something was paid, in the till's words; a method that these pages do not know keeps its code. */
export function methodText(words: PageWords, method: string): string {
  const known = METHODS.find((one) => one === method);
  if (known !== undefined) return words.till.t(`method.${known}`);
  return method === 'cash-rounding' ? words.t('today.rounding') : method;
}
