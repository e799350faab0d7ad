import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayDo, rightsOf } from './operator.ts';
import type { Role } from './operator.ts';

const ROLES: readonly Role[] = ['cashier', 'clerk', 'manager'];

test('everybody who signs in can sell and correct a ticket before it is paid', () => {
  for (const role of ROLES)
    for (const right of ['sell', 'void-line', 'cancel-ticket'] as const)
      assert.ok(mayDo(role, right), `${role} ${right}`);
});

test('only a manager opens the drawer without a sale', () => {
  assert.deepEqual(
    ROLES.filter((role) => mayDo(role, 'open-drawer')),
    ['manager'],
  );
});

test('a manager may do whatever the others may', () => {
  for (const role of ROLES) for (const right of rightsOf(role)) assert.ok(mayDo('manager', right), right);
});
