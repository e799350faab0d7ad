/**
 * What devices say, as the till takes it: reads and cards become commands of the station that they are for, everything
 * else becomes what the screen shows of the device.
 */
import { branded, type StationId } from '#base/brand.ts';
import { SCAN_CHARACTERS_MAX } from '#contract/screen/screen.ts';
import type { HardwareEvents } from '#main/hardware/port.ts';
import type { CommandQueue } from './command-queue.ts';
import type { TillCore } from './core.ts';
import { showCardRefusal } from './present-card.ts';
import { takeFile } from './export-closing.ts';
import type { Printing } from './printing.ts';
import type { Station } from './station.ts';

/** Scanners of the counter feed this station. */
export const COUNTER_STATION = branded<StationId>('till');

const MEMORY_CHARACTERS_MAX = 4_096;
const NUMBERS_MAX = 8;

/** Whose the devices of the counter are: the counter's, unless nobody is signed in there and somebody is elsewhere. */
export function counterStation(core: TillCore): Station | undefined {
  const counter = core.stations.get(COUNTER_STATION);
  if (counter !== undefined && counter.operator !== null) return counter;
  return [...core.stations.values()].find((station) => station.operator !== null) ?? counter;
}

/** What handles the events of one till. Called after the till has started. */
export function deviceEvents(
  core: TillCore,
  { queue, printing }: { readonly queue: CommandQueue; readonly printing: Printing },
): HardwareEvents {
  const { desk, drawers } = core;

  /** Whether the station has the device open on its Devices screen: what it reads is shown there, and is not sold. */
  function isTried(station: Station, deviceId: string): boolean {
    return desk.watchedBy(station.id) === deviceId;
  }

  return {
    onRead({ readId: id, text, symbology, deviceId }) {
      const kind = symbology === undefined ? {} : { symbology };
      desk.read(deviceId, { text, ...kind });
      const station = counterStation(core);
      if (station === undefined || isTried(station, deviceId)) return;
      const input = { text: text.slice(0, SCAN_CHARACTERS_MAX + 1), source: deviceId, ...kind };
      queue.run({ id, name: 'scan', input, station, reply: () => undefined });
    },
    onCard({ deviceId, readId, event }) {
      if (event.kind === 'gone') return;
      const station = counterStation(core);
      const isSold = station !== undefined && !isTried(station, deviceId);
      if (event.kind === 'refused') {
        desk.card(deviceId, { uid: null, mayBe: [], why: event.why });
        if (isSold && station.operator !== null) showCardRefusal(core, station, event);
        return;
      }
      const { uid, medium, memoryText, mayBe } = event.card;
      desk.card(deviceId, { uid, mayBe: [...(mayBe ?? [])], why: null });
      if (!isSold) return;
      const input = {
        uid,
        medium,
        source: deviceId,
        ...(memoryText === undefined ? {} : { memoryText: memoryText.slice(0, MEMORY_CHARACTERS_MAX) }),
        ...(mayBe === undefined ? {} : { mayBe: mayBe.slice(0, NUMBERS_MAX) }),
      };
      queue.run({ id: readId, name: 'presentCard', input, station, reply: () => undefined });
    },
    onDrawer: (drawer) => drawers.onDrawer(drawer),
    onFacts: (facts) => desk.facts(facts),
    onFound: (search) => desk.found(search),
    onTried: (trial) => desk.tried(trial),
    onFrames: (line) => desk.frames(line, core.hardware),
    onDrawn: (drawn) => takeFile(core, drawn),
    onHealth(health) {
      drawers.onHealth(health);
      core.changed('status');
      core.changed('devices');
      core.wakePrinting();
    },
    onJob: (report) => printing.onJob(report),
    onRestart({ driver }) {
      const params = driver === undefined ? {} : { driver };
      core.notices.raise({ level: 'warning', code: 'devices-restarted', params });
      core.changed('status');
    },
  };
}
