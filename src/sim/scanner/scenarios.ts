/** What can go wrong with a scan, by name, and what the scanner then sends. */
import { type Maker, reportsOf } from './hid-reports.ts';

export const SCENARIOS = [
  'healthy',
  /** The scanner is set to send no suffix. */
  'scan-without-suffix',
  /** Two scans of the article leave in one piece. */
  'glued',
  /** The second half of the code never comes. */
  'half-scan',
  /** The cable is pulled in the middle of the code. */
  'unplugged-mid-code',
  /** 10,000 characters instead of the code. */
  'long',
  /** Rubbish before the code: a bad contact, a baud rate that was changed. */
  'noise',
  /** A byte every few milliseconds; on HID, a report every twenty. */
  'slow',
  /** The flow control of another driver in the middle of the code. */
  'flow-control',
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const TERMINATOR_NAMES = ['cr', 'lf', 'crlf', 'tab', 'etx', 'none'] as const;
export type Terminator = (typeof TERMINATOR_NAMES)[number];
const TERMINATORS: Readonly<Record<Terminator, string>> = {
  cr: '\r',
  lf: '\n',
  crlf: '\r\n',
  tab: '\t',
  etx: '\u0003',
  none: '',
};

const LONG_CHARACTERS = 10_000;
const SLOW_MS = 4;
const SLOW_REPORT_MS = 20;

/** Something that leaves in one piece, so long after what came before it. */
export interface Utterance {
  readonly bytes: Uint8Array;
  readonly afterMs: number;
}

const at = (bytes: Uint8Array, afterMs = 0): Utterance => ({ bytes, afterMs });
const ascii = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A scan on a serial line or a socket. */
export function lineUtterances(
  code: string,
  options: { readonly scenario: Scenario; readonly terminator: Terminator; readonly aim: boolean },
): readonly Utterance[] {
  const { scenario } = options;
  const prefix = options.aim ? aimOf(code) : '';
  const end = scenario === 'scan-without-suffix' ? '' : TERMINATORS[options.terminator];
  const whole = ascii(prefix + code + end);
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  switch (scenario) {
    case 'healthy':
    case 'scan-without-suffix':
      return [at(whole)];
    case 'glued':
      return [at(Uint8Array.of(...whole, ...whole))];
    case 'half-scan':
    case 'unplugged-mid-code':
      return [at(half)];
    case 'long':
      return [at(ascii(prefix + '9'.repeat(LONG_CHARACTERS) + end))];
    case 'noise':
      return [at(Uint8Array.of(0xff, 0x00, 0x1b, 0x80, 0x41, 0x0d)), at(whole)];
    case 'slow':
      return Array.from(whole, (byte, index) => at(Uint8Array.of(byte), index === 0 ? 0 : SLOW_MS));
    case 'flow-control':
      return [at(Uint8Array.of(...half, 0x13, 0x11, ...whole.subarray(half.length)))];
  }
}

/** A scan of a scanner in HID POS mode; what goes wrong on a wire of letters alone goes right here. */
export function hidUtterances(
  code: string,
  options: { readonly scenario: Scenario; readonly maker: Maker },
): readonly Utterance[] {
  const { maker, scenario } = options;
  const aim = aimOf(code);
  const reports = reportsOf(code, { maker, aim });
  switch (scenario) {
    case 'glued':
      return [...reports, ...reports].map((report) => at(report));
    case 'half-scan':
    case 'unplugged-mid-code': {
      // A code too long for one report, whose other reports never come.
      const [first] = reportsOf(code.padEnd(LONG_CHARACTERS, code), { maker, aim });
      return first === undefined ? [] : [at(first)];
    }
    case 'long':
      return reportsOf('9'.repeat(LONG_CHARACTERS), { maker, aim }).map((report) => at(report, 1));
    case 'noise': {
      const otherKind = new Uint8Array(64).fill(0xa5);
      const impossible = Uint8Array.from(otherKind);
      impossible.set([2, 200]);
      return [otherKind, impossible, ...reports].map((report) => at(report));
    }
    case 'slow':
      return reports.map((report, index) => at(report, index === 0 ? 0 : SLOW_REPORT_MS));
    case 'healthy':
    case 'scan-without-suffix':
    case 'flow-control':
      return reports.map((report) => at(report));
  }
}

/** The AIM identifier that a scanner would find for such a code. */
function aimOf(code: string): string {
  if (code.includes('\u001d') || /^01\d{14}/.test(code)) return ']C1';
  if (/^\d{12,13}$/.test(code)) return ']E0';
  return /^\d{8}$/.test(code) ? ']E4' : ']C0';
}
