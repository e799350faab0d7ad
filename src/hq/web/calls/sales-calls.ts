/** Takings, cash sessions and closings, of the stores that somebody may see. */
import { maySeeStore, type PageHandlers } from '../handler.ts';
import { closingsPage, sessionsPage } from '../reads/cash.ts';
import { readClosing } from '../reads/closing.ts';
import { chainOf } from '../reads/journal.ts';
import { readToday } from '../reads/today.ts';

export const salesHandlers: PageHandlers<'today' | 'sessions' | 'closings' | 'closing'> = {
  today: ({ core, who }, input) => readToday(core, who, input),
  sessions: ({ core, who }, input) => sessionsPage(core.store.read, { ...input, storeIds: who.storeIds }),
  closings: ({ core, who }, input) => closingsPage(core.store.read, { ...input, storeIds: who.storeIds }),
  async closing({ core, who }, { chainId, seq }) {
    const chain = await chainOf(core.store.read, chainId);
    if (chain === undefined || !maySeeStore(who, chain.store_id)) return { kind: 'refused', reason: 'unknown' };
    return readClosing(core.store.read, chain, seq);
  },
};
