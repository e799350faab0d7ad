/**
 * The memory of an NTAG213 with one NDEF message on it, as the chip keeps it (NXP NTAG213/215/216 data sheet, section 8.5):
 * 45 pages of four bytes; the number with its check bytes in pages 0 to 2, the capability container in page 3, and from page 4
 * a TLV with the message.
 */
const PAGES = 45;
const PAGE_BYTES = 4;
const USER_PAGE = 4;
const LAST_USER_BYTE = 40 * PAGE_BYTES;
const CASCADE_TAG = 0x88;

/** `text` stands on the card as one text record in French; null for an empty card. */
export function ntag213(uid: Uint8Array, text: string | null): Uint8Array {
  const memory = new Uint8Array(PAGES * PAGE_BYTES);
  const number = (index: number): number => uid[index] ?? 0;
  memory.set([number(0), number(1), number(2), CASCADE_TAG ^ number(0) ^ number(1) ^ number(2)], 0);
  memory.set([number(3), number(4), number(5), number(6)], 4);
  memory.set([number(3) ^ number(4) ^ number(5) ^ number(6), 0x48, 0, 0], 8);
  // E1 = NDEF, version 1.0, 12h × 8 = 144 bytes of data, free to read and write.
  memory.set([0xe1, 0x10, 0x12, 0x00], 12);
  const message = text === null ? new Uint8Array(0) : textRecord(text);
  const tlv = [0x03, message.length, ...message, 0xfe];
  memory.set(tlv.slice(0, LAST_USER_BYTE - USER_PAGE * PAGE_BYTES), USER_PAGE * PAGE_BYTES);
  return memory;
}

/** A short record of the well-known type `T`, alone in its message. */
function textRecord(text: string): Uint8Array {
  const language = [0x66, 0x72];
  const payload = [language.length, ...language, ...new TextEncoder().encode(text)];
  return Uint8Array.of(0xd1, 0x01, payload.length, 0x54, ...payload);
}
