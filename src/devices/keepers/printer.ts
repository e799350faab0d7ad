/** A receipt printer: asked how it is while it rests, and given its jobs one by one. */
import { createEscposPrinter, type PrinterHealth, printerProfile } from '../printer/printer.ts';
import type { Keeper } from './keeper.ts';

/** How often a printer that rests is asked how it is; one that is away, ever less often. */
const CHECK_MS = 2_000;
const CHECK_MS_MAX = 10_000;

export const keepPrinter: Keeper = (device, { tell, clock, open, announced, queueOf, drawingRoom, nextProcessId }) => {
  const profile = printerProfile(device.profile ?? 'default');
  if (profile === undefined) {
    tell({ kind: 'health', deviceId: device.id, state: 'absent', fault: 'device.profile-unknown' });
    return { close: () => undefined };
  }
  let toldLast = '';
  let cancel: () => void = () => undefined;
  let closed = false;
  let checkMs = CHECK_MS;

  const onHealth = (health: PrinterHealth): void => {
    const said = `${health.state} ${health.fault ?? ''}`;
    if (closed || said === toldLast) return;
    toldLast = said;
    tell({ kind: 'health', deviceId: device.id, ...health });
  };
  const printer = createEscposPrinter({
    open: () => announced(device, 'escpos', () => open(device)),
    clock,
    queue: queueOf(device.address),
    profile,
    drawerPin: device.drawerPin ?? 2,
    painter: () => announced(device, 'canvas', () => drawingRoom.painter(profile)),
    nextProcessId,
    onHealth,
  });

  async function check(): Promise<void> {
    const health = await printer.probe();
    if (closed) return;
    if (health !== null) onHealth(health);
    checkMs = health?.state === 'absent' ? Math.min(checkMs * 2, CHECK_MS_MAX) : CHECK_MS;
    cancel = clock.after(checkMs, () => void check());
  }
  tell({ kind: 'health', deviceId: device.id, state: 'connecting' });
  void check();
  return {
    print: (document) => printer.print(document),
    pulse: () => printer.pulse(),
    close() {
      closed = true;
      cancel();
    },
  };
};
