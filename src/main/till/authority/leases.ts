/**
 * Leases: what headquarters grants this till in advance of accounts that live here, so that they can be spent from while the line is
 * cut. What one till has no other can spend, so that a lease is asked for where it is likely to be used, and goes back as soon
 * as it is not.
 *
 * An account lives at the till that moved it last: that opened it and handed it over, or whose ticket earned, loaded, spent or took
 * back. A card that was only looked at lives where it lived.
 */
import type { AccountId } from '#base/brand.ts';
import { leaseWanted } from '#domain/authority/authority.ts';
import type { OpenGrant } from '#main/store/authority-port.ts';
import type { TillCore } from '../core.ts';
import { leaseLimit, offlineSpending } from './limits.ts';

/** Where a lease was refused, or nobody answered. */
const LEASE_PAUSE_MS = 5 * 60_000;
/** Accounts that were moved here lately. */
const HOME_ACCOUNTS = 50;
/** Leases that are asked for at a time: they wait behind what a customer waits for. */
const LEASES_AT_ONCE = 2;
const MINUTE_MS = 60_000;

interface Home {
  /** What the figure of headquarters had of other tills when it was moved here; null while there is no figure. */
  elsewhere: string | null;
  /** When a lease may be asked for again. */
  notBeforeMs: number;
}

export class Leases {
  readonly #till: () => TillCore;
  readonly #homes = new Map<AccountId, Home>();
  /** When this process last saw an account used here. */
  readonly #usedMs = new Map<AccountId, number>();

  constructor(till: () => TillCore) {
    this.#till = till;
  }

  /** Accounts that a row of this till moved or handed over: they live here now. */
  moved(accountIds: Iterable<AccountId>): void {
    for (const accountId of accountIds) {
      this.#homes.delete(accountId);
      this.#homes.set(accountId, { elsewhere: this.#elsewhere(accountId), notBeforeMs: 0 });
      this.used(accountId);
      const [oldest] = this.#homes.keys();
      if (this.#homes.size > HOME_ACCOUNTS && oldest !== undefined) this.#homes.delete(oldest);
    }
  }

  /** An account that is at hand at a station: its lease is not idle. */
  used(accountId: AccountId): void {
    this.#usedMs.set(accountId, this.#till().ports.clock.monotonicMs());
  }

  /**
   * Leases that go back now, while headquarters answers: asked back for another till, of an account that lives elsewhere, unused for
   * longer than the merchant wants, or while no session is open, when nobody is here to spend them.
   */
  toGiveBack(grants: readonly OpenGrant[]): readonly OpenGrant[] {
    const leases = grants.filter(({ kind }) => kind === 'lease');
    if (leases.length === 0) return [];
    const core = this.#till();
    const isClosed = core.ports.store.openSession() === null;
    const idleMs = offlineSpending(core).leaseIdleMinutes * MINUTE_MS;
    const nowMs = core.ports.clock.monotonicMs();
    const back = leases.filter(({ accountId, isAskedBack }) => {
      const usedMs = this.#usedMs.get(accountId);
      // Of a lease from before this process nobody knows when it was used: it is idle from now on.
      if (usedMs === undefined) this.used(accountId);
      return isClosed || isAskedBack || this.#isGone(accountId) || nowMs - (usedMs ?? nowMs) >= idleMs;
    });
    for (const { accountId } of back) {
      this.#homes.delete(accountId);
      this.#usedMs.delete(accountId);
    }
    return back;
  }

  /** The next lease to ask for, or null. Whoever asks says so by calling this. */
  next(): { readonly accountId: AccountId; readonly amount: number } | null {
    const core = this.#till();
    const { store } = core.ports;
    const pending = store.authority.questions().filter((question) => question.kind === 'lease');
    if (pending.length >= LEASES_AT_ONCE || store.openSession() === null) return null;
    const nowMs = core.hq.trustedMs();
    for (const [accountId, home] of [...this.#homes].toReversed()) {
      if (home.notBeforeMs > nowMs || pending.some((question) => question.accountId === accountId)) continue;
      const amount = this.#wanted(accountId, nowMs);
      if (amount === 0) continue;
      home.notBeforeMs = nowMs + LEASE_PAUSE_MS;
      return { accountId, amount };
    }
    return null;
  }

  #wanted(accountId: AccountId, nowMs: number): number {
    const core = this.#till();
    const { store } = core.ports;
    const figure = store.authority.hqFigure(accountId);
    const account = store.account(accountId);
    if (figure === null || account?.state !== 'active' || store.authority.authorityOf(accountId) === 'own') return 0;
    if (this.#isGone(accountId)) {
      this.#homes.delete(accountId);
      return 0;
    }
    const left = store.authority
      .grants(accountId)
      .filter(({ kind, expiresAtMs }) => kind === 'lease' && expiresAtMs > nowMs)
      .reduce((sum, grant) => sum + grant.left, 0);
    return leaseWanted({
      most: leaseLimit(offlineSpending(core), account.unit),
      left,
      available: Math.min(figure.balance, account.balance) - figure.reserved,
    });
  }

  /** Whether another till moved the account since it was moved here. */
  #isGone(accountId: AccountId): boolean {
    const home = this.#homes.get(accountId);
    if (home === undefined) return false;
    const elsewhere = this.#elsewhere(accountId);
    home.elsewhere ??= elsewhere;
    return elsewhere !== null && elsewhere !== home.elsewhere;
  }

  /** The part of headquarters' figure that is of other chains; null without a figure. */
  #elsewhere(accountId: AccountId): string | null {
    const { store } = this.#till().ports;
    const figure = store.authority.hqFigure(accountId);
    if (figure === null) return null;
    const { [store.identity.chainId]: _, ...others } = JSON.parse(figure.includes) as Readonly<Record<string, number>>;
    return JSON.stringify(others);
  }
}
