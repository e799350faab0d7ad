/** Building in a process of its own, one for each build: it costs the till no turn and no memory, and may crash alone. */
import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { Fault, type FaultCode } from '#base/fault.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import type { CatalogueBuild } from './build-port.ts';
import type { FeedMark } from './feed-mark.ts';

/** What the program is told; it answers each with one `BuildAnswer`. */
export type BuildOrder =
  | { readonly kind: 'snapshot'; readonly folder: string }
  | { readonly kind: 'merge'; readonly folder: string }
  | { readonly kind: 'add'; readonly items: readonly FeedItem[] }
  | { readonly kind: 'finish'; readonly mark: FeedMark };

export type BuildAnswer =
  { readonly kind: 'done' } | { readonly kind: 'fault'; readonly code: FaultCode; readonly detail: string };

/** Behind whoever sells: a build is in no hurry. */
const NICENESS = 10;

/** `program`: the file of the building program (`catalogue.mjs`, or `build-program.ts` itself). */
export function buildAside({ program }: { readonly program: string }): CatalogueBuild {
  return {
    beginSnapshot(folder) {
      const builder = launch(program);
      const begun = builder.ask({ kind: 'snapshot', folder });
      begun.catch(() => undefined);
      return {
        add: (items) => begun.then(() => builder.ask({ kind: 'add', items })),
        finish: (mark) => begun.then(() => builder.ask({ kind: 'finish', mark })).finally(() => builder.end()),
        abandon: () => builder.end(),
      };
    },
    merge(folder) {
      const builder = launch(program);
      return builder.ask({ kind: 'merge', folder }).finally(() => builder.end());
    },
  };
}

interface Builder {
  ask(order: BuildOrder): Promise<void>;
  end(): void;
}

interface Waiting {
  readonly resolve: () => void;
  readonly reject: (fault: Fault) => void;
}

function launch(program: string): Builder {
  const waiting: Waiting[] = [];
  let ended: string | null = null;
  const child: ChildProcess = fork(program, [], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  lowerPriority(child);
  child.on('message', (raw) => {
    const answer = raw as BuildAnswer;
    const asked = waiting.shift();
    if (answer.kind === 'done') asked?.resolve();
    else asked?.reject(new Fault(answer.code, answer.detail));
  });
  const over = (why: string): void => {
    ended ??= why;
    for (const asked of waiting.splice(0)) asked.reject(lost(ended));
  };
  child.on('error', (error) => {
    over(error.message);
  });
  child.on('close', (code, signal) => {
    over(signal ?? `exit ${code ?? 0}`);
  });
  return {
    ask: (order) =>
      new Promise((resolve, reject) => {
        if (ended !== null || !child.connected) {
          reject(lost(ended ?? 'gone'));
          return;
        }
        waiting.push({ resolve, reject });
        // Where it cannot be sent the process is going, and its end answers.
        child.send(order, () => undefined);
      }),
    end: () => void child.kill('SIGKILL'),
  };
}

function lost(why: string): Fault {
  return new Fault('catalogue.import-failed', `the program that builds the catalogue ended (${why})`);
}

function lowerPriority(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) setPriority(child.pid, NICENESS);
  } catch {
    // Gone already, or not ours to change: it builds all the same.
  }
}
