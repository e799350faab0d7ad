/** Two tills and their headquarters in one process: real use cases of both sides, and a line between them that can be cut. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import type { Clock } from '#base/clock.ts';
import { saveProduct } from '#hq/catalogue/catalogue.ts';
import { createEnrolmentCode } from '#hq/fleet/codes.ts';
import { saveStore } from '#hq/fleet/stores.ts';
import { type Hq, openHq } from '#hq/hq.ts';
import { memoryStore } from '#hq/store/memory-store.ts';
import { silentLog, testRandom } from '#main/store/testing.ts';
import { MANAGER, PRODUCTS, type TestPage, type TestTill, makeTill } from '#main/till/testing.ts';

const WALL_MS = 1_790_000_000_000;

/** A till that is joined, with a manager signed in and a session open. */
export interface JoinedTill {
  readonly till: TestTill;
  readonly page: TestPage;
  isCut: boolean;
}

export interface TwoTills {
  readonly hq: Hq;
  readonly one: JoinedTill;
  readonly two: JoinedTill;
  cut(isCut: boolean): void;
  /** Resolves once something is so; fails after a while. */
  until(what: string, isSo: () => boolean): Promise<void>;
  /** Everything that a till has is at headquarters, and all of that is worked out. */
  settled(): Promise<void>;
}

const clock: Clock = {
  wallMs: () => WALL_MS,
  monotonicMs: () => Math.floor(performance.now()),
  after(delayMs, then) {
    const timer = setTimeout(then, delayMs).unref();
    return () => clearTimeout(timer);
  },
};

/** Opens them; they are closed when the test ends, however it ends. */
export async function twoTills(context: TestContext): Promise<TwoTills> {
  const hq = await openHq({ store: memoryStore(), clock, random: testRandom, log: silentLog });
  await saveStore(hq.core, { storeId: 'store', name: 'Magasin', timeZone: 'Europe/Paris' });
  for (const { id: _, ...product } of PRODUCTS) {
    const saved = await saveProduct(hq.core, { productId: null, product });
    assert.equal(saved.kind, 'done', JSON.stringify(saved));
  }
  let isOver = false;
  const working = work();

  async function work(): Promise<void> {
    while (!isOver) {
      await hq.work();
      await pause(5);
    }
  }

  async function join(tillId: string): Promise<JoinedTill> {
    const line = cutLine();
    const till = makeTill({
      tillId,
      hq: {
        transport: () => ({
          send: (call) =>
            line.carry(async () => {
              const { status, body } = await hq.answerCall(call);
              return { status, body: JSON.stringify(body) };
            }),
        }),
      },
    });
    const page = till.page();
    await page.signIn(MANAGER);
    const made = await createEnrolmentCode(hq.core, { storeId: 'store', tillName: tillId });
    assert.ok(made.kind === 'done');
    const enrolled = await till.enrol({ code: made.code });
    assert.equal(enrolled.kind, 'enrolled', JSON.stringify(enrolled));
    return {
      till,
      page,
      get isCut() {
        return line.isCut();
      },
      set isCut(isCut) {
        line.cut(isCut);
      },
    };
  }

  async function until(what: string, isSo: () => boolean): Promise<void> {
    for (let tries = 0; tries < 4_000; tries++) {
      if (isSo()) return;
      await pause(10);
    }
    assert.fail(`it never came about: ${what}`);
  }

  const joined: JoinedTill[] = [];
  context.after(async () => {
    isOver = true;
    await working;
    for (const { till } of joined) await till.close();
    hq.close();
  });
  const one = await join('till-1');
  joined.push(one);
  const two = await join('till-2');
  joined.push(two);
  await until('the price list is there', () =>
    [one, two].every(({ page }) => page.query('search', { text: 'milk', limit: 1 }).products.length > 0),
  );
  return {
    hq,
    one,
    two,
    cut(isCut) {
      one.isCut = isCut;
      two.isCut = isCut;
    },
    until,
    async settled() {
      await until('nothing is unsent', () => [one, two].every(({ page }) => page.view('status').unsentCount === 0));
      await pause(100);
    },
  };
}

/** A line that loses what is on its way in the moment when it is cut, and everything from then on. */
function cutLine() {
  const lost = new Set<() => void>();
  let isCut = false;
  return {
    isCut: () => isCut,
    cut(next: boolean): void {
      isCut = next;
      if (isCut) for (const lose of lost) lose();
    },
    async carry<T>(call: () => Promise<T>): Promise<T | null> {
      if (isCut) return null;
      let lose = (): void => undefined;
      const cut = new Promise<null>((resolve) => {
        lose = () => resolve(null);
      });
      lost.add(lose);
      try {
        return await Promise.race([call(), cut]);
      } finally {
        lost.delete(lose);
      }
    },
  };
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
