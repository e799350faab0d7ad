/** A PostgreSQL for tests, in a folder of its own: the one that comes by npm, or Debian's. */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync, chmodSync, mkdtempSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Log } from '#base/log.ts';
import { databaseFolder, openCluster, type Cluster } from './cluster.ts';
import { openEmbedded } from './embedded.ts';
import type { Table } from './port.ts';
import { postgresStore, type PostgresStore } from './postgres-store.ts';
import { makeTable } from './schema.ts';
import { databaseUser } from './system-user.ts';

export type Engine = 'embedded' | 'debian';

export interface TestPostgres {
  readonly cluster: Cluster;
  /** A store on a database of its own, with these tables. */
  database(tables: readonly Table[]): Promise<PostgresStore>;
  /** The address of a database of its own, with no table in it. */
  emptyDatabase(): Promise<string>;
  end(): Promise<void>;
}

const DEBIAN = '/usr/lib/postgresql';

export const silentLog: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Starts a PostgreSQL in a new folder of the system's temporary one; everything goes with `end`. */
export async function openTestPostgres(engine: Engine = 'embedded', log: Log = silentLog): Promise<TestPostgres> {
  const dataDir = testFolder();
  endWithThisProcess(dataDir);
  const cluster = await openEngine(engine, { dataDir, log });
  const admin = postgresStore({ url: cluster.url, connections: 1, log });
  const stores: PostgresStore[] = [];
  let made = 0;
  const emptyDatabase = async (): Promise<string> => {
    const name = `test_${++made}`;
    // A schema is as good as a database to one store, and made in a moment.
    await admin.script(`CREATE SCHEMA ${name}`);
    return `${cluster.url}?options=${encodeURIComponent(`-c search_path=${name}`)}`;
  };
  return {
    cluster,
    emptyDatabase,
    async database(tables) {
      const store = postgresStore({ url: await emptyDatabase(), connections: 24, log });
      stores.push(store);
      for (const table of tables) await makeTable(store, table);
      return store;
    },
    async end() {
      for (const store of [...stores, admin]) await store.close();
      await cluster.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** A test that is killed stops no PostgreSQL: a shell that outlives it does, once its input ends. */
function endWithThisProcess(dataDir: string): void {
  const script = 'cat > /dev/null; kill -QUIT "$(head -n 1 "$0/postgres/postmaster.pid")"; sleep 1; rm -rf "$0"';
  const watch = spawn('sh', ['-c', script, dataDir], { stdio: ['pipe', 'ignore', 'ignore'], detached: true });
  watch.unref();
  // A pipe to a child keeps this process alive otherwise.
  (watch.stdin as Socket).unref();
}

/** A folder that PostgreSQL's user can enter, where the test runs as root. */
export function testFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'comptoir-hq-'));
  chmodSync(folder, 0o711);
  return folder;
}

/** Starts the PostgreSQL of a folder, made there the first time: what was stopped goes on. */
export function openEngine(
  engine: Engine,
  { dataDir, log }: { readonly dataDir: string; readonly log: Log },
): Promise<Cluster> {
  return engine === 'embedded' ? openEmbedded({ dataDir, log }) : openDebian(dataDir, log);
}

function openDebian(dataDir: string, log: Log): Promise<Cluster> {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).map(Number).filter(Number.isInteger) : [];
  if (versions.length === 0) throw new Error("Debian's postgresql is not installed: apt-get install postgresql");
  const programs = path.join(DEBIAN, String(Math.max(...versions)), 'bin');
  return openCluster({ programs, dataDir, user: databaseUser(databaseFolder(dataDir)), log });
}
