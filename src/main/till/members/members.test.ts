/**
 * Customers at the till: the real store and queue, cards as readers give them. What must never be written anywhere is looked for
 * in every file of the till.
 */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { type ProductId, branded } from '#base/brand.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import type { Catalogue } from '#main/store/catalogue-port.ts';
import { CASHIER, CLERK, MANAGER, PIN, type TestPage, type TestTill, makeTill } from '../testing.ts';
import { filesWith } from './testing.ts';

const UID = '04a1b2c3d4e5f6';
const OTHER_UID = '04b7b7b7b7b7b7';
const PHONE = '06 12 34 56 78';

/** A till with a clerk at it, whose drawer is open. */
async function counter(options: Parameters<typeof makeTill>[0] = {}): Promise<{ till: TestTill; page: TestPage }> {
  const till = makeTill(options);
  const page = till.page();
  await page.signIn(CLERK);
  return { till, page };
}

/** Holds a card to the reader. */
function tap(page: TestPage, uid: string, more: { readonly mayBe?: string[] } = {}) {
  return page.command('presentCard', { uid, medium: 'contactless', source: 'pcsc', ...more });
}

/** Enrols with what the reader has just shown. */
async function enrol(page: TestPage, fields: object, evenIfAlike = false): Promise<string> {
  const shown = page.view('basket').presentedCard;
  const outcome = await page.command('enrol', {
    fields,
    evenIfAlike,
    ...(shown === null ? {} : { cardRef: shown.cardRef }),
  });
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  return outcome.kind === 'done' ? outcome.personId : '';
}

function rowsOf(till: TestTill) {
  return till.store().entriesAfter(0, 10_000);
}

function reasonOf(outcome: { readonly kind: string; readonly reason?: string }): string {
  return outcome.kind === 'refused' ? (outcome.reason ?? '') : outcome.kind;
}

test('a card that nobody took is gone with the ticket it was shown at: paid, held or abandoned', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const ends = [
    () => page.pay({ tenderedMinor: 5_000, print: 'none' }),
    () => page.command('holdTicket', { ...page.ticket(), label: '' }),
    () => page.command('cancelTicket', page.ticket()),
  ];
  for (const end of ends) {
    await page.scan('3017620422003');
    await tap(page, UID);
    const shown = present(page.view('basket').presentedCard, 'the card');
    assert.equal(reasonOf(await end()), 'done');
    assert.equal(page.view('basket').presentedCard, null);
    const late = await page.command('enrol', { fields: { phone: PHONE }, evenIfAlike: false, cardRef: shown.cardRef });
    assert.equal(reasonOf(late), 'card_gone');
  }
});

test('a card that nobody has is enrolled with one field, and from then on puts its customer on the ticket', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  assert.equal(reasonOf(await tap(page, UID)), 'card_unknown');
  const shown = page.view('basket').presentedCard;
  assert.deepEqual([shown?.masked, shown?.medium], ['…e5f6', 'uid']);
  const personId = await enrol(page, { phone: PHONE });
  assert.equal(page.view('basket').presentedCard, null, 'the card is given');
  assert.equal(page.view('basket').member, null, 'enrolling is not selling');
  assert.equal(reasonOf(await tap(page, UID)), 'done');
  const { member } = page.view('basket');
  assert.deepEqual([member?.personId, member?.name, member?.points], [personId, '+33612345678', 0]);
  assert.deepEqual([page.view('basket').notice?.kind, page.view('basket').notice?.reason], ['card', 'customer']);
  assert.deepEqual(
    rowsOf(till)
      .filter(({ family }) => family === 'M')
      .map(({ kind }) => kind),
    ['person-enrolled', 'account-opened', 'card-assigned'],
  );
});

