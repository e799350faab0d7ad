/**
 * What goes on between this till and headquarters about spending, between the turns of the till: accounts are handed over, holds
 * are asked for tickets, leases in advance, and what is not used goes back. Every step is stored before the next: a till
 * that ends anywhere goes on from what its store says.
 */
import { type AccountId, type EntryId, type StationId, type TicketId, branded } from '#base/brand.ts';
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import { atText, payloadOf, type PayloadByKind } from '#domain/journal/journal.ts';
import type {
  HoldQuestion,
  HqQuestion,
  LeaseQuestion,
  OpenGrant,
  ReservationQuestion,
} from '#main/store/authority-port.ts';
import type { Transaction } from '#main/store/port.ts';
import { backOffMs, type HqReply } from '#main/sync/sync.ts';
import { type TillCore, asFault, newId, openPeriod } from '../core.ts';
import { heldBaskets } from '../held-tickets.ts';
import { isGenuine } from './genuine.ts';
import { Leases } from './leases.ts';
import { QuestionPauses } from './question-pauses.ts';
import type { Spending } from './spending.ts';

/** A customer stands at the counter. */
const ANSWER_MS = 4_000;
/** The row that hands an account over is on its way when headquarters says that it does not know of it. */
const HANDING_OVER = { afterMs: 300, times: 20 };
/** A till that is asked to give a lease back hears of it within two seconds, and its row takes a moment. */
const GIVING_BACK = { afterMs: 300, times: 20 };
/** The row that gives lines back is on its way when headquarters says that they are kept for somebody. */
const RELEASING = { afterMs: 300, times: 10 };
const RELEASED_MS = 10_000;
/** A till that ends waits so long for headquarters to hear of it. */
const LEAVING_MS = 1_500;
const LEAVING_STEP_MS = 50;
/** Why a hold is not granted that other tills have. */
const HELD = 'held-elsewhere';
const HANDED_OVER_AT_ONCE = 200;

type Reserving = Pick<ReservationQuestion, 'ticketId' | 'lines'>;
type GrantAnswer = CallAnswer<'hold'> | CallAnswer<'lease'>;

export class AuthorityDesk {
  readonly #till: () => TillCore;
  readonly #turn: (work: () => void) => void;
  readonly #inFlight = new Set<string>();
  readonly #tries = new Map<string, number>();
  #pauses: QuestionPauses | null = null;
  readonly #leases: Leases;
  /** When lines of a ticket were last given back; monotonic. */
  readonly #releasedMs = new Map<string, number>();
  /** Tickets whose movements are not looked at yet. */
  readonly #sold: TicketId[] = [];
  #lastLink: string | null = null;
  #isStopped = false;
  #isWorking = false;
  #isLeaving = false;

  constructor(till: () => TillCore, options: { readonly turn: (work: () => void) => void }) {
    this.#till = till;
    this.#turn = options.turn;
    this.#leases = new Leases(till);
  }

