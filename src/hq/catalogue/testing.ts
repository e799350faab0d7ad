/** Headquarters with two stores, for tests of the catalogue. */
import type { HqCore } from '../core.ts';
import { feedNode, type FeedNode } from '../feed/testing.ts';
import { saveStore } from '../fleet/stores.ts';
import { openOrganisation } from '../identity/identity.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { HqStore } from '../store/port.ts';
import { systemRandom } from '#node/system.ts';

export interface CataloguePlace {
  readonly node: FeedNode;
  readonly core: HqCore;
  /** What a till of the store `lyon` is sent from the beginning, by kind and key. */
  items(): Promise<Readonly<Record<string, unknown>>>;
}

/** Headquarters of a new organisation in euros, with the stores `lyon` and `brest`. */
export async function cataloguePlace(store: HqStore = memoryStore()): Promise<CataloguePlace> {
  const node = feedNode(store);
  const core: HqCore = { ...node.core, random: systemRandom };
  await openOrganisation(core, { name: 'Épicerie', currencyCode: 'EUR', timeZone: 'Europe/Paris' });
  for (const storeId of ['lyon', 'brest']) await saveStore(core, { storeId, name: storeId, timeZone: 'Europe/Paris' });
  const items = async () =>
    Object.fromEntries((await node.whole(1_000)).items.map(({ kind, key, value }) => [`${kind} ${key}`, value]));
  return { node, core, items };
}

/** A file of products as somebody would send it. */
export function fileOf(...lines: readonly string[]): Uint8Array {
  return Buffer.from(['gtin;plu;nom;marque;prix;tva', ...lines, ''].join('\n'), 'utf8');
}

/** A GTIN-13 of a number, with its check digit. */
export function gtin13(number: number): string {
  const digits = String(200_000_000_000 + number);
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${digits}${(10 - (sum % 10)) % 10}`;
}
