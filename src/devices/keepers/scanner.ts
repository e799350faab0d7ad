/** A scanner on a line: every code becomes a read. */
import { listenToScanner } from '../scanner/scanner.ts';
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
        onRead: (text) => tell({ kind: 'read', deviceId: device.id, readId: random.uuid(), text }),
      });
    },
  });
  return { close };
};
