/**
 * Headquarters as a program:
 *
 *   hq --data DIR --port N [--host H] [--demo] [--restored] [--proxy] [--connections N]
 *
 * The first line on standard output that begins with `{` is `{"url": …}`; people are told on standard error. `DATABASE_URL`
 * names another PostgreSQL; without it there is one of its own in the data folder. SIGTERM ends it in good order.
 */
import { parseArgs } from 'node:util';
import { Fault } from '#base/fault.ts';
import { standardErrorLog } from '#node/system.ts';
import { placesBeside, runHq, type RunningHq } from './run-hq.ts';

const STOP_MS_MAX = 30_000;
const LONGEST_FIRST_TRY_MS = 60_000;
const TRY_AGAIN_MS = 1_000;

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'hq-data' },
    port: { type: 'string', default: '8080' },
    host: { type: 'string', default: '127.0.0.1' },
    demo: { type: 'boolean', default: false },
    restored: { type: 'boolean', default: false },
    proxy: { type: 'boolean', default: false },
    connections: { type: 'string', default: '20' },
  },
});

const log = standardErrorLog({ name: 'hq' });
const places = placesBeside(import.meta.url);
let isEnding = false;
let running: RunningHq | undefined;

async function end(): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
  await running?.close();
  process.exit(0);
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void end());

/** A database that is only starting, as after a power cut, is waited for. */
async function started(): Promise<RunningHq> {
  const from = Date.now();
  for (;;) {
    try {
      return await runHq({
        ...places,
        dataDir: values.data,
        databaseUrl: process.env['DATABASE_URL'] || undefined,
        host: values.host,
        port: Number(values.port),
        demoDir: values.demo ? places.demo : undefined,
        isRestored: values.restored,
        isBehindProxy: values.proxy,
        connections: Number(values.connections),
        log,
      });
    } catch (error) {
      const isAway = error instanceof Fault && error.code === 'hq.database-away';
      if (!isAway || Date.now() - from > LONGEST_FIRST_TRY_MS) throw error;
      log.warn('hq.waits-for-database', { detail: error.detail });
      await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
    }
  }
}

try {
  running = await started();
  const { url, codes, firstUser } = running;
  process.stdout.write(`${JSON.stringify({ url, ...(codes.length > 0 && { codes }) })}\n`);
  process.stderr.write(`\nComptoir — siège / headquarters: ${url}\n`);
  if (firstUser !== null) {
    const { login, password } = firstUser;
    process.stderr.write(`Premier compte / first account: ${login} · ${password}\n`);
  }
  for (const { storeName, tillName, code } of codes) {
    process.stderr.write(`Code d'une caisse / code for a till: ${storeName}, ${tillName}: ${code}\n`);
  }
  process.stderr.write('Ctrl+C pour arrêter. / Ctrl+C to stop.\n\n');
} catch (error) {
  const said = error instanceof Fault ? error.message : String(error instanceof Error ? error.stack : error);
  log.error('hq.not-started', { detail: said.slice(0, 2_000) });
  process.stderr.write(`\nLe siège ne démarre pas. / Headquarters does not start.\n${said}\n`);
  process.exit(1);
}
