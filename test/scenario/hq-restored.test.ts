/**
 * Headquarters put back to an hour ago, and nobody says so: what was lost may be rows of tills, or only what headquarters itself
 * said. A till that listens before and after must end with what headquarters says now. And one that was enrolled in the lost hour
 * is taken in again by a code, with all that it sold.
 */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { present } from '#base/assert.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { saveProduct } from '#hq/catalogue/catalogue.ts';
import { listAlarms } from '#hq/fleet/alarms.ts';
import { createEnrolmentCode } from '#hq/fleet/codes.ts';
import { saveStore } from '#hq/fleet/stores.ts';
import { openHq, type Hq } from '#hq/hq.ts';
import { organisation } from '#hq/identity/identity.ts';
import { JOURNAL_ROW } from '#hq/ingest/tables.ts';
import { declareRestored } from '#hq/ingest/restored.ts';
import { saveSettings } from '#hq/settings/settings.ts';
import { memoryStore, type MemoryStore } from '#hq/store/memory-store.ts';
import { silentLog } from '#main/store/testing.ts';
import type { HqTransport } from '#main/sync/sync.ts';
import { makeTill, MANAGER, type TestTill } from '#main/till/testing.ts';

const STORE = 'store-1';
const WAIT_MS = 60_000;
const TENDERS = { methods: ['cash', 'card'] as const };
const KEPT = '4006381333931';
const LOST = '5449000000996';
const LATER = '5000112546415';

const closings: (() => void | Promise<void>)[] = [];
after(async () => {
  for (const close of closings.reverse()) await close();
});

/** Headquarters that can be put back under its tills. */
class Town {
  store: MemoryStore = memoryStore();
  hq!: Hq;
  backup: MemoryStore | null = null;
  isCut = false;
  readonly transport: HqTransport = {
    send: async (call) => {
      const { hq } = this;
      if (this.isCut) return null;
      const answer = await hq.answerCall(call);
      return this.isCut ? null : { status: answer.status, body: JSON.stringify(answer.body) };
    },
  };
  #isOver = false;
  #working: Promise<void> = Promise.resolve();

  async open(): Promise<void> {
    this.hq = await openHq({ store: this.store, clock: systemClock, random: systemRandom, log: silentLog });
    const { hq } = this;
    this.#isOver = false;
    this.#working = (async () => {
      while (!this.#isOver) {
        const isMore = await hq.work();
        await new Promise((resolve) => setTimeout(resolve, isMore ? 0 : 20));
      }
    })();
  }

  async code(): Promise<string> {
    const code = await createEnrolmentCode(this.hq.core, { storeId: STORE, tillName: 'Caisse' });
    assert.ok(code.kind === 'done');
    return code.code;
  }

  async close(): Promise<void> {
    this.#isOver = true;
    // What it is at is done: of a headquarters that is closed meanwhile nobody hears whether.
    await this.#working;
    this.hq.close();
  }

  /** Another process over an older database; nobody declares anything. */
  async putBack(backup: MemoryStore): Promise<void> {
    await this.close();
    this.store = backup;
    await this.open();
  }

  async identity(): Promise<{ readonly incarnation: string; readonly isRecovering: boolean }> {
    return organisation(this.store.read);
  }

  async product(gtin: string): Promise<void> {
    const saved = await saveProduct(this.hq.core, {
      productId: null,
      product: {
        name: `Article ${gtin}`,
        gtins: [`0${gtin}`],
        unit: 'piece',
        priceMinor: 500,
        vatRateBasisPoints: 2_000,
        mealVoucher: false,
      },
    });
    assert.equal(saved.kind, 'done', JSON.stringify(saved));
  }

  async vouchersUpTo(mealVoucherMinorMax: number): Promise<void> {
    const value = { ...TENDERS, mealVoucherMinorMax };
    assert.equal((await saveSettings(this.hq.core, { storeId: null, group: 'tenders', value })).kind, 'done');
  }
}

function newTill(town: Town): TestTill {
  const hq = { transport: () => town.transport };
  const till = makeTill({ tillId: 'till-r', hq, clock: systemClock, random: systemRandom });
  closings.push(() => till.close());
  return till;
}

async function openTown({ isBackedUpFirst = false } = {}): Promise<{ readonly town: Town; readonly till: TestTill }> {
  const town = new Town();
  await town.open();
  closings.push(() => town.close());
  await saveStore(town.hq.core, { storeId: STORE, name: 'Montpellier', timeZone: 'Europe/Paris' });
  await town.product(KEPT);
  await town.vouchersUpTo(1_000);
  if (isBackedUpFirst) town.backup = town.store.copy();
  const till = newTill(town);
  assert.equal((await till.enrol({ code: await town.code() })).kind, 'enrolled');
  assert.equal((await till.page().signIn()).kind, 'done');
  await until('what headquarters says', () => vouchers(till) === 1_000 && knows(till, KEPT));
  await until('its rows', () => till.page().view('status').unsentCount === 0);
  return { town, till };
}

