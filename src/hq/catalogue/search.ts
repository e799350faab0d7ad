/**
 * Products by what somebody types: a barcode, a PLU, or the beginnings of words in any order. The rarest of the words is
 * looked up, and the others are looked for in the products that it finds.
 */
import { z } from 'zod';
import { isStorableText } from '#base/text.ts';
import { typedWords } from '#domain/catalogue/catalogue.ts';
import type { ProductValue } from '#contract/sync/feed.ts';
import { compareText } from '../store/order.ts';
import type { HqReads, RowOf } from '../store/port.ts';
import { codesOf, lettersOf, productIdsOf, productsOf, wordsOfProduct, type ProductPage } from './products.ts';
import { PRODUCT_WORD } from './tables.ts';

/** Rows that say how rare a word is. */
const RARE = 200;
/** Rows read at a time, and in one answer: typing must not read a catalogue through. */
const CHUNK = 500;
const CHUNKS_MAX = 20;
const WORDS_MAX = 8;
/** Beyond any word: the end of a range of words that begin alike. */
const LAST_LETTER = '\u{10ffff}';

type Place = readonly [word: string, productId: string];

const placeSchema = z.tuple([z.string().max(200), z.string().max(64)]);

/** A page of products; `after` is the `next` of the page before. A page may be short, and still have a next. */
export async function searchProducts(
  reads: HqReads,
  { text, after, limit }: { readonly text: string; readonly after?: string | undefined; readonly limit: number },
): Promise<ProductPage> {
  const ofCodes = after === undefined ? await byCode(reads, text) : [];
  const place = after === undefined ? undefined : placeOf(after);
  if (after !== undefined && place === undefined) return { products: [], next: null };
  const words = [...new Set(typedWords(text))].slice(0, WORDS_MAX);
  const rarest = words.length === 0 ? undefined : await rarestOf(reads, words);
  if (rarest === undefined) return { products: ofCodes, next: null };
  const byWords = await byWord(reads, { rarest, words, place, limit: Math.max(1, limit - ofCodes.length) });
  const known = new Set(ofCodes.map(({ id }) => id));
  return { products: [...ofCodes, ...byWords.products.filter(({ id }) => !known.has(id))], next: byWords.next };
}

async function byCode(reads: HqReads, text: string): Promise<readonly ProductValue[]> {
  const ids = await productIdsOf(reads, codesOf(text));
  const products = await productsOf(reads, [...new Set(ids.values())]);
  return [...new Set(codesOf(text).flatMap((code) => products.get(ids.get(code) ?? '') ?? []))];
}

/** The word that the fewest products have, as far as a short look tells; else the longest. */
async function rarestOf(reads: HqReads, words: readonly string[]): Promise<string | undefined> {
  const counted: { readonly word: string; readonly count: number }[] = [];
  for (const word of words) counted.push({ word, count: (await rowsOf(reads, word, undefined, RARE)).length });
  counted.sort((left, right) => left.count - right.count || right.word.length - left.word.length);
  return counted[0]?.word;
}

async function byWord(
  reads: HqReads,
  {
    rarest,
    words,
    place,
    limit,
  }: {
    readonly rarest: string;
    readonly words: readonly string[];
    readonly place: Place | undefined;
    readonly limit: number;
  },
): Promise<ProductPage> {
  const products: ProductValue[] = [];
  let last = place;
  for (let chunk = 0; chunk < CHUNKS_MAX; chunk += 1) {
    const rows = await rowsOf(reads, rarest, last, CHUNK);
    const found = await productsOf(reads, [...new Set(rows.map(({ product_id }) => product_id))]);
    for (const { word, product_id } of rows) {
      last = [word, product_id];
      const product = found.get(product_id);
      if (product === undefined || !isHit(product, { word, rarest, words })) continue;
      products.push(product);
      if (products.length === limit) return { products, next: textOf(last) };
    }
    if (rows.length < CHUNK) return { products, next: null };
  }
  return { products, next: last === undefined ? null : textOf(last) };
}

/** Whether a product has all words, and is not found under an earlier of its words already. */
function isHit(
  product: ProductValue,
  { word, rarest, words }: { readonly word: string; readonly rarest: string; readonly words: readonly string[] },
): boolean {
  const has = wordsOfProduct(product);
  const isFirst = !has.some((other) => belongs(other, rarest) && compareText(other, word) < 0);
  return isFirst && words.every((typed) => has.some((each) => each.startsWith(typed)));
}

/** Whether `rowsOf` finds `word` for what was typed. */
function belongs(word: string, typed: string): boolean {
  return word.startsWith(typed) && lettersOf(word) === lettersOf(typed);
}

/** Words that begin as typed. Of a single letter only the word that is no longer: its others lie apart. */
function rowsOf(
  reads: HqReads,
  typed: string,
  after: Place | undefined,
  limit: number,
): Promise<readonly RowOf<typeof PRODUCT_WORD>[]> {
  const letters = lettersOf(typed);
  return reads.scan(PRODUCT_WORD, {
    prefix: [letters],
    from: typed,
    until: `${typed}${LAST_LETTER}`,
    limit,
    ...(after === undefined ? {} : { after: [letters, ...after] }),
  });
}

function textOf(place: Place): string {
  return Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');
}

function placeOf(text: string): Place | undefined {
  try {
    const place = placeSchema.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))).data;
    return place?.every(isStorableText) === true ? place : undefined;
  } catch {
    return undefined;
  }
}
