/** How a till tells headquarters of one of its chains. */
import type { ChainId } from '#base/brand.ts';
import type { CallInput } from '#contract/sync/sync.ts';
import { genesisContinues, genesisOrdinal, type Payload } from '#domain/journal/journal.ts';
import type { Store } from '#main/store/port.ts';

/** A chain as its genesis tells it. */
export function chainInput(store: Pick<Store, 'rowsAfter'>, chainId: ChainId): CallInput<'head'>['chain'] {
  const [genesis] = store.rowsAfter(chainId, 0, 1);
  const payload = (genesis === undefined ? {} : JSON.parse(genesis.payload)) as Payload;
  const publicKey = payload['public_key'];
  return {
    chainId,
    ordinal: genesisOrdinal(payload) ?? 1,
    keyId: genesis?.key_id ?? '',
    publicKey: typeof publicKey === 'string' ? publicKey : '',
    continues: genesisContinues(payload) ?? null,
  };
}
