/**
 * What a till's database holds, read past the till's own code: raw rows by plain SQL, judged by plain arithmetic. Only
 * the chain itself is checked by the shop's verifier, which has a second implementation of its own to answer to.
 */
import { createHash } from 'node:crypto';
import Database from 'better-sqlite3';
import { type JournalCrypto, type Row, ChainVerifier, toBase64Url, toHex } from '#domain/journal/journal.ts';
import { journalCrypto } from '#node/journal-crypto.ts';
import { balanceFlaws } from './ledger-balances.ts';
import { closingFlaws } from './ledger-closings.ts';
import { stockFlaws } from './ledger-stock.ts';

export interface LedgerJob {
  readonly job_id: string;
  readonly kind: string;
  readonly state: string;
  readonly ticket_id: string | null;
  readonly ticket_number: string | null;
}

export interface Sale {
  readonly ticketId: string;
  readonly number: string;
  readonly grossMinor: number;
  /** Goods and stored value: what was to be paid. */
  readonly dueMinor: number;
  readonly print: string;
  readonly lineCount: number;
}

export interface Ledger {
  readonly rows: readonly Row[];
  readonly sales: ReadonlyMap<string, Sale>;
  readonly jobs: readonly LedgerJob[];
  readonly commandIds: ReadonlySet<string>;
  /** Everything that is wrong, in words; empty is good. */
  readonly flaws: readonly string[];
}

interface TicketRow {
  readonly ticket_id: string;
  readonly ticket_number: string;
  readonly gross_minor: number;
  readonly net_minor: number;
  readonly vat_minor: number;
  readonly print: string;
  readonly line_count: number;
  readonly due_minor?: number;
  readonly vouchers?: readonly { readonly amount_minor: number }[];
  readonly balance_movements?: readonly BalanceRow[];
  readonly refund?: { readonly ticket_id: string };
  readonly lines: readonly {
    readonly kind: string;
    readonly gross_minor: number;
    readonly net_minor: number;
    readonly vat_minor: number;
    readonly quantity_milli: number;
    readonly product_id: string;
    readonly line_id: string;
    readonly refund_of_line_id?: string;
  }[];
  readonly vat: readonly { readonly gross_minor: number; readonly net_minor: number; readonly vat_minor: number }[];
  readonly movements: readonly { readonly product_id: string; readonly quantity_milli: number }[];
}

interface BalanceRow {
  readonly account_id: string;
  readonly unit: string;
  readonly amount: number;
}

interface PaymentRow {
  readonly ticket_id: string;
  readonly amount_minor: number;
}

/** Reads and checks `till.db` at `file`. Throws where it is no database. */
export function readLedger(file: string): Ledger {
  const database = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const flaws: string[] = [];
    const integrity = database.pragma('integrity_check') as readonly { readonly integrity_check: string }[];
    for (const row of integrity)
      if (row.integrity_check !== 'ok') flaws.push(`integrity_check: ${row.integrity_check}`);
    const rows = readRows(database);
    const { sales, flaws: rowFlaws } = checkedRows(rows);
    flaws.push(...rowFlaws);
    checkProjection(database, sales, flaws);
    flaws.push(...balanceFlaws(database, rows), ...stockFlaws(database, rows), ...closingFlaws(rows));
    const jobs = database
      .prepare<[], LedgerJob>('SELECT job_id, kind, state, ticket_id, ticket_number FROM jobs ORDER BY position')
      .all();
    for (const job of jobs) {
      const receipt = job.kind === 'receipt' || job.kind === 'duplicate';
      if (receipt && (job.ticket_id === null || !sales.has(job.ticket_id)))
        flaws.push(`job ${job.job_id} prints a ticket that is not there`);
    }
    const ids = database.prepare<[], { command_id: string }>('SELECT command_id FROM outcomes').all();
    return { rows, sales, jobs, commandIds: new Set(ids.map((row) => row.command_id)), flaws };
  } finally {
    database.close();
  }
}

function readRows(database: Database.Database): readonly Row[] {
  const raw = database
    .prepare<[], Record<string, string | number | Uint8Array | null>>('SELECT * FROM journal ORDER BY position')
    .all();
  return raw.map((row) => {
    const fields = Object.entries(row).filter(([name, value]) => name !== 'position' && value !== null);
    const spelled = fields.map(([name, value]) => [
      name,
      value instanceof Uint8Array ? (name === 'signature' ? toBase64Url(value) : toHex(value)) : value,
    ]);
    return Object.fromEntries(spelled) as unknown as Row;
  });
}

interface CheckedRows {
  readonly sales: ReadonlyMap<string, Sale>;
  readonly flaws: readonly string[];
}

/** Verdicts by the digest of all rows: thousands of images hold one of a hundred journals. */
const verdicts = new Map<string, CheckedRows>();

function checkedRows(rows: readonly Row[]): CheckedRows {
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  const known = verdicts.get(digest);
  if (known !== undefined) return known;
  const flaws: string[] = [];
  checkChain(rows, flaws);
  const checked = { sales: checkSales(rows, flaws), flaws };
  verdicts.set(digest, checked);
  return checked;
}

