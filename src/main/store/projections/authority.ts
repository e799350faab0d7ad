/**
 * What allows this till to spend of accounts that headquarters is the authority of, as rows say: which accounts were handed
 * over, holds and leases with what was spent of them, what was spent within the floor limit, lines of other tills' tickets
 * that are reserved for a refund, and what was said here of accounts and cards, whoever opened them.
 */
import { wallMsOf } from '#domain/journal/journal.ts';

import { statement } from '../statement.ts';
import { integer, list, partOrNull, text, textOrNull } from './fields.ts';
import type { Projection, ProjectedRow } from './projection.ts';

export const AUTHORITY: Projection = {
  name: 'authority',
  version: 1,
  tables: [
    'hq_enrolments',
    'handed_over',
    'accounts_to_hand_over',
    'grants',
    'floor_spends',
    'account_changes',
    'card_changes',
    'refund_reservations',
  ],
  families: ['T', 'M'],
  on: (sqlite, table) => {
    const enrolled = statement(sqlite, `INSERT INTO ${table('hq_enrolments')} (position, at_ms) VALUES (?, ?)`);
    const toHandOver = statement(
      sqlite,
      `INSERT INTO ${table('accounts_to_hand_over')} (account_id, position) VALUES (?, ?) ON CONFLICT DO NOTHING`,
    );
    const handOver = statement(
      sqlite,
      `INSERT INTO ${table('handed_over')} (account_id, position) SELECT value, ? FROM json_each(?) WHERE true
       ON CONFLICT DO NOTHING`,
    );
    const isHandedOver = statement(
      sqlite,
      `DELETE FROM ${table('accounts_to_hand_over')} WHERE account_id IN (SELECT value FROM json_each(?))`,
    );
    const grant = statement(
      sqlite,
      `INSERT INTO ${table('grants')} (grant_id, kind, account_id, unit, amount, spent, expires_at_ms, is_returned, position)
       VALUES (?, ?, ?, ?, ?, 0, ?, 0, ?) ON CONFLICT DO NOTHING`,
    );
    const spend = statement(sqlite, `UPDATE ${table('grants')} SET spent = spent + ? WHERE grant_id = ?`);
    const giveBack = statement(sqlite, `UPDATE ${table('grants')} SET is_returned = 1 WHERE grant_id = ?`);
    const spendFloor = statement(
      sqlite,
      `INSERT INTO ${table('floor_spends')} (account_id, position, n, amount) VALUES (?, ?, ?, ?)`,
    );
    const changeAccount = statement(
      sqlite,
      `INSERT INTO ${table('account_changes')} (account_id, state, position) VALUES (?, ?, ?) ON CONFLICT (account_id)
       DO UPDATE SET state = excluded.state, position = excluded.position`,
    );
    const changeCard = statement(
      sqlite,
      `INSERT INTO ${table('card_changes')} (card_id, state, replaced_by, position) VALUES (?, ?, ?, ?)
       ON CONFLICT (card_id) DO UPDATE SET state = excluded.state, replaced_by = excluded.replaced_by,
         position = excluded.position`,
    );
    const reserve = statement(
      sqlite,
      `INSERT INTO ${table('refund_reservations')} (reservation_id, ticket_id, state, position) VALUES (?, ?, 'open', ?)
       ON CONFLICT DO NOTHING`,
    );
    const setReservation = statement(
      sqlite,
      `UPDATE ${table('refund_reservations')} SET state = ? WHERE reservation_id = ? AND state = 'open'`,
    );

    function projectTicket(position: number, { payload }: ProjectedRow): void {
      for (const movement of list(payload, 'balance_movements')) {
        const authority = partOrNull(movement, 'authority');
        if (authority === null) continue;
        const spent = -integer(movement, 'amount');
        const grantId = textOrNull(authority, 'grant_id');
        if (grantId === null) spendFloor.run(text(movement, 'account_id'), position, integer(movement, 'n'), spent);
        else spend.run(spent, grantId);
      }
      const refund = partOrNull(payload, 'refund');
      const reservationId = refund === null ? null : textOrNull(refund, 'reservation_id');
      if (reservationId !== null) setReservation.run('used', reservationId);
    }

    function projectMovement(position: number, { kind, payload }: ProjectedRow): void {
      switch (kind) {
        case 'account-opened':
          toHandOver.run(text(payload, 'account_id'), position);
          break;
        case 'authority-handed-over': {
          const accountIds = JSON.stringify(payload['account_ids']);
          handOver.run(position, accountIds);
          isHandedOver.run(accountIds);
          break;
        }
        case 'grant-received':
          grant.run(
            text(payload, 'grant_id'),
            text(payload, 'grant'),
            text(payload, 'account_id'),
            text(payload, 'unit'),
            integer(payload, 'amount'),
            wallMsOf(text(payload, 'expires_at')) ?? 0,
            position,
          );
          break;
        case 'grant-returned':
          giveBack.run(text(payload, 'grant_id'));
          break;
        case 'account-changed':
          changeAccount.run(text(payload, 'account_id'), text(payload, 'state'), position);
          break;
        case 'card-changed':
          changeCard.run(
            text(payload, 'card_id'),
            text(payload, 'state'),
            textOrNull(payload, 'replaced_by_card_id'),
            position,
          );
          break;
        case 'refund-reserved':
          reserve.run(text(payload, 'reservation_id'), text(payload, 'ticket_id'), position);
          break;
        case 'refund-released':
          setReservation.run('released', text(payload, 'reservation_id'));
          break;
      }
    }

    return {
      project: (position, row) => {
        if (row.family === 'T') projectTicket(position, row);
        else if (row.family === 'M') projectMovement(position, row);
        else if (row.kind === 'hq-enrolled') enrolled.run(position, wallMsOf(row.at) ?? 0);
      },
    };
  },
};
