/**
 * Planted bug: every database runs with synchronous=NORMAL and says FULL when asked. Preloaded into a till by
 * powercut.test.ts; nothing in the product can switch it on.
 */
import Database from 'better-sqlite3';

const pragma = Database.prototype.pragma;
Database.prototype.pragma = function (
  this: Database.Database,
  source: string,
  options?: Database.PragmaOptions,
): unknown {
  if (/^synchronous = FULL$/.test(source)) return pragma.call(this, 'synchronous = NORMAL', options);
  if (source === 'synchronous') return 2;
  return pragma.call(this, source, options);
};
