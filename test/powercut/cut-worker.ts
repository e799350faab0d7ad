/**
 * One thread of a power-cut run: replays the trace it is given, opens each image of its share with the till's own
 * store, and answers with what it found.
 */
import { mkdtempSync, rmSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { present } from '#base/assert.ts';
import { openDrafts, openStore } from '#main/store/store.ts';
import { readLedger } from '../rig/ledger.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import type { Cut } from './cuts.ts';
import type { Image } from './disk.ts';
import { cutAll, writeImage } from './images.ts';
import { Promises, type SentCommands } from './promises.ts';
import { storyOf } from './story.ts';
import { readTrace } from './trace.ts';

export interface CutTask {
  readonly traceFile: string;
  readonly before: Image;
  readonly dataDir: string;
  readonly keysDir: string;
  readonly migrationsDir: string;
  readonly printerPort: number;
  readonly commands: SentCommands;
  readonly cuts: readonly Cut[];
}

export interface CutFinding {
  readonly cut: Cut;
  readonly flaws: readonly string[];
}

const NO_ROOM_NEEDED = { ballastBytes: 0, floorBytes: 0 };

function run(task: CutTask): readonly CutFinding[] {
  const events = readTrace(task.traceFile);
  const facts = storyOf(events, { printerPort: task.printerPort });
  const promises = new Promises(task.commands);
  // In memory where there is such a place: thousands of small files are written and thrown away.
  const folder = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'power-cut-'));
  const findings: CutFinding[] = [];
  let nextFact = 0;
  try {
    cutAll({
      ...task,
      events,
      check(cut, image) {
        for (let fact = facts[nextFact]; fact !== undefined && fact.at < cut.at; fact = facts[++nextFact])
          promises.add(fact);
        writeImage(image, folder);
        findings.push({ cut, flaws: openAndCheck(folder, task, promises) });
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return findings;
}

/** Everything that is wrong with one image. */
function openAndCheck(folder: string, task: CutTask, promises: Promises): readonly string[] {
  const dataDir = path.join(folder, task.dataDir);
  const keysDir = path.join(folder, task.keysDir);
  try {
    const store = openStore({
      dataDir,
      keysDir,
      migrationsDir: task.migrationsDir,
      clock: systemClock,
      log: quietLog,
      room: NO_ROOM_NEEDED,
    });
    const flaws: string[] = [];
    try {
      if (store.readOnly !== null) flaws.push(`opens for reading only: ${store.readOnly}`);
      if (store.alarm !== null) flaws.push(`opens with an alarm: ${store.alarm}`);
    } finally {
      store.close();
    }
    const ledger = readLedger(path.join(dataDir, 'till.db'));
    const drafts = openDrafts(dataDir);
    try {
      for (const draft of drafts.load())
        if (typeof draft.basket !== 'object') flaws.push(`half a basket: ${draft.ticketId}`);
    } finally {
      drafts.close();
    }
    if (existsSync(path.join(dataDir, 'draft.db.damaged'))) flaws.push('the drafts were damaged');
    return [...flaws, ...ledger.flaws, ...promises.broken(ledger)];
  } catch (error) {
    return [`does not open: ${error instanceof Error ? error.message : String(error)}`];
  }
}

present(parentPort, 'the thread that asked').postMessage(run(workerData as CutTask));
