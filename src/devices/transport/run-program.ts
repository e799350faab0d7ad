/** A program of the system, run to its end: given bytes, asked for its words. No shell is ever between. */
import { spawn } from 'node:child_process';
import { systemClock } from '#node/system-clock.ts';

const SAID_CHARACTERS_MAX = 64_000;

export type ProgramEnd =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly out: string; readonly err: string }
  /** The machine has no such program. */
  | { readonly kind: 'missing' }
  /** It was ended, after it had its time. */
  | { readonly kind: 'too-slow' };

/** Runs `program`, in English. Never rejects. */
export function runProgram(
  program: string,
  words: readonly string[],
  options: { readonly waitMs: number; readonly input?: Uint8Array },
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(program, words, {
      env: { ...process.env, LC_ALL: 'C.UTF-8', LANGUAGE: '' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    let slow = false;
    const cancel = systemClock.after(options.waitMs, () => {
      slow = true;
      child.kill('SIGKILL');
    });
    child.stdout.setEncoding('utf8').on('data', (said: string) => {
      out = (out + said).slice(0, SAID_CHARACTERS_MAX);
    });
    child.stderr.setEncoding('utf8').on('data', (said: string) => {
      err = (err + said).slice(0, SAID_CHARACTERS_MAX);
    });
    // A program that ends without reading breaks the pipe; its exit code says the rest.
    child.stdin.on('error', () => undefined);
    child.once('error', () => {
      cancel();
      resolve({ kind: 'missing' });
    });
    child.once('close', (code) => {
      cancel();
      resolve(slow ? { kind: 'too-slow' } : { kind: 'ended', exitCode: code ?? -1, out, err });
    });
    child.stdin.end(options.input ?? '');
  });
}
