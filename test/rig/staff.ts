/**
 * Everybody behind one counter, from a seeded script: the cashier's customers, and between them new members, gift cards
 * sold and spent, points redeemed, goods brought back, cash moved, and now and then the drawer counted and the day closed.
 * What the till refuses is taken as an answer: after a kill a card has to be held to the reader again, and nobody does.
 */
import { Cashier } from './cashier.ts';
import { openSession } from './enter.ts';
import { SELLER } from './shop.ts';

const NAMES = ['Amina', 'Louis', 'Inès', 'Karim', 'Zoé', 'Malik'];

/** What the staff saw done, by what it was. */
export interface Deeds {
  enrolments: number;
  giftCardsSold: number;
  giftCardsSpent: number;
  redemptions: number;
  refunds: number;
  cashMoves: number;
  counts: number;
  closings: number;
}

export class Staff extends Cashier {
  readonly deeds: Deeds = {
    enrolments: 0,
    giftCardsSold: 0,
    giftCardsSpent: 0,
    redemptions: 0,
    refunds: 0,
    cashMoves: 0,
    counts: 0,
    closings: 0,
  };
  readonly #members: string[] = [];
  readonly #giftCards: string[] = [];

  override async serve(): Promise<void> {
    const chance = this.dice.share();
    if (chance < 0.1) return this.#enrol();
    if (chance < 0.22) return this.#sellGiftCard();
    if (chance < 0.45) return this.#serveMember();
    if (chance < 0.53) return this.#refund();
    if (chance < 0.57) return this.#moveCash();
    if (chance < 0.61) return this.closeDay();
    return super.serve();
  }

  /** The day may be ahead of the clock by all that was closed today. */
  protected override openDrawerSession(): Promise<void> {
    return openSession({ command: (name, input) => this.command(name, input) }, SELLER);
  }

