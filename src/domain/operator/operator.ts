/**
 * Who may do what. Rights are checked in the till process, never in a page. Which role has which is the shop's to say
 * (domain/settings); these are the ones to begin with.
 */
export type Role = 'cashier' | 'clerk' | 'manager';

export const ROLES: readonly Role[] = ['cashier', 'clerk', 'manager'];

export const RIGHTS = [
  'sell',
  'void-line',
  'cancel-ticket',
  'hold-ticket',
  'reprint',
  'resolve-print',
  'see-tickets',
  'discount',
  'override-price',
  'refund',
  'sell-gift-card',
  'see-customers',
  'enrol-customer',
  'manage-customers',
  'erase-customer',
  'block-account',
  'open-session',
  'suspend-session',
  'resume-session-of-another',
  'pay-in',
  'pay-out',
  'safe-drop',
  'open-drawer',
  'count-cash',
  'close-session',
  'close-day',
  'see-expected',
  'see-closings',
  'approve',
  'manage-stock',
  'manage-devices',
  'manage-settings',
] as const;

export type Right = (typeof RIGHTS)[number];

const CASHIER: readonly Right[] = [
  'sell',
  'void-line',
  'cancel-ticket',
  'hold-ticket',
  'reprint',
  'resolve-print',
  'see-tickets',
  'discount',
  'override-price',
  'refund',
  'sell-gift-card',
  'see-customers',
  'enrol-customer',
  'open-session',
  'suspend-session',
  'pay-in',
  'pay-out',
  'safe-drop',
  'count-cash',
];

/** The rights of a new shop. */
export const FIRST_RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  cashier: CASHIER,
  clerk: [...CASHIER, 'manage-customers', 'block-account', 'manage-stock'],
  manager: RIGHTS,
};
