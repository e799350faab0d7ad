/**
 * What must be true at headquarters when all trouble is over, whatever it was. Its tables are read as they lie; what they
 * should say is worked out from the lines of rows by `books.ts`, which shares no code with it.
 */
import { ACCOUNT, ACCOUNT_GRANT, EXPOSURE } from '#hq/accounts/tables.ts';
import { CHAIN_OF_ORGANISATION, JOURNAL_ROW } from '#hq/ingest/tables.ts';
import { STOCK } from '#hq/stock/tables.ts';
import { type AccountBook, bookRow, type BookRow, type Books, keepBooks, NO_LINE } from './books.ts';
import { checkTills } from './checkers-of-tills.ts';
import type { Findings } from './findings.ts';
import type { World } from './world.ts';

/** What checkers must know of what happened. */
export interface RunFacts {
  /** Tills whose folder was put back to an old image: what they had not sent since is gone with it. */
  readonly rolledBack: Set<string>;
  /** Whether headquarters came back from a backup. */
  hqRestored: boolean;
  /** What somebody at headquarters freed of each account while a till could still spend it. */
  readonly writtenOff: Map<string, number>;
  readonly erased: Set<string>;
  /** Who was merged, into whom. */
  readonly merged: Map<string, string>;
}

/** Looks at everything. */
export async function checkAll(world: World, facts: RunFacts, findings: Findings): Promise<void> {
  const held = new Map(
    (await world.rowsOf(JOURNAL_ROW)).map((row) => [`${row.chain_id} ${row.seq}`, bookRow(row.line)]),
  );
  const chains = new Map((await world.rowsOf(CHAIN_OF_ORGANISATION)).map((row) => [row.chain_id, row.store_id]));
  const books = keepBooks(held.values(), (chainId) => chains.get(chainId) ?? '?');
  everyRowOnce(world, held, findings);
  await balances(world, books.accounts, facts, findings);
  await exposures(world, facts, findings);
  await refunds(world, books, facts, findings);
  await stocks(world, books.stocks, findings);
  await checkTills(world, facts, findings);
}

/** Headquarters has every row of every till, word for word, and no entry twice. */
function everyRowOnce(world: World, held: ReadonlyMap<string, BookRow>, findings: Findings): void {
  const lines = new Set([...held.values()].map(({ line }) => line));
  for (const till of world.tills)
    for (const line of till.lines())
      findings.hold('a row of a till is at headquarters, word for word', lines.has(line), () => {
        const { chainId, seq, kind } = bookRow(line);
        const there = held.get(`${chainId} ${seq}`);
        const instead = there === undefined ? 'nothing' : `another (${there.kind})`;
        return `headquarters has ${instead} for row ${seq} (${kind}) of ${till.tillId}, chain ${chainId}`;
      });
  const entries = new Map<string, number>();
  for (const { entryId } of held.values()) entries.set(entryId, (entries.get(entryId) ?? 0) + 1);
  for (const [entryId, count] of entries)
    findings.hold('a row is there once', count === 1, () => `entry ${entryId} is at headquarters ${count} times`);
}

/** Each balance is the sum of its movements, nothing is spent that was not there, and what is reserved is what is open. */
async function balances(
  world: World,
  books: ReadonlyMap<string, AccountBook>,
  facts: RunFacts,
  findings: Findings,
): Promise<void> {
  const grants = Map.groupBy(await world.rowsOf(ACCOUNT_GRANT), (grant) => grant.account_id);
  const rows = await world.rowsOf(ACCOUNT);
  const isAnyRolledBack = facts.rolledBack.size > 0;
  for (const row of rows) {
    const book = books.get(row.account_id);
    const said = `account ${row.account_id} (${row.kind ?? 'unknown'})`;
    const sum = book?.balance ?? 0;
    const sumSaid = (): string => `${said} stands at ${row.balance}, its rows say ${sum}`;
    findings.hold('a balance is the sum of its movements', row.balance === sum, sumSaid);
    const open = (grants.get(row.account_id) ?? []).filter(({ state }) => state === 'open');
    const left = open.reduce((total, grant) => total + Math.max(0, grant.amount - grant.spent - grant.returned), 0);
    const leftSaid = (): string => `${said} has ${row.reserved} reserved, its grants ${left}`;
    findings.hold('what is reserved is what open grants may spend', row.reserved === left, leftSaid);
    for (const grant of grants.get(row.account_id) ?? []) {
      const spent = book?.underGrant.get(grant.grant_id) ?? 0;
      // An old image can be spent from again until the till hears of it: at most what it had been granted.
      const overSaid = (): string => `${said}: ${spent} spent under grant ${grant.grant_id} of ${grant.amount}`;
      findings.hold('no grant is overspent', spent <= grant.amount || isAnyRolledBack, overSaid);
      // A chain that is superseded takes what it was granted with it, whatever disk was put back.
      for (const chainId of book?.spenders.get(grant.grant_id) ?? [])
        findings.hold(
          'a grant is spent by its chain alone',
          chainId === grant.chain_id,
          () => `${said}: chain ${chainId} spent grant ${grant.grant_id} of another`,
        );
    }
    if (book === undefined) continue;
    const most = book.credited + (facts.writtenOff.get(row.account_id) ?? 0);
    const gaveSaid = (): string => `${said} had ${most} and gave ${book.spent}`;
    findings.hold('no account gives more than it had', book.spent <= most || isAnyRolledBack, gaveSaid);
  }
  const known = new Set(rows.map(({ account_id }) => account_id));
  for (const accountId of books.keys())
    findings.hold('an account is known', known.has(accountId), () => `account ${accountId} is unknown`);
}

