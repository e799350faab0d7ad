/** Paper as the page draws it: pictures as text of base 64, QR codes as their modules. */
import { encode } from 'uqr';
import type { PaperItem, Span } from '../printer/paper.ts';
import { code128Bars } from './code-128.ts';

export type ShownItem =
  | { readonly kind: 'line'; readonly align: string; readonly spans: readonly Span[] }
  | {
      readonly kind: 'image';
      readonly align: string;
      readonly dotsWide: number;
      readonly dotsHigh: number;
      readonly bits: string;
    }
  | {
      readonly kind: 'qr';
      readonly align: string;
      readonly data: string;
      readonly dots: number;
      readonly rows: readonly string[];
    }
  | { readonly kind: 'barcode'; readonly align: string; readonly data: string; readonly bars: string }
  | { readonly kind: 'cut' };

export function shown(item: PaperItem): ShownItem {
  switch (item.kind) {
    case 'line':
    case 'cut':
      return item;
    case 'image':
      return { ...item, bits: Buffer.from(item.bits).toString('base64') };
    case 'qr': {
      const { data } = encode(item.data, { ecc: 'M', border: 0 });
      const rows = data.map((row) => row.map((black) => (black ? '1' : '0')).join(''));
      return { kind: 'qr', align: item.align, data: item.data, dots: item.moduleDots, rows };
    }
    case 'barcode':
      return {
        kind: 'barcode',
        align: item.align,
        data: item.data,
        bars: item.symbology === 73 ? code128Bars(item.data) : '',
      };
  }
}
