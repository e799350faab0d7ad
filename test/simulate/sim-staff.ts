/**
 * Whoever stands at one simulated till: sells, enrols, loads, spends, redeems, takes back, receives and counts, from a seeded
 * script. What the till refuses is taken as an answer; cards and tickets are known at every till, since customers walk.
 */
import type { CommandInput, CommandName, Outcome } from '#contract/screen/screen.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import type { BasketView } from '#contract/screen/views.ts';
import type { Dice } from '../rig/dice.ts';
import { Page } from '../rig/page.ts';

interface SoldAt {
  readonly ticketId: string;
  readonly number: string;
  readonly tillId: string;
}

/** What customers carry from till to till. */
export interface Town {
  readonly members: string[];
  readonly giftCards: string[];
  readonly tickets: SoldAt[];
  /** Of which something was brought back already, or tried to: some people try the same goods at another till. */
  readonly broughtBack: SoldAt[];
}

/** What the next customer comes for: anything by chance, to spend of an account, or to bring goods back. */
export type Errand = 'any' | 'spend' | 'bring-back';

/** What was done, and what was refused for which reason. */
export type Deeds = Map<string, number>;

export interface StaffOptions {
  readonly dice: Dice;
  readonly tillId: string;
  readonly town: Town;
  readonly codes: readonly string[];
  readonly productIds: readonly string[];
  readonly deeds: Deeds;
  /** Lets virtual time pass for whoever waits for headquarters at the counter. */
  readonly waitMs: (durationMs: number) => Promise<void>;
}

type Done<Name extends CommandName> = Extract<Outcome<Name>, { readonly kind: 'done' }>;

/** The longest that a customer waits for an answer of headquarters. */
const PATIENCE_MS = 4_000;
/** How often a page looks whether the answer is there. */
const LOOK_MS = 500;
const LOOKS_MAX = 20;
const PIN = '1234';
const MANAGER = 'bernard';

export class SimStaff {
  readonly page: Page;
  readonly #options: StaffOptions;

  constructor(options: StaffOptions) {
    this.#options = options;
    this.page = new Page(() => options.dice.uuid());
    for (const topic of ['station', 'basket', 'status', 'cash', 'headquarters'] as const) this.page.subscribe(topic);
  }

  /** One thing to do. Never rejects for what the till refuses. */
  async act(errand: Errand = 'any'): Promise<void> {
    if (!(await this.#isAtWork())) return;
    const chance = this.#options.dice.share();
    if (errand === 'bring-back') return this.#bringBack();
    if (errand === 'spend') return chance < 0.3 ? this.#sellToMember() : this.#spendGiftCard();
    if (chance < 0.12) return this.#enrol();
    if (chance < 0.24) return this.#sellGiftCard();
    if (chance < 0.44) return this.#sellToMember();
    if (chance < 0.62) return this.#spendGiftCard();
    if (chance < 0.77) return this.#bringBack();
    if (chance < 0.82) return this.#moveStock();
    return this.#sell();
  }

  /** Whether headquarters takes this chain no further, and a manager has to begin a new one. */
  get isForked(): boolean {
    return this.page.views.headquarters?.needsNewChain === true;
  }

  /** Whether headquarters does not know this till any more, and a manager has to ask it for a code. */
  get isUnknown(): boolean {
    const seen = this.page.views.headquarters;
    return seen?.link === 'refused' && seen.mayJoin;
  }

  /** A manager does; the process has to be started again. */
  async beginNewChain(): Promise<boolean> {
    await this.#isAtWork();
    return (await this.#command('beginNewChain', {})) !== null;
  }

  async #isAtWork(): Promise<boolean> {
    await this.page.when(({ station, status, basket }) => Boolean(station && status && basket));
    if (!this.page.views.station?.operator) await this.#command('signIn', { operatorId: MANAGER, pin: PIN });
    if (this.page.views.status?.sessionId === null)
      await this.#command('openSession', {
        float: [],
        asLeft: true,
        reason: 'simulation',
        approval: { operatorId: MANAGER, pin: PIN },
      });
    return this.page.views.status?.sessionId !== null;
  }

