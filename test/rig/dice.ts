export { type Dice, diceOf } from '#base/testing.ts';

/** A seed from a command line, else a fresh one; it is always printed, so that any run can be repeated. */
export function seedFrom(text: string | undefined): number {
  const seed = text === undefined ? Math.floor(Math.random() * 2 ** 32) : Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error(`${text} is not a seed`);
  return seed;
}
