/** Codes and passwords guessed by the thousand, from one address and from a hundred, over sockets and PostgreSQL. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { TestTill } from '../testing.ts';
import { openLiveHq, PASSWORD, post, type Answer, type LiveHq } from './testing.ts';

const GUESSES_PER_MINUTE = 30;
const AT_ONCE = 20;

let live: LiveHq;
before(async () => {
  live = await openLiveHq({ guessesPerMinute: GUESSES_PER_MINUTE });
  await live.addUser('chief', 'administrator');
});
after(() => live.end());

/** Asks a thousand times, some at once, each from the address that `from` says; what was answered, and how often. */
async function thousand(ask: (index: number) => Promise<Answer>): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (let from = 0; from < 1_000; from += AT_ONCE) {
    const answers = await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ask(from + index)));
    for (const { status, body } of answers) {
      const { code, reason, kind } = body as Record<string, string | undefined>;
      const said = `${status} ${code ?? reason ?? kind}`;
      counts.set(said, (counts.get(said) ?? 0) + 1);
    }
  }
  return counts;
}

test('a thousand wrong codes, from one address or a hundred, store nothing and keep no till with a right one waiting', async () => {
  const seller = await live.enrolled('seller');
  const good = await live.forTills.code();
  const guesser = TestTill.fresh(live.forTills, 'guesser');
  const input = await guesser.enrolInput('000000000000');
  const challenge = await guesser.challenge();
  await live.settled();
  const rows = await live.rows();
  let address = '';
  guesser.hq = {
    ...live.forTills,
    answer: ({ name, headers, body }) => {
      const given = Object.entries(headers).filter((one): one is [string, string] => typeof one[1] === 'string');
      return post(`${live.url}/sync/v1/${name}`, { body, headers: Object.fromEntries(given), from: address });
    },
  };
  const guess = (index: number): Promise<Answer> => {
    const code = index.toString().padStart(12, '0');
    return guesser.raw('enrol', { ...input, code }, { challenge });
  };
  const many = await thousand((index) => {
    address = `127.1.0.${1 + (index % 100)}`;
    return guess(index);
  });
  assert.deepEqual([...many], [['200 code-unknown', 1_000]]);
  assert.deepEqual(await live.rows(), rows);
  live.logged.length = 0;
  const one = await thousand((index) => {
    address = '127.1.1.1';
    return guess(index);
  });
  assert.deepEqual(Object.fromEntries(one), {
    '200 code-unknown': GUESSES_PER_MINUTE,
    '429 request.too-many': 1_000 - GUESSES_PER_MINUTE,
  });
  assert.deepEqual(await live.rows(), rows);
  const told = live.logged.filter(({ event }) => event === 'request.too-many');
  assert.ok(told.length > 0 && told.length < 500, `${told.length} lines say so, not one each`);

  // While they guess on, one till sells and another is enrolled.
  const guessing = thousand((index) => {
    address = `127.1.2.${1 + (index % 100)}`;
    return guess(index);
  });
  seller.sell(100);
  assert.equal((await seller.push(0)).kind, 'acked');
  assert.equal((await TestTill.fresh(live.forTills, 'new').enrol(good)).kind, 'enrolled');
  await guessing;
});

test('a thousand wrong passwords keep out strangers alone: who signed in here before signs in, from wherever', async () => {
  const desk = await live.signedIn('chief');
  const right = { login: 'chief', password: PASSWORD };
  const counts = await thousand((index) =>
    live.browser().send('sign-in', { ...right, password: '?' }, { from: `127.2.0.${1 + (index % 100)}` }),
  );
  assert.ok((counts.get('200 locked') ?? 0) > 0, JSON.stringify([...counts]));
  assert.equal(counts.get('200 signed-in'), undefined);
  const stranger = await live.browser().send('sign-in', right, { from: '127.2.9.9' });
  assert.equal((stranger.body as { reason?: string }).reason, 'locked');
  for (let time = 0; time < 2 * GUESSES_PER_MINUTE; time++)
    await live.browser().send('sign-in', { ...right, password: '?' }, { from: '127.2.0.1' });
  const crowded = await live.browser().send('sign-in', right, { from: '127.2.0.1' });
  assert.deepEqual(crowded.body, { code: 'request.too-many' });
  const again = await desk.send('sign-in', right, { from: '127.2.0.1' });
  assert.equal((again.body as { kind?: string }).kind, 'signed-in', JSON.stringify(again));
});
