import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTurns } from './turns.ts';

test('whoever comes when all places are taken waits in turn, and a turn that ends twice ends once', async () => {
  const turns = openTurns({ places: 2, waitMsMax: 60_000 });
  const [one, two] = [await turns.take(false), await turns.take(false)];
  assert.equal(turns.isFull(), true);
  const order: number[] = [];
  const later = [3, 4].map(async (number) => {
    const end = await turns.take(false);
    order.push(number);
    return end;
  });
  assert.equal(turns.waiting(), 2);
  one?.();
  one?.();
  const three = await later[0];
  assert.deepEqual(order, [3]);
  assert.equal(turns.waiting(), 1);
  two?.();
  const four = await later[1];
  three?.();
  four?.();
  assert.equal(turns.isFull(), false);
});

test('whoever waits too long is told so, and stands in nobody’s way', async () => {
  const turns = openTurns({ places: 1, waitMsMax: 1 });
  const end = await turns.take(false);
  assert.equal(await turns.take(false), null);
  assert.equal(turns.waiting(), 0);
  end?.();
  assert.notEqual(await turns.take(false), null);
});

test('who is patient goes behind the others, and is not forgotten', async () => {
  const turns = openTurns({ places: 1, waitMsMax: 60_000 });
  const first = await turns.take(false);
  const order: string[] = [];
  const come = async (who: string): Promise<void> => {
    const end = await turns.take(who.startsWith('listens'));
    order.push(who);
    end?.();
  };
  const all = ['listens 1', 'listens 2', 'sells 1', 'sells 2', 'sells 3', 'sells 4'].map(come);
  assert.equal(turns.waiting(), 6);
  first?.();
  await Promise.all(all);
  assert.deepEqual(order, ['sells 1', 'sells 2', 'sells 3', 'listens 1', 'sells 4', 'listens 2']);
});
