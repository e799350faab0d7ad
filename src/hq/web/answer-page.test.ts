import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pageCalls, type PageCall } from '#contract/pages/pages.ts';
import { PAGE_ROLES, RIGHTS_OF } from '#contract/pages/right.ts';
import { PASSWORD, testHq } from './testing.ts';
import { PAGE_SESSION } from './tables.ts';
import { ensureFirstUser, listUsers } from './users.ts';

const MINUTE_MS = 60_000;

test('the first start makes one administrator, whose password nobody knows but who started it and who changes it first', async () => {
  const hq = await testHq();
  const first = await ensureFirstUser(hq.core, { demo: false });
  assert.ok(first !== null && first.password.length >= 20);
  assert.equal(await ensureFirstUser(hq.core, { demo: false }), null);
  assert.equal((await listUsers(hq.core)).length, 1);
  const browser = hq.browser();
  const me = await browser.ask('sign-in', first);
  assert.ok(me.kind === 'signed-in' && me.mustChangePassword);
  assert.deepEqual((await browser.send('users', {})).body, { code: 'page.password' });
  const newPassword = 'something only I know';
  assert.deepEqual(await browser.ask('change-own-password', { password: first.password, newPassword }), {
    kind: 'done',
  });
  assert.equal((await browser.ask('users', {})).users[0]?.login, 'admin');
  assert.ok(hq.logged.every(({ fields }) => !JSON.stringify(fields).includes(first.password)));
});

test('two nodes that start at once make one first user', async () => {
  const hq = await testHq();
  const made = await Promise.all([1, 2, 3].map(() => ensureFirstUser(hq.core, { demo: true })));
  assert.equal(made.filter((one) => one !== null).length, 1);
});

test('every call is refused to whoever is not signed in, and to each role whose right it is not, with a line in the log', async () => {
  const hq = await testHq();
  for (const role of PAGE_ROLES)
    await hq.addUser({ login: role, role, ...(role === 'administrator' ? {} : { storeIds: ['s1'] }) });
  const browsers = await Promise.all(PAGE_ROLES.map(async (role) => ({ role, browser: await hq.signedIn(role) })));
  let refusedCount = 0;
  for (const [name, { right }] of Object.entries<PageCall>(pageCalls)) {
    if (right === 'anybody') continue;
    const nobody = await hq.browser().send(name, {});
    assert.deepEqual(nobody, { status: 401, body: { code: 'page.signed-out' } }, name);
    for (const { role, browser } of browsers) {
      if (right === 'signed-in' || RIGHTS_OF[role].includes(right)) continue;
      hq.logged.length = 0;
      const answer = await browser.send(name, {});
      assert.deepEqual(answer, { status: 403, body: { code: 'page.forbidden' } }, `${name} by ${role}`);
      assert.deepEqual(hq.logged[0]?.event, 'page-refused');
      refusedCount += 1;
    }
  }
  assert.ok(refusedCount > 10, String(refusedCount));
});

test('no other page can ask in somebody’s name, and no answer lets a script or another site have the cookie', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'anna', role: 'administrator' });
  const browser = await hq.signedIn('anna');
  for (const origin of [
    'https://evil.example',
    'null',
    undefined,
    'https://hq.example',
    'http://hq.example:8443.evil.example',
    '//',
  ])
    assert.deepEqual(await browser.send('sign-out', {}, { origin }), { status: 403, body: { code: 'page.origin' } });
  assert.equal((await browser.ask('me', {})).kind, 'signed-in');
  const answer = await hq.browser().send('sign-in', { login: 'anna', password: PASSWORD });
  assert.match(
    answer.setCookies?.[0] ?? '',
    /^comptoir-hq-8443=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/,
  );
});

test('a login that is cut in the middle of a character is a wrong one, and no fault', async () => {
  const hq = await testHq();
  const browser = hq.browser();
  for (const login of [`a${'😀'.repeat(25)}`, 'a\ud83d', '\ude00a'])
    assert.deepEqual(await browser.ask('sign-in', { login, password: 'x' }), { kind: 'refused', reason: 'wrong' });
});

test('the database has no token and no password, and a stolen hash signs nobody in', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'anna', role: 'administrator' });
  const browser = await hq.signedIn('anna');
  const token = browser.cookie?.split('=')[1] ?? '';
  const { createHash } = await import('node:crypto');
  const hash = createHash('sha256').update(token).digest('hex');
  assert.equal((await hq.core.store.read.get(PAGE_SESSION, [hash]))?.login, 'anna');
  assert.equal(await hq.core.store.read.get(PAGE_SESSION, [token]), undefined);
  browser.cookie = `comptoir-hq-8443=${hash}`;
  assert.equal((await browser.ask('me', {})).kind, 'signed-out');
});

