/** What a voucher that is taxed when it is sold is called in its row, in the shop's language. */
import type { Language } from '#domain/money/money.ts';

const GIFT_CARD: Readonly<Record<Language, string>> = { fr: 'Carte cadeau', en: 'Gift card', ar: 'بطاقة هدية' };

/** The label of a voucher line. */
export function voucherLabel(language: Language): string {
  return GIFT_CARD[language];
}
