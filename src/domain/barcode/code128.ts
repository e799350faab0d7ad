/** Code 128 as widths of bars and gaps (ISO/IEC 15417), in code sets B and C. */

/** Widths of bar, gap, bar… of the 107 symbols of Code 128, in modules. */
const WIDTHS = (
  '212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 ' +
  '123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 ' +
  '232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 ' +
  '313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 ' +
  '111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 ' +
  '111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 ' +
  '114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112'
).split(' ');
const CODE_C = 99;
const CODE_B = 100;
const START = { B: 104, C: 105 } as const;
const STOP = 106;
const MODULUS = 103;

/** A piece of the text in one code set: any printable ASCII in B, an even number of digits in C. */
export interface Code128Run {
  readonly set: 'B' | 'C';
  readonly text: string;
}

/**
 * The text cut where the code set changes, so that the symbol is as short as it can be: digits two by two where they are four at
 * an end or six between others, as ISO/IEC 15417 advises in annex E. Null where the text is not printable ASCII.
 */
export function code128Runs(text: string): readonly Code128Run[] | null {
  if (!/^[ -~]+$/.test(text)) return null;
  const runs: { set: 'B' | 'C'; text: string }[] = [];
  const put = (set: 'B' | 'C', piece: string): void => {
    const last = runs.at(-1);
    if (last?.set === set) last.text += piece;
    else if (piece !== '') runs.push({ set, text: piece });
  };
  let rest = text;
  while (rest !== '') {
    const digits = /^\d*/.exec(rest)?.[0] ?? '';
    const isAtEnd = runs.length === 0 || digits.length === rest.length;
    if (digits.length >= (isAtEnd ? 4 : 6)) {
      // Of an odd number the one beside what stays in B stays with it.
      const odd = digits.length % 2;
      const before = runs.length === 0 ? 0 : odd;
      put('B', digits.slice(0, before));
      put('C', digits.slice(before, digits.length - odd + before));
      put('B', digits.slice(digits.length - odd + before));
      rest = rest.slice(digits.length);
    } else {
      const piece = rest.slice(0, Math.max(1, digits.length));
      put('B', piece);
      rest = rest.slice(piece.length);
    }
  }
  return runs;
}

/** A digit for each bar and gap, the first a bar; null where the text is not printable ASCII. */
export function code128Widths(text: string): string | null {
  const runs = code128Runs(text);
  if (runs === null) return null;
  const values = runs.flatMap((run, index) => [
    index === 0 ? START[run.set] : run.set === 'B' ? CODE_B : CODE_C,
    ...code128Values(run),
  ]);
  const check = values.reduce((sum, value, index) => sum + value * Math.max(1, index), 0) % MODULUS;
  return [...values, check, STOP].map((value) => WIDTHS[value] ?? '').join('');
}

/** The value of each symbol of a run; of digits that of each two. */
export function code128Values({ set, text }: Code128Run): readonly number[] {
  return set === 'B'
    ? [...text].map((character) => character.charCodeAt(0) - 32)
    : (text.match(/../g) ?? []).map(Number);
}
