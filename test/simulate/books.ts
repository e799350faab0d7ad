/**
 * What the rows of all tills add up to, worked out from their text and nothing else: no code of tills or headquarters has a
 * part in it. Accounts, lines that came back and stocks, as a clerk with paper would keep them.
 */

interface Fields {
  readonly [name: string]: unknown;
}

/** A row as its line says. */
export interface BookRow {
  readonly chainId: string;
  readonly seq: number;
  readonly entryId: string;
  readonly kind: string;
  readonly family: string;
  readonly payload: Fields;
  readonly line: string;
}

export interface AccountBook {
  balance: number;
  /** Everything that came on it. */
  credited: number;
  /** What its holder had of it, positive: spent, redeemed, expired. */
  spent: number;
  /** Taken back with goods that came back, positive; may make a debt. */
  takenBack: number;
  /** Spent under a grant, positive, by its id. */
  readonly underGrant: Map<string, number>;
  /** The chains that spent under it. */
  readonly spenders: Map<string, Set<string>>;
}

/** How much of a line, and for how much with its deposit; both positive. */
export interface LineBook {
  readonly quantityMilli: number;
  readonly grossMinor: number;
  /** In how many rows. */
  readonly times: number;
  /** What headquarters had kept for it; positive. */
  readonly reservedMilli: number;
}

export const NO_LINE: LineBook = { quantityMilli: 0, grossMinor: 0, times: 0, reservedMilli: 0 };

export interface Books {
  readonly accounts: Map<string, AccountBook>;
  /** Goods that came back, by ticket and line. Deposits follow them. */
  readonly returned: Map<string, LineBook>;
  /** Goods that were sold, by ticket and line. */
  readonly sold: Map<string, LineBook>;
  /** Thousandths, by store and product. */
  readonly stocks: Map<string, number>;
  grossMinor: number;
  tickets: number;
}

/** One row of the journal from its canonical line. */
export function bookRow(line: string): BookRow {
  const row = JSON.parse(line) as Fields;
  return {
    chainId: String(row['chain_id']),
    seq: Number(row['seq']),
    entryId: String(row['entry_id']),
    kind: String(row['kind']),
    family: String(row['family']),
    payload: row['payload'] as Fields,
    line,
  };
}

/** Adds rows up. `storeOf` says which store a chain belongs to. */
export function keepBooks(rows: Iterable<BookRow>, storeOf: (chainId: string) => string): Books {
  const books: Books = {
    accounts: new Map(),
    returned: new Map(),
    sold: new Map(),
    stocks: new Map(),
    grossMinor: 0,
    tickets: 0,
  };
  const counts: { readonly row: BookRow; readonly count: Fields; readonly store: string }[] = [];
  for (const row of rows) {
    const store = storeOf(row.chainId);
    for (const movement of fieldsOf(row.payload['balance_movements'])) moveBalance(books, movement, row.chainId);
    if (row.kind === 'points-expired') moveBalance(books, { ...row.payload, reason: 'expired' }, row.chainId);
    for (const movement of fieldsOf(row.payload['movements'])) moveStock(books, store, movement);
    if (row.kind === 'stock-counted')
      for (const count of fieldsOf(row.payload['counts'])) counts.push({ row, count, store });
    if (row.kind === 'ticket-validated') addTicket(books, row.payload);
  }
  for (const { count, store } of counts) moveStock(books, store, count);
  return books;
}

function addTicket(books: Books, ticket: Fields): void {
  books.tickets += 1;
  books.grossMinor += Number(ticket['gross_minor']);
  const refund = ticket['refund'] as Fields | undefined;
  const isReserved = typeof refund?.['reservation_id'] === 'string';
  const lines = fieldsOf(ticket['lines']);
  for (const line of lines) {
    if (line['kind'] !== 'product') continue;
    const deposits = lines.filter((one) => one['kind'] === 'deposit' && one['deposit_of_line_id'] === line['line_id']);
    const of = line['refund_of_line_id'];
    const added = { line, deposits, isReserved };
    if (refund === undefined) addLine(books.sold, `${String(ticket['ticket_id'])} ${String(line['line_id'])}`, added);
    else if (of !== undefined) addLine(books.returned, `${String(refund['ticket_id'])} ${String(of)}`, added);
  }
}

function addLine(
  lines: Map<string, LineBook>,
  key: string,
  added: { readonly line: Fields; readonly deposits: readonly Fields[]; readonly isReserved: boolean },
): void {
  const before = lines.get(key) ?? NO_LINE;
  const milli = Math.abs(Number(added.line['quantity_milli']));
  lines.set(key, {
    quantityMilli: before.quantityMilli + milli,
    grossMinor: [added.line, ...added.deposits].reduce(
      (sum, line) => sum + Math.abs(Number(line['gross_minor'])),
      before.grossMinor,
    ),
    times: before.times + 1,
    reservedMilli: before.reservedMilli + (added.isReserved ? milli : 0),
  });
}

function moveBalance(books: Books, movement: Fields, chainId: string): void {
  const id = String(movement['account_id']);
  const book = books.accounts.get(id) ?? {
    balance: 0,
    credited: 0,
    spent: 0,
    takenBack: 0,
    underGrant: new Map<string, number>(),
    spenders: new Map<string, Set<string>>(),
  };
  const amount = Number(movement['amount']);
  book.balance += amount;
  if (amount > 0) book.credited += amount;
  else if (movement['reason'] === 'taken-back') book.takenBack -= amount;
  else book.spent -= amount;
  const authority = movement['authority'] as Fields | undefined;
  const grantId = authority?.['grant_id'];
  if (typeof grantId === 'string') {
    add(book.underGrant, grantId, -amount);
    book.spenders.set(grantId, (book.spenders.get(grantId) ?? new Set()).add(chainId));
  }
  books.accounts.set(id, book);
}

function moveStock(books: Books, store: string, movement: Fields): void {
  add(books.stocks, `${store} ${String(movement['product_id'])}`, Number(movement['quantity_milli']));
}

function add(sums: Map<string, number>, key: string, amount: number): void {
  sums.set(key, (sums.get(key) ?? 0) + amount);
}

function fieldsOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? (value as readonly Fields[]) : [];
}
