/**
 * The same run as `npm run powercut`, then three tills with a bug planted in them, each of which it must catch: a check
 * that never finds anything proves nothing.
 */
import assert from 'node:assert/strict';
import path from 'node:path';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { seedFrom } from '../rig/dice.ts';
import { type PowerCutReport, powerCutRun } from './power-cuts.ts';

const IMAGES = 2_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

test(`of ${IMAGES} disks that power cuts leave, none has lost, halved or doubled what was promised`, async (t) => {
  const seed = seedFrom(undefined);
  const report = await powerCutRun({ seed, images: IMAGES, sales: 30 });
  t.diagnostic(JSON.stringify(report));
  assert.equal(report.images, IMAGES);
  assert.ok(
    report.syncs > report.sales && report.deviceAndPageWords > report.sales,
    'it looked at a till that sold and printed',
  );
  assert.ok(
    report.deeds !== null && report.deeds.closings >= 1 && report.deeds.counts >= 1,
    'a day was counted and closed meanwhile',
  );
  assert.deepEqual(report.flaws, [], `npm run powercut -- --images ${IMAGES} --seed ${seed} --sales 30`);
});

test('planted: synchronous=NORMAL loses sales that the page was told are paid', async () => {
  const report = await planted('synchronous-normal.ts');
  assertFinds(report, /^lost sale: .* was answered as paid/);
});

test('planted: a pulse before the commit opens the drawer for a ticket that is not there', async () => {
  const report = await planted('pulse-before-commit.ts');
  assertFinds(report, /^pulse without its job: /);
});

test('planted: an outcome before the commit promises a sale that is not there', async () => {
  const report = await planted('outcome-before-commit.ts');
  assertFinds(report, /^lost outcome: pay .* was answered as done/);
});

/** A till run from its source, so that the bug can be put into a module of it. */
function planted(bug: string): Promise<PowerCutReport> {
  const seed = seedFrom(undefined);
  const at = (name: string): string => path.join(ROOT, name);
  return powerCutRun({
    seed,
    images: 400,
    sales: 6,
    till: {
      program: at('src/main/main.ts'),
      nodeFlags: ['--disable-warning=ExperimentalWarning', '--import', at(`test/powercut/planted/${bug}`)],
      args: [
        '--migrations',
        at('migrations/till'),
        '--fonts',
        at('dist/fonts'),
        '--demo-shop',
        at('dist/demo'),
        '--devices-program',
        at('dist/devices.mjs'),
      ],
    },
  });
}

function assertFinds(report: PowerCutReport, flaw: RegExp): void {
  assert.ok(report.imagesWithFlaws > 0, 'the planted bug was not caught');
  assert.ok(
    report.flaws.some((found) => flaw.test(found.flaw)),
    JSON.stringify(report.flaws, null, 1),
  );
}
