/** What a cashier and a manager do at the cash desk of a test till, each in one call. */
import assert from 'node:assert/strict';
import { present } from '#base/assert.ts';
import { branded, type SessionId } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { SessionRecord } from '#main/store/port.ts';
import { CASHIER, makeTill, MANAGER, PIN, type TestPage, type TestTill } from '../testing.ts';

export const APPROVAL = { operatorId: MANAGER, pin: PIN };
export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;
export const MILK = '3017620422003';
export const MILK_MINOR = 435;

/** Amounts in notes and coins of the euro, as few as can be. */
export function inCoins(amountMinor: number): CommandInput<'confirmCount'>['cash'] {
  let leftMinor = amountMinor;
  return [50_000, 20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1].flatMap((denominationMinor) => {
    const count = Math.floor(leftMinor / denominationMinor);
    leftMinor -= count * denominationMinor;
    return count === 0 ? [] : [{ denominationMinor, count }];
  });
}

/** Why a command was refused; the outcome where it was not. */
export function why(outcome: { readonly kind: string; readonly reason?: string }): string {
  return outcome.kind === 'refused' ? (outcome.reason ?? '') : outcome.kind;
}

/** Opens a session with so much in the drawer. */
export async function open(page: TestPage, floatMinor = 10_000): Promise<SessionId> {
  const input = { float: inCoins(floatMinor), asLeft: false, reason: 'Fond recompté', approval: APPROVAL };
  const outcome = await page.command('openSession', input);
  assert.equal(outcome.kind, 'done', JSON.stringify(outcome));
  return branded<SessionId>(outcome.kind === 'done' ? outcome.sessionId : '');
}

/** A till whose session a manager has opened, with a cashier at a second place. */
export async function openedTill(floatMinor?: number): Promise<{
  readonly till: TestTill;
  readonly page: TestPage;
  readonly other: TestPage;
  readonly sessionId: SessionId;
}> {
  const till = makeTill();
  const page = till.page();
  const other = till.page('station-2');
  await page.enter(MANAGER);
  await other.enter(CASHIER);
  return { till, page, other, sessionId: await open(page, floatMinor) };
}

/** Sells one milk. */
export async function sell(page: TestPage, tenderedMinor = 500): Promise<Extract<Outcome<'pay'>, { kind: 'done' }>> {
  assert.equal((await page.scan(MILK)).kind, 'done');
  const outcome = await page.pay({ tenderedMinor });
  assert.ok(outcome.kind === 'done', JSON.stringify(outcome));
  return outcome;
}

export function move(
  page: TestPage,
  movement: 'pay-in' | 'pay-out' | 'safe-drop',
  amountMinor: number,
): Promise<Outcome<'moveCash'>> {
  return page.command('moveCash', { movement, amountMinor, counts: [], reason: 'Motif', approval: APPROVAL });
}

export function confirm(page: TestPage, sessionId: string, cashMinor: number): Promise<Outcome<'confirmCount'>> {
  return page.command('confirmCount', { sessionId, cash: inCoins(cashMinor), methods: [] });
}

/** Closes on the count that stands, whatever the difference. */
export function close(
  page: TestPage,
  sessionId: string,
  options: { readonly countNumber?: number; readonly nextFloatMinor?: number } = {},
): Promise<Outcome<'closeSession'>> {
  const { countNumber = 1, nextFloatMinor = 0 } = options;
  const rest = { reason: 'Écart constaté', nextFloat: [], print: false, approval: APPROVAL };
  return page.command('closeSession', { sessionId, countNumber, nextFloatMinor, ...rest });
}

/** Counts the open session and closes it. */
export async function countAndClose(page: TestPage, cashMinor: number, nextFloatMinor = 0): Promise<void> {
  const sessionId = present(page.view('cash').sessionId, 'an open session');
  assert.equal((await page.command('beginCount', { holdTickets: true })).kind, 'done');
  const counted = await confirm(page, sessionId, cashMinor);
  assert.ok(counted.kind === 'done', JSON.stringify(counted));
  const closed = await close(page, sessionId, { countNumber: counted.countNumber, nextFloatMinor });
  assert.equal(closed.kind, 'done', JSON.stringify(closed));
}

export function closeDay(page: TestPage, businessDay: string): Promise<Outcome<'closeDay'>> {
  return page.command('closeDay', { businessDay, print: false });
}

export function sessionOf(till: TestTill, sessionId: string): SessionRecord {
  return present(till.store().session(branded<SessionId>(sessionId)), 'the session');
}

/** The difference that the page is told of a session after its count. */
export function differenceOf(page: TestPage, sessionId: string, method = 'cash'): number | undefined {
  const waiting = page.view('cash').toCount.find((each) => each.sessionId === sessionId);
  return waiting?.count?.methods.find((each) => each.method === method)?.differenceMinor;
}
