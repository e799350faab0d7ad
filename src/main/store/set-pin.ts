/** A PIN set from the command line: at the first start of a real shop, and after a restore, which brings back none. */
import { randomUUID } from 'node:crypto';

import { Fault } from '#base/fault.ts';

import { organisationSecret } from './keys.ts';
import { openStore, type OpenStoreOptions } from './open-store.ts';
import { keyedPinHash, PIN } from '#node/pins.ts';

export type SetPinOutcome =
  | { readonly kind: 'set'; readonly name: string }
  | {
      readonly kind: 'refused';
      readonly reason: 'operator-unknown' | 'pin-invalid' | 'operator-from-hq';
      readonly operators: readonly string[];
    };

/**
 * Sets the PIN of an operator, named by id or by name, and ends a lockout. The journal says that it was done, never
 * what. Throws a Fault: `store.locked` while the till is running, the store's own where it may not be written.
 */
export function setPin(options: OpenStoreOptions & { readonly operator: string; readonly pin: string }): SetPinOutcome {
  const store = openStore(options);
  try {
    if (store.readOnly !== null) throw new Fault(store.readOnly, 'a PIN is set in a store that can be written');
    const operators = store.operators();
    const found = operators.filter(({ id, name }) => id === options.operator || name === options.operator);
    const [operator] = found;
    const names = operators.map(({ id, name }) => `${name} (${id})`);
    if (operator === undefined || found.length > 1)
      return { kind: 'refused', reason: 'operator-unknown', operators: names };
    const isFromHq = store.hq.operators().some(({ id }) => id === operator.id);
    if (isFromHq) return { kind: 'refused', reason: 'operator-from-hq', operators: names };
    if (!PIN.test(options.pin)) return { kind: 'refused', reason: 'pin-invalid', operators: names };
    const pinHash = keyedPinHash(organisationSecret(options.keysDir), options.pin);
    store.transact((transaction) => {
      transaction.append({
        entryId: randomUUID(),
        family: 'L',
        kind: 'pin-set',
        payload: { operator_id: operator.id },
      });
      transaction.putOperator({ ...operator, pinHash });
      transaction.setLockout(operator.id, { failures: 0, lockedUntilMs: 0 });
    });
    return { kind: 'set', name: operator.name };
  } finally {
    store.close();
  }
}
