/**
 * The camera behind the walls of the Electron shell: its page may have the picture where a camera is set up, and neither
 * sound nor anything else; without one in the set-up it may have nothing.
 */
import assert from 'node:assert/strict';
import { chownSync } from 'node:fs';
import { test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeFilm } from '../rig/camera-film.ts';
import { signIn, someEans, waitForLines } from '../screen/screen-desk.ts';
import { openElectronDesk } from './electron-desk.ts';

const CAMERA = { id: 'cam', kind: 'scanner', name: 'Caméra', address: 'camera:' } as const;
const [article] = someEans(1);

/** How the shell answers when the page asks for a device: `given`, or the name of the refusal. */
const ask = (page: Page, wanted: MediaStreamConstraints) =>
  page.evaluate(
    (constraints) =>
      navigator.mediaDevices.getUserMedia(constraints).then(
        (stream) => {
          for (const track of stream.getTracks()) track.stop();
          return 'given';
        },
        (error: Error) => error.name,
      ),
    wanted,
  );

test('where a camera is set up the page sees an article through it, and gets no microphone', async () => {
  const shop = await openElectronDesk([CAMERA]);
  try {
    const folder = shop.desk.folder('film');
    const film = await makeFilm(folder, [{ seconds: 2, symbol: { kind: 'ean13', text: article?.gtin ?? '' } }]);
    chownSync(film, shop.desk.user.uid, shop.desk.user.gid);
    const { page } = await shop.open('--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`);
    await signIn(page);
    await page.waitForSelector('[data-camera="live"]');
    await waitForLines(page, 1);
    assert.equal(await ask(page, { video: true }), 'given');
    assert.equal(await ask(page, { audio: true }), 'NotAllowedError');
    assert.equal(await ask(page, { audio: true, video: true }), 'NotAllowedError');
  } finally {
    await shop.close();
  }
});

test('where none is set up the page gets no camera', async () => {
  const shop = await openElectronDesk();
  try {
    const { page } = await shop.open('--use-fake-device-for-media-stream');
    await signIn(page);
    assert.equal(await ask(page, { video: true }), 'NotAllowedError');
    assert.equal(await page.locator('[data-camera]').count(), 0);
  } finally {
    await shop.close();
  }
});
