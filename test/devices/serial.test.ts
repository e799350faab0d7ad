/** Serial lines over a pseudo-terminal of the kernel, opened by the library that the till opens them with. */
import { byteTransportConformance } from '#devices/transport/transport.conformance.ts';
import { openAddress } from '#devices/transport/transport.ts';
import { openPty } from '../rig/pty.ts';

byteTransportConformance(
  'serial',
  async () => {
    const pty = await openPty();
    const address = `serial://${pty.appPath}?baud=115200`;
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