test('a session ends by signing out, by not being used, by its age, and when rights or password change', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'anna', role: 'administrator' });
  await hq.addUser({ login: 'omar', role: 'viewer' });

  const out = await hq.signedIn('anna');
  const { cookie } = out;
  await out.ask('sign-out', {});
  out.cookie = cookie;
  assert.equal((await out.ask('me', {})).kind, 'signed-out');

  const idle = await hq.signedIn('anna');
  hq.pass(119 * MINUTE_MS);
  assert.equal((await idle.ask('me', {})).kind, 'signed-in');
  hq.pass(121 * MINUTE_MS);
  assert.equal((await idle.ask('me', {})).kind, 'signed-out');

  const long = await hq.signedIn('anna');
  for (let hours = 0; hours < 12; hours += 1) {
    hq.pass(60 * MINUTE_MS);
    assert.equal((await long.ask('me', {})).kind, 'signed-in');
  }
  hq.pass(MINUTE_MS);
  assert.equal((await long.ask('me', {})).kind, 'signed-out');

  const omar = await hq.signedIn('omar');
  const anna = await hq.signedIn('anna');
  const change = { login: 'omar', isNew: false, name: 'Omar', storeIds: null, active: true, password: null } as const;
  await anna.ask('save-user', { ...change, role: 'administrator' });
  assert.equal((await omar.ask('me', {})).kind, 'signed-out');
});

test('wrong passwords lock the guesser out for longer and longer, whoever they guess, and not the colleague elsewhere', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'anna', role: 'viewer' });
  const guesser = hq.browser();
  const guess = (password: string) => guesser.ask('sign-in', { login: 'anna', password });
  for (let tries = 0; tries < 5; tries += 1)
    assert.deepEqual(await guess(`wrong ${tries}`), { kind: 'refused', reason: 'wrong' });
  const locked = await guess(PASSWORD);
  assert.deepEqual(locked, { kind: 'refused', reason: 'locked', afterMs: 30_000 });
  const elsewhere = await hq.browser().send('sign-in', { login: 'anna', password: PASSWORD }, { address: '10.0.0.8' });
  assert.equal((elsewhere.body as { kind: string }).kind, 'signed-in');
  hq.pass(30_001);
  assert.deepEqual(await guess('wrong again'), { kind: 'refused', reason: 'wrong' });
  const longer = await guess(PASSWORD);
  assert.ok(longer.kind === 'refused' && longer.reason === 'locked' && longer.afterMs === 60_000);
  hq.pass(60_001);
  assert.equal((await guess(PASSWORD)).kind, 'signed-in');
});

test('strangers who guess, however many and from anywhere, cost nobody who signed in here before', async () => {
  const hq = await testHq();
  for (const login of ['anna', 'omar']) await hq.addUser({ login, role: 'viewer' });
  const anna = await hq.signedIn('anna');
  assert.match(anna.device ?? '', /^comptoir-hq-device-8443=/);
  const reasons = new Set<string>();
  for (let guess = 0; guess < 400; guess += 1) {
    const address = `10.1.${guess}.1`;
    const { body } = await hq.browser().send('sign-in', { login: 'anna', password: '?' }, { address });
    reasons.add((body as { reason: string }).reason);
  }
  assert.deepEqual([...reasons].toSorted(), ['locked', 'wrong']);
  // A stranger has to wait, also with the right password; this browser has not, not even from the address of one of them.
  const right = { login: 'anna', password: PASSWORD };
  assert.deepEqual((await hq.browser().ask('sign-in', right)).kind, 'refused');
  for (const address of ['10.0.0.7', '10.1.0.1'])
    assert.equal(((await anna.send('sign-in', right, { address })).body as { kind: string }).kind, 'signed-in');
  // Nor is anybody else locked out, wherever they are.
  assert.equal((await hq.browser().ask('sign-in', { login: 'omar', password: PASSWORD })).kind, 'signed-in');

  // It is known for those who signed in there, and is one more desk at which guesses are counted.
  const thief = hq.browser();
  thief.device = anna.device;
  const guess = (login: string) => thief.ask('sign-in', { login, password: 'wrong' });
  for (let tries = 0; tries < 5; tries += 1)
    assert.deepEqual(await guess('anna'), { kind: 'refused', reason: 'wrong' });
  const locked = await guess('anna');
  assert.ok(locked.kind === 'refused' && locked.reason === 'locked');
  for (const spoilt of [
    anna.device?.slice(0, -1),
    `${anna.device}x`,
    'comptoir-hq-device-8443=~~~',
    'comptoir-hq-device-8443=a.b.c',
  ]) {
    thief.device = spoilt;
    assert.equal((await thief.ask('sign-in', right)).kind, 'refused', spoilt);
  }
});