async function until(what: string, isDone: () => boolean | Promise<boolean>): Promise<void> {
  const endMs = Date.now() + WAIT_MS;
  while (!(await isDone())) {
    assert.ok(Date.now() < endMs, `in vain waited for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function vouchers(till: TestTill): number | undefined {
  const said = till.store().hq.settings('tenders');
  return said === undefined ? undefined : (JSON.parse(said) as { mealVoucherMinorMax: number }).mealVoucherMinorMax;
}

function knows(till: TestTill, gtin: string): boolean {
  return till.catalogue().byGtin(`0${gtin}`) !== undefined;
}

for (const isAway of [true, false])
  test(`what headquarters said in the lost hour is taken back by a till that was ${isAway ? 'away' : 'there'} meanwhile`, async () => {
    const { town, till } = await openTown();
    const before = await town.identity();
    const backup = town.store.copy();
    // No till has a row that is lost, and shows none: only what headquarters said itself.
    await town.product(LOST);
    await town.vouchersUpTo(2_000);
    await until('the lost hour', () => vouchers(till) === 2_000 && knows(till, LOST));

    town.isCut = true;
    await town.putBack(backup);
    if (!isAway) town.isCut = false;
    // As many changes as were lost, and more: its numbers say nothing.
    await town.product(LATER);
    await town.vouchersUpTo(3_000);
    town.isCut = false;
    await until('what holds now', () => vouchers(till) === 3_000 && knows(till, LATER) && !knows(till, LOST));
    assert.ok(knows(till, KEPT));

    const now = await town.identity();
    assert.notEqual(now.incarnation, before.incarnation);
    await until('the end of the recovery', async () => !(await town.identity()).isRecovering);
    assert.equal((await town.identity()).incarnation, now.incarnation, 'found out once');
    const { organisationId } = await organisation(town.store.read);
    const alarms = await listAlarms(town.store.read, { organisationId, limit: 9 });
    assert.deepEqual(
      alarms.map(({ kind, till_id }) => [kind, till_id]),
      [['headquarters-restored', 'till-r']],
    );
    await town.vouchersUpTo(4_000);
    await until('live again', () => vouchers(till) === 4_000);
  });

/** What headquarters holds of the till's chain, in order. */
function held(town: Town, till: TestTill): readonly string[] {
  const { chainId } = till.store().identity;
  return town.store
    .allRows(JOURNAL_ROW)
    .filter(({ chain_id }) => chain_id === chainId)
    .toSorted((left, right) => left.seq - right.seq)
    .map(({ hash }) => hash);
}

function written(till: TestTill): readonly string[] {
  return till
    .store()
    .rowsAfter(till.store().identity.chainId, 0, 10_000)
    .map(({ hash }) => hash);
}

async function sale(page: ReturnType<TestTill['page']>): Promise<void> {
  assert.equal((await page.scan(KEPT)).kind, 'done');
  assert.equal((await page.pay()).kind, 'done');
}

for (const isDeclared of [true, false])
  for (const way of ['the panel', 'the command line'])
    test(`a till enrolled in the lost hour comes in again by a code of ${way}, ${isDeclared ? 'declared' : 'undeclared'}`, async () => {
      const { town, till } = await openTown({ isBackedUpFirst: true });
      const page = till.page();
      await page.signIn(MANAGER);
      page.receive({ kind: 'subscribe', topic: 'headquarters' });
      await sale(page);
      await until('the sale', () => held(town, till).length === written(till).length);
      await town.putBack(present(town.backup, 'the backup'));
      if (isDeclared) await declareRestored(town.hq.core);
      await sale(page);
      await until('the refusal', () => page.view('headquarters').refusal === 'request.unknown-till');
      assert.equal(page.view('headquarters').mayJoin, true);
      assert.equal(held(town, till).length, 0);

      const asked = { url: 'http://hq.test', code: await town.code() };
      if (way === 'the command line') till.restart({ hqOffered: asked });
      else assert.equal((await page.command('joinHq', asked)).kind, 'done');
      await until('the link', () => till.page().view('status').network === 'online');
      await until('all rows', () => held(town, till).length === written(till).length);
      assert.deepEqual(held(town, till), written(till));
      await until('the end of the recovery', async () => !(await town.identity()).isRecovering);

      await town.vouchersUpTo(5_000);
      await until('live again', () => vouchers(till) === 5_000);
      const after = till.page();
      await after.signIn(MANAGER);
      await sale(after);
      await until('the next sale', () => held(town, till).length === written(till).length);
      assert.deepEqual(held(town, till), written(till));
      assert.equal((await after.command('joinHq', asked)).kind, 'refused');
      assert.equal((await till.enrol({ code: await town.code() })).kind, 'refused');
    });
