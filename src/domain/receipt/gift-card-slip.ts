/**
 * The slip of a gift card whose code this till made: what the customer gives away, with the barcode that spends it.
 *
 * The code itself is in no stored document: `code` may be the name under which the till finds it again when the slip
 * leaves for the printer.
 */
import { type Language, formatMinor } from '#domain/money/money.ts';
import { centered, currencyNamed, pair, ruled, shopHeading, title } from './blocks.ts';
import type { ReceiptDocument } from './document.ts';
import { localDateText } from './local-time.ts';
import type { ReceiptShop } from './shop.ts';
import { RECEIPT_WORDS } from './words.ts';

export interface GiftCardSlipSource {
  readonly shop: ReceiptShop;
  readonly code: string;
  /** What was loaded with the ticket. */
  readonly amountMinor: number;
  readonly currencyCode: string;
  readonly expiresOn: string | null;
  readonly ticketNumber: string;
  readonly demonstration: boolean;
  readonly language: Language;
}

/** One slip; it names its ticket and no customer. */
export function giftCardSlip(source: GiftCardSlipSource): ReceiptDocument {
  const { language, expiresOn } = source;
  const words = RECEIPT_WORDS[language];
  const currency = currencyNamed(source.currencyCode);
  return {
    language,
    blocks: ruled([
      shopHeading(source.shop, { demonstration: source.demonstration, language }),
      [
        title(words.giftCard),
        {
          ...pair(words.giftCardWorth, formatMinor(source.amountMinor, currency, language)),
          bold: true,
          size: 'double',
        },
        ...(expiresOn === null ? [] : [pair(words.giftCardUntil, localDateText(expiresOn, language))]),
        pair(words.ticket, source.ticketNumber),
        { kind: 'space' },
        { kind: 'barcode', symbology: 'code128', data: source.code },
        { kind: 'space' },
        ...words.giftCardAdvice.map(centered),
      ],
    ]),
  };
}
