/**
 * A receipt as a neutral document: what stands on it and what each part means, never how a device draws it.
 * Drivers render it (ESC/POS, screen, text); it is stored with its print job as JSON.
 */
export type Align = 'start' | 'center' | 'end';

export type ReceiptBlock =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly align?: Align;
      readonly bold?: boolean;
      readonly size?: 'normal' | 'double';
    }
  /** Two cells of one row: a label that may wrap and an amount that never does. */
  | {
      readonly kind: 'pair';
      readonly start: string;
      readonly end: string;
      readonly bold?: boolean;
      readonly size?: 'normal' | 'double';
    }
  /** A row of cells with fixed shares of the width, in eighths; the last is aligned to the end. */
  | {
      readonly kind: 'cells';
      readonly cells: readonly { readonly text: string; readonly eighths: number; readonly align?: Align }[];
      readonly bold?: boolean;
    }
  | { readonly kind: 'rule' }
  | { readonly kind: 'space' }
  | { readonly kind: 'qr'; readonly data: string }
  | { readonly kind: 'barcode'; readonly symbology: 'code128' | 'ean13'; readonly data: string };

export interface ReceiptDocument {
  /** Language of the words on it; `ar` reads right to left. */
  readonly language: 'fr' | 'en' | 'ar';
  readonly blocks: readonly ReceiptBlock[];
  /** Stands large across the head of a copy ("DUPLICATA n° 1"), of a training receipt, of a doubtful second print. */
  readonly banner?: string;
}
