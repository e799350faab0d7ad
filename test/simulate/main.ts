/** `npm run simulate -- --seeds N --from S [--steps N] [--workers N] [--real] [--log]`: see docs/simulation.md. */
import { parseArgs } from 'node:util';
import { PLANTED } from './planted.ts';
import { runReal } from './real.ts';
import { runPool, type SeedJob, type SeedMessage } from './pool.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    steps: { type: 'string', default: '30' },
    workers: { type: 'string', default: '2' },
    /** `sampled` (every hundredth seed and every flawed one on PostgreSQL too), `memory` or `postgres`. */
    store: { type: 'string', default: 'sampled' },
    /** Processes as they ship, on real sockets, one seed after the other. */
    real: { type: 'boolean', default: false },
    log: { type: 'boolean', default: false },
    /** A bug of `planted.ts`, to see it found. */
    planted: { type: 'string' },
    /** Ends everything with the first flaw that this regular expression fits. */
    'until-flaw': { type: 'string' },
  },
});

const seeds = wholeNumber('seeds');
const from = wholeNumber('from');
const steps = wholeNumber('steps');
const planted = PLANTED.find((name) => name === values.planted) ?? null;
if (values.planted !== undefined && planted === null)
  throw new Error(`--planted ${values.planted} is none of ${PLANTED.join(', ')}`);

const STORES = ['sampled', 'memory', 'postgres'] as const;
const store = STORES.find((name) => name === values.store);
if (store === undefined) throw new Error(`--store ${values.store} is none of ${STORES.join(', ')}`);

const lastFlaw = values['until-flaw'] === undefined ? null : new RegExp(values['until-flaw'], 'u');
const ended = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => ended.abort());
await runAll(store);

function wholeNumber(name: 'seeds' | 'from' | 'steps' | 'workers'): number {
  const value = Number(values[name]);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name} ${values[name]} is no number above zero`);
  return value;
}

async function runAll(store: SeedJob['store']): Promise<void> {
  const startedMs = performance.now();
  const sums = new Map<string, number>();
  const failed: number[] = [];
  let handed = 0;
  let done = 0;
  process.stdout.write(`simulate: ${seeds} seeds from ${from}, ${steps} steps each\n`);
  if (values.real) await runAllReal();
  else
    await runPool({
      workers: Math.min(wholeNumber('workers'), seeds),
      signal: ended.signal,
      next: () => (handed === seeds ? null : { seed: from + handed++, steps, isLogged: values.log, planted, store }),
      onReport,
    });
  for (const [what, count] of [...sums].sort(([a], [b]) => (a < b ? -1 : 1)))
    process.stdout.write(`  ${what}: ${count}\n`);
  const bug = (values.real ? ' --real' : '') + (planted === null ? '' : ` --planted ${planted}`);
  for (const seed of failed.sort((a, b) => a - b))
    process.stdout.write(`  again: npm run simulate -- --seeds 1 --from ${seed} --steps ${steps}${bug} --log\n`);
  const seconds = Math.round((performance.now() - startedMs) / 1_000);
  process.stdout.write(`simulate: ${done} seeds, ${failed.length} with flaws, ${seconds} s\n`);
  process.exitCode = failed.length === 0 && done === seeds ? 0 : 1;

  async function runAllReal(): Promise<void> {
    for (let seed = from; seed < from + seeds && !ended.signal.aborted; seed++) {
      const { flaws, counts } = await runReal({ seed, steps });
      onReport({ seed, flaws, counts: [...counts] });
    }
  }

  function onReport(message: SeedMessage): void {
    done += 1;
    for (const [what, count] of message.counts) sums.set(what, (sums.get(what) ?? 0) + count);
    if (message.flaws.length > 0) failed.push(message.seed);
    for (const flaw of message.flaws.slice(0, 10)) process.stdout.write(`  FLAW seed ${message.seed}: ${flaw}\n`);
    if (done % 100 === 0) process.stdout.write(`  ${done} seeds\n`);
    if (lastFlaw !== null && message.flaws.some((flaw) => lastFlaw.test(flaw))) ended.abort();
  }
}
