import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { test } from 'node:test';
import type { HqTransport } from './port.ts';
import { signedLine } from './signed-line.ts';
import { StepClock } from './testing.ts';

const LIVES = ['life-one', 'life-two'];

/** A line to a headquarters that comes back from a backup after its first challenge, and says so to nobody who does not ask for another. */
function line(answer: { readonly status: number; readonly body: object }) {
  const asked: string[] = [];
  const lives: string[] = [];
  const transport: HqTransport = {
    send: ({ name }) => {
      asked.push(name);
      if (name !== 'challenge') return Promise.resolve({ status: answer.status, body: JSON.stringify(answer.body) });
      const incarnation = LIVES[Math.min(asked.filter((each) => each === 'challenge').length, LIVES.length) - 1];
      const body = {
        challenge: 'c',
        validMs: 300_000,
        hqTimeMs: 1,
        version: 1,
        floor: 1,
        publicKey: 'AA',
        exchangeKey: 'AA',
      };
      return Promise.resolve({ status: 200, body: JSON.stringify({ ...body, incarnation }) });
    },
  };
  const own = signedLine({
    transport,
    tillId: 'till-1',
    requestKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    pinnedKey: 'AA',
    clock: new StepClock(),
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    onTime: () => undefined,
    onIncarnation: (incarnation) => lives.push(incarnation),
    onIdentity: () => undefined,
  });
  return { own, asked, lives };
}

for (const [sign, answer] of [
  ['a cursor of another life', { status: 200, body: { kind: 'start-over', reason: 'incarnation' } }],
  ['a chain that it was told of and does not know', { status: 403, body: { code: 'request.foreign-chain' } }],
] as const)
  test(`${sign}: headquarters is asked at once whether it came back from a backup`, async () => {
    const { own, asked, lives } = line(answer);
    for (let calls = 0; calls < 2; calls++) await own.call('feed', { cursor: 'x', waitMs: 0, limit: 1 });
    assert.deepEqual(lives, LIVES);
    assert.deepEqual(asked, ['challenge', 'feed', 'challenge', 'feed']);
  });

test('otherwise a challenge is used for as long as it is good', async () => {
  const { own, asked, lives } = line({ status: 200, body: { kind: 'start-over', reason: 'too-old' } });
  for (let calls = 0; calls < 3; calls++) await own.call('feed', { cursor: 'x', waitMs: 0, limit: 1 });
  assert.deepEqual([lives, asked], [LIVES.slice(0, 1), ['challenge', 'feed', 'feed', 'feed']]);
});
