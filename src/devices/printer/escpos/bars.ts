/**
 * Bar codes as widths of bars and gaps, for printers that draw none themselves. Code 128 by ISO/IEC 15417, EAN-13 by
 * the GS1 general specifications, section 5.2.
 */
import { code128Widths } from '#domain/barcode/barcode.ts';

const EAN_LEFT_ODD = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112'];
/** Which of the six left digits are even, by the first digit, which has no bars of its own. */
const EAN_EVEN = ['OOOOOO', 'OOEOEE', 'OOEEOE', 'OOEEEO', 'OEOOEE', 'OEEOOE', 'OEEEOO', 'OEOEOE', 'OEOEEO', 'OEEOEO'];

/** One entry a module, true for black; null where the data is not printable ASCII. */
export function code128Modules(data: string): readonly boolean[] | null {
  const widths = code128Widths(data);
  return widths === null ? null : modulesOf(widths);
}

/** One entry a module; null where the data is not thirteen digits with the right check digit: a printer draws no other. */
export function ean13Modules(data: string): readonly boolean[] | null {
  if (!/^\d{13}$/.test(data)) return null;
  const digits = [...data].map(Number);
  if (digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0) % 10 !== 0) return null;
  const parity = EAN_EVEN[digits[0] ?? 0] ?? '';
  const left = digits.slice(1, 7).map((digit, index) => {
    const widths = EAN_LEFT_ODD[digit] ?? '';
    return parity[index] === 'E' ? [...widths].reverse().join('') : widths;
  });
  const right = digits.slice(7).map((digit) => EAN_LEFT_ODD[digit] ?? '');
  // The left half begins with a gap and the right half with a bar, as the guards around them make them.
  return modulesOf(`111${left.join('')}11111${right.join('')}111`);
}

function modulesOf(widths: string): readonly boolean[] {
  return [...widths].flatMap((width, index) => new Array<boolean>(Number(width)).fill(index % 2 === 0));
}
