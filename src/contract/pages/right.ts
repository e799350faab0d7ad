/** Who may do what on the pages of headquarters. Checked at the server with every call; the page only hides what is refused anyway. */
export const PAGE_RIGHTS = [
  'see-sales',
  'see-fleet',
  'see-catalogue',
  'see-stock',
  'see-journal',
  'see-customers',
  'change-own-prices',
  'manage-customers',
  'manage-fleet',
  'manage-catalogue',
  'manage-journal',
  'decide-accounts',
  'manage-settings',
  'manage-users',
] as const;

export type PageRight = (typeof PAGE_RIGHTS)[number];

export const PAGE_ROLES = ['viewer', 'store-manager', 'administrator'] as const;
export type PageRole = (typeof PAGE_ROLES)[number];

const VIEWER: readonly PageRight[] = ['see-sales', 'see-fleet', 'see-catalogue', 'see-stock', 'see-journal'];

/** A store manager has them for stores of their own alone; customers are the whole organisation's. */
export const RIGHTS_OF: Readonly<Record<PageRole, readonly PageRight[]>> = {
  viewer: VIEWER,
  'store-manager': [...VIEWER, 'see-customers', 'change-own-prices', 'manage-customers'],
  administrator: PAGE_RIGHTS,
};
