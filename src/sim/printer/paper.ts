/**
 * What stands on the paper.
 */
export interface Span {
  readonly text: string;
  readonly bold: boolean;
  /** Times the normal width and height. */
  readonly wide: number;
  readonly tall: number;
}

export type PaperAlign = 'left' | 'center' | 'right';

export type PaperItem =
  | { readonly kind: 'line'; readonly spans: readonly Span[]; readonly align: PaperAlign }
  /** Rows of dots from the top, eight a byte, the leftmost in the high bit. */
  | {
      readonly kind: 'image';
      readonly dotsWide: number;
      readonly dotsHigh: number;
      readonly bits: Uint8Array;
      readonly align: PaperAlign;
    }
  | { readonly kind: 'qr'; readonly data: string; readonly moduleDots: number; readonly align: PaperAlign }
  | { readonly kind: 'barcode'; readonly symbology: number; readonly data: string; readonly align: PaperAlign }
  | { readonly kind: 'cut' };

/** The words on the paper, a line each; pictures and codes in square brackets. */
export function paperText(items: readonly PaperItem[]): string {
  return items
    .map((item) => {
      switch (item.kind) {
        case 'line':
          return item.spans
            .map((span) => span.text)
            .join('')
            .trimEnd();
        case 'image':
          return `[image ${item.dotsWide}×${item.dotsHigh}]`;
        case 'qr':
          return `[qr ${item.data}]`;
        case 'barcode':
          return `[barcode ${item.data}]`;
        case 'cut':
          return '[cut]';
      }
    })
    .map((line) => `${line}\n`)
    .join('');
}
