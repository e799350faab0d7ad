/**
 * What the Devices screen knows beyond the health of each device: what a device said of itself, what was read last, how
 * a search and the trials went, whose line is watched. Memory only; nothing of it outlives the process. What a device
 * reads is noted only for the stations that watch it at that moment and forgotten with their watch: nobody finds there
 * afterwards which article or whose card the last sale had.
 */
import type { StationId } from '#base/brand.ts';
import type { DevicesView, TrialView } from '#contract/screen/devices.ts';
import { PROFILE_NAMES } from '#devices/printer/escpos/profile.ts';
import { writeRecording } from '#devices/transport/recording.ts';
import type { DeviceFacts, FoundDevice } from '#devices/wire.ts';
import type { Hardware, HardwareEvents } from '#main/hardware/port.ts';
import { isAnythingHidden } from './cash/hidden.ts';
import { type TillCore, missingRight } from './core.ts';
import type { Station } from './station.ts';

const TRIALS_MAX = 10;
const FRAMES_MAX = 200;
const FOUND_MAX = 64;
/** A watched frame shows its beginning; the whole of it is in the export. */
const HEX_SHOWN = 1_024;
const READ_SHOWN = 512;

type Device = DevicesView['devices'][number];
type Frame = NonNullable<DevicesView['watched']>['frames'][number];
type Event<Name extends keyof HardwareEvents> = Parameters<HardwareEvents[Name]>[0];

interface Watch {
  readonly deviceId: string;
  readonly frames: readonly Frame[];
  readonly lastRead: Device['lastRead'];
  readonly lastCard: Device['lastCard'];
}

export class DeviceDesk {
  readonly #changed: (station?: StationId) => void;
  readonly #nowMs: () => number;
  readonly #facts = new Map<string, DeviceFacts>();
  readonly #drawers = new Map<string, 'open' | 'closed'>();
  readonly #watches = new Map<StationId, Watch>();
  readonly #exports = new Map<StationId, NonNullable<DevicesView['exported']>>();
  /** Stations that asked for the traffic of a device and have not got it. */
  readonly #exportsAsked = new Map<string, Set<StationId>>();
  #trials: readonly TrialView[] = [];
  #search: { readonly id: string; readonly done: boolean; readonly found: readonly FoundDevice[] } | null = null;

  constructor(options: { readonly changed: (station?: StationId) => void; readonly nowMs: () => number }) {
    this.#changed = options.changed;
    this.#nowMs = options.nowMs;
  }

  /** Notes what was read for those who watch the device now, and for nobody else. */
  read(
    deviceId: string,
    { text, symbology }: { readonly text: string; readonly symbology?: string | undefined },
  ): void {
    const lastRead = {
      text: text.slice(0, READ_SHOWN),
      ...(symbology === undefined ? {} : { symbology }),
      atMs: this.#nowMs(),
    };
    this.#tellWatches(deviceId, (watch) => ({ ...watch, lastRead }));
  }

