/**
 * Cuts the power of a recorded till and counts what its disks lost, on all cores.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { assert } from '#base/assert.ts';
import { MIGRATIONS } from '../rig/shop.ts';
import type { Deeds } from '../rig/staff.ts';
import type { CutFinding, CutTask } from './cut-worker.ts';
import { type Cut, planCuts } from './cuts.ts';
import type { Loss } from './disk.ts';
import { LEFT_OUT, cutAll } from './images.ts';
import { type Recorded, type RecordOptions, forget, imageOf, recordSelling } from './record.ts';
import { type TraceEvent, isFileOperation, readTrace } from './trace.ts';

export interface PowerCutReport {
  readonly seed: number;
  readonly images: number;
  readonly imagesByLoss: Readonly<Record<Loss, number>>;
  readonly sales: number;
  readonly operations: number;
  readonly syncs: number;
  readonly deviceAndPageWords: number;
  /** Images with at least one flaw. */
  readonly imagesWithFlaws: number;
  /** What else was done while it was recorded; null where somebody only sold. */
  readonly deeds: Deeds | null;
  /** Each kind of flaw, with how many images show it and the first cut that did. */
  readonly flaws: readonly { readonly flaw: string; readonly images: number; readonly first: Cut }[];
}

/** Records a till that makes `sales` sales, and opens `images` of the disks that power cuts would leave. */
export async function powerCutRun(options: RecordOptions & { readonly images: number }): Promise<PowerCutReport> {
  const recorded = await recordSelling(options);
  try {
    return await cutRecorded(recorded, options);
  } finally {
    forget(recorded);
  }
}

async function cutRecorded(
  recorded: Recorded,
  options: { readonly seed: number; readonly images: number },
): Promise<PowerCutReport> {
  const events = readTrace(recorded.traceFile);
  assertRecordedWhole(recorded, events);
  const cuts = planCuts(events, { count: options.images, seed: options.seed });
  const findings = await inThreads(recorded, cuts);
  const flaws = new Map<string, { images: number; first: Cut }>();
  for (const { cut, flaws: found } of findings) {
    for (const flaw of new Set(found.map(kindOf))) {
      const known = flaws.get(flaw);
      if (known === undefined) flaws.set(flaw, { images: 1, first: cut });
      else known.images += 1;
    }
  }
  const lost = (loss: Loss): number => cuts.filter((cut) => cut.loss === loss).length;
  return {
    seed: options.seed,
    images: findings.length,
    imagesByLoss: { dropped: lost('dropped'), kept: lost('kept'), torn: lost('torn') },
    sales: recorded.salesConfirmed,
    deeds: recorded.deeds,
    operations: events.filter(isFileOperation).length,
    syncs: events.filter((event) => event.kind === 'sync').length,
    deviceAndPageWords: events.filter((event) => event.kind === 'said').length,
    imagesWithFlaws: findings.filter((finding) => finding.flaws.length > 0).length,
    flaws: [...flaws].map(([flaw, found]) => ({ flaw, ...found })),
  };
}

/** Replayed with nothing lost, the recording must give the files that the till left, byte for byte. */
function assertRecordedWhole(recorded: Recorded, events: readonly TraceEvent[]): void {
  const left = imageOf([recorded.dataDir, recorded.keysDir]);
  cutAll({
    before: recorded.before,
    events,
    cuts: [{ at: events.length, loss: 'kept', seed: 0 }],
    check(_cut, image) {
      for (const [file, bytes] of left) {
        if (LEFT_OUT.test(file) || bytes === null) continue;
        assert(
          Buffer.compare(image.get(file) ?? new Uint8Array(0), bytes) === 0,
          `the recorder missed what became of ${file}`,
        );
      }
    },
  });
}

/** The first words of a flaw, without the ids that make each one different. */
function kindOf(flaw: string): string {
  const [kind, ...rest] = flaw.split(': ');
  return kind === 'does not open' || kind === 'chain' || kind === undefined || kind.startsWith('opens')
    ? flaw
    : `${kind}: ${rest.join(': ').replace(/[0-9a-f]{8}-[0-9a-f-]{27}|\b\d{6}\b/g, '…')}`;
}

async function inThreads(recorded: Recorded, cuts: readonly Cut[]): Promise<readonly CutFinding[]> {
  const threads = Math.max(1, availableParallelism());
  const shares = Array.from({ length: threads }, (_, thread) =>
    cuts.filter((_cut, index) => index % threads === thread),
  );
  const { traceFile, before, dataDir, keysDir, printerPort, commands } = recorded;
  const tasks = shares.map((share): CutTask => ({
    traceFile,
    before,
    dataDir,
    keysDir,
    migrationsDir: MIGRATIONS,
    printerPort,
    commands,
    cuts: share,
  }));
  return (await Promise.all(tasks.map(inThread))).flat();
}

function inThread(task: CutTask): Promise<readonly CutFinding[]> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('cut-worker.ts', import.meta.url), { workerData: task });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
