/**
 * Stock as tickets, deliveries and counts move it. Movements are appended by their row; their sums, and the same movements
 * by product, are brought up to date outside it.
 */
import { statement } from '../statement.ts';
import { list } from './fields.ts';
import type { Projection } from './projection.ts';

/** The list of movements in the payload of a row, by its kind. */
const MOVEMENTS: Readonly<Record<string, string>> = {
  'ticket-validated': 'movements',
  'stock-received': 'movements',
  'stock-counted': 'counts',
};

export const STOCK: Projection = {
  name: 'stock',
  version: 2,
  tables: ['stock_movements', 'stock', 'stock_through', 'stock_by_product', 'stock_kept'],
  families: ['T', 'M'],
  on: (sqlite, table) => {
    // All movements of a ticket are one statement: a call for every one of them was a tenth of a sale.
    const addMovements = statement(
      sqlite,
      `INSERT INTO ${table('stock_movements')} (position, n, product_id, quantity_milli)
       SELECT ?, value ->> 'n', value ->> 'product_id', value ->> 'quantity_milli' FROM json_each(?)`,
    );
    const keep = statement(
      sqlite,
      `INSERT OR IGNORE INTO ${table('stock_kept')} (product_id, position)
       SELECT DISTINCT value ->> 'product_id', ? FROM json_each(?)`,
    );
    const through = statement<{ readonly through: number }>(sqlite, `SELECT through FROM ${table('stock_through')}`);
    const lastMovement = statement<{ readonly position: number | null }>(
      sqlite,
      `SELECT max(position) AS position FROM ${table('stock_movements')}`,
    );
    const sumMovements = statement(
      sqlite,
      `INSERT INTO ${table('stock')} (product_id, quantity_milli)
       SELECT product_id, sum(quantity_milli) FROM ${table('stock_movements')}
        WHERE position > ? AND position <= ? GROUP BY product_id
       ON CONFLICT (product_id) DO UPDATE SET quantity_milli = quantity_milli + excluded.quantity_milli`,
    );
    const sortMovements = statement(
      sqlite,
      `INSERT INTO ${table('stock_by_product')} (product_id, position, quantity_milli)
       SELECT product_id, position, sum(quantity_milli) FROM ${table('stock_movements')}
        WHERE position > ? AND position <= ? GROUP BY product_id, position`,
    );
    const setThrough = statement(
      sqlite,
      `INSERT INTO ${table('stock_through')} (one, through) VALUES (1, ?)
       ON CONFLICT (one) DO UPDATE SET through = excluded.through`,
    );
    return {
      project: (position, { family, kind, payload }) => {
        const name = MOVEMENTS[kind];
        if (name === undefined || (family !== 'T' && family !== 'M')) return;
        const movements = JSON.stringify(list(payload, name));
        addMovements.run(position, movements);
        if (family === 'M') keep.run(position, movements);
      },
      settle: () => {
        const from = through.get()?.through ?? 0;
        const to = lastMovement.get()?.position ?? 0;
        if (to <= from) return;
        sumMovements.run(from, to);
        sortMovements.run(from, to);
        setThrough.run(to);
      },
    };
  },
};
