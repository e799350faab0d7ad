/**
 * Makes `data/demo/products.tsv`, the products of the demo shop, from a list of real barcodes and names:
 *
 *   node tools/demo-shop/make.mjs products-fr.tsv.gz
 *
 * The choice and every price follow from the barcode by a fixed rule, so the same list always gives the same shop.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { AISLES, BRANDS, DEARER } from './aisles.mjs';
import { looseGoods } from './loose-goods.mjs';

const OUTPUT = path.join(import.meta.dirname, '../../data/demo/products.tsv');
/** Abbreviations of stock lists, packs, glued words, broken ends: right in a database, wrong on a demonstration. */
const ODD_NAME = /\.\.|[,-]$|\d{5}|\b(blle|bte|boc|pqt|sct|brq)\b|\d+ ?x ?\d|x ?\d+$|\b\d+ ?(cl|ml|g|gr|kg|l)\b/i;
const HEADER = ['gtin', 'plu', 'nom', 'marque', 'prix', 'tva', 'unité', 'catégorie', 'âge minimum', 'consigne', 'titre-restaurant', 'stock'];

const source = process.argv[2];
if (source === undefined) {
  process.stderr.write('usage: node tools/demo-shop/make.mjs products-fr.tsv.gz\n');
  process.exit(1);
}
const products = [...looseGoods(), ...chosen(readList(source))];
writeFileSync(OUTPUT, [HEADER, ...products.map(fieldsOf)].map((fields) => `${fields.join('\t')}\n`).join(''));
process.stdout.write(`${products.length} products in ${path.relative(process.cwd(), OUTPUT)}\n`);

function readList(file) {
  const bytes = readFileSync(file);
  const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('utf8');
  return text.split('\n').slice(1).filter((line) => line !== '').map((line) => {
    const [gtin, name] = line.split('\t');
    return { gtin, name: tidy(name) };
  });
}

/** The best products of each aisle, mixed, those of a known brand first: they stand for what sells most. */
function chosen(list) {
  const byAisle = new Map(AISLES.map((aisle) => [aisle, []]));
  const names = new Set();
  for (const { gtin, name } of list) {
    if (!looksRight(name) || names.has(fold(name))) continue;
    const words = new Set(fold(name).split(' '));
    const aisle = AISLES.find((candidate) => fits(candidate, words));
    if (aisle === undefined) continue;
    names.add(fold(name));
    byAisle.get(aisle).push({ gtin, name, words, brand: brandIn(name), draw: draw(gtin, 'choice') });
  }
  const taken = [...byAisle].flatMap(([aisle, candidates]) => candidates
    .sort((left, right) => weight(left) - weight(right))
    .slice(0, aisle.count)
    .map((candidate) => ({ ...candidate, ...sold(candidate, aisle) })));
  return taken.sort((left, right) => weight(left) - weight(right));
}

function weight({ brand, draw: drawn }) {
  return drawn - (brand === '' ? 0 : 1);
}

function fits(aisle, words) {
  const has = (list) => list.split(' ').some((word) => words.has(word));
  return has(aisle.words) && !(aisle.not !== undefined && has(aisle.not));
}

/** How the product is sold: everything here is made up. */
function sold({ gtin, words }, aisle) {
  const [low, high] = aisle.cents;
  const dearer = Object.entries(DEARER).filter(([word]) => words.has(word)).reduce((percent, [, more]) => Math.max(percent, more), 100);
  // Squared, so that most are near the low end, as in a shop; ending in 5 or 9, as in a shop.
  const cents = Math.round((low + (high - low) * draw(gtin, 'price') ** 2) * dearer / 1000) * 10;
  const hasDeposit = aisle.deposit !== undefined && draw(gtin, 'deposit') < 0.12;
  return {
    plu: '', unit: 'pièce', aisle: aisle.name, vat: aisle.vat, age: aisle.age === undefined ? '' : String(aisle.age),
    cents: cents - (draw(gtin, 'ending') < 0.5 ? 1 : 5), deposit: hasDeposit ? aisle.deposit : 0, mealVoucher: aisle.mealVoucher,
  };
}

function fieldsOf({ gtin, plu, name, brand, cents, vat, unit, aisle, age, deposit, mealVoucher }) {
  const stock = unit === 'pièce' ? String(Math.floor(draw(gtin + plu, 'stock') * 60)) : decimal(Math.floor(draw(plu, 'stock') * 400) * 10);
  return [
    gtin, plu, name, brand, decimal(cents), vat, unit, aisle, age, deposit === 0 ? '' : decimal(deposit), mealVoucher ? 'oui' : 'non',
    stock.replace(/,00$/, '').replace(/(,\d)0$/, '$1'),
  ];
}

/** Names as contributors typed them, less what no shop would print. */
function tidy(name) {
  const plain = name.replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll('&#39;', '’').replaceAll("'", '’').replace(/\s+/g, ' ').trim();
  const shouted = plain === plain.toUpperCase() ? plain.toLowerCase() : plain;
  return shouted.charAt(0).toUpperCase() + shouted.slice(1);
}

function looksRight(name) {
  return name.length >= 6 && name.length <= 40 && name.includes(' ') && /^[\p{L}\d][\p{L}\d ’,%()&.-]*$/u.test(name) && !ODD_NAME.test(name) && !/\p{Ll}\p{Lu}/u.test(name);
}

function brandIn(name) {
  const text = ` ${fold(name)} `;
  return Object.entries(BRANDS).find(([folded]) => text.includes(` ${folded.trim()} `))?.[1] ?? '';
}

function fold(text) {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replaceAll('œ', 'oe').replace(/[^a-z0-9]+/g, ' ').trim();
}

/** A number from 0 to 1 that follows from a code and a purpose. */
function draw(code, purpose) {
  return createHash('sha256').update(`${purpose}:${code}`).digest().readUInt32BE(0) / 2 ** 32;
}

function decimal(cents) {
  return `${Math.floor(cents / 100)},${String(cents % 100).padStart(2, '0')}`;
}
