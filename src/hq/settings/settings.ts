/** What headquarters sets for tills: groups of settings, and who may sign in. Door of the folder. */
import type { OfflineSpendingSettings } from '#domain/settings/settings.ts';
import type { HqReads } from '../store/port.ts';
import { heldGroup } from './groups.ts';

export { heldSettings, saveSettings, takeBackSettings } from './groups.ts';
export type { HeldGroup, HeldSettings, SaveSettingsOutcome } from './groups.ts';
export { removeOperator, saveOperator } from './operators.ts';
export type { OperatorOutcome } from './operators.ts';
export { listOperators } from './read-operators.ts';
export type { HqOperator } from './read-operators.ts';

/** What tills of a store may spend without headquarters. */
export function offlineSpending(reads: HqReads, storeId: string): Promise<OfflineSpendingSettings> {
  return heldGroup(reads, 'offline-spending', storeId);
}
