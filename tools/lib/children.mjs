/**
 * The programs that one command starts, and their common end: when the command is asked to end, when the one that must
 * run has ended, or when whoever started the command is gone.
 */
import { spawn } from 'node:child_process';
import { onNpmGone } from './node24.mjs';

const GRACE_MS = 5_000;

/** Starts programs and ends them together. `ended` resolves with the exit status once `endAll` has been called. */
export function createFamily() {
  const children = [];
  let tellEnded;
  const ended = new Promise((resolve) => (tellEnded = resolve));
  let ending = false;

  /** Ends every child, last started first; those that do not go in time are killed with all they started. */
  async function endAll(status) {
    if (ending) return;
    ending = true;
    for (const child of [...children].reverse()) {
      if (!isAlive(child)) continue;
      const gone = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const late = setTimeout(() => killGroup(child), GRACE_MS);
      await gone;
      clearTimeout(late);
      killGroup(child);
    }
    tellEnded(status);
  }

  // To be asked to end and to have ended is no failure.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void endAll(0));
  process.once('exit', () => children.forEach(killGroup));
  onNpmGone(() => void endAll(1));

  return {
    ended,
    endAll,
    /** Starts a program in a process group of its own, so that a key pressed in the terminal reaches only us. */
    start(program, args, settings = {}) {
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 2], detached: true, ...settings });
      children.push(child);
      return child;
    },
  };
}

function isAlive(child) {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

/** Whatever a child has started and left behind lies in its group. */
function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error; // gone already, which is what is wanted
  }
}
