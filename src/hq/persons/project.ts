/** Who a row says there is, and who a row says is to be forgotten. */
import { publish } from '../feed/publish.ts';
import type { Projector } from '../project/projector.ts';
import { idOf } from '../project/row-fields.ts';
import { compareText } from '../store/order.ts';
import { erasePersons } from './erase.ts';
import { PERSON } from './tables.ts';

export const PERSONS_PROJECTOR: Projector = {
  name: 'persons',
  kinds: ['person-enrolled', 'person-erased'],
  apply: async (core, transaction, rows) => {
    const idsOf = (kind: string): readonly string[] => {
      const said = rows.filter((row) => row.kind === kind).map(({ payload }) => idOf(payload, 'person_id'));
      return [...new Set(said)].sort(compareText);
    };
    const enrolled = idsOf('person-enrolled');
    const fresh = enrolled.map((id) => ({ person_id: id, state: 'known', merged_into: null, changed_at_ms: 0 }));
    const erased = idsOf('person-erased');
    if (erased.length > 0) {
      const changes = await erasePersons(core, transaction, erased);
      if (fresh.length > 0) await transaction.insert(PERSON, fresh);
      return publish(transaction, changes);
    }
    if (fresh.length > 0) await transaction.insert(PERSON, fresh);
    return [];
  },
};
