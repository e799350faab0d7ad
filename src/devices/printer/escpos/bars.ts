/**
 * Bar codes as widths of bars and gaps, for printers that draw none themselves. Code 128 by ISO/IEC 15417, EAN-13 by
 * the GS1 general specifications, section 5.2.
 */

/** Widths of bar, gap, bar… of the 107 symbols of Code 128, in modules. */
const CODE_128 = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');
const START_B = 104;
const STOP = 106;

const EAN_LEFT_ODD = ['3211', '2221', '2122', '1411', '1132', '1231', '1114', '1312', '1213', '3112'];
/** Which of the six left digits are even, by the first digit, which has no bars of its own. */
const EAN_EVEN = ['OOOOOO', 'OOEOEE', 'OOEEOE', 'OOEEEO', 'OEOOEE', 'OEEOOE', 'OEEEOO', 'OEOEOE', 'OEOEEO', 'OEEOEO'];

/** One entry a module, true for black; null where the data is not printable ASCII. */
export function code128Modules(data: string): readonly boolean[] | null {
  if (!/^[ -~]+$/.test(data)) return null;
  const values = [...data].map((character) => character.charCodeAt(0) - 32);
  const check = values.reduce((sum, value, index) => sum + value * (index + 1), START_B) % 103;
  return modulesOf([START_B, ...values, check, STOP].map((value) => CODE_128[value] ?? '').join(''));
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
