/** The files of a Z: asked for and not waited for, and what went wrong is a word on the screen. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type TestPage, type TestTill, makeTill } from './testing.ts';

const MILK = '3017620422003';

/** A till whose day is closed. */
async function closed(): Promise<{ readonly till: TestTill; readonly page: TestPage; readonly businessDay: string }> {
  const till = makeTill();
  const page = till.page();
  await page.signIn();
  await page.scan(MILK);
  await page.pay({ print: 'none', tenderedMinor: 435 });
  const businessDay = till.store().openDay();
  assert.ok(businessDay !== null);
  const { sessionId } = page.view('cash');
  assert.ok(sessionId !== null);
  const cash = [
    { denominationMinor: 200, count: 2 },
    { denominationMinor: 5, count: 7 },
  ];
  assert.equal((await page.command('beginCount', { holdTickets: false })).kind, 'done');
  assert.equal((await page.command('confirmCount', { sessionId, cash, methods: [] })).kind, 'done');
  const split = { countNumber: 1, reason: '', nextFloatMinor: 0, nextFloat: [], print: false };
  assert.deepEqual((await page.command('closeSession', { sessionId, ...split })).kind, 'done');
  assert.equal((await page.command('closeDay', { businessDay, print: false })).kind, 'done');
  return { till, page, businessDay };
}

test('the PDF is asked for and not waited for: its name is there at once, its bytes when they are drawn', async () => {
  const { till, page, businessDay } = await closed();
  const outcome = await page.command('exportClosing', { businessDay });
  assert.ok(outcome.kind === 'done');
  const name = `Z0001-${businessDay}.pdf`;
  const { fileId } = outcome;
  assert.deepEqual(page.view('file').file, { fileId, name, mime: 'application/pdf', base64: null, fault: null });
  const [drawing] = till.hardware.asked.drawings;
  assert.equal(drawing?.drawingId, fileId);
  assert.match(JSON.stringify(drawing.sheet), /4,35/);
  till.hardware.events?.onDrawn({ drawingId: 'of-an-earlier-page', base64: 'AAAA' });
  till.hardware.events?.onDrawn({ drawingId: fileId, base64: 'JVBERi0=' });
  assert.equal(page.view('file').file?.base64, 'JVBERi0=');
  await till.close();
});

test('where the devices process is away the file says so, and the till goes on', async () => {
  const { till, page, businessDay } = await closed();
  const outcome = await page.command('exportClosing', { businessDay });
  assert.ok(outcome.kind === 'done');
  till.hardware.events?.onDrawn({ drawingId: outcome.fileId, base64: null, fault: 'devices.process-lost' });
  assert.deepEqual([page.view('file').file?.base64, page.view('file').file?.fault], [null, 'devices.process-lost']);
  await till.close();
});

test('the table is answered at once, to who may see closings, of days that have a Z', async () => {
  const { till, page, businessDay } = await closed();
  assert.match(
    page.query('closingCsv', { businessDay }).text ?? '',
    /\r\ntotaux;total;TOTAL TTC;;;4,35;;;4,12;0,23\r\n/,
  );
  assert.equal(page.query('closingCsv', { businessDay: '2020-01-01' }).text, null);
  assert.equal((await page.command('exportClosing', { businessDay: '2020-01-01' })).kind, 'refused');
  await page.command('signOut', {});
  assert.equal(page.query('closingCsv', { businessDay }).text, null);
  await till.close();
});