/** The chain of a later journal begins with the one before: a signature once found good stays good. */
const goodSignatures = new Set<string>();
const rememberingCrypto: JournalCrypto = {
  ...journalCrypto,
  verify(publicKey, message, signature) {
    const name = createHash('sha256').update(publicKey).update(message).update(signature).digest('base64');
    if (goodSignatures.has(name)) return true;
    const good = journalCrypto.verify(publicKey, message, signature);
    if (good) goodSignatures.add(name);
    return good;
  },
};

function checkChain(rows: readonly Row[], flaws: string[]): void {
  const verifier = new ChainVerifier(rememberingCrypto);
  for (const row of rows) verifier.push(row);
  if (verifier.flaw !== undefined)
    flaws.push(`chain: row ${verifier.flaw.seq}, ${verifier.flaw.reason}: ${verifier.flaw.detail}`);
  if (rows.length === 0) flaws.push('chain: no rows at all');
}

function checkSales(rows: readonly Row[], flaws: string[]): ReadonlyMap<string, Sale> {
  const sales = new Map<string, Sale>();
  const numbers = new Set<string>();
  const paid = new Map<string, number>();
  for (const row of rows) {
    if (row.family === 'T') {
      const ticket = JSON.parse(row.payload) as TicketRow;
      if (sales.has(ticket.ticket_id)) flaws.push(`ticket ${ticket.ticket_id} exists twice`);
      if (numbers.has(ticket.ticket_number)) flaws.push(`ticket number ${ticket.ticket_number} exists twice`);
      numbers.add(ticket.ticket_number);
      const {
        ticket_id: ticketId,
        ticket_number: number,
        gross_minor: grossMinor,
        print,
        line_count: lineCount,
        due_minor: dueMinor = grossMinor,
      } = ticket;
      sales.set(ticketId, { ticketId, number, grossMinor, dueMinor, print, lineCount });
      checkTicket(ticket, flaws);
    } else if (row.family === 'P' && row.kind !== 'cash-moved') {
      const payment = JSON.parse(row.payload) as PaymentRow;
      paid.set(payment.ticket_id, (paid.get(payment.ticket_id) ?? 0) + payment.amount_minor);
    }
  }
  for (const sale of sales.values()) {
    const amount = paid.get(sale.ticketId);
    if (amount !== sale.dueMinor)
      flaws.push(`half a sale: ${sale.number} of ${sale.dueMinor} is paid ${amount ?? 'nothing'}`);
  }
  for (const ticketId of paid.keys())
    if (!sales.has(ticketId)) flaws.push(`half a sale: a payment for ${ticketId}, which is no ticket`);
  return sales;
}

function checkTicket(ticket: TicketRow, flaws: string[]): void {
  const wrong = (what: string): void => void flaws.push(`half a sale: ${ticket.ticket_number}: ${what}`);
  const vouchers = ticket.vouchers ?? [];
  if (ticket.lines.length + vouchers.length === 0 || ticket.lines.length !== ticket.line_count)
    wrong(`${ticket.lines.length} lines of ${ticket.line_count}`);
  if (ticket.gross_minor + sum(vouchers, 'amount_minor') !== (ticket.due_minor ?? ticket.gross_minor))
    wrong(`goods and stored value do not add up to what was due`);
  for (const field of ['gross_minor', 'net_minor', 'vat_minor'] as const) {
    if (sum(ticket.lines, field) !== ticket[field])
      wrong(`lines add up to ${field} ${sum(ticket.lines, field)}, not ${ticket[field]}`);
    if (sum(ticket.vat, field) !== ticket[field])
      wrong(`rates add up to ${field} ${sum(ticket.vat, field)}, not ${ticket[field]}`);
  }
  const sold = new Map<string, number>();
  for (const line of ticket.lines)
    if (line.kind === 'product') sold.set(line.product_id, (sold.get(line.product_id) ?? 0) + line.quantity_milli);
  for (const movement of ticket.movements)
    sold.set(movement.product_id, (sold.get(movement.product_id) ?? 0) + movement.quantity_milli);
  for (const [productId, left] of sold)
    if (left !== 0) wrong(`stock of ${productId} moved by another quantity than was sold`);
}

function checkProjection(database: Database.Database, sales: ReadonlyMap<string, Sale>, flaws: string[]): void {
  const tickets = database
    .prepare<[], { ticket_id: string; number: string; total_minor: number }>(
      'SELECT ticket_id, number, total_minor FROM tickets',
    )
    .all();
  if (tickets.length !== sales.size)
    flaws.push(`the projection has ${tickets.length} tickets, the journal ${sales.size}`);
  for (const ticket of tickets) {
    const sale = sales.get(ticket.ticket_id);
    if (sale?.number !== ticket.number || sale.grossMinor !== ticket.total_minor)
      flaws.push(`the projection of ${ticket.number} is not its row`);
  }
}

function sum<Field extends string>(items: readonly Readonly<Record<Field, number>>[], field: Field): number {
  return items.reduce((total, item) => total + item[field], 0);
}