  /**
   * The till is about to end: leases and lines kept for refunds go back where headquarters answers, so that no other till waits for
   * one that is switched off.
   * Resolves once their rows are acknowledged, or after a moment: what is not comes with the next start.
   */
  async leave(): Promise<void> {
    const core = this.#till();
    const { store, clock } = core.ports;
    if (this.#isStopped || store.readOnly !== null || store.hq.link() === null) return;
    if (core.hq.status().link !== 'online') return;
    const isReserving = store.authority.openReservations().length > 0;
    this.#isLeaving = true;
    this.#asked.clear();
    this.work();
    const leases = store.authority.allGrants().filter(({ kind }) => kind === 'lease');
    if (leases.length === 0 && !isReserving) return;
    this.#write((transaction) => leases.forEach((lease) => this.#returned(transaction, lease, lease.left)));
    for (let waitedMs = 0; waitedMs < LEAVING_MS && core.hq.status().unsent > 0; waitedMs += LEAVING_STEP_MS) {
      core.hq.wake();
      await new Promise<void>((resolve) => void clock.after(LEAVING_STEP_MS, resolve));
    }
  }

  stop(): void {
    this.#isStopped = true;
    this.#pauses?.endAll();
  }

  /** Stores the question for a hold and sends it. */
  ask({ ticketId, accountId }: Spending, amount: number): void {
    const core = this.#till();
    this.#put({
      kind: 'hold',
      questionId: core.ports.random.uuid(),
      ticketId,
      accountId,
      amount,
      holders: [],
      ...unanswered(core),
    });
  }

  /** A ticket or a refund was paid: the accounts that it moved live here now. */
  sold(ticketId: TicketId): void {
    this.#sold.push(ticketId);
  }

  /** Lines of a ticket came back: what was kept of it, or may have been, is nobody's any more. */
  refunded(ticketId: TicketId): void {
    for (const { questionId } of this.#till().ports.store.authority.questionsOfTicket(ticketId))
      this.#asked.delete(questionId);
  }

  /** Tickets for whose lines headquarters is being asked. */
  ticketsAsked(): readonly TicketId[] {
    if (this.#asked.size === 0) return [];
    return this.#till()
      .ports.store.authority.questions()
      .flatMap((question) =>
        question.kind === 'reservation' && question.state === 'asked' && this.#asked.has(question.questionId)
          ? [question.ticketId]
          : [],
      );
  }

  /** Stores the question for lines of a ticket and sends it, unless it is `known`; the station waits for it now. */
  askReservation(station: StationId, { ticketId, lines }: Reserving, known: string | null): void {
    const core = this.#till();
    const questionId = known ?? core.ports.random.uuid();
    this.#asked.set(questionId, station);
    if (known !== null) return;
    this.#put({ kind: 'reservation', questionId, ticketId, lines, untilMs: null, ...unanswered(core) });
  }

  /** Nobody at the station refunds anything now: what was kept for it goes back. */
  leaveRefund(station: StationId): void {
    const left = [...this.#asked].filter(([, by]) => by === station);
    for (const [questionId] of left) this.#asked.delete(questionId);
    if (left.length > 0) this.work();
  }

  drop(questions: readonly HqQuestion[]): void {
    this.#write((transaction) => questions.forEach(({ questionId }) => transaction.authority.dropQuestion(questionId)));
    for (const { questionId } of questions) this.#resting.forget(questionId);
  }

  /** Gives back what is not needed any more, and asks what is to be asked. For the end of a turn, and for every tick. */
  work(): void {
    const core = this.#till();
    if (this.#isStopped || this.#isWorking || core.ports.store.readOnly !== null) return;
    if (core.ports.store.hq.link() === null) return;
    this.#isWorking = true;
    try {
      this.#noteUsed();
      const { link } = core.hq.status();
      this.#giveBack(link === 'online');
      // What can be spent is another matter online than offline: pages are told without being asked.
      if (link !== this.#lastLink) {
        core.changed('basket');
        this.#resting.endAll();
      }
      this.#lastLink = link;
      if (link === 'online') {
        this.#handOver();
        this.#askLease();
      }
      for (const question of core.ports.store.authority.questions()) this.#send(question, link === 'online');
    } finally {
      this.#isWorking = false;
    }
  }

  /** Accounts that a ticket has at hand are in use; those that one moved live here. */
  #noteUsed(): void {
    const core = this.#till();
    for (const { basket } of core.stations.values()) {
      if (basket.member !== undefined) this.#leases.used(basket.member.accountId);
      for (const { accountId } of basket.storedValue) this.#leases.used(accountId);
    }
    for (const ticketId of this.#sold.splice(0)) {
      const entry = core.ports.store.ticket(ticketId)?.entry;
      const moved = entry === undefined ? [] : (payloadOf(entry, 'ticket-validated').balance_movements ?? []);
      this.#leases.moved(moved.map(({ account_id }) => branded<AccountId>(account_id)));
    }
  }

  #giveBack(isOnline: boolean): void {
    const core = this.#till();
    const { authority } = core.ports.store;
    const nowMs = core.hq.trustedMs();
    const grants = authority.allGrants();
    const leftOf = new Map(grants.map((grant) => [grant.grantId, grant]));
    const over = authority.questions().filter((question) => this.#isOver(question, leftOf, nowMs));
    const overIds = new Set(over.map(({ questionId }) => questionId));
    const idle = new Set(isOnline ? this.#leases.toGiveBack(grants).map(({ grantId }) => grantId) : []);
    const unneeded = grants.filter(
      ({ kind, grantId, expiresAtMs, ticketId }) =>
        !overIds.has(grantId) && (expiresAtMs <= nowMs || idle.has(grantId) || (kind === 'hold' && ticketId === null)),
    );
    const open = new Set(authority.questions().map(({ questionId }) => questionId));
    const forgotten = authority.openReservations().filter(({ reservationId }) => !open.has(reservationId));
    if (over.length + unneeded.length + forgotten.length === 0) return;
    if (over.some(({ kind }) => kind === 'reservation')) core.changed('basket');
    this.#write((transaction) => {
      for (const question of over) this.#conclude(transaction, question, leftOf.get(question.questionId));
      for (const grant of unneeded) this.#returned(transaction, grant, grant.left);
      for (const { reservationId, ticketId } of forgotten) this.#released(transaction, reservationId, ticketId);
    });
  }

  /** Whether nobody waits for a question any more, or what it granted is over. */
  #isOver(question: HqQuestion, leftOf: ReadonlyMap<string, OpenGrant>, nowMs: number): boolean {
    if (question.kind === 'lease') return question.state === 'granted' || question.state === 'refused';
    if (question.kind === 'reservation') return this.#isReservationOver(question, nowMs);
    if (!this.#isWanted(question)) return true;
    if (question.state !== 'granted') return false;
    const grant = leftOf.get(question.questionId);
    return grant === undefined || grant.expiresAtMs <= nowMs;
  }

  #isWanted({ ticketId, accountId }: HoldQuestion): boolean {
    const core = this.#till();
    const baskets = [...core.stations.values(), ...heldBaskets(core)].map(({ basket }) => basket);
    const basket = baskets.find((one) => one.ticketId === ticketId);
    if (basket === undefined) return false;
    return (
      basket.storedValue.some((shown) => shown.accountId === accountId) ||
      (basket.member?.accountId === accountId && basket.redeemedPoints > 0)
    );
  }

  #isReservationOver({ questionId, state, untilMs }: ReservationQuestion, nowMs: number): boolean {
    const { store } = this.#till().ports;
    // While no session sells nobody refunds anything.
    if (!this.#asked.has(questionId) || store.drawerSession()?.state !== 'open') return true;
    if (state !== 'granted') return false;
    const isUsed = !store.authority.openReservations().some(({ reservationId }) => reservationId === questionId);
    return isUsed || (untilMs ?? 0) <= nowMs;
  }

  /** Reservations that a page of this process asked for, and at which station; those of an earlier process are given back. */
  readonly #asked = new Map<string, StationId>();

  /** The page has seen the refusal, or wants something else. */
  forgetReservation({ questionId, ticketId, state }: ReservationQuestion): void {
    this.#asked.delete(questionId);
    if (state !== 'refused') this.#noteReleased(ticketId);
  }

  #conclude(transaction: Transaction, question: HqQuestion, grant: OpenGrant | undefined): void {
    transaction.authority.dropQuestion(question.questionId);
    this.#resting.forget(question.questionId);
    this.#asked.delete(question.questionId);
    if (question.kind === 'lease' || question.state === 'refused') return;
    if (question.kind === 'reservation') {
      const isOpen = transaction.authority
        .openReservations()
        .some(({ reservationId }) => reservationId === question.questionId);
      // Also one that nobody answered: headquarters then never grants it.
      if (isOpen || question.state !== 'granted') this.#released(transaction, question.questionId, question.ticketId);
      return;
    }
    const { questionId: grantId, accountId, amount } = question;
    if (question.state === 'granted') {
      if (grant !== undefined) this.#returned(transaction, grant, grant.left);
      return;
    }
    // Whether it was granted nobody here knows: it is not used, and headquarters never grants it from now on.
    this.#returned(transaction, { grantId, accountId }, amount);
  }

  #returned(
    transaction: Transaction,
    { grantId, accountId }: Pick<OpenGrant, 'grantId' | 'accountId'>,
    amount: number,
  ): void {
    this.#append(transaction, 'grant-returned', { grant_id: grantId, account_id: accountId, amount });
  }

  #released(transaction: Transaction, reservationId: string, ticketId: TicketId): void {
    this.#append(transaction, 'refund-released', { reservation_id: reservationId, ticket_id: ticketId });
    this.#noteReleased(ticketId);
  }

  #noteReleased(ticketId: TicketId): void {
    this.#releasedMs.set(ticketId, this.#till().ports.clock.monotonicMs());
  }

  /** Whether what headquarters calls taken may be what this till has just given back of the ticket. */
  #isJustReleased(question: HqQuestion): boolean {
    if (question.kind !== 'reservation') return false;
    const releasedMs = this.#releasedMs.get(question.ticketId);
    return releasedMs !== undefined && this.#till().ports.clock.monotonicMs() - releasedMs < RELEASED_MS;
  }

  #handOver(): void {
    const { store } = this.#till().ports;
    const accountIds = store.authority.accountsToHandOver(HANDED_OVER_AT_ONCE);
    const link = store.hq.link();
    if (accountIds.length === 0 || link === null) return;
    this.#write((transaction) =>
      this.#append(transaction, 'authority-handed-over', {
        organisation_id: link.organisationId,
        account_ids: accountIds.toSorted(),
      }),
    );
    this.#leases.moved(accountIds);
  }

  #askLease(): void {
    const core = this.#till();
    const lease = this.#isLeaving ? null : this.#leases.next();
    if (lease !== null)
      this.#put({ kind: 'lease', questionId: core.ports.random.uuid(), ...lease, ...unanswered(core) });
  }

  /** Stores a question before it is sent. */
  #put(question: HqQuestion): void {
    this.#write((transaction) => transaction.authority.putQuestion(question));
    this.#send(question, this.#till().hq.status().link === 'online');
    this.#till().changed('basket');
  }

  #send(question: HqQuestion, isOnline: boolean): void {
    const core = this.#till();
    const { questionId, state } = question;
    if (state === 'granted' || state === 'refused') return;
    if (this.#inFlight.has(questionId) || this.#resting.isResting(questionId)) return;
    const { line } = core.hq;
    if (line === null || !isOnline) {
      if (state === 'asked') this.#settle({ ...question, state: 'unknown' });
      return;
    }
    this.#inFlight.add(questionId);
    const chainId = core.ports.store.identity.chainId;
    const answered = (reply: HqReply<GrantAnswer | CallAnswer<'reserve'>>): void => {
      this.#inFlight.delete(questionId);
      if (!this.#isStopped) this.#turn(() => this.#answered(questionId, reply));
    };
    const options = { timeoutMs: ANSWER_MS };
    if (question.kind === 'hold') {
      const { accountId, amount } = question;
      void line.call('hold', { holdId: questionId, chainId, accountId, amount }, options).then(answered);
    } else if (question.kind === 'lease') {
      const { accountId, amount } = question;
      void line.call('lease', { leaseId: questionId, chainId, accountId, wanted: amount }, options).then(answered);
    } else {
      const input: CallInput<'reserve'> = {
        reservationId: questionId,
        chainId,
        ticketId: question.ticketId,
        lines: question.lines.map((line_) => ({ ...line_ })),
      };
      void line.call('reserve', input, options).then(answered);
    }
  }

  #answered(questionId: string, reply: HqReply<GrantAnswer | CallAnswer<'reserve'>>): void {
    const core = this.#till();
    const question = core.ports.store.authority.questions().find((one) => one.questionId === questionId);
    // Nobody waits for it any more, and it was given back.
    if (question === undefined || question.state === 'granted' || question.state === 'refused') return;
    if (reply.kind !== 'answered') {
      this.#resting.failed(questionId, () => this.#sendAgain(question));
      return this.#settle({ ...question, state: 'unknown' });
    }
    this.#resting.forget(questionId);
    const { answer } = reply;
    if (answer.kind === 'held-elsewhere') return this.#heldElsewhere(question, answer);
    if (answer.kind === 'refused') {
      if (answer.reason === 'not-handed-over' && this.#isTriedAgain(question, HANDING_OVER)) return;
      const isTaken = answer.reason === 'already-refunded';
      if (isTaken && this.#isJustReleased(question) && this.#isTriedAgain(question, RELEASING)) return;
      const available = 'available' in answer ? answer.available : null;
      return this.#settle({ ...question, state: 'refused', reason: answer.reason, available });
    }
    if (question.kind === 'reservation') {
      const untilMs = 'expiresAtMs' in answer ? answer.expiresAtMs : 0;
      return this.#settle({ ...question, state: 'granted', untilMs });
    }
    if (!('grant' in answer) || !isGenuine(core, question, answer.grant)) {
      core.ports.log.warn('grant-not-genuine', { grant: questionId });
      return this.#settle({ ...question, state: 'refused', reason: 'not-genuine', available: 0 });
    }
    const asked = question.kind === 'hold' ? { ...question, holders: [] } : question;
    this.#settle({ ...asked, state: 'granted', reason: null, available: null }, answer.grant);
  }

  /** Other tills have it. Where they were asked and answer, it is asked again in a moment; else the page says who has it. */
  #heldElsewhere(
    question: HqQuestion,
    { available, holders }: Extract<GrantAnswer, { readonly kind: 'held-elsewhere' }>,
  ): void {
    if (question.kind !== 'hold') return this.#settle({ ...question, state: 'refused', reason: HELD, available });
    const coming = holders.reduce((sum, { isComing, amount }) => sum + (isComing ? amount : 0), 0);
    const isEnough = available + coming >= question.amount;
    const said: HoldQuestion = { ...question, reason: HELD, available: available + coming, holders };
    if (!isEnough) return this.#settle({ ...said, state: 'refused' });
    if (!this.#isTriedAgain(question, GIVING_BACK)) return this.#settle({ ...said, state: 'refused', available });
    this.#write((transaction) => transaction.authority.putQuestion({ ...said, state: 'asked' }));
    this.#till().changed('basket');
  }

  /** What it waits for is on its way: it is asked again in a moment, so many times. */
  #isTriedAgain(
    { questionId, kind }: HqQuestion,
    again: { readonly afterMs: number; readonly times: number },
  ): boolean {
    const tries = (this.#tries.get(questionId) ?? 0) + 1;
    this.#tries.set(questionId, tries);
    if (tries > again.times) return false;
    const core = this.#till();
    core.hq.wake();
    this.#resting.rest(questionId, again.afterMs, () => this.#sendAgain({ questionId, kind }));
    return true;
  }

  #sendAgain({ questionId, kind }: Pick<HqQuestion, 'questionId' | 'kind'>): void {
    if (this.#isStopped) return;
    const core = this.#till();
    const question = core.ports.store.authority.questions().find((one) => one.questionId === questionId);
    if (question !== undefined && question.kind === kind) this.#send(question, core.hq.status().link === 'online');
  }

  /** Made at the first use: the till is not there yet when its desk is. */
  get #resting(): QuestionPauses {
    const { clock, random } = this.#till().ports;
    this.#pauses ??= new QuestionPauses(clock, (failures) => backOffMs(failures, random));
    return this.#pauses;
  }

  /** Keeps what became of a question; a grant is a row before anybody spends of it. */
  #settle(
    question: HoldQuestion | LeaseQuestion | ReservationQuestion,
    grant?: Extract<GrantAnswer, { kind: 'granted' }>['grant'],
  ): void {
    this.#tries.delete(question.questionId);
    this.#write((transaction) => {
      transaction.authority.putQuestion(question);
      if (grant !== undefined)
        this.#append(transaction, 'grant-received', {
          grant: grant.kind,
          grant_id: grant.grantId,
          account_id: grant.accountId,
          unit: grant.unit,
          amount: grant.amount,
          expires_at: atText(grant.expiresAtMs),
          hq_signature: grant.signature,
        });
      if (question.kind === 'reservation' && question.state === 'granted')
        this.#append(transaction, 'refund-reserved', {
          reservation_id: question.questionId,
          ticket_id: question.ticketId,
          lines: question.lines.map(({ lineId, quantityMilli }) => ({
            line_id: lineId,
            quantity_milli: quantityMilli,
          })),
        });
      // Headquarters may hold what this till does not believe it granted.
      if (question.kind !== 'reservation' && question.reason === 'not-genuine')
        this.#returned(transaction, { grantId: question.questionId, accountId: question.accountId }, question.amount);
    });
    this.#till().changed('basket');
  }

  #write(work: (transaction: Transaction) => void): void {
    const core = this.#till();
    try {
      core.ports.store.transact(work);
    } catch (error) {
      core.notices.raise({ level: 'alarm', code: asFault(error).code });
    }
  }

  /** A row that nobody at a station wrote. */
  #append<Kind extends keyof PayloadByKind>(transaction: Transaction, kind: Kind, payload: PayloadByKind[Kind]): void {
    transaction.append({
      entryId: newId<EntryId>(this.#till()),
      family: 'M',
      kind,
      payload,
      ...openPeriod(transaction),
    });
  }
}

function unanswered(
  core: TillCore,
): Pick<HqQuestion, 'state' | 'reason' | 'available' | 'askedAtMs'> & { readonly state: 'asked' } {
  return { state: 'asked', reason: null, available: null, askedAtMs: core.hq.trustedMs() };
}
