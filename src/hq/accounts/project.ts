/**
 * Balances, grants, cards: what rows of tills do to accounts here. A movement counts once, by its place in its row; all that
 * orders it against others is the chain it came in.
 */
import { wallMsOf, type Entry } from '#domain/journal/journal.ts';
import type { HqCore } from '../core.ts';
import { publish } from '../feed/publish.ts';
import { lockOwners, type Owner } from '../persons/who.ts';
import type { ChainOf, Projector } from '../project/projector.ts';
import { RowNotUnderstood } from '../project/row-fields.ts';
import type { HqTransaction } from '../store/port.ts';
import { burnt, changed, handedOver, including, isSpend, leftOf, moved, opened, type GrantRow } from './account.ts';
import { CardDeck } from './cards.ts';
import { ACCOUNT_KINDS, factsOf, type AccountFact, type Fact, type Moved, type Source } from './facts.ts';
import { isGrantOfOurs } from './granting.ts';
import { ACCOUNTS, isUnderstoodBefore } from './chains.ts';
import { Ledger, movementName } from './ledger.ts';
import { PERSON_ACCOUNT } from './tables.ts';

export const ACCOUNTS_PROJECTOR: Projector = {
  name: ACCOUNTS,
  kinds: ACCOUNT_KINDS,
  apply: async (core, transaction, rows, chain) => {
    const said = rows.flatMap((row) => {
      const from = sourceOf(row, chain);
      return factsOf(row).map((fact) => ({ fact, from }));
    });
    if (said.length === 0) return [];
    const books = await openBooks(transaction, said);
    const fresh = await books.ledger.insertMovements(said.filter(isMoved), core.clock.wallMs());
    for (const { fact, from } of said) await apply(core, books, { fact, from, fresh });
    await books.ledger.noteMonth(handedOverPoints(books, said), core.clock.wallMs());
    const changes = [...(await books.ledger.settle(core.clock.wallMs())), ...(await books.cards.settle())];
    if (books.owned.length > 0) await transaction.insert(PERSON_ACCOUNT, books.owned);
    return publish(transaction, changes);
  },
};

/** The row as facts name it. */
export function sourceOf(row: Entry, chain: ChainOf): Source {
  const atMs = wallMsOf(row.at);
  if (atMs === undefined) throw new RowNotUnderstood('at is no time');
  const { chainId, tillId, storeId } = chain;
  return { chainId, signedChainId: row.chain_id, tillId, storeId, seq: row.seq, entryId: row.entry_id, atMs };
}

type Said = { readonly fact: Fact; readonly from: Source };

interface Books {
  readonly transaction: HqTransaction;
  readonly ledger: Ledger;
  readonly cards: CardDeck;
  readonly owners: ReadonlyMap<string, Owner>;
  readonly owned: { readonly person_id: string; readonly account_id: string }[];
}

/** Everything that these facts touch, locked in the order of tables and keys. */
async function openBooks(transaction: HqTransaction, said: readonly Said[]): Promise<Books> {
  const facts = said.map(({ fact }) => fact);
  const ledger = new Ledger(transaction);
  const cards = new CardDeck(transaction);
  await ledger.lock(facts.flatMap((fact) => ('cardId' in fact ? [] : [fact.accountId])));
  await cards.lock(facts.flatMap((fact) => ('cardId' in fact ? [fact.cardId] : [])));
  const persons = facts.flatMap((fact) => ('personId' in fact && fact.personId !== null ? [fact.personId] : []));
  const owners = await lockOwners(transaction, persons);
  await ledger.readGrants(facts.flatMap(grantsOf));
  return { transaction, ledger, cards, owners, owned: [] };
}

function grantsOf(fact: Fact): readonly (readonly [string, string])[] {
  if (fact.kind === 'grant-received' || fact.kind === 'grant-returned') return [[fact.accountId, fact.grantId]];
  const grantId = fact.kind === 'moved' ? fact.authority?.grantId : null;
  return fact.kind === 'moved' && typeof grantId === 'string' ? [[fact.accountId, grantId]] : [];
}

/** Points of accounts that headquarters looks after from now on; their till took care of them until then. */
function handedOverPoints({ ledger }: Books, said: readonly Said[]): readonly string[] {
  const ids = said.flatMap(({ fact }) => (fact.kind === 'handed-over' ? [fact.accountId] : []));
  return ids.filter((id) => ledger.account(id).unit === 'points');
}

function isMoved(said: Said): said is { readonly fact: Moved; readonly from: Source } {
  return said.fact.kind === 'moved';
}

