/** The topic `headquarters`. */
import type { HeadquartersView } from '#contract/screen/headquarters.ts';
import type { TillCore } from '../core.ts';
import { mayJoin } from './joining.ts';

/** Reasons for which only a new chain leads on. */
const OF_THE_CHAIN: ReadonlySet<string | null> = new Set(['forked', 'behind', 'hole']);

export function headquartersView(core: TillCore): HeadquartersView {
  const { identity } = core.ports.store;
  const { joining, offered } = core.joining();
  const status = core.hq.status();
  return {
    ...status,
    joining,
    offered,
    needsNewChain: status.link !== 'standalone' && OF_THE_CHAIN.has(status.refusal),
    mayJoin: mayJoin(status),
    chainOrdinal: identity.chainOrdinal,
    tillId: identity.tillId,
  };
}
