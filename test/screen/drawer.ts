/** Steps at the drawer that several tests take. */
import type { Page } from 'playwright-core';
import { typeSlowly } from './screen-desk.ts';

/** A fresh panel ignores touches for a moment: they were meant for what was there before. */
const SETTLED_MS = 400;

/** Waits until a panel is in sight, and takes touches. */
export async function panel(page: Page, name: string): Promise<void> {
  await page.waitForSelector(`[data-panel="${name}"]`);
  await page.waitForTimeout(SETTLED_MS);
}

/** Signs in and goes no further: whatever the drawer needs is there to be looked at. */
export async function signInOnly(page: Page, who: { readonly operator: string; readonly pin: string }): Promise<void> {
  await page.click(`[data-operator="${who.operator}"]`);
  await page.waitForSelector('[data-action="other-operator"]');
  await typeSlowly(page, who.pin);
  await page.keyboard.press('Enter');
  await page.waitForSelector('[data-screen="selling"] [data-panel]');
}

/** Types a count, by denomination in minor units. */
export async function counted(page: Page, pieces: Readonly<Record<number, string>>): Promise<void> {
  for (const [denomination, text] of Object.entries(pieces)) {
    await page.locator(`[data-denomination="${denomination}"] input`).fill(text);
  }
}
