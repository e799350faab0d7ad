/**
 * Receives what headquarters says of cards, accounts and who is who: rows of a generation that nobody sees until it is whole, and
 * then all of it at once.
 */
import { assert } from '#base/assert.ts';
import type { AccountValue } from '#contract/sync/feed.ts';
import type { FeedItem } from '#contract/sync/feed.ts';

import type { Sqlite } from './database.ts';
import { statement } from './statement.ts';

type ValueOf<Kind extends FeedItem['kind']> = Exclude<Extract<FeedItem, { readonly kind: Kind }>['value'], null>;
type CardValue = ValueOf<'card'>;

const TABLES = ['hq_accounts', 'hq_cards', 'hq_merges'] as const;
const KEYS = { hq_accounts: 'account_id', hq_cards: 'card_id', hq_merges: 'person_id' } as const;

export type ReplicaTable = ReturnType<typeof replicaTable>;

export function replicaTable(sqlite: Sqlite) {
  const generations = statement<{ readonly visible: number; readonly oldest: number }>(
    sqlite,
    'SELECT visible, oldest FROM hq_generations',
  );
  const show = statement(
    sqlite,
    `INSERT INTO hq_generations (one, visible, oldest) VALUES (1, ?, ?)
     ON CONFLICT (one) DO UPDATE SET visible = excluded.visible, oldest = excluded.oldest`,
  );
  const ackedThrough = statement<{ readonly position: number }>(
    sqlite,
    `SELECT journal.position FROM journal JOIN hq_acks ON hq_acks.chain_id = journal.chain_id AND hq_acks.seq = journal.seq
      ORDER BY journal.position DESC LIMIT 1`,
  );
  const putAccount = statement(
    sqlite,
    `INSERT OR REPLACE INTO hq_accounts (account_id, generation, is_gone, account, unit, person_id, state, voucher,
       vat_rate_basis_points, expires_on, balance, reserved, includes, as_of_ms,
       asked_back)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const putCard = statement(
    sqlite,
    `INSERT OR REPLACE INTO hq_cards (card_id, generation, is_gone, card_hash, person_id, account_id, medium, state, replaced_by,
       assigned_at_ms, through)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const putMerge = statement(
    sqlite,
    'INSERT OR REPLACE INTO hq_merges (person_id, generation, is_gone, merged_into) VALUES (?, ?, ?, ?)',
  );
  const forgetUnseen = TABLES.map((table) =>
    statement(sqlite, `DELETE FROM ${table} WHERE generation > ifnull((SELECT visible FROM hq_generations), 0)`),
  );
  const forgetOlder = new Map(
    TABLES.map((table) => [
      table,
      statement(
        sqlite,
        `DELETE FROM ${table} WHERE ${KEYS[table]} = ? AND generation < (SELECT visible FROM hq_generations)`,
      ),
    ]),
  );
  const forgetUnnamed = TABLES.map((table) =>
    statement<{ readonly key: string }>(
      sqlite,
      `DELETE FROM ${table} WHERE (${KEYS[table]}, generation) IN (
         SELECT ${KEYS[table]}, generation FROM ${table} WHERE generation < (SELECT oldest FROM hq_generations) LIMIT ?)
       RETURNING ${KEYS[table]} AS key`,
    ),
  );

  function visible(): number {
    return generations.get()?.visible ?? 0;
  }

  return {
    visible,
    /** Throws away what was being received when something ended it. */
    forgetUnseen: () => forgetUnseen.forEach((forget) => forget.run()),

    /** Takes an item into a generation that is not visible yet. Persons: only whom they were merged into. */
    put(item: FeedItem, generation: number, asOfMs: number): void {
      assert(generation > visible(), 'what is received is seen by nobody yet');
      if (item.kind === 'account') account(item.key, item.value, { generation, asOfMs });
      else if (item.kind === 'card') card(item.key, item.value, generation);
      else if (item.kind === 'person') {
        const mergedInto = item.value?.mergedInto ?? null;
        putMerge.run(item.key, generation, mergedInto === null ? 1 : 0, mergedInto);
      }
    },

    /** Makes a generation visible, and after a snapshot forgets what it did not name. */
    show(generation: number, isSnapshot: boolean): void {
      show.run(generation, isSnapshot ? generation : (generations.get()?.oldest ?? 0));
    },

    /** What this item has replaced. */
    forgetOlder(item: FeedItem): void {
      const table = item.kind === 'account' ? 'hq_accounts' : item.kind === 'card' ? 'hq_cards' : 'hq_merges';
      forgetOlder.get(table)?.run(item.key);
    },

    /** Up to so many rows of each kind that the last snapshot did not name; true while there are more. */
    forgetUnnamed: (limit: number): boolean =>
      forgetUnnamed.map((forget) => forget.all(limit).length === limit).some((isMore) => isMore),
  };

  function account(
    accountId: string,
    value: AccountValue | null,
    { generation, asOfMs }: { readonly generation: number; readonly asOfMs: number },
  ): void {
    putAccount.run(
      accountId,
      generation,
      value === null ? 1 : 0,
      value?.account ?? null,
      value?.unit ?? null,
      value?.personId ?? null,
      value?.state ?? null,
      value?.voucher ?? null,
      value?.vatRateBasisPoints ?? null,
      value?.expiresOn ?? null,
      value?.balance ?? null,
      value?.reserved ?? null,
      value === null ? null : JSON.stringify(value.includes),
      asOfMs,
      JSON.stringify(value?.askedBack ?? []),
    );
  }

  function card(cardId: string, value: CardValue | null, generation: number): void {
    putCard.run(
      cardId,
      generation,
      value === null ? 1 : 0,
      value?.cardHash ?? null,
      value?.personId ?? null,
      value?.accountId ?? null,
      value?.medium ?? null,
      value?.state ?? null,
      value?.replacedBy ?? null,
      value?.assignedAtMs ?? null,
      ackedThrough.get()?.position ?? 0,
    );
  }
}