test('a card, a phone, a name or an address alone is enough to enrol; nothing at all is not', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await enrol(page, { name: 'Camille Martin' });
  await enrol(page, { phone: PHONE });
  await enrol(page, { email: 'a@example.org' });
  await tap(page, UID);
  await enrol(page, {});
  const none = await page.command('enrol', { fields: {}, evenIfAlike: false });
  assert.equal(reasonOf(none), 'contact_missing');
  const wrong = await page.command('enrol', { fields: { phone: '12' }, evenIfAlike: false });
  assert.deepEqual(wrong, {
    kind: 'refused',
    reason: 'contact_invalid',
    params: { field: 'phone', why: 'contact-invalid-phone' },
  });
  await tap(page, UID);
  assert.equal(page.view('basket').member?.name, '…e5f6', 'who gave a card alone is called by its end');
});

test('enrolling needs no open session', async (t) => {
  const till = makeTill();
  t.after(() => till.close());
  const page = till.page();
  await page.enter(CASHIER);
  await tap(page, UID);
  const personId = await enrol(page, { name: 'Zoé' });
  assert.equal(reasonOf(await tap(page, UID)), 'done');
  assert.equal(page.view('basket').member?.personId, personId);
});

test('the same command twice, also after a crash, enrols one customer with one card', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, UID);
  const id = randomUUID();
  const input = {
    fields: { name: 'Zoé' },
    evenIfAlike: false,
    cardRef: page.view('basket').presentedCard?.cardRef ?? '',
  };
  const first = await page.command('enrol', input, id);
  assert.deepEqual(await page.command('enrol', input, id), first);
  till.restart();
  const again = till.page();
  await again.signIn(CLERK);
  assert.deepEqual(await again.command('enrol', input, id), first);
  assert.equal(again.query('customers', { text: 'zoe', limit: 10 }).customers.length, 1);
  assert.equal(rowsOf(till).filter(({ kind }) => kind === 'person-enrolled').length, 1);
});

test('somebody alike is shown before a second account is made, and made all the same when that is meant', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await enrol(page, { name: 'Zoé Lefèvre', phone: PHONE, email: 'zoe@example.org' });
  for (const [fields, field] of [
    [{ phone: '+33612345678' }, 'phone'],
    [{ email: 'ZOE@example.org' }, 'email'],
    [{ name: 'LEFEVRE Zoe' }, 'name'],
  ] as const) {
    const outcome = await page.command('enrol', { fields, evenIfAlike: false });
    assert.deepEqual(outcome, { kind: 'refused', reason: 'duplicate_customer', params: { personId, field } });
  }
  const other = await enrol(page, { name: 'Zoé Lefèvre' }, true);
  assert.notEqual(other, personId);
});

test('a card that is known already opens its account instead of making another', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const other = till.page('second');
  await other.signIn(CASHIER);
  await tap(page, UID);
  await tap(other, UID);
  const [mine, theirs] = [page, other].map((one) => one.view('basket').presentedCard?.cardRef ?? '');
  const personId = await enrol(page, { name: 'Zoé' });
  assert.notEqual(mine, theirs);
  const late = await other.command('enrol', { fields: { name: 'Paul' }, cardRef: theirs ?? '', evenIfAlike: false });
  assert.deepEqual(late, { kind: 'done', personId });
  assert.equal(page.query('customers', { text: 'paul', limit: 10 }).customers.length, 0);
});

test('a card is not given to two people, and a reference that is over says so', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, UID);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  await enrol(page, { name: 'Zoé' });
  const paul = await enrol(page, { name: 'Paul' });
  assert.equal(reasonOf(await page.command('addCard', { personId: paul, cardRef })), 'card_gone');
  await tap(page, OTHER_UID);
  const ref = page.view('basket').presentedCard?.cardRef ?? '';
  assert.equal(reasonOf(await page.command('addCard', { personId: paul, cardRef: ref })), 'done');
  assert.equal(reasonOf(await tap(page, OTHER_UID)), 'done');
  assert.equal(page.view('basket').member?.name, 'Paul');
  await page.command('forgetCard', {});
  assert.equal(page.view('basket').notice, null);
});

test('two stations that were shown the same new card give it once', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const other = till.page('second');
  await other.signIn(CLERK);
  const [zoe, paul] = [await enrol(page, { name: 'Zoé' }), await enrol(page, { name: 'Paul' })];
  await tap(page, UID);
  await tap(other, UID);
  const refOf = (one: TestPage) => one.view('basket').presentedCard?.cardRef ?? '';
  assert.equal(reasonOf(await page.command('addCard', { personId: zoe, cardRef: refOf(page) })), 'done');
  assert.equal(reasonOf(await other.command('addCard', { personId: paul, cardRef: refOf(other) })), 'card_taken');
});

