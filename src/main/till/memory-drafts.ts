/**
 * Drafts that nothing keeps, for a folder that may not be written: tickets in progress live as long as the process.
 */
import { assert } from '#base/assert.ts';
import type { CommandId, StationId, TicketId } from '#base/brand.ts';
import type { Draft, Drafts, HeldDraft, StoredOutcome } from '#main/store/port.ts';

/** The latest outcomes are remembered: enough for a page that asks again. */
const OUTCOMES_MAX = 10_000;

/** Drafts in memory. */
export function memoryDrafts(): Drafts {
  const drafts = new Map<StationId, Draft>();
  const held = new Map<TicketId, HeldDraft>();
  const outcomes = new Map<CommandId, StoredOutcome>();

  function remember(command: { readonly id: CommandId; readonly stored: StoredOutcome } | undefined): void {
    if (command === undefined || outcomes.has(command.id)) return;
    outcomes.set(command.id, command.stored);
    const [oldest] = outcomes.keys();
    if (outcomes.size > OUTCOMES_MAX && oldest !== undefined) outcomes.delete(oldest);
  }

  return {
    load: () => [...drafts.values()],
    save(draft, command) {
      drafts.set(draft.stationId, draft);
      remember(command);
    },
    discard: (stationId) => void drafts.delete(stationId),
    held: () => [...held.values()],
    hold(aside, next, command) {
      assert(aside.ticketId !== next.ticketId, 'a ticket put aside is no longer with its station');
      assert(!held.has(aside.ticketId), 'a ticket is put aside once');
      held.set(aside.ticketId, aside);
      drafts.set(next.stationId, next);
      remember(command);
    },
    recall(aside, command) {
      assert(held.delete(aside.ticketId), 'a ticket that is taken back was put aside');
      const { stationId, ticketId, basket } = aside;
      drafts.set(stationId, { stationId, ticketId, basket });
      remember(command);
    },
    discardHeld: (ticketId) => void held.delete(ticketId),
    outcome: (commandId) => outcomes.get(commandId),
    forgetOutcomes: () => outcomes.clear(),
    close: () => undefined,
  };
}
