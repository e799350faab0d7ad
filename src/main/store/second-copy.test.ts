import assert from 'node:assert/strict';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startSecondCopy } from './second-copy.ts';
import { makeShop, silentLog } from './testing.ts';

test('the folder of a copy is made when it is named, and one that went away is said once and never made again', async (context) => {
  const shop = makeShop();
  context.after(() => shop.remove());
  const store = shop.open();
  context.after(() => store.close());
  const place = join(shop.root, 'stick');
  const said: string[] = [];
  const log = {
    ...silentLog,
    warn: (event: string) => void said.push(event),
    info: (event: string) => void said.push(event),
  };
  const open = (more: { readonly isNewPlace: boolean; readonly place?: string }) =>
    startSecondCopy({ store, dataDir: shop.dataDir, place, clock: shop.clock, log, ...more });

  const remembered = open({ isNewPlace: false });
  await remembered.flush();
  await remembered.flush();
  assert.equal(remembered.status().state, 'unreachable');
  assert.equal(existsSync(place), false);
  await remembered.close();
  assert.deepEqual(said.splice(0), ['copy.failed']);

  const named = open({ isNewPlace: true });
  await named.flush();
  assert.equal(named.status().state, 'current');
  rmSync(place, { recursive: true });
  await named.flush();
  await named.flush();
  assert.equal(existsSync(place), false);
  await named.close();
  assert.deepEqual(said.splice(0), ['copy.failed']);

  const tooDeep = open({ isNewPlace: true, place: join(place, 'further') });
  await tooDeep.flush();
  assert.equal(tooDeep.status().state, 'unreachable');
  await tooDeep.close();
});
