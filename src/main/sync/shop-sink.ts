/** What headquarters says of settings and operators: kept beside what was set here, and over it for as long as it is said. */
import { canonicalJson, type CanonicalValue } from '#base/canonical-json.ts';
import type { OperatorId } from '#base/brand.ts';
import type { Log } from '#base/log.ts';
import type { Random } from '#base/random.ts';
import type { FeedItem } from '#contract/sync/feed.ts';
import { hqSettingsSchemas, settingsKey } from '#contract/sync/settings.ts';
import type { Store, Transaction } from '#main/store/port.ts';
import type { FeedSink } from './port.ts';

/** The station that a row names for what headquarters set. */
const HQ_STATION = 'headquarters';

type ShopItem = Extract<FeedItem, { readonly kind: 'settings' | 'operator' }>;

/** Keeps settings and operators. `onChanged` is called once they are others. */
export function shopSink(options: {
  readonly store: Store;
  readonly random: Random;
  readonly log: Log;
  readonly onChanged: () => void;
}): FeedSink {
  const { store, onChanged } = options;
  const kinds = ['settings', 'operator'] as const;

  function keep(items: readonly FeedItem[], isEverything: boolean): void {
    const changes = changesOf(store, items.filter(isOfShop), isEverything, options.log);
    if (changes.length === 0) return;
    store.transact((transaction) => {
      for (const change of changes) change(transaction, options.random);
    });
    onChanged();
  }

  return {
    kinds,
    apply(items) {
      keep(items, false);
      return Promise.resolve();
    },
    beginSnapshot() {
      const all = new Map<string, FeedItem>();
      return {
        add(items) {
          for (const item of items) all.set(`${item.kind} ${item.key}`, item);
          return Promise.resolve();
        },
        finish() {
          keep([...all.values()], true);
          return Promise.resolve();
        },
        abandon: () => all.clear(),
      };
    },
  };
}

function isOfShop(item: FeedItem): item is ShopItem {
  return item.kind === 'settings' || item.kind === 'operator';
}

type Change = (transaction: Transaction, random: Random) => void;

/** What is another than it was. What cannot be understood leaves things as they are. */
function changesOf(store: Store, items: readonly ShopItem[], isEverything: boolean, log: Log): readonly Change[] {
  const changes: Change[] = [];
  const named = new Set(items.map(({ kind, key }) => `${kind} ${key}`));
  const known = new Map(store.hq.operators().map((operator) => [operator.id as string, operator]));
  for (const item of items) {
    if (item.kind === 'operator') changes.push(...operatorChange(item, known));
    else changes.push(...settingsChange(store, item, log));
  }
  if (!isEverything) return changes;
  for (const key of store.hq.allSettings().keys())
    if (!named.has(`settings ${key}`)) changes.push(({ hq }) => hq.putSettings(key, null));
  for (const id of known.keys())
    if (!named.has(`operator ${id}`)) changes.push(({ hq }) => hq.dropOperator(id as OperatorId));
  return changes;
}

function settingsChange(store: Store, item: Extract<ShopItem, { kind: 'settings' }>, log: Log): readonly Change[] {
  const { key } = item;
  const which = settingsKey(key);
  if (which === undefined) return [];
  const said = store.hq.allSettings().get(key);
  if (item.value === null) return said === undefined ? [] : [({ hq }) => hq.putSettings(key, null)];
  const parsed = hqSettingsSchemas[which.group].safeParse(item.value);
  if (!parsed.success) {
    log.error('hq.settings-not-understood', { group: which.group, detail: parsed.error.message.slice(0, 300) });
    return [];
  }
  const text = canonicalJson(parsed.data as unknown as CanonicalValue);
  if (said === text) return [];
  return [
    (transaction, random) => {
      transaction.hq.putSettings(key, text);
      const payload = { station_id: HQ_STATION, group: key, value: text };
      const day = transaction.openDay();
      transaction.append({
        entryId: random.uuid(),
        family: 'L',
        kind: 'settings-changed',
        payload,
        ...(day === null ? {} : { businessDay: day }),
      });
    },
  ];
}

function operatorChange(
  { key, value }: Extract<ShopItem, { kind: 'operator' }>,
  known: ReadonlyMap<string, { readonly name: string; readonly role: string | null; readonly pinHash: string }>,
): readonly Change[] {
  const before = known.get(key);
  const { name, role, pinHash } = value ?? { name: before?.name ?? key, role: null, pinHash: '' };
  if (before?.name === name && before.role === role && before.pinHash === pinHash) return [];
  return [({ hq }) => hq.putOperator({ id: key as OperatorId, name, role, pinHash })];
}