test('a lost, blocked or replaced card is refused in words, and one that was found again works again', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, UID);
  const personId = await enrol(page, { name: 'Zoé' });
  const cardId = page.query('customerFile', { personId }).customer?.cards[0]?.cardId ?? '';
  for (const state of ['lost', 'blocked'] as const) {
    assert.equal(reasonOf(await page.command('setCardState', { cardId, state })), 'done');
    const outcome = await tap(page, UID);
    assert.equal(outcome.kind === 'refused' ? outcome.params?.['why'] : '', `card-${state}`);
    assert.equal(page.view('basket').member, null);
  }
  await page.command('setCardState', { cardId, state: 'active' });
  assert.equal(reasonOf(await tap(page, UID)), 'done');
  await page.command('detachCustomer', page.ticket());
  await tap(page, OTHER_UID);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  assert.equal(reasonOf(await page.command('replaceCard', { cardId, cardRef })), 'done');
  assert.equal(reasonOf(await tap(page, UID)), 'card_blocked');
  assert.equal(reasonOf(await page.command('setCardState', { cardId, state: 'active' })), 'card_blocked');
  assert.equal(reasonOf(await tap(page, OTHER_UID)), 'done');
  assert.equal(page.view('basket').member?.personId, personId);
  const cards = page.query('customerFile', { personId }).customer?.cards ?? [];
  assert.deepEqual(
    cards.map(({ label, state }) => [label, state]),
    [
      ['…e5f6', 'replaced'],
      ['…b7b7', 'active'],
    ],
  );
});

test('a barcode or a QR code that nobody sells is a card, however it is scanned, and a product’s code is none', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  for (const code of ['2999999999991', 'https://example.org/m/42', 'MEMBRE-0042']) {
    assert.notEqual(reasonOf(await page.scan(code)), 'done', code);
    assert.equal(page.view('basket').presentedCard?.medium, 'code', code);
    const { kind, reason } = present(page.view('basket').notice, 'a word');
    // A number that could be an article is said to be none that is sold; it is refused aloud in both cases.
    assert.deepEqual([kind, reason], ['refused', code.startsWith('2') ? 'unknown_code' : 'card_unknown'], code);
    await enrol(page, { name: `Client ${code.length} ${code.slice(-2)}` }, true);
    assert.equal(reasonOf(await page.scan(code)), 'done', code);
    assert.ok(page.view('basket').member !== null);
    await page.command('detachCustomer', page.ticket());
  }
  assert.equal(reasonOf(await page.scan('03017620422003')), 'done', 'milk');
  assert.equal(page.view('basket').member, null);
  assert.equal(reasonOf(await page.scan('3017620422011')), 'unreadable_code');
  assert.equal(page.view('basket').presentedCard, null, 'a damaged code is nobody’s card');
});

test('a code that the shop sells something under meanwhile is given to nobody', async (t) => {
  const sold: Product = {
    id: branded<ProductId>('new'),
    name: 'new',
    unit: 'piece',
    gtins: ['02999999999991'],
    priceMinor: 100,
    vatRateBasisPoints: 2000,
    mealVoucher: false,
  };
  let isSold = false;
  const catalogue: Catalogue = {
    byGtin: (gtin) => (isSold && gtin === sold.gtins[0] ? sold : undefined),
    byPlu: () => undefined,
    byId: () => undefined,
    search: () => [],
    count: () => 1,
    importedStockMilli: () => undefined,
    priceListMs: () => null,
    refresh: () => false,
    close: () => undefined,
  };
  const { till, page } = await counter({ ports: { catalogue } });
  t.after(() => till.close());
  await page.scan('2999999999991');
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  isSold = true;
  const outcome = await page.command('enrol', { fields: { name: 'Zoé' }, cardRef, evenIfAlike: false });
  assert.deepEqual(outcome, { kind: 'refused', reason: 'card_is_product', params: { card: '…9991' } });
});

