/** Who may sign in at the tills: kept here, known on every till. A PIN leaves headquarters as a keyed, slow hash alone. */
import { cleanText, cutText } from '#base/text.ts';
import type { Role } from '#domain/operator/operator.ts';
import { settingsFlaw } from '#domain/settings/settings.ts';
import { keyedPinHashAside, PIN } from '#node/pins.ts';
import type { HqCore } from '../core.ts';
import { settingsKeyOf } from '#contract/sync/settings.ts';
import { lockStream, publish, storeStream } from '../feed/feed.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import { listStores } from '../fleet/stores.ts';
import { organisation } from '../identity/identity.ts';
import { organisationSecret } from '../identity/secrets.ts';
import type { HqReads } from '../store/port.ts';
import { groupsIn } from './groups.ts';
import { listOperators, operatorValue } from './read-operators.ts';

export type OperatorOutcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'refused'; readonly reason: 'name-missing' | 'id-invalid' | 'pin-invalid' | 'unknown' }
  /** Nobody would be left who may `right`, in that store or in all that set no roles of their own. */
  | {
      readonly kind: 'refused';
      readonly reason: 'nobody-left';
      readonly right: string;
      readonly storeId: string | null;
    };

const NAME_CHARACTERS_MAX = 100;
const OPERATOR_ID = /^[\w.@-]{1,64}$/;
const STORES_IN_PAGE = 500;
/** What stands for the PIN of somebody who has none: no PIN is behind it. */
const NO_PIN = '';

/**
 * Adds somebody, or changes what is said of them; without `pin` the one that was stays. Who makes it sees to fresh ids, so
 * that repeating it changes nothing but the salt of the PIN.
 */
export async function saveOperator(
  core: HqCore,
  operator: {
    readonly operatorId: string;
    readonly name: string;
    readonly role: Role;
    readonly pin?: string | undefined;
  },
): Promise<OperatorOutcome> {
  const { operatorId, role, pin } = operator;
  const name = cutText(cleanText(operator.name), NAME_CHARACTERS_MAX);
  if (name === '') return { kind: 'refused', reason: 'name-missing' };
  if (!OPERATOR_ID.test(operatorId)) return { kind: 'refused', reason: 'id-invalid' };
  if (pin !== undefined && !PIN.test(pin)) return { kind: 'refused', reason: 'pin-invalid' };
  const fresh = pin === undefined ? undefined : await pinHashOf(core, pin);
  return changeStaff(core, operatorId, async (reads) => {
    const before = await operatorValue(reads, operatorId);
    return { name, role, pinHash: fresh ?? before?.pinHash ?? NO_PIN };
  });
}

/** Takes somebody from all tills. */
export async function removeOperator(
  core: HqCore,
  { operatorId }: { readonly operatorId: string },
): Promise<OperatorOutcome> {
  const known = await operatorValue(core.store.read, operatorId);
  if (known === undefined) return { kind: 'refused', reason: 'unknown' };
  return changeStaff(core, operatorId, () => Promise.resolve(null));
}

async function pinHashOf(core: HqCore, pin: string): Promise<string> {
  const { organisationId } = await organisation(core.store.read);
  return keyedPinHashAside(await organisationSecret(core.store.read, organisationId), pin, core.random);
}

async function changeStaff(
  core: HqCore,
  operatorId: string,
  next: (reads: HqReads) => Promise<{ readonly name: string; readonly role: Role; readonly pinHash: string } | null>,
): Promise<OperatorOutcome> {
  const outcome = await core.store.transact(async (transaction): Promise<OperatorOutcome> => {
    await lockStream(transaction, 'shop');
    const value = await next(transaction);
    const others = (await listOperators(transaction)).filter((each) => each.operatorId !== operatorId);
    const roles = new Set([...others.map(({ role }) => role), ...(value === null ? [] : [value.role])]);
    const missing = await nobodyLeft(transaction, roles);
    if (missing !== null) return { kind: 'refused', reason: 'nobody-left', ...missing };
    await publish(transaction, [{ stream: 'shop', item: { kind: 'operator', key: operatorId, value } }]);
    return { kind: 'done' };
  });
  if (outcome.kind === 'done') core.streamChanged('shop');
  return outcome;
}

/** The right that nobody would have with these roles, and where. */
async function nobodyLeft(
  reads: HqReads,
  roles: ReadonlySet<Role>,
): Promise<{ readonly right: string; readonly storeId: string | null } | null> {
  const places: (string | null)[] = [null, ...(await storesWithRoles(reads))];
  for (const storeId of places) {
    const flaw = settingsFlaw('roles', await groupsIn(reads, storeId), roles);
    if (flaw !== null) return { right: flaw.right ?? '', storeId };
  }
  return null;
}

/** Stores that set roles of their own. */
async function storesWithRoles(reads: HqReads): Promise<readonly string[]> {
  const { organisationId } = await organisation(reads);
  const found: string[] = [];
  for (let after: string | undefined; ;) {
    const stores = await listStores(reads, {
      organisationId,
      limit: STORES_IN_PAGE,
      ...(after === undefined ? {} : { after }),
    });
    const own = await reads.getMany(
      STREAM_ITEM,
      stores.map(({ store_id }) => [storeStream(store_id), 'settings', settingsKeyOf('roles', true)]),
    );
    found.push(...own.map(({ stream }) => stream.slice(storeStream('').length)));
    after = stores.at(-1)?.store_id;
    if (stores.length < STORES_IN_PAGE || after === undefined) return found.sort();
  }
}
