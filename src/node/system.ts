/**
 * Chance and log of the machine, for the entry points. Its clock is in system-clock.ts.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import type { Log, LogFields } from '#base/log.ts';
import type { Random } from '#base/random.ts';

export const systemRandom: Random = { bytes: (count) => new Uint8Array(randomBytes(count)), uuid: () => randomUUID() };

/** One JSON object a line on standard error, which every shell leaves to people. */
export function standardErrorLog(process_: { readonly name: string }): Log {
  const write = (level: string, event: string, fields: LogFields = {}): void => {
    process.stderr.write(
      `${JSON.stringify({ at: new Date().toISOString(), process: process_.name, level, event, ...fields })}\n`,
    );
  };
  return {
    info: (event, fields) => write('info', event, fields),
    warn: (event, fields) => write('warn', event, fields),
    error: (event, fields) => write('error', event, fields),
  };
}