test('a reader that leaves open which card it read finds the one that is known, and asks where two are', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, '51e69621');
  const first = await enrol(page, { name: 'Zoé' });
  assert.equal(reasonOf(await tap(page, '2196e651', { mayBe: ['2196e651', '51e69621'] })), 'done');
  assert.equal(page.view('basket').member?.personId, first);
  await page.command('detachCustomer', page.ticket());
  assert.equal(reasonOf(await tap(page, '00e69621', { mayBe: ['00e69621', '??e69621'] })), 'done', 'one byte open');
  assert.equal(page.view('basket').member?.personId, first);
  await page.command('detachCustomer', page.ticket());
  await tap(page, '2196e651');
  await enrol(page, { name: 'Paul' });
  const several = await tap(page, '2196e651', { mayBe: ['2196e651', '51e69621'] });
  assert.equal(several.kind === 'refused' ? several.params?.['why'] : '', 'card-several');
  assert.equal(page.view('basket').member, null, 'nobody’s points are guessed');
});

test('a phone that changes its number each time is refused, and a card pulled away too soon too', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  assert.equal(reasonOf(await tap(page, '08123456')), 'card_random');
  assert.equal(page.view('basket').presentedCard, null);
  till.hardware.events?.onCard({ deviceId: 'printer', readId: 'r1', event: { kind: 'refused', why: 'torn' } });
  assert.equal(page.view('basket').notice?.reason, 'card_unreadable');
});

test('a customer on the ticket survives a crash, also on an empty one', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, UID);
  const personId = await enrol(page, { name: 'Zoé', notes: 'Sans gluten' });
  await page.command('attachCustomer', { ...page.ticket(), personId });
  till.restart();
  const again = till.page();
  assert.deepEqual([again.view('basket').member?.name, again.view('basket').member?.notes], ['Zoé', 'Sans gluten']);
  await again.signIn(CLERK);
  assert.equal(reasonOf(await again.command('detachCustomer', again.ticket())), 'done');
  till.restart();
  assert.equal(till.page().view('basket').member, null);
});

test('a customer is found by name, phone and address, also after a restart; fields are changed and found anew', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await enrol(page, { name: 'Zoé Lefèvre', phone: PHONE });
  const found = (one: TestPage, text: string) =>
    one.query('customers', { text, limit: 10 }).customers.map((customer) => customer.personId);
  assert.deepEqual([found(page, 'lefevre'), found(page, '0612')], [[personId], [personId]]);
  await page.command('savePerson', { personId, fields: { name: 'Zoé Durand', email: 'z@example.org' } });
  assert.deepEqual([found(page, 'lefevre'), found(page, '0612'), found(page, 'durand')], [[], [], [personId]]);
  till.restart();
  const again = till.page();
  assert.deepEqual([found(again, 'durand'), found(again, 'z@ex')], [[personId], [personId]]);
  const changed = rowsOf(till).find(({ kind }) => kind === 'person-changed');
  assert.deepEqual((changed?.payload as { fields?: unknown }).fields, ['name', 'phone', 'email']);
});

test('consent is said by channel and purpose, nothing in advance, with the text that was shown', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  const personId = await enrol(page, { email: 'z@example.org' });
  const file = () => page.query('customerFile', { personId }).customer;
  assert.deepEqual(file()?.consents, []);
  const text = file()?.consentTexts.marketing;
  const consent = { personId, channel: 'email', purpose: 'marketing' } as const;
  assert.equal(reasonOf(await page.command('setConsent', { ...consent, given: true })), 'done');
  const atMs = till.clock.wallMs();
  assert.deepEqual(file()?.consents, [{ channel: 'email', purpose: 'marketing', given: true, atMs, text }]);
  assert.equal(reasonOf(await page.command('setConsent', { ...consent, purpose: 'receipt', given: false })), 'done');
  assert.equal(file()?.consents.length, 1, 'no to what nobody said yes to is nothing new');
  const sms = await page.command('setConsent', { ...consent, channel: 'sms', given: true });
  assert.equal(reasonOf(sms), 'contact_missing', 'there is no number to write to');
  await page.command('setConsent', { ...consent, given: false });
  assert.equal(file()?.consents[0]?.given, false);
  const exported = page.query('personExport', { personId }).text ?? '';
  assert.equal((JSON.parse(exported) as { consents: unknown[] }).consents.length, 2, 'each word is kept');
  const row = rowsOf(till).find(({ kind }) => kind === 'consent-recorded');
  assert.ok(!JSON.stringify(row).includes(text ?? '?'));
});

