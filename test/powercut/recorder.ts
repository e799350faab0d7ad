/**
 * The flight recorder at hand: compiled once into `.cache`, and the environment that loads it into a process.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('recorder.c', import.meta.url));
const CACHE = fileURLToPath(new URL('../../.cache/recorder/', import.meta.url));

export interface Recording {
  /** Where the trace goes; none: only slowed, not recorded. */
  readonly traceFile?: string;
  /** The folders whose files are looked at. They must exist. */
  readonly roots: readonly string[];
  /** With the bytes, to replay; else their sizes, to count. */
  readonly bytes: boolean;
  /** How much longer every sync takes, in microseconds. */
  readonly syncDelayUs?: number;
  /** Calls on files below the roots that the disk refuses: from the `from`th on, `count` of them. */
  readonly fail?: {
    readonly calls: 'write' | 'sync';
    readonly from: number;
    readonly count: number;
    readonly as: keyof typeof ERRNO;
  };
}

const ERRNO = { EIO: 5, ENOSPC: 28 } as const;

/** Environment variables that make a process, and all it starts, write down what it does. Needs gcc once. */
export function recorderEnvironment(recording: Recording): Readonly<Record<string, string>> {
  return {
    LD_PRELOAD: compiledRecorder(),
    // Files must go through the C library to be seen, not through a ring shared with the kernel.
    UV_USE_IO_URING: '0',
    ...(recording.traceFile === undefined
      ? {}
      : {
          COMPTOIR_TRACE_FILE: recording.traceFile,
          COMPTOIR_TRACE_ROOTS: recording.roots.map((root) => realpathSync(root)).join(':'),
          COMPTOIR_TRACE_BYTES: recording.bytes ? '1' : '0',
        }),
    ...(recording.fail === undefined
      ? {}
      : {
          COMPTOIR_FAIL: recording.fail.calls,
          COMPTOIR_FAIL_FROM: String(recording.fail.from),
          COMPTOIR_FAIL_COUNT: String(recording.fail.count),
          COMPTOIR_FAIL_ERRNO: String(ERRNO[recording.fail.as]),
        }),
    ...(recording.syncDelayUs === undefined ? {} : { COMPTOIR_SYNC_DELAY_US: String(recording.syncDelayUs) }),
  };
}

function compiledRecorder(): string {
  const hash = createHash('sha256').update(readFileSync(SOURCE)).digest('hex').slice(0, 16);
  const library = `${CACHE}recorder-${hash}.so`;
  if (existsSync(library)) return library;
  mkdirSync(CACHE, { recursive: true });
  const aside = `${library}.${process.pid}`;
  const built = spawnSync(
    'gcc',
    ['-O2', '-Wall', '-Wextra', '-shared', '-fPIC', '-o', aside, SOURCE, '-ldl', '-lpthread'],
    { encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(`the recorder does not compile: ${built.error?.message ?? built.stderr}`);
  renameSync(aside, library);
  return library;
}
