/**
 * What a recording of a line says: its bytes once more through the codecs that the till itself reads them with. Pure.
 */
import {
  type PrinterFrame,
  type PrinterStatus,
  StatusDecoder,
  statusOf,
  statusOfAutomatic,
} from './printer/escpos/status.codec.ts';
import { numbersWritten } from '#domain/card/card.ts';
import { TextCardDecoder } from './card/serial/text-card.codec.ts';
import { decoderFor, type Read } from './scanner/scanner.ts';
import { readAddress } from './transport/address.ts';
import { frameBytes, type Recording } from './transport/recording.ts';
import type { LineFrame } from './wire.ts';

export type Replayed = { readonly atMs: number } & (
  | { readonly kind: 'opened' | 'closed' }
  /** What the till wrote: too long to be shown whole, and never read back by us. */
  | { readonly kind: 'sent'; readonly bytes: Uint8Array }
  | { readonly kind: 'read'; readonly read: Read }
  /** A reader's text, and every card that it may mean: more than one where its notation is not known. */
  | { readonly kind: 'card'; readonly text: string; readonly numbers: readonly string[] }
  /** A number that was cut short or damaged. */
  | { readonly kind: 'damaged' }
  | { readonly kind: 'status'; readonly status: PrinterStatus; readonly byItself: boolean }
  | { readonly kind: 'printer'; readonly frame: PrinterFrame }
  /** Bytes that no codec of ours reads. */
  | { readonly kind: 'received'; readonly bytes: Uint8Array }
);

/** A question is a short write of its own; what looks like one inside a receipt is part of the receipt. */
const QUESTIONS_BYTES_MAX = 64;

/** The recording as it was understood, in its order. Throws nothing: an address that is none is read as bytes. */
export function replay({ device, frames }: Pick<Recording, 'device' | 'frames'>): readonly Replayed[] {
  const said: Replayed[] = [];
  const hear = listenerFor(device, said);
  for (const frame of frames) {
    const { atMs, direction } = frame;
    if (direction === 'opened' || direction === 'closed') said.push({ atMs, kind: direction });
    if (direction === 'out') said.push({ atMs, kind: 'sent', bytes: frameBytes(frame) });
    hear(frame);
  }
  hear(null);
  return said;
}

/** Takes each frame in turn, and null at the end. */
type Listen = (frame: LineFrame | null) => void;

function listenerFor(device: Recording['device'], said: Replayed[]): Listen {
  const { kind, address } = device;
  if (kind === 'printer') return hearPrinter(said);
  if (kind === 'scanner') return hearReads(address, said) ?? hearBytes(said);
  if (kind === 'card' && !address.startsWith('pcsc:')) return hearCards(device, said);
  return hearBytes(said);
}

function hearBytes(said: Replayed[]): Listen {
  return (frame) => {
    if (frame?.direction === 'in') said.push({ atMs: frame.atMs, kind: 'received', bytes: frameBytes(frame) });
  };
}

/** Numbers of a reader that writes text. What passes between a PC/SC reader and a card is shown as bytes. */
function hearCards({ cardNotation }: Recording['device'], said: Replayed[]): Listen {
  const decoder = new TextCardDecoder();
  return (frame) => {
    if (frame?.direction === 'closed') decoder.silence();
    if (frame?.direction !== 'in') return;
    const { atMs } = frame;
    for (const heard of decoder.push(frameBytes(frame))) {
      if (heard.kind === 'damaged') said.push({ atMs, kind: 'damaged' });
      else {
        const numbers = [...new Set(numbersWritten(heard.text, cardNotation).map(({ number }) => number))];
        said.push({ atMs, kind: 'card', text: heard.text, numbers });
      }
    }
  };
}

/** Codes of a scanner. */
function hearReads(address: string, said: Replayed[]): Listen | undefined {
  const parsed = readAddress(address);
  if (parsed === undefined) return undefined;
  let decoder = decoderFor(parsed);
  let lastMs = 0;
  const give = (atMs: number, reads: readonly Read[]): void => {
    for (const read of reads) said.push({ atMs, kind: 'read', read });
  };
  return (frame) => {
    if (decoder.pending && (frame === null || frame.atMs - lastMs >= decoder.silenceMs))
      give(lastMs, decoder.silence());
    // Half a code that a lost line leaves behind is none.
    if (frame?.direction === 'closed') decoder = decoderFor(parsed);
    if (frame?.direction !== 'in') return;
    lastMs = frame.atMs;
    give(frame.atMs, decoder.push(frameBytes(frame)));
  };
}

/** Answers to `DLE EOT` mean something only in the order in which they were asked for. */
function hearPrinter(said: Replayed[]): Listen {
  let decoder = new StatusDecoder();
  let asked: number[] = [];
  const answers = new Map<number, number>();
  return (frame) => {
    if (frame === null) return;
    const { atMs, direction } = frame;
    if (direction === 'opened') {
      decoder = new StatusDecoder();
      asked = [];
    }
    const bytes = frameBytes(frame);
    if (direction === 'out' && bytes.length <= QUESTIONS_BYTES_MAX) asked.push(...questionsIn(bytes));
    if (direction !== 'in') return;
    for (const answer of decoder.push(bytes)) {
      if (answer.kind === 'automatic') {
        said.push({ atMs, kind: 'status', status: statusOfAutomatic(answer.bytes), byItself: true });
        continue;
      }
      const question = answer.kind === 'status' ? asked.shift() : undefined;
      if (answer.kind !== 'status' || question === undefined) {
        said.push({ atMs, kind: 'printer', frame: answer });
        continue;
      }
      answers.set(question, answer.byte);
      if (question !== LAST_QUESTION) continue;
      const status = statusOf(answers.get(1) ?? 0, answers.get(2) ?? 0, answer.byte);
      said.push({ atMs, kind: 'status', status, byItself: false });
    }
  };
}

/** `DLE EOT 1`, `2`, `4` are asked together. */
const LAST_QUESTION = 4;

function questionsIn(bytes: Uint8Array): readonly number[] {
  const asked: number[] = [];
  for (let at = 0; at + 2 < bytes.length; at++) {
    if (bytes[at] === 0x10 && bytes[at + 1] === 0x04) asked.push(bytes[at + 2] ?? 0);
  }
  return asked;
}
