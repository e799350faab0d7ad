/** What the merchant lets tills spend while headquarters is away. */
import { offlineSpendingSchema } from '#contract/sync/settings.ts';
import { type OfflineSpendingSettings, firstOfflineSpending } from '#domain/settings/settings.ts';
import type { TillCore } from '../core.ts';

const GROUP = 'offline-spending';

/** As headquarters says it for this store; of one that never said anything that of a new organisation. */
export function offlineSpending(core: TillCore): OfflineSpendingSettings {
  const said = core.ports.store.hq.settings(GROUP);
  return parsed(said) ?? firstOfflineSpending(core.currency);
}

function parsed(text: string | undefined): OfflineSpendingSettings | undefined {
  if (text === undefined) return undefined;
  try {
    return offlineSpendingSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The floor of an account by what it counts in. */
export function floorLimit(settings: OfflineSpendingSettings, unit: string): number {
  return unit === 'points' ? settings.floorPoints : settings.floorMinor;
}

/** The most that this till is granted in advance of an account. */
export function leaseLimit(settings: OfflineSpendingSettings, unit: string): number {
  return unit === 'points' ? settings.leasePointsMax : settings.leaseMinorMax;
}
