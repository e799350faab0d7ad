/**
 * How readers write a card's number, read back. The same chip 51 e6 96 21 is `51e69621`, `2196e651`, `1374066209` or
 * `0563537489`, and a reader of 125 kHz tags may print only the last three bytes of it, as `15111713` or `230,38433`. Facts of the
 * field: OCA/hr issue 619 (bytes the other way round in decimal), Flipper Zero's and the makers' names DEZ 8, DEZ 10,
 * DEZ 3.5, and readers that drop leading zeros (MFRC522-python issue 16).
 */

/** `decimal-10`: four bytes as a number; `decimal-8` and `decimal-3-5`: the last three bytes only. */
export type CardNotation = 'hex' | 'hex-reversed' | 'decimal-10' | 'decimal-10-reversed' | 'decimal-8' | 'decimal-3-5';

/** One card that a text may mean. */
export interface WrittenNumber {
  readonly notation: CardNotation;
  /** Canonical hex; where the text leaves the first byte of four open, that byte is `??`. */
  readonly number: string;
}

export const UNKNOWN_BYTE = '??';

/** Numbers of cards have four bytes or more; ten is the longest (ISO/IEC 14443-3). */
const BYTES_MIN = 4;
const BYTES_MAX = 10;
const DECIMAL_10_MAX = 0xffff_ffff;
/** A reader that drops leading zeros still writes this many digits of a card that exists; fewer are a torn text. */
const DECIMAL_DIGITS_MIN = 5;
const DECIMAL_8_MAX = 0xff_ffff;
const TEXT_MAX = 64;

/** All notations, the likeliest first. */
const NOTATIONS: readonly CardNotation[] = [
  'hex',
  'decimal-10',
  'decimal-3-5',
  'decimal-8',
  'hex-reversed',
  'decimal-10-reversed',
];

/**
 * The card that `text` is, as a reader's text gives it: `uid` where it says one card, and `mayBe` beside it where it may be
 * several, `uid` the first of them. Null where it is no number of a card.
 */
export function cardNumberOf(
  text: string,
  notation?: CardNotation,
): { readonly uid: string; readonly mayBe?: readonly string[] } | null {
  const numbers = distinct(numbersWritten(text, notation).map(({ number }) => number));
  const first = numbers[0];
  if (first === undefined) return null;
  // A number with an open byte is shown as it is; the card is looked up by the likeliest, with a zero there.
  const uid = first.replace(UNKNOWN_BYTE, '00');
  const mayBe = uid === first ? numbers : [uid, ...numbers];
  return mayBe.length === 1 ? { uid } : { uid, mayBe };
}

/** Every card that `text` may mean, in one notation or in all. Never throws. */
export function numbersWritten(text: string, notation?: CardNotation): readonly WrittenNumber[] {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > TEXT_MAX) return [];
  // Digits in an odd number are no hex unless the set-up says so: a barcode would be read as a card with a lost zero.
  const likely = /^(?:\d\d)*\d$/.test(trimmed) ? NOTATIONS.filter((one) => !one.startsWith('hex')) : NOTATIONS;
  return (notation === undefined ? likely : [notation]).flatMap((one) =>
    distinct(readAs(trimmed, one)).map((number) => ({ notation: one, number })),
  );
}

/** How each kind of reader would write this card. */
export function notationsOf(uid: string): Readonly<Partial<Record<CardNotation, string>>> {
  if (!isNumber(uid)) return {};
  const hex = { hex: uid, 'hex-reversed': reversed(uid) };
  const last = uid.slice(-6);
  const three = {
    'decimal-8': String(parseInt(last, 16)).padStart(8, '0'),
    'decimal-3-5': `${padded(parseInt(last.slice(0, 2), 16), 3)},${padded(parseInt(last.slice(2), 16), 5)}`,
  };
  if (uid.length !== BYTES_MIN * 2) return { ...hex, ...three };
  return {
    ...hex,
    ...three,
    'decimal-10': padded(parseInt(uid, 16), 10),
    'decimal-10-reversed': padded(parseInt(reversed(uid), 16), 10),
  };
}

function readAs(text: string, notation: CardNotation): readonly string[] {
  switch (notation) {
    case 'hex':
      return hexNumbers(text);
    case 'hex-reversed':
      return hexNumbers(text).map(reversed);
    case 'decimal-10':
      return decimal10(text);
    case 'decimal-10-reversed':
      return decimal10(text).map(reversed);
    case 'decimal-8':
      return decimal8(text);
    case 'decimal-3-5':
      return decimal35(text);
  }
}

/** `04:A1:B2:C3`, `04 a1 b2 c3`, `04-a1-b2-c3`, `04a1b2c3`; one zero dropped from the front of a byte is put back wherever it may be. */
function hexNumbers(text: string): readonly string[] {
  const parts = text.toLowerCase().split(/[:\s-]/);
  if (parts.length > 1) {
    if (!parts.every((part) => /^[0-9a-f]{1,2}$/.test(part))) return [];
    const number = parts.map((part) => part.padStart(2, '0')).join('');
    return isNumber(number) ? [number] : [];
  }
  const digits = parts[0] ?? '';
  if (!/^[0-9a-f]+$/.test(digits)) return [];
  if (digits.length % 2 === 0) return isNumber(digits) ? [digits] : [];
  const whole = [...digits]
    .map((_, at) => at)
    .filter((at) => at % 2 === 0)
    .map((at) => `${digits.slice(0, at)}0${digits.slice(at)}`);
  return whole.filter(isNumber);
}

function decimal10(text: string): readonly string[] {
  if (!/^\d+$/.test(text) || text.length > 10 || text.length < DECIMAL_DIGITS_MIN) return [];
  const value = Number(text);
  if (value === 0 || value > DECIMAL_10_MAX) return [];
  return [value.toString(16).padStart(8, '0')];
}

function decimal8(text: string): readonly string[] {
  if (!/^\d+$/.test(text) || text.length > 8 || text.length < DECIMAL_DIGITS_MIN) return [];
  const value = Number(text);
  if (value === 0 || value > DECIMAL_8_MAX) return [];
  return [`${UNKNOWN_BYTE}${value.toString(16).padStart(6, '0')}`];
}

function decimal35(text: string): readonly string[] {
  const match = /^(\d{1,3})[,. ](\d{1,5})$/.exec(text) ?? /^(\d{3})(\d{5})$/.exec(text);
  const [facility, serial] = [Number(match?.[1]), Number(match?.[2])];
  if (match === null || facility > 0xff || serial > 0xffff || facility + serial === 0) return [];
  return [`${UNKNOWN_BYTE}${facility.toString(16).padStart(2, '0')}${serial.toString(16).padStart(4, '0')}`];
}

function isNumber(hex: string): boolean {
  return (
    hex.length >= BYTES_MIN * 2 && hex.length <= BYTES_MAX * 2 && /^(?:[0-9a-f]{2})+$/.test(hex) && !/^0+$/.test(hex)
  );
}

function reversed(hex: string): string {
  return (hex.match(/../g) ?? []).reverse().join('');
}

function padded(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

function distinct(numbers: readonly string[]): readonly string[] {
  return [...new Set(numbers)];
}
