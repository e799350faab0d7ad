/**
 * Who may do what. Rights are checked in the till process, never in a page.
 */
export type Role = 'cashier' | 'clerk' | 'manager';

export type Right =
  'sell' | 'void-line' | 'cancel-ticket' | 'reprint' | 'open-drawer' | 'resolve-print' | 'see-tickets' | 'manage-devices';

const RIGHTS: Readonly<Record<Role, readonly Right[]>> = {
  cashier: ['sell', 'void-line', 'cancel-ticket', 'reprint', 'resolve-print', 'see-tickets'],
  clerk: ['sell', 'void-line', 'cancel-ticket', 'reprint', 'resolve-print', 'see-tickets'],
  manager: ['sell', 'void-line', 'cancel-ticket', 'reprint', 'open-drawer', 'resolve-print', 'see-tickets', 'manage-devices'],
};

/** Whether `role` includes `right`. */
export function mayDo(role: Role, right: Right): boolean {
  return RIGHTS[role].includes(right);
}

/** The rights of a role, for a page to grey out what would be refused anyway. */
export function rightsOf(role: Role): readonly Right[] {
  return RIGHTS[role];
}
