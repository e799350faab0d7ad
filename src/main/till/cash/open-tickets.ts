/** Tickets in progress: what a count puts on hold, so that nobody's goods are scanned twice because somebody counts. */
import { present } from '#base/assert.ts';
import { type Command, type TillCore, asFault } from '../core.ts';
import { openTicketStations, putAside } from '../held-tickets.ts';

/** How many stations have something on their ticket. A ticket that is empty holds nobody up. */
export function openTicketCount(core: TillCore): number {
  return openTicketStations(core).length;
}

/**
 * Puts every ticket in progress aside, after the journal says that the count has begun. One that the disk keeps from being
 * put aside stays where it is: it can be neither paid nor lost until a session is open again.
 */
export function holdAll(core: TillCore, command: Command): void {
  const counting = present(command.station.operator, 'an operator').id;
  for (const stationId of openTicketStations(core)) {
    const station = present(core.stations.get(stationId), 'a station with a ticket');
    try {
      putAside(core, station, { label: '', heldBy: station.operator?.id ?? counting });
    } catch (error) {
      core.notices.raise({ level: 'warning', code: asFault(error).code });
    }
  }
}
