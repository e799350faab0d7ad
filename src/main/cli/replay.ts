/**
 * `npm run till -- replay FILE`: reads a recording of a device's line with the codecs of the till, and says what each
 * piece of it meant. Exit code 0 when it was one, 1 when it was none or is not there, 2 for words it does not understand.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { PrinterFrame, PrinterStatus } from '#devices/printer/escpos/status.codec.ts';
import { type Replayed, replay } from '#devices/replay.ts';
import { parseRecording, type Recording } from '#devices/transport/recording.ts';
import type { Language } from '#domain/money/money.ts';
import type { CommandOutput } from './import-products.ts';
import { type ReplayTexts, replayTexts } from './replay-texts.ts';
import { refusedWords, withUsage, wordTexts } from './words.ts';

export const REPLAY_USAGE = 'replay FILE [--lang fr|en|ar]';

/** Of a longer piece the beginning is shown; the file has the rest. */
const BYTES_SHOWN = 48;

/** Runs the command. */
export function runReplay(args: readonly string[], { stdout, stderr }: CommandOutput): number {
  const words = readWords(args);
  if (typeof words === 'string') {
    stderr.write(words);
    return 2;
  }
  const texts = replayTexts(words.language);
  let text: string;
  try {
    text = readFileSync(words.file, 'utf8');
  } catch {
    stderr.write(`${texts.noFile(words.file)}\n`);
    return 1;
  }
  const recording = parseRecording(text);
  if (recording.kind === 'unreadable') {
    stderr.write(`${texts.notReadable(recording.line)}\n`);
    return 1;
  }
  stdout.write(said(recording, texts));
  return 0;
}

function said(recording: Recording, texts: ReplayTexts): string {
  const { device, facts, frames } = recording;
  const steps = replay(recording);
  const known = [facts?.maker, facts?.model, facts?.firmware].filter((fact) => fact !== undefined).join(' ');
  const title = [texts.kinds[device.kind], device.name, device.address, known].filter((part) => (part ?? '') !== '');
  const reads = steps.filter(({ kind }) => kind === 'read' || kind === 'card').length;
  const lines = [
    title.map((part) => printable(part ?? '')).join(' · '),
    texts.private,
    texts.times,
    ...steps.map((step) => `${timeOf(step.atMs)}  ${meaning(step, device, texts)}`),
    texts.summary({ frames: frames.length, reads }),
  ];
  return `${lines.join('\n')}\n`;
}

function meaning(step: Replayed, device: Recording['device'], texts: ReplayTexts): string {
  switch (step.kind) {
    case 'opened':
      return `— ${texts.opened}`;
    case 'closed':
      return `— ${texts.closed}`;
    case 'sent':
      return `→ ${texts.sent(step.bytes.length)}: ${bytesShown(step.bytes)}`;
    case 'received':
      return `← ${texts.received(step.bytes.length)}: ${bytesShown(step.bytes)}`;
    case 'read': {
      const { text, symbology } = step.read;
      return `← ${texts.read}: ${printable(text)}${symbology === undefined ? '' : ` (${printable(symbology)})`}`;
    }
    case 'card':
      return `← ${texts.card}: ${printable(step.text)} = ${step.numbers.join(' / ') || texts.noise}`;
    case 'damaged':
      return `← ${texts.damaged}`;
    case 'status':
      return `← ${step.byItself ? texts.byItself : texts.asked}: ${statusWords(step.status, device, texts)}`;
    case 'printer':
      return `← ${frameWords(step.frame, texts)}`;
  }
}

function statusWords(status: PrinterStatus, { drawerSensor }: Recording['device'], texts: ReplayTexts): string {
  const { blockedBy, paperNearEnd, drawerPinHigh } = status;
  const isOpen = drawerSensor === 'open-is-high' ? drawerPinHigh : !drawerPinHigh;
  const pin = drawerSensor === undefined ? (drawerPinHigh ? 'high' : 'low') : isOpen ? 'open' : 'closed';
  return [
    blockedBy === null ? texts.ready : (texts.faults[blockedBy] ?? blockedBy),
    ...(paperNearEnd ? [texts.nearEnd] : []),
    texts.drawer[pin],
  ].join(', ');
}

function frameWords(frame: PrinterFrame, texts: ReplayTexts): string {
  switch (frame.kind) {
    case 'process':
      return `${texts.printed} ${printable(String.fromCharCode(...frame.id))}`;
    case 'info':
      return `${texts.answer}: ${printable(frame.text)}`;
    case 'reached':
      return texts.reached;
    case 'status':
      return `${texts.noise}: ${hexOf(Uint8Array.of(frame.byte))}`;
    case 'automatic':
    case 'noise':
      return `${texts.noise}: ${bytesShown(frame.bytes)}`;
  }
}

function bytesShown(bytes: Uint8Array): string {
  const shown = bytes.subarray(0, BYTES_SHOWN);
  const letters = Array.from(shown, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '·')).join('');
  return `${hexOf(shown)}${bytes.length > BYTES_SHOWN ? ' …' : ''}  ${letters}`;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

/** A code may hold anything: nothing of it steers the terminal. GS, which joins the parts of a GS1 code, has its sign. */
function printable(text: string): string {
  return text.replaceAll('\u001d', '␝').replaceAll(/[\p{Cc}\p{Cf}]/gu, '�');
}

/** UTC, and says so: a recording is read in another place than the one it was made in. */
function timeOf(atMs: number): string {
  const at = new Date(atMs);
  return Number.isNaN(at.getTime()) ? '—' : at.toISOString().slice(11);
}

function readWords(args: readonly string[]): { readonly file: string; readonly language: Language } | string {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { lang: { type: 'string', default: 'fr' } },
      allowPositionals: true,
    });
    const { lang } = values;
    const [file, tooMany] = positionals;
    const texts = wordTexts(args);
    if (file === undefined) return withUsage(texts.needed('FILE'), args, REPLAY_USAGE);
    if (tooMany !== undefined) return withUsage(texts.wordTooMany(tooMany), args, REPLAY_USAGE);
    if (lang !== 'fr' && lang !== 'en' && lang !== 'ar') {
      return withUsage(texts.notUnderstood(`--lang ${lang}`), args, REPLAY_USAGE);
    }
    return { file, language: lang };
  } catch (error) {
    return refusedWords(error, args, REPLAY_USAGE);
  }
}
