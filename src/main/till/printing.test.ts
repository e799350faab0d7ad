import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestPage, type TestTill, makeTill } from './testing.ts';

const MILK = '3017620422003';

async function sell(till: TestTill): Promise<void> {
  const page = till.page();
  if (page.view('station').operator === null) await page.signIn();
  await page.scan(MILK);
  assert.equal((await page.pay({ print: 'paper' })).kind, 'done');
  await till.settle();
}

const receipts = (till: TestTill) => till.hardware.sent.filter((job) => job.kind === 'receipt');

test('receipts go out one after the other, in the order of their sales', async () => {
  const till = makeTill();
  till.hardware.printer = { deviceId: 'printer', drawer: false };
  await sell(till);
  await sell(till);
  assert.deepEqual(
    receipts(till).map((job) => job.ticketNumber),
    ['000001'],
  );
  till.hardware.events?.onJob({ jobId: receipts(till)[0]?.jobId ?? '', state: 'printed' });
  await till.settle();
  assert.deepEqual(
    receipts(till).map((job) => job.ticketNumber),
    ['000001', '000002'],
  );
  assert.equal(till.page().view('basket').lastTicket?.receipt?.state, 'sending');
  await till.close();
});

test('a printer that is away holds the receipts, and prints each once when it is back', async () => {
  const till = makeTill();
  till.hardware.ready = false;
  await sell(till);
  await sell(till);
  assert.equal(receipts(till).length, 0);
  till.hardware.ready = true;
  till.hardware.events?.onHealth({ deviceId: 'printer', kind: 'printer', name: 'Printer', state: 'ready' });
  await till.settle();
  assert.deepEqual(
    receipts(till).map((job) => job.ticketNumber),
    ['000001'],
  );
  await till.close();
});

test('a receipt for a printer that the shop has no more comes out of the one it has now', async () => {
  const till = makeTill();
  till.hardware.printer = { deviceId: 'old-printer', drawer: false };
  till.hardware.ready = false;
  await sell(till);
  till.restart();
  till.hardware.printer = { deviceId: 'printer', drawer: false };
  till.hardware.ready = true;
  till.hardware.events?.onHealth({ deviceId: 'printer', kind: 'printer', name: 'Printer', state: 'ready' });
  await till.settle();
  assert.deepEqual(
    receipts(till).map((job) => job.deviceId),
    ['printer'],
  );
  await till.close();
});

test('a receipt of which not one byte left waits with its fault, on the strip, and can be given up', async () => {
  const till = makeTill();
  await sell(till);
  const jobId = receipts(till)[0]?.jobId ?? '';
  till.hardware.ready = false;
  till.hardware.events?.onJob({ jobId, state: 'failed', fault: 'printer.paper-out' });
  const page = till.page();
  const notice = page.view('status').notices.find((shown) => shown.job?.jobId === jobId);
  assert.deepEqual([notice?.code, notice?.job?.state], ['printer.paper-out', 'queued']);
  assert.deepEqual(await page.command('resolveJob', { jobId, choice: 'it-printed' }), {
    kind: 'refused',
    reason: 'job_settled',
    params: { state: 'queued' },
  });
  assert.equal((await page.command('resolveJob', { jobId, choice: 'discard' })).kind, 'done');
  assert.equal(
    till
      .store()
      .openJobs()
      .filter((job) => job.kind === 'receipt').length,
    0,
  );
  await till.close();
});

test('what was on its way when the till was killed is unknown, never sent again by itself, and asked about', async () => {
  const till = makeTill();
  await sell(till);
  const before = till.hardware.sent.map((job) => job.jobId);
  assert.equal(before.length, 2);
  till.restart();
  await till.settle();
  assert.equal(till.hardware.sent.length, 0);
  const page = till.page();
  const notices = page.view('status').notices.filter((notice) => notice.code === 'job-unknown');
  assert.deepEqual(notices.map((notice) => notice.job?.kind).sort(), ['pulse', 'receipt']);
  const receipt = notices.find((notice) => notice.job?.kind === 'receipt')?.job?.jobId ?? '';
  const pulse = notices.find((notice) => notice.job?.kind === 'pulse')?.job?.jobId ?? '';
  assert.equal((await page.command('resolveJob', { jobId: pulse, choice: 'print-again' })).kind, 'refused');
  assert.equal((await page.command('resolveJob', { jobId: pulse, choice: 'it-printed' })).kind, 'done');
  assert.equal((await page.command('resolveJob', { jobId: receipt, choice: 'print-again' })).kind, 'done');
  await till.settle();
  assert.deepEqual(
    till.hardware.sent.map((job) => [job.kind, job.document?.banner]),
    [['duplicate', 'DUPLICATA n° 1']],
  );
  await till.close();
});

