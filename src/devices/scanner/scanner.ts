/**
 * A scanner on a line: every code becomes one read. Door of the folder. What is known of models is in hid-pos/README.md and
 * serial/README.md.
 */
import type { Clock } from '#base/clock.ts';
import { countRead, NOTHING_SEEN } from '#base/repeat-window.ts';
import type { ByteTransport, DeviceAddress } from '#devices/transport/transport.ts';
import { HidPosDecoder } from './hid-pos/hid-pos.codec.ts';
import { LineDecoder } from './line.codec.ts';
import type { Read, ReadDecoder } from './read.ts';

export type { Read } from './read.ts';

/** What makes reads of the bytes of a device at this address. */
export function decoderFor(address: DeviceAddress): ReadDecoder {
  return address.kind === 'hid' ? new HidPosDecoder(address) : new LineDecoder();
}

/** Gives each code once, in order. Half a code is never given: what was unfinished when the line broke is dropped. */
export function listenToScanner(options: {
  readonly line: ByteTransport;
  readonly clock: Clock;
  readonly decoder: ReadDecoder;
  /** Within how long the same code again is the same scan; 0 where each one counts. */
  readonly repeatMs: number;
  readonly onRead: (read: Read) => void;
}): void {
  const { line, clock, decoder, repeatMs, onRead } = options;
  let cancel: () => void = () => undefined;
  let seen = NOTHING_SEEN;

  function give(reads: readonly Read[]): void {
    for (const read of reads) {
      const text = (read.symbology ?? '') + read.text;
      const counted = countRead(seen, { text, atMs: clock.monotonicMs(), windowMs: repeatMs });
      seen = counted.state;
      if (counted.counts) onRead(read);
    }
  }
  /** Where this process was kept busy, the rest of the code is here already: it is heard before silence is believed. */
  function listenOnce(): void {
    cancel = clock.after(0, () => give(decoder.silence()));
  }

  line.onBytes((bytes) => {
    cancel();
    give(decoder.push(bytes));
    if (decoder.pending) cancel = clock.after(decoder.silenceMs, listenOnce);
  });
  line.onClosed(() => cancel());
}
