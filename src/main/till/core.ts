/**
 * What every use case works with: the ports, the stations, and the three ways in which a command ends.
 *
 *   kept in the journal  its rows, jobs and outcome are one durable transaction (`commit`)
 *   kept in the draft    its ticket and outcome are saved together, safe from a killed process (`saveBasket`)
 *   refused              nothing changed; the outcome is kept so that the same id gets the same answer
 *
 * Nobody is told anything before `commit` or `saveBasket` has returned. `effects` run after that, pulse first.
 */
import type {
  AccountId,
  CardId,
  CommandId,
  EntryId,
  JobId,
  LineId,
  PersonId,
  SessionId,
  StationId,
  TicketId,
} from '#base/brand.ts';
import { branded } from '#base/brand.ts';
import { assert, present } from '#base/assert.ts';
import { Fault, type FaultCode } from '#base/fault.ts';
import { cleanText } from '#base/text.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { TopicName } from '#contract/screen/screen.ts';
import { type Basket, isEmptyBasket } from '#domain/basket/basket.ts';
import type { Family, NewEntry, PayloadByKind } from '#domain/journal/journal.ts';
import { type Currency, currencyOf } from '#domain/money/money.ts';
import type { Right } from '#domain/operator/operator.ts';
import type { SettingsGroups } from '#domain/settings/settings.ts';
import type { Hardware } from '#main/hardware/port.ts';
import type { Job, OperatorRecord, Shop, Transaction } from '#main/store/port.ts';
import type { EnrolInput, Headquarters } from '#main/sync/sync.ts';
import { dayTooLong } from './cash/day-age.ts';
import type { AuthorityDesk } from './authority/authority.ts';
import type { DeviceDesk } from './device-desk.ts';
import type { DrawerWatch } from './drawer-watch.ts';
import type { ElsewhereDesk } from './elsewhere.ts';
import type { Joining } from './headquarters/joining.ts';
import type { MemberDesk } from './members/member-desk.ts';
import type { Notices } from './notices.ts';
import type { TillPorts } from './ports.ts';
import type { Station } from './station.ts';
import type { StockDesk } from './stock/stock.ts';

/** The state of the till between two commands. */
export interface TillCore {
  readonly ports: TillPorts;
  readonly hardware: Hardware;
  /** What headquarters is to this till; alone, where it has none. */
  readonly hq: Headquarters;
  /** Begins an enrolment; how it goes shows in `joining`. */
  join(input: EnrolInput): void;
  joining(): { readonly joining: Joining; readonly offered: { readonly url: string; readonly code: string } | null };
  readonly stations: Map<StationId, Station>;
  readonly notices: Notices;
  readonly desk: DeviceDesk;
  readonly drawers: DrawerWatch;
  readonly members: MemberDesk;
  readonly authority: AuthorityDesk;
  readonly elsewhere: ElsewhereDesk;
  readonly stock: StockDesk;
  readonly shop: Shop;
  readonly currency: Currency;
  /** What the manager has set, as it stands now. */
  settings(): SettingsGroups;
  /** After a change of them is durable. */
  settingsChanged(): void;
  /** A manager has to vouch for the clock before anybody sells. */
  clockNeedsManager: boolean;
  /** Marks a topic to be sent again when the present turn ends; every station's where none is named. */
  changed(topic: TopicName, station?: StationId): void;
  /** Looks for print jobs to send when the present turn ends. */
  wakePrinting(): void;
}

/** A command on its way through a use case. */
export interface Command {
  readonly id: CommandId;
  readonly name: string;
  readonly bodyHash: string;
  readonly station: Station;
  /** Who lets this one command pass a limit: their PIN was checked, and they have the right to approve. */
  readonly approver: OperatorRecord | null;
}

/** How a use case answers. */
export interface Handled<Outcome> {
  readonly outcome: Outcome | Refusal;
  /** Whether the outcome is stored already, with its effects. */
  readonly kept: boolean;
  /** What happens in the world once the outcome is durable: pulses. */
  readonly effects?: () => void;
}

/** A refusal that changed nothing. */
export function refused(...why: Parameters<typeof refuse>): { readonly outcome: Refusal; readonly kept: false } {
  return { outcome: refuse(...why), kept: false };
}

