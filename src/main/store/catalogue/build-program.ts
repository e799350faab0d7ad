/**
 * Entry of the program that builds a catalogue beside the till (build-aside.ts): orders in, one answer each. It ends with the
 * till; what it was building is worth nothing then, and its lock goes with it.
 */
import { Fault } from '#base/fault.ts';
import type { BuildAnswer, BuildOrder } from './build-aside.ts';
import { buildHere } from './build-here.ts';
import type { SnapshotBuild } from './build-port.ts';

const build = buildHere();
let snapshot: SnapshotBuild | null = null;

async function carryOut(order: BuildOrder): Promise<void> {
  if (order.kind === 'merge') await build.merge(order.folder);
  else if (order.kind === 'add') await snapshot?.add(order.items);
  else if (order.kind === 'finish') await snapshot?.finish(order.mark);
  else {
    snapshot = build.beginSnapshot(order.folder);
    // Takes the lock now, so that whoever else builds here is told at once.
    await snapshot.add([]);
  }
}

function answer(text: BuildAnswer): void {
  process.send?.(text);
}

process.on('disconnect', () => process.exit(0));
process.on('SIGINT', () => undefined);
process.on('message', (order: BuildOrder) => {
  carryOut(order).then(
    () => {
      answer({ kind: 'done' });
    },
    (error: unknown) => {
      const fault =
        error instanceof Fault ? error : new Fault('catalogue.import-failed', String(error), { cause: error });
      answer({ kind: 'fault', code: fault.code, detail: fault.detail });
    },
  );
});
