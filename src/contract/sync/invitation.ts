/**
 * What the QR of headquarters says and a till reads: `comptoir:enrol?url=…&code=…&key=…`. Written and read here only, so that
 * headquarters, the till and its screen cannot disagree about it.
 */

const PREFIX = 'comptoir:enrol?';
/** The first half of SHA-256, hexadecimal. */
const FINGERPRINT = /^[0-9a-f]{32}$/;

export interface HqInvitation {
  readonly url: string;
  readonly code: string;
  /** The beginning of SHA-256 of headquarters’ public key: the till goes no further where another key answers. */
  readonly fingerprint: string;
}

/** The text of the QR at headquarters. */
export function invitationText({ url, code, fingerprint }: HqInvitation): string {
  const query = [`url=${encodeURIComponent(url)}`, `code=${encodeURIComponent(code)}`, `key=${fingerprint}`];
  return PREFIX + query.join('&');
}

/**
 * What a text that was scanned or pasted invites to; null where it is none. One without a whole fingerprint is none either:
 * half of it was read, and the till would trust whoever answers.
 */
export function readInvitation(text: string): HqInvitation | null {
  const trimmed = text.trim();
  if (!trimmed.toLowerCase().startsWith(PREFIX)) return null;
  const said = new Map(trimmed.slice(PREFIX.length).split('&').map(named));
  const url = said.get('url') ?? '';
  const code = said.get('code') ?? '';
  const fingerprint = (said.get('key') ?? '').toLowerCase();
  return url === '' || code === '' || !FINGERPRINT.test(fingerprint) ? null : { url, code, fingerprint };
}

function named(part: string): [string, string] {
  const at = part.indexOf('=');
  if (at < 0) return [part, ''];
  try {
    return [part.slice(0, at), decodeURIComponent(part.slice(at + 1))];
  } catch {
    return [part.slice(0, at), ''];
  }
}
