/**
 * Loaded into a till process by a test (`node --import`), never shipped: kills the process at the next commit of its
 * database, before or after, once, when the file named by COMPTOIR_KILL_FILE says so. Nothing of the till knows of it.
 */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const killFile = process.env['COMPTOIR_KILL_FILE'];
const program = process.argv[1] ?? '';

interface Prepared {
  run(...values: unknown[]): unknown;
}

if (killFile !== undefined && path.basename(program) === 'till.mjs') {
  // The very copy of the driver that the program beside it loads.
  const Database = createRequire(program)('better-sqlite3') as {
    readonly prototype: { prepare(sql: string): Prepared };
  };
  const prepare = Database.prototype.prepare;
  Database.prototype.prepare = function prepareWatched(sql: string): Prepared {
    const statement = prepare.call(this, sql);
    if (sql !== 'COMMIT') return statement;
    const run = statement.run.bind(statement);
    statement.run = (...values) => {
      die('before');
      const result = run(...values);
      die('after');
      return result;
    };
    return statement;
  };
}

function die(moment: 'before' | 'after'): void {
  if (killFile === undefined || !existsSync(killFile) || readFileSync(killFile, 'utf8') !== moment) return;
  rmSync(killFile);
  process.kill(process.pid, 'SIGKILL');
}
