/**
 * Whether a process hangs, by what it does and not by the clock on the wall: on a busy machine a second of work may take a minute.
 */
import { readFileSync } from 'node:fs';

/** A seed takes a second or three; one on PostgreSQL some more. */
const LIMITS = { busyMs: 120_000, idleMs: 120_000, lookEveryMs: 5_000 };
/** Whoever used less in between did nothing. */
const STIRRED_MS = 20;
/** Linux counts the time of processes in hundredths of a second. */
const TICK_MS = 10;

interface Sight {
  readonly cpuMs: number;
  /** It waits for something, and not for its turn on a processor. */
  readonly isAsleep: boolean;
}

/** Calls `hung` once where the process works on without an end, or waits for what never comes. Returns how to call it off. */
export function watch(pid: number, hung: () => void, limits = LIMITS): () => void {
  const begun = sightOf(pid);
  let lastMs = begun.cpuMs;
  let idleMs = 0;
  const timer = setInterval(() => {
    const { cpuMs, isAsleep } = sightOf(pid);
    idleMs = isAsleep && cpuMs - lastMs < STIRRED_MS ? idleMs + limits.lookEveryMs : 0;
    lastMs = cpuMs;
    if (cpuMs - begun.cpuMs < limits.busyMs && idleMs < limits.idleMs) return;
    clearInterval(timer);
    hung();
  }, limits.lookEveryMs);
  return () => clearInterval(timer);
}

/** What Linux says of a process; elsewhere, that it works all the time. */
function sightOf(pid: number): Sight {
  try {
    // The name in brackets may hold anything; state is the field after it, utime and stime are eleven and twelve further on.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return { cpuMs: (Number(fields[11]) + Number(fields[12])) * TICK_MS, isAsleep: fields[0] === 'S' };
  } catch {
    return { cpuMs: performance.now(), isAsleep: false };
  }
}
