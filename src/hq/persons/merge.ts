/**
 * Two customers who turn out to be one. Both histories stay as they are: accounts and cards of the one belong to the other from
 * now on, tills are told, and what still comes in the old name finds its way. There is no way back.
 */
import { CardDeck } from '../accounts/cards.ts';
import { decided, note, type Decided, type Decider } from '../accounts/decisions.ts';
import { Ledger } from '../accounts/ledger.ts';
import { PERSON_ACCOUNT, PERSON_CARD } from '../accounts/tables.ts';
import type { HqCore } from '../core.ts';
import { publish } from '../feed/publish.ts';
import type { HqReads, HqTransaction } from '../store/port.ts';
import { accountsOf, everySelf } from './erase.ts';
import { noteChanges, personChange } from './records.ts';
import { PERSON, PERSON_MERGED } from './tables.ts';
import { lockPerson, type PersonRow } from './who.ts';

const MANY = 10_000;
/** How often somebody else may come in between before that is said. */
const TRIES = 5;

type MergeRefusal = 'unknown-person' | 'same-person' | 'erased' | 'changed-meanwhile';

/** Merges `personId` into `intoId`. Either may have been merged before: then it is about those whom they belong to. */
export async function mergePersons(
  core: HqCore,
  input: { readonly personId: string; readonly intoId: string },
  by: Decider,
): Promise<Decided<MergeRefusal>> {
  let outcome = await mergeOnce(core, input, by);
  for (let again = 0; again < TRIES && outcome.kind === 'refused' && outcome.reason === 'changed-meanwhile'; again++)
    outcome = await mergeOnce(core, input, by);
  return outcome;
}

function mergeOnce(
  core: HqCore,
  input: { readonly personId: string; readonly intoId: string },
  by: Decider,
): Promise<Decided<MergeRefusal>> {
  return decided(core, async (transaction) => {
    const [from, into] = [await survivorOf(transaction, input.personId), await survivorOf(transaction, input.intoId)];
    if (from === undefined || into === undefined) return { refused: 'unknown-person' };
    if (from === into) return { refused: 'same-person' };
    const belongings = await lockBelongings(transaction, from);
    const rows = await lockSelves(transaction, [from, into]);
    const [fromRow, intoRow] = [rows.get(from), rows.get(into)];
    if (fromRow?.state === 'erased' || intoRow?.state === 'erased') return { refused: 'erased' };
    if (fromRow?.merged_into !== null || intoRow?.merged_into !== null) return { refused: 'changed-meanwhile' };
    if (!(await isAllOf(transaction, from, { into, belongings, rows }))) return { refused: 'changed-meanwhile' };
    const moved = [...rows.values()].filter((row) => row.person_id === from || row.merged_into === from);
    await transaction.put(
      PERSON,
      moved.map((row) => ({ ...row, merged_into: into })),
    );
    await moveMerged(transaction, moved, { from, into });
    await moveBelongings(transaction, belongings, { from, into });
    const ids = moved.map(({ person_id }) => person_id);
    await noteChanges(core, transaction, ids);
    await note(core, transaction, by, { subjectId: from, what: `merged-into ${into}`, amount: null });
    await note(core, transaction, by, { subjectId: into, what: `merged ${from}`, amount: null });
    const changes = [
      ...(await belongings.ledger.settle(core.clock.wallMs())),
      ...(await belongings.deck.settle()),
      ...ids.map((id) => personChange(id)),
    ];
    return { streams: await publish(transaction, changes) };
  });
}

interface Belongings {
  readonly ledger: Ledger;
  readonly deck: CardDeck;
  readonly accounts: readonly string[];
  readonly cards: readonly string[];
}

/**
 * Whether what was locked is everything there is: with both locked nobody merges into them or gives them anything any more, but
 * somebody may have until then.
 */
async function isAllOf(
  transaction: HqTransaction,
  from: string,
  locked: {
    readonly into: string;
    readonly belongings: Belongings;
    readonly rows: ReadonlyMap<string, PersonRow>;
  },
): Promise<boolean> {
  const selves = await everySelf(transaction, [from, locked.into]);
  const accounts = await accountsOf(transaction, [from]);
  const cards = await cardsOf(transaction, from);
  return (
    selves.length === locked.rows.size &&
    accounts.length === locked.belongings.accounts.length &&
    cards.length === locked.belongings.cards.length
  );
}

async function cardsOf(reads: HqReads, personId: string): Promise<readonly string[]> {
  const owned = await reads.scan(PERSON_CARD, { prefix: [personId], limit: MANY });
  return owned.map(({ card_id }) => card_id);
}

interface Move {
  readonly from: string;
  readonly into: string;
}

async function survivorOf(reads: HqReads, personId: string): Promise<string | undefined> {
  const row = await reads.get(PERSON, [personId]);
  return row === undefined ? undefined : (row.merged_into ?? personId);
}

async function lockBelongings(transaction: HqTransaction, personId: string): Promise<Belongings> {
  const accounts = await accountsOf(transaction, [personId]);
  const cards = await cardsOf(transaction, personId);
  const ledger = new Ledger(transaction);
  await ledger.lock(accounts);
  const deck = new CardDeck(transaction);
  await deck.lock(cards);
  return { ledger, deck, accounts, cards };
}

async function lockSelves(
  transaction: HqTransaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonRow>> {
  const rows = new Map<string, PersonRow>();
  for (const id of await everySelf(transaction, personIds)) rows.set(id, await lockPerson(transaction, id));
  return rows;
}

async function moveMerged(
  transaction: HqTransaction,
  moved: readonly PersonRow[],
  { from, into }: Move,
): Promise<void> {
  const before = moved.filter(({ person_id }) => person_id !== from);
  if (before.length > 0)
    await transaction.remove(
      PERSON_MERGED,
      before.map(({ person_id }) => [from, person_id]),
    );
  await transaction.put(
    PERSON_MERGED,
    moved.map(({ person_id }) => ({ survivor_id: into, person_id })),
  );
}

async function moveBelongings(
  transaction: HqTransaction,
  { ledger, deck, accounts, cards }: Belongings,
  { from, into }: Move,
): Promise<void> {
  for (const id of accounts) ledger.set({ ...ledger.account(id), person_id: into });
  for (const id of cards) deck.set({ ...deck.card(id), person_id: into });
  if (accounts.length > 0) {
    await transaction.remove(
      PERSON_ACCOUNT,
      accounts.map((id) => [from, id]),
    );
    await transaction.put(
      PERSON_ACCOUNT,
      accounts.map((account_id) => ({ person_id: into, account_id })),
    );
  }
  // Cards enter the survivor's list as they are written; here they only leave the old one.
  if (cards.length > 0)
    await transaction.remove(
      PERSON_CARD,
      cards.map((id) => [from, id]),
    );
}
