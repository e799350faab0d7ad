/**
 * One sale after the other at a counter with real lines, and in the middle of each one trouble: whatever happened,
 * ticket, paper and drawer agree afterwards, and the customer's display shows the change.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { childOf } from '../conformance/web-shell-process.ts';
import { seedFrom } from '../rig/dice.ts';
import { DEVICES, openRealCounter, type RealCounter } from '../rig/real-counter.ts';

interface Trouble {
  readonly name: string;
  /** After two articles, before the third. */
  readonly begins?: (counter: RealCounter) => Promise<void> | void;
  /** After the third, right before paying. */
  readonly beforePaying?: (counter: RealCounter) => Promise<void> | void;
  /** After paying: somebody puts it right. */
  readonly repaired?: (counter: RealCounter) => Promise<void> | void;
  /** What becomes of the receipt. */
  readonly receipt: 'printed' | 'handed-over' | 'unknown';
  /** How often the receipt is on paper, where that is sure. */
  readonly onPaper?: number;
}

const printerAs =
  (scenario: Parameters<RealCounter['printer']['setScenario']>[0]) =>
  ({ printer }: RealCounter): void =>
    printer.setScenario(scenario);

const TROUBLES: readonly Trouble[] = [
  { name: 'nothing goes wrong', receipt: 'printed', onPaper: 1 },
  {
    name: 'the roll ends in the middle of the receipt',
    beforePaying: printerAs('paper-out-mid-receipt'),
    async repaired(counter) {
      await counter.device('printer', 'trouble', 'printer.paper-out');
      counter.printer.setScenario('healthy');
      counter.printer.insertPaper();
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the power goes in the middle of the receipt',
    beforePaying: ({ printer, afterKick }) => afterKick(() => printer.setScenario('powered-off-mid-job')),
    async repaired(counter) {
      await counter.device('printer', 'absent');
      counter.printer.setScenario('healthy');
      await counter.printer.plug();
    },
    receipt: 'unknown',
    onPaper: 0,
  },
  {
    name: 'the cover is open',
    begins: printerAs('cover-open'),
    async repaired(counter) {
      await counter.device('printer', 'trouble', 'printer.cover-open');
      counter.printer.setScenario('healthy');
      counter.printer.closeCover();
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the printer resets the connection after the first byte',
    beforePaying: printerAs('reset-after-first-byte'),
    async repaired(counter) {
      await counter.until(
        'the receipt is given up',
        () => counter.page.views.basket?.lastTicket?.receipt?.state === 'unknown',
      );
      counter.printer.setScenario('healthy');
    },
    receipt: 'unknown',
    onPaper: 0,
  },
  {
    name: 'the printer falls silent, and speaks again after the sale',
    begins: printerAs('never-answers'),
    repaired: printerAs('healthy'),
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the printer talks rubbish, and sense again after the sale',
    begins: printerAs('answers-rubbish'),
    repaired: printerAs('healthy'),
    receipt: 'printed',
    onPaper: 1,
  },
  { name: 'the printer is slow', begins: printerAs('slow'), receipt: 'printed', onPaper: 1 },
  { name: 'the roll is nearly at its end', begins: printerAs('paper-near-end'), receipt: 'printed', onPaper: 1 },
  {
    name: 'the printer is unplugged, and plugged in again after the sale',
    begins: ({ printer }) => printer.unplug(),
    repaired: ({ printer }) => printer.plug(),
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the scanner is pulled out in the middle of a code, and put in again',
    async begins(counter) {
      const articles = counter.articles();
      counter.scanner.send(Buffer.from(counter.code().slice(0, 7)));
      await counter.scanner.unplug();
      await counter.device('scanner', 'absent');
      await counter.scanner.replug();
      await counter.device('scanner', 'ready');
      assert.equal(counter.articles(), articles, 'half a code is no article');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the scanner loses its suffix',
    async begins(counter) {
      const articles = counter.articles();
      counter.scanner.send(Buffer.from(counter.code()));
      await counter.until('the code without a suffix', () => counter.articles() > articles);
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the scanner sends ten thousand characters',
    async begins(counter) {
      const serial = counter.page.views.basket?.notice?.serial ?? 0;
      counter.scanner.send(Buffer.from(`${'7'.repeat(10_000)}\r`));
      await counter.until('a word about it', () => (counter.page.views.basket?.notice?.serial ?? 0) > serial);
      assert.equal(counter.page.views.basket?.notice?.kind, 'refused');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the display is unplugged, and plugged in again before paying',
    async begins(counter) {
      await counter.display.unplug();
      await counter.device('display', 'absent');
    },
    async beforePaying(counter) {
      await counter.display.plug();
      await counter.device('display', 'ready');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the display takes not one byte more',
    begins: ({ display }) => display.setScenario('stuck'),
    repaired: ({ display }) => display.setScenario('healthy'),
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the card is torn away',
    async begins(counter) {
      counter.card.scenario = 'half-read';
      assert.equal(await counter.present(), 'card_unreadable');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'a phone is held to the reader',
    async begins(counter) {
      counter.card.scenario = 'random-uid';
      assert.equal(await counter.present(), 'card_random');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the card reader is unplugged, and plugged in again',
    async begins(counter) {
      await counter.pcsc.unplug();
      await counter.device('card', 'absent', 'card.no-reader');
      await counter.pcsc.plug();
      await counter.device('card', 'ready');
      assert.equal(await counter.present(), 'card_unknown');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the card service is killed, and started again',
    async begins(counter) {
      await counter.pcsc.kill();
      await counter.device('card', 'absent', 'card.no-service');
    },
    async repaired(counter) {
      await counter.pcsc.start();
      await counter.device('card', 'ready');
      assert.equal(await counter.present(), 'card_unknown');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the USB scanner is pulled out, and put in again',
    async begins(counter) {
      await counter.scan(undefined, 'hid');
      await counter.hidScanner.unplug();
      await counter.device('hid-scanner', 'absent');
      await counter.hidScanner.plug();
      await counter.device('hid-scanner', 'ready');
      await counter.scan(undefined, 'hid');
    },
    receipt: 'printed',
    onPaper: 1,
  },
  {
    name: 'the devices process is killed',
    begins: killDevices,
    receipt: 'printed',
    onPaper: 1,
  },
  // The last one: a printer that has shown once that it cannot prove anything is not waited for again.
  {
    name: 'the printer cannot prove what it printed',
    begins: printerAs('no-process-id'),
    receipt: 'handed-over',
    onPaper: 1,
  },
];

let counter: RealCounter;

before(async () => {
  counter = await openRealCounter({ seed: seedFrom(undefined) });
});
after(() => counter.close());

for (const trouble of TROUBLES) {
  test(`a sale while ${trouble.name}: ticket, paper and drawer agree`, async () => {
    const paperBefore = counter.printer.paper.length;
    const kicksBefore = counter.printer.drawer.kicks;
    await counter.scan();
    counter.card.scenario = 'normal';
    assert.equal(await heldUntilRead(counter), 'card_unknown', 'customers come with a later version');
    await counter.scan();
    await trouble.begins?.(counter);
    await counter.scan();
    await trouble.beforePaying?.(counter);
    const sale = await counter.pay('paper');
    await trouble.repaired?.(counter);
    await counter.atRest();

    const job = counter.ledger().jobs.find((one) => one.kind === 'receipt' && one.ticket_id === sale.ticketId);
    assert.equal(job?.state, trouble.receipt);
    if (trouble.onPaper !== undefined) {
      await counter.until('the paper', () => cuts(counter, paperBefore) >= (trouble.onPaper ?? 0));
      assert.equal(cuts(counter, paperBefore), trouble.onPaper);
    }
    assert.ok(counter.printer.drawer.kicks - kicksBefore <= 1, 'at most one opening of the drawer');
    assert.deepEqual(counter.flaws(), []);
    await counter.until('the display shows the change', () => counter.display.lines.some((line) => /5,00/.test(line)));
    counter.printer.closeDrawer();
    counter.printer.setScenario('healthy');
    await counter.device('printer', 'ready');
  });
}

function cuts({ printer }: RealCounter, from: number): number {
  return printer.paper.slice(from).filter((item) => item.kind === 'cut').length;
}

async function killDevices({ till, device }: RealCounter): Promise<void> {
  process.kill(childOf(till.pid, 'devices.mjs'), 'SIGKILL');
  await device('scanner', 'connecting');
  for (const id of DEVICES) await device(id, 'ready');
}

/** As a customer does whose card was not read: holds it to the reader again, once. */
async function heldUntilRead(counter: RealCounter): Promise<string> {
  const reason = await counter.present();
  return reason === 'card_unreadable' ? counter.present() : reason;
}
