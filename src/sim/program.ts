/**
 * What every simulator is as a program: its options, or one line that says how it is used; its orders, a line each on stdin;
 * its end.
 */
import { fstatSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

const WRONG_USAGE = 2;
const DAY_MS = 86_400_000;
const STDIN = 0;

type Values<T extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

export interface SimulatorProgram<T extends ParseArgsOptionsConfig> {
  readonly values: Values<T>;
  /** That one of `all` which an option names. A name that is none of them ends the program. */
  oneOf<Name extends string>(option: string, name: string, all: readonly Name[]): Name;
  /** What an option says as a whole number. Anything else ends the program. */
  wholeNumber(option: string, text: string): number;
}

/** Reads the options. `--help` prints the usage, and what is wrong is said above it; both end the program. */
export function simulatorProgram<const T extends ParseArgsOptionsConfig>(given: {
  readonly usage: string;
  readonly options: T;
  readonly args?: readonly string[];
}): SimulatorProgram<T> {
  const { usage, options, args = process.argv.slice(2) } = given;
  const usageLine = `Usage: npm run sim -- ${usage}\n`;
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(usageLine);
    process.exit(0);
  }
  function wrong(why: string): never {
    process.stderr.write(`${why}\n${usageLine}`);
    process.exit(WRONG_USAGE);
  }
  return {
    values: read(),
    oneOf: (option, name, all) =>
      all.find((one) => one === name) ?? wrong(`--${option} ${name}: it is one of ${all.join(', ')}`),
    wholeNumber: (option, text) =>
      /^\d+$/.test(text) ? Number(text) : wrong(`--${option} ${text}: it is a whole number`),
  };

  function read(): Values<T> {
    try {
      return parseArgs({ args: [...args], options }).values;
    } catch (error) {
      if (error instanceof TypeError) return wrong(error.message);
      throw error;
    }
  }
}

/**
 * Takes orders until the program ends: by a signal, or with stdin where that is a pipe or a terminal. Started in the background
 * (`&` in a script, a service), stdin is /dev/null and has ended before anything began: then only a signal ends it.
 */
export function takeOrders(given: {
  readonly obey: (order: string) => void;
  /** Unplugs; the program ends after it. */
  readonly end: () => unknown;
}): void {
  const { obey } = given;
  let ending = false;
  async function end(): Promise<void> {
    if (ending) return;
    ending = true;
    await given.end();
    process.exit(0);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());
  const endsWithStdin = isHeld(STDIN);
  createInterface({ input: process.stdin })
    .on('line', (line) => obey(line.trim()))
    .on('close', () => {
      if (endsWithStdin) void end();
      else {
        process.stderr.write('no orders on stdin; a signal ends it\n');
        // Not every simulated line keeps a program alive by itself.
        setInterval(() => undefined, DAY_MS);
      }
    });
}

/** Whether somebody holds the other end, so that its end means something. A child's pipe may be a socket. */
function isHeld(fd: number): boolean {
  const kind = fstatSync(fd);
  return kind.isFIFO() || kind.isSocket() || process.stdin.isTTY;
}
