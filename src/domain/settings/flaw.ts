/** What no shop may set, beyond what the schema of a group says. */
import type { Role } from '#domain/operator/operator.ts';
import { ROLES } from '#domain/operator/operator.ts';
import type { LoyaltySettings, RolesSettings, SettingsGroup, SettingsGroups } from './groups.ts';

/** Rights that somebody who works here must have: without them nobody could give them back, or let anything pass. */
const NEVER_NOBODY = ['manage-settings', 'approve'] as const;

export interface SettingsFlaw {
  readonly why:
    | 'nobody-left'
    | 'cash-missing'
    | 'methods-twice'
    | 'limits-crossed'
    | 'load-limits'
    | 'tiers-order'
    | 'dates-order'
    | 'names-twice';
  /** The right that nobody would have. */
  readonly right?: string;
}

/** Why a changed group cannot stand, or null. `staff` are the roles that somebody has. */
export function settingsFlaw(
  group: SettingsGroup,
  settings: SettingsGroups,
  staff: ReadonlySet<Role>,
): SettingsFlaw | null {
  switch (group) {
    case 'roles':
      return rolesFlaw(settings.roles, staff);
    case 'cash':
      return settings.cash.closingApprovalMinorMax < settings.cash.closingReasonMinorMax
        ? { why: 'limits-crossed' }
        : null;
    case 'tenders': {
      const { methods } = settings.tenders;
      if (new Set(methods).size < methods.length) return { why: 'methods-twice' };
      return methods.includes('cash') ? null : { why: 'cash-missing' };
    }
    case 'gift-cards': {
      const { loadMinorMin, loadMinorMax, balanceMinorMax } = settings['gift-cards'];
      return loadMinorMin > loadMinorMax || loadMinorMax > balanceMinorMax ? { why: 'load-limits' } : null;
    }
    case 'loyalty':
      return loyaltyFlaw(settings.loyalty);
    case 'consents':
      return null;
  }
}

function rolesFlaw(roles: RolesSettings, staff: ReadonlySet<Role>): SettingsFlaw | null {
  const right = NEVER_NOBODY.find(
    (each) => !ROLES.some((role) => staff.has(role) && roles[role].rights.includes(each)),
  );
  return right === undefined ? null : { why: 'nobody-left', right };
}

function loyaltyFlaw({ tiers, dates, categories, rewards }: LoyaltySettings): SettingsFlaw | null {
  const from = tiers.map((tier) => tier.fromPoints);
  if (from.some((points, index) => index > 0 && points <= (from[index - 1] ?? 0))) return { why: 'tiers-order' };
  if (dates.some((range) => range.from > range.to)) return { why: 'dates-order' };
  const isTwice = (names: readonly string[]): boolean => new Set(names).size < names.length;
  const named = [
    tiers.map(({ name }) => name),
    categories.map(({ category }) => category),
    rewards.map(({ id }) => id),
  ];
  return named.some(isTwice) ? { why: 'names-twice' } : null;
}
