/**
 * Power cuts at the two other moments that write a whole file: the first start of a shop, and an import. Whatever is
 * left of a first start, the next one opens a shop; whatever is left of an import, the old catalogue or the new one is
 * in force.
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { openCatalogue } from '#main/store/catalogue/catalogue.ts';
import { openStore, shopExists } from '#main/store/store.ts';
import { seedFrom } from '../rig/dice.ts';
import { quietLog, systemClock } from '../rig/quiet.ts';
import { MIGRATIONS, makeStore } from '../rig/shop.ts';
import { planCuts } from './cuts.ts';
import { cutAll, writeImage } from './images.ts';
import { imageOf } from './record.ts';
import { recorderEnvironment } from './recorder.ts';
import { readTrace } from './trace.ts';

const IMAGES = 150;
const PROGRAM = fileURLToPath(new URL('begin-shop.ts', import.meta.url));
const BEFORE = 40;
const AFTER = 60;

/** Cuts a recorded program's disk, and calls `check` with the folder of each image. */
function cutProgram(
  args: readonly string[],
  check: (image: { readonly dataDir: string; readonly keysDir: string }) => void,
  prepare: readonly string[] = [],
): void {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'beginning-')));
  const place = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'beginning-'));
  try {
    const shop = path.join(folder, 'shop');
    const [dataDir, keysDir] = [path.join(shop, 'data'), path.join(shop, 'keys')];
    mkdirSync(dataDir, { recursive: true });
    mkdirSync(keysDir);
    if (prepare.length > 0) run(prepare, shop);
    const before = imageOf([dataDir, keysDir]);
    const traceFile = path.join(folder, 'trace');
    run(args, shop, recorderEnvironment({ traceFile, roots: [dataDir, keysDir], bytes: true }));
    const events = readTrace(traceFile);
    const cuts = planCuts(events, { count: IMAGES, seed: seedFrom(undefined) });
    cutAll({
      before,
      events,
      cuts,
      check(cut, image) {
        writeImage(image, place);
        try {
          check({ dataDir: path.join(place, dataDir), keysDir: path.join(place, keysDir) });
        } catch (error) {
          throw new Error(`after a cut at ${JSON.stringify(cut)} of ${events.length}`, { cause: error });
        }
      },
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
    rmSync(place, { recursive: true, force: true });
  }
}

function run(args: readonly string[], shop: string, env: Readonly<Record<string, string>> = {}): void {
  const done = spawnSync(process.execPath, [PROGRAM, shop, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  assert.equal(done.status, 0, done.stderr);
}

test(`of ${IMAGES} first starts cut short, each leaves a shop that opens or none in the way of the next`, () => {
  const found = { shops: 0, none: 0 };
  cutProgram(['shop'], ({ dataDir, keysDir }) => {
    if (!shopExists(dataDir)) {
      found.none += 1;
      makeStore({ dataDir, keysDir });
    } else found.shops += 1;
    const store = openStore({
      dataDir,
      keysDir,
      migrationsDir: MIGRATIONS,
      clock: systemClock,
      log: quietLog,
      room: { ballastBytes: 0, floorBytes: 0 },
    });
    try {
      assert.equal(store.readOnly, null);
      assert.equal(store.alarm, null);
      assert.equal(store.operators().length, 1);
    } finally {
      store.close();
    }
  });
  assert.ok(found.shops > 0 && found.none > 0, `it looked at both: ${JSON.stringify(found)}`);
});

test(`of ${IMAGES} imports cut short, each leaves the old catalogue or the new one`, () => {
  const found = new Map<number, number>();
  cutProgram(
    ['catalogue', String(AFTER)],
    ({ dataDir }) => {
      const catalogue = openCatalogue({ folder: path.join(dataDir, 'catalogue') });
      try {
        const count = catalogue.count();
        assert.ok(count === BEFORE || count === AFTER, `a catalogue of ${count} products`);
        assert.ok(catalogue.byPlu('1000') !== undefined);
        found.set(count, (found.get(count) ?? 0) + 1);
      } finally {
        catalogue.close();
      }
    },
    ['catalogue', String(BEFORE)],
  );
  assert.equal(found.size, 2, 'it looked at both');
});
