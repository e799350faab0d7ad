/**
 * The store on anything that speaks PostgreSQL. One statement a question, prepared; READ COMMITTED; what the engine asks to
 * have repeated is repeated with a growing, random pause.
 */
import { assert } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import type { Log } from '#base/log.ts';
import pg from 'pg';
import { checkDistinct, checkKey, checkRow, checkScan } from './checked.ts';
import { isAway, isToRepeat, sqlState } from './postgres-errors.ts';
import { compareKeys, keyOf } from './order.ts';
import { isPatient } from './patience.ts';
import type { HqReads, HqStore, HqTransaction, Key, RowOf, Scan, Table } from './port.ts';
import { openTurns, type Turns } from './turns.ts';
import {
  getManyStatement,
  getStatement,
  insertStatement,
  lockManyStatement,
  putStatement,
  removeStatement,
  scanStatement,
  type Statement,
} from './statements.ts';

export interface PostgresStoreOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly connections: number;
  readonly log: Log;
}

export interface PostgresStore extends HqStore {
  /** Connections: all, idle, and how many wait for one. */
  pool(): { readonly total: number; readonly idle: number; readonly waiting: number };
  /** Answers once the database does; Fault `hq.database-away` where it does not. */
  ping(): Promise<void>;
  /** Runs statements of the schema, in one transaction of their own. */
  script(sql: string): Promise<void>;
  /** Rows of a query on the catalogue, every value as text. */
  query(sql: string, values?: readonly string[]): Promise<readonly Readonly<Record<string, string | null>>[]>;
}

const ATTEMPTS_MAX = 12;
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 500;
const CONNECT_MS_MAX = 5_000;
/** For a connection that others use; a till has not given up by then. */
const TURN_MS_MAX = 15_000;
/** A statement of ours that takes longer will not end well; its transaction gives way to the others. */
const STATEMENT_MS_MAX = 60_000;
/** A node that stopped in the middle of a transaction holds rows no longer than this. */
const IDLE_IN_TRANSACTION_MS_MAX = 30_000;
const MOST_ROWS = 10_000;

const INT8 = 20;
/** PostgreSQL's code for a setting that it does not have. */
const UNDEFINED_OBJECT = '42704';

/** Opens the pool; connects when first asked. */
export function postgresStore(options: PostgresStoreOptions): PostgresStore {
  return new Postgres(options);
}

class Postgres implements PostgresStore {
  readonly read: HqReads;
  private readonly connections: pg.Pool;
  private readonly log: Log;
  private readonly turns: Turns;
  /** Reads that wait for their turn, by what they ask. */
  private readonly asked = new Map<string, Promise<pg.QueryResult>>();

  constructor({ url, connections, log }: PostgresStoreOptions) {
    this.log = log;
    this.turns = openTurns({ places: connections, waitMsMax: TURN_MS_MAX });
    this.connections = new pg.Pool({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: CONNECT_MS_MAX,
      statement_timeout: STATEMENT_MS_MAX,
      // A network that swallows everything is noticed here, by this side's own clock.
      query_timeout: STATEMENT_MS_MAX + 5_000,
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS_MAX,
      keepAlive: true,
      application_name: 'comptoir-hq',
      types: { getTypeParser },
      onConnect: readByTheKey,
    });
    // A connection that breaks while it lies idle is simply replaced.
    this.connections.on('error', (error) => {
      log.warn('hq.connection-lost', { detail: error.message });
    });
    this.read = new Reads((statement) => this.ask(statement));
  }

  /**
   * A read outside of a transaction. While all connections are in use, those who ask the same wait for one answer: a thousand
   * tills that come at once ask the same of the same streams. The question is put after the last of them came, so that each
   * sees everything that was committed before it asked.
   */
  private ask(statement: Statement): Promise<pg.QueryResult> {
    if (!this.turns.isFull()) return this.inTurn(() => this.connections.query(asked(statement)));
    const question = JSON.stringify([isPatient(), statement.text, statement.values]);
    const waiting = this.asked.get(question);
    if (waiting !== undefined) return waiting;
    const answer = this.inTurn(() => {
      this.asked.delete(question);
      return this.connections.query(asked(statement));
    }).finally(() => {
      if (this.asked.get(question) === answer) this.asked.delete(question);
    });
    this.asked.set(question, answer);
    return answer;
  }