test('two at one desk are both known there, and slips of the hand are forgotten one after the other', async () => {
  const hq = await testHq();
  for (const login of ['anna', 'omar']) await hq.addUser({ login, role: 'viewer' });
  const desk = hq.browser();
  for (const login of ['anna', 'omar', 'anna']) await desk.ask('sign-in', { login, password: PASSWORD });
  for (let guess = 0; guess < 120; guess += 1)
    for (const login of ['anna', 'omar'])
      await hq.browser().send('sign-in', { login, password: '?' }, { address: `10.2.${guess}.1` });
  for (const login of ['anna', 'omar'])
    assert.equal((await desk.ask('sign-in', { login, password: PASSWORD })).kind, 'signed-in');
  // Somebody's slips, all day long at one address, are never a lock for the others there.
  for (let slip = 0; slip < 60; slip += 1) {
    hq.pass(10 * MINUTE_MS);
    const { body } = await hq.browser().send('sign-in', { login: `u${slip}`, password: '?' }, { address: '10.3.0.1' });
    assert.deepEqual(body, { kind: 'refused', reason: 'wrong' }, String(slip));
  }
});

test('whoever signs in at the same moment as others, or by a node whose clock is a little behind, is not made to wait', async () => {
  const hq = await testHq();
  for (const login of ['anna', 'omar']) await hq.addUser({ login, role: 'viewer' });
  assert.deepEqual(await hq.browser().ask('sign-in', { login: 'anna', password: '?' }), {
    kind: 'refused',
    reason: 'wrong',
  });
  hq.pass(-5);
  assert.equal((await hq.browser().ask('sign-in', { login: 'omar', password: PASSWORD })).kind, 'signed-in');
});

test('guesses made at the same moment are all counted', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'anna', role: 'viewer' });
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      hq.browser().ask('sign-in', { login: 'anna', password: `wrong ${index}` }),
    ),
  );
  const reasons = answers.map((one) => (one.kind === 'refused' ? one.reason : one.kind));
  assert.deepEqual([...new Set(reasons)].toSorted(), ['locked', 'wrong']);
  assert.equal(reasons.filter((reason) => reason === 'wrong').length, 5);
});

test('there is always an administrator left, and nobody makes a user who sees nothing', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'anna', role: 'administrator' });
  const anna = await hq.signedIn('anna');
  const self = {
    login: 'anna',
    isNew: false,
    name: 'Anna',
    role: 'administrator',
    storeIds: null,
    active: true,
    password: null,
  } as const;
  for (const changed of [
    { ...self, role: 'viewer' as const },
    { ...self, active: false },
  ])
    assert.deepEqual(await anna.ask('save-user', changed), { kind: 'refused', reason: 'last-administrator' });
  const fresh = { ...self, login: 'omar', isNew: true, role: 'store-manager' as const };
  assert.deepEqual(await anna.ask('save-user', { ...fresh, storeIds: [] }), { kind: 'refused', reason: 'no-store' });
  assert.deepEqual(await anna.ask('save-user', fresh), { kind: 'refused', reason: 'no-password' });
  assert.deepEqual(await anna.ask('save-user', { ...fresh, login: 'anna', password: 'ten letters' }), {
    kind: 'refused',
    reason: 'login-taken',
  });
});

test('a store manager sees the tills of their own stores and those of others not at all', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'chief', role: 'administrator' });
  const chief = await hq.signedIn('chief');
  for (const storeId of ['north', 'south'])
    await chief.ask('save-store', { storeId, name: `Store ${storeId}`, timeZone: 'Europe/Paris' });
  await hq.addUser({ login: 'nora', role: 'store-manager', storeIds: ['north'] });
  const nora = await hq.signedIn('nora');
  const list = { search: '', after: null, limit: 50 };
  assert.deepEqual(
    (await nora.ask('stores', list)).rows.map(({ storeId }) => storeId),
    ['north'],
  );
  assert.deepEqual(
    (await nora.ask('stores', { ...list, search: 'store' })).rows.map(({ storeId }) => storeId),
    ['north'],
  );
  assert.deepEqual(
    (await chief.ask('stores', list)).rows.map(({ storeId }) => storeId),
    ['north', 'south'],
  );
  assert.deepEqual((await nora.ask('store-names', { storeIds: ['north', 'south'] })).stores, [
    { storeId: 'north', name: 'Store north' },
  ]);
});

