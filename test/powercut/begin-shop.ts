/**
 * `begin-shop FOLDER shop | catalogue COUNT`: makes a shop, or a catalogue of so many products, as the till itself
 * does.
 */
import path from 'node:path';
import { buildCatalogue } from '#main/store/catalogue/catalogue.ts';
import { madeUpProducts } from '../rig/products.ts';
import { foldersOf, makeStore } from '../rig/shop.ts';

const [folder, what, count] = process.argv.slice(2);
if (folder === undefined) throw new Error('begin-shop FOLDER shop | catalogue COUNT');
if (what === 'shop') makeStore(foldersOf(folder));
else
  buildCatalogue({
    folder: path.join(foldersOf(folder).dataDir, 'catalogue'),
    products: madeUpProducts(Number(count)),
  });
