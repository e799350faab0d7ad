/** One node of headquarters, whole: database, use cases, background steps, wire. What the program starts, and benches too. */
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import type { Log } from '#base/log.ts';
import { systemClock } from '#node/system-clock.ts';
import { systemRandom } from '#node/system.ts';
import { DEMO_ORGANISATION, makeDemo, type DemoCode } from './demo.ts';
import { openHq, type Hq } from './hq.ts';
import { declareRestored } from './ingest/restored.ts';
import { pendingChains } from './project/pending.ts';
import { startServer, type HqServer } from './server/server.ts';
import { openVerifyPool, type VerifyPool } from './server/verify-pool.ts';
import { startWork, type WorkLoop } from './server/work-loop.ts';
import type { Cluster } from './store/cluster.ts';
import { openEmbedded } from './store/embedded.ts';
import { postgresStore, type PostgresStore } from './store/postgres-store.ts';
import { bringUpToDate, readMigrations } from './store/schema.ts';
import { HQ_TABLES } from './store/tables.ts';
import { ensureFirstUser } from './web/users.ts';

export interface RunOptions {
  /** Where its own PostgreSQL lies, unless `databaseUrl` names another. */
  readonly dataDir: string;
  readonly databaseUrl?: string | undefined;
  readonly host: string;
  readonly port: number;
  readonly pagesDir: string;
  readonly migrationsDir: string;
  /** Makes the demonstration, from these files. */
  readonly demoDir?: string | undefined;
  /** The database was put back from a backup: tills are asked what they know before anything is granted. */
  readonly isRestored: boolean;
  readonly isBehindProxy: boolean;
  readonly connections: number;
  /** Codes and passwords that one address may try in a minute. */
  readonly guessesPerMinute?: number;
  /** The program of the threads that check rows. */
  readonly verifier: URL;
  readonly log: Log;
}

export interface RunningHq {
  readonly url: string;
  readonly hq: Hq;
  readonly store: PostgresStore;
  /** Codes for the tills of the demonstration. */
  readonly codes: readonly DemoCode[];
  /** Who may sign in first, and with what; null where somebody could already. */
  readonly firstUser: { readonly login: string; readonly password: string } | null;
  /** Takes nothing new, lets what is at work end, and stops a PostgreSQL of its own. */
  close(): Promise<void>;
}

/** What lies beside the built program, or in the tree where it runs from there. */
export function placesBeside(
  program: string,
): Pick<RunOptions, 'pagesDir' | 'migrationsDir' | 'verifier'> & { demo: string } {
  const here = path.dirname(fileURLToPath(program));
  const isBuilt = program.endsWith('.mjs');
  const root = isBuilt ? here : path.resolve(here, '../..');
  return {
    pagesDir: isBuilt ? path.join(here, 'hq-page') : path.join(root, 'dist/hq-page'),
    migrationsDir: path.join(root, 'migrations/hq'),
    demo: path.join(root, isBuilt ? 'demo' : 'data/demo'),
    verifier: new URL(isBuilt ? 'hq-verify.mjs' : 'server/verify-worker.ts', program),
  };
}

/** Starts a node. Rejects with a Fault that says why it cannot. What was begun is ended then. */
export async function runHq(options: RunOptions): Promise<RunningHq> {
  const { log } = options;
  const ends: (() => Promise<void>)[] = [];
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end();
  };
  try {
    const cluster = await openDatabase(options);
    if (cluster !== undefined) ends.push(() => cluster.stop());
    const url = options.databaseUrl ?? cluster?.url ?? '';
    const store = postgresStore({ url, connections: options.connections, log });
    ends.push(() => store.close());
    await bringUpToDate({ store, migrations: readMigrations(options.migrationsDir), tables: HQ_TABLES, log });
    const pool = openVerifyPool({ file: options.verifier, log });
    ends.push(() => pool.close());
    const node = await openNode(options, { store, pool });
    ends.push(node.end);
    return { ...node.started, store, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function openDatabase({ databaseUrl, dataDir, log }: RunOptions): Promise<Cluster | undefined> {
  return databaseUrl === undefined ? openEmbedded({ dataDir, log }) : Promise.resolve(undefined);
}

async function openNode(
  options: RunOptions,
  { store, pool }: { readonly store: PostgresStore; readonly pool: VerifyPool },
): Promise<{ readonly started: Omit<RunningHq, 'store' | 'close'>; readonly end: () => Promise<void> }> {
  const { log, demoDir } = options;
  const hq = await openHq({
    ...{ store, log, clock: systemClock, random: systemRandom, verifyRows: pool.verify },
    ...(demoDir === undefined ? {} : { organisation: DEMO_ORGANISATION }),
  });
  if (options.isRestored) await declareRestored(hq.core);
  const firstUser = await ensureFirstUser(hq.core, { demo: demoDir !== undefined });
  const codes = demoDir === undefined ? [] : await makeDemo(hq.core, { demoDir });
  const work: WorkLoop = startWork({ work: () => hq.work(), clock: systemClock, log });
  const server: HqServer = await startServer({
    ...{ hq, log, clock: systemClock, host: options.host, port: options.port, pagesDir: options.pagesDir },
    pool: () => store.pool(),
    ping: () => store.ping(),
    chainsPending: () =>
      pendingChains(store.read).then(
        (chains) => chains.length,
        () => undefined,
      ),
    rowsVerified: () => pool.rowsVerified(),
    pushed: () => work.kick(),
    isBehindProxy: options.isBehindProxy,
    ...(options.guessesPerMinute === undefined ? {} : { guessesPerMinute: options.guessesPerMinute }),
  }).catch(async (error: unknown) => {
    hq.close();
    await work.stop();
    throw error;
  });
  log.info('hq.started', { url: server.url, threads: pool.threads });
  const end = async (): Promise<void> => {
    await server.close();
    await work.stop();
    log.info('hq.stopped');
  };
  return { started: { url: server.url, hq, codes, firstUser }, end };
}
