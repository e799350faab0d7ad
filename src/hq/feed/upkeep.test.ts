import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cataloguePlace } from '../catalogue/testing.ts';
import { createFeedUpkeep } from './feed.ts';
import { STREAM_HEAD } from './tables.ts';
import { setting } from './testing.ts';

test('every hour the streams of all stores and of everybody lose what is old, in small steps, and nobody is cut off', async () => {
  const { node, core } = await cataloguePlace();
  const upkeep = createFeedUpkeep(core, { sharedChanges: 4, storeChanges: 2 });
  for (let at = 0; at < 9; at += 1)
    await node.publish(setting('a', { at }), setting('b', { at }, 'store:brest'), setting('c', { at }, 'people'));
  await node.publish(setting('d', {}, 'store:lyon'));
  const { cursor } = await node.whole();
  assert.equal(await upkeep(), false, 'not before an hour has passed');
  await node.clock.advance(3_600_000);
  let steps = 0;
  while (await upkeep()) steps += 1;
  assert.ok(steps < 20);
  const kept = async (stream: string): Promise<number> => {
    const head = await core.store.read.get(STREAM_HEAD, [stream]);
    return (head?.position ?? 0) - (head?.kept_from ?? 0);
  };
  assert.deepEqual(
    [await kept('shop'), await kept('people'), await kept('store:brest'), await kept('store:lyon')],
    [4, 4, 2, 1],
  );
  assert.equal(await upkeep(), false);
  assert.equal((await node.feed(cursor)).kind, 'changes');
  await node.publish(setting('a', { at: 10 }));
  await node.clock.advance(3_600_000);
  while (await upkeep());
  assert.equal(await kept('shop'), 4);
});
