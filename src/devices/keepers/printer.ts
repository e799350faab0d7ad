/** A receipt printer: asked how it is while it rests, and given its jobs one by one. */
import { Fault } from '#base/fault.ts';
import {
  createEscposPrinter,
  DRAWER_SETTLED_MS,
  DrawerSense,
  lineKey,
  type LineTraits,
  lineTraits,
  type PrinterHealth,
  printerProfile,
} from '../printer/printer.ts';
import type { DeviceConfig } from '../wire.ts';
import type { Keeper, KeeperContext } from './keeper.ts';

/** How often a printer that rests is asked how it is; one that is away, ever less often. */
const CHECK_MS = 2_000;
const CHECK_MS_MAX = 10_000;

export const keepPrinter: Keeper = (device, context) => {
  const { tell, clock, open, announced, queueOf, drawingRoom, nextProcessId } = context;
  const profile = printerProfile(device.profile ?? 'default');
  if (profile === undefined) {
    tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: 'device.profile-unknown' });
    return { close: () => undefined };
  }
  const found = traitsOf(device.address);
  if (found instanceof Fault) {
    tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: found.code });
    return { close: () => undefined };
  }
  const traits: LineTraits = found;
  let toldLast = '';
  let cancel: () => void = () => undefined;
  let checking = false;
  let closed = false;
  let checkMs = CHECK_MS;

  const drawerSense = senseOf(device, context);
  const onHealth = (health: PrinterHealth): void => {
    if (health.state === 'absent') drawerSense?.lost();
    const said = `${health.state} ${health.fault ?? ''}`;
    if (closed || said === toldLast) return;
    toldLast = said;
    tell({ kind: 'health', deviceId: device.id, ...health });
  };
  const printer = createEscposPrinter({
    open: () => announced(device, 'escpos', () => open(device)),
    clock,
    queue: queueOf(lineKey(device.address)),
    traits,
    profile,
    drawerPin: device.drawerPin ?? 2,
    drawerSense,
    painter: () => announced(device, 'canvas', () => drawingRoom.painter(profile)),
    logo: async () => {
      const { logoPng } = device;
      return logoPng === undefined ? null : announced(device, 'canvas', () => drawingRoom.logo(logoPng, profile));
    },
    nextProcessId,
    onHealth,
    onFacts(facts) {
      if (!closed && Object.keys(facts).length > 0) tell({ kind: 'facts', deviceId: device.id, facts });
    },
  });

  async function check(): Promise<void> {
    if (checking || closed) return;
    checking = true;
    const health = await printer.probe();
    checking = false;
    if (closed) return;
    if (health !== null) onHealth(health);
    checkMs = health?.state === 'absent' ? Math.min(checkMs * 2, CHECK_MS_MAX) : CHECK_MS;
    checkIn(traits.talks ? checkMs : CHECK_MS_MAX);
  }

  function checkIn(delayMs: number): void {
    cancel();
    cancel = clock.after(delayMs, () => void check());
  }

  tell({ kind: 'health', deviceId: device.id, state: 'connecting' });
  void check();
  return {
    print: (document) => printer.print(document),
    async pulse() {
      const outcome = await printer.pulse();
      if (device.drawerSensor !== undefined && !closed) checkIn(DRAWER_SETTLED_MS);
      return outcome;
    },
    close() {
      closed = true;
      cancel();
      printer.close();
    },
  };
};

function traitsOf(address: string): LineTraits | Fault {
  try {
    return lineTraits(address);
  } catch (error) {
    if (error instanceof Fault) return error;
    throw error;
  }
}

function senseOf(device: DeviceConfig, { tell, clock }: KeeperContext): DrawerSense | null {
  const { drawerSensor: polarity, id: deviceId } = device;
  if (polarity === undefined) return null;
  return new DrawerSense({ clock, polarity, tell: (state) => tell({ kind: 'drawer', deviceId, state }) });
}
