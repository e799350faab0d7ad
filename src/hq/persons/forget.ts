/** Forgetting somebody who asks headquarters itself. */
import { decided, note, type Decided, type Decider } from '../accounts/decisions.ts';
import type { HqCore } from '../core.ts';
import { publish } from '../feed/publish.ts';
import { erasePersons } from './erase.ts';
import { PERSON } from './tables.ts';

/** Erases a person and whoever was merged with them; tills follow by the feed. */
export async function forgetPerson(
  core: HqCore,
  personId: string,
  by: Decider,
): Promise<Decided<'unknown-person' | 'erased'>> {
  return decided(core, async (transaction) => {
    const row = await transaction.get(PERSON, [personId]);
    if (row === undefined) return { refused: 'unknown-person' };
    if (row.state === 'erased') return { refused: 'erased' };
    const changes = await erasePersons(core, transaction, [personId]);
    await note(core, transaction, by, { subjectId: personId, what: 'erased', amount: null });
    return { streams: await publish(transaction, changes) };
  });
}
