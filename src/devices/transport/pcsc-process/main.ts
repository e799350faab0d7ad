/**
 * Entry of the process that enters the system's PC/SC library: answers frames on file descriptor 3, and ends with that pipe.
 *
 * Half of the binding's calls run on the thread that makes them, and wait for as long as the service hangs: a context is
 * made, readers are listed, a card is let go. In a process of its own they can wait, and be ended, while the other devices
 * go on. No binding finds a service again that was restarted: every failed look throws the context away, and the next look
 * makes another.
 */
import { Socket } from 'node:net';
import { createRequire } from 'node:module';
import { encodeFrame, FrameDecoder } from '#base/frame.ts';
import { type Binding, type HeldNative, loadBinding, type NativeContext } from '../pcsc-binding.ts';
import { PCSC_PIPE, type PcscAnswer, type PcscAsk, type PcscTrouble, type ReaderLook } from '../pcsc-wire.ts';

const pipe = new Socket({ fd: PCSC_PIPE, readable: true, writable: true });
const frames = new FrameDecoder();
const require = createRequire(import.meta.url);

let binding: Binding | undefined;
/** Looks and holds have a context each: the library lets one call at a time into a context, and an exchange may take long. */
let looking: NativeContext | undefined;
let holding: NativeContext | undefined;
let held: HeldNative | undefined;

class Trouble extends Error {
  readonly why: PcscTrouble;

  constructor(why: PcscTrouble, detail: string) {
    super(detail);
    this.why = why;
  }
}

function answer(message: PcscAnswer): void {
  pipe.write(encodeFrame(message));
}

function bound(): Binding {
  try {
    binding ??= loadBinding(require);
    return binding;
  } catch (error) {
    throw new Trouble('no-binding', detailOf(error));
  }
}

function look(): readonly ReaderLook[] {
  const { Context, flags } = bound();
  try {
    looking ??= new Context();
    return looking.listReaders().map(({ name, state }) => ({
      name,
      state: (state & flags.present) !== 0 ? 'card' : (state & flags.empty) !== 0 ? 'empty' : 'stalled',
      changes: state >>> 16,
    }));
  } catch (error) {
    const old = looking;
    looking = undefined;
    quietly(() => old?.close());
    throw new Trouble('no-service', detailOf(error));
  }
}

async function hold(reader: string): Promise<string> {
  const { Context, flags } = bound();
  release(false);
  try {
    holding = new Context();
    const found = holding.listReaders().find(({ name }) => name === reader);
    if (found === undefined) throw new Error('no such reader');
    const card = await found.connect(flags.exclusive, flags.anyProtocol);
    held = card;
    return Buffer.from(card.atr ?? []).toString('hex');
  } catch (error) {
    release(false);
    throw new Trouble(whyOf(detailOf(error)), detailOf(error));
  }
}

async function exchange(hex: string): Promise<string> {
  if (held === undefined) throw new Trouble('no-card', 'no card is held');
  try {
    return Buffer.from(await held.transmit(Buffer.from(hex, 'hex'))).toString('hex');
  } catch (error) {
    throw new Trouble(whyOf(detailOf(error)), detailOf(error));
  }
}

function release(reset: boolean): void {
  const [card, context] = [held, holding];
  held = undefined;
  holding = undefined;
  if (card !== undefined) quietly(() => card.disconnect(reset ? bound().flags.resetCard : bound().flags.leaveCard));
  if (context !== undefined) quietly(() => context.close());
}

/** The binding says the library's codes in words only (its pcsc_errors.h). */
function whyOf(detail: string): PcscTrouble {
  if (/sharing violation/i.test(detail)) return 'busy';
  if (/service/i.test(detail)) return 'no-service';
  if (
    /no smart card|removed|unpowered|unresponsive|was reset|no such reader|reader unavailable|unknown reader/i.test(
      detail,
    )
  )
    return 'no-card';
  return 'broken';
}

function detailOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function quietly(what: () => void): void {
  try {
    what();
  } catch {
    // It was lost already, with its service or its reader.
  }
}

async function obey(asked: PcscAsk): Promise<PcscAnswer> {
  const { ask } = asked;
  switch (asked.kind) {
    case 'look':
      return { kind: 'readers', ask, readers: look() };
    case 'hold':
      return { kind: 'held', ask, atr: await hold(asked.reader) };
    case 'exchange':
      return { kind: 'answered', ask, hex: await exchange(asked.hex) };
    case 'release':
      release(asked.reset);
      return { kind: 'released', ask };
  }
}

pipe.on('data', (bytes) => {
  for (const message of frames.push(bytes)) {
    // The devices process is our own parent and speaks from the same build.
    const asked = message as PcscAsk;
    void obey(asked).then(answer, (error: unknown) => {
      const why = error instanceof Trouble ? error.why : 'broken';
      answer({ kind: 'failed', ask: asked.ask, why, detail: detailOf(error) });
    });
  }
});
const end = (): void => process.exit(0);
pipe.on('error', end);
pipe.on('close', end);
answer({ kind: 'started' });
