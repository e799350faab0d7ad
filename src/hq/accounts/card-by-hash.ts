/**
 * Cards by their number: headquarters keys what somebody types as tills do, under every key that any till ever brought, and
 * finds the cards that were assigned under one of them. Keys are as many as tills that once worked alone: thousands.
 */
import { setImmediate } from 'node:timers/promises';
import { chipName, codeName } from '#domain/card/card.ts';
import { keyedText } from '#node/organisation-secret.ts';
import { organisation } from '../identity/identity.ts';
import { organisationSecret } from '../identity/secrets.ts';
import { table, text, type HqReads, type HqTransaction, type RowOf } from '../store/port.ts';
import type { CardRow } from './cards.ts';
import { CARD } from './tables.ts';

export const CARD_BY_HASH = table({
  name: 'card_by_hash',
  about: 'Cards by the keyed hash of their number: how one is found by what is printed on it.',
  key: ['card_hash'],
  columns: {
    card_hash: text,
    /** JSON list; several where tills assigned one number before they heard of each other. */
    card_ids: text,
  },
});

/** Of one number; more than that are a till's mischief. */
const CARDS_MAX = 20;
/** Keys at a time: in between, others are served. */
const KEYS_AT_A_TIME = 500;
const CHIP = /^[0-9a-f]{8,20}$/;

/** The cards with this number, printed or of a chip, under every key that the organisation ever had. */
export async function findCardsByNumber(reads: HqReads, number: string): Promise<readonly CardRow[]> {
  const { organisationId } = await organisation(reads);
  const secret = await organisationSecret(reads, organisationId);
  const hex = number.toLowerCase().replace(/[\s:-]/g, '');
  const names = [codeName(number), ...(CHIP.test(hex) ? [chipName(hex)] : [])];
  const ids = new Set<string>();
  const keys = [secret, ...secret.older];
  for (let at = 0; at < keys.length; at += KEYS_AT_A_TIME) {
    if (at > 0) await setImmediate();
    const some = keys.slice(at, at + KEYS_AT_A_TIME);
    const hashes = some.flatMap((key) => names.map((name) => [keyedText(name, key)]));
    for (const row of await reads.getMany(CARD_BY_HASH, hashes)) for (const id of cardsIn(row)) ids.add(id);
  }
  return ids.size === 0
    ? []
    : reads.getMany(
        CARD,
        [...ids].map((id) => [id]),
      );
}

/** Makes cards findable by the hash of their number. */
export async function listHashes(
  transaction: HqTransaction,
  cards: readonly { readonly card_hash: string; readonly card_id: string }[],
): Promise<void> {
  const byHash = Map.groupBy(cards, ({ card_hash }) => card_hash);
  const rows = [...byHash].map(([card_hash, some]) => ({
    card_hash,
    card_ids: listed(some.map(({ card_id }) => card_id)),
  }));
  const inserted = new Set((await transaction.insert(CARD_BY_HASH, rows)).map(([hash]) => hash));
  const others = rows.filter(({ card_hash }) => !inserted.has(card_hash));
  if (others.length === 0) return;
  const known = await transaction.lockMany(
    CARD_BY_HASH,
    others.map(({ card_hash }) => [card_hash]),
  );
  await transaction.put(
    CARD_BY_HASH,
    known.map((row) => {
      const more = (byHash.get(row.card_hash) ?? []).map(({ card_id }) => card_id);
      return { ...row, card_ids: listed([...cardsIn(row), ...more]) };
    }),
  );
}

function listed(ids: readonly string[]): string {
  return JSON.stringify([...new Set(ids)].slice(0, CARDS_MAX));
}

function cardsIn({ card_ids }: RowOf<typeof CARD_BY_HASH>): readonly string[] {
  return JSON.parse(card_ids) as readonly string[];
}
