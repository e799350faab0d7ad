/**
 * The ESC/POS driver over each kind of line, against the simulated printer at its real end: what every receipt printer
 * promises.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after } from 'node:test';
import { Fault } from '#base/fault.ts';
import {
  createEscposPrinter,
  LineQueue,
  lineTraits,
  type LineTraits,
  printerProfile,
} from '#devices/printer/printer.ts';
import { type PrinterRig, receiptPrinterConformance } from '#devices/printer/printer.conformance.ts';
import { type ByteTransport, memoryLine, openAddress } from '#devices/transport/transport.ts';
import { paperText, SimulatedPrinter, type SimulatedPrinterOptions } from '#sim/printer/simulated-printer.ts';
import { type Cupsd, startCupsd } from '../rig/cupsd.ts';
import { systemClock } from '../rig/quiet.ts';
import { realPart } from '../rig/real-part.ts';
import { Reports } from '../rig/reports.ts';

/** A rig around a simulated printer; `line` says how the driver reaches it. */
async function rigOn(
  profileName: string,
  options: Partial<SimulatedPrinterOptions>,
  line: (sim: SimulatedPrinter) => { readonly open: () => Promise<ByteTransport>; readonly traits: LineTraits },
): Promise<PrinterRig> {
  const reports = new Reports();
  const profile = printerProfile(profileName);
  if (profile === undefined) throw new Error(`no profile ${profileName}`);
  const sim = new SimulatedPrinter({
    port: 0,
    model: profileName,
    columns: profile.columns,
    ...options,
    onChange() {
      reports.wake();
    },
  });
  await sim.plug();
  const queue = new LineQueue();
  let serial = 0;
  const printer = createEscposPrinter({
    ...line(sim),
    clock: systemClock,
    queue,
    profile,
    drawerPin: 2,
    drawerSense: null,
    painter: () => Promise.reject(new Error('nothing here is drawn')),
    logo: () => Promise.resolve(null),
    nextProcessId: () => new TextEncoder().encode(String(serial++).padStart(4, '0')),
    onHealth: () => undefined,
    onFacts: () => undefined,
  });
  return {
    printer,
    far: {
      text: () => paperText(sim.paper),
      kicks: () => sim.drawer.kicks,
      removePaper: () => sim.removePaper(),
      insertPaper: () => sim.insertPaper(),
      endPaperSoon: () => sim.setScenario('paper-out-mid-receipt'),
      losePowerSoon: () => sim.setScenario('powered-off-mid-job'),
      fallSilent: () => sim.setScenario('never-answers'),
      unplug: () => sim.unplug(),
      replug: () => sim.plug(),
      until: (done) => reports.until(done),
    },
    async dispose() {
      await queue.stop();
      await sim.unplug();
    },
  };
}

const overTcp = (sim: SimulatedPrinter): { open: () => Promise<ByteTransport>; traits: LineTraits } => ({
  open: () => openAddress(sim.address),
  traits: lineTraits(sim.address),
});

/** A line without a system between. */
function inMemory(sim: SimulatedPrinter): { open: () => Promise<ByteTransport>; traits: LineTraits } {
  return {
    async open() {
      await Promise.resolve();
      if (!sim.state.plugged) throw new Fault('device.unreachable', 'it is unplugged');
      const { near, far } = memoryLine();
      sim.attach(far);
      return near;
    },
    traits: { life: 'a-job', talks: true, bytesPerSecond: null },
  };
}

for (const profile of ['TM-T88V', 'NT-80-V-UL']) {
  const done = printerProfile(profile)?.processId === true ? 'printed' : 'handed-over';
  receiptPrinterConformance(`${profile} in memory`, () => rigOn(profile, {}, inMemory), { talks: true, done });

  receiptPrinterConformance(`${profile} over TCP`, () => rigOn(profile, {}, overTcp), { talks: true, done });

  receiptPrinterConformance(
    `${profile} on a serial line`,
    () => rigOnPty(profile, (link) => `serial://${link}?baud=38400`),
    {
      talks: true,
      done,
    },
  );

  receiptPrinterConformance(`${profile} as a device file`, () => rigOnPty(profile, (link) => `usb://${link}`), {
    talks: true,
    done,
  });
}

let cupsd: Cupsd | null = null;
let queues = 0;
after(() => cupsd?.stop());

receiptPrinterConformance('TM-T88V behind a spooler', rigOnCups, { talks: false, done: 'handed-over' });

async function rigOnCups(): Promise<PrinterRig> {
  cupsd ??= await startCupsd();
  const { server, addQueue } = cupsd;
  return rigOn('TM-T88V', {}, (sim) => {
    const name = `Receipt${++queues}`;
    addQueue(name, sim.port);
    const address = `cups://${server}/${name}`;
    return { open: () => openAddress(address), traits: lineTraits(address) };
  });
}

async function rigOnPty(profile: string, addressOf: (link: string) => string): Promise<PrinterRig> {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-printer-'));
  const link = path.join(folder, 'usb-Comptoir_printer-if00');
  const rig = await rigOn(profile, { pty: link }, () => ({
    open: () => openAddress(addressOf(link)),
    traits: lineTraits(addressOf(link)),
  }));
  realPart('serialport', 'a printer on a pseudo-terminal');
  return {
    ...rig,
    async dispose() {
      await rig.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
