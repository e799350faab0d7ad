/**
 * Routing of what was read, by content and never by where the keyboard focus was. Never throws, and never turns what
 * it does not understand into a product: a code with a wrong check digit is a damaged code.
 *
 * GS1 element strings come in six guises: behind an AIM identifier, behind the separator that stands for FNC1, behind
 * nothing, as the printed line with its brackets, as a web address, and without the separators that a keyboard dropped.
 */
import { latinDigits } from '#base/text.ts';
import { canonicalGtin, checkDigit, expandUpcE } from './gtin.ts';
import { readDigitalLink } from './gs1/digital-link.ts';
import { type Gs1Flaw, type Gs1Reading, GS, readElements, readPrinted, type Separators } from './gs1/elements.ts';
import { type TradeItem, tradeItemOf } from './gs1/trade-item.ts';
import { type ReceiptCode, readReceiptCode } from './receipt-code.ts';

/** The longest text that is looked at; the longest GS1 code of a product is far shorter. */
export const CODE_CHARACTERS_MAX = 512;
/** Longest price look-up number; the six digits of a UPC-E are printed with two more and scanned with them. */
const PLU_DIGITS_MAX = 6;

type UnreadableWhy =
  | 'empty'
  | 'too-long'
  | 'control-characters'
  /** A product code whose check digit does not fit: damaged, or mistyped. */
  | 'check-digit'
  /** Digits of a length that no code has. */
  | 'length'
  /** A GS1 code of something else than a product: a pallet, a place, a coupon. */
  | 'gs1-no-product'
  | Gs1Flaw
  | 'not-a-code';

export type CodeReading =
  | { readonly kind: 'gtin'; readonly gtin14: string }
  /** A GTIN and what a GS1 code said with it. */
  | { readonly kind: 'trade-item'; readonly item: TradeItem }
  /** Price look-up number, leading zeros kept. */
  | { readonly kind: 'plu'; readonly plu: string }
  /** The barcode at the foot of one of our receipts. */
  | ({ readonly kind: 'receipt' } & ReceiptCode)
  | { readonly kind: 'unreadable'; readonly why: UnreadableWhy };

/** How the text came. */
export interface ReadFrom {
  /** The scanner's own word where it has one (`upc-e`, `ean-8`, an AIM identifier such as `]E4`). */
  readonly symbology?: string;
  /** Whether a separator that the bars had is in the text for certain; a keyboard may have dropped it. */
  readonly separators?: Separators;
}

/**
 * What `text` says. An AIM identifier at the head of the text counts as the scanner's word too.
 *
 * Eight digits without a symbology: those that begin with 0 are UPC-E (GS1-8 prefixes 000 to 099 are for use within one
 * company and are on no product), all others EAN-8. The rule looks at one digit and never tries the second meaning
 * after the first failed, so that a damaged code of one kind does not pass as a whole one of the other.
 */
export function readCode(text: string, from: ReadFrom = {}): CodeReading {
  if (text.length > CODE_CHARACTERS_MAX) return unreadable('too-long');
  const trimmed = text.trim();
  const aim = /^\][A-Za-z][0-9A-Za-z]/.exec(trimmed)?.[0];
  const carrier = carrierOf(aim ?? from.symbology ?? '');
  const body = aim === undefined ? trimmed : trimmed.slice(aim.length);
  if (body === '') return unreadable('empty');
  // eslint-disable-next-line no-control-regex -- control characters are what this refuses
  if (/[\u0000-\u001c\u001e\u001f\u007f-\u009f]/.test(body)) return unreadable('control-characters');
  const gs1 = readGs1(body, carrier, from.separators ?? 'doubtful');
  if (gs1 !== null) return readTradeItem(gs1);
  const receipt = readReceiptCode(body);
  if (receipt !== null) return { kind: 'receipt', ...receipt };
  const digits = plainDigits(body);
  if (digits === undefined) return unreadable('not-a-code');
  return digits.length <= PLU_DIGITS_MAX && carrier !== 'upc-e' ? readPlu(body, digits) : readGtin(digits, carrier);
}

/**
 * The elements of a GS1 code, null for what is none. Without any sign of one, only a text that begins with a GTIN and
 * goes on is taken for one: (01) or (02) and fourteen digits with their check digit are no accident.
 */
function readGs1(body: string, carrier: Carrier, separators: Separators): Gs1Reading | null {
  if (/^https?:/i.test(body)) return readDigitalLink(body);
  if (/^\(\d{2,4}\)/.test(body)) return readPrinted(body);
  if (carrier === 'gs1' || body.includes(GS)) return readElements(body, separators);
  return /^0[12]\d{14}/.test(body) ? readElements(body, separators) : null;
}

function readTradeItem(reading: Gs1Reading): CodeReading {
  if (reading.kind === 'flaw') return unreadable(reading.why);
  const item = tradeItemOf(reading.elements);
  return item === undefined ? unreadable('gs1-no-product') : { kind: 'trade-item', item };
}

function readPlu(body: string, digits: string): CodeReading {
  return /[ -]/.test(body) ? unreadable('not-a-code') : { kind: 'plu', plu: digits };
}

function readGtin(digits: string, carrier: Carrier): CodeReading {
  const isUpcE = carrier === 'upc-e' || (carrier === 'any' && digits.length === 8 && digits.startsWith('0'));
  const whole = isUpcE && digits.length <= 8 ? upcEDigits(digits) : digits;
  if (whole === undefined || ![8, 12, 13, 14].includes(whole.length)) return unreadable('length');
  const gtin14 = canonicalGtin(whole);
  return gtin14 === undefined ? unreadable('check-digit') : { kind: 'gtin', gtin14 };
}

/** UPC-A of a UPC-E as scanners send it: in full, without check digit, or the six digits alone. */
function upcEDigits(digits: string): string | undefined {
  if (digits.length === 8) return expandUpcE(digits);
  const body = digits.length === 6 ? `0${digits}` : digits;
  const expanded = expandUpcE(`${body}0`)?.slice(0, 11);
  return expanded === undefined ? undefined : `${expanded}${checkDigit(expanded)}`;
}

/** What the bars were, as far as it changes the meaning of the digits. */
type Carrier = 'any' | 'upc-e' | 'ean-8' | 'gs1';

/** AIM identifiers that say a GS1 element string follows (ISO/IEC 15424; letter case matters: ]e0 is not ]E0). */
const GS1_IDENTIFIERS = [']C1', ']e0', ']d2', ']Q3', ']J1'];

function carrierOf(symbology: string): Carrier {
  const name = symbology.toLowerCase().replace(/[ _-]/g, '');
  if (GS1_IDENTIFIERS.includes(symbology) || name.startsWith('gs1')) return 'gs1';
  if (symbology === ']E4' || name === 'ean8') return 'ean-8';
  return name === 'upce' ? 'upc-e' : 'any';
}

/** The digits of `body`, eastern ones too; groups as printed under the bars (`3 017620 422003`) are joined. */
function plainDigits(body: string): string | undefined {
  const western = latinDigits(body);
  return /^\d+(?:[ -]\d+)*$/.test(western) ? western.replace(/[ -]/g, '') : undefined;
}

function unreadable(why: UnreadableWhy): CodeReading {
  return { kind: 'unreadable', why };
}
