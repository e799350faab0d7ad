/**
 * Persons (as ids), cards (as keyed hashes), accounts and their movements (docs/spec/accounts.md). A balance is the sum
 * of its movements: those inside T rows, and points that expired.
 */
import { wallMsOf } from '#domain/journal/journal.ts';

import { statement } from '../statement.ts';
import { integer, integerOrNull, list, partOrNull, text, textOrNull } from './fields.ts';
import type { Projection, ProjectedRow } from './projection.ts';

export const MEMBERS: Projection = {
  name: 'members',
  version: 1,
  tables: ['person_fates', 'visits', 'cards', 'accounts', 'account_movements'],
  families: ['T', 'M', 'L'],
  on: (sqlite, table) => {
    const accounts = table('accounts');
    const enrol = statement(
      sqlite,
      `INSERT INTO ${table('person_fates')} (person_id, enrolled_position) VALUES (?, ?)
       ON CONFLICT (person_id) DO UPDATE SET enrolled_position = excluded.enrolled_position`,
    );
    const erase = statement(
      sqlite,
      `INSERT INTO ${table('person_fates')} (person_id, erased_position) VALUES (?, ?)
       ON CONFLICT (person_id) DO UPDATE SET erased_position = excluded.erased_position`,
    );
    const visit = statement(
      sqlite,
      `INSERT INTO ${table('visits')} (person_id, at_ms) VALUES (?, ?)
       ON CONFLICT (person_id) DO UPDATE SET at_ms = excluded.at_ms`,
    );
    const assignCard = statement(
      sqlite,
      `INSERT INTO ${table('cards')} (card_id, card_hash, person_id, account_id, medium, state, assigned_at_ms, position)
       VALUES (?, ?, ?, ?, ?, 'active', ?, ?)
       ON CONFLICT (card_id) DO UPDATE SET card_hash = excluded.card_hash, person_id = excluded.person_id,
         account_id = excluded.account_id, medium = excluded.medium, state = excluded.state, replaced_by = NULL,
         assigned_at_ms = excluded.assigned_at_ms, position = excluded.position`,
    );
    const changeCard = statement(sqlite, `UPDATE ${table('cards')} SET state = ?, replaced_by = ? WHERE card_id = ?`);
    const openAccount = statement(
      sqlite,
      `INSERT INTO ${accounts} (account_id, account, unit, person_id, balance, debited, state, voucher,
         vat_rate_basis_points, expires_on, position)
       VALUES (?, ?, ?, ?, 0, 0, 'active', ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    );
    const changeAccount = statement(sqlite, `UPDATE ${accounts} SET state = ? WHERE account_id = ?`);
    // All movements of a row are two statements, however many accounts it touches.
    const addMovements = statement(
      sqlite,
      `INSERT INTO ${table('account_movements')} (account_id, position, n, at_ms, amount, balance_after, reason, business_day)
       SELECT value ->> 'account_id', ?, value ->> 'n', ?, value ->> 'amount',
              ifnull((SELECT balance FROM ${accounts} WHERE account_id = value ->> 'account_id'), 0)
                + sum(value ->> 'amount') OVER (PARTITION BY value ->> 'account_id' ORDER BY value ->> 'n'),
              value ->> 'reason', ?
         FROM json_each(?)`,
    );
    const addToBalances = statement(
      sqlite,
      `UPDATE ${accounts} SET balance = balance + moved.amount, debited = ${accounts}.debited + moved.debited
         FROM (SELECT value ->> 'account_id' AS account_id, sum(value ->> 'amount') AS amount,
                      sum(max(0, -(value ->> 'amount'))) AS debited
                 FROM json_each(?) GROUP BY 1) AS moved
        WHERE ${accounts}.account_id = moved.account_id`,
    );

    function projectMovements(position: number, row: ProjectedRow, movements: readonly unknown[]): void {
      if (movements.length === 0) return;
      const json = JSON.stringify(movements);
      addMovements.run(position, wallMsOf(row.at) ?? 0, row.business_day ?? null, json);
      addToBalances.run(json);
    }

    function projectTicket(position: number, row: ProjectedRow): void {
      projectMovements(position, row, list(row.payload, 'balance_movements'));
      const loyalty = partOrNull(row.payload, 'loyalty');
      if (loyalty !== null) visit.run(text(loyalty, 'person_id'), wallMsOf(row.at) ?? 0);
    }

    function projectMovement(position: number, row: ProjectedRow): void {
      const { kind, payload } = row;
      switch (kind) {
        case 'person-enrolled':
          enrol.run(text(payload, 'person_id'), position);
          break;
        case 'account-opened':
          openAccount.run(
            text(payload, 'account_id'),
            text(payload, 'account'),
            text(payload, 'unit'),
            textOrNull(payload, 'person_id'),
            textOrNull(payload, 'voucher'),
            integerOrNull(payload, 'vat_rate_basis_points'),
            textOrNull(payload, 'expires_on'),
            position,
          );
          break;
        case 'account-changed':
          changeAccount.run(text(payload, 'state'), text(payload, 'account_id'));
          break;
        case 'card-assigned':
          assignCard.run(
            text(payload, 'card_id'),
            text(payload, 'card_hash'),
            textOrNull(payload, 'person_id'),
            textOrNull(payload, 'account_id'),
            text(payload, 'medium'),
            wallMsOf(row.at) ?? 0,
            position,
          );
          break;
        case 'card-changed':
          changeCard.run(text(payload, 'state'), textOrNull(payload, 'replaced_by_card_id'), text(payload, 'card_id'));
          break;
        case 'points-expired': {
          const moved = { n: 1, account_id: text(payload, 'account_id'), amount: integer(payload, 'amount') };
          projectMovements(position, row, [{ ...moved, reason: 'expired' }]);
          break;
        }
      }
    }

    return {
      project: (position, row) => {
        if (row.family === 'T') projectTicket(position, row);
        else if (row.family === 'M') projectMovement(position, row);
        else if (row.kind === 'person-erased') erase.run(text(row.payload, 'person_id'), position);
      },
    };
  },
};
