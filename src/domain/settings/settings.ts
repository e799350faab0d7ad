/** What a manager sets for the shop. Door of the folder. */
export { firstSettings } from './first.ts';
export { settingsFlaw } from './flaw.ts';
export type { SettingsFlaw } from './flaw.ts';
export { firstOfflineSpending } from './offline-spending.ts';
export type { OfflineSpendingSettings } from './offline-spending.ts';
export { SETTINGS_GROUPS } from './groups.ts';
export type {
  CashSettings,
  ConsentSettings,
  GiftCardSettings,
  LoyaltySettings,
  RolesSettings,
  RoleSettings,
  SettingsGroup,
  SettingsGroups,
  TenderSettings,
} from './groups.ts';
