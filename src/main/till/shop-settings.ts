/**
 * The settings of the shop as the store keeps them: one text a group. A group that
 * was never set, or that a later version wrote, is that of a new shop.
 */
import { settingsSchemas } from '#contract/screen/settings.ts';
import type { Currency } from '#domain/money/money.ts';
import { SETTINGS_GROUPS, type SettingsGroup, type SettingsGroups, firstSettings } from '#domain/settings/settings.ts';
import type { StoreReads } from '#main/store/port.ts';

/** The name under which the store keeps a group. */
export function settingName(group: SettingsGroup): string {
  return `settings.${group}`;
}

/** All groups as the store has them now. */
export function readSettings(store: StoreReads, currency: Currency): SettingsGroups {
  const first = firstSettings(currency);
  // Where headquarters says a group, that counts; what was set here waits until it says nothing any more.
  const read = SETTINGS_GROUPS.map((group) => [
    group,
    parsed(group, store.hq.settings(group)) ?? parsed(group, store.setting(settingName(group))) ?? first[group],
  ]);
  return Object.fromEntries(read) as unknown as SettingsGroups;
}

function parsed(group: SettingsGroup, text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return settingsSchemas[group].safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
