/** A PostgreSQL of headquarters' own, with nothing to install: its programs out of an npm package, its data in a folder. */
import { mkdirSync } from 'node:fs';
import type { Log } from '#base/log.ts';
import { databaseFolder, openCluster, type Cluster } from './cluster.ts';
import { laidOutEngine } from './engine.ts';
import { databaseUser } from './system-user.ts';

/**
 * Opens the PostgreSQL of a folder, and makes it there the first time. As root it runs as another user. Faults
 * `hq.data-in-use` where another headquarters has it open, `hq.data-unusable` where it cannot be made or started.
 */
export async function openEmbedded({
  dataDir,
  log,
}: {
  readonly dataDir: string;
  readonly log: Log;
}): Promise<Cluster> {
  const user = databaseUser(databaseFolder(dataDir));
  mkdirSync(dataDir, { recursive: true, mode: user === undefined ? 0o700 : 0o711 });
  const programs = laidOutEngine({ dataDir, ...(user && { user }) });
  return openCluster({ programs, dataDir, user, log });
}
