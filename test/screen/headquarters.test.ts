/**
 * The till and its headquarters on the screen: alone, enrolled by a code, cut off with entries that wait, and back; and taken in
 * again by headquarters that was put back to a time before it knew the till.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openHeadquarters, type RealHq } from '../scenario/headquarters.ts';
import { panel, signInOnly } from './drawer.ts';
import { EVERY_LOOK, lookLike, photograph, watch, type Watched } from './judged.ts';
import { openScreenDesk, type ScreenDesk, signIn } from './screen-desk.ts';

let hq: RealHq;
let desk: ScreenDesk;
let watched: Watched;
before(async () => {
  hq = await openHeadquarters();
  await hq.backUp();
  desk = await openScreenDesk();
  watched = watch(desk.page);
});
after(async () => {
  await desk.close();
  await hq.close();
});

test('a cashier may look and is told who may enrol', async () => {
  const { page } = desk;
  await signIn(page);
  await page.keyboard.press('Control+b');
  await panel(page, 'headquarters');
  await page.getByText('Un responsable peut la rattacher').waitFor();
  assert.equal(await page.locator('[data-action="join-hq"]').count(), 0);
  await page.keyboard.press('Control+l');
});

for (const look of EVERY_LOOK) {
  test(`a till that works alone says what headquarters is for, in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    if ((await page.locator('[data-screen="sign-in"]').count()) > 0)
      await signInOnly(page, { operator: 'bernard', pin: '9876' });
    await panel(page, 'find');
    await page.keyboard.press('Control+b');
    await panel(page, 'headquarters');
    await page.waitForSelector('[data-hq-link="standalone"]');
    await photograph(page, 'headquarters-alone', look);
  });
}

test('a wrong code is said beside its field, the right one enrols, and the strip says so', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'find');
  await page.keyboard.press('Control+b');
  await panel(page, 'headquarters');
  await page.locator('[data-hq-address]').fill(hq.address);
  await page.locator('[data-hq-code]').fill('AAAAA-AAAAA');
  await page.keyboard.press('Enter');
  await page.getByText('Le siège ne connaît pas ce code').waitFor();
  await photograph(page, 'headquarters-wrong-code', { language: 'fr', theme: 'light' });
  await page.locator('[data-hq-code]').fill(hq.codes[0] ?? '');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-hq-link="online"]');
  await page.locator('[data-kind="network"]').filter({ hasText: 'en ligne' }).waitFor();
});

test('what headquarters says of settings is looked at and cannot be changed here', async () => {
  const { page } = desk;
  await hq.ask('save-settings', {
    storeId: null,
    group: 'tenders',
    value: { methods: ['cash', 'card'], mealVoucherMinorMax: 1_900 },
  });
  await page.keyboard.press('Escape');
  await panel(page, 'find');
  await page.waitForTimeout(2_500);
  await page.keyboard.press('F10');
  await panel(page, 'settings');
  await page.locator('[data-settings-place="tenders"]').click();
  await page.getByText('Fixé par le siège').waitFor();
  const controls = page.locator('[data-settings-group="tenders"] fieldset').locator('button, input');
  assert.ok((await controls.count()) > 3);
  for (const control of await controls.all()) assert.equal(await control.isDisabled(), true);
  await photograph(page, 'settings-from-hq', { language: 'fr', theme: 'light' });
  await page.keyboard.press('Escape');
});

for (const look of EVERY_LOOK) {
  test(`an enrolled till names its store before anybody signs in, in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    await lookLike(page, look);
    if ((await page.locator('[data-screen="sign-in"]').count()) === 0) {
      await panel(page, 'find');
      await page.keyboard.press('Control+b');
      await panel(page, 'headquarters');
      await page.waitForSelector('[data-hq-link="online"]');
      await photograph(page, 'headquarters-enrolled', look);
      await page.keyboard.press('Control+l');
    }
    await page.locator('[data-store]').getByText('Lyon Presqu’île').waitFor();
    await photograph(page, 'sign-in-enrolled', look);
    await signInOnly(page, { operator: 'bernard', pin: '9876' });
  });
}

test('cut off with nothing to send is nothing to worry about', async () => {
  const { page } = desk;
  await lookLike(page, { language: 'fr', theme: 'light' });
  hq.cut();
  await page.locator('[data-kind="network"][data-tone="plain"]').filter({ hasText: 'hors ligne · 0' }).waitFor();
});

for (const look of EVERY_LOOK) {
  test(`cut off, the strip opens what waits, in ${look.language}, ${look.theme}`, async () => {
    const { page } = desk;
    hq.cut();
    await lookLike(page, look);
    await panel(page, 'find');
    await page.keyboard.press('F7');
    await panel(page, 'drawer');
    await page.keyboard.press('1');
    await page.keyboard.press('Enter');
    await page.waitForSelector('[data-kind="network"][data-tone="warn"]');
    await page.locator('[data-kind="network"]').click();
    await panel(page, 'headquarters');
    await page.waitForSelector('[data-hq-link="offline"] [data-unsent]:not([data-unsent="0"])');
    await photograph(page, 'headquarters-unsent', look);
  });
}

test('back again, everything goes by itself and nothing of it was asked elsewhere', async () => {
  const { page } = desk;
  hq.mend();
  await page.waitForSelector('[data-hq-link="online"] [data-unsent="0"]', { timeout: 60_000 });
  assert.deepEqual(watched.elsewhere, []);
  assert.deepEqual(watched.violations, []);
});

test('headquarters that came back without this till is said to be so, and a code brings it in again', async () => {
  const { page } = desk;
  await hq.putBack();
  await page.waitForSelector('[data-hq-link="refused"] [data-action="join-hq"]', { timeout: 120_000 });
  for (const look of EVERY_LOOK) {
    await lookLike(page, look);
    if ((await page.locator('[data-screen="sign-in"]').count()) > 0)
      await signInOnly(page, { operator: 'bernard', pin: '9876' });
    if ((await page.locator('[data-hq-link]').count()) === 0) await page.keyboard.press('Control+b');
    await panel(page, 'headquarters');
    await page.waitForSelector('[data-hq-link="refused"] [data-action="join-hq"]');
    await photograph(page, 'headquarters-unknown', look);
  }
  await lookLike(page, { language: 'fr', theme: 'light' });
  await panel(page, 'find');
  await page.keyboard.press('Control+b');
  await panel(page, 'headquarters');
  await page.getByText('Le siège ne connaît plus cette caisse').waitFor();
  assert.equal(await page.locator('[data-hq-address]').inputValue(), hq.address);
  await page.locator('[data-hq-code]').fill(hq.codes[0] ?? '');
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-hq-link="online"] [data-unsent="0"]', { timeout: 60_000 });
});
