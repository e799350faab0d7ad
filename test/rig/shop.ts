/**
 * A small shop to sell in: one manager, a few products, a printer with a drawer at a loopback address.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DeviceConfig } from '#devices/wire.ts';
import { buildCatalogue } from '#main/store/catalogue/catalogue.ts';
import { createShop } from '#main/store/store.ts';
import { madeUpProducts } from './products.ts';
import { systemClock } from './quiet.ts';

export const MIGRATIONS = fileURLToPath(new URL('../../migrations/till', import.meta.url));
export const SELLER = { operatorId: 'op-bernard', pin: '9876' };

export interface ShopFolders {
  readonly dataDir: string;
  readonly keysDir: string;
  readonly devicesFile: string;
}

/** Where the shop below `folder` lies. */
export function foldersOf(folder: string): ShopFolders {
  return {
    dataDir: path.join(folder, 'data'),
    keysDir: path.join(folder, 'keys'),
    devicesFile: path.join(folder, 'devices.json'),
  };
}

/** Makes the shop below `folder`. Products are those of `madeUpProducts`. */
export function makeShop(
  folder: string,
  options: { readonly products: number; readonly devices: readonly DeviceConfig[]; readonly tillId?: string },
): ShopFolders {
  const folders = foldersOf(folder);
  mkdirSync(folder, { recursive: true });
  makeStore({ ...folders, ...(options.tillId === undefined ? {} : { tillId: options.tillId }) });
  buildCatalogue({ folder: path.join(folders.dataDir, 'catalogue'), products: madeUpProducts(options.products) });
  writeFileSync(folders.devicesFile, JSON.stringify({ devices: options.devices }));
  return folders;
}

/** Makes the store of a shop, and nothing to sell in it. */
export function makeStore(folders: Pick<ShopFolders, 'dataDir' | 'keysDir'> & { readonly tillId?: string }): void {
  createShop({
    dataDir: folders.dataDir,
    keysDir: folders.keysDir,
    migrationsDir: MIGRATIONS,
    tillId: folders.tillId ?? 'till-1',
    shop: {
      name: 'Épicerie du Pont',
      addressLines: ['3 rue du Pont', '69000 Lyon'],
      countryCode: 'FR',
      registrationId: '00000000000000',
      vatId: 'FR00000000000',
      activityCode: '4711B',
      currencyCode: 'EUR',
      receiptLanguage: 'fr',
      receiptFooterLines: ['Merci de votre visite'],
      printByDefault: true,
      timeZone: 'Europe/Paris',
      closureDaysMax: 5,
    },
    operators: [{ id: SELLER.operatorId, name: 'Bernard', role: 'manager', pin: SELLER.pin }],
    software: { version: '0.0.0', hash: '0'.repeat(64), fiscalModuleHash: '0'.repeat(64) },
    clock: systemClock,
    random: { bytes: (count) => new Uint8Array(randomBytes(count)), uuid: () => randomUUID() },
  });
}

/** The printer of the shop, with a drawer on it. */
export function printerAt(port: number): DeviceConfig {
  return {
    id: 'printer',
    kind: 'printer',
    name: 'TM-T88V',
    address: `tcp://127.0.0.1:${port}`,
    profile: 'TM-T88V',
    drawer: true,
  };
}
