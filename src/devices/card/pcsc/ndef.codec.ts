/**
 * What the text of a tag's memory says: the first text or link of its first NDEF message. NFC Forum Type 2 Tag (blocks of
 * type, length, value from page 4 on), NDEF 1.0 (records), RTD Text and RTD URI. Pure, bounded, and throws on nothing.
 */

const CAPABILITY_CONTAINER = 0xe1;
const HEADER_BYTES = 4;
const NULL = 0x00;
const MESSAGE = 0x03;
const END = 0xfe;
const WELL_KNOWN = 0x01;
/** RTD URI 1.0, table 3. */
const LINK_BEGINNINGS = [
  ...['', 'http://www.', 'https://www.', 'http://', 'https://', 'tel:', 'mailto:', 'ftp://anonymous:anonymous@'],
  ...[
    'ftp://ftp.',
    'ftps://',
    'sftp://',
    'smb://',
    'nfs://',
    'ftp://',
    'dav://',
    'news:',
    'telnet://',
    'imap:',
    'rtsp://',
  ],
  ...[
    'urn:',
    'pop:',
    'sip:',
    'sips:',
    'tftp:',
    'btspp://',
    'btl2cap://',
    'btgoep://',
    'tcpobex://',
    'irdaobex://',
    'file://',
  ],
  ...['urn:epc:id:', 'urn:epc:tag:', 'urn:epc:pat:', 'urn:epc:raw:', 'urn:epc:', 'urn:nfc:'],
];

/**
 * How many bytes of the memory, from page 3 on, must be read until its message is whole: more than `memory` holds while it is
 * not, `memory.length` or less when there is nothing more to read.
 */
export function bytesNeeded(memory: Uint8Array): number {
  if (memory.length < HEADER_BYTES) return HEADER_BYTES;
  if (memory[0] !== CAPABILITY_CONTAINER) return 0;
  const block = messageBlock(memory);
  return block === null ? 0 : block.end;
}

/** The first text or link; undefined where there is none, or the memory is no NDEF, or not whole. */
export function memoryText(memory: Uint8Array): string | undefined {
  if (memory.length < HEADER_BYTES || memory[0] !== CAPABILITY_CONTAINER) return undefined;
  const block = messageBlock(memory);
  if (block === null || block.end > memory.length) return undefined;
  return textOfMessage(memory.subarray(block.from, block.end));
}

/** Where the message lies; `end` is beyond the memory while more must be read to know, null where there is no message. */
function messageBlock(memory: Uint8Array): { readonly from: number; readonly end: number } | null {
  let at = HEADER_BYTES;
  for (;;) {
    const type = memory[at];
    if (type === undefined) return { from: at, end: at + 2 };
    if (type === END) return null;
    if (type === NULL) {
      at += 1;
      continue;
    }
    const short = memory[at + 1];
    if (short === undefined) return { from: at, end: at + 2 };
    const long = short === 0xff;
    const from = at + (long ? 4 : 2);
    if (from > memory.length) return { from, end: from };
    const length = long ? ((memory[at + 2] ?? 0) << 8) | (memory[at + 3] ?? 0) : short;
    if (type === MESSAGE) return length === 0 ? null : { from, end: from + length };
    at = from + length;
  }
}

function textOfMessage(message: Uint8Array): string | undefined {
  let at = 0;
  while (at < message.length) {
    const header = message[at] ?? 0;
    const short = (header & 0x10) !== 0;
    const typeLength = message[at + 1] ?? 0;
    const view = new DataView(message.buffer, message.byteOffset, message.byteLength);
    const lengthAt = at + 2;
    const idAt = lengthAt + (short ? 1 : 4);
    if (idAt > message.length) return undefined;
    const length = short ? view.getUint8(lengthAt) : view.getUint32(lengthAt);
    const hasId = (header & 0x08) !== 0;
    const typeAt = idAt + (hasId ? 1 : 0);
    const payloadAt = typeAt + typeLength + (hasId ? (message[idAt] ?? 0) : 0);
    const end = payloadAt + length;
    // A record in chunks has no text that a loyalty card would carry.
    if (end > message.length || (header & 0x20) !== 0) return undefined;
    if ((header & 0x07) === WELL_KNOWN && typeLength === 1) {
      const text = textOfRecord(message[typeAt] ?? 0, message.subarray(payloadAt, end));
      if (text !== undefined) return text;
    }
    at = end;
  }
  return undefined;
}

function textOfRecord(type: number, payload: Uint8Array): string | undefined {
  const first = payload[0];
  if (first === undefined) return undefined;
  if (type === 0x54) {
    const text = payload.subarray(1 + (first & 0x3f));
    return decoded(text, (first & 0x80) === 0 ? 'utf-8' : 'utf-16be');
  }
  const beginning = type === 0x55 ? LINK_BEGINNINGS[first] : undefined;
  const rest = decoded(payload.subarray(1), 'utf-8');
  return beginning === undefined || rest === undefined ? undefined : beginning + rest;
}

/** Undefined for bytes that are no text, and for text that would not be shown: no half word is ever a card's. */
function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    // eslint-disable-next-line no-control-regex -- control characters are what is kept out
    return text === '' || /[\u0000-\u001f\u007f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}
