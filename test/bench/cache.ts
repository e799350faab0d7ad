/**
 * Shops of a given size, built once by the real builders and kept in `.cache/bench`. Their names carry the formats, so
 * that a changed format builds them anew.
 */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCatalogue } from '#main/store/catalogue/catalogue.ts';
import { FORMAT_VERSION } from '#main/store/catalogue/format.ts';
import { madeUpProducts } from '../rig/products.ts';

const CACHE = fileURLToPath(new URL('../../.cache/bench/', import.meta.url));
/** Raised when the products of test/rig/products.ts change. */
const PRODUCTS_VERSION = 1;

/** A file of the run itself: traces, anchors. */
export function scratchFile(name: string): string {
  mkdirSync(CACHE, { recursive: true });
  return path.join(CACHE, name);
}

/** The folder of a catalogue of `count` made-up products. */
export function cachedCatalogue(count: number): string {
  return cached(`catalogue-${FORMAT_VERSION}.${PRODUCTS_VERSION}-${count}`, (folder) => {
    buildCatalogue({ folder, products: madeUpProducts(count) });
  });
}

/** Makes `name` with `build` unless it is there; half of one is never left. */
export function cached(name: string, build: (folder: string) => void): string {
  const folder = path.join(CACHE, name);
  if (existsSync(folder)) return folder;
  process.stderr.write(`bench: building ${name}\n`);
  const aside = `${folder}.building`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { recursive: true });
  build(aside);
  renameSync(aside, folder);
  return folder;
}
