/**
 * What every receipt printer promises, whatever it speaks and over whatever line. Each driver's and each line's test
 * registers itself here.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { ReceiptPrinter } from './printer.ts';

/** The printer at the other end, as an eye sees it. */
export interface PrinterFarEnd {
  /** The words on the paper. */
  text(): string;
  kicks(): number;
  removePaper(): void;
  insertPaper(): void;
  /** The roll ends after a few lines of the next receipt. */
  endPaperSoon(): void;
  /** The power goes after the first bytes of the next job. */
  losePowerSoon(): void;
  /** It prints and says nothing. */
  fallSilent(): void;
  unplug(): Promise<void>;
  replug(): Promise<void>;
  /** Resolves when `done` holds, looked at each time something happens there. */
  until(done: () => boolean): Promise<void>;
}

export interface PrinterRig {
  readonly printer: ReceiptPrinter;
  readonly far: PrinterFarEnd;
  dispose(): Promise<void>;
}

export function receiptPrinterConformance(
  name: string,
  open: () => Promise<PrinterRig>,
  options: {
    /** Whether the printer can be asked over this line. */
    readonly talks: boolean;
    /** What a receipt that came out is called on this line. */
    readonly done: 'printed' | 'handed-over';
  },
): void {
  const promise = (title: string, check: (rig: PrinterRig) => Promise<void>): void => {
    test(`${name}: ${title}`, async () => {
      const rig = await open();
      try {
        await check(rig);
      } finally {
        await rig.dispose();
      }
    });
  };
  const copies = (rig: PrinterRig, words: string): number => rig.far.text().split(words).length - 1;
  const cuts = (rig: PrinterRig): number => copies(rig, '[cut]');

  promise('a receipt comes out once, whole, and no drawer with it', async (rig) => {
    assert.deepEqual(await rig.printer.print(receipt('ticket 1')), { state: options.done });
    await rig.far.until(() => cuts(rig) === 1);
    assert.match(rig.far.text(), /ticket 1\n(.*\n){8}TOTAL +6,80 €\n\[cut\]\n$/);
    assert.equal(rig.far.kicks(), 0);
  });

  promise(
    'a pulse opens the drawer once, puts nothing on paper, and is never called more than handed over',
    async (rig) => {
      assert.deepEqual(await rig.printer.pulse(), { state: 'handed-over' });
      await rig.far.until(() => rig.far.kicks() > 0);
      await rig.printer.print(receipt('after'));
      await rig.far.until(() => cuts(rig) === 1);
      assert.equal(rig.far.kicks(), 1);
      assert.equal(copies(rig, 'after'), 1);
    },
  );

  promise('jobs that are asked for together come out one after the other, whole', async (rig) => {
    const jobs = ['one', 'two', 'three'].map((words) => rig.printer.print(receipt(words)));
    const pulsed = rig.printer.pulse();
    for (const job of jobs) assert.equal((await job).state, options.done);
    await pulsed;
    await rig.far.until(() => cuts(rig) === 3);
    assert.match(rig.far.text(), /^one\n(.*\n){8}TOTAL.*\n\[cut\]\ntwo\n(.*\n){8}TOTAL.*\n\[cut\]\nthree\n/);
  });

  if (!options.talks) return;

  promise('a printer that says nothing is handed the receipt, and nothing more is claimed', async (rig) => {
    rig.far.fallSilent();
    assert.deepEqual(await rig.printer.print(receipt('silent')), { state: 'handed-over' });
    await rig.far.until(() => cuts(rig) === 1);
    assert.equal(copies(rig, 'silent'), 1);
  });

  promise('one that talked and says nothing any more is given no job that nobody would find again', async (rig) => {
    assert.equal((await rig.printer.probe())?.state, 'ready');
    rig.far.fallSilent();
    assert.deepEqual(await rig.printer.print(receipt('lost')), { state: 'failed', fault: 'device.no-answer' });
    assert.deepEqual(await rig.printer.pulse(), { state: 'failed', fault: 'device.no-answer' });
    assert.equal(rig.far.text(), '');
    assert.equal(rig.far.kicks(), 0);
  });

  promise('without paper nothing of a receipt leaves, and the drawer opens all the same', async (rig) => {
    rig.far.removePaper();
    assert.deepEqual(await rig.printer.print(receipt('later')), { state: 'failed', fault: 'printer.paper-out' });
    assert.equal((await rig.printer.pulse()).state, 'handed-over');
    rig.far.insertPaper();
    assert.equal((await rig.printer.print(receipt('now'))).state, options.done);
    assert.equal(copies(rig, 'later'), 0);
    assert.equal(copies(rig, 'now'), 1);
    assert.equal(rig.far.kicks(), 1);
  });

  promise('paper that ends in the middle is waited for: one receipt, no pulse', async (rig) => {
    rig.far.endPaperSoon();
    let done = false;
    const job = rig.printer.print(receipt('half')).then((outcome) => {
      done = true;
      return outcome;
    });
    await rig.far.until(() => copies(rig, 'half') === 1);
    assert.equal(done, false);
    assert.equal(cuts(rig), 0);
    rig.far.insertPaper();
    assert.equal((await job).state, options.done);
    assert.equal(copies(rig, 'half'), 1);
    assert.equal(cuts(rig), 1);
    assert.equal(rig.far.kicks(), 0);
  });

  promise(
    'power that goes in the middle leaves an unknown outcome, and nothing comes by itself after it',
    async (rig) => {
      rig.far.losePowerSoon();
      assert.deepEqual(await rig.printer.print(receipt('torn')), {
        state: 'unknown',
        fault: 'printer.outcome-unknown',
      });
      await rig.far.replug();
      assert.equal((await untilReady(rig.printer)).state, 'ready');
      assert.equal(cuts(rig), 0);
      assert.equal((await rig.printer.print(receipt('next'))).state, options.done);
      assert.equal(cuts(rig), 1);
      assert.ok(copies(rig, 'torn') <= 1);
      assert.equal(rig.far.kicks(), 0);
    },
  );

  promise('a printer that is not there fails the job, and the same job prints once when it is back', async (rig) => {
    await rig.far.unplug();
    const refused = await rig.printer.print(receipt('waits'));
    assert.equal(refused.state, 'failed');
    await rig.far.replug();
    await untilReady(rig.printer);
    assert.equal((await rig.printer.print(receipt('waits'))).state, options.done);
    assert.equal(copies(rig, 'waits'), 1);
  });
}

/** What a keeper does while a printer is away: asks, and asks again. */
async function untilReady(printer: ReceiptPrinter): Promise<{ readonly state: string }> {
  for (let asked = 0; asked < 50; asked++) {
    const health = await printer.probe();
    if (health?.state === 'ready') return health;
  }
  return { state: 'absent' };
}

function receipt(title: string): ReceiptDocument {
  const goods = Array.from({ length: 8 }, (_, index) => ({
    kind: 'pair' as const,
    start: `Article ${index + 1}`,
    end: '0,85 €',
  }));
  return {
    language: 'fr',
    blocks: [{ kind: 'text', text: title }, ...goods, { kind: 'pair', start: 'TOTAL', end: '6,80 €' }],
  };
}
