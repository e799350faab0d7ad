/** What no shop may set, and that a new one may begin as it is. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { present } from '#base/assert.ts';
import { currencyOf } from '#domain/money/money.ts';
import { RIGHTS, type Role } from '#domain/operator/operator.ts';
import { firstSettings, SETTINGS_GROUPS, settingsFlaw, type SettingsGroups } from './settings.ts';

const FIRST = firstSettings(present(currencyOf('EUR'), 'EUR'));
const STAFF: ReadonlySet<Role> = new Set(['cashier', 'manager']);

test('the settings of a new shop stand, in every currency', () => {
  for (const code of ['EUR', 'MAD', 'TND', 'XOF']) {
    const settings = firstSettings(present(currencyOf(code), code));
    assert.deepEqual(
      SETTINGS_GROUPS.map((group) => settingsFlaw(group, settings, STAFF)),
      SETTINGS_GROUPS.map(() => null),
      code,
    );
  }
});

test('nobody takes the last right to set and to approve from those who work here', () => {
  for (const right of ['manage-settings', 'approve'] as const) {
    const rights = RIGHTS.filter((each) => each !== right);
    const roles = { ...FIRST.roles, manager: { ...FIRST.roles.manager, rights } };
    assert.deepEqual(settingsFlaw('roles', { ...FIRST, roles }, STAFF), { why: 'nobody-left', right });
    const clerks = { ...roles, clerk: { ...roles.clerk, rights: RIGHTS } };
    assert.equal(settingsFlaw('roles', { ...FIRST, roles: clerks }, new Set(['clerk'])), null);
    assert.equal(
      settingsFlaw('roles', { ...FIRST, roles: clerks }, STAFF)?.why,
      'nobody-left',
      'a role that nobody has helps nobody',
    );
  }
});

test('settings that contradict themselves are refused with what is wrong', () => {
  const why = (change: Partial<SettingsGroups>): string | undefined => {
    const [group] = Object.keys(change) as (keyof SettingsGroups)[];
    return settingsFlaw(present(group, 'a group'), { ...FIRST, ...change }, STAFF)?.why;
  };
  const { cash, tenders, loyalty } = FIRST;
  const giftCards = FIRST['gift-cards'];
  const [silver, gold] = loyalty.tiers;
  assert.equal(why({ cash: { ...cash, closingReasonMinorMax: 500, closingApprovalMinorMax: 300 } }), 'limits-crossed');
  assert.equal(why({ tenders: { ...tenders, methods: ['card'] } }), 'cash-missing');
  assert.equal(why({ tenders: { ...tenders, methods: ['cash', 'cash'] } }), 'methods-twice');
  assert.equal(why({ 'gift-cards': { ...giftCards, loadMinorMin: giftCards.loadMinorMax + 1 } }), 'load-limits');
  assert.equal(
    why({ loyalty: { ...loyalty, tiers: [present(gold, 'gold'), present(silver, 'silver')] } }),
    'tiers-order',
  );
  const dates = [{ from: '2026-12-02', to: '2026-12-01', factorBasisPoints: 20_000 }];
  assert.equal(why({ loyalty: { ...loyalty, dates } }), 'dates-order');
  const categories = ['Vin', 'Vin'].map((category) => ({ category, factorBasisPoints: 0 }));
  assert.equal(why({ loyalty: { ...loyalty, categories } }), 'names-twice');
  const unknown = [{ category: 'a category that no product has', factorBasisPoints: 0 }];
  assert.equal(why({ loyalty: { ...loyalty, categories: unknown } }), undefined);
});