  /** As {@link read}, for a card. */
  card(deviceId: string, card: Omit<NonNullable<Device['lastCard']>, 'atMs'>): void {
    const lastCard = { ...card, atMs: this.#nowMs() };
    this.#tellWatches(deviceId, (watch) => ({ ...watch, lastCard }));
  }

  #tellWatches(deviceId: string, told: (watch: Watch) => Watch): void {
    for (const [station, watch] of [...this.#watches]) {
      if (watch.deviceId !== deviceId) continue;
      this.#watches.set(station, told(watch));
      this.#changed(station);
    }
  }

  /** Null where nobody knows: the line to the sensor is gone. */
  drawer(deviceId: string, state: 'open' | 'closed' | null): void {
    if ((this.#drawers.get(deviceId) ?? null) === state) return;
    if (state === null) this.#drawers.delete(deviceId);
    else this.#drawers.set(deviceId, state);
    this.#changed();
  }

  facts({ deviceId, facts }: Event<'onFacts'>): void {
    this.#facts.set(deviceId, facts);
    this.#changed();
  }

  /** Forgets what was known of devices that are no more. */
  keepOnly(deviceIds: ReadonlySet<string>): void {
    for (const map of [this.#facts, this.#drawers, this.#exportsAsked]) {
      for (const id of [...map.keys()]) if (!deviceIds.has(id)) map.delete(id);
    }
    for (const [station, { deviceId }] of [...this.#watches]) {
      if (!deviceIds.has(deviceId)) this.#watches.delete(station);
    }
    this.#changed();
  }

  searching(id: string): void {
    this.#search = { id, done: false, found: [] };
    this.#changed();
  }

  found({ searchId, found, done }: Event<'onFound'>): void {
    if (this.#search?.id !== searchId) return;
    // What ended without a word leaves what was found until then.
    const kept = done && found.length === 0 ? this.#search.found : found.slice(0, FOUND_MAX);
    this.#search = { id: searchId, done, found: kept };
    this.#changed();
  }

  trying(trial: Pick<TrialView, 'trialId' | 'deviceId' | 'test'>): void {
    const others = this.#trials.filter(({ trialId }) => trialId !== trial.trialId);
    this.#trials = [...others, { ...trial, state: 'running' as const }].slice(-TRIALS_MAX);
    this.#changed();
  }

  tried({ trialId, ...how }: Event<'onTried'>): void {
    this.#trials = this.#trials.map((trial) => (trial.trialId === trialId ? { ...trial, ...how } : trial));
    this.#changed();
  }

  /** The device whose line the station watches, or null. */
  watchedBy(station: StationId): string | null {
    return this.#watches.get(station)?.deviceId ?? null;
  }

  /** Begins a watch, or ends it with null; what was read during the one before is forgotten. */
  watch(hardware: Hardware, station: StationId, deviceId: string | null): void {
    const before = this.watchedBy(station);
    if (before === deviceId) return;
    if (deviceId === null) this.#watches.delete(station);
    else this.#watches.set(station, { deviceId, frames: [], lastRead: null, lastCard: null });
    const stillWatched = [...this.#watches.values()].some((watch) => watch.deviceId === before);
    if (before !== null && !stillWatched) hardware.watch(before, false);
    if (deviceId !== null) hardware.watch(deviceId, true);
    this.#changed(station);
  }

  askExport(hardware: Hardware, station: StationId, deviceId: string): void {
    const asking = this.#exportsAsked.get(deviceId) ?? new Set();
    this.#exportsAsked.set(deviceId, asking.add(station));
    hardware.askFrames(deviceId);
  }

  frames({ deviceId, frames, live }: Event<'onFrames'>, hardware: Hardware): void {
    if (live) this.#watched(deviceId, frames);
    else this.#exported(deviceId, frames, hardware);
  }

  #watched(deviceId: string, frames: Event<'onFrames'>['frames']): void {
    this.#tellWatches(deviceId, (watch) => {
      let serial = watch.frames.at(-1)?.serial ?? 0;
      const fresh = frames.slice(-FRAMES_MAX).map(({ atMs, direction, hex }) => ({
        serial: ++serial,
        atMs,
        direction,
        hex: hex.length > HEX_SHOWN ? `${hex.slice(0, HEX_SHOWN)}…` : hex,
      }));
      return { ...watch, frames: [...watch.frames, ...fresh].slice(-FRAMES_MAX) };
    });
  }

  #exported(deviceId: string, frames: Event<'onFrames'>['frames'], hardware: Hardware): void {
    const device = hardware.devices().find(({ id }) => id === deviceId);
    const asking = this.#exportsAsked.get(deviceId) ?? [];
    this.#exportsAsked.delete(deviceId);
    if (device === undefined) return;
    const facts = this.#facts.get(deviceId);
    const text = writeRecording({ device, frames, ...(facts === undefined ? {} : { facts }) });
    for (const station of asking) {
      this.#exports.set(station, { deviceId, text });
      this.#changed(station);
    }
  }

  /** Nobody looks at this station's Devices screen any more. */
  leave(hardware: Hardware, station: StationId): void {
    this.watch(hardware, station, null);
    this.#exports.delete(station);
  }

  /** The topic `devices`. */
  view(core: TillCore, station: Station): DevicesView {
    if (missingRight(core, station, 'manage-devices') !== null) return NOTHING;
    const configs = core.hardware.devices();
    const health = new Map(core.hardware.health().map((one) => [one.deviceId, one]));
    const idAt = new Map(configs.map(({ id, address }) => [address, id]));
    const watch = this.#watches.get(station.id);
    // What goes over the line of a printer says what was sold.
    const areLinesHidden = isAnythingHidden(core.ports.store);
    return {
      mayManage: true,
      devices: configs.map((config) => {
        const { state, fault } = health.get(config.id) ?? { state: 'connecting' as const };
        return {
          config,
          state,
          ...(fault === undefined ? {} : { fault }),
          facts: this.#facts.get(config.id) ?? null,
          lastRead: watch?.deviceId === config.id ? watch.lastRead : null,
          lastCard: watch?.deviceId === config.id ? watch.lastCard : null,
          drawer: this.#drawers.get(config.id) ?? null,
        };
      }),
      profiles: [...PROFILE_NAMES],
      search: {
        state: this.#search === null ? 'none' : this.#search.done ? 'done' : 'searching',
        found: (this.#search?.found ?? []).map((found) => ({ ...found, deviceId: idAt.get(found.address) ?? null })),
      },
      trials: [...this.#trials],
      watched:
        watch === undefined ? null : { deviceId: watch.deviceId, frames: areLinesHidden ? [] : [...watch.frames] },
      exported: areLinesHidden ? null : (this.#exports.get(station.id) ?? null),
    };
  }
}

const NOTHING: DevicesView = {
  mayManage: false,
  devices: [],
  profiles: [],
  search: { state: 'none', found: [] },
  trials: [],
  watched: null,
  exported: null,
};
