/**
 * Printers' own device files, over a pseudo-terminal: it is opened, read and written like the file of a USB printer, without
 * blocking. There is no USB printer here, and the driver's own rules at the close are read and not seen.
 */
import { byteTransportConformance } from '#devices/transport/transport.conformance.ts';
import { openAddress } from '#devices/transport/transport.ts';
import { openPty } from '../rig/pty.ts';

byteTransportConformance(
  'usb-file',
  async () => {
    const pty = await openPty();
    const address = `usb://${pty.appPath}`;
    const near = await openAddress(address);
    return {
      near,
      far: { ...pty, lose: () => void pty.unplug() },
      async reopen() {
        await pty.unplug();
        await pty.replug();
        return openAddress(address);
      },
      async dispose() {
        await near.close();
        await pty.close();
      },
    };
  },
  { holdsBack: true, reopens: true },
);
