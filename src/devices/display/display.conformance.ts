/**
 * What every customer display promises, whatever it understands. Each dialect registers with a line whose far end is read
 * by somebody who knows the dialect and nothing of our encoder.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DisplayContent, LineDisplay } from './display.ts';

/** A display under test: a line in the hand of the test, a clock that it moves, and the two lines that can be read. */
export interface DisplayRig {
  readonly display: LineDisplay;
  lines(): readonly [string, string];
  /** What reached the display and means nothing to it. */
  refused(): readonly string[];
  bytesWritten(): number;
  /** Holds back what is written, as a display does that is off. */
  hold(): void;
  release(): Promise<void>;
  lose(): Promise<void>;
  /** Lets `ms` pass, and everything that was due in them happen. */
  pass(ms: number): Promise<void>;
  readonly stuck: readonly boolean[];
}

const line = (left: string, right = '') => ({ left, right });
const content = (left: string, right: string, total = '1 234,50 €'): DisplayContent => ({
  top: line(left, right),
  bottom: line('TOTAL', total),
});

/** Registers the promises for one dialect. */
export function lineDisplayConformance(name: string, open: () => DisplayRig): void {
  const promise = (title: string, check: (rig: DisplayRig) => Promise<void>): void => {
    test(`${name}: ${title}`, () => check(open()));
  };

  promise('article, price and total stand in their places', async (rig) => {
    await rig.pass(200);
    rig.display.show(content('Pâte à tartiner', '4,19 €'));
    await rig.pass(200);
    assert.match(rig.lines()[0], /^Pâte à tart[a-z]* +4,19 (€|EUR)$/);
    assert.match(rig.lines()[1], /^TOTAL +1 234,50 (€|EUR)$/);
    assert.deepEqual(rig.refused(), []);
  });

  promise('a shorter content leaves nothing of the longer one before it', async (rig) => {
    rig.display.show(content('Chocolat au lait', '12,99 €'));
    await rig.pass(1_000);
    rig.display.show({ top: line('Eau'), bottom: line('') });
    await rig.pass(1_000);
    assert.deepEqual(
      rig.lines().map((shown) => shown.trim()),
      ['Eau', ''],
    );
  });

  promise('of a hundred contents at once the last is shown, and hardly any before it', async (rig) => {
    await rig.pass(200);
    const before = rig.bytesWritten();
    for (let price = 1; price <= 100; price += 1) rig.display.show(content('Lait', `${price},00 €`));
    await rig.pass(1_000);
    assert.match(rig.lines()[0], /100,00 (€|EUR)$/);
    assert.ok(rig.bytesWritten() - before < 3 * 80, 'two contents went out, not a hundred');
  });

  promise('a display that takes nothing for a while costs one content and then shows the latest', async (rig) => {
    await rig.pass(200);
    rig.hold();
    for (let price = 1; price <= 50; price += 1) {
      rig.display.show(content('Pain', `${price},00 €`));
      await rig.pass(1_000);
    }
    assert.deepEqual(rig.stuck, [true]);
    await rig.release();
    await rig.pass(500);
    assert.deepEqual(rig.stuck, [true, false]);
    assert.match(rig.lines()[0], /50,00 (€|EUR)$/);
  });

  promise('what counts is told again from time to time, for a display that was off for a moment', async (rig) => {
    rig.display.show(content('Lait', '1,19 €'));
    await rig.pass(1_000);
    const before = rig.bytesWritten();
    await rig.pass(70_000);
    assert.ok(rig.bytesWritten() > before);
    assert.ok(rig.bytesWritten() - before < 3 * 80, 'once, and not all the time');
  });

  promise(
    'after the line was lost nothing more is written, and nobody is told of a display that is stuck',
    async (rig) => {
      await rig.pass(200);
      rig.hold();
      rig.display.show(content('Lait', '1,19 €'));
      await rig.lose();
      const before = rig.bytesWritten();
      rig.display.show(content('Pain', '2,19 €'));
      await rig.pass(120_000);
      assert.equal(rig.bytesWritten(), before);
      assert.deepEqual(rig.stuck, []);
      await rig.display.close();
    },
  );

  promise('no text can give the display an order', async (rig) => {
    const hostile = '\u001b@\u000c\u001f$\u0001\u0001\r\u001bQA!!!\r\u0018\u009b2J\u007f';
    rig.display.show({ top: line(`Lait${hostile}`, '1,19 €'), bottom: line('TOTAL', '1,19 €') });
    await rig.pass(1_000);
    assert.match(rig.lines()[0], /^Lait.* 1,19 (€|EUR)$/);
    assert.match(rig.lines()[1], /^TOTAL +1,19 (€|EUR)$/);
    assert.deepEqual(rig.refused(), []);
  });
}
