/** Journals of tills: announced, pushed, given back. Door of the folder. */
import type { CallAnswer, CallInput } from '#contract/sync/sync.ts';
import { present } from '#base/assert.ts';
import type { Caller, HqCore, SyncHandlers } from '../core.ts';
import { head } from './head.ts';
import { chainAsWritten } from './lineage.ts';
import { push } from './push.ts';
import { journalRows } from './read-rows.ts';
import { CHAIN } from './tables.ts';

export const ingestHandlers: SyncHandlers<'head' | 'push' | 'rows'> = { head, push, rows };

/** Rows of a chain as its till wrote them: where it forked, those on the way to the row that the next chain names. */
async function rows(core: HqCore, _caller: Caller, input: CallInput<'rows'>): Promise<CallAnswer<'rows'>> {
  const { read } = core.store;
  const chain = present(await read.get(CHAIN, [input.chainId]), 'the chain of a call that was let in');
  const written = await chainAsWritten(read, chain);
  const lines: string[] = [];
  for (const { segment, until } of written.way) {
    const after = input.after + lines.length;
    const limit = Math.min(input.limit - lines.length, until - after);
    if (limit <= 0) continue;
    const found = await journalRows(read, { chainId: segment.chain_id, after, limit });
    lines.push(...found.map(({ line }) => line));
  }
  return { rows: lines, seq: written.seq };
}