  /** Waits for a connection of the pool; what is done once there is one must not wait for another. */
  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    const end = await this.turns.take(isPatient());
    if (end === null) throw new Fault('hq.database-away', 'no connection became free in time');
    try {
      return await work();
    } finally {
      end();
    }
  }

  async transact<T>(work: (transaction: HqTransaction) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.inTurn(() => this.once(work));
      } catch (error) {
        if (!isToRepeat(error)) throw error;
        if (attempt >= ATTEMPTS_MAX) throw awayFault(error);
        this.log.info('hq.transaction-repeated', { attempt, state: sqlState(error) });
        await pause(attempt);
      }
    }
  }

  pool(): { readonly total: number; readonly idle: number; readonly waiting: number } {
    const { totalCount, idleCount } = this.connections;
    return { total: totalCount, idle: idleCount, waiting: this.turns.waiting() };
  }

  async ping(): Promise<void> {
    await this.inTurn(() => classified(() => this.connections.query('SELECT 1')));
  }

  async script(sql: string): Promise<void> {
    await this.inTurn(() => classified(() => this.connections.query(sql)));
  }

  async query(
    sql: string,
    values: readonly string[] = [],
  ): Promise<readonly Readonly<Record<string, string | null>>[]> {
    const types = { getTypeParser: () => String };
    const { rows } = await this.inTurn(() =>
      classified(() => this.connections.query({ text: sql, values: [...values], types })),
    );
    return rows as Readonly<Record<string, string | null>>[];
  }

  async close(): Promise<void> {
    await this.connections.end();
  }

  private async once<T>(work: (transaction: HqTransaction) => Promise<T>): Promise<T> {
    const client = await classified(() => this.connections.connect());
    client.on('error', noticedByTheNextStatement);
    const running = new Transaction((statement) => client.query(asked(statement)));
    let isBroken = true;
    try {
      await classified(() => client.query('BEGIN ISOLATION LEVEL READ COMMITTED'));
      const result = await work(running);
      if (running.failure !== undefined) throw running.failure;
      running.end();
      await classified(() => client.query('COMMIT'));
      isBroken = false;
      return result;
    } catch (error) {
      running.end();
      isBroken = !(await isRolledBack(client));
      throw running.failure ?? error;
    } finally {
      client.off('error', noticedByTheNextStatement);
      client.release(isBroken);
    }
  }
}

/** A connection that breaks between two statements says so at the next one. */
function noticedByTheNextStatement(): void {
  return undefined;
}

async function isRolledBack(client: pg.PoolClient): Promise<boolean> {
  try {
    await client.query('ROLLBACK');
    return true;
  } catch {
    return false; // the connection is gone, and the transaction with it
  }
}

type Ask = (statement: Statement) => Promise<pg.QueryResult>;

class Reads implements HqReads {
  private readonly ask: Ask;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  async get<T extends Table>(table: T, key: Key): Promise<RowOf<T> | undefined> {
    checkKey(table, key);
    return (await this.rows<T>(getStatement(table, key, false)))[0];
  }

  async getMany<T extends Table>(table: T, keys: readonly Key[]): Promise<readonly RowOf<T>[]> {
    for (const key of keys) checkKey(table, key);
    const rows: RowOf<T>[] = [];
    for (const some of chunked(distinct(keys))) rows.push(...(await this.rows<T>(getManyStatement(table, some))));
    return rows;
  }

  async scan<T extends Table>(table: T, scan: Scan): Promise<readonly RowOf<T>[]> {
    checkScan(table, scan);
    return this.rows<T>(scanStatement(table, scan));
  }

  protected async rows<T extends Table>(statement: Statement): Promise<readonly RowOf<T>[]> {
    return (await this.run(statement)).rows as RowOf<T>[];
  }

  protected run(statement: Statement): Promise<pg.QueryResult> {
    return classified(() => this.ask(statement));
  }
}

class Transaction extends Reads implements HqTransaction {
  /** The first error of the engine: after it the transaction is lost, even where the work caught the error. */
  failure: Error | undefined;
  private isOver = false;
  private isBusy = false;

