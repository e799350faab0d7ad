/** Locks the migrations that are new: see lib/migration-lock.mjs. */
import { lockNew } from './lib/migration-lock.mjs';

process.stdout.write(`${lockNew()} migrations locked\n`);
