/** A copy of a till sold beside its original: stopped, led out by its manager on the screen, and nobody's sales are lost. */
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { test } from 'node:test';
import { shopFolder } from '../conformance/shop-folder.ts';
import { CODES, type Counter, openCounter } from './counter.ts';
import { openHeadquarters } from './headquarters.ts';

test('a manager leads a copied till out of its fork, it starts again in a new chain, and all sales are at headquarters', async () => {
  const hq = await openHeadquarters();
  const counters: Counter[] = [];
  try {
    const original = await openCounter();
    counters.push(original);
    await original.signIn();
    const page = original.page();
    await page.command('joinHq', { url: hq.address, code: hq.codes[0] ?? '' });
    await page.until('status', ({ network, unsentCount }) => network === 'online' && unsentCount === 0);
    let sold = 0;
    const sell = async (counter: Counter): Promise<void> => {
      await counter.scan([CODES[0] ?? '']);
      await counter.pay('none');
      sold += 1;
    };
    await sell(original);
    await hq.counts(sold);
    await original.shell().stop();

    const copied = shopFolder();
    for (const [from, to] of [
      [original.shop.data, copied.data],
      [original.shop.keys, copied.keys],
    ] as const)
      cpSync(from, to, { recursive: true });

    await original.startAgain();
    await original.signIn();
    await sell(original);
    await hq.counts(sold);

    const copy = await openCounter({ shop: copied });
    counters.push(copy);
    await copy.signIn();
    await sell(copy);
    const stopped = await copy.page().until('headquarters', ({ needsNewChain }) => needsNewChain);
    assert.equal(stopped.link, 'refused');
    // Selling goes on all the same.
    await sell(copy);
    assert.equal((await copy.page().command('beginNewChain', {})).kind, 'done');
    const after = await copy.page().until('headquarters', ({ chainOrdinal }) => chainOrdinal === 2);
    assert.equal(after.tillId, stopped.tillId);
    await sell(copy);
    await hq.counts(sold);
  } finally {
    for (const counter of counters) await counter.close();
    await hq.close();
  }
});
