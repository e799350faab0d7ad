/** Stores: made, renamed, listed, searched. */
import { cleanText } from '#base/text.ts';
import type { HqCore } from '../core.ts';
import { organisation } from '../identity/identity.ts';
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import { FLEET_WORD, STORE } from './tables.ts';
import { wordsOf } from './words.ts';

export type StoreRow = RowOf<typeof STORE>;

const NAME_LETTERS_MAX = 100;
/** Beyond any word: the end of a range of words that begin alike. */
const LAST_LETTER = '\u{10ffff}';

export type SaveStoreOutcome =
  | { readonly kind: 'done'; readonly storeId: string }
  | { readonly kind: 'refused'; readonly reason: 'name-missing' | 'name-too-long' | 'time-zone-unknown' };

/** Makes a store, or renames the one with this id. The same id and name again change nothing. */
export async function saveStore(
  core: HqCore,
  input: { readonly storeId: string; readonly name: string; readonly timeZone: string },
): Promise<SaveStoreOutcome> {
  const { storeId, timeZone } = input;
  const name = cleanText(input.name);
  if (name === '') return { kind: 'refused', reason: 'name-missing' };
  if (name.length > NAME_LETTERS_MAX) return { kind: 'refused', reason: 'name-too-long' };
  if (!isTimeZone(timeZone)) return { kind: 'refused', reason: 'time-zone-unknown' };
  const nowMs = core.clock.wallMs();
  await core.store.transact(async (transaction) => {
    const { organisationId } = await organisation(transaction);
    const known = await transaction.lock(STORE, [organisationId, storeId]);
    const created_at_ms = known?.created_at_ms ?? nowMs;
    const row = { organisation_id: organisationId, store_id: storeId, name, time_zone: timeZone, created_at_ms };
    await transaction.put(STORE, [row]);
    if (known !== undefined) await unlistWords(transaction, { organisationId, storeId, tillId: '', name: known.name });
    await listWords(transaction, { organisationId, storeId, tillId: '', name });
  });
  return { kind: 'done', storeId };
}

/** One store; undefined where there is none. */
export async function storeOf(reads: HqReads, organisationId: string, storeId: string): Promise<StoreRow | undefined> {
  return reads.get(STORE, [organisationId, storeId]);
}

/** Stores by their id, a page at a time. */
export async function listStores(
  reads: HqReads,
  options: { readonly organisationId: string; readonly after?: string; readonly limit: number },
): Promise<readonly StoreRow[]> {
  const { organisationId, after, limit } = options;
  return reads.scan(STORE, {
    prefix: [organisationId],
    ...(after === undefined ? {} : { after: [organisationId, after] }),
    limit,
  });
}

export interface FleetHit {
  readonly storeId: string;
  /** Null: it is the store's own name that was found. */
  readonly tillId: string | null;
}

/**
 * Stores and tills all of whose words were typed, the last one perhaps not to its end. In the order of their ids; at most
 * `limit`.
 */
export async function searchFleet(
  reads: HqReads,
  options: { readonly organisationId: string; readonly text: string; readonly limit: number },
): Promise<readonly FleetHit[]> {
  const { organisationId, text, limit } = options;
  const words = wordsOf(text);
  let hits: Map<string, FleetHit> | undefined;
  for (const word of words) {
    const rows = await wordRows(reads, organisationId, word);
    const found = new Map(rows.map(({ store_id, till_id }) => [`${store_id} ${till_id}`, hitOf(store_id, till_id)]));
    const before = hits;
    hits = before === undefined ? found : new Map([...found].filter(([key]) => before.has(key)));
  }
  const sorted = [...(hits ?? new Map<string, FleetHit>())].sort(([left], [right]) => (left < right ? -1 : 1));
  return sorted.slice(0, limit).map(([, hit]) => hit);
}

const WORD_ROWS_MAX = 20_000;

async function wordRows(
  reads: HqReads,
  organisationId: string,
  word: string,
): Promise<readonly RowOf<typeof FLEET_WORD>[]> {
  const range = { from: word, until: `${word}${LAST_LETTER}` };
  return reads.scan(FLEET_WORD, { prefix: [organisationId], ...range, limit: WORD_ROWS_MAX });
}

function hitOf(storeId: string, tillId: string): FleetHit {
  return { storeId, tillId: tillId === '' ? null : tillId };
}

interface Named {
  readonly organisationId: string;
  readonly storeId: string;
  /** Empty for the store itself. */
  readonly tillId: string;
  readonly name: string;
}

/** Makes a name findable. */
export async function listWords(transaction: HqTransaction, named: Named): Promise<void> {
  const { organisationId, storeId, tillId, name } = named;
  const rows = wordsOf(name).map((word) => ({
    organisation_id: organisationId,
    word,
    store_id: storeId,
    till_id: tillId,
  }));
  await transaction.insert(FLEET_WORD, rows);
}

/** Makes a name that is no longer used unfindable. */
export async function unlistWords(transaction: HqTransaction, named: Named): Promise<void> {
  const { organisationId, storeId, tillId, name } = named;
  await transaction.remove(
    FLEET_WORD,
    wordsOf(name).map((word) => [organisationId, word, storeId, tillId]),
  );
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