test('rights are asked in the till: a cashier enrols, a clerk looks after cards, erasing needs a manager', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, UID);
  const personId = await enrol(page, { name: 'Zoé' });
  const cardId = page.query('customerFile', { personId }).customer?.cards[0]?.cardId ?? '';
  const erase = { personId, reason: 'Demande écrite' };
  assert.deepEqual(await page.command('erasePerson', erase), {
    kind: 'refused',
    reason: 'approval_needed',
    params: { action: 'erase-person' },
  });
  await page.command('signOut', {});
  await page.signIn(CASHIER);
  assert.equal(reasonOf(await page.command('setCardState', { cardId, state: 'lost' })), 'no_right');
  assert.equal(reasonOf(await page.command('erasePerson', erase)), 'no_right');
  assert.equal(page.query('personExport', { personId }).text, null);
  await page.command('signOut', {});
  assert.equal(reasonOf(await tap(page, UID)), 'not_signed_in');
  assert.deepEqual(page.query('customerFile', { personId }).customer, null);
});

test('whoever is erased is gone from every file, screen and search; what they bought stays, and their card says so', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, UID);
  const name = 'Zébulon Tournesol';
  const personId = await enrol(page, { name, phone: PHONE, email: 'zebulon@example.org', notes: 'Aime les cerises' });
  await tap(page, UID);
  await page.scan('03017620422003');
  await page.pay({ print: 'paper' });
  const other = till.page('second');
  await other.signIn(CASHIER);
  await other.command('attachCustomer', { ...other.ticket(), personId });
  const erased = await page.command('erasePerson', {
    personId,
    reason: 'Demande écrite',
    approval: { operatorId: MANAGER, pin: PIN },
  });
  assert.equal(erased.kind, 'done', JSON.stringify(erased));
  assert.equal(other.view('basket').member, null);
  assert.equal(page.query('customers', { text: 'zebulon', limit: 5 }).customers.length, 0);
  assert.equal(page.query('customerFile', { personId }).customer, null);
  assert.equal(page.query('personExport', { personId }).text, null);
  assert.equal(reasonOf(await tap(page, UID)), 'customer_erased');
  assert.equal(reasonOf(await page.command('attachCustomer', { ...page.ticket(), personId })), 'customer_erased');
  const kinds = rowsOf(till).map(({ kind }) => kind);
  assert.ok(kinds.includes('approval-given') && kinds.includes('person-erased') && kinds.includes('ticket-validated'));
  for (const wanted of [name, 'Tournesol', 'zebulon@example.org', '612345678', 'cerises', UID, UID.toUpperCase()])
    assert.deepEqual(filesWith(till.dataDir, wanted), [], wanted);
  till.restart();
  const again = till.page();
  await again.signIn(CLERK);
  assert.equal(reasonOf(await tap(again, UID)), 'customer_erased');
});

test('nothing of a living customer is in clear in any file either', async (t) => {
  const { till, page } = await counter();
  t.after(() => till.close());
  await tap(page, UID);
  await enrol(page, { name: 'Zébulon Tournesol', phone: PHONE, notes: 'Aime les cerises' });
  await page.scan('MEMBRE-77421');
  await enrol(page, { email: 'qr@example.org' });
  await tap(page, UID);
  await page.scan('03017620422003');
  await page.pay({ print: 'paper' });
  for (const wanted of ['Tournesol', 'Zébulon', '612345678', 'cerises', UID, 'MEMBRE-77421', 'qr@example.org'])
    assert.deepEqual(filesWith(till.dataDir, wanted), [], wanted);
});
