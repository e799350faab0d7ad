import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { type DeviceFile, FileLine } from './file-line.ts';

/** So many offers as a printer without paper refuses within minutes. */
const OFFERS = 20_000;
const OFFER_AGAIN_MS = 10;

test('a device that took nothing for minutes is lost like any other: the write is refused, and the line ends', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    let offers = 0;
    let pullOut: () => void = () => undefined;
    const gone = new Promise<null>((resolve) => {
      pullOut = () => resolve(null);
    });
    const file: DeviceFile = {
      read: () => gone,
      stopReading: () => undefined,
      take() {
        offers += 1;
        return Promise.resolve(0);
      },
      settled: () => Promise.resolve(true),
      close: () => Promise.resolve(),
    };
    const line = new FileLine({ address: 'usb:///dev/usb/lp0', file });
    const writing = assert.rejects(line.write(Uint8Array.of(1)), { name: 'Fault', code: 'device.lost' });
    const ended = new Promise((resolve) => line.onClosed(resolve));
    while (offers < OFFERS) {
      mock.timers.tick(OFFER_AGAIN_MS);
      await Promise.resolve();
    }
    pullOut();
    assert.equal(await ended, 'lost');
    await writing;
  } finally {
    mock.timers.reset();
  }
});
