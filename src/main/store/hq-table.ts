/** What the store keeps of headquarters, over one open connection. */
import type { ChainId, OperatorId, PersonId } from '#base/brand.ts';
import type { Role } from '#domain/operator/operator.ts';

import type { Sqlite } from './database.ts';
import type { HqAck, HqLink, HqProgress, HqWrites } from './hq-port.ts';
import { statement } from './statement.ts';

const NOTHING_YET: HqProgress = { feedCursor: null, held: null, personsThrough: 0, hqTimeMs: null };

/**
 * SQL for the name under which headquarters holds a row: its chain, or the branch of it that this till alone wrote. It is the key
 * of what `includes` says.
 */
export function heldAs(row: { readonly chainId: string; readonly seq: string }): string {
  return `ifnull((SELECT branch_id FROM hq_partings WHERE hq_partings.chain_id = ${row.chainId}
    AND ${row.seq} > hq_partings.after_seq ORDER BY after_seq DESC LIMIT 1), ${row.chainId})`;
}

export function hqTable(sqlite: Sqlite): HqWrites {
  const link = statement<HqLink>(
    sqlite,
    `SELECT url, organisation_id AS organisationId, incarnation, store_id AS storeId, store_name AS storeName,
            till_name AS tillName, public_key AS publicKey FROM hq_link`,
  );
  const putLink = statement(
    sqlite,
    `INSERT INTO hq_link (one, url, organisation_id, incarnation, store_id, store_name, till_name, public_key)
     VALUES (1, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (one) DO UPDATE SET url = excluded.url,
       organisation_id = excluded.organisation_id, incarnation = excluded.incarnation, store_id = excluded.store_id,
       store_name = excluded.store_name, till_name = excluded.till_name, public_key = excluded.public_key`,
  );
  const progress = statement<HqProgress>(
    sqlite,
    `SELECT feed_cursor AS feedCursor, held, persons_through AS personsThrough, hq_time_ms AS hqTimeMs FROM hq_progress`,
  );
  const putProgress = statement(
    sqlite,
    `INSERT INTO hq_progress (one, feed_cursor, held, persons_through, hq_time_ms) VALUES (1, ?, ?, ?, ?) ON CONFLICT (one)
     DO UPDATE SET feed_cursor = excluded.feed_cursor, held = excluded.held,
       persons_through = excluded.persons_through, hq_time_ms = excluded.hq_time_ms`,
  );
  const ack = statement<HqAck>(
    sqlite,
    'SELECT chain_id AS chainId, seq, hash, signature FROM hq_acks WHERE chain_id = ?',
  );
  const putAck = statement(
    sqlite,
    `INSERT INTO hq_acks (chain_id, seq, hash, signature) VALUES (?, ?, ?, ?) ON CONFLICT (chain_id)
     DO UPDATE SET seq = excluded.seq, hash = excluded.hash, signature = excluded.signature`,
  );
  const partings = statement<{ afterSeq: number; branchId: string }>(
    sqlite,
    'SELECT after_seq AS afterSeq, branch_id AS branchId FROM hq_partings WHERE chain_id = ? ORDER BY after_seq',
  );
  const putParting = statement(sqlite, 'INSERT INTO hq_partings (chain_id, after_seq, branch_id) VALUES (?, ?, ?)');
  const dropPartings = statement(sqlite, 'DELETE FROM hq_partings WHERE chain_id = ?');
  const person = statement<{ readonly knownRevision: number; readonly changedAtMs: number }>(
    sqlite,
    'SELECT known_revision AS knownRevision, changed_at_ms AS changedAtMs FROM hq_persons WHERE person_id = ?',
  );
  // A change comes after every earlier one of the same person, whatever the clock says.
  const personChanged = statement(
    sqlite,
    `INSERT INTO hq_persons (person_id, known_revision, changed_at_ms) VALUES (?, 0, ?) ON CONFLICT (person_id)
     DO UPDATE SET changed_at_ms = max(changed_at_ms + 1, excluded.changed_at_ms)`,
  );
  const personCame = statement(
    sqlite,
    `INSERT INTO hq_persons (person_id, known_revision, changed_at_ms)
     SELECT person_id, revision, ? FROM persons WHERE person_id = ?
     ON CONFLICT (person_id) DO UPDATE SET known_revision = excluded.known_revision,
       changed_at_ms = excluded.changed_at_ms`,
  );
  const settings = statement<{ readonly value: string }>(
    sqlite,
    // 'store/…' is the longer of the two and wins.
    'SELECT value FROM hq_settings WHERE name IN (?, ?) ORDER BY length(name) DESC LIMIT 1',
  );
  const allSettings = statement<{ readonly name: string; readonly value: string }>(
    sqlite,
    'SELECT name, value FROM hq_settings ORDER BY name',
  );
  const putSettings = statement(
    sqlite,
    'INSERT INTO hq_settings (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
  );
  const dropSettings = statement(sqlite, 'DELETE FROM hq_settings WHERE name = ?');
  const operators = statement<{ id: OperatorId; name: string; role: Role | null; pinHash: string }>(
    sqlite,
    'SELECT operator_id AS id, name, role, pin_hash AS pinHash FROM hq_operators ORDER BY operator_id',
  );
  const putOperator = statement(
    sqlite,
    `INSERT INTO hq_operators (operator_id, name, role, pin_hash) VALUES (?, ?, ?, ?) ON CONFLICT (operator_id)
     DO UPDATE SET name = excluded.name, role = excluded.role, pin_hash = excluded.pin_hash`,
  );
  const dropOperator = statement(sqlite, 'DELETE FROM hq_operators WHERE operator_id = ?');

  function progressNow(): HqProgress {
    return progress.get() ?? NOTHING_YET;
  }

  return {
    link: () => link.get() ?? null,
    progress: progressNow,
    ack: (chainId: ChainId) => ack.get(chainId) ?? null,
    partings: (chainId) =>
      partings
        .all(chainId)
        .map(({ afterSeq, branchId }) => ({ afterSeq, branchId: branchId === '' ? null : branchId })),
    person: (personId: PersonId) => person.get(personId),
    settings: (group) => settings.get(group, `store/${group}`)?.value,
    allSettings: () => new Map(allSettings.all().map(({ name, value }) => [name, value])),
    operators: () => operators.all(),

    putLink({ url, organisationId, incarnation, storeId, storeName, tillName, publicKey }) {
      putLink.run(url, organisationId, incarnation, storeId, storeName, tillName, publicKey);
    },
    putProgress(changed) {
      const { feedCursor, held, personsThrough, hqTimeMs } = { ...progressNow(), ...changed };
      putProgress.run(feedCursor, held, personsThrough, hqTimeMs);
    },
    putAck: ({ chainId, seq, hash, signature }) => putAck.run(chainId, seq, hash, signature),
    putPartings(chainId, parted) {
      dropPartings.run(chainId);
      for (const { afterSeq, branchId } of parted) putParting.run(chainId, afterSeq, branchId ?? '');
    },
    personChanged: (personId, atMs) => personChanged.run(personId, atMs),
    personCame: (personId, changedAtMs) => personCame.run(changedAtMs, personId),
    putSettings(key, value) {
      if (value === null) dropSettings.run(key);
      else putSettings.run(key, value);
    },
    putOperator: ({ id, name, role, pinHash }) => putOperator.run(id, name, role, pinHash),
    dropOperator: (id) => dropOperator.run(id),
  };
}
