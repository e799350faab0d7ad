/** Calls as `POST <address>/sync/v1/<name>`, packed where that pays. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Clock } from '#base/clock.ts';
import { BODY_BYTES_MAX } from '#contract/sync/sync.ts';
import type { HqTransport } from './port.ts';

const gzipAside = promisify(gzip);
/** Below this a packed body is hardly shorter. */
const PACKED_FROM_BYTES = 1_024;
/** An answer beyond this is none of headquarters. */
const ANSWER_BYTES_MAX = 2 * BODY_BYTES_MAX;

/** The address of headquarters as a person types it, made whole; null where it is none. Pure. */
export function hqAddress(typed: string): string | null {
  const text = typed.trim();
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  let url: URL;
  try {
    url = new URL(whole);
  } catch {
    return null;
  }
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '')
    return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Carries calls to `url` by HTTP. Time-outs go by the clock. */
export function httpTransport(url: string, clock: Clock): HqTransport {
  return {
    async send({ name, headers, body }, { timeoutMs }) {
      const ends = new AbortController();
      const cancel = clock.after(timeoutMs, () => ends.abort());
      try {
        const plain = Buffer.from(body, 'utf8');
        const isPacked = plain.length >= PACKED_FROM_BYTES;
        const response = await fetch(`${url}/sync/v1/${name}`, {
          method: 'POST',
          headers: {
            ...headers,
            'content-type': 'application/json',
            ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
          },
          body: new Uint8Array(isPacked ? await gzipAside(plain) : plain),
          redirect: 'error',
          signal: ends.signal,
        });
        const text = await textOf(response);
        return text === null ? null : { status: response.status, body: text };
      } catch {
        // Not there, cut off, too slow, or answering with something else than HTTP: the same to whoever asked.
        return null;
      } finally {
        cancel();
      }
    },
  };
}

/** The body as text; null where it is longer than any answer. */
async function textOf(response: Response): Promise<string | null> {
  if (response.body === null) return '';
  const decoder = new TextDecoder('utf-8');
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES_MAX) return null;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