  async #sell(): Promise<void> {
    await this.#scanSome();
    await this.#pay('sale', []);
  }

  async #enrol(): Promise<void> {
    const { dice, town } = this.#options;
    const uid = this.#newUid();
    const cardRef = await this.#hold(uid);
    if (cardRef === undefined) return;
    const name = `Membre ${dice.uuid().slice(0, 8)}`;
    const enrolled = await this.#command('enrol', { fields: { name }, cardRef, evenIfAlike: true });
    if (enrolled !== null) town.members.push(uid);
    await this.#sell();
  }

  async #sellGiftCard(): Promise<void> {
    const { dice, town } = this.#options;
    const uid = this.#newUid();
    const cardRef = await this.#hold(uid);
    if (cardRef === undefined) return;
    const amountMinor = dice.whole(5, 40) * 100;
    const added = await this.#command('addVoucher', {
      ...(await this.#ticket()),
      account: 'gift-card',
      amountMinor,
      cardRef,
    });
    const isPaid = await this.#pay('gift card sold', []);
    if (added !== null && isPaid) town.giftCards.push(uid);
  }

  async #sellToMember(): Promise<void> {
    const { dice, town } = this.#options;
    if (dice.chance(0.5)) await this.#command('multiply', { quantityMilli: dice.whole(5, 40) * 1_000 });
    await this.#scanSome();
    if (town.members.length > 0) await this.#hold(dice.pick(town.members));
    const redeemable = (await this.#basket()).member?.redeemablePoints ?? 0;
    if (redeemable > 0 && dice.chance(0.8)) {
      const redeemed = await this.#command('redeemPoints', { ...(await this.#ticket()), points: redeemable });
      if (redeemed !== null) {
        await this.#options.waitMs(dice.whole(0, PATIENCE_MS));
        if (await this.#pay('points redeemed', [])) return;
        await this.#command('redeemPoints', { ...(await this.#ticket()), points: 0 });
      }
    }
    await this.#pay('sale to a member', []);
  }

  async #spendGiftCard(): Promise<void> {
    const { dice, town } = this.#options;
    await this.#scanSome();
    if (town.giftCards.length === 0) return void (await this.#pay('sale', []));
    await this.#hold(dice.pick(town.giftCards));
    await this.#options.waitMs(dice.whole(0, PATIENCE_MS));
    const [card] = (await this.#basket()).storedValue;
    const totalMinor = (await this.#basket()).totalMinor;
    if (card !== undefined && card.spendableMinor > 0 && totalMinor > 0) {
      const amountMinor = Math.min(card.spendableMinor, totalMinor);
      const part = { method: 'gift-card' as const, tenderedMinor: amountMinor, accountId: card.accountId };
      const rest = totalMinor - amountMinor;
      const payments = [part, ...(rest > 0 ? [{ method: 'cash' as const, tenderedMinor: rest }] : [])];
      await this.#command('setTenders', { ...(await this.#ticket()), payments: [part] });
      await this.#options.waitMs(dice.whole(0, PATIENCE_MS));
      if (await this.#pay('gift card spent', payments)) return;
      await this.#command('setTenders', { ...(await this.#ticket()), payments: [] });
    }
    await this.#pay('sale', []);
  }

  async #bringBack(): Promise<void> {
    const { dice, town, tillId } = this.#options;
    if (town.tickets.length === 0) return;
    const isTriedAgain = town.broughtBack.length > 0 && dice.chance(0.5);
    const sale = dice.pick(isTriedAgain ? town.broughtBack : town.tickets);
    const { ticketId, tillId: soldAt } = sale;
    if (!isTriedAgain) town.broughtBack.push(sale);
    let { ticket } = await this.page.query('refundable', { ticketId });
    if (ticket === null) {
      await this.#options.waitMs(dice.whole(0, PATIENCE_MS));
      ({ ticket } = await this.page.query('refundable', { ticketId }));
    }
    const line = ticket?.lines.find((one) => one.why === 'ok' && one.refundableMinor > 0);
    const method = ticket?.methods.find(({ refundableMinor }) => refundableMinor > 0);
    if (ticket === null || line === undefined || method === undefined) return;
    const amountMinor = Math.min(line.refundableMinor, method.refundableMinor);
    const { accountId } = method;
    const wanted: CommandInput<'refund'> = {
      ticketId,
      lines: [{ lineId: line.lineId, quantityMilli: line.quantityMilli - line.refundedMilli }],
      payments: [{ method: method.method, amountMinor, ...(accountId === undefined ? {} : { accountId }) }],
      reason: 'rapporté',
      print: 'none',
      approval: { operatorId: MANAGER, pin: PIN },
    };
    let outcome = await this.page.command('refund', wanted);
    // As the page does: it goes on by itself once the answer is there.
    for (let looks = 0; outcome.kind === 'refused' && outcome.reason === 'refund_asked'; looks++) {
      await this.#options.waitMs(LOOK_MS);
      const { refundsAsked = [] } = this.page.views.basket ?? {};
      if (!refundsAsked.includes(ticketId)) outcome = await this.page.command('refund', wanted);
      if (looks === LOOKS_MAX) break;
    }
    this.#count(outcome, {
      refused: 'refund',
      done: soldAt === tillId ? 'refund of its own' : 'refund of another till',
    });
  }

  /** The rows of stock have commands of their own. */
  async #moveStock(): Promise<void> {
    const { dice, productIds } = this.#options;
    const productId = dice.pick(productIds);
    const quantityMilli = dice.whole(0, 50) * 1_000;
    if (dice.chance(0.5) && quantityMilli > 0)
      await this.#command('receiveStock', { reference: 'BL-1', lines: [{ productId, quantityMilli }] });
    else await this.#command('countStock', { lines: [{ productId, countedMilli: quantityMilli }] });
  }

  async #scanSome(): Promise<void> {
    const { dice, codes } = this.#options;
    const lines = dice.whole(1, 3);
    for (let line = 0; line < lines; line++)
      await this.#command('scan', { text: dice.pick(codes), source: 'simulation' });
  }

  async #pay(deed: string, payments: CommandInput<'pay'>['payments']): Promise<boolean> {
    const { town, tillId, deeds } = this.#options;
    const basket = await this.#basket();
    if (basket.lines.length === 0 && basket.vouchers.length === 0) return false;
    const all = payments.length > 0 ? payments : [{ method: 'cash' as const, tenderedMinor: basket.cashTotalMinor }];
    const paid = await this.#command('pay', { ...(await this.#ticket()), payments: all, print: 'none' });
    if (paid === null) return false;
    town.tickets.push({ ticketId: basket.ticketId, number: paid.ticketNumber, tillId });
    deeds.set(deed, (deeds.get(deed) ?? 0) + 1);
    return true;
  }

  /** Holds a card to the reader; the reference to it where nobody has it. */
  async #hold(uid: string): Promise<string | undefined> {
    await this.#command('presentCard', { uid, medium: 'contactless', source: 'card' });
    return (await this.#basket()).presentedCard?.cardRef;
  }

  #newUid(): string {
    // Not one of the first bytes that mark a random number (ISO/IEC 14443-3).
    const { dice } = this.#options;
    return `04${Array.from({ length: 6 }, () => dice.whole(0, 255).toString(16).padStart(2, '0')).join('')}`;
  }

  /** The ticket, once it is in sight: a till that was killed sends it anew. */
  async #basket(): Promise<BasketView> {
    for (;;) {
      const { basket } = this.page.views;
      if (basket !== undefined) return basket;
      await this.page.when((views) => views.basket !== undefined);
    }
  }

  async #ticket(): Promise<{ readonly ticketId: string; readonly basketVersion: number }> {
    const { ticketId, version } = await this.#basket();
    return { ticketId, basketVersion: version };
  }

  /** The outcome, or null where it was refused; the reason is counted. */
  async #command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<Done<Name> | null> {
    const outcome = await this.page.command(name, input);
    if (outcome.kind === 'done') return outcome as Done<Name>;
    this.#count(outcome, { refused: name });
    return null;
  }

  #count(
    outcome: { readonly kind: 'done' } | Refusal,
    { refused, done = '' }: { readonly refused: string; readonly done?: string },
  ): void {
    const what = outcome.kind === 'done' ? done : `refused: ${refused}: ${outcome.reason}`;
    this.#options.deeds.set(what, (this.#options.deeds.get(what) ?? 0) + 1);
  }
}
