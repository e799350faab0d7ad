/**
 * A scanner on a line: every code becomes one read. Door of the folder.
 */
import type { Clock } from '#base/clock.ts';
import type { ByteTransport } from '#devices/transport/transport.ts';
import { LineDecoder } from './line.codec.ts';

/**
 * A scanner without a terminator is known by its silence. Characters of one code follow each other within a
 * millisecond on a wire and ten on a slow one; two codes are never closer than a hand is fast.
 */
const SILENCE_MS = 60;

/** Gives each code once, in order. Half a code is never given: what was unfinished when the line broke is dropped. */
export function listenToScanner(options: {
  readonly line: ByteTransport;
  readonly clock: Clock;
  readonly onRead: (text: string) => void;
}): void {
  const decoder = new LineDecoder();
  let cancel: () => void = () => undefined;
  options.line.onBytes((bytes) => {
    cancel();
    for (const text of decoder.push(bytes)) options.onRead(text);
    if (decoder.pending) {
      cancel = options.clock.after(SILENCE_MS, () => {
        for (const text of decoder.silence()) options.onRead(text);
      });
    }
  });
  options.line.onClosed(() => {
    cancel();
  });
}
