/** The serial ports of the machine, by names that stay the same when they are plugged in elsewhere. */
import { accessSync, constants, existsSync } from 'node:fs';
import path from 'node:path';

const BY_ID = '/dev/serial/by-id';

export interface SerialPortName {
  /** What it is opened by: its name below /dev/serial/by-id where it has one. */
  readonly path: string;
  /** The system's words for it. */
  readonly systemName: string;
}

/** All ports that the system knows. Empty where it cannot be asked; never rejects. */
export async function listSerialPorts(): Promise<readonly SerialPortName[]> {
  // On Linux the library runs udevadm, and takes the whole process with it where there is none (version 13).
  if (process.platform === 'linux' && !isOnPath('udevadm')) return [];
  try {
    const { SerialPort } = await import('serialport');
    return (await SerialPort.list()).map((port) => {
      const stable = port.pnpId === undefined ? undefined : path.join(BY_ID, port.pnpId);
      return {
        path: stable !== undefined && existsSync(stable) ? stable : port.path,
        systemName: [port.path, port.manufacturer, port.serialNumber].filter((word) => word !== undefined).join(' '),
      };
    });
  } catch {
    return [];
  }
}

/** Whether the machine has a program of that name. */
export function isOnPath(program: string, searchPath = process.env['PATH'] ?? ''): boolean {
  return searchPath.split(path.delimiter).some((folder) => {
    try {
      accessSync(path.join(folder, program), constants.X_OK);
      return folder !== '';
    } catch {
      return false;
    }
  });
}