/** With all floor limits at zero nothing is spent that headquarters did not grant, unless something was put back. */
async function exposures(world: World, facts: RunFacts, findings: Findings): Promise<void> {
  if (facts.rolledBack.size > 0 || facts.hqRestored) return;
  const rows = (await world.rowsOf(EXPOSURE)).filter(
    ({ kind, account_id }) => kind !== 'double-refund' && !facts.writtenOff.has(account_id ?? ''),
  );
  findings.hold('nothing is spent without a grant', rows.length === 0, () =>
    rows
      .map((row) => `${row.amount} of account ${row.account_id ?? row.ticket_id ?? '?'} at ${row.till_id}: ${row.kind}`)
      .join('; '),
  );
}

/**
 * No goods came back more often than they were sold, but where the till that sold them took them back by itself while it was cut
 * off: what that cost is listed, each time rounded to the cent. A ticket that was open when a disk was put back may be paid in
 * both branches; what came back before the second of them was heard of stays listed. A sale that is nowhere any more, since the disk
 * of its till and headquarters were both put back, says nothing of what came back of it. What headquarters kept for a refund it
 * kept for nobody else, unless something was put back.
 */
async function refunds(
  world: World,
  { sold, returned }: Pick<Books, 'sold' | 'returned'>,
  facts: RunFacts,
  findings: Findings,
): Promise<void> {
  const listed = new Map<string, { readonly minor: number; readonly times: number }>();
  for (const row of (await world.rowsOf(EXPOSURE)).filter(({ kind }) => kind === 'double-refund')) {
    const line = `${row.ticket_id ?? ''} ${row.line_id ?? ''}`;
    const before = listed.get(line) ?? { minor: 0, times: 0 };
    listed.set(line, { minor: before.minor + row.amount, times: before.times + 1 });
  }
  const isAnyPutBack = facts.rolledBack.size > 0 || facts.hqRestored;
  const areBothPutBack = facts.rolledBack.size > 0 && facts.hqRestored;
  for (const [line, back] of returned) {
    const had = sold.get(line) ?? NO_LINE;
    if (had === NO_LINE && areBothPutBack && !listed.has(line)) continue;
    const { minor, times } = listed.get(line) ?? { minor: 0, times: 0 };
    const tooMuchMinor = back.quantityMilli > had.quantityMilli ? back.grossMinor - had.grossMinor : 0;
    const isListed = had.times > 1 ? minor >= tooMuchMinor - times : Math.abs(minor - tooMuchMinor) <= times;
    findings.hold('no goods come back twice unlisted', isListed, () => {
      return `line ${line} came back for ${tooMuchMinor} too much, and headquarters lists ${minor}`;
    });
    const isKeptOnce = back.reservedMilli <= had.quantityMilli || isAnyPutBack;
    findings.hold('no goods are kept for two refunds', isKeptOnce, () => {
      return `of line ${line} ${had.quantityMilli} were sold and ${back.reservedMilli} came back as kept for it`;
    });
  }
}

async function stocks(world: World, sums: ReadonlyMap<string, number>, findings: Findings): Promise<void> {
  for (const row of await world.rowsOf(STOCK)) {
    const sum = sums.get(`${row.store_id} ${row.product_id}`) ?? 0;
    findings.hold('a stock is the sum of its movements', row.quantity_milli === sum, () => {
      return `stock of ${row.product_id} in ${row.store_id} is ${row.quantity_milli}, its movements say ${sum}`;
    });
  }
}
