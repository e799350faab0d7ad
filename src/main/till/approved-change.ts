/**
 * A change of a ticket that somebody else lets pass. The approval is a row, so that the journal has it before the draft file
 * has the changed ticket. A crash in between loses nothing and asks nobody twice: the transaction of the row keeps the changed
 * ticket too, and a draft read back that is older than it gives way (station.ts).
 */
import type { StationId } from '#base/brand.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import type { Basket } from '#domain/basket/basket.ts';
import { parseBasket } from '#domain/basket/basket.ts';
import type { ApprovedAction } from '#domain/journal/journal.ts';
import type { StoreReads } from '#main/store/port.ts';
import { appendApproval } from './approval.ts';
import { type Command, type Handled, type TillCore, commit, followJournal } from './core.ts';

const DONE = { kind: 'done' } as const;

/** What the approver lets pass. */
export interface AskedApproval {
  readonly action: ApprovedAction;
  readonly reason: string;
  readonly about: Readonly<Record<string, string | number>>;
}

/** Changes the station's ticket with an approval; `change` gets its id and says what the ticket becomes. */
export function changeApproved(
  core: TillCore,
  command: Command,
  approval: AskedApproval,
  change: (approvalId: string) => Basket | Refusal,
): Handled<typeof DONE> {
  const { station } = command;
  let changed: Basket = station.basket;
  const outcome = commit(core, command, (transaction) => {
    const next = change(appendApproval(core, transaction, command, approval));
    if ('kind' in next) return next;
    changed = next;
    transaction.setSetting(settingOf(station.id), JSON.stringify(next));
    return DONE;
  });
  if (outcome.kind === 'done') followJournal(core, station, { basket: changed, lastTicketId: station.lastTicketId });
  return { outcome, kept: true };
}

/** The ticket as the last approved change at this station left it, or undefined. */
export function approvedBasket(store: Pick<StoreReads, 'setting'>, stationId: StationId): Basket | undefined {
  const text = store.setting(settingOf(stationId));
  if (text === undefined || text === '') return undefined;
  try {
    return parseBasket(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function settingOf(stationId: StationId): string {
  return `approved-ticket.${stationId}`;
}
