/**
 * A till that takes checkpoints, merges and snapshots is killed by the system's hardest signal. Afterwards every price is of
 * one checkpoint, and the till goes on from there.
 */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { buildHere } from './build-here.ts';
import { catalogueSink, openCatalogue } from './catalogue.ts';
import { checkpointOf, PRODUCTS } from './testing-feed-till.ts';
import { catalogueIn, gtin13, temporaryFolder } from './testing.ts';

const ROUNDS = 6;
const PROGRAM = fileURLToPath(new URL('./testing-feed-till.ts', import.meta.url));
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

test('a till killed while checkpoints come has one of them whole, and takes the next', async (context) => {
  const folder = catalogueIn(temporaryFolder(context));
  let said = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const child = spawn(process.execPath, [PROGRAM, folder, String(said + 1)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(child, 'exit');
    // The first round is let through a few of each; later ones die after as many steps as they happen to have done.
    const deadline = 2 + Math.floor(Math.random() * 8);
    let steps = 0;
    child.stdout.setEncoding('utf8');
    child.stdout.on('data', (text: string) => {
      for (const line of text.split('\n')) {
        if (line.startsWith('durable ')) said = Number(line.slice(8));
        if (line !== '') steps += 1;
        // Somewhere in the middle of the next step.
        if (steps === deadline) setTimeout(() => child.kill('SIGKILL'), Math.random() * 30);
      }
    });
    await ended;
    const catalogue = openCatalogue({ folder });
    const prices = new Set(
      Array.from({ length: PRODUCTS }, (_, at) => catalogue.byGtin(`0${gtin13(at + 1)}`)?.priceMinor),
    );
    const searched = new Set(catalogue.search('produit', 50).map(({ priceMinor }) => priceMinor));
    const [price = 0] = prices;
    assert.equal(prices.size, 1, `prices ${[...prices].slice(0, 5).join()}`);
    assert.ok(price >= said, `what was called durable is there: ${price} after ${said}`);
    assert.deepEqual([...searched], [price]);
    assert.equal(catalogue.count(), PRODUCTS);
    assert.notEqual(catalogue.feedId(), null);
    catalogue.close();
    said = price;
  }
  const catalogue = openCatalogue({ folder });
  const sink = catalogueSink({ catalogue, build: buildHere(), clock: systemClock, random: systemRandom, log: silent });
  await sink.apply(checkpointOf(said + 1), { hqTimeMs: 1 });
  assert.equal(catalogue.byGtin(`0${gtin13(PRODUCTS)}`)?.priceMinor, said + 1);
  sink.stop();
  catalogue.close();
});
