/** Journals with their proof. A chain of a store that is not one's own is as one that is not there. */
import { PROJECTORS } from '../../project/projectors.ts';
import { replayUnprojected } from '../../project/run-projectors.ts';
import type { Asking, PageHandlers } from '../handler.ts';
import { maySeeStore } from '../handler.ts';
import { chainOf, readJournal, readJournalRow, readTroubles, readUnprojectedChains } from '../reads/journal.ts';
import type { SignedIn } from '../sessions.ts';

type Names = 'journal' | 'journal-row' | 'suspects' | 'unprojected-chains' | 'replay';

export const journalHandlers: PageHandlers<Names> = {
  async journal(asking, input) {
    const chain = await ownChain(asking, input.chainId);
    return chain === null ? { kind: 'refused', reason: 'unknown' } : readJournal(asking.core.store.read, chain, input);
  },
  async 'journal-row'(asking, { chainId, seq }) {
    const chain = await ownChain(asking, chainId);
    const found = chain === null ? null : await readJournalRow(asking.core.store.read, chain, seq);
    return found ?? { kind: 'refused', reason: 'unknown' };
  },
  async suspects(asking, { chainId }) {
    const chain = await ownChain(asking, chainId);
    return chain === null ? { suspects: [], unprojected: [] } : readTroubles(asking.core.store.read, chainId);
  },
  async replay(asking, { chainId }) {
    const { core, who } = asking;
    if ((await ownChain(asking, chainId)) === null) return { kind: 'refused', reason: 'unknown' };
    const understood = await replayUnprojected(core, PROJECTORS, chainId);
    core.log.info('page-replayed', { login: who.login, chain: chainId, understood });
    return { kind: 'done', leftCount: (await readTroubles(core.store.read, chainId)).unprojected.length };
  },
  'unprojected-chains': async ({ core, who }) => ({
    chains: await readUnprojectedChains(core.store.read, who.storeIds),
  }),
};

async function ownChain({ core, who }: Asking & { readonly who: SignedIn }, chainId: string) {
  const chain = await chainOf(core.store.read, chainId);
  return chain === undefined || !maySeeStore(who, chain.store_id) ? null : chain;
}
