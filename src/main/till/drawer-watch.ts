/**
 * A drawer with a sensor that stays open longer than it should: said on the status strip until it is closed. A drawer
 * whose printer cannot be reached is neither open nor closed for anybody.
 */
import type { HardwareEvents } from '#main/hardware/port.ts';
import type { TillCore } from './core.ts';

/** The longest that giving change takes, where the set-up says nothing. */
const ALARM_SECONDS = 60;
const CODE = 'drawer.left-open';

export interface DrawerWatch {
  onDrawer(drawer: Parameters<HardwareEvents['onDrawer']>[0]): void;
  onHealth(health: Parameters<HardwareEvents['onHealth']>[0]): void;
  /** Forgets drawers that are no more. */
  setUpChanged(): void;
  stop(): void;
}

/** Watches the drawers of one till, which is asked for when it stands; `turnEnds` sends what an alarm changed. */
export function watchDrawers(till: () => TillCore, { turnEnds }: { readonly turnEnds: () => void }): DrawerWatch {
  const alarms = new Map<string, () => void>();

  function calm(deviceId: string): void {
    alarms.get(deviceId)?.();
    alarms.delete(deviceId);
  }

  function opened(deviceId: string): void {
    const core = till();
    const device = core.hardware.devices().find(({ id }) => id === deviceId);
    if (device === undefined || alarms.has(deviceId)) return;
    const seconds = device.drawerAlarmSeconds ?? ALARM_SECONDS;
    const alarm = (): void => {
      const params = { device: device.name, seconds };
      core.notices.raise({ level: 'warning', code: CODE, params, subject: deviceId });
      turnEnds();
    };
    alarms.set(deviceId, core.ports.clock.after(seconds * 1_000, alarm));
  }

  return {
    onDrawer({ deviceId, state }) {
      const core = till();
      core.desk.drawer(deviceId, state);
      if (state === 'open') {
        // By a pulse or by its key: nobody has to be called any more.
        core.notices.clear('drawer-not-opened');
        return opened(deviceId);
      }
      calm(deviceId);
      core.notices.clear(CODE, deviceId);
    },
    onHealth({ deviceId, state }) {
      if (state !== 'absent' && state !== 'connecting' && state !== 'disabled') return;
      // What is known of it is over; a word that it was left open stays until somebody has seen it or it is closed.
      calm(deviceId);
      till().desk.drawer(deviceId, null);
    },
    setUpChanged() {
      const core = till();
      const left = new Set(core.hardware.devices().map(({ id }) => id));
      for (const deviceId of [...alarms.keys()]) if (!left.has(deviceId)) calm(deviceId);
      for (const { code, id } of core.notices.list()) {
        const subject = id.slice(CODE.length + 1);
        if (code === CODE && !left.has(subject)) core.notices.clear(CODE, subject);
      }
    },
    stop() {
      for (const deviceId of [...alarms.keys()]) calm(deviceId);
    },
  };
}
