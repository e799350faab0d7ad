/**
 * Who a printer says it is: `GS I` (Epson, TM-T88V command reference, "GS I"). Pure. The answers are frames of the
 * status codec.
 */
import type { DeviceFacts } from '../../wire.ts';

const GS = 0x1d;

/** The questions, in the order in which they are asked: a printer that knows no maker's name knows none of the rest. */
export const IDENTITY_QUESTIONS: readonly { readonly fact: keyof DeviceFacts; readonly n: number }[] = [
  { fact: 'maker', n: 66 },
  { fact: 'model', n: 67 },
  { fact: 'firmware', n: 65 },
  { fact: 'serial', n: 68 },
];

export function encodeIdentityQuestion(n: number): Uint8Array {
  return Uint8Array.of(GS, 0x49, n);
}

/** Empties the printer's line: what it took for text of a question that it does not know never comes on paper. */
export const FORGET_LINE = Uint8Array.of(0x1b, 0x40);

/** The answers to {@link IDENTITY_QUESTIONS} as far as they came; an empty one says nothing. */
export function factsOf(answers: readonly string[]): DeviceFacts {
  const facts: { -readonly [fact in keyof DeviceFacts]: DeviceFacts[fact] } = {};
  for (const [index, { fact }] of IDENTITY_QUESTIONS.entries()) {
    const text = answers[index]?.trim() ?? '';
    if (text !== '') facts[fact] = text;
  }
  return facts;
}
