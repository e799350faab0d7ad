/** The devices of a till beside simulated printers on real lines, for the tests of printers. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ReceiptDocument } from '#domain/receipt/receipt.ts';
import type { DeviceConfig } from '#devices/wire.ts';
import { SimulatedPrinter, type SimulatedPrinterOptions } from '#sim/printer/simulated-printer.ts';
import { type DevicesAlone, devicesAlone, type Said } from '../rig/devices-alone.ts';
import { realPart } from '../rig/real-part.ts';

const FONTS = ['noto-sans', 'noto-sans-arabic'].flatMap((family) =>
  ['400Regular', '700Bold'].map((face) => {
    const name = family === 'noto-sans' ? 'NotoSans' : 'NotoSansArabic';
    return fileURLToPath(
      new URL(`../../node_modules/@expo-google-fonts/${family}/${face}/${name}_${face}.ttf`, import.meta.url),
    );
  }),
);

export interface PrinterDesk extends Pick<DevicesAlone, 'devices' | 'said' | 'until'> {
  /** A simulated printer, plugged in; with `pty`, on a serial line as well. */
  printer(options?: Partial<SimulatedPrinterOptions> & { readonly serial?: boolean }): Promise<SimulatedPrinter>;
  open(config: Partial<DeviceConfig> & { readonly address: string }): void;
  /** What becomes of the job. */
  print(document: ReceiptDocument, deviceId?: string): Promise<Said<'job'>>;
  pulse(deviceId?: string): Promise<Said<'job'>>;
  health(state: string, fault?: string, from?: number): Promise<Said<'health'>>;
  drawer(state: 'open' | 'closed', from?: number): Promise<Said<'drawer'>>;
  /** Resolves when `done` holds, looked at each time something happens at a printer or is said. */
  seen(done: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export function openPrinterDesk(): PrinterDesk {
  const { devices, said, reports, until } = devicesAlone({ fontFiles: FONTS });
  const cleanUp: (() => unknown)[] = [];

  function job(jobId: string): Promise<Said<'job'>> {
    return until((message): message is Said<'job'> => message.kind === 'job' && message.jobId === jobId);
  }

  return {
    devices,
    said,
    async printer({ serial = false, ...options } = {}) {
      const folder = serial ? mkdtempSync(path.join(tmpdir(), 'comptoir-printer-')) : null;
      const printer = new SimulatedPrinter({
        port: 0,
        onChange: () => reports.wake(),
        ...(folder === null ? {} : { pty: path.join(folder, 'usb-Comptoir_printer-if00') }),
        ...options,
      });
      cleanUp.push(async () => {
        await printer.unplug();
        if (folder !== null) rmSync(folder, { recursive: true, force: true });
      });
      await printer.plug();
      if (serial) realPart('serialport', 'a printer on a pseudo-terminal');
      return printer;
    },
    open(config) {
      devices.handle({ kind: 'open', device: { id: 'p', kind: 'printer', name: 'Imprimante', ...config } });
    },
    print(document, deviceId = 'p') {
      const jobId = randomUUID();
      devices.handle({ kind: 'print', deviceId, jobId, document });
      return job(jobId);
    },
    pulse(deviceId = 'p') {
      const jobId = randomUUID();
      devices.handle({ kind: 'pulse', deviceId, jobId });
      return job(jobId);
    },
    until,
    health: (state, fault, from) =>
      until(
        (message): message is Said<'health'> =>
          message.kind === 'health' && message.state === state && message.fault === fault,
        from,
      ),
    drawer: (state, from) =>
      until((message): message is Said<'drawer'> => message.kind === 'drawer' && message.state === state, from),
    seen: (done) => reports.until(done),
    async close() {
      await devices.close();
      for (const undo of cleanUp.splice(0).reverse()) await undo();
    },
  };
}

/** A receipt of `articles` lines below a title. */
export function receiptOf(title: string, articles = 8): ReceiptDocument {
  const goods = Array.from({ length: articles }, (_, index) => ({
    kind: 'pair' as const,
    start: `Crème brûlée nº ${index + 1}`,
    end: '0,85 €',
  }));
  return {
    language: 'fr',
    blocks: [{ kind: 'text', text: title }, ...goods, { kind: 'pair', start: 'TOTAL', end: '6,80 €' }],
  };
}
