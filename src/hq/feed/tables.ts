/** Streams of changes, numbered in the order in which they were committed. */
import { int, nullableText, table, text } from '../store/port.ts';

export const STREAM_HEAD = table({
  name: 'stream_head',
  about: 'Where each stream stands. Locked by whoever appends, so that positions are in the order of commits.',
  key: ['stream'],
  columns: {
    stream: text,
    position: int,
    /** Changes up to here are no longer kept: a cursor before it starts over. */
    kept_from: int,
    /** Of its last change; null where that was before there were marks. */
    mark: nullableText,
  },
});

export const STREAM_CHANGE = table({
  name: 'stream_change',
  about: 'One change of a stream. Changes of one transaction share a batch, which is seen whole or not at all.',
  key: ['stream', 'position'],
  columns: {
    stream: text,
    position: int,
    /** The position of the last change of its batch. */
    batch: int,
    kind: text,
    item_key: text,
    value: nullableText,
    /** With the last of a batch: where the batches of the same transaction end in other streams, as JSON. */
    together: nullableText,
    /** A hash over its batch and all before it: the same position of another history has another one. */
    mark: nullableText,
  },
});

export const STREAM_ITEM = table({
  name: 'stream_item',
  about: 'What each thing of a stream is now: what a snapshot is made of.',
  key: ['stream', 'kind', 'item_key'],
  columns: { stream: text, kind: text, item_key: text, position: int, value: text },
});
