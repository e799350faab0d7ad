/**
 * Business days and the sessions of the drawer (docs/spec/cash-session.md), with what a session leaves for the next.
 * Rows of the first version say nothing of float and count, and close sessions uncounted.
 */
import { statement } from '../statement.ts';
import { integerOrNull, text } from './fields.ts';
import type { Projection, ProjectedRow } from './projection.ts';

export const DAYS: Projection = {
  name: 'days',
  // 2: where the late rows of a day end.
  version: 2,
  tables: ['days', 'sessions', 'slips', 'drawer'],
  families: ['L', 'G', 'P'],
  on: (sqlite, table) => {
    const [days, sessions] = [table('days'), table('sessions')];
    const openDay = statement(
      sqlite,
      `INSERT INTO ${days} (business_day, opened_position) VALUES (?, ?) ON CONFLICT DO NOTHING`,
    );
    const closeDay = statement(
      sqlite,
      `UPDATE ${days} SET closed_position = ? WHERE business_day = ? AND closed_position IS NULL`,
    );
    const noteLateRow = statement(
      sqlite,
      `UPDATE ${days} SET late_position = ?
        WHERE business_day = ? AND opened_position < (SELECT max(opened_position) FROM ${days})`,
    );
    const openSession = statement(
      sqlite,
      `INSERT INTO ${sessions} (session_id, business_day, operator, opened_position, float_minor)
       VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    const setState = statement(sqlite, `UPDATE ${sessions} SET state = ? WHERE session_id = ?`);
    const abandonCount = statement(
      sqlite,
      `UPDATE ${sessions} SET state = 'open', count_position = NULL WHERE session_id = ?`,
    );
    const count = statement(sqlite, `UPDATE ${sessions} SET count_position = ? WHERE session_id = ?`);
    const closeSession = statement(
      sqlite,
      `UPDATE ${sessions} SET closed_position = ? WHERE session_id = ? AND closed_position IS NULL`,
    );
    const leave = statement(
      sqlite,
      `INSERT INTO ${table('drawer')} (one, left_minor, opened_position)
       SELECT 1, ?, opened_position FROM ${sessions} WHERE session_id = ?
       ON CONFLICT (one) DO UPDATE SET left_minor = excluded.left_minor, opened_position = excluded.opened_position
        WHERE excluded.opened_position >= opened_position`,
    );
    const countSlip = statement(
      sqlite,
      `INSERT INTO ${table('slips')} (movement, count) VALUES (?, 1) ON CONFLICT (movement) DO UPDATE SET count = count + 1`,
    );

    function projectEvent(position: number, { kind, payload, operator }: ProjectedRow): void {
      switch (kind) {
        case 'day-opened':
          openDay.run(text(payload, 'business_day'), position);
          break;
        case 'session-opened':
          openSession.run(
            text(payload, 'session_id'),
            text(payload, 'business_day'),
            operator ?? null,
            position,
            integerOrNull(payload, 'float_minor') ?? 0,
          );
          break;
        case 'session-suspended':
          setState.run('suspended', text(payload, 'session_id'));
          break;
        case 'session-resumed':
          setState.run('open', text(payload, 'session_id'));
          break;
        case 'session-blind-closed':
          setState.run('blind-closed', text(payload, 'session_id'));
          break;
        case 'count-begun':
          setState.run('counting', text(payload, 'session_id'));
          break;
        case 'count-abandoned':
          abandonCount.run(text(payload, 'session_id'));
          break;
        case 'cash-counted':
          count.run(position, text(payload, 'session_id'));
          break;
      }
    }

    function projectClosing(position: number, { kind, payload }: ProjectedRow): void {
      if (kind === 'day-closed') closeDay.run(position, text(payload, 'business_day'));
      if (kind !== 'session-closed') return;
      const sessionId = text(payload, 'session_id');
      closeSession.run(position, sessionId);
      const leftMinor = integerOrNull(payload, 'next_float_minor');
      if (leftMinor !== null) leave.run(leftMinor, sessionId);
    }

    return {
      project: (position, row) => {
        if (row.family === 'L') projectEvent(position, row);
        else if (row.family === 'G') projectClosing(position, row);
        else if (row.kind === 'cash-moved') countSlip.run(text(row.payload, 'movement'));
        if (row.business_day !== undefined && row.family !== 'X') noteLateRow.run(position, row.business_day);
      },
    };
  },
};
