/**
 * A random shop for tests: tills that earn, load, hold, lease, spend and give back, over a network that loses questions and answers,
 * says them twice and late; pushes in any order between chains; tills restored from an old copy. With the floor at nothing, nothing
 * is overspent, and what headquarters says is the sum of what tills did.
 */
import assert from 'node:assert/strict';
import { atText } from '#domain/journal/journal.ts';
import type { CallAnswer } from '#contract/sync/sync.ts';
import { CHAIN } from '../ingest/tables.ts';
import { UNPROJECTED } from '../project/tables.ts';
import type { HqStore } from '../store/port.ts';
import { leftOf } from './account.ts';
import { ACCOUNT, ACCOUNT_GRANT, ACCOUNT_MOVEMENT, EXPOSURE } from './tables.ts';
import { START_MS, testHq, write, type TestChain, type TestHq } from './testing.ts';

const STEPS = 140;

/** A throw of a die with so many sides, from 0. */
export type Dice = (sides: number) => number;

function dice(seed: number): Dice {
  let state = seed * 2_654_435_761;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

interface Held {
  readonly grantId: string;
  readonly kind: 'hold' | 'lease';
  readonly accountId: string;
  left: number;
}

/** A till as it knows itself: its chain, what it was granted, which accounts are its own to spend of. */
interface Till {
  chain: TestChain;
  readonly grants: Map<string, Held>;
  readonly own: Map<string, number>;
}

class Shop {
  readonly hq: TestHq;
  readonly roll: Dice;
  readonly tills: Till[] = [];
  readonly chains: TestChain[] = [];
  readonly accounts: string[] = [];
  /** Accounts that were clawed back from: they may be below zero. */
  readonly clawed = new Set<string>();
  /** Money in the world, whether headquarters knows of it or not. */
  readonly world = new Map<string, number>();
  /** Grants that tills gave up before they heard of them; `amount` of the row is 0, because they had none of it. */
  readonly givenUp: (readonly [accountId: string, grantId: string])[] = [];
  /** Questions that the network still carries. */
  readonly onTheWay: (() => Promise<void>)[] = [];
  #ids = 0;

  constructor(hq: TestHq, roll: Dice) {
    this.hq = hq;
    this.roll = roll;
  }

  id(kind: string): string {
    this.#ids += 1;
    return `${kind}-${this.#ids}`;
  }

  one<T>(list: readonly T[]): T | undefined {
    return list[this.roll(Math.max(1, list.length))];
  }

  move(till: Till, accountId: string, amount: number, reason: string, authority?: object): void {
    const movement = { n: 3, account_id: accountId, unit: 'EUR', amount, reason, ...(authority && { authority }) };
    const ticket = {
      ticket_id: this.id('ticket'),
      ticket_number: '1',
      transaction: 'sale',
      currency: 'EUR',
      lines: [],
    };
    write(till.chain, 'ticket-validated', { ...ticket, movements: [], balance_movements: [movement] });
    this.world.set(accountId, (this.world.get(accountId) ?? 0) + amount);
  }

  async step(): Promise<void> {
    const till = this.one(this.tills);
    if (till === undefined) return;
    const steps: readonly (() => void | Promise<void>)[] = [
      () => this.open(till),
      () => this.credit(till),
      () => this.spendOwn(till),
      () => this.handOver(till),
      () => this.ask(till),
      () => this.ask(till),
      () => this.spend(till),
      () => this.spend(till),
      () => this.giveBack(till),
      () => this.arrive(),
      () => this.arrive(),
      () => this.push(),
      () => this.push(),
      () => (this.roll(12) === 0 ? this.restore(till) : undefined),
    ];
    await this.one(steps)?.();
  }

  open(till: Till): void {
    if (this.accounts.length > 4) return;
    const accountId = this.id('account');
    write(till.chain, 'account-opened', { account_id: accountId, account: 'gift-card', unit: 'EUR' });
    till.own.set(accountId, 0);
    this.accounts.push(accountId);
  }

  credit(till: Till): void {
    const accountId = this.one(this.accounts);
    if (accountId === undefined) return;
    if (this.roll(20) === 0) {
      this.clawed.add(accountId);
      return this.move(till, accountId, -this.roll(200) - 1, 'taken-back');
    }
    const amount = this.roll(3_000) + 1;
    this.move(till, accountId, amount, 'loaded');
    const own = till.own.get(accountId);
    if (own !== undefined) till.own.set(accountId, own + amount);
  }

  spendOwn(till: Till): void {
    const accountId = this.one([...till.own.keys()]);
    const balance = till.own.get(accountId ?? '') ?? 0;
    if (accountId === undefined || balance <= 0) return;
    const amount = this.roll(balance) + 1;
    till.own.set(accountId, balance - amount);
    this.move(till, accountId, -amount, 'spent');
  }

  handOver(till: Till): void {
    const ids = [...till.own.keys()].filter(() => this.roll(3) > 0);
    if (ids.length > 0) write(till.chain, 'authority-handed-over', { organisation_id: 'org', account_ids: ids });
    for (const id of ids) till.own.delete(id);
  }

  /** A question for a hold or a lease. It may be lost, come late or twice; its answer may be lost. */
  ask(till: Till): void {
    const accountId = this.one(this.accounts);
    if (accountId === undefined) return;
    const { chain } = till;
    const kind = this.roll(2) === 0 ? 'hold' : 'lease';
    const grantId = this.id(kind);
    const amount = this.roll(600) + 1;
    const isHeard = this.roll(3) > 0;
    const carry = async (): Promise<void> => {
      const answer: CallAnswer<'hold'> =
        kind === 'hold'
          ? await this.hq.ask(chain, 'hold', { holdId: grantId, chainId: chain.chainId, accountId, amount })
          : await this.hq.ask(chain, 'lease', { leaseId: grantId, chainId: chain.chainId, accountId, wanted: amount });
      if (answer.kind !== 'granted' || !isHeard || till.chain !== chain || till.grants.has(grantId)) return;
      till.grants.set(grantId, { grantId, kind, accountId, left: answer.grant.amount });
      write(chain, 'grant-received', {
        grant: kind,
        grant_id: grantId,
        account_id: accountId,
        unit: 'EUR',
        amount: answer.grant.amount,
        expires_at: atText(answer.grant.expiresAtMs),
        hq_signature: answer.grant.signature,
      });
    };
    if (this.roll(10) > 0) this.onTheWay.push(carry);
    if (this.roll(5) === 0 && isHeard) this.onTheWay.push(carry);
    // Nobody answered: the till gives up, and says so, maybe before its question even arrives.
    if (!isHeard && this.roll(2) === 0) {
      write(chain, 'grant-returned', { grant_id: grantId, account_id: accountId, amount: 0 });
      this.givenUp.push([accountId, grantId]);
    }
  }

  spend(till: Till): void {
    const held = this.one([...till.grants.values()].filter(({ left }) => left > 0));
    if (held === undefined) return;
    const amount = this.roll(held.left) + 1;
    held.left -= amount;
    this.move(till, held.accountId, -amount, 'spent', { kind: held.kind, grant_id: held.grantId });
  }

  giveBack(till: Till): void {
    const held = this.one([...till.grants.values()]);
    if (held === undefined) return;
    write(till.chain, 'grant-returned', { grant_id: held.grantId, account_id: held.accountId, amount: held.left });
    till.grants.delete(held.grantId);
    // Whoever gave it back does not hear of it again: a late second answer is not taken.
    till.grants.set(held.grantId, { ...held, left: 0 });
  }

  /** Something that was on its way arrives, maybe two things at the very same moment. */
  async arrive(): Promise<void> {
    const take = (): (() => Promise<void>)[] => this.onTheWay.splice(this.roll(Math.max(1, this.onTheWay.length)), 1);
    const arriving = [...take(), ...take()];
    await Promise.all([...arriving.map((carry) => carry()), this.roll(2) === 0 ? this.push() : undefined]);
  }

  async push(): Promise<void> {
    const chain = this.one(this.chains);
    if (chain === undefined || chain.rows.length === 0) return;
    const seq = this.roll(3) === 0 ? this.roll(chain.rows.length) + 1 : chain.rows.length;
    await this.hq.deliver(chain, seq);
    // A push whose answer was lost is pushed again.
    if (this.roll(4) === 0) await this.hq.repeat(chain, [seq]);
  }

  /** The till goes on from an older copy as a new chain: what it was granted, and what it was the authority of, stays behind. */
  async restore(till: Till): Promise<void> {
    const old = till.chain;
    till.chain = await this.hq.chain(this.id('chain'), { tillId: old.tillId });
    await this.hq.core.store.transact(async (transaction) => {
      const row = await transaction.lock(CHAIN, [old.chainId]);
      if (row !== undefined) await transaction.put(CHAIN, [{ ...row, superseded_by: till.chain.chainId }]);
    });
    this.chains.push(till.chain);
    till.grants.clear();
    till.own.clear();
  }

  /** Whatever has happened: no promise is beyond the money, and nothing in the world was spent twice. */
  async check(): Promise<void> {
    for (const accountId of this.accounts) {
      const row = await this.hq.core.store.read.get(ACCOUNT, [accountId]);
      if (row === undefined) continue;
      assert.ok(row.reserved >= 0, `${accountId} has ${row.reserved} reserved`);
      if (this.clawed.has(accountId)) continue;
      assert.ok(row.balance - row.reserved >= 0, `${accountId}: ${row.balance} for ${row.reserved}`);
      assert.ok((this.world.get(accountId) ?? 0) >= 0, `${accountId} was overspent`);
    }
  }

  /** Everything arrives: headquarters knows what tills did, and what they may still do. */
  async settle(): Promise<void> {
    for (const carry of this.onTheWay.splice(0)) await carry();
    const order = [...this.chains].sort(() => this.roll(3) - 1);
    for (const chain of order) await this.hq.deliver(chain);
    for (const chain of order)
      await this.hq.repeat(
        chain,
        chain.rows.map(({ seq }) => seq),
      );
    await this.check();
    const { read } = this.hq.core.store;
    for (const accountId of this.accounts) {
      const row = await read.get(ACCOUNT, [accountId]);
      const movements = await read.scan(ACCOUNT_MOVEMENT, { prefix: [accountId], limit: 10_000 });
      const sum = movements.reduce((total, { amount }) => total + amount, 0);
      assert.equal(row?.balance, sum, `${accountId} is the sum of its movements`);
      assert.equal(sum, this.world.get(accountId) ?? 0, `${accountId} is what tills did`);
      const grants = await read.scan(ACCOUNT_GRANT, { prefix: [accountId], limit: 10_000 });
      assert.equal(
        row.reserved,
        grants.reduce((total, grant) => total + leftOf(grant), 0),
      );
    }
    for (const { chain, grants } of this.tills)
      for (const held of grants.values()) {
        const grant = await read.get(ACCOUNT_GRANT, [held.accountId, held.grantId]);
        assert.equal(grant === undefined ? null : leftOf(grant), held.left, `${held.grantId} of ${chain.chainId}`);
      }
    for (const key of this.givenUp) {
      const grant = await read.get(ACCOUNT_GRANT, key);
      assert.equal(grant === undefined ? 0 : leftOf(grant), 0, `${key[1]} was given up`);
    }
    assert.deepEqual(await read.scan(EXPOSURE, { prefix: ['2026-11'], limit: 10 }), [], 'nothing was spent unallowed');
    for (const chain of this.chains)
      assert.deepEqual(await read.scan(UNPROJECTED, { prefix: [chain.chainId], limit: 10 }), []);
  }
}

/** One random shop from its first row to its last; how often tills spent what they were granted is the answer. */
export async function randomShop(seed: number, open: (roll: Dice) => HqStore): Promise<number> {
  const roll = dice(seed);
  const store = open(roll);
  const shop = new Shop(await testHq(store), roll);
  const count = 2 + roll(3);
  for (let index = 0; index < count; index++) {
    const chain = await shop.hq.chain(shop.id('chain'), { tillId: `till-${index}` });
    shop.chains.push(chain);
    const till: Till = { chain, grants: new Map(), own: new Map() };
    shop.tills.push(till);
    shop.open(till);
    shop.credit(till);
    shop.handOver(till);
  }
  for (let step = 0; step < STEPS; step++) {
    await shop.step();
    shop.hq.nowMs = START_MS + step * 60_000;
    if (step % 10 === 9) await shop.check();
  }
  await shop.settle();
  const spends = shop.chains
    .flatMap(({ rows }) => rows)
    .filter(({ payload }) => JSON.stringify(payload).includes('grant_id') && 'balance_movements' in payload).length;
  return spends;
}
