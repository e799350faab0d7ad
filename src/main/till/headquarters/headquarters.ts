/** What the operators see and do of headquarters. Door of the folder. */
import type { UseCases } from '../commands.ts';
import type { Answers } from '../answer-query.ts';
import { beginNewChain } from './begin-new-chain.ts';
import { joinHq } from './join-hq.ts';
import { unsentAnswer } from './unsent.ts';

export { headquartersView } from './hq-view.ts';
export { hqEvents } from './hq-events.ts';

export const hqUseCases: UseCases<'joinHq' | 'beginNewChain'> = {
  joinHq: { right: 'manage-settings', needs: 'nothing', run: joinHq },
  beginNewChain: { right: 'manage-settings', needs: 'nothing', run: beginNewChain },
};

export const hqAnswers: Answers<'unsent'> = { unsent: unsentAnswer };