test('whatever a body holds, the answer is a code or a value and never a bug', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'chief', role: 'administrator' });
  const chief = await hq.signedIn('chief');
  const hostile = fc.oneof(
    fc.anything(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      "'; DROP TABLE store; --",
      '<script>alert(1)</script>',
      '\u0000',
      '\ud800',
      '../../etc/passwd',
      '__proto__',
    ),
  );
  const names = Object.keys(pageCalls).filter(
    (name) => !['sign-in', 'sign-out', 'change-own-password', 'save-user'].includes(name),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.dictionary(
        fc.constantFrom(
          'search',
          'storeId',
          'tillId',
          'name',
          'after',
          'limit',
          'kind',
          'storeIds',
          'timeZone',
          'state',
          'alarmId',
          'only',
          'tillName',
        ),
        hostile,
      ),
      async (name, body) => {
        const { status, body: answer } = await chief.send(name, body);
        assert.ok([200, 400].includes(status), `${name} ${status} ${JSON.stringify(answer)}`);
      },
    ),
    { numRuns: 400 },
  );
  for (const body of [undefined, null, 7, 'text', [], '\u0000'])
    assert.equal((await chief.send('stores', body)).status, 400);
  assert.equal((await chief.send('__proto__', {})).status, 404);
  assert.ok(hq.logged.every(({ event }) => event !== 'page-bug'));
});

test('a list goes on after nothing that no database keeps', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'chief', role: 'administrator' });
  const chief = await hq.signedIn('chief');
  const lists = { 'gift-cards': {}, debts: { unit: 'EUR' }, stores: { search: '' } };
  for (const [name, input] of Object.entries(lists)) {
    for (const after of ['\u0000', 'a\u0000b', '\ud800']) {
      const answer = await chief.send(name, { ...input, after, limit: 10 });
      assert.deepEqual(answer, { status: 400, body: { code: 'page.malformed' } }, name);
    }
    assert.equal((await chief.send(name, { ...input, after: null, limit: 10 })).status, 200, name);
  }
});

test('a body is parsed for nobody who may not make the call', async (context) => {
  const hq = await testHq();
  await hq.addUser({ login: 'omar', role: 'viewer' });
  const omar = await hq.signedIn('omar');
  const body = '{"of a stranger":1}';
  const { parse } = JSON;
  let parsed = 0;
  context.mock.method(JSON, 'parse', (text: string, ...more: []) => {
    if (text === body) parsed += 1;
    return parse(text, ...more) as unknown;
  });
  const statuses = [
    await hq.browser().send('save-user', {}, { body, origin: 'https://elsewhere.example' }),
    await hq.browser().send('save-user', {}, { body }),
    await omar.send('save-user', {}, { body }),
    await omar.send('no-such-call', {}, { body }),
  ].map(({ status }) => status);
  assert.deepEqual(statuses, [403, 401, 403, 404]);
  assert.equal(parsed, 0);
  assert.equal((await omar.send('stores', {}, { body })).status, 400);
  assert.equal(parsed, 1);
});

test('hostile names are kept as names, cleaned of what is no letter', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'chief', role: 'administrator' });
  const chief = await hq.signedIn('chief');
  const hostile = "'; DROP TABLE store; --<img src=x onerror=alert(1)>\u001b@ é";
  await chief.ask('save-store', { storeId: 's1', name: hostile, timeZone: 'Africa/Tunis' });
  const [row] = (await chief.ask('stores', { search: 'drop', after: null, limit: 10 })).rows;
  assert.equal(row?.name, "'; DROP TABLE store; --<img src=x onerror=alert(1)> @ é");
});

test('a database that is away is said so, and nothing else changes', async () => {
  const hq = await testHq();
  await hq.addUser({ login: 'chief', role: 'administrator' });
  const chief = await hq.signedIn('chief');
  (hq.core.store as unknown as { setAway(away: boolean): void }).setAway(true);
  assert.deepEqual(await chief.send('users', {}), { status: 503, body: { code: 'hq.database-away' } });
  (hq.core.store as unknown as { setAway(away: boolean): void }).setAway(false);
  assert.equal((await chief.send('users', {})).status, 200);
});
