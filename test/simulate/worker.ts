/** A process that runs the seeds it is handed, until whoever hands them is gone. */
import { standardErrorLog } from '#node/system.ts';
import { PLANTED } from './planted.ts';
import type { BeginMessage, SeedJob, SeedMessage } from './pool.ts';
import { endRealStores, realStore } from './real-store.ts';
import { runSeed, type SeedReport } from './run-seed.ts';

/** Every so manieth seed is also run on PostgreSQL. */
const ALSO_REAL_EVERY = 100;

process.on('disconnect', () => void endRealStores().finally(() => process.exit(0)));
process.on('message', (job: SeedJob) => void runJob(job));

async function runJob(job: SeedJob): Promise<void> {
  const { seed, store } = job;
  const flaws: string[] = [];
  const counts: (readonly [string, number])[] = [];
  if (store !== 'postgres') {
    const report = await runOn(job, 'memory');
    flaws.push(...report.flaws);
    counts.push(...report.counts);
  }
  // A flaw that PostgreSQL does not show may be one of the store in memory: it is said which.
  if (store === 'postgres' || (store === 'sampled' && (flaws.length > 0 || seed % ALSO_REAL_EVERY === 0))) {
    const report = await runOn(job, 'postgres');
    if (flaws.length > 0 && report.flaws.length === 0) flaws.push('on PostgreSQL this seed has no flaw');
    flaws.push(...report.flaws.map((flaw) => `on PostgreSQL: ${flaw}`));
    counts.push(...(store === 'postgres' ? report.counts : []), ['run on PostgreSQL', 1]);
  }
  const message: SeedMessage = { seed, flaws, counts };
  process.send?.(message);
}

async function runOn({ seed, steps, isLogged, planted }: SeedJob, on: 'memory' | 'postgres'): Promise<SeedReport> {
  const began: BeginMessage = { began: seed };
  process.send?.(began);
  const bug = PLANTED.find((name) => name === planted);
  try {
    const store = on === 'postgres' ? await realStore() : undefined;
    return await runSeed({
      seed,
      steps,
      ...(store === undefined ? {} : { store }),
      ...(isLogged ? { log: standardErrorLog({ name: 'sim' }) } : {}),
      ...(bug === undefined ? {} : { planted: bug }),
    });
  } catch (error) {
    const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { seed, flaws: [`it broke: ${said}`], counts: new Map() };
  }
}
