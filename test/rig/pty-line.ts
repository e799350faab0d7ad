/** A pseudo-terminal as the line of the conformance of transports: it holds back, is lost, and opens again. */
import type { TransportRig } from '#devices/transport/transport.conformance.ts';
import { openAddress } from '#devices/transport/transport.ts';
import { openPty } from './pty.ts';

/** `addressOf` says how the till opens the terminal. */
export async function ptyLine(addressOf: (appPath: string) => string): Promise<TransportRig> {
  const pty = await openPty();
  const address = addressOf(pty.appPath);
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
}
