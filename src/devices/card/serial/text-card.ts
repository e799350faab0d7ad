/**
 * A reader that writes the number of each card as text, on any line. It tells nothing of a card's going; one that repeats
 * the number while the card lies on it means one card.
 */
import type { Clock } from '#base/clock.ts';
import { type CardNotation, cardNumberOf, isRandomCard } from '#domain/card/card.ts';
import type { ByteTransport } from '../../transport/transport.ts';
import type { CardEvent } from '../card.ts';
import { TextCardDecoder } from './text-card.codec.ts';

/** At 1200 baud a character takes 9 ms; a number that stops for so long was cut off. */
const SILENCE_MS = 300;
/** Readers that repeat do so several times a second. */
const REPEAT_MS = 1_500;

/** Gives one event a card. The line's end drops what was unfinished. */
export function listenToTextReader(options: {
  readonly line: ByteTransport;
  readonly clock: Clock;
  readonly notation?: CardNotation;
  readonly onEvent: (event: CardEvent) => void;
}): void {
  const { line, clock, notation, onEvent } = options;
  const decoder = new TextCardDecoder();
  let cancel: () => void = () => undefined;
  let last = { text: '', atMs: -Infinity };

  line.onBytes((bytes) => {
    cancel();
    for (const frame of decoder.push(bytes)) {
      if (frame.kind === 'damaged') onEvent({ kind: 'refused', why: 'torn' });
      else hear(frame.text);
    }
    if (decoder.pending) cancel = clock.after(SILENCE_MS, () => decoder.silence());
  });
  line.onClosed(() => cancel());

  function hear(text: string): void {
    const nowMs = clock.monotonicMs();
    const again = text === last.text && nowMs - last.atMs < REPEAT_MS;
    last = { text, atMs: nowMs };
    if (again) return;
    const number = cardNumberOf(text, notation);
    if (number === null) onEvent({ kind: 'refused', why: 'unreadable' });
    else if (isRandomCard(number)) onEvent({ kind: 'refused', why: 'random-uid' });
    else onEvent({ kind: 'card', card: { ...number, medium: 'text' } });
  }
}
