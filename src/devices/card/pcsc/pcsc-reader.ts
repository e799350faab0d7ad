/** A PC/SC reader, watched: each card is read once, and its going is told after what came of it. */
import type { Clock } from '#base/clock.ts';
import type { OpenCardService } from '../../transport/pcsc-port.ts';
import { type CardPresence, type ReadersState, watchReaders } from '../../transport/pcsc-watch.ts';
import type { CardEvent } from '../card.ts';
import { readCard } from './read-card.ts';

export interface PcscReaderOptions {
  readonly clock: Clock;
  readonly open: OpenCardService;
  readonly reader: string;
  readonly onState: (state: ReadersState) => void;
  readonly onEvent: (event: CardEvent) => void;
  readonly note: (direction: 'in' | 'out', bytes: Uint8Array) => void;
}

/** Watches until the returned function is called. */
export function watchPcscReader(options: PcscReaderOptions): () => void {
  const { clock, onEvent, note } = options;
  let closed = false;
  /** One card after the other, so that their events stay in order and one is held at a time. */
  let turn: Promise<void> = Promise.resolve();
  const tell = (event: CardEvent): void => {
    if (!closed) onEvent(event);
  };
  /** Cards of which something was told; only of these is the going told. */
  const told = new WeakSet<CardPresence>();
  const watch = watchReaders({
    ...options,
    onCard(card) {
      turn = turn.then(async () => {
        const event = await readCard({ card, clock, note });
        if (card.again && event.kind === 'refused') return;
        told.add(card);
        tell(event);
      });
    },
    onGone(card) {
      turn = turn.then(() => {
        if (card === null) tell({ kind: 'refused', why: 'torn' });
        if (card === null || told.has(card)) tell({ kind: 'gone' });
      });
    },
  });
  return () => {
    closed = true;
    watch.close();
  };
}
