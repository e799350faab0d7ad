/** Sales less refunds and sales plus refunds over all tickets of all chains of this till; never reset. */
import { statement } from '../statement.ts';
import { integer } from './fields.ts';
import type { Projection } from './projection.ts';

export const TOTALS: Projection = {
  name: 'totals',
  version: 1,
  tables: ['totals'],
  families: ['T'],
  on: (sqlite, table) => {
    const add = statement(
      sqlite,
      `INSERT INTO ${table('totals')} (name, value)
       VALUES ('perpetual_net_minor', ?), ('perpetual_absolute_minor', ?), ('perpetual_ticket_count', 1)
       ON CONFLICT (name) DO UPDATE SET value = value + excluded.value`,
    );
    return {
      project: (_position, { family, payload }) => {
        if (family !== 'T') return;
        const totalMinor = integer(payload, 'gross_minor');
        add.run(totalMinor, Math.abs(totalMinor));
      },
    };
  },
};
