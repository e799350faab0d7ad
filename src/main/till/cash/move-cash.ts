/**
 * Cash that comes in or goes out beside a sale: an entry of change, an expense, a drop into the safe. Each is a row with
 * its reason, a numbered slip to be signed, and a pulse for the drawer.
 *
 * More than lies in the drawer is refused to whoever may see what is expected in it, and to nobody else: the answer would
 * say how much there is, one try after the other. To those a drop beyond the limit of a pay-out needs an approval as that does.
 */
import type { JobId } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { checkCounts, expectedInDrawer } from '#domain/cash-session/cash-session.ts';
import type { CashMovedPayload, DenominationPayload } from '#domain/journal/journal.ts';
import { slipDocument } from '#domain/receipt/receipt.ts';
import type { NewJob, SessionRecord, Transaction } from '#main/store/port.ts';
import { approvalNeeded } from '../approval.ts';
import { type Command, commit, type Handled, missingRight, newId, sendNow, type TillCore } from '../core.ts';
import { DEMONSTRATION } from '../demonstration.ts';
import { utcOffsetMinutes } from '../local-time.ts';
import { operatorName } from '../receipt.ts';
import { bookOf } from './book.ts';
import { addPrint, approvalInSession, rowInSession } from './in-session.ts';
import { drawerSessionFor, isRefusal } from './wants.ts';

type Input = CommandInput<'moveCash'>;
type Movement = CashMovedPayload['movement'];

/** Above this a scan has landed in the field. */
const AMOUNT_MINOR_MAX = 10_000_000_000;
const SLIP_DIGITS = 4;
const SLIP_MARKS: Readonly<Record<Movement, string>> = { 'pay-in': 'IN', 'pay-out': 'OUT', 'safe-drop': 'DROP' };

interface Checked {
  readonly session: SessionRecord;
  readonly movement: Movement;
  readonly amountMinor: number;
  readonly counted: readonly DenominationPayload[];
  readonly reason: string;
  readonly needsApproval: boolean;
}

/** Moves cash in or out of the open session's drawer. */
export function moveCash(core: TillCore, command: Command, input: Input): Handled<Outcome<'moveCash'>> {
  const checked = check(core, command, input);
  if ('kind' in checked) return { outcome: checked, kept: false };
  const printer = core.hardware.receiptPrinter();
  const pulse: NewJob | null =
    printer?.drawer === true
      ? { jobId: newId<JobId>(core), kind: 'pulse', state: 'sending', deviceId: printer.deviceId }
      : null;
  const outcome = commit(core, command, (transaction) => {
    const moved = append(core, transaction, { command, checked });
    if (pulse !== null) transaction.addJob(pulse);
    return { kind: 'done' as const, ...moved };
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };
  core.changed('cash');
  core.wakePrinting();
  return {
    outcome,
    kept: true,
    effects: () => (pulse === null ? undefined : sendNow(core, { ...pulse, position: 0 })),
  };
}

function check(core: TillCore, command: Command, input: Input): Checked | Refusal {
  const { movement } = input;
  const missing = missingRight(core, command.station, movement);
  if (missing !== null) return missing;
  const session = drawerSessionFor(core, 'move-cash');
  if (isRefusal(session)) return session;
  const counted = checkCounts(input.counts, core.currency);
  if (counted.kind === 'refused') return refuse(counted.reason, counted.params);
  const amountMinor = input.counts.length > 0 ? counted.totalMinor : input.amountMinor;
  if (input.counts.length > 0 && input.amountMinor !== 0 && input.amountMinor !== amountMinor)
    return refuse('counts_invalid', { why: 'sum', countedMinor: amountMinor });
  if (amountMinor <= 0 || amountMinor > AMOUNT_MINOR_MAX || amountMinor % core.currency.cashUnitMinor !== 0)
    return refuse('amount_invalid', { amountMinor });
  const reason = cleanText(input.reason);
  if (reason === '' && movement !== 'safe-drop') return refuse('reason_missing');
  const seesExpected = missingRight(core, command.station, 'see-expected') === null;
  if (seesExpected && movement !== 'pay-in') {
    const short = drawerShort(core, session, amountMinor);
    if (short !== null) return short;
  }
  const limitMinor = payOutLimit(core, command);
  const isLimited = movement === 'pay-out' || (movement === 'safe-drop' && !seesExpected);
  const needsApproval = isLimited && amountMinor > limitMinor;
  if (needsApproval && command.approver === null) return approvalNeeded('pay-out', { amountMinor, limitMinor });
  return { session, movement, amountMinor, counted: counted.denominations, reason, needsApproval };
}

/** More than is expected in the drawer; only while its figures may be seen, so never from counting until the count stands. */
function drawerShort(core: TillCore, session: SessionRecord, amountMinor: number): Refusal | null {
  if (session.state !== 'open') return null;
  const expectedMinor = expectedInDrawer(bookOf(core).session(session).drawer);
  return amountMinor > expectedMinor
    ? refuse('amount_invalid', { why: 'drawer-short', amountMinor, expectedMinor })
    : null;
}

function payOutLimit(core: TillCore, { station }: Command): number {
  return station.operator === null ? 0 : core.settings().roles[station.operator.role].payOutMinorMax;
}

function append(
  core: TillCore,
  transaction: Transaction,
  { command, checked }: { readonly command: Command; readonly checked: Checked },
): { readonly slipNumber: string; readonly jobId: JobId | null } {
  const { session, movement, reason, amountMinor } = checked;
  const { station } = command;
  const approvalId = approvalInSession(
    core,
    transaction,
    command,
    checked.needsApproval
      ? { session, action: 'pay-out', reason: reason === '' ? movement : reason, about: { amount_minor: amountMinor } }
      : null,
  );
  const slipNumber = nextSlip(transaction, core.ports.store.identity.chainOrdinal, movement);
  const payload: CashMovedPayload = {
    movement_id: core.ports.random.uuid(),
    movement,
    slip_number: slipNumber,
    station_id: station.id,
    currency: core.currency.code,
    amount_minor: movement === 'pay-in' ? amountMinor : -amountMinor,
    reason,
    ...(checked.counted.length === 0 ? {} : { counted: checked.counted }),
    ...(approvalId === undefined ? {} : { approval_id: approvalId }),
    utc_offset_minutes: utcOffsetMinutes(core.ports.clock.wallMs(), core.shop.timeZone),
    demonstration: DEMONSTRATION,
  };
  const entry = transaction.append(
    rowInSession(core, transaction, { session, station, family: 'P', kind: 'cash-moved', payload }),
  );
  const document = (): ReturnType<typeof slipDocument> =>
    slipDocument({
      shop: core.shop,
      movement: entry,
      operatorLabel: operatorName(transaction, entry.operator),
      ...(command.approver === null || approvalId === undefined ? {} : { approverLabel: command.approver.name }),
      language: core.shop.receiptLanguage,
    });
  return { slipNumber, jobId: addPrint(core, transaction, { kind: 'slip', document }) };
}

/** Numbers of each kind of slip go on by one; after a restore with the ordinal of the chain, as those of tickets do. */
function nextSlip(transaction: Transaction, chainOrdinal: number, movement: Movement): string {
  const number = String(transaction.slipCount(movement) + 1).padStart(SLIP_DIGITS, '0');
  return `${SLIP_MARKS[movement]}-${chainOrdinal === 1 ? '' : `${chainOrdinal}-`}${number}`;
}