async function apply(
  core: HqCore,
  books: Books,
  { fact, from, fresh }: Said & { readonly fresh: ReadonlySet<string> },
): Promise<void> {
  if (fact.kind === 'card-assigned' || fact.kind === 'card-changed') {
    const owner = fact.kind === 'card-assigned' ? ownerOf(books, fact.personId) : undefined;
    books.cards.apply(fact, from, owner?.personId ?? null);
    return;
  }
  if (fact.kind === 'moved') {
    if (fresh.has(movementName(fact, from))) move(books.ledger, fact, from);
  } else if (fact.kind === 'grant-received') await received(books, fact, from);
  else if (fact.kind === 'grant-returned') await returned(books, fact, from, core.clock.wallMs());
  else applyState(books, fact, from);
  const row = books.ledger.account(fact.accountId);
  books.ledger.set({ ...row, includes: including(row, from) });
}

function applyState(
  books: Books,
  fact: Extract<AccountFact, { readonly kind: 'opened' | 'changed' | 'handed-over' }>,
  from: Source,
): void {
  const { ledger } = books;
  const row = ledger.account(fact.accountId);
  if (fact.kind === 'changed') ledger.set(changed(row, fact.state, from));
  else if (fact.kind === 'handed-over') ledger.set(handedOver(row, from));
  else {
    const owner = ownerOf(books, fact.personId);
    const personId = owner?.personId ?? null;
    ledger.set(opened(row, fact, from, { personId, isErased: owner?.isErased ?? false }));
    if (personId !== null && row.kind === null) books.owned.push({ person_id: personId, account_id: fact.accountId });
  }
}

function ownerOf(books: Books, personId: string | null): Owner | undefined {
  return personId === null ? undefined : books.owners.get(personId);
}

function move(ledger: Ledger, fact: Moved, from: Source): void {
  const row = ledger.account(fact.accountId);
  ledger.set(moved(row, fact, from));
  if (!isSpend(fact)) return;
  const grantId = fact.authority?.grantId ?? null;
  const { grant, exposed } = burnt(
    row,
    fact,
    from,
    grantId === null ? undefined : ledger.grant(fact.accountId, grantId),
  );
  if (grant !== null) ledger.setGrant(grant);
  if (exposed !== null) ledger.expose(fact, from, exposed);
}

type Received = Extract<AccountFact, { readonly kind: 'grant-received' }>;

/** A grant that headquarters does not know: it came back from an older backup. Its own signature on it is its word. */
async function received({ transaction, ledger }: Books, fact: Received, from: Source): Promise<void> {
  if (ledger.grant(fact.accountId, fact.grantId) !== undefined) return;
  const { accountId, grantId, grant, unit, amount, expiresAtMs, signature } = fact;
  const granted = { kind: grant, grantId, chainId: from.signedChainId, accountId, unit, amount, expiresAtMs };
  if (!(await isGrantOfOurs(transaction, granted, signature)))
    throw new RowNotUnderstood('a grant that headquarters did not sign');
  ledger.setGrant({ ...freshGrant(fact, from), kind: grant, unit, amount, expires_at_ms: expiresAtMs, signature });
}

type Returned = Extract<AccountFact, { readonly kind: 'grant-returned' }>;

/**
 * What is left of it is anybody's again, and this grant allows nothing any more: every row of the chain before this one has been
 * counted, also of what a branch parts from. Where one of them was not understood, it may have spent of the grant, and no more
 * is free than the till says. A grant that was never given here is written down as returned: the question for it may still be
 * on its way, and a till that never heard the answer does not know how much it was.
 */
async function returned({ transaction, ledger }: Books, fact: Returned, from: Source, nowMs: number): Promise<void> {
  const known = ledger.grant(fact.accountId, fact.grantId);
  const closed = { state: 'returned', closed_at_ms: nowMs };
  if (known === undefined) ledger.setGrant({ ...freshGrant(fact, from), ...closed });
  else if (known.chain_id === from.signedChainId && known.state === 'open') {
    const left = leftOf(known);
    const isWhole = await isUnderstoodBefore(transaction, from);
    ledger.setGrant({ ...known, ...closed, returned: isWhole ? left : Math.min(fact.amount, left) });
  }
}

function freshGrant(fact: Received | Returned, from: Source): GrantRow {
  return {
    account_id: fact.accountId,
    grant_id: fact.grantId,
    chain_id: from.signedChainId,
    till_id: from.tillId,
    store_id: from.storeId,
    kind: 'hold',
    unit: '',
    amount: 0,
    spent: 0,
    returned: 0,
    granted_at_ms: from.atMs,
    expires_at_ms: 0,
    state: 'open',
    closed_at_ms: null,
    closed_by: null,
    reason: null,
    signature: '',
  };
}
