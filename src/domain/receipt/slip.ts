/**
 * The slip of a cash movement: what came into the drawer or went out of it beside a sale, why, and who signs for it.
 */
import { type Entry, payloadOf } from '#domain/journal/journal.ts';
import { type Language, formatMinor } from '#domain/money/money.ts';
import { centered, currencyNamed, pair, paperText, ruled, shopHeading, text, title, witness } from './blocks.ts';
import { countLines } from './counted.ts';
import type { ReceiptBlock, ReceiptDocument } from './document.ts';
import { localTime } from './local-time.ts';
import { REPORT_WORDS } from './report-words.ts';
import type { ReceiptShop } from './shop.ts';
import { RECEIPT_WORDS } from './words.ts';

export interface SlipSource {
  readonly shop: ReceiptShop;
  /** The P row `cash-moved`. */
  readonly movement: Entry;
  readonly operatorLabel: string;
  /** Who let it pass, where somebody had to. */
  readonly approverLabel?: string;
  readonly language: Language;
}

const SIGNATURE_DOTS = '. '.repeat(12).trimEnd();

/** One slip; both signatures are asked for, since the money has left the till's own books. */
export function slipDocument(source: SlipSource): ReceiptDocument {
  const { shop, movement, language } = source;
  const row = payloadOf(movement, 'cash-moved');
  const words = REPORT_WORDS[language];
  const currency = currencyNamed(row.currency);
  const approved =
    source.approverLabel === undefined ? [] : [text(`${words.approvedBy} ${paperText(source.approverLabel)}`)];
  return {
    language,
    blocks: ruled([
      shopHeading(shop, { demonstration: row.demonstration, language }),
      [
        title(words.slips[row.movement]),
        centered(`${words.slip} ${row.slip_number}`),
        pair(
          `${RECEIPT_WORDS[language].operator} ${paperText(source.operatorLabel)}`,
          localTime(movement.at, row.utc_offset_minutes, language),
        ),
      ],
      [
        {
          ...pair(words.amount, formatMinor(Math.abs(row.amount_minor), currency, language)),
          bold: true,
          size: 'double',
        },
        text(`${RECEIPT_WORDS[language].reason} : ${paperText(row.reason)}`),
        ...approved,
        ...countLines(row.counted ?? [], currency, language),
      ],
      [...signatureLine(words.signatureCashier), ...signatureLine(words.signatureManager)],
      witness(movement, language),
    ]),
  };
}

function signatureLine(words: string): readonly ReceiptBlock[] {
  return [text(words), { kind: 'space' }, { ...text(SIGNATURE_DOTS), align: 'end' }];
}
