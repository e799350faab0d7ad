/**
 * Confirming a count. What was found is written down beside what was expected, in one row that stays: only then does
 * anybody see the difference. Again it is a recount, with the next number.
 */
import { branded, type SessionId } from '#base/brand.ts';
import { type Refusal, refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { checkCounts, compareMethods, type CountedMethod } from '#domain/cash-session/cash-session.ts';
import { expectedByMethod, storedValueByMethod } from '#domain/closing/closing.ts';
import type { CashCountedPayload, TenderMethod } from '#domain/journal/journal.ts';
import type { SessionRecord } from '#main/store/port.ts';
import { type Command, commit, type Handled, type TillCore } from '../core.ts';
import { bookOf } from './book.ts';
import { rowInSession } from './in-session.ts';
import { sessionChanged } from './suspend-session.ts';
import { refusalOfState } from './wants.ts';

type Input = CommandInput<'confirmCount'>;

/** Nobody counts what lies on accounts: its counterpart are the movements of those accounts. */
const UNCOUNTED: readonly TenderMethod[] = ['cash', 'gift-card', 'purse'];
const PIECES_MAX = 100_000;

/** Confirms what was counted in a session that is counting, or was closed blind. */
export function confirmCount(core: TillCore, command: Command, input: Input): Handled<Outcome<'confirmCount'>> {
  const session = core.ports.store.session(branded<SessionId>(input.sessionId)) ?? null;
  const refusal = refusalOfState(session, 'confirm-count') ?? invalidMethod(input);
  if (session === null || refusal !== null) return { outcome: refusal ?? refuse('session_unknown'), kept: false };
  const payload = countOf(core, command, { session, input });
  if (isRefusalOf(payload)) return { outcome: payload, kept: false };
  const { station } = command;
  const outcome = commit(core, command, (transaction) => {
    transaction.append(
      rowInSession(core, transaction, { session, station, family: 'L', kind: 'cash-counted', payload }),
    );
    return { kind: 'done' as const, countNumber: payload.count_number };
  });
  if (outcome.kind === 'done') sessionChanged(core);
  return { outcome, kept: true };
}

function countOf(
  core: TillCore,
  command: Command,
  { session, input }: { readonly session: SessionRecord; readonly input: Input },
): CashCountedPayload | Refusal {
  const cash = checkCounts(input.cash, core.currency);
  if (cash.kind === 'refused') return refuse(cash.reason, cash.params);
  const figures = bookOf(core).session(session);
  const ledger: readonly CountedMethod[] = [...storedValueByMethod(figures)].map(([method, amountMinor]) => ({
    method,
    amountMinor,
  }));
  const counted: readonly CountedMethod[] = [
    { method: 'cash', amountMinor: cash.totalMinor },
    ...input.methods.map(({ method, amountMinor, pieces }) => ({
      method,
      amountMinor,
      ...(pieces === undefined ? {} : { pieces }),
    })),
    ...ledger,
  ];
  return {
    session_id: session.sessionId,
    business_day: session.businessDay,
    station_id: command.station.id,
    count_number: figures.countNumber + 1,
    currency: core.currency.code,
    methods: compareMethods(expectedByMethod(figures), counted),
    cash: cash.denominations,
  };
}

/** A terminal's total may be negative after a day of refunds; a number of cheques may not. */
function invalidMethod({ methods }: Input): Refusal | null {
  const seen = new Set<TenderMethod>();
  for (const { method, pieces = 0 } of methods) {
    if (UNCOUNTED.includes(method)) return refuse('counts_invalid', { why: 'method', method });
    if (seen.has(method)) return refuse('counts_invalid', { why: 'twice', method });
    if (pieces < 0) return refuse('counts_invalid', { why: 'negative', method });
    if (pieces > PIECES_MAX) return refuse('counts_invalid', { why: 'absurd', method });
    seen.add(method);
  }
  return null;
}

function isRefusalOf(value: CashCountedPayload | Refusal): value is Refusal {
  return 'kind' in value;
}
