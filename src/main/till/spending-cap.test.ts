/** Cards that are only a number and have a cap: what somebody is asked for who lets several of them pass at once. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { payloadOf } from '#domain/journal/journal.ts';
import { firstSettings } from '#domain/settings/settings.ts';
import { currencyOf } from '#domain/money/money.ts';
import { makeTill, MANAGER, type TestPage, type TestTill } from './testing.ts';

const MILK = '3017620422003';

function tap(page: TestPage, uid: string) {
  return page.command('presentCard', { uid, medium: 'contactless', source: 'pcsc' });
}

async function soldGiftCard(page: TestPage, till: TestTill, uid: string): Promise<string> {
  await tap(page, uid);
  const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
  const input = { ...page.ticket(), account: 'gift-card' as const, amountMinor: 5000, cardRef };
  assert.equal((await page.command('addVoucher', input)).kind, 'done');
  assert.equal((await page.pay()).kind, 'done');
  const opened = till
    .store()
    .entriesAfter(0, 1000)
    .findLast(({ kind }) => kind === 'account-opened');
  assert.ok(opened !== undefined);
  return payloadOf(opened, 'account-opened').account_id;
}

test('two cards beyond their cap are let pass together by somebody who was asked for both', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn(MANAGER);
  const value = { ...firstSettings(present(currencyOf('EUR'), 'the euro'))['gift-cards'], uidSpendingMinorMax: 100 };
  assert.equal((await page.command('saveSettings', { group: 'gift-cards', value })).kind, 'done');
  const uids = ['04000000000001', '04000000000002'];
  const accounts: string[] = [];
  for (const uid of uids) accounts.push(await soldGiftCard(page, till, uid));
  await page.scan(MILK);
  for (const uid of uids) await tap(page, uid);
  const [first, second] = accounts;
  assert.ok(first !== undefined && second !== undefined);
  const refused = await page.command('pay', {
    ...page.ticket(),
    payments: [
      { method: 'gift-card', tenderedMinor: 200, accountId: first },
      { method: 'gift-card', tenderedMinor: 235, accountId: second },
    ],
    print: 'none',
  });
  assert.ok(refused.kind === 'refused' && refused.reason === 'spending_cap', JSON.stringify(refused));
  assert.deepEqual(refused.params, {
    action: 'gift-card-cap',
    capMinor: 200,
    spendableMinor: 200,
    wantedMinor: 435,
    cards: 2,
  });
  await till.close();
});