  async lock<T extends Table>(table: T, key: Key): Promise<RowOf<T> | undefined> {
    checkKey(table, key);
    return (await this.rows<T>(getStatement(table, key, true)))[0];
  }

  async lockMany<T extends Table>(table: T, keys: readonly Key[]): Promise<readonly RowOf<T>[]> {
    for (const key of keys) checkKey(table, key);
    const rows: RowOf<T>[] = [];
    for (const some of chunked(distinct(keys))) rows.push(...(await this.rows<T>(lockManyStatement(table, some))));
    return rows;
  }

  async insert<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<readonly Key[]> {
    const inserted: Key[] = [];
    for (const some of chunked(inOrder(table, rows))) {
      const { rows: keys } = await this.run(insertStatement(table, some));
      inserted.push(...(keys as Record<string, unknown>[]).map((row) => keyOf(table, row)));
    }
    return inserted;
  }

  async put<T extends Table>(table: T, rows: readonly RowOf<T>[]): Promise<void> {
    for (const some of chunked(inOrder(table, rows))) await this.run(putStatement(table, some));
  }

  async remove(table: Table, keys: readonly Key[]): Promise<void> {
    for (const key of keys) checkKey(table, key);
    for (const some of chunked(distinct(keys))) await this.run(removeStatement(table, some));
  }

  end(): void {
    this.isOver = true;
  }

  protected override async run(statement: Statement): Promise<pg.QueryResult> {
    assert(!this.isOver, 'a transaction is not used after its end');
    assert(!this.isBusy, 'a transaction asks one thing after the other');
    if (this.failure !== undefined) throw this.failure;
    this.isBusy = true;
    try {
      return await super.run(statement);
    } catch (error) {
      this.failure = error as Error;
      throw error;
    } finally {
      this.isBusy = false;
    }
  }
}

function inOrder(table: Table, rows: readonly Row[]): readonly Row[] {
  for (const row of rows) checkRow(table, row);
  const keyed = rows.map((row) => ({ row, key: keyOf(table, row) })).sort((a, b) => compareKeys(a.key, b.key));
  checkDistinct(
    table,
    keyed.map(({ key }) => key),
  );
  return keyed.map(({ row }) => row);
}

type Row = Readonly<Record<string, unknown>>;

function distinct(keys: readonly Key[]): readonly Key[] {
  const sorted = [...keys].sort(compareKeys);
  return sorted.filter((key, at) => at === 0 || compareKeys(sorted[at - 1] ?? [], key) !== 0);
}

function chunked<T>(list: readonly T[]): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let at = 0; at < list.length; at += MOST_ROWS) chunks.push(list.slice(at, at + MOST_ROWS));
  return chunks;
}

/**
 * What is read here is read by its key and in the order of its key. Of a table that was never analysed, as after a first
 * import, PostgreSQL believes that few rows match and sorts them all for every page: 83 s instead of 12 for a new till and a
 * million products. Without bitmaps it follows the key. An engine that does not know the setting needs none.
 */
async function readByTheKey(client: pg.ClientBase): Promise<void> {
  try {
    await client.query('SET enable_bitmapscan = off');
  } catch (error) {
    if (!(error instanceof pg.DatabaseError && error.code === UNDEFINED_OBJECT)) throw error;
  }
}

function asked({ name, text, values }: Statement): pg.QueryConfig {
  return { name, text, values: [...values] };
}

/** Whole numbers as numbers (all of ours are within ±(2^53 − 1)), bytes as bytes of their own. */
function getTypeParser(type: number, format?: unknown): (value: never) => unknown {
  if (type === INT8) return Number;
  const parse = pg.types.getTypeParser(type, format as 'text') as (value: never) => unknown;
  return (value) => {
    const parsed = parse(value);
    return parsed instanceof Buffer ? Uint8Array.from(parsed) : parsed;
  };
}

async function classified<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw isAway(error) ? awayFault(error) : error;
  }
}

function awayFault(error: unknown): Fault {
  const detail = error instanceof Error ? error.message : String(error);
  return new Fault('hq.database-away', detail, { cause: error });
}

function pause(attempt: number): Promise<void> {
  const longest = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, longest * Math.random()));
}
