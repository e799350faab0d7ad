/**
 * Who used the processors while something was measured: what a figure is limited by. Seconds of processor are the same on a machine
 * that others use too, where seconds of a clock are not.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';

const MS = 1_000;
/** What /proc counts in; the same on every Linux that Node runs on. */
const TICKS_A_SECOND = 100;

/** Seconds of processor, each with all its threads and those of its children that ended. */
export interface Spent {
  readonly headquarters: number;
  readonly postgres: number;
  /** Tills, real and made up, and the bench itself. */
  readonly asking: number;
}

export interface Metered extends Spent {
  /** In words: each one's share of all processors, and of whatever else runs on the machine. */
  readonly shares: string;
}

/** Begins to watch what this process and its descendants use; `headquarters` is the process of a node. */
export function meter(headquarters: number): { end(): Metered } {
  const before = { ...spent(headquarters), ...ticks() };
  return {
    end() {
      const after = { ...spent(headquarters), ...ticks() };
      const all = Math.max((after.all - before.all) / MS, 1 / MS);
      const share = (seconds: number): string => `${Math.max(0, Math.round((seconds * 100) / all))} %`;
      const used: Spent = {
        headquarters: after.headquarters - before.headquarters,
        postgres: after.postgres - before.postgres,
        asking: after.asking - before.asking,
      };
      const idle = (after.idle - before.idle) / MS;
      const others = all - idle - used.headquarters - used.postgres - used.asking;
      const shares =
        `of the processors headquarters ${share(used.headquarters)}, PostgreSQL ${share(used.postgres)}, ` +
        `who asks ${share(used.asking)}, others on this machine ${share(others)}, nobody ${share(idle)}`;
      return { ...used, shares };
    },
  };
}

/** Of all processors together, in milliseconds. */
function ticks(): { readonly all: number; readonly idle: number } {
  const times = cpus().map((cpu) => cpu.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  return { idle, all: times.reduce((sum, { user, nice, sys, irq }) => sum + user + nice + sys + irq, idle) };
}

function spent(headquarters: number): Spent {
  const sum = { headquarters: 0, postgres: 0, asking: 0 };
  for (const one of descendants(process.pid)) {
    if (one.pid === headquarters) sum.headquarters += one.seconds;
    else if (one.name.startsWith('postgres')) sum.postgres += one.seconds;
    else sum.asking += one.seconds;
  }
  return sum;
}

interface Running {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly seconds: number;
}

/** A process and all below it. */
function descendants(root: number): readonly Running[] {
  const all = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => running(Number(name)));
  const found = all.filter(({ pid }) => pid === root);
  for (const one of found) found.push(...all.filter(({ parent }) => parent === one.pid));
  return found;
}

function running(pid: number): readonly Running[] {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return []; // ended meanwhile
  }
  // The name is in brackets and may hold anything; fields are counted after it (proc(5)).
  const end = stat.lastIndexOf(')');
  const fields = stat.slice(end + 2).split(' ');
  const times = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return [
    { pid, parent: Number(fields[1]), name: stat.slice(stat.indexOf('(') + 1, end), seconds: times / TICKS_A_SECOND },
  ];
}