test('a pulse that did not get out is given up, and said', async () => {
  const till = makeTill();
  await sell(till);
  const pulse = till.hardware.sent.find((job) => job.kind === 'pulse')?.jobId ?? '';
  till.hardware.events?.onJob({ jobId: pulse, state: 'failed', fault: 'printer.offline' });
  await till.settle();
  assert.equal(till.hardware.sent.filter((job) => job.kind === 'pulse').length, 1);
  assert.equal(till.store().job(pulse as never)?.state, 'discarded');
  const page = till.page();
  const told = () => page.view('status').notices.find((notice) => notice.code === 'drawer-not-opened');
  assert.deepEqual(told()?.params, { fault: 'printer.offline', ticket: '000001' });
  await page.scan(MILK);
  await page.pay();
  assert.equal(told(), undefined, 'the next sale has a drawer of its own');
  await till.close();
});

for (const state of ['printed', 'handed-over'] as const) {
  test(`the word about a drawer that stayed shut goes with the next one that opened (${state})`, async () => {
    const { till, page, told } = await withShutDrawer();
    assert.equal((await page.command('openDrawer', { reason: 'Monnaie' })).kind, 'done');
    assert.ok(told(), 'a pulse on its way has opened nothing yet');
    till.hardware.events?.onJob({ jobId: till.hardware.sent.at(-1)?.jobId ?? '', state });
    assert.equal(told(), undefined);
    await till.close();
  });
}

test('the word about a drawer that stayed shut goes with its operator, and when its sensor says that it is open', async () => {
  for (const end of [
    async ({ page }: ShutDrawer) => void (await page.command('signOut', {})),
    ({ till }: ShutDrawer) => till.hardware.events?.onDrawer({ deviceId: 'printer', state: 'open' }),
  ]) {
    const shut = await withShutDrawer();
    assert.ok(shut.told());
    await end(shut);
    assert.equal(shut.told(), undefined);
    await shut.till.close();
  }
});

interface ShutDrawer {
  readonly till: TestTill;
  readonly page: TestPage;
  told(): unknown;
}

/** A till whose last sale did not open its drawer. */
async function withShutDrawer(): Promise<ShutDrawer> {
  const till = makeTill();
  await sell(till);
  const jobId = till.hardware.sent.find((job) => job.kind === 'pulse')?.jobId ?? '';
  till.hardware.events?.onJob({ jobId, state: 'failed', fault: 'printer.offline' });
  const page = till.page();
  return {
    till,
    page,
    told: () => page.view('status').notices.find(({ code }) => code === 'drawer-not-opened'),
  };
}

test('a copy is numbered and signed, and a sale without paper has its first print as copy 1', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  const { ticketId } = page.ticket();
  await page.pay({ print: 'none' });
  const outcomes = [await page.command('reprint', { ticketId }), await page.command('reprint', { ticketId })];
  assert.deepEqual(
    outcomes.map((outcome) => (outcome.kind === 'done' ? outcome.copyNumber : outcome.reason)),
    [1, 2],
  );
  const copies = till
    .store()
    .entriesAfter(0, 100)
    .filter((entry) => entry.family === 'C');
  assert.deepEqual(
    copies.map((entry) => entry.payload['reason']),
    ['first-print-after-sale', 'customer-request'],
  );
  assert.deepEqual(await page.command('reprint', { ticketId: 'nothing' }), {
    kind: 'refused',
    reason: 'ticket_unknown',
  });
  await till.close();
});

test('the drawer opens for a reason that stays in the journal, and for none not at all', async () => {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  assert.deepEqual(await page.command('openDrawer', { reason: ' \u0000 ' }), {
    kind: 'refused',
    reason: 'reason_missing',
  });
  assert.equal((await page.command('openDrawer', { reason: 'Monnaie' })).kind, 'done');
  assert.deepEqual(
    till.hardware.sent.map((job) => job.kind),
    ['pulse'],
  );
  const row = till
    .store()
    .entriesAfter(0, 100)
    .find((entry) => entry.kind === 'drawer-opened');
  assert.equal(row?.payload['reason'], 'Monnaie');
  till.hardware.printer = { deviceId: 'printer', drawer: false };
  assert.deepEqual(await page.command('openDrawer', { reason: 'Monnaie' }), { kind: 'refused', reason: 'no_drawer' });
  await till.close();
});
