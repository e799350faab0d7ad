/**
 * What a printer's driver must know of its line, by the kind of its address and nothing else.
 */
import { parseAddress } from '#devices/transport/transport.ts';

export interface LineTraits {
  /**
   * `stays`: kept open while the printer rests, which hears what it says by itself. `a-job`: opened for a job or a
   * question and closed after it, so that two tills can share a network printer and no half-dead connection is kept.
   */
  readonly life: 'stays' | 'a-job';
  /** False behind a spooler, which answers for the printer: nothing is asked, and nothing can be proved. */
  readonly talks: boolean;
  /** What the line carries in a second, where that is what a receipt waits for. */
  readonly bytesPerSecond: number | null;
}

/** Throws a Fault `device.address-invalid`. */
export function lineTraits(address: string): LineTraits {
  const parsed = parseAddress(address);
  switch (parsed.kind) {
    case 'serial': {
      const bitsAByte = 1 + parsed.dataBits + (parsed.parity === 'none' ? 0 : 1) + parsed.stopBits;
      return { life: 'stays', talks: true, bytesPerSecond: parsed.baud / bitsAByte };
    }
    case 'usb':
      return { life: 'stays', talks: true, bytesPerSecond: null };
    case 'cups':
      return { life: 'a-job', talks: false, bytesPerSecond: null };
    default:
      return { life: 'a-job', talks: true, bytesPerSecond: null };
  }
}

/** What two addresses have in common that lead to the same printer, however they are written. */
export function lineKey(address: string): string {
  const parsed = parseAddress(address);
  switch (parsed.kind) {
    case 'serial':
    case 'usb':
      return `${parsed.kind} ${parsed.path}`;
    case 'tcp':
      return `tcp ${parsed.host.toLowerCase()} ${parsed.port}`;
    case 'cups':
      return `cups ${parsed.server?.toLowerCase() ?? ''} ${parsed.queue.toLowerCase()}`;
    default:
      return address;
  }
}

/** How long the line needs for so many bytes. */
export function transferMs(traits: LineTraits, bytes: number): number {
  return traits.bytesPerSecond === null ? 0 : Math.ceil((bytes * 1_000) / traits.bytesPerSecond);
}
