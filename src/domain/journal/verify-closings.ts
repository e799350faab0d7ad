/**
 * Whether the closings of a till hold together, row by row, over all its chains: each Z has the next number and closes the
 * next day, says what the tickets of its day add up to, carries the perpetual totals on from the Z before it, and nothing is
 * written into its day afterwards (CGI art. 286-I-3° bis; BOI-TVA-DECLA-30-10-30 §210: cumulated totals at each closing).
 *
 * A chain cannot show this: who has the key can sign a chain whose figures are wrong.
 */
import type { DayClosedPayload } from './cash-payloads.ts';
import type { Entry } from './entry.ts';
import { payloadOf } from './read-payload.ts';

/** What this reads of a row. */
export type ClosingRow = Pick<Entry, 'family' | 'kind' | 'payload' | 'business_day'>;

/** Kinds whose payload is read; of other rows it may be left out. */
export const CLOSING_KINDS: ReadonlySet<string> = new Set([
  'ticket-validated',
  'day-opened',
  'session-opened',
  'session-closed',
  'day-closed',
]);

/** What the tickets of a day add up to. */
interface DaySums {
  salesCount: number;
  salesMinor: number;
  refundsCount: number;
  refundsMinor: number;
  netMinor: number;
  vatMinor: number;
}

/** The closings of one till being checked from its first row on. */
export class ClosingsVerifier {
  readonly #sums = new Map<string, DaySums>();
  readonly #opened = new Set<string>();
  readonly #openSessions = new Map<string, string>();
  readonly #closed = new Map<string, number>();
  #last: DayClosedPayload | null = null;

  /** Takes the next row; what is wrong with it, in words, one each. */
  push(row: ClosingRow): readonly string[] {
    if (row.family === 'X') return [];
    const late = this.#lateRow(row);
    switch (row.kind) {
      case 'ticket-validated':
        this.#addTicket(row);
        break;
      case 'day-opened':
        this.#opened.add(payloadOf(row, 'day-opened').business_day);
        break;
      case 'session-opened': {
        const { session_id: sessionId, business_day: day } = payloadOf(row, 'session-opened');
        this.#openSessions.set(sessionId, day);
        break;
      }
      case 'session-closed':
        this.#openSessions.delete(payloadOf(row, 'session-closed').session_id);
        break;
      case 'day-closed':
        return [...late, ...this.#close(row)];
    }
    return late;
  }

  #lateRow({ business_day: day, kind }: ClosingRow): readonly string[] {
    const zNumber = day === undefined ? undefined : this.#closed.get(day);
    return zNumber === undefined ? [] : [`a row of kind ${kind} stands in ${day}, which Z ${zNumber} had closed`];
  }

  #addTicket(row: ClosingRow): void {
    if (row.business_day === undefined) return;
    const { transaction, gross_minor: gross, net_minor: net, vat_minor: vat } = payloadOf(row, 'ticket-validated');
    const sums = this.#sums.get(row.business_day) ?? noSums();
    if (transaction === 'refund') {
      sums.refundsCount++;
      sums.refundsMinor += gross;
    } else {
      sums.salesCount++;
      sums.salesMinor += gross;
    }
    sums.netMinor += net;
    sums.vatMinor += vat;
    this.#sums.set(row.business_day, sums);
  }

  #close(row: ClosingRow): readonly string[] {
    const closing = payloadOf(row, 'day-closed');
    const { business_day: day, z_number: zNumber } = closing;
    const before = this.#last;
    const wrong: string[] = [];
    const expected = (before?.z_number ?? 0) + 1;
    if (zNumber !== expected) wrong.push(`Z ${zNumber} stands where Z ${expected} should`);
    if (day !== row.business_day) wrong.push(`Z ${zNumber} of ${day} is a row of ${row.business_day ?? 'no day'}`);
    if (before !== null && day <= before.business_day)
      wrong.push(`Z ${zNumber} closes ${day} after ${before.business_day}`);
    for (const opened of this.#opened) {
      if (opened < day && !this.#closed.has(opened)) wrong.push(`Z ${zNumber} closes ${day} before ${opened}`);
    }
    for (const [sessionId, ofDay] of this.#openSessions) {
      if (ofDay === day) wrong.push(`Z ${zNumber} closes ${day} while its session ${sessionId} is not closed`);
    }
    wrong.push(...this.#compareSums(closing), ...comparePerpetual(closing, before));
    this.#closed.set(day, zNumber);
    this.#sums.delete(day);
    this.#last = closing;
    return wrong;
  }

  #compareSums(closing: DayClosedPayload): readonly string[] {
    const sums = this.#sums.get(closing.business_day) ?? noSums();
    return differences(closing.z_number, [
      ['sales', closing.sales.count, sums.salesCount],
      ['sales', closing.sales.amount_minor, sums.salesMinor],
      ['refunds', closing.refunds.count, sums.refundsCount],
      ['refunds', closing.refunds.amount_minor, sums.refundsMinor],
      ['gross', closing.gross_minor, sums.salesMinor + sums.refundsMinor],
      ['net', closing.net_minor, sums.netMinor],
      ['VAT', closing.vat_minor, sums.vatMinor],
    ]);
  }
}

/** The perpetual totals are those of the Z before and the day; before the first there is nothing. */
function comparePerpetual(closing: DayClosedPayload, before: DayClosedPayload | null): readonly string[] {
  const { sales, refunds } = closing;
  const net = (before?.perpetual_net_minor ?? 0) + sales.amount_minor + refunds.amount_minor;
  const absolute = (before?.perpetual_absolute_minor ?? 0) + sales.amount_minor - refunds.amount_minor;
  const count = (before?.perpetual_ticket_count ?? 0) + sales.count + refunds.count;
  return differences(closing.z_number, [
    ['the perpetual net total', closing.perpetual_net_minor, net],
    ['the perpetual absolute total', closing.perpetual_absolute_minor, absolute],
    ['the perpetual number of tickets', closing.perpetual_ticket_count, count],
  ]);
}

function differences(zNumber: number, figures: readonly (readonly [string, number, number])[]): readonly string[] {
  return figures
    .filter(([, said, summed]) => said !== summed)
    .map(([name, said, summed]) => `Z ${zNumber} says ${said} for ${name}, the rows say ${summed}`);
}

function noSums(): DaySums {
  return { salesCount: 0, salesMinor: 0, refundsCount: 0, refundsMinor: 0, netMinor: 0, vatMinor: 0 };
}
