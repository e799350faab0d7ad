/**
 * Entry of the web shell: `shell-web --data DIR --keys DIR [--port N] …`. Its first line on standard output that begins
 * with `{` is one JSON object with the address to open; each line read on standard input asks for another one. All
 * else is said on standard error.
 */
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { systemClock } from '#node/system-clock.ts';
import { standardErrorLog } from '#node/system.ts';
import { superviseTill } from '../supervisor.ts';
import { SHOP_OPTIONS, pageLanguage, tillArguments } from '../till-command.ts';
import { startWebShell } from './web.ts';

const beside = import.meta.dirname;
const { values } = parseArgs({
  options: {
    ...SHOP_OPTIONS,
    port: { type: 'string', default: '0' },
    /** How many more addresses to announce, one for each window that somebody else opens. */
    windows: { type: 'string', default: '0' },
    till: { type: 'string', default: path.join(beside, 'till.mjs') },
    renderer: { type: 'string', default: path.join(beside, 'renderer') },
  },
});
const { data, keys } = values;
if (data === undefined || keys === undefined) {
  process.stderr.write('shell-web: --data DIR and --keys DIR are needed\n');
  process.exit(2);
}

const log = standardErrorLog({ name: 'shell-web' });
const supervisor = superviseTill({
  nodePath: process.execPath,
  tillPath: values.till,
  args: tillArguments({ ...values, data, keys, shellRunId: randomUUID() }),
  clock: systemClock,
  log,
});
const lang = pageLanguage(values.lang);
const shell = await startWebShell({
  supervisor,
  rendererDir: values.renderer,
  port: Number(values.port),
  ...(lang === undefined ? {} : { lang }),
  log,
});

function announce(extra: object = {}): void {
  process.stdout.write(
    `${JSON.stringify({ address: shell.issueAddress(), port: shell.port, pid: process.pid, ...extra })}\n`,
  );
}

const windows = Array.from({ length: Number(values.windows) }, () => shell.issueAddress());
const first = await supervisor.settled();
// A second till beside the one that sells: whoever typed the command is told, and no page is opened in vain.
if (first.state === 'refused' && first.code === 'store.locked') {
  process.stderr.write(`${inUse(path.resolve(data))}\n`);
  await shell.close();
  await supervisor.stop();
  process.exit(1);
}
announce(windows.length === 0 ? {} : { windows });
// A terminal is left alone: reading it would stop a shell that runs in the background.
if (!process.stdin.isTTY) createInterface({ input: process.stdin }).on('line', () => announce());

let ending = false;
async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await shell.close();
  await supervisor.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end());

function inUse(folder: string): string {
  const french = `Une caisse est déjà ouverte sur le dossier ${folder} : fermez-la d'abord, ou choisissez un autre --data.`;
  const english = `A till is already open on the folder ${folder}: close it first, or choose another --data.`;
  if (lang === undefined) return `${french}\n${english}`;
  return lang === 'fr' ? french : english;
}
