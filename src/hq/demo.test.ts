import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkPin } from '#node/pins.ts';
import { productOf, searchProducts } from './catalogue/catalogue.ts';
import { makeDemo } from './demo.ts';
import { feedNode } from './feed/testing.ts';
import { organisation } from './identity/identity.ts';
import { organisationSecret } from './identity/secrets.ts';
import { operatorValue } from './settings/read-operators.ts';
import { openTestHq, TestTill } from './testing.ts';

const demoDir = fileURLToPath(new URL('../../data/demo', import.meta.url));

test('the demonstration has products that can be found, people who can sign in, and codes with which tills join', async () => {
  const hq = await openTestHq();
  const codes = await makeDemo(hq.core, { demoDir });
  const { read } = hq.store;
  assert.equal((await productOf(read, 'p101'))?.name, 'Bananes');
  assert.ok((await searchProducts(read, { text: 'choc', limit: 50 })).products.length > 5);
  const { organisationId } = await organisation(read);
  const secret = await organisationSecret(read, organisationId);
  for (const [id, pin] of Object.entries({ camille: '1234', nadia: '2345', bernard: '9876' }))
    assert.equal(await checkPin(secret, (await operatorValue(read, id))?.pinHash ?? '', pin), true, id);
  assert.deepEqual(
    codes.map(({ storeName }) => storeName),
    ['Lyon Presqu’île', 'Marseille Vieux-Port'],
  );
  for (const [at, { code }] of codes.entries())
    assert.equal((await TestTill.fresh(hq, `demo${at}`).enrol(code)).kind, 'enrolled');
  const before = await feedNode(hq.store).whole(5_000);
  assert.deepEqual(
    (await makeDemo(hq.core, { demoDir })).map(({ tillName }) => tillName),
    ['Caisse 2', 'Caisse 2'],
    'the next start gives codes for tills that can be told from those',
  );
  assert.deepEqual(await feedNode(hq.store).whole(5_000), before, 'and changes nothing else');
});
