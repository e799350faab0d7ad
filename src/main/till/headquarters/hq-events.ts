/** What headquarters tells the till, each word in a turn of its own, and what the till tells of itself. */
import type { HqEvents } from '#main/sync/sync.ts';
import type { TillCore } from '../core.ts';

/** The till's ears for headquarters. `core` is asked for only once the till stands. */
export function hqEvents(
  core: () => TillCore,
  till: { readonly turn: (work: () => void) => void; readonly hqTime: (hqTimeMs: number) => void },
): HqEvents {
  return {
    turn: till.turn,
    statusChanged() {
      core().changed('status');
      core().changed('headquarters');
    },
    shopChanged() {
      const { ports, stations, settingsChanged } = core();
      // Whose role changed has the new one at once; who was taken away is signed out, and the ticket waits for the next.
      const operators = new Map(ports.store.operators().map((operator) => [operator.id, operator]));
      for (const station of stations.values()) {
        if (station.operator !== null) station.operator = operators.get(station.operator.id) ?? null;
      }
      settingsChanged();
    },
    personsChanged(personIds) {
      core().members.learn(personIds);
      core().changed('basket');
    },
    hqTime: till.hqTime,
    facts() {
      const { ports, hardware } = core();
      return {
        version: ports.software.version,
        priceListMs: ports.catalogue.priceListMs(),
        copyState: ports.copy.status().state,
        devices: hardware.health().map(({ deviceId, kind, name, state }) => ({ id: deviceId, kind, name, state })),
      };
    },
  };
}
