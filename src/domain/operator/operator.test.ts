import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FIRST_RIGHTS, RIGHTS, ROLES, type Right } from './operator.ts';

const whoMay = (right: Right) => ROLES.filter((role) => FIRST_RIGHTS[role].includes(right));

test('everybody who signs in can sell, correct a ticket before it is paid, enrol a customer and open the session', () => {
  for (const right of ['sell', 'void-line', 'cancel-ticket', 'enrol-customer', 'open-session', 'count-cash'] as const)
    assert.deepEqual(whoMay(right), ROLES, right);
});

test('in a new shop only a manager opens the drawer without a sale, sees what is expected, closes, approves and sets', () => {
  for (const right of [
    'open-drawer',
    'see-expected',
    'close-session',
    'close-day',
    'approve',
    'manage-settings',
  ] as const)
    assert.deepEqual(whoMay(right), ['manager'], right);
});

test('a manager may do whatever the others may', () => {
  assert.deepEqual(FIRST_RIGHTS.manager, RIGHTS);
});
