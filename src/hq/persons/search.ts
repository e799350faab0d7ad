/**
 * Finding customers by what somebody types. Each node keeps the till's own index in memory, built from deciphered records:
 * nothing in clear is stored, and an erasure leaves nothing behind that a keyed hash of a name or of three digits would (those
 * are guessed in an afternoon by whoever has the key). A million customers are some 150 MB of a node's memory, and a minute of
 * its first search; the index then follows what changes.
 */
import { PersonIndex, type PersonFields } from '#domain/person/person.ts';
import { monthOf } from '../accounts/ledger.ts';
import type { HqCore } from '../core.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import type { RowOf, Scan } from '../store/port.ts';
import { readRecords } from './records.ts';
import { PERSON_CHANGE } from './tables.ts';

/** Persons read and deciphered between two turns of the node. */
const SLICE = 500;
/** Nodes whose clocks differ by less see each other's changes; transactions that long are none of ours. */
const OVERLAP_MS = 600_000;
const MONTH_MS = 28 * 86_400_000;
/** An index that was not asked for half of this is built anew. */
const KEPT_MS = 2 * 86_400_000;

interface NodeIndex {
  index: PersonIndex<string>;
  throughMs: number;
  /** One catches up at a time. */
  running: Promise<void>;
}

const indexes = new WeakMap<HqCore, NodeIndex>();

/** Ids of the persons that everything typed fits, whole words of the name first. */
export async function findPersons(
  core: HqCore,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<readonly string[]> {
  const node = indexes.get(core) ?? {
    index: new PersonIndex<string>(),
    throughMs: -KEPT_MS,
    running: Promise.resolve(),
  };
  indexes.set(core, node);
  node.running = node.running.then(
    () => catchUp(core, node),
    () => catchUp(core, node),
  );
  await node.running;
  return node.index.search(text, limit);
}

/** Drops some changes that no index follows any more. Whether there are more. */
export async function dropOldChanges(core: HqCore): Promise<boolean> {
  const oldest = await core.store.read.scan(PERSON_CHANGE, { prefix: [], limit: SLICE });
  const beforeMs = core.clock.wallMs() - KEPT_MS;
  const old = oldest.filter(({ at_ms }) => at_ms < beforeMs);
  if (old.length === 0) return false;
  await core.store.transact((transaction) =>
    transaction.remove(
      PERSON_CHANGE,
      old.map(({ month, at_ms, person_id }) => [month, at_ms, person_id]),
    ),
  );
  return old.length === SLICE;
}

async function catchUp(core: HqCore, node: NodeIndex): Promise<void> {
  const nowMs = core.clock.wallMs();
  if (nowMs - node.throughMs < KEPT_MS / 2) await readChanges(core, node, nowMs);
  else {
    node.index = new PersonIndex<string>();
    await readAll(core, node.index);
  }
  node.throughMs = nowMs;
}

async function readAll(core: HqCore, index: PersonIndex<string>): Promise<void> {
  const prefix = ['people', 'person'];
  let rows = await core.store.read.scan(STREAM_ITEM, { prefix, limit: SLICE });
  while (rows.length > 0) {
    await enter(
      core,
      index,
      rows.map(({ item_key }) => item_key),
    );
    await turn(core);
    const last = rows.at(-1)?.item_key ?? '';
    rows = await core.store.read.scan(STREAM_ITEM, { prefix, after: [...prefix, last], limit: SLICE });
  }
}

async function readChanges(core: HqCore, node: NodeIndex, nowMs: number): Promise<void> {
  const fromMs = node.throughMs - OVERLAP_MS;
  for (let atMs = fromMs; ; atMs += MONTH_MS) {
    await readMonth(core, node.index, { month: monthOf(atMs), fromMs });
    if (atMs > nowMs + OVERLAP_MS) return;
  }
}

async function readMonth(
  core: HqCore,
  index: PersonIndex<string>,
  { month, fromMs }: { readonly month: string; readonly fromMs: number },
): Promise<void> {
  let scan: Scan = { prefix: [month], from: fromMs, limit: SLICE };
  for (;;) {
    const rows: readonly RowOf<typeof PERSON_CHANGE>[] = await core.store.read.scan(PERSON_CHANGE, scan);
    const last = rows.at(-1);
    if (last === undefined) return;
    await enter(
      core,
      index,
      rows.map(({ person_id }) => person_id),
    );
    scan = { prefix: [month], after: [month, last.at_ms, last.person_id], limit: SLICE };
  }
}

async function enter(core: HqCore, index: PersonIndex<string>, personIds: readonly string[]): Promise<void> {
  const records = await readRecords(core.store.read, personIds);
  for (const id of personIds) {
    const known = records.get(id);
    if (known === undefined) index.remove(id);
    else index.put(id, known.fields as PersonFields);
  }
}

/** Lets what waits go first. */
function turn(core: HqCore): Promise<void> {
  return new Promise((resolve) => {
    core.clock.after(0, resolve);
  });
}
