/**
 * Card readers of the system's PC/SC service, asked through a process of our own (pcsc-process/main.ts), so that nothing
 * here ever waits for the service: every call is a promise, and a process that hangs is ended.
 */
import { spawn } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { encodeFrame, FrameDecoder } from '#base/frame.ts';
import { Fault } from '#base/fault.ts';
import { systemClock } from '#node/system-clock.ts';
import { type CardService, CardTroubled, type HeldCard, type OpenCardService } from './pcsc-port.ts';
import { PCSC_PIPE, type PcscAnswer, type PcscAsk, type PcscTrouble, type ReaderLook } from './pcsc-wire.ts';

/** From the sources beside this file, or as a program beside the built one (tools/lib/entries.mjs). */
const PROGRAM = import.meta.url.endsWith('.ts') ? './pcsc-process/main.ts' : './pcsc.mjs';
const LIST_MS_MAX = 5_000;

/** Starts a process for PC/SC. Never throws; a service that is not there is told by `look`. */
export const openCardService: OpenCardService = () => new PcscProcess();

/** Names of all readers that the service knows now, for a search. Rejects with a Fault. */
export async function listReaders(): Promise<readonly string[]> {
  const service = openCardService();
  const cancel = systemClock.after(LIST_MS_MAX, () => service.close());
  try {
    return (await service.look()).map(({ name }) => name);
  } finally {
    cancel();
    service.close();
  }
}

/** What is asked, without the number that its answer is known by. */
type Question =
  | { readonly kind: 'look' }
  | { readonly kind: 'hold'; readonly reader: string }
  | { readonly kind: 'exchange'; readonly hex: string }
  | { readonly kind: 'release'; readonly reset: boolean };
type Answer<Kind> = Extract<PcscAnswer, { readonly kind: Kind }>;

class PcscProcess implements CardService {
  readonly #child;
  readonly #pipe: Duplex;
  readonly #asked = new Map<number, { resolve(answer: PcscAnswer): void; reject(error: Error): void }>();
  #lastAsk = 0;
  #life: CardService['life'] = 'starting';

  constructor() {
    this.#child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL(PROGRAM, import.meta.url))],
      { stdio: ['ignore', 'inherit', 'inherit', 'pipe'], windowsHide: true },
    );
    this.#pipe = this.#child.stdio[PCSC_PIPE] as Duplex;
    const frames = new FrameDecoder();
    this.#pipe.on('data', (bytes: Uint8Array) => {
      for (const message of frames.push(bytes)) this.#hear(message as PcscAnswer);
    });
    this.#pipe.on('error', () => undefined);
    this.#child.once('error', () => this.#end());
    this.#child.once('exit', () => this.#end());
  }

  get life(): CardService['life'] {
    return this.#life;
  }

  async look(): Promise<readonly ReaderLook[]> {
    return (await this.#ask({ kind: 'look' }, 'readers')).readers;
  }

  async hold(reader: string): Promise<HeldCard> {
    const { atr } = await this.#ask({ kind: 'hold', reader }, 'held');
    return {
      atr,
      exchange: async (command) => {
        const hex = Buffer.from(command).toString('hex');
        const answered = await this.#ask({ kind: 'exchange', hex }, 'answered');
        return new Uint8Array(Buffer.from(answered.hex, 'hex'));
      },
      release: async ({ reset = false } = {}) => {
        await this.#ask({ kind: 'release', reset }, 'released').catch(() => undefined);
      },
    };
  }

  /** Not a request: a process that hangs in the library hears none. It holds nothing that must be let go in order. */
  close(): void {
    this.#child.kill('SIGKILL');
    this.#end();
  }

  #ask<Kind extends PcscAnswer['kind']>(question: Question, kind: Kind): Promise<Answer<Kind>> {
    this.#lastAsk += 1;
    const ask = this.#lastAsk;
    return new Promise((resolve, reject) => {
      this.#asked.set(ask, {
        resolve: (answer) => {
          if (answer.kind === kind) resolve(answer as Answer<Kind>);
          else reject(new CardTroubled('broken', `${answer.kind} is no answer to ${question.kind}`));
        },
        reject,
      });
      if (this.#life === 'ended') this.#end();
      else this.#pipe.write(encodeFrame({ ...question, ask } satisfies PcscAsk));
    });
  }

  #hear(answer: PcscAnswer): void {
    if (answer.kind === 'started') {
      if (this.#life === 'starting') this.#life = 'up';
      return;
    }
    const waiting = this.#asked.get(answer.ask);
    this.#asked.delete(answer.ask);
    if (answer.kind !== 'failed') waiting?.resolve(answer);
    else waiting?.reject(troubleOf(answer.why, answer.detail));
  }

  #end(): void {
    this.#life = 'ended';
    for (const { reject } of this.#asked.values())
      reject(new Fault('card.no-service', 'the process of card readers ended'));
    this.#asked.clear();
    this.#pipe.destroy();
  }
}

function troubleOf(why: PcscTrouble, detail: string): Error {
  if (why === 'no-binding') return new Fault('device.no-binding', detail);
  if (why === 'no-service') return new Fault('card.no-service', detail);
  return new CardTroubled(why, detail);
}
