/** Tickets, what paid them, what was copied, voided, abandoned and brought back. */
import { wallMsOf } from '#domain/journal/journal.ts';

import { statement } from '../statement.ts';
import { integer, integerOrNull, list, partOrNull, text } from './fields.ts';
import type { Projection, ProjectedRow } from './projection.ts';

export const TICKETS: Projection = {
  name: 'tickets',
  version: 1,
  tables: ['tickets', 'unusual_tickets', 'payments', 'copies', 'voided_lines', 'cancelled_tickets', 'refunds'],
  families: ['T', 'P', 'C', 'L'],
  on: (sqlite, table) => {
    const addTicket = statement(
      sqlite,
      `INSERT INTO ${table('tickets')} (position, ticket_id, number, at_ms, total_minor, operator, business_day,
         session_id, copies)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)`,
    );
    const addUnusual = statement(
      sqlite,
      `INSERT INTO ${table('unusual_tickets')} (position, kind, due_minor) VALUES (?, ?, ?)`,
    );
    const addRefund = statement(sqlite, `INSERT INTO ${table('refunds')} (ticket_id, position) VALUES (?, ?)`);
    const addPayment = statement(
      sqlite,
      `INSERT INTO ${table('payments')} (ticket, position, kind, method, amount_minor, business_day, session_id)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    );
    const addCopy = statement(
      sqlite,
      `INSERT INTO ${table('copies')} (position, ticket_id, copy_number) VALUES (?, ?, ?)`,
    );
    const countCopy = statement(sqlite, `UPDATE ${table('tickets')} SET copies = copies + 1 WHERE ticket_id = ?`);
    const findTicket = statement<{ readonly position: number }>(
      sqlite,
      `SELECT position FROM ${table('tickets')} WHERE ticket_id = ?`,
    );
    const addVoidedLine = statement(
      sqlite,
      `INSERT INTO ${table('voided_lines')} (ticket_id, line_id, position) VALUES (?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    const addCancelled = statement(
      sqlite,
      `INSERT INTO ${table('cancelled_tickets')} (ticket_id, position) VALUES (?, ?) ON CONFLICT DO NOTHING`,
    );

    function projectTicket(position: number, row: ProjectedRow): void {
      const { payload } = row;
      const refund = partOrNull(payload, 'refund');
      const totalMinor = integer(payload, 'gross_minor');
      addTicket.run(
        position,
        text(payload, 'ticket_id'),
        text(payload, 'ticket_number'),
        wallMsOf(row.at) ?? 0,
        totalMinor,
        row.operator ?? '',
        row.business_day ?? null,
        row.session_id ?? null,
      );
      const kind = payload['transaction'] === 'refund' ? 'refund' : 'sale';
      const dueMinor = integerOrNull(payload, 'due_minor') ?? totalMinor;
      if (kind !== 'sale' || dueMinor !== totalMinor) addUnusual.run(position, kind, dueMinor);
      if (refund !== null) addRefund.run(text(refund, 'ticket_id'), position);
    }

    // What moves in or out of the drawer beside a sale pays no ticket.
    function projectPayment(position: number, row: ProjectedRow): void {
      const { payload } = row;
      const ticketId = payload['ticket_id'];
      if (typeof ticketId !== 'string') return;
      const ticket = findTicket.get(ticketId)?.position;
      const method = typeof payload['method'] === 'string' ? payload['method'] : row.kind;
      const amountMinor = integer(payload, 'amount_minor');
      const { business_day: day = null, session_id: session = null } = row;
      addPayment.run(ticket ?? 0, position, row.kind, method, amountMinor, day, session);
    }

    function projectCopy(position: number, { kind, payload }: ProjectedRow): void {
      if (kind === 'closing-duplicate-printed') {
        // A copy of a Z counts for its row as one of a receipt does for its ticket.
        addCopy.run(position, text(payload, 'closing_entry_id'), integer(payload, 'copy_number'));
        return;
      }
      const ticketId = text(payload, 'ticket_id');
      addCopy.run(position, ticketId, integer(payload, 'copy_number'));
      countCopy.run(ticketId);
    }

    function projectEvent(position: number, { kind, payload }: ProjectedRow): void {
      if (kind === 'ticket-cancelled') addCancelled.run(text(payload, 'ticket_id'), position);
      if (kind !== 'line-voided') return;
      for (const line of [...list(payload, 'lines'), ...list(payload, 'vouchers')]) {
        addVoidedLine.run(text(payload, 'ticket_id'), text(line, 'line_id'), position);
      }
    }

    return {
      project: (position, row) => {
        if (row.family === 'T') projectTicket(position, row);
        else if (row.family === 'P') projectPayment(position, row);
        else if (row.family === 'C') projectCopy(position, row);
        else if (row.family === 'L') projectEvent(position, row);
      },
    };
  },
};
