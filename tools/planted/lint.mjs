/** One violation for each lint rule of ours: where it stands, the text, and a word that the message or rule must have. */
const DOMAIN = 'src/domain/planted/planted.ts';
const BASE = 'src/base/planted.ts';
const MAIN = 'src/main/till/planted.ts';

export const PLANTED = [
  [DOMAIN, 'export const now = new Date();', 'Take the time from the caller'],
  [BASE, 'export const now = Date.now();', 'Take the time from the caller'],
  [DOMAIN, 'export const text = new Intl.NumberFormat();', 'Formats are our own'],
  [DOMAIN, 'export const dice = Math.random();', 'Take randomness from the caller'],
  [DOMAIN, 'export async function decide(): Promise<void> {}', 'Deciding is synchronous'],
  [DOMAIN, 'export const decide = async (): Promise<void> => {};', 'Deciding is synchronous'],
  [BASE, 'export const wait = new Promise(() => {});', 'Deciding is synchronous'],
  [DOMAIN, 'export const half = (minor: number): number => minor / 2;', 'divideRoundHalfAway'],
  [DOMAIN, 'export const half = (minor: number): number => Math.round(minor / 2);', 'divideRoundHalfAway'],
  [DOMAIN, 'export let minor = 4; minor /= 2;', 'divideRoundHalfAway'],
  [DOMAIN, 'export const text = (3).toFixed(2);', 'money formatters'],
  [DOMAIN, "export const number = parseFloat('1.5');", 'as integers'],
  [MAIN, 'export default 1;', 'Export it by name'],
  [MAIN, "export * from './other.ts';", 'No barrels'],
  [MAIN, 'export enum Colour { Red }', 'union of string literals'],
  [MAIN, 'export function wide(input: any): unknown { return input; }', 'no-explicit-any'],
  [MAIN, 'export const wide = (input: unknown): unknown => input as any;', 'no-explicit-any'],
  [MAIN, "console.log('here');", 'no-console'],
  [MAIN, 'try { void 0; } catch {}', 'no-empty'],
  [MAIN, '// TODO later', 'no-warning-comments'],
  [MAIN, 'export const first = (list: string[]): string => list[0]!;', 'no-non-null-assertion'],
  [MAIN, '// @ts-ignore\nexport const one = 1;', 'ban-ts-comment'],
  [MAIN, 'export const same = (a: unknown): boolean => a == null;', 'eqeqeq'],
  [MAIN, "export const run = (): unknown => eval('1');", 'no-eval'],
  [MAIN, 'const unused = 1;', 'no-unused-vars'],
  [MAIN, "import { Thing } from './thing.ts'; export const thing: Thing | undefined = undefined;", 'consistent-type-imports'],
];

/** What is right, and must not be flagged. */
export const CLEAN = [
  ['src/domain/money/divide.ts', 'export const half = (minor: number): number => minor / 2;'],
  [DOMAIN, 'export const hours = (minutes: number): number => Math.floor(minutes / 60);'],
  [MAIN, 'export async function wait(): Promise<void> { await Promise.resolve(); }'],
  ['src/main/main.ts', "console.error('cannot start');"],
];
