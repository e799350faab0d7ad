/**
 * A desk for a test: an unprivileged user, a folder of its own, a display, and on it Chromium or the real Electron with
 * the sandbox on, both driven by Playwright. Everything started here ends with `close`.
 */
import { chmodSync, copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, chromium } from 'playwright-core';
import { electronForTests } from '../electron-for-tests.mjs';
import { openDisplay } from './display.mjs';
import { ROOT } from './node24.mjs';
import { chromiumPath } from './setup.mjs';
import { commandAs, environmentOf, folderOf, layOut, stageApp, unprivilegedUser } from './plain-user.mjs';

/** Opens a desk. `width` and `height` are the display's, in pixels; `open` opens another kind of display. */
export async function openTestDesk({ width = 1366, height = 900, open = openDisplay } = {}) {
  const user = unprivilegedUser();
  const home = folderOf(user, 'comptoir-desk-');
  const stage = mkdtempSync(path.join(tmpdir(), 'comptoir-stage-'));
  chmodSync(stage, 0o755);
  const display = await open({ folder: home, user, width, height });
  const environment = environmentOf(home, display.environment);
  const closing = [];

  /** The built app where the user can read it. */
  const app = () => stageOnce(path.join(stage, 'app'), () => stageApp(path.join(stage, 'app')));

  /** A program that becomes the user and then the given one, for those who want a single path. */
  function wrapper(name, program, first = []) {
    const file = path.join(stage, name);
    const words = commandAs(user, program, first).map((word) => `'${word}'`);
    writeFileSync(file, `#!/bin/sh\nexec ${words.join(' ')} "$@"\n`, { mode: 0o755 });
    return file;
  }

  const laidOut = new Set();
  function stageOnce(place, lay) {
    if (!laidOut.has(place)) lay();
    laidOut.add(place);
    return place;
  }

  /** A folder made and owned by the user. */
  function ownFolder(name) {
    const created = folderOf(user, `comptoir-desk-${name}-`);
    closing.push(async () => rmSync(created, { recursive: true, force: true }));
    return created;
  }

  async function electronCommand(args, { driven = false } = {}) {
    const made = path.dirname(await electronForTests());
    const electron = stageOnce(path.join(stage, 'electron'), () => layOut(made, path.join(stage, 'electron')));
    const program = path.join(electron, 'electron');
    const starter = driven
      ? wrapper('start-driven-electron', program, ['-r', waitForDriver()])
      : wrapper('start-electron', program);
    return [starter, app(), ...args];
  }

  /**
   * Playwright's own loader holds the app back until the driver has attached; it is loaded by itself only where
   * Playwright finds the binary too. Without it the driver may meet a window in the middle of opening, which is what
   * Playwright's loader is there to avoid.
   */
  function waitForDriver() {
    const loader = path.join(stage, 'wait-for-driver.js');
    return stageOnce(loader, () => {
      copyFileSync(path.join(ROOT, 'node_modules/playwright-core/lib/server/electron/loader.js'), loader);
      chmodSync(loader, 0o644);
    });
  }

  return {
    user,
    home,
    environment,
    app,

    folder: ownFolder,

    /** Chromium with a fresh profile and its sandbox; `options` are Playwright's for a persistent context. */
    async launchChromium(options = {}) {
      const context = await chromium.launchPersistentContext(ownFolder('chromium'), {
        executablePath: wrapper('start-chromium', chromiumPath()),
        chromiumSandbox: true,
        env: environment,
        headless: true,
        ...options,
      });
      closing.push(() => context.close());
      return context;
    },

    /** Our app in the real Electron, with its sandbox; `args` go to the app, `env` is added to the user's. */
    async launchElectron({ args = [], env = {} } = {}) {
      const [executablePath, ...words] = await electronCommand(args, { driven: true });
      const started = await _electron.launch({
        executablePath,
        args: words,
        cwd: home,
        chromiumSandbox: true,
        env: { ...environment, ...env },
      });
      closing.push(() => started.close());
      return started;
    },

    /** The words that start it without a driver. */
    electronCommand,

    /** Ends what was started here, last first, and removes its folders. */
    async close() {
      for (const end of closing.reverse()) await end();
      await display.close();
      for (const folder of [home, stage]) rmSync(folder, { recursive: true, force: true });
    },
  };
}
