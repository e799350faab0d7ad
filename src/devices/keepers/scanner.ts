/** A scanner on a line: every code becomes a read. */
import { decoderFor, listenToScanner } from '../scanner/scanner.ts';
import { parseAddress } from '../transport/transport.ts';
import { keepOpen } from './keep-open.ts';
import type { Keeper } from './keeper.ts';

export const keepScanner: Keeper = (device, { tell, clock, random, open, announced }) => {
  const health = { kind: 'health', deviceId: device.id } as const;
  tell({ ...health, state: 'connecting' });
  const close = keepOpen({
    clock,
    open: () => announced(device, 'scanner', () => open(device)),
    onAbsent: (fault) => tell({ ...health, state: 'absent', fault }),
    onLine(line) {
      tell({ ...health, state: 'ready' });
      listenToScanner({
        line,
        clock,
        decoder: decoderFor(parseAddress(device.address)),
        repeatMs: device.repeatMs ?? 0,
        onRead: (read) => tell({ kind: 'read', deviceId: device.id, readId: random.uuid(), ...read }),
      });
    },
  });
  return { close };
};
