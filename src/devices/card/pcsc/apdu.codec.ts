/**
 * Commands to contactless cards through a PC/SC reader, and their answers (PC/SC part 3, section 3.2.2; ISO/IEC 7816-4 for
 * the status words). Pure, and throws on nothing that a reader says.
 */

/** GET DATA, the card's own number: `FF CA 00 00 00`. */
export const GET_NUMBER = Uint8Array.of(0xff, 0xca, 0x00, 0x00, 0x00);

/** READ BINARY of a storage card, sixteen bytes from a page of four: `FF B0 page page 10`. */
export function readPages(page: number): Uint8Array {
  return Uint8Array.of(0xff, 0xb0, (page >> 8) & 0xff, page & 0xff, 0x10);
}

export type CardAnswer =
  | { readonly kind: 'data'; readonly data: Uint8Array }
  /** The card went in the middle. The library calls it a success, without a byte (measured with four bindings). */
  | { readonly kind: 'torn' }
  /** Another program spoke to the card in between, and its session is over (DESFire 911C). */
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'refused'; readonly status: number };

const STATUS_OK = 0x9000;
/** `Operation failed`, which readers say of a card that left the field before its answer was whole (acsccid issue 30). */
const STATUS_FAILED = 0x6300;
const STATUS_ILLEGAL_COMMAND = 0x911c;

/** Data is only what came with 9000 at its end. */
export function parseAnswer(bytes: Uint8Array): CardAnswer {
  const [high, low] = bytes.slice(-2);
  if (high === undefined || low === undefined) return { kind: 'torn' };
  const status = (high << 8) | low;
  if (status === STATUS_OK) return { kind: 'data', data: bytes.slice(0, -2) };
  if (status === STATUS_FAILED) return { kind: 'torn' };
  if (status === STATUS_ILLEGAL_COMMAND) return { kind: 'interrupted' };
  return { kind: 'refused', status };
}
