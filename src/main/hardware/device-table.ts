/**
 * The set-up as it stands, and how each of its devices is.
 */
import type { DeviceConfig } from '#devices/wire.ts';
import type { DeviceHealth } from './port.ts';

export interface KnownDevice {
  readonly config: DeviceConfig;
  state: DeviceHealth['state'];
  fault: string | undefined;
}

/** What changes when a set-up takes the place of another. */
export interface TableChange {
  /** Devices that are no more, or no more what they were. */
  readonly closed: readonly KnownDevice[];
  /** Devices that are new, or not what they were. */
  readonly opened: readonly KnownDevice[];
}

/** The page hears these itself; no line is ever opened for them. */
export function isHeardByPage({ address }: DeviceConfig): boolean {
  return address === 'wedge:' || address === 'camera:';
}

export class DeviceTable {
  #devices = new Map<string, KnownDevice>();

  constructor(configs: readonly DeviceConfig[]) {
    for (const config of configs) this.#devices.set(config.id, begun(config));
  }

  get(deviceId: string): KnownDevice | undefined {
    return this.#devices.get(deviceId);
  }

  all(): readonly KnownDevice[] {
    return [...this.#devices.values()];
  }

  /** The devices that the devices process keeps open: not those of the page, nor those that are left out. */
  kept(): readonly KnownDevice[] {
    return this.all().filter(isKept);
  }

  /** The device where this was news. */
  setState(deviceId: string, state: DeviceHealth['state'], fault: string | undefined): KnownDevice | undefined {
    const device = this.#devices.get(deviceId);
    if (device === undefined || (device.state === state && device.fault === fault)) return undefined;
    device.state = state;
    device.fault = fault;
    return device;
  }

  /** Takes `configs` over. What is unchanged stays as it is, but for `enable`, which begins anew where it was left out. */
  replace(configs: readonly DeviceConfig[], enable: string | undefined): TableChange {
    const before = this.#devices;
    this.#devices = new Map();
    const opened: KnownDevice[] = [];
    for (const config of configs) {
      const old = before.get(config.id);
      const again = old?.state === 'disabled' && config.id === enable;
      if (old !== undefined && !again && sameConfig(old.config, config)) {
        this.#devices.set(config.id, old);
        continue;
      }
      const device = begun(config);
      this.#devices.set(config.id, device);
      opened.push(device);
    }
    const closed = [...before.values()].filter((old) => this.#devices.get(old.config.id) !== old);
    return { closed, opened };
  }
}

/** Whether the devices process has this device. */
export function isKept(device: KnownDevice): boolean {
  return device.state !== 'disabled' && !isHeardByPage(device.config);
}

/** Typing needs nothing but the page; a camera has to be granted and opened first. */
function begun(config: DeviceConfig): KnownDevice {
  return { config, state: config.address === 'wedge:' ? 'ready' : 'connecting', fault: undefined };
}

function sameConfig(one: DeviceConfig, other: DeviceConfig): boolean {
  return canonical(one) === canonical(other);
}

function canonical(config: DeviceConfig): string {
  const set = Object.entries(config).filter(([, value]) => value !== undefined);
  return JSON.stringify(set.sort(([one], [other]) => (one < other ? -1 : 1)));
}
