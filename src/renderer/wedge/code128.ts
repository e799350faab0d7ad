/** The bars of a Code 128 symbol, to show one known code on the screen for a scanner to read. */
import { present } from '#base/assert.ts';
import { code128Widths } from '#domain/barcode/barcode.ts';

export interface Bar {
  readonly at: number;
  readonly width: number;
}

/** Dark bars from the left, in modules; `modules` is the width of the whole without the quiet zones. */
export function code128Bars(text: string): { readonly bars: readonly Bar[]; readonly modules: number } {
  const bars: Bar[] = [];
  let modules = 0;
  for (const [index, digit] of [...present(code128Widths(text), 'a code of printable ASCII')].entries()) {
    const width = Number(digit);
    if (index % 2 === 0) bars.push({ at: modules, width });
    modules += width;
  }
  return { bars, modules };
}
