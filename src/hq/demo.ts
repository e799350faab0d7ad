/**
 * The organisation of `npm run hq -- --demo`: two stores, the products, prices and people of the demo shop, and a code for
 * a till of each. Products and people have the ids that the tills' own demo shop gives them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assert } from '#base/assert.ts';
import type { Role } from '#domain/operator/operator.ts';
import { importProducts } from './catalogue/catalogue.ts';
import type { HqCore } from './core.ts';
import { createEnrolmentCode } from './fleet/codes.ts';
import { saveStore } from './fleet/stores.ts';
import { listTills } from './fleet/tills.ts';
import { organisation } from './identity/identity.ts';
import { listOperators, saveOperator } from './settings/settings.ts';

/** What the organisation of the demonstration is called, where it has still to be made. */
export const DEMO_ORGANISATION = {
  name: 'Épiceries de démonstration',
  currencyCode: 'EUR',
  timeZone: 'Europe/Paris',
} as const;

const STORES = [
  { storeId: 'demo-lyon', name: 'Lyon Presqu’île' },
  { storeId: 'demo-marseille', name: 'Marseille Vieux-Port' },
] as const;

/** More than anybody enrols to try it. */
const TILLS_MAX = 100;

interface DemoOperator {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly pin: string;
}

export interface DemoCode {
  readonly storeName: string;
  readonly tillName: string;
  /** Good for one enrolment, a day long. */
  readonly code: string;
}

/**
 * Makes the demonstration where it is not there yet, and every time fresh codes for one more till of each store. `demoDir`
 * has `operators.json` and `products.tsv`.
 */
export async function makeDemo(core: HqCore, { demoDir }: { readonly demoDir: string }): Promise<readonly DemoCode[]> {
  for (const { storeId, name } of STORES)
    await saveStore(core, { storeId, name, timeZone: DEMO_ORGANISATION.timeZone });
  await makeStaff(core, demoDir);
  const bytes = readFileSync(join(demoDir, 'products.tsv'));
  const { state, refused } = await importProducts(core, {
    importId: 'demo',
    fileName: 'products.tsv',
    by: 'demo',
    bytes,
  });
  assert(state !== 'done' || refused === 0, 'every line of the demo products is taken');
  const { organisationId } = await organisation(core.store.read);
  const codes: DemoCode[] = [];
  for (const { storeId, name } of STORES) {
    // A code that is printed again is one for another till: two of one name could not be told apart.
    const tills = await listTills(core.store.read, { organisationId, storeId, limit: TILLS_MAX });
    const tillName = `Caisse ${tills.length + 1}`;
    const made = await createEnrolmentCode(core, { storeId, tillName });
    assert(made.kind === 'done', 'a store of the demonstration takes tills');
    codes.push({ storeName: name, tillName, code: made.code });
  }
  return codes;
}

/** Managers first: nobody is taken on before somebody can approve. Whoever was changed meanwhile stays so. */
async function makeStaff(core: HqCore, demoDir: string): Promise<void> {
  const operators = JSON.parse(readFileSync(join(demoDir, 'operators.json'), 'utf8')) as readonly DemoOperator[];
  const known = new Set((await listOperators(core.store.read)).map(({ operatorId }) => operatorId));
  const isManager = ({ role }: DemoOperator): number => (role === 'manager' ? 0 : 1);
  for (const { id, name, role, pin } of operators.toSorted((left, right) => isManager(left) - isManager(right))) {
    if (known.has(id)) continue;
    const { kind } = await saveOperator(core, { operatorId: id, name, role, pin });
    assert(kind === 'done', 'the people of the demonstration are taken on');
  }
}
