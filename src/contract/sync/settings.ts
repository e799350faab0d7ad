/** The groups of settings that flow down from headquarters: those of any shop, and what only headquarters sets. */
import { z } from 'zod';
import type { OfflineSpendingSettings, SettingsGroups } from '#domain/settings/settings.ts';
import { settingsSchemas } from '../screen/settings.ts';

const minor = z.int().min(0).max(100_000_000_000);
const points = z.int().min(0).max(1_000_000_000);

export const offlineSpendingSchema: z.ZodType<OfflineSpendingSettings> = z.strictObject({
  leaseMinorMax: minor,
  leasePointsMax: points,
  leaseHours: z
    .int()
    .min(1)
    .max(24 * 90),
  // Settings that were saved before it was asked for have the usual one.
  leaseIdleMinutes: z
    .int()
    .min(1)
    .max(60 * 24)
    .default(120),
  floorMinor: minor,
  floorPoints: points,
  refundFloorMinor: minor,
});

/** All groups as headquarters knows them. */
export interface HqSettingsGroups extends SettingsGroups {
  readonly 'offline-spending': OfflineSpendingSettings;
}

export type HqSettingsGroup = keyof HqSettingsGroups;

/** One schema a group. */
export const hqSettingsSchemas = {
  ...settingsSchemas,
  'offline-spending': offlineSpendingSchema,
} as const satisfies { readonly [Group in HqSettingsGroup]: z.ZodType<HqSettingsGroups[Group]> };

export const HQ_SETTINGS_GROUPS = Object.keys(hqSettingsSchemas) as readonly HqSettingsGroup[];

/** What the key of a settings item says: which group, and whether it is this store's alone. Undefined: not known here. */
export function settingsKey(key: string): { readonly group: HqSettingsGroup; readonly ofStore: boolean } | undefined {
  const ofStore = key.startsWith(OF_STORE);
  const name = ofStore ? key.slice(OF_STORE.length) : key;
  const group = HQ_SETTINGS_GROUPS.find((each) => each === name);
  return group === undefined ? undefined : { group, ofStore };
}

const OF_STORE = 'store/';

/** The key of a group: the organisation's, or one store's alone. */
export function settingsKeyOf(group: HqSettingsGroup, ofStore: boolean): string {
  return ofStore ? `${OF_STORE}${group}` : group;
}
