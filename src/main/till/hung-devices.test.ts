/**
 * A devices process that hangs in the middle of a day: it says that all is well and then reads nothing any more. The till
 * sells on, with no growing heap, and knows of every receipt where it stands.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemClock } from '#node/system-clock.ts';
import { launchDevicesProcess, startHardware } from '#main/hardware/hardware.ts';
import { silentLog } from '#main/store/testing.ts';
import { makeTill } from './testing.ts';

const FRAME = new URL('../../base/frame.ts', import.meta.url).href;
/** Says that its printer is ready, closes its ears, and never ends. */
const HANGING = `
  import { writeSync } from 'node:fs';
  import { encodeFrame } from '${FRAME}';
  writeSync(3, encodeFrame({ kind: 'health', deviceId: 'p', state: 'ready' }));
  setInterval(() => {}, 1e9);
`;
const TICKETS = 300;
const HEAP_BYTES_MAX = 64 * 1024 * 1024;

test('no. 5: a devices process that reads nothing any more delays no sale, and every receipt is accounted for', async () => {
  let ready: () => void = () => undefined;
  const isReady = new Promise<void>((resolve) => {
    ready = resolve;
  });
  const till = makeTill({
    ports: {
      openHardware: (events) =>
        startHardware({
          devices: [{ id: 'p', kind: 'printer', name: 'P', address: 'tcp://127.0.0.1:9', drawer: true }],
          launch: launchDevicesProcess({
            exec: process.execPath,
            args: ['--input-type=module', '-e', HANGING],
          }),
          events: {
            ...events,
            onHealth(health) {
              events.onHealth(health);
              if (health.state === 'ready') ready();
            },
          },
          clock: systemClock,
          log: silentLog,
        }),
    },
  });
  const page = till.page();
  await page.signIn();
  await isReady;
  const before = process.memoryUsage().heapUsed;
  for (let ticket = 1; ticket <= TICKETS; ticket++) {
    await page.scan('3017620422003');
    assert.equal((await page.pay({ print: 'paper' })).kind, 'done');
  }
  assert.ok(process.memoryUsage().heapUsed - before < HEAP_BYTES_MAX);
  const receipts = till
    .store()
    .openJobs()
    .filter(({ kind }) => kind === 'receipt');
  assert.equal(receipts.length, TICKETS, 'none is taken for printed');
  assert.deepEqual([...new Set(receipts.slice(1).map(({ state }) => state))], ['queued']);
  await till.close();
});
