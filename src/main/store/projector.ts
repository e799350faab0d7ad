/**
 * From rows to business state. A projector reads rows and its own tables and nothing else, so that everything here
 * can be dropped and rebuilt from the journal. Rows of training (family X) change nothing.
 */
import { assert } from '#base/assert.ts';
import { wallMsOf, type Entry, type Payload } from '#domain/journal/journal.ts';

import type { Sqlite } from './database.ts';
import { statement } from './statement.ts';

export interface Projector {
  /** Takes the entry at `position` of the journal into account. */
  project(position: number, entry: Entry): void;
  /** Sums the stock movements that came since the last time; for quiet moments. */
  sumStock(): void;
}

/** The projector's statements on one connection. */
export function projector(sqlite: Sqlite): Projector {
  const addTicket = statement(
    sqlite,
    `INSERT INTO tickets (position, ticket_id, number, at_ms, total_minor, operator, business_day, session_id, copies)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
  );
  // All movements of a ticket are one statement: a call for every one of them was a tenth of a sale.
  const addMovements = statement(
    sqlite,
    `INSERT INTO stock_movements (position, n, product_id, quantity_milli)
     SELECT ?, value ->> 'n', value ->> 'product_id', value ->> 'quantity_milli' FROM json_each(?)`,
  );
  const addPayment = statement(
    sqlite,
    `INSERT INTO payments (ticket, position, kind, method, amount_minor, business_day, session_id)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const addToTotals = statement(
    sqlite,
    `INSERT INTO totals (name, value)
     VALUES ('perpetual_net_minor', ?), ('perpetual_absolute_minor', ?), ('perpetual_ticket_count', 1)
     ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
  );
  const addCopy = statement(sqlite, 'INSERT INTO copies (position, ticket_id, copy_number) VALUES (?, ?, ?)');
  const countCopy = statement(sqlite, 'UPDATE tickets SET copies = copies + 1 WHERE ticket_id = ?');
  const findTicket = statement<{ readonly position: number }>(
    sqlite,
    'SELECT position FROM tickets WHERE ticket_id = ?',
  );
  const addVoidedLine = statement(
    sqlite,
    'INSERT INTO voided_lines (ticket_id, line_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
  );
  const addCancelled = statement(
    sqlite,
    'INSERT INTO cancelled_tickets (ticket_id, position) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const openDay = statement(
    sqlite,
    'INSERT INTO days (business_day, opened_position) VALUES (?, ?) ON CONFLICT DO NOTHING',
  );
  const closeDay = statement(
    sqlite,
    'UPDATE days SET closed_position = ? WHERE business_day = ? AND closed_position IS NULL',
  );
  const openSession = statement(
    sqlite,
    `INSERT INTO sessions (session_id, business_day, operator, opened_position) VALUES (?, ?, ?, ?)
     ON CONFLICT DO NOTHING`,
  );
  const closeSession = statement(
    sqlite,
    'UPDATE sessions SET closed_position = ? WHERE session_id = ? AND closed_position IS NULL',
  );
  const through = statement<{ readonly through: number }>(sqlite, 'SELECT through FROM stock_through');
  const lastMovement = statement<{ readonly position: number | null }>(
    sqlite,
    'SELECT max(position) AS position FROM stock_movements',
  );
  const sumMovements = statement(
    sqlite,
    `INSERT INTO stock (product_id, quantity_milli)
     SELECT product_id, sum(quantity_milli) FROM stock_movements WHERE position > ? AND position <= ? GROUP BY product_id
     ON CONFLICT (product_id) DO UPDATE SET quantity_milli = quantity_milli + excluded.quantity_milli`,
  );
  const setThrough = statement(
    sqlite,
    'INSERT INTO stock_through (one, through) VALUES (1, ?) ON CONFLICT (one) DO UPDATE SET through = excluded.through',
  );

  function projectTicket(position: number, entry: Entry): void {
    const { payload } = entry;
    const totalMinor = integer(payload, 'gross_minor');
    addTicket.run(
      position,
      text(payload, 'ticket_id'),
      text(payload, 'ticket_number'),
      wallMsOf(entry.at) ?? 0,
      totalMinor,
      entry.operator ?? '',
      entry.business_day ?? null,
      entry.session_id ?? null,
    );
    addMovements.run(position, JSON.stringify(list(payload, 'movements')));
    addToTotals.run(totalMinor, Math.abs(totalMinor));
  }

  function projectPayment(position: number, entry: Entry): void {
    const { payload } = entry;
    const ticketId = payload['ticket_id'];
    const ticket = typeof ticketId === 'string' ? findTicket.get(ticketId)?.position : undefined;
    const method = typeof payload['method'] === 'string' ? payload['method'] : entry.kind;
    const amountMinor = integer(payload, 'amount_minor');
    const { business_day: day = null, session_id: session = null } = entry;
    addPayment.run(ticket ?? 0, position, entry.kind, method, amountMinor, day, session);
  }

  function projectCopy(position: number, { payload }: Entry): void {
    const ticketId = text(payload, 'ticket_id');
    addCopy.run(position, ticketId, integer(payload, 'copy_number'));
    countCopy.run(ticketId);
  }

  function projectEvent(position: number, entry: Entry): void {
    const { payload } = entry;
    switch (entry.kind) {
      case 'line-voided':
        for (const line of list(payload, 'lines')) {
          addVoidedLine.run(text(payload, 'ticket_id'), text(line, 'line_id'), position);
        }
        break;
      case 'ticket-cancelled':
        addCancelled.run(text(payload, 'ticket_id'), position);
        break;
      case 'day-opened':
        openDay.run(text(payload, 'business_day'), position);
        break;
      case 'session-opened':
        openSession.run(text(payload, 'session_id'), text(payload, 'business_day'), entry.operator ?? null, position);
        break;
    }
  }

  function projectClosing(position: number, entry: Entry): void {
    if (entry.kind === 'session-closed') closeSession.run(position, text(entry.payload, 'session_id'));
    if (entry.kind === 'day-closed') closeDay.run(position, text(entry.payload, 'business_day'));
  }

  return {
    project: (position, entry) => {
      if (entry.family === 'T') projectTicket(position, entry);
      else if (entry.family === 'P') projectPayment(position, entry);
      else if (entry.family === 'C') projectCopy(position, entry);
      else if (entry.family === 'L') projectEvent(position, entry);
      else if (entry.family === 'G') projectClosing(position, entry);
    },
    sumStock: () => {
      const from = through.get()?.through ?? 0;
      const to = lastMovement.get()?.position ?? 0;
      if (to <= from) return;
      sumMovements.run(from, to);
      setThrough.run(to);
    },
  };
}

function text(payload: Payload, name: string): string {
  const value = payload[name];
  assert(typeof value === 'string', `a payload has the text ${name}`);
  return value;
}

function integer(payload: Payload, name: string): number {
  const value = payload[name];
  assert(typeof value === 'number', `a payload has the number ${name}`);
  return value;
}

function list(payload: Payload, name: string): readonly Payload[] {
  const value = payload[name];
  return Array.isArray(value) ? (value as readonly Payload[]) : [];
}
