/**
 * Drafts that nothing keeps, for a folder that may not be written: tickets in progress live as long as the process.
 */
import type { CommandId, StationId } from '#base/brand.ts';
import type { Draft, Drafts, StoredOutcome } from '#main/store/port.ts';

/** The latest outcomes are remembered: enough for a page that asks again. */
const OUTCOMES_MAX = 10_000;

/** Drafts in memory. */
export function memoryDrafts(): Drafts {
  const drafts = new Map<StationId, Draft>();
  const outcomes = new Map<CommandId, StoredOutcome>();
  return {
    load: () => [...drafts.values()],
    save(draft, command) {
      drafts.set(draft.stationId, draft);
      if (command === undefined || outcomes.has(command.id)) return;
      outcomes.set(command.id, command.stored);
      const [oldest] = outcomes.keys();
      if (outcomes.size > OUTCOMES_MAX && oldest !== undefined) outcomes.delete(oldest);
    },
    discard: (stationId) => void drafts.delete(stationId),
    outcome: (commandId) => outcomes.get(commandId),
    forgetOutcomes: () => outcomes.clear(),
    close: () => undefined,
  };
}
