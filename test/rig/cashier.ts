/**
 * A cashier who follows a seeded script: scans, changes their mind, takes cash, hands over a receipt, sometimes opens
 * the drawer or prints a copy. Remembers every command sent and everything that the till confirmed.
 */
import type { CommandName } from '#contract/screen/screen.ts';
import type { BasketView } from '#contract/screen/views.ts';
import type { Dice } from './dice.ts';
import { openSession } from './enter.ts';
import { Page } from './page.ts';
import { eanOf } from './products.ts';
import { SELLER } from './shop.ts';

export interface ConfirmedSale {
  readonly ticketId: string;
  readonly number: string;
  readonly totalMinor: number;
  readonly print: 'paper' | 'none';
}

export interface SentCommand {
  readonly name: CommandName;
  readonly input: unknown;
}

export interface CashierOptions {
  readonly dice: Dice;
  /** How many of the made-up products the shop has. */
  readonly products: number;
  /** Lines of a ticket at most. */
  readonly linesMax: number;
}

export class Cashier {
  readonly page: Page;
  readonly confirmed: ConfirmedSale[] = [];
  readonly sent = new Map<string, SentCommand>();
  /** When the last payment was answered, on the clock of `process.hrtime`. */
  paidAtNs = 0n;
  protected readonly dice: Dice;
  readonly #options: CashierOptions;

  constructor(options: CashierOptions) {
    this.#options = options;
    this.dice = options.dice;
    this.page = new Page(() => options.dice.uuid());
    for (const topic of ['station', 'basket', 'status', 'cash'] as const) this.page.subscribe(topic);
  }

  /** Signs in unless somebody is, and opens the session where none is open. */
  async signIn(): Promise<void> {
    await this.page.when((views) => views.station !== undefined && views.basket !== undefined);
    if (!this.page.views.station?.operator) {
      const outcome = await this.command('signIn', SELLER);
      if (outcome.kind !== 'done' && outcome.reason !== 'already_signed_in')
        throw new Error(`sign-in refused: ${outcome.reason}`);
    }
    await this.page.when((views) => views.status !== undefined);
    if (this.page.views.status?.sessionId === null) await this.openDrawerSession();
  }

  protected openDrawerSession(): Promise<void> {
    return openSession({ command: (name, input) => this.command(name, input) });
  }

  /** One customer, from the first scan to the receipt. */
  async serve(): Promise<void> {
    const { dice } = this;
    const lines = dice.whole(1, this.#options.linesMax);
    for (let line = 0; line < lines; line++) await this.scan();
    if (dice.chance(0.15)) await this.#changeQuantity();
    if (dice.chance(0.1)) await this.#voidLine();
    if (dice.chance(0.05)) {
      await this.command('cancelTicket', await this.ticket());
      return;
    }
    await this.pay();
    if (dice.chance(0.05)) await this.#copyOfLast();
    if (dice.chance(0.05)) await this.command('openDrawer', { reason: 'monnaie' });
  }

  async scan(): Promise<void> {
    const text = eanOf(this.dice.whole(0, this.#options.products - 1));
    const outcome = await this.command('scan', { text, source: 'page' });
    if (outcome.kind !== 'done') throw new Error(`scan refused: ${outcome.reason}`);
    const { lineId } = outcome;
    // A voided or paid line is gone again: what was scanned is seen, or the ticket is another.
    const ticketId = this.page.views.basket?.ticketId;
    await this.page.when(
      ({ basket }) =>
        basket !== undefined && (basket.ticketId !== ticketId || basket.lines.some((line) => line.lineId === lineId)),
    );
  }

  /** Pays what is in the basket, if anything is; again with the present view while it is stale. */
  async pay(
    print: 'paper' | 'none' = this.dice.chance(0.7) ? 'paper' : 'none',
    payments = this.dice.chance(0.3) ? 2 : 1,
  ): Promise<void> {
    for (;;) {
      const basket = await this.basket();
      if (basket.lines.length === 0 && basket.vouchers.length === 0) return;
      const outcome = await this.command('pay', {
        ticketId: basket.ticketId,
        basketVersion: basket.version,
        payments: tendered(basket.cashTotalMinor, payments),
        print,
      });
      if (outcome.kind === 'done') {
        this.paidAtNs = process.hrtime.bigint();
        this.confirmed.push({
          ticketId: basket.ticketId,
          number: outcome.ticketNumber,
          totalMinor: outcome.totalMinor,
          print,
        });
        await this.page.when((views) => views.basket !== undefined && views.basket.ticketId !== basket.ticketId);
        return;
      }
      if (outcome.reason !== 'basket_stale')
        throw new Error(`pay refused: ${outcome.reason} ${JSON.stringify(outcome.params ?? {})}`);
      await this.page.when((views) => views.basket !== undefined && views.basket.version !== basket.version);
    }
  }

  async #changeQuantity(): Promise<void> {
    const basket = await this.basket();
    const line = basket.lines.find((candidate) => candidate.kind === 'product' && candidate.unit === 'piece');
    if (line === undefined) return;
    await this.command('setQuantity', {
      ...(await this.ticket()),
      lineId: line.lineId,
      quantityMilli: this.dice.whole(1, 4) * 1000,
    });
  }

  async #voidLine(): Promise<void> {
    const basket = await this.basket();
    const line = basket.lines.find((candidate) => candidate.kind === 'product');
    if (line === undefined || basket.lines.filter((candidate) => candidate.kind === 'product').length < 2) return;
    await this.command('voidLine', { ...(await this.ticket()), lineId: line.lineId });
  }

  async #copyOfLast(): Promise<void> {
    const last = this.confirmed.at(-1);
    if (last !== undefined) await this.command('reprint', { ticketId: last.ticketId });
  }

  protected async ticket(): Promise<{ readonly ticketId: string; readonly basketVersion: number }> {
    const basket = await this.basket();
    return { ticketId: basket.ticketId, basketVersion: basket.version };
  }

  protected async basket(): Promise<BasketView> {
    await this.page.when((views) => views.basket !== undefined);
    return this.page.views.basket as BasketView;
  }

  protected command<Name extends CommandName>(name: Name, input: Parameters<typeof this.page.command<Name>>[1]) {
    const id = this.dice.uuid();
    this.sent.set(id, { name, input });
    return this.page.command(name, input, id);
  }
}

/** Cash for an amount: exactly, or in two handings-over of which the second is generous. */
function tendered(amountMinor: number, payments: number): { method: 'cash'; tenderedMinor: number }[] {
  if (payments === 1 || amountMinor < 2) return [{ method: 'cash', tenderedMinor: amountMinor }];
  // Coins that exist: the first part in whole units of 5.
  const first = Math.max(1, Math.floor(amountMinor / 10) * 5);
  return [
    { method: 'cash', tenderedMinor: first },
    { method: 'cash', tenderedMinor: amountMinor - first + 100 },
  ];
}
