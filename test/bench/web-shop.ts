/** A web shell on a shop of a given size with given devices, its page signed in: what scans are measured in. */
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import type { DeviceConfig } from '#devices/wire.ts';
import { SELLER, printerAt } from '../rig/shop.ts';
import { signIn } from '../screen/screen-desk.ts';
import { makeCounter } from './counter.ts';
import { watchLines } from './painted.ts';

const WEB_SHELL = fileURLToPath(new URL('../../dist/shell-web.mjs', import.meta.url));

export interface WebShop {
  readonly products: number;
  /** Beside the printer. */
  readonly devices: readonly DeviceConfig[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Opens the shop on the page, does the work, and closes it. The page watches its lines. */
export async function withWebShop(page: Page, shop: WebShop, work: () => Promise<void>): Promise<void> {
  const counter = await makeCounter({ products: shop.products });
  const { dataDir, keysDir, devicesFile } = counter.shop;
  writeFileSync(devicesFile, JSON.stringify({ devices: [printerAt(counter.printer.port), ...shop.devices] }));
  const shell = spawn(process.execPath, [WEB_SHELL, '--data', dataDir, '--keys', keysDir, '--devices', devicesFile], {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: { ...process.env, ...shop.env },
  });
  const ended = new Promise((resolve) => shell.once('exit', resolve));
  try {
    await page.goto(await firstAddress(shell.stdout));
    await signIn(page, { operator: SELLER.operatorId, pin: SELLER.pin });
    await watchLines(page);
    await work();
  } finally {
    shell.kill('SIGTERM');
    await ended;
    await counter.close();
  }
}

function firstAddress(output: NodeJS.ReadableStream): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: output });
    lines.on('line', (line) => {
      if (line.startsWith('{')) resolve((JSON.parse(line) as { readonly address: string }).address);
    });
    lines.once('close', () => reject(new Error('the shell ended before it gave an address')));
  });
}
