/** Serial lines over a pseudo-terminal of the kernel, opened by the library that the till opens them with. */
import { byteTransportConformance } from '#devices/transport/transport.conformance.ts';
import { openAddress } from '#devices/transport/transport.ts';
import { openPty } from '../rig/pty.ts';

byteTransportConformance('serial', async () => {
  const pty = await openPty();
  const near = await openAddress(`serial://${pty.appPath}?baud=115200`);
  return {
    near,
    far: { received: pty.received, send: pty.send, lose: () => void pty.unplug(), until: pty.until },
    async dispose() {
      await near.close();
      await pty.close();
    },
  };
});