  async #hold(uid: string): Promise<void> {
    await this.command('presentCard', { uid, medium: 'contactless', source: 'card' });
  }

  #newUid(): string {
    // Not one of the first bytes that mark a random number (ISO/IEC 14443-3).
    return `04${Array.from({ length: 6 }, () => this.dice.whole(0, 255).toString(16).padStart(2, '0')).join('')}`;
  }

  async #enrol(): Promise<void> {
    const uid = this.#newUid();
    await this.#hold(uid);
    const cardRef = this.page.views.basket?.presentedCard?.cardRef;
    if (cardRef === undefined) return;
    const name = `${this.dice.pick(NAMES)} ${this.dice.uuid().slice(0, 8)}`;
    const outcome = await this.command('enrol', { fields: { name }, cardRef, evenIfAlike: true });
    if (outcome.kind !== 'done') return;
    this.deeds.enrolments += 1;
    this.#members.push(uid);
  }

  async #sellGiftCard(): Promise<void> {
    const uid = this.#newUid();
    await this.#hold(uid);
    const cardRef = this.page.views.basket?.presentedCard?.cardRef;
    if (cardRef === undefined) return;
    const sold = await this.command('addVoucher', {
      ...(await this.ticket()),
      account: 'gift-card',
      amountMinor: this.dice.whole(5, 40) * 100,
      cardRef,
    });
    await this.pay();
    if (sold.kind !== 'done') return;
    this.deeds.giftCardsSold += 1;
    this.#giftCards.push(uid);
  }

  async #serveMember(): Promise<void> {
    const { dice } = this;
    const lines = dice.whole(1, 3);
    for (let line = 0; line < lines; line++) await this.scan();
    if (this.#members.length > 0) await this.#hold(dice.pick(this.#members));
    const redeemable = this.page.views.basket?.member?.redeemablePoints ?? 0;
    if (redeemable > 0) {
      const outcome = await this.command('redeemPoints', { ...(await this.ticket()), points: redeemable });
      if (outcome.kind === 'done') this.deeds.redemptions += 1;
    }
    if (this.#giftCards.length > 0 && dice.chance(0.7)) await this.#payWithGiftCard(dice.pick(this.#giftCards));
    await this.pay();
  }

  async #payWithGiftCard(uid: string): Promise<void> {
    await this.#hold(uid);
    const basket = await this.basket();
    const [card] = basket.storedValue;
    if (card === undefined || card.spendableMinor <= 0 || basket.totalMinor <= 0) return;
    const giftMinor = Math.min(card.spendableMinor, basket.totalMinor);
    const restMinor = basket.totalMinor - giftMinor;
    const outcome = await this.command('pay', {
      ticketId: basket.ticketId,
      basketVersion: basket.version,
      payments: [
        { method: 'gift-card', tenderedMinor: giftMinor, accountId: card.accountId },
        ...(restMinor === 0 ? [] : [{ method: 'cash' as const, tenderedMinor: restMinor }]),
      ],
      print: 'none',
    });
    if (outcome.kind !== 'done') return;
    this.deeds.giftCardsSpent += 1;
    const { ticketId } = basket;
    this.confirmed.push({ ticketId, number: outcome.ticketNumber, totalMinor: outcome.totalMinor, print: 'none' });
    await this.page.when((views) => views.basket !== undefined && views.basket.ticketId !== ticketId);
  }

  async #refund(): Promise<void> {
    if (this.confirmed.length === 0) return;
    const { ticketId } = this.dice.pick(this.confirmed.slice(-10));
    const { ticket } = await this.page.query('refundable', { ticketId });
    const line = ticket?.lines.find((one) => one.why === 'ok' && one.refundableMinor > 0);
    const method = ticket?.methods.find(({ refundableMinor }) => refundableMinor > 0);
    if (ticket === null || line === undefined || method === undefined) return;
    const amountMinor = Math.min(line.refundableMinor, method.refundableMinor);
    const outcome = await this.command('refund', {
      ticketId,
      lines: [{ lineId: line.lineId, quantityMilli: line.quantityMilli - line.refundedMilli }],
      payments: [
        {
          method: method.method,
          amountMinor,
          ...(method.accountId === undefined ? {} : { accountId: method.accountId }),
        },
      ],
      reason: 'rapporté',
      print: 'none',
    });
    if (outcome.kind === 'done') this.deeds.refunds += 1;
  }

  async #moveCash(): Promise<void> {
    const outcome = await this.command('moveCash', {
      movement: this.dice.pick(['pay-in', 'pay-out', 'safe-drop']),
      amountMinor: this.dice.whole(1, 10) * 100,
      counts: [],
      reason: 'monnaie',
    });
    if (outcome.kind === 'done') this.deeds.cashMoves += 1;
  }

  /** Counts whatever comes to mind, closes, closes the day and opens the next. */
  async closeDay(): Promise<void> {
    await this.command('beginCount', { holdTickets: true });
    const sessionId = this.page.views.cash?.toCount[0]?.sessionId;
    if (sessionId !== undefined) {
      const count = await this.command('confirmCount', {
        sessionId,
        cash: [{ denominationMinor: 1000, count: this.dice.whole(0, 20) }],
        methods: [],
      });
      if (count.kind === 'done') {
        this.deeds.counts += 1;
        await this.command('closeSession', {
          sessionId,
          countNumber: count.countNumber,
          reason: 'compté par un script',
          nextFloatMinor: 0,
          nextFloat: [],
          print: false,
          approval: SELLER,
        });
      }
    }
    const [day] = this.page.views.cash?.unclosedDays ?? [];
    if (day?.isReady === true) {
      const closed = await this.command('closeDay', { businessDay: day.businessDay, print: false });
      if (closed.kind === 'done') this.deeds.closings += 1;
    }
    await this.signIn();
    for (const held of (await this.basket()).held)
      await this.command('recallTicket', { heldTicketId: held.ticketId }).then(() => this.pay());
  }
}
