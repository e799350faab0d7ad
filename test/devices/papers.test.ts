/**
 * Slips, reports and refunds through the real driver and a real line: French as text that an accountant adds up, Arabic as the
 * pictures that were looked at.
 */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { papers } from '#domain/receipt/testing.ts';
import { picturesOn } from '#sim/printer/simulated-printer.ts';
import { paperSums } from '../rig/paper-sums.ts';
import { blackDots, fromPbm, pbm, stacked } from './pictures.ts';
import { openPrinterDesk, type PrinterDesk } from './printer-desk.ts';

/** How many of a thousand black dots may differ: another build of the canvas rounds a curve otherwise. */
const DIFFERENT_PER_MILLE_MAX = 20;

let desk: PrinterDesk;
beforeEach(() => {
  desk = openPrinterDesk();
});
afterEach(() => desk.close());

test('what an accountant adds up from the paper is what the rows say: sales, refunds, VAT, methods and slips', async () => {
  const printer = await desk.printer({ model: 'TM-T88V' });
  desk.open({ address: printer.address, profile: 'TM-T88V' });
  const { sale, refund, slip, giftCard, session, x, z, zCopy } = papers('fr');
  for (const document of [sale, refund, slip, giftCard, session, x, z, zCopy]) {
    assert.ok(document !== undefined);
    assert.equal((await desk.print(document)).state, 'printed');
  }
  const sums = paperSums(printer.paper);
  assert.deepEqual(
    sums.tickets.map(({ number, isRefund, refundOf, points }) => ({ number, isRefund, refundOf, points })),
    [
      { number: '000042', isRefund: false, refundOf: null, points: { earned: 33, redeemed: -24, balance: 85 } },
      { number: '000043', isRefund: true, refundOf: '000042', points: { earned: -17, redeemed: 12, balance: 80 } },
    ],
  );
  const { tickets: _tickets, ...totals } = sums;
  assert.deepEqual(totals, {
    salesMinor: 3600,
    refundsMinor: -1650,
    grossMinor: 1950,
    netMinor: 1659,
    vatMinor: 291,
    vat: [
      { rateBasisPoints: 550, grossMinor: 300, netMinor: 284, vatMinor: 16 },
      { rateBasisPoints: 2000, grossMinor: 1650, netMinor: 1375, vatMinor: 275 },
    ],
    methods: { 'gift-card': 0, 'meal-voucher': 300, card: 4000, cash: 150 },
    loadedMinor: 2500,
    slips: [{ kind: 'pay-out', number: 'OUT-0003', amountMinor: 3150 }],
  });
});

for (const name of ['sale', 'refund', 'slip', 'session', 'z']) {
  test(`in Arabic the paper “${name}” comes out as the picture that was looked at`, async () => {
    const printer = await desk.printer({ model: 'TM-T88V' });
    desk.open({ address: printer.address, profile: 'TM-T88V' });
    const document = papers('ar')[name];
    assert.ok(document !== undefined);
    assert.equal((await desk.print(document)).state, 'printed');
    const bits = stacked(picturesOn(printer.paper));
    const file = fileURLToPath(new URL(`./pictures/arabic-${name}.pbm`, import.meta.url));
    if (process.env['COMPTOIR_NEW_PICTURES'] === '1') writeFileSync(file, pbm(bits));
    const wanted = fromPbm(readFileSync(file));
    assert.deepEqual([bits.dotsWide, bits.dotsHigh], [wanted.dotsWide, wanted.dotsHigh]);
    const different = blackDots(bits.bits.map((byte, at) => byte ^ (wanted.bits[at] ?? 0)));
    assert.ok(
      different * 1_000 <= blackDots(wanted.bits) * DIFFERENT_PER_MILLE_MAX,
      `${different} dots of ${blackDots(wanted.bits)} differ`,
    );
  });
}
