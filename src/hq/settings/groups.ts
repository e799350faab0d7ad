/**
 * Groups of settings as headquarters sets them: for all stores, or for one alone, which then wins for as long as it is there.
 * What was never set here is left to each till: joining takes nothing from it.
 */
import { present } from '#base/assert.ts';
import { cleanText } from '#base/text.ts';
import {
  HQ_SETTINGS_GROUPS,
  hqSettingsSchemas,
  settingsKeyOf,
  type HqSettingsGroup,
  type HqSettingsGroups,
} from '#contract/sync/settings.ts';
import { currencyOf } from '#domain/money/money.ts';
import { ROLES, type Role } from '#domain/operator/operator.ts';
import { firstOfflineSpending, firstSettings, settingsFlaw, type SettingsFlaw } from '#domain/settings/settings.ts';
import type { HqCore } from '../core.ts';
import { lockStream, publish, storeStream, type Stream } from '../feed/feed.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import { storeOf } from '../fleet/stores.ts';
import { organisation } from '../identity/identity.ts';
import type { HqReads } from '../store/port.ts';
import { listOperators } from './read-operators.ts';

/** A group as it holds, and who said so; `first`: nobody here, so that a till which worked alone keeps its own. */
export interface HeldGroup<Group extends HqSettingsGroup = HqSettingsGroup> {
  readonly value: HqSettingsGroups[Group];
  readonly from: 'first' | 'organisation' | 'store';
}

export type HeldSettings = { readonly [Group in HqSettingsGroup]: HeldGroup<Group> };

export type SaveSettingsOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: 'invalid' | 'unknown-store' }
  | { readonly kind: 'refused'; readonly reason: SettingsFlaw['why']; readonly right?: string | undefined };

/** All groups as they hold in a store, or with null in a store that set none of its own. */
export async function heldSettings(reads: HqReads, storeId: string | null): Promise<HeldSettings> {
  const first = await firstGroups(reads);
  const held: [HqSettingsGroup, HeldGroup][] = [];
  for (const group of HQ_SETTINGS_GROUPS) held.push([group, await one(group)]);
  return Object.fromEntries(held) as unknown as HeldSettings;

  async function one(group: HqSettingsGroup): Promise<HeldGroup> {
    const own = storeId === null ? undefined : await stored(reads, group, storeId);
    if (own !== undefined) return { value: own, from: 'store' };
    const shared = await stored(reads, group, null);
    return shared === undefined ? { value: first[group], from: 'first' } : { value: shared, from: 'organisation' };
  }
}

/** One group as it holds in a store. */
export async function heldGroup<Group extends HqSettingsGroup>(
  reads: HqReads,
  group: Group,
  storeId: string | null,
): Promise<HqSettingsGroups[Group]> {
  const own = storeId === null ? undefined : await stored(reads, group, storeId);
  return own ?? (await stored(reads, group, null)) ?? (await firstGroups(reads))[group];
}

/**
 * Sets a group whole, for all stores (`storeId` null) or for one. Refused where it does not hold together, or would leave
 * nobody who can approve or change it back. Repeated, it changes nothing.
 */
export async function saveSettings(
  core: HqCore,
  {
    storeId,
    group,
    value,
  }: { readonly storeId: string | null; readonly group: HqSettingsGroup; readonly value: unknown },
): Promise<SaveSettingsOutcome> {
  const parsed = hqSettingsSchemas[group].safeParse(cleaned(value));
  if (!parsed.success) return { kind: 'refused', reason: 'invalid' };
  return change(core, { storeId, group, value: parsed.data });
}

/** Takes a group back: a store's own, so that the organisation's holds again; or the organisation's. */
export async function takeBackSettings(
  core: HqCore,
  { storeId, group }: { readonly storeId: string | null; readonly group: HqSettingsGroup },
): Promise<SaveSettingsOutcome> {
  return change(core, { storeId, group, value: null });
}

async function change(
  core: HqCore,
  {
    storeId,
    group,
    value,
  }: { readonly storeId: string | null; readonly group: HqSettingsGroup; readonly value: unknown },
): Promise<SaveSettingsOutcome> {
  const changed = await core.store.transact(async (transaction) => {
    // Who works here is in `shop` too: nobody is taken away while rights are weighed.
    await lockStream(transaction, 'shop');
    if (storeId !== null && !(await isStore(transaction, storeId)))
      return { kind: 'refused' as const, reason: 'unknown-store' as const };
    const settings = await groupsIn(transaction, storeId);
    if (group !== 'offline-spending') {
      const next =
        value ??
        (storeId === null ? (await firstGroups(transaction))[group] : await heldGroup(transaction, group, null));
      const flaw = settingsFlaw(group, { ...settings, [group]: next } as HqSettingsGroups, await staff(transaction));
      if (flaw !== null) return { kind: 'refused' as const, reason: flaw.why, right: flaw.right };
    }
    const stream = streamOf(storeId);
    const item = {
      kind: 'settings' as const,
      key: settingsKeyOf(group, storeId !== null),
      value: value as Record<string, unknown> | null,
    };
    const before = await transaction.get(STREAM_ITEM, [stream, item.kind, item.key]);
    if ((before?.value ?? 'null') === JSON.stringify(value)) return { kind: 'done' as const, streams: [] };
    return { kind: 'done' as const, streams: await publish(transaction, [{ stream, item }]) };
  });
  if (changed.kind === 'refused') return changed as SaveSettingsOutcome;
  changed.streams.forEach((stream) => core.streamChanged(stream));
  return { kind: 'done' };
}

/** Roles that somebody has; all of them where headquarters knows nobody, and tills have operators of their own. */
export async function staff(reads: HqReads): Promise<ReadonlySet<Role>> {
  const operators = await listOperators(reads);
  return new Set(operators.length === 0 ? ROLES : operators.map(({ role }) => role));
}

/** The values of all groups as they hold in a store. */
export async function groupsIn(reads: HqReads, storeId: string | null): Promise<HqSettingsGroups> {
  const groups: [HqSettingsGroup, unknown][] = [];
  for (const group of HQ_SETTINGS_GROUPS) groups.push([group, await heldGroup(reads, group, storeId)]);
  return Object.fromEntries(groups) as unknown as HqSettingsGroups;
}

async function isStore(reads: HqReads, storeId: string): Promise<boolean> {
  const { organisationId } = await organisation(reads);
  return (await storeOf(reads, organisationId, storeId)) !== undefined;
}

function streamOf(storeId: string | null): Stream {
  return storeId === null ? 'shop' : storeStream(storeId);
}

async function stored<Group extends HqSettingsGroup>(
  reads: HqReads,
  group: Group,
  storeId: string | null,
): Promise<HqSettingsGroups[Group] | undefined> {
  const item = await reads.get(STREAM_ITEM, [streamOf(storeId), 'settings', settingsKeyOf(group, storeId !== null)]);
  return item === undefined ? undefined : (JSON.parse(item.value) as HqSettingsGroups[Group]);
}

async function firstGroups(reads: HqReads): Promise<HqSettingsGroups> {
  const { currencyCode } = await organisation(reads);
  const currency = present(currencyOf(currencyCode), `the currency ${currencyCode}`);
  return { ...firstSettings(currency), 'offline-spending': firstOfflineSpending(currency) };
}

/** Every text in it as it may stand on a screen and on paper. */
function cleaned(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (Array.isArray(value)) return value.map(cleaned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, cleaned(each)]));
}