/** Why the operator of `station` may not do this, or null. */
export function missingRight(core: TillCore, station: Station, right: Right | 'signed-in'): Refusal | null {
  if (station.operator === null) return refuse('not_signed_in');
  if (right !== 'signed-in' && !mayDo(core, station.operator, right)) return refuse('no_right', { right });
  return null;
}

/** Whether somebody's role includes a right, as the shop has set it. */
export function mayDo(core: TillCore, operator: Pick<OperatorRecord, 'role'>, right: Right): boolean {
  return core.settings().roles[operator.role].rights.includes(right);
}

/** What a command needs beside its right: a session that sells, or at least that nobody is counting. */
export type Needs = 'session' | 'no-count' | 'nothing';

/** Why nothing can be sold or moved now, or null: no session is open, or it is not for selling. */
export function missingSession(core: TillCore, needs: Needs): Refusal | null {
  if (needs === 'nothing') return null;
  const session = core.ports.store.drawerSession();
  if (needs === 'no-count') return session?.state === 'counting' ? refuse('session_counting') : null;
  if (session === null) return refuse('session_needed');
  if (session.state === 'suspended') return refuse('session_suspended');
  return session.state === 'open' ? null : refuse('session_counting');
}

/** Why a command may not touch the ticket it names, or null. A stale page is sent the present view. */
export function missingTicket(
  core: TillCore,
  station: Station,
  named: { readonly ticketId: string; readonly basketVersion: number },
): Refusal | null {
  const { basket } = station;
  if (named.ticketId === basket.ticketId && named.basketVersion === basket.version) return null;
  core.changed('basket', station.id);
  const fate =
    named.ticketId === basket.ticketId ? undefined : core.ports.store.ticketFate(branded<TicketId>(named.ticketId));
  if (fate === 'validated') return refuse('ticket_validated');
  if (fate === 'cancelled') return refuse('ticket_cancelled');
  return refuse('basket_stale');
}

/**
 * Runs `work` and keeps its outcome in one durable transaction. When the disk refuses, the store has been reopened: what
 * it then holds under the command's id is the truth, and is what the page is told. A full disk has then given up its
 * ballast, so that what was begun is tried once more and ends.
 */
export function commit<Outcome>(
  core: TillCore,
  command: Command,
  work: (transaction: Transaction) => Outcome,
): Outcome | Refusal {
  const first = attempt(core, command, work);
  if (!(first instanceof Fault)) return first;
  const second = first.code === 'store.disk-full' ? attempt(core, command, work) : first;
  return second instanceof Fault ? refusalOf(second) : second;
}

function attempt<Outcome>(
  core: TillCore,
  command: Command,
  work: (transaction: Transaction) => Outcome,
): Outcome | Fault {
  const { store } = core.ports;
  try {
    return store.transact((transaction) => {
      const outcome = work(transaction);
      transaction.putOutcome(command.id, { bodyHash: command.bodyHash, outcome });
      return outcome;
    });
  } catch (error) {
    const fault = asFault(error);
    core.ports.log.error('commit-failed', { command: command.name, code: fault.code, detail: fault.detail });
    core.notices.raise({ level: 'alarm', code: fault.code });
    return (storedOutcome(core, command) as Outcome | undefined) ?? fault;
  }
}

/**
 * Why a ticket may not begin, or null: below the floor of free space, and in a business day that is open for too long, only
 * what was begun is finished.
 */
export function noRoomToBegin(core: TillCore, station: Station): Refusal | null {
  if (!isEmptyBasket(station.basket)) return null;
  const tooLong = dayTooLong(core);
  if (tooLong !== null) return tooLong;
  const fault = core.ports.store.spaceFault();
  if (fault === null) return null;
  core.notices.raise({ level: 'alarm', code: fault.code });
  return refusalOf(fault);
}

function storedOutcome(core: TillCore, command: Command): unknown {
  try {
    return core.ports.store.outcome(command.id)?.outcome;
  } catch {
    command.station.doubtful = true;
    return undefined;
  }
}

