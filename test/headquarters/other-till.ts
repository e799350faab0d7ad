/** One more till of a headquarters at an address, in this process: what somebody at another counter does. */
import assert from 'node:assert/strict';
import type { Clock } from '#base/clock.ts';
import { httpTransport } from '#main/sync/http-transport.ts';
import { MANAGER, makeTill } from '#main/till/testing.ts';
import { pause } from './two-tills.ts';

export interface OtherTill {
  /** Sells a gift card of that code, and resolves once this till has a lease of it. */
  sellCard(code: string, amountMinor: number): Promise<void>;
  /** Brings everything of the ticket of that number back that another till sold; the way it was paid first. */
  bringBack(number: string): Promise<void>;
  cut(isCut: boolean): void;
  close(): Promise<void>;
}

const clock: Clock = {
  wallMs: () => Date.now(),
  monotonicMs: () => Math.floor(performance.now()),
  after(delayMs, then) {
    const timer = setTimeout(then, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

/** Opens and enrols it by `code`, with somebody signed in. */
export async function openOtherTill(address: string, code: string): Promise<OtherTill> {
  let isCut = false;
  const wire = httpTransport(address, clock);
  const till = makeTill({
    tillId: 'other-till',
    clock,
    hq: { transport: () => ({ send: (call, options) => (isCut ? Promise.resolve(null) : wire.send(call, options)) }) },
  });
  const page = till.page();
  await page.signIn(MANAGER);
  const enrolled = await till.enrol({ code });
  assert.equal(enrolled.kind, 'enrolled', JSON.stringify(enrolled));
  return {
    async sellCard(cardCode, amountMinor) {
      await page.scan(cardCode);
      const cardRef = page.view('basket').presentedCard?.cardRef ?? '';
      const input = { account: 'gift-card', amountMinor, cardRef } as const;
      const added = await page.command('addVoucher', { ...page.ticket(), ...input });
      assert.equal(added.kind, 'done', JSON.stringify(added));
      assert.equal((await page.pay()).kind, 'done');
      for (let tries = 0; till.store().authority.allGrants().length === 0; tries++) {
        assert.ok(tries < 3_000, 'no lease came');
        await pause(10);
      }
    },
    async bringBack(number) {
      for (let tries = 0; tries < 1_000; tries++) {
        await pause(10);
        const { ticket } = page.query('refundable', { number, elsewhere: true });
        if (ticket === null) continue;
        const { ticketId } = ticket;
        const lines = ticket.lines.flatMap(({ lineId, quantityMilli, refundedMilli, why }) =>
          why === 'ok' ? [{ lineId, quantityMilli: quantityMilli - refundedMilli }] : [],
        );
        const { wantedMinor: amountMinor } = page.query('refundable', { number, elsewhere: true, lines });
        assert.ok(typeof amountMinor === 'number', 'what it brings back');
        const payments = [{ method: ticket.methods[0]?.method ?? 'cash', amountMinor }];
        const outcome = await page.command('refund', { ticketId, lines, payments, reason: 'retour', print: 'none' });
        if (outcome.kind === 'done') return;
        assert.equal(outcome.reason, 'refund_asked', JSON.stringify(outcome));
      }
      assert.fail('headquarters never answered');
    },
    cut(next) {
      isCut = next;
    },
    close: () => till.close(),
  };
}
