/**
 * Asks who a printer is, on a line that is open already.
 *
 * Only who has answered a real-time question as a printer does is asked its name: another device, or a printer that knows no
 * such question, could print it.
 */
import type { Clock } from '#base/clock.ts';
import type { ByteTransport } from '#devices/transport/transport.ts';
import type { DeviceFacts } from '../../wire.ts';
import type { LineTraits } from '../line-traits.ts';
import { encodeIdentityQuestion, factsOf, FORGET_LINE, IDENTITY_QUESTIONS } from './identity.codec.ts';
import { PrinterLine } from './printer-line.ts';
import type { PrinterStatus } from './status.codec.ts';

/** What a device that answers like an ESC/POS printer says of itself. */
export interface PrinterIdentity {
  readonly status: PrinterStatus;
  /** Empty where it does not say: many cheap printers know no `GS I`. */
  readonly facts: DeviceFacts;
}

/**
 * Whether an ESC/POS printer is at the other end of an open line, and which; `stranger` where something else answers, null
 * where nobody does. The line stays the caller's, who closes it. What is sent to a stranger is one real-time question of nine bytes.
 */
export async function identifyPrinter(options: {
  readonly line: ByteTransport;
  readonly clock: Clock;
  readonly traits: LineTraits;
  readonly waitMs: number;
}): Promise<PrinterIdentity | 'stranger' | null> {
  const line = new PrinterLine({ transport: options.line, clock: options.clock, traits: options.traits });
  const status = await line.ask(options.waitMs);
  if (line.stranger) return 'stranger';
  return status === null ? null : { status, facts: await askIdentity(line, options.waitMs) };
}

/** Asks fact by fact; the first question without an answer is the last. */
export async function askIdentity(line: PrinterLine, waitMs: number): Promise<DeviceFacts> {
  const answers: string[] = [];
  for (const { n } of IDENTITY_QUESTIONS) {
    const answer = await line.askText(encodeIdentityQuestion(n), waitMs);
    if (answer === null) break;
    answers.push(answer);
  }
  line.send(FORGET_LINE);
  return factsOf(answers);
}