/** Saves a changed ticket with the outcome of its command, and only then takes it for true. */
export function saveBasket<Outcome>(
  core: TillCore,
  command: Command,
  next: { readonly basket: Basket; readonly outcome: Outcome },
): Handled<Outcome> {
  const { station } = command;
  try {
    core.ports.drafts.save(
      {
        stationId: station.id,
        ticketId: next.basket.ticketId,
        basket: { basket: next.basket, lastTicketId: station.lastTicketId },
      },
      { id: command.id, stored: { bodyHash: command.bodyHash, outcome: next.outcome } },
    );
  } catch (error) {
    const fault = asFault(error);
    core.notices.raise({ level: 'alarm', code: fault.code });
    return { outcome: refusalOf(fault), kept: false };
  }
  station.basket = next.basket;
  if (!isEmptyBasket(next.basket)) station.abandoned = null;
  core.changed('basket', station.id);
  return { outcome: next.outcome, kept: true };
}

/**
 * Brings the draft file in step with what the journal already says (a void, a payment). The journal wins at the next
 * start, so that a draft that cannot be written costs nothing but a notice.
 */
export function followJournal(
  core: TillCore,
  station: Station,
  next: { readonly basket: Basket; readonly lastTicketId: TicketId | null },
): void {
  // A card that nobody has was shown by whoever this ticket was for: the next customer is given no stranger's.
  core.members.forget(station.id);
  station.basket = next.basket;
  station.lastTicketId = next.lastTicketId;
  station.abandoned = null;
  core.changed('basket', station.id);
  try {
    core.ports.drafts.save({ stationId: station.id, ticketId: next.basket.ticketId, basket: next });
  } catch (error) {
    core.notices.raise({ level: 'warning', code: asFault(error).code });
  }
}

/** A fault as it is; anything else is a bug and goes on its way. */
export function asFault(error: unknown): Fault {
  if (error instanceof Fault) return error;
  throw error;
}

/** What a page is told when the store could not do it. */
export function refusalOf(fault: Fault): Refusal {
  return refuse(READ_ONLY_CODES.has(fault.code) ? 'store_read_only' : 'store_unavailable', { code: fault.code });
}

/** Faults with which the store can be read and no longer written. */
const READ_ONLY_CODES: ReadonlySet<FaultCode> = new Set([
  'store.read-only',
  'store.key-missing',
  'store.behind-witness',
]);

/** The fields that every row of a signed-in operator shares; day and session where they are open. */
export function rowOf<Kind extends keyof PayloadByKind>(
  core: TillCore,
  reads: Pick<Transaction, 'openDay' | 'openSession'>,
  row: {
    readonly station: Station;
    readonly family: Family;
    readonly kind: Kind;
    readonly payload: PayloadByKind[Kind];
  },
): NewEntry {
  const { station, ...rest } = row;
  return {
    ...rest,
    entryId: newId<EntryId>(core),
    operator: present(station.operator, 'an operator').id,
    ...openPeriod(reads),
  };
}

/** Business day and session of a row that is written now. */
export function openPeriod(reads: Pick<Transaction, 'openDay' | 'openSession'>): {
  readonly businessDay?: string;
  readonly sessionId?: string;
} {
  const businessDay = reads.openDay();
  const sessionId = reads.openSession();
  return { ...(businessDay === null ? {} : { businessDay }), ...(sessionId === null ? {} : { sessionId }) };
}

/** A fresh random id. */
export function newId<
  Id extends AccountId | CardId | PersonId | CommandId | EntryId | JobId | LineId | SessionId | TicketId,
>(core: TillCore): Id {
  return branded<Id>(core.ports.random.uuid());
}

/** The currency of the shop. */
export function currencyOfShop(shop: Shop): Currency {
  return present(currencyOf(shop.currencyCode), `the currency ${shop.currencyCode}`);
}

/** A code or a word as it may be shown back: clean and short. */
export function shown(text: string): string {
  return cleanText(text.slice(0, 64)).slice(0, 48);
}

/** Gives a job whose state is durably `sending` to its device. */
export function sendNow(core: TillCore, job: Job): void {
  assert(job.state === 'sending', 'only a job that is durably sending is sent');
  core.hardware.send(job);
}
