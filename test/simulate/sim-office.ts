/** Whoever sits at headquarters meanwhile: changes prices, merges and erases customers, writes off what a lost till holds. */
import { ACCOUNT_GRANT } from '#hq/accounts/tables.ts';
import { writeOffGrant } from '#hq/accounts/accounts.ts';
import { changePrices } from '#hq/catalogue/catalogue.ts';
import { PERSON } from '#hq/persons/tables.ts';
import { forgetPerson, mergePersons } from '#hq/persons/persons.ts';
import type { RunFacts } from './checkers.ts';
import type { World } from './world.ts';

const BY = { userId: 'claire', reason: 'simulation' } as const;
/** Prices begin soon, so that they have begun when a run ends, or long after. */
const SOON_MS = 30_000;
const LATER_MS = 86_400_000;

/** Does one thing; its name, for the count. */
export function actAtHeadquarters(world: World, stores: readonly string[], facts: RunFacts): Promise<string> {
  const chance = world.dice.share();
  if (chance < 0.6) return changeSomePrices(world, stores);
  if (chance < 0.75) return mergeSome(world, facts);
  if (chance < 0.85) return eraseSomebody(world, facts);
  return writeOffSomething(world, facts);
}

async function changeSomePrices(world: World, stores: readonly string[]): Promise<string> {
  const { dice, productIds } = world;
  const prices = productIds
    .filter(() => dice.chance(0.6))
    .map((productId) => ({ productId, priceMinor: dice.whole(10, 2_000) }));
  const when = dice.share();
  const delayMs = when < 0.5 ? null : when < 0.9 ? dice.whole(1_000, SOON_MS) : LATER_MS;
  const fromMs = delayMs === null ? null : world.time.nowMs + delayMs;
  const storeId = dice.chance(0.5) ? dice.pick(stores) : null;
  const { kind } = await changePrices(world.hq().core, { storeId, fromMs, prices });
  return `office: prices ${fromMs === null ? 'at once' : 'from a time on'}: ${kind}`;
}

async function mergeSome(world: World, facts: RunFacts): Promise<string> {
  const { dice } = world;
  const known = await world.rowsOf(PERSON);
  if (known.length < 2) return 'office: nobody to merge';
  const [personId, intoId] = [dice.pick(known).person_id, dice.pick(known).person_id];
  const done = await mergePersons(world.hq().core, { personId, intoId }, BY);
  if (done.kind === 'done') facts.merged.set(personId, intoId);
  return `office: customers merged: ${done.kind === 'done' ? 'done' : done.reason}`;
}

async function eraseSomebody(world: World, facts: RunFacts): Promise<string> {
  const known = await world.rowsOf(PERSON);
  if (known.length === 0) return 'office: nobody to erase';
  const personId = world.dice.pick(known).person_id;
  const done = await forgetPerson(world.hq().core, personId, BY);
  if (done.kind === 'done') facts.erased.add(personId);
  return `office: customer erased: ${done.kind === 'done' ? 'done' : done.reason}`;
}

async function writeOffSomething(world: World, facts: RunFacts): Promise<string> {
  const open = (await world.rowsOf(ACCOUNT_GRANT)).filter(({ state }) => state === 'open');
  if (open.length === 0) return 'office: nothing to write off';
  const { account_id: accountId, grant_id: grantId, amount } = world.dice.pick(open);
  // Noted before: whether it was done nobody knows where the node is killed meanwhile.
  facts.writtenOff.set(accountId, (facts.writtenOff.get(accountId) ?? 0) + amount);
  const done = await writeOffGrant(world.hq().core, { accountId, grantId }, BY);
  return `office: grant written off: ${done.kind === 'done' ? 'done' : done.reason}`;
}
