/** Products added by hand, and found by what somebody types. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { indexedWords, typedWords } from '#domain/catalogue/catalogue.ts';
import { importProducts, listProducts, productOf, removeProduct, saveProduct, searchProducts } from './catalogue.ts';
import { cataloguePlace, fileOf, gtin13, type CataloguePlace } from './testing.ts';

const PRODUCT = {
  name: 'Crème brûlée',
  brand: 'L’Œuvre',
  gtins: ['3017620422003'],
  plu: '',
  unit: 'piece',
  priceMinor: 349,
  vatRateBasisPoints: 550,
  mealVoucher: true,
};

const add = ({ core }: CataloguePlace, change: object) =>
  saveProduct(core, { productId: null, product: { ...PRODUCT, ...change } });

async function found({ core }: CataloguePlace, text: string, limit = 50): Promise<readonly string[]> {
  const names: string[] = [];
  let after: string | undefined;
  do {
    const page = await searchProducts(core.store.read, { text, limit, ...(after === undefined ? {} : { after }) });
    names.push(...page.products.map(({ name }) => name));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return names;
}

test('a product added here has its code for an id, and adding it again changes nothing', async () => {
  const place = await cataloguePlace();
  assert.deepEqual(await add(place, {}), { kind: 'done', productId: 'g3017620422003' });
  assert.deepEqual(await add(place, {}), { kind: 'done', productId: 'g3017620422003' });
  const other = await add(place, { name: 'Autre' });
  assert.ok(other.kind === 'refused' && other.reason === 'code-taken' && other.by.name === 'Crème brûlée');
  assert.deepEqual(await add(place, { gtins: [], plu: '12' }), { kind: 'done', productId: 'p12' });
});

test('a changed product is found by its new words and codes and by none of the old', async () => {
  const place = await cataloguePlace();
  await add(place, {});
  const change = { ...PRODUCT, name: 'Flan', brand: '', gtins: [], plu: '55' };
  assert.deepEqual(await saveProduct(place.core, { productId: 'g3017620422003', product: change }), {
    kind: 'done',
    productId: 'g3017620422003',
  });
  assert.deepEqual(await found(place, 'creme'), []);
  assert.deepEqual(await found(place, '3017620422003'), []);
  assert.deepEqual([await found(place, 'fla'), await found(place, '55')], [['Flan'], ['Flan']]);
  await removeProduct(place.core, { productId: 'g3017620422003' });
  assert.deepEqual([await found(place, 'fla'), await found(place, '55')], [[], []]);
});

test('what cannot be a product is refused with the field that is wrong', async () => {
  const place = await cataloguePlace();
  const why = async (change: object) => {
    const outcome = await add(place, change);
    return outcome.kind === 'refused' ? ('field' in outcome ? outcome.field : outcome.reason) : outcome.kind;
  };
  assert.equal(await why({ name: ' \u0000 ' }), 'name');
  assert.equal(await why({ name: 'x'.repeat(201) }), 'name');
  assert.equal(await why({ priceMinor: -1 }), 'priceMinor');
  assert.equal(await why({ priceMinor: 1.5 }), 'priceMinor');
  assert.equal(await why({ vatRateBasisPoints: 5_001 }), 'vatRateBasisPoints');
  assert.equal(await why({ unit: 'box' }), 'unit');
  assert.equal(await why({ plu: '1234567' }), 'plu');
  assert.equal(await why({ gtins: ['3017620422004'] }), 'gtin-invalid');
  assert.equal(await why({ gtins: [] }), 'code-missing');
  assert.deepEqual(await saveProduct(place.core, { productId: 'nothing', product: PRODUCT }), {
    kind: 'refused',
    reason: 'unknown',
  });
  assert.deepEqual(await place.items(), {});
});

test('accents, capitals and the order of words do not matter; every word does', async () => {
  const place = await cataloguePlace();
  await add(place, {});
  await add(place, { name: 'Crème fraîche', gtins: [], plu: '2', brand: 'Montagne' });
  await add(place, { name: 'Coca-Cola 33cl', gtins: [], plu: '3', brand: '' });
  assert.deepEqual(await found(place, 'CREM'), ['Crème brûlée', 'Crème fraîche']);
  assert.deepEqual(await found(place, 'oeuv brul'), ['Crème brûlée']);
  assert.deepEqual(await found(place, 'mont cr'), ['Crème fraîche']);
  assert.deepEqual(await found(place, 'mont brul'), []);
  assert.deepEqual(await found(place, 'cocacola'), ['Coca-Cola 33cl']);
  assert.deepEqual(await found(place, '33'), ['Coca-Cola 33cl']);
  assert.deepEqual(await found(place, '2'), ['Crème fraîche']);
  for (const nothing of ['', '   ', '!', `'; DROP TABLE product_word;--`, '\u0000', '%', '\ud800'])
    assert.deepEqual(await found(place, nothing), [], JSON.stringify(nothing));
});

test('a page ends where it was asked to, and the next goes on from there; each product comes once', async () => {
  const place = await cataloguePlace();
  const lines = Array.from({ length: 1_300 }, (_, at) => `${gtin13(at)};;Chocolat chocolaté ${at} noir;;1;20`);
  await importProducts(place.core, { importId: 'x', fileName: 'x', by: 'x', bytes: fileOf(...lines) });
  const names = await found(place, 'noi choc', 40);
  assert.deepEqual([names.length, new Set(names).size], [1_300, 1_300]);
  assert.deepEqual(await found(place, 'choc 1299'), ['Chocolat chocolaté 1299 noir']);
  const { read } = place.core.store;
  const { next } = await searchProducts(read, { text: 'choc', limit: 40 });
  assert.equal((await searchProducts(read, { text: 'choc', after: next ?? '', limit: 40 })).products.length, 40);
  for (const after of ['', 'x', Buffer.from('["\\u0000","x"]').toString('base64url')])
    assert.deepEqual(await searchProducts(read, { text: 'choc', after, limit: 40 }), { products: [], next: null });
  const listed: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await listProducts(read, { limit: 500, ...(after === undefined ? {} : { after }) });
    listed.push(...page.products.map(({ id }) => id));
    if (page.next === null) break;
    after = page.next;
  }
  assert.equal(new Set(listed).size, 1_300);
});

test('whatever is typed, those are found whose words begin with all typed words', async () => {
  const word = fc.constantFrom('lait', 'lard', 'la', 'l’ail', 'Été', 'ete', 'œuf', 'oeufs', 'thé', 'شاي', '7');
  const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
  const typed = fc
    .array(word, { minLength: 1, maxLength: 2 })
    .chain((words) =>
      fc.constantFrom(...[1, 2, 9].map((letters) => words.map((each) => each.slice(0, letters)).join(' '))),
    );
  await fc.assert(
    fc.asyncProperty(fc.array(name, { minLength: 1, maxLength: 8 }), typed, async (names, text) => {
      const place = await cataloguePlace();
      for (const [at, each] of names.entries())
        await add(place, { name: each, brand: '', gtins: [], plu: `${900 + at}` });
      const wanted = typedWords(text);
      // A single letter is looked up whole where nothing longer was typed.
      fc.pre(wanted.some((each) => [...each].length > 1));
      const expected = names.filter((each) =>
        wanted.every((one) => indexedWords(each).some((has) => has.startsWith(one))),
      );
      const got = await found(place, text, 2);
      if (wanted.some((each) => [...each].length === 1)) assert.ok(got.every((each) => expected.includes(each)));
      else assert.deepEqual([...got].sort(), [...expected].sort());
    }),
    { numRuns: 60 },
  );
  assert.equal(await productOf((await cataloguePlace()).core.store.read, 'none'), undefined);
});
