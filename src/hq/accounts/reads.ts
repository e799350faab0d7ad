/** What the pages ask of accounts. */
import { STREAM_ITEM } from '../feed/tables.ts';
import type { HqReads, Key, RowOf } from '../store/port.ts';
import { isHandedOver, leftOf, stateOf, type AccountRow, type GrantRow } from './account.ts';
import { cardStateOf, type CardRow } from './cards.ts';
import {
  ACCOUNT,
  ACCOUNT_DEBT,
  ACCOUNT_GRANT,
  ACCOUNT_MOVEMENT,
  CARD,
  DECISION,
  EXPOSURE,
  OPEN_GRANT,
  OPEN_GRANT_OF_ACCOUNT,
  PERSON_ACCOUNT,
  PERSON_CARD,
} from './tables.ts';

/** An account as a page shows it. */
export interface AccountView {
  readonly row: AccountRow;
  readonly state: 'active' | 'blocked' | 'closed';
  /** Whether headquarters says what may be spent; else the till that opened it does. */
  readonly isHandedOver: boolean;
}

interface GrantView {
  readonly grant: GrantRow;
  /** Still reserved. */
  readonly left: number;
}

const MANY = 1_000;

/** An account, or undefined. */
export async function readAccount(reads: HqReads, accountId: string): Promise<AccountView | undefined> {
  const row = await reads.get(ACCOUNT, [accountId]);
  return row === undefined ? undefined : viewOf(row);
}

/** These accounts, in the order asked for; those that nobody knows are left out. */
export async function readAccounts(reads: HqReads, accountIds: readonly string[]): Promise<readonly AccountView[]> {
  const rows = await reads.getMany(
    ACCOUNT,
    accountIds.map((id) => [id]),
  );
  return inOrder(rows, (row) => row.account_id, accountIds).map(viewOf);
}

/** Accounts by their ids, page by page; those of nobody (gift cards) are found here alone. */
export async function listAccounts(
  reads: HqReads,
  page: { readonly after?: string; readonly limit: number },
): Promise<readonly AccountView[]> {
  const prefix = ['people', 'account'];
  const after = page.after === undefined ? {} : { after: [...prefix, page.after] };
  const items = await reads.scan(STREAM_ITEM, { prefix, ...after, limit: page.limit });
  const rows = await reads.getMany(
    ACCOUNT,
    items.map(({ item_key }) => [item_key]),
  );
  return inOrder(
    rows,
    (row) => row.account_id,
    items.map(({ item_key }) => item_key),
  ).map(viewOf);
}

/** Movements of an account, the latest by the tills' clocks first; `after` is the key of the last one seen. */
export function readMovements(
  reads: HqReads,
  page: { readonly accountId: string; readonly after?: Key; readonly limit: number },
): Promise<readonly RowOf<typeof ACCOUNT_MOVEMENT>[]> {
  const after = page.after === undefined ? {} : { after: page.after };
  return reads.scan(ACCOUNT_MOVEMENT, { prefix: [page.accountId], reverse: true, ...after, limit: page.limit });
}

/** Holds and leases of an account that still reserve something. */
export async function readOpenGrants(reads: HqReads, accountId: string): Promise<readonly GrantView[]> {
  const grants: GrantView[] = [];
  let after: Key | undefined;
  for (;;) {
    const page = { prefix: [accountId], ...(after === undefined ? {} : { after }), limit: MANY };
    const open = await reads.scan(OPEN_GRANT_OF_ACCOUNT, page);
    const rows = await reads.getMany(
      ACCOUNT_GRANT,
      open.map(({ grant_id }) => [accountId, grant_id]),
    );
    grants.push(...rows.map((grant) => ({ grant, left: leftOf(grant) })));
    const last = open.at(-1);
    if (last === undefined || open.length < MANY) return grants;
    after = [accountId, last.chain_id, last.grant_id];
  }
}

/** What a chain may still spend, of whichever accounts: what is at stake where its till is lost. */
export async function readGrantsOfChain(reads: HqReads, chainId: string, limit: number): Promise<readonly GrantView[]> {
  const open = await reads.scan(OPEN_GRANT, { prefix: [chainId], limit });
  const grants = await reads.getMany(
    ACCOUNT_GRANT,
    open.map(({ account_id, grant_id }) => [account_id, grant_id]),
  );
  return grants.map((grant) => ({ grant, left: leftOf(grant) }));
}

/** Accounts of a person, those of whoever was merged into them among them. */
export async function readAccountsOfPerson(reads: HqReads, personId: string): Promise<readonly AccountView[]> {
  const owned = await reads.scan(PERSON_ACCOUNT, { prefix: [personId], limit: MANY });
  const rows = await reads.getMany(
    ACCOUNT,
    owned.map(({ account_id }) => [account_id]),
  );
  return inOrder(
    rows,
    (row) => row.account_id,
    owned.map(({ account_id }) => account_id),
  ).map(viewOf);
}

/** Cards of a person, with what each opens. */
export async function readCardsOfPerson(
  reads: HqReads,
  personId: string,
): Promise<readonly { readonly card: CardRow; readonly state: ReturnType<typeof cardStateOf> }[]> {
  const owned = await reads.scan(PERSON_CARD, { prefix: [personId], limit: MANY });
  const rows = await reads.getMany(
    CARD,
    owned.map(({ card_id }) => [card_id]),
  );
  const cards = inOrder(
    rows,
    (row) => row.card_id,
    owned.map(({ card_id }) => card_id),
  );
  return cards.map((card) => ({ card, state: cardStateOf(card) }));
}

/** What partitions cost in a month (`2026-11`), the latest first; `after` is the key of the last one seen. */
export function readExposures(
  reads: HqReads,
  page: { readonly month: string; readonly after?: Key; readonly limit: number },
): Promise<readonly RowOf<typeof EXPOSURE>[]> {
  const after = page.after === undefined ? {} : { after: page.after };
  return reads.scan(EXPOSURE, { prefix: [page.month], reverse: true, ...after, limit: page.limit });
}

/** Accounts of a unit (`points`, `EUR`) that are below zero now. */
export function readDebts(
  reads: HqReads,
  page: { readonly unit: string; readonly after?: string; readonly limit: number },
): Promise<readonly RowOf<typeof ACCOUNT_DEBT>[]> {
  const after = page.after === undefined ? {} : { after: [page.unit, page.after] };
  return reads.scan(ACCOUNT_DEBT, { prefix: [page.unit], ...after, limit: page.limit });
}

/** What was decided about an account, a card or a person, the latest first. */
export function readDecisions(reads: HqReads, subjectId: string): Promise<readonly RowOf<typeof DECISION>[]> {
  return reads.scan(DECISION, { prefix: [subjectId], reverse: true, limit: MANY });
}

function viewOf(row: AccountRow): AccountView {
  return { row, state: stateOf(row), isHandedOver: isHandedOver(row) };
}

function inOrder<Row>(rows: readonly Row[], idOf: (row: Row) => string, ids: readonly string[]): readonly Row[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
