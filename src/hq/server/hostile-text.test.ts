/** SQL, script and worse in every text of every call, made from the schemas of the contracts, over a socket and PostgreSQL. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { pageCalls, type PageCall } from '#contract/pages/pages.ts';
import { HEADERS } from '#contract/sync/request.ts';
import { calls, type CallName } from '#contract/sync/sync.ts';
import { TestTill } from '../testing.ts';
import { openLiveHq, type LiveHq } from './testing.ts';
import { exampleOf, HOSTILE, replaced, UNSTORABLE } from './testing-hostile.ts';

/** A row of a chain is no text: what is wrong with one stops its chain, and is kept to be looked at (`ingest/push.test.ts`). */
const ROWS = /^\.rows/;

let live: LiveHq;
let till: TestTill;

before(async () => {
  live = await openLiveHq();
  till = await live.selling('a');
  await live.addUser('chief', 'administrator');
  await live.settled();
});
after(() => live.end());

/** What a till would ask, of a call; what only that till can know is right. */
async function inputOf(name: CallName): Promise<unknown> {
  if (name === 'enrol') return TestTill.fresh(live.forTills, 'stranger').enrolInput('000000000000');
  const known = { chainId: 'chain-a', present: 'chain-a', chain: till.chain, ...till.head, acked: null };
  return exampleOf(calls[name].input, known);
}

async function askAll(texts: Readonly<Record<string, string>>, may: readonly number[]): Promise<number> {
  let count = 0;
  for (const name of Object.keys(calls) as CallName[]) {
    const input = await inputOf(name);
    const challenge = await till.challenge();
    const signer = name === 'enrol' || name === 'recover' ? TestTill.fresh(live.forTills, 'stranger') : till;
    const tillId = name === 'recover' ? { tillId: 'recovering' } : {};
    for (const [what, text] of Object.entries(texts)) {
      for (const { at, value } of replaced(input, text)) {
        if (ROWS.test(at)) continue;
        live.logged.length = 0;
        const { status, body } = await signer.raw(name, value, { challenge, ...tillId });
        const said = `${name}${at}: ${what}: ${status} ${JSON.stringify(body).slice(0, 200)}`;
        assert.ok(may.includes(status), `${said} ${JSON.stringify(live.logged)}`);
        if (status !== 200) {
          const { code } = body as { code: string };
          assert.match(code, /^request\./, said);
          const event = status === 413 ? 'request.refused' : 'call.refused';
          assert.deepEqual(
            live.logged.map((line) => [line.event, line.code]),
            [[event, code]],
            said,
          );
        }
        count += 1;
      }
    }
  }
  return count;
}

describe('a call of a till', () => {
  test('with a text that no database keeps is refused with a code and a line of the log, and nothing is stored', async () => {
    const rows = await live.rows();
    const count = await askAll(UNSTORABLE, [400, 401]);
    assert.ok(count > 150, String(count));
    assert.deepEqual(await live.rows(), rows);
  });

  test('with SQL, script or anything else in a text is that text, or refused', async () => {
    const before_ = await live.rows();
    const count = await askAll(HOSTILE, [200, 400, 401, 403, 413]);
    assert.ok(count > 600, String(count));
    // A till may call a chain of its own as it likes, within the letters of an id; this one goes on with the one it has.
    assert.equal((await till.tellHead()).kind, 'go-on');
    const rows = await live.rows();
    for (const table of ['organisation', 'organisation_secret', 'store', 'till', 'journal_row', 'page_user', 'ticket'])
      assert.deepEqual(rows.get(table), before_.get(table), table);
    till.sell(200);
    assert.equal((await till.push(0)).kind, 'acked');
  });

  test('with such a text in a header is refused', async () => {
    await live.settled();
    const rows = await live.rows();
    for (const header of [HEADERS.till, HEADERS.challenge, HEADERS.counter, HEADERS.signature, HEADERS.version]) {
      for (const text of ["'); DROP TABLE till; --", '<script>', '\u00ff\u0080', '__proto__', 'x'.repeat(5_000), '']) {
        live.logged.length = 0;
        const answer = await till.raw(
          'secrets',
          { exchangeKey: till.chain.publicKey },
          { headers: { [header]: text } },
        );
        assert.match((answer.body as { code: string }).code, /^request\./, `${header} ${text}`);
        assert.deepEqual(
          live.logged.map(({ event }) => event),
          ['call.refused'],
        );
      }
    }
    assert.deepEqual(await live.rows(), rows);
  });
});

describe('a call of a page', () => {
  test('with any of them in any text is that text, cleaned, or refused; nothing else changes', async () => {
    const chief = await live.signedIn('chief');
    const before_ = await live.rows();
    let count = 0;
    for (const [name, { input }] of Object.entries<PageCall>(pageCalls)) {
      // Whoever may and may not guess passwords is tested apart; these take their time.
      if (name === 'sign-in' || name === 'change-own-password') continue;
      const known = { storeId: 's1', storeIds: ['s1'], tillId: 'till-a', chainId: 'chain-a', timeZone: 'Europe/Paris' };
      const example = exampleOf(input, { ...known, password: null, isNew: false, base64: 'QUJD', after: null });
      const parsed = input.safeParse(example);
      assert.ok(parsed.success, `${name}: ${JSON.stringify(example)} ${String(parsed.error)}`);
      for (const [what, text] of Object.entries({ ...UNSTORABLE, ...HOSTILE })) {
        const after_ =
          typeof example === 'object' && example !== null && 'after' in example ? [{ ...example, after: text }] : [];
        const all = [...[...replaced(example, text)].map(({ value }) => value), ...after_];
        for (const value of all) {
          live.logged.length = 0;
          const { status, body } = await chief.send(name, value);
          const said = `${name} ${JSON.stringify(value).slice(0, 200)}: ${what}: ${status} ${JSON.stringify(body).slice(0, 100)}`;
          assert.ok([200, 400, 413].includes(status), `${said} ${JSON.stringify(live.logged)}`);
          if (status !== 200) {
            const { code } = body as { code: string };
            assert.equal(code, status === 400 ? 'page.malformed' : 'request.too-large', said);
            assert.equal(live.logged.filter((line) => line.code === code).length, 1, said);
          }
          count += 1;
        }
      }
    }
    assert.ok(count > 800, String(count));
    const rows = await live.rows();
    for (const table of ['organisation', 'organisation_secret', 'journal_row', 'page_session'])
      assert.deepEqual(rows.get(table), before_.get(table), table);
    assert.equal((await chief.send('me', {})).status, 200);
  });
});
