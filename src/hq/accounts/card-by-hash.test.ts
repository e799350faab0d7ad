import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { chipName, codeName, printedCode } from '#domain/card/card.ts';
import { keyedText } from '#node/organisation-secret.ts';
import { organisation } from '../identity/identity.ts';
import { addSecrets, organisationSecret } from '../identity/secrets.ts';
import { memoryStore } from '../store/memory-store.ts';
import type { HqReads } from '../store/port.ts';
import { findCardsByNumber } from './accounts.ts';
import { testHq, write } from './testing.ts';

test('a card is found by its number however it is typed, and by no other', async () => {
  const hq = await testHq(memoryStore());
  const { read } = hq.core.store;
  const secret = await organisationSecret(read, (await organisation(read)).organisationId);
  const chain = await hq.chain('a');
  const code = printedCode('1234567890123456');
  const assigned = { medium: 'code', account_id: 'gift', station_id: 's' };
  write(chain, 'card-assigned', { ...assigned, card_id: 'c1', card_hash: keyedText(codeName(code), secret) });
  const chip = keyedText(chipName('04a2b3c4d5e680'), secret);
  write(chain, 'card-assigned', { card_id: 'c2', card_hash: chip, medium: 'uid', person_id: 'p', station_id: 's' });
  await hq.deliver(chain);
  const found = async (number: string) => (await findCardsByNumber(read, number)).map(({ card_id }) => card_id);
  assert.deepEqual(await found(code), ['c1']);
  assert.deepEqual(await found(`gc-${code.slice(3, 9)} ${code.slice(9)}`), ['c1']);
  assert.deepEqual(await found('04:A2:B3:C4:D5:E6:80'), ['c2']);
  assert.deepEqual(await found(code.replace('GC-1', 'GC-2')), []);
  assert.deepEqual(await found('%'), []);
});

test('two tills assigned one number before they heard of each other: both cards are found, and so many more at most', async () => {
  const hq = await testHq(memoryStore());
  const { read } = hq.core.store;
  const secret = await organisationSecret(read, (await organisation(read)).organisationId);
  const code = printedCode('1234567890123456');
  const row = { card_hash: keyedText(codeName(code), secret), medium: 'code', account_id: 'gift', station_id: 's' };
  const found = async () => (await findCardsByNumber(read, code)).map(({ card_id }) => card_id).toSorted();
  const [one, other] = [await hq.chain('a'), await hq.chain('b')];
  write(one, 'card-assigned', { ...row, card_id: 'c1' });
  write(other, 'card-assigned', { ...row, card_id: 'c2' });
  await Promise.all([hq.deliver(one), hq.deliver(other)]);
  assert.deepEqual(await found(), ['c1', 'c2']);
  for (let at = 3; at < 40; at += 1) write(one, 'card-assigned', { ...row, card_id: `c${at}` });
  await hq.deliver(one);
  const all = await found();
  assert.equal(all.length, 20);
  assert.ok(all.includes('c1') && all.includes('c2'));
});

test('a card is found under any key that a till ever brought, in a handful of questions', async () => {
  const hq = await testHq(memoryStore());
  const { read, transact } = hq.core.store;
  const { organisationId } = await organisation(read);
  const keys = Array.from({ length: 1_200 }, (_, at) => ({ id: 'k1', bytes: Buffer.alloc(32, `key ${at}`) }));
  await transact.call(hq.core.store, (transaction) =>
    addSecrets(transaction, { organisationId, isPresent: false, atMs: 0, keys }),
  );
  const { older } = await organisationSecret(read, organisationId);
  const code = printedCode('1234567890123456');
  const chain = await hq.chain('a');
  for (const at of [0, 1_199]) {
    const hash = keyedText(codeName(code), present(older[at], 'a key'));
    const row = { card_hash: hash, medium: 'code', account_id: `gift ${at}`, station_id: 's' };
    write(chain, 'card-assigned', { ...row, card_id: `c${at}` });
  }
  await hq.deliver(chain);
  let asked = 0;
  const counted: HqReads = {
    get: (...it) => read.get(...it),
    getMany: (...it) => {
      asked += 1;
      return read.getMany(...it);
    },
    scan: (...it) => {
      asked += 1;
      return read.scan(...it);
    },
  };
  const cards = await findCardsByNumber(counted, code);
  assert.deepEqual(cards.map(({ card_id }) => card_id).toSorted(), ['c0', 'c1199']);
  assert.ok(asked <= 6, `${asked} questions for 1,201 keys`);
});
