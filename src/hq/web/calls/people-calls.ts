/** Customers and accounts. Whatever is decided is written down with who and why; the log has no name of a customer. */
import {
  blockAccount,
  blockCard,
  findCardsByNumber,
  listAccounts,
  readAccount,
  readAccounts,
  readDebts,
  readExposures,
  readOpenGrants,
  takeOverAccount,
  writeOffGrant,
} from '../../accounts/accounts.ts';
import { tillsOf } from '../../fleet/tills.ts';
import { editPerson, forgetPerson, mergePersons } from '../../persons/persons.ts';
import { ticketNumbers } from '../../refunds/refunds.ts';
import type { HqReads } from '../../store/port.ts';
import { maySeeStore, type PageHandlers } from '../handler.ts';
import { keyOfCursor } from '../reads/cursor.ts';
import { accountOf, customersPage, decisionsOf, paged, readCustomer } from '../reads/people.ts';
import { balancedMovements } from '../reads/movements.ts';
import { storeNames } from '../reads/stores.ts';
import type { SignedIn } from '../sessions.ts';

type Names =
  | 'customers'
  | 'customer'
  | 'account'
  | 'movements'
  | 'gift-cards'
  | 'save-customer'
  | 'block-account'
  | 'block-card'
  | 'merge-customers'
  | 'erase-customer'
  | 'write-off'
  | 'take-over'
  | 'exposure'
  | 'debts';

const GIFT_CARD = 'gift-card';

export const peopleHandlers: PageHandlers<Names> = {
  customers: ({ core }, input) => customersPage(core, input),

  customer: async ({ core }, { personId }) =>
    (await readCustomer(core.store.read, personId)) ?? { kind: 'refused', reason: 'unknown' },

  async account({ core }, { accountId }) {
    const { read } = core.store;
    const view = await readAccount(read, accountId);
    if (view === undefined) return { kind: 'refused', reason: 'unknown' };
    const grants = await readOpenGrants(read, accountId);
    const names = await namesOf(
      read,
      grants.map(({ grant }) => grant),
    );
    return {
      kind: 'found',
      account: accountOf(view),
      grants: grants.map(({ grant, left }) => ({
        grantId: grant.grant_id,
        kind: grant.kind,
        ...names(grant),
        amount: grant.amount,
        left,
        grantedAtMs: grant.granted_at_ms,
        expiresAtMs: grant.expires_at_ms,
      })),
      decisions: await decisionsOf(read, accountId),
    };
  },

  async movements({ core }, { accountId, after, limit }) {
    const { read } = core.store;
    const all = await balancedMovements(read, accountId);
    const begins = after === null ? 0 : all.findIndex(({ row }) => movementKey(row) === after) + 1;
    const shown = after !== null && begins === 0 ? [] : all.slice(begins, begins + limit);
    const names = await namesOf(
      read,
      shown.map(({ row }) => row),
    );
    const last = shown.at(-1);
    return {
      rows: shown.map(({ row, balance }) => ({
        key: movementKey(row),
        atMs: Math.max(0, row.at_ms),
        amount: row.amount,
        balance,
        reason: row.reason,
        storeName: names(row).storeName,
        ticketNumber: row.ticket_number,
        authority: row.authority,
        chainId: row.chain_id,
        seq: row.entry_seq,
      })),
      next: last === undefined || begins + limit >= all.length ? null : movementKey(last.row),
    };
  },

  async 'gift-cards'({ core }, { number, after, limit }) {
    if (number !== '') {
      const cards = await findCardsByNumber(core.store.read, number);
      const found = await readAccounts(
        core.store.read,
        cards.flatMap(({ account_id }) => account_id ?? []),
      );
      return { rows: found.map(accountOf), next: null };
    }
    const accounts = await listAccounts(core.store.read, { ...(after === null ? {} : { after }), limit });
    const last = accounts.length < limit ? null : (accounts.at(-1)?.row.account_id ?? null);
    return { rows: accounts.map(accountOf).filter(({ kind }) => kind === GIFT_CARD), next: last };
  },

  async 'save-customer'({ core, who }, input) {
    const outcome = await editPerson(core, input, decider(who, ''));
    core.log.info('page-customer-changed', { login: who.login, person: input.personId, outcome: outcome.kind });
    return outcome;
  },

  'block-account': ({ core, who }, { reason, ...input }) => blockAccount(core, input, decider(who, reason)),
  'block-card': ({ core, who }, { reason, ...input }) => blockCard(core, input, decider(who, reason)),

  async 'merge-customers'({ core, who }, { reason, ...input }) {
    const outcome = await mergePersons(core, input, decider(who, reason));
    core.log.info('page-customers-merged', {
      login: who.login,
      person: input.personId,
      into: input.intoId,
      outcome: outcome.kind,
    });
    return outcome;
  },

  async 'erase-customer'({ core, who }, { personId, reason }) {
    const outcome = await forgetPerson(core, personId, decider(who, reason));
    core.log.info('page-customer-erased', { login: who.login, person: personId, outcome: outcome.kind });
    return outcome;
  },

  async 'write-off'({ core, who }, { reason, ...input }) {
    const outcome = await writeOffGrant(core, input, decider(who, reason));
    core.log.info('page-grant-written-off', { login: who.login, grant: input.grantId, outcome: outcome.kind });
    return outcome;
  },

  'take-over': ({ core, who }, { accountId, reason }) => takeOverAccount(core, accountId, decider(who, reason)),

  async exposure({ core, who }, { month, after, limit }) {
    const { read } = core.store;
    const key = keyOfCursor(after, 6);
    const rows = await readExposures(read, { month, ...(key === undefined ? {} : { after: key }), limit });
    const names = await namesOf(read, rows);
    const numbers = await ticketNumbers(
      read,
      rows.flatMap(({ ticket_id }) => ticket_id ?? []),
    );
    const { rows: shown, next } = paged(rows, limit, {
      keyOf: (row) => [row.month, row.at_ms, row.chain_id, row.entry_seq, row.kind, row.n],
      show: (row) => ({
        storeId: row.store_id,
        row: {
          key: `${row.chain_id}/${row.entry_seq}/${row.kind}/${row.n}`,
          atMs: Math.max(0, row.at_ms),
          kind: row.kind,
          ...names(row),
          accountId: row.account_id,
          ticketId: row.ticket_id,
          ticketNumber: numbers.get(row.ticket_id ?? '') ?? null,
          unit: row.unit,
          amount: row.amount,
          chainId: row.chain_id,
          seq: row.entry_seq,
        },
      }),
    });
    return { rows: shown.filter(({ storeId }) => maySeeStore(who, storeId)).map(({ row }) => row), next };
  },

  async debts({ core }, { unit, after, limit }) {
    const rows = await readDebts(core.store.read, { unit, ...(after === null ? {} : { after }), limit });
    return {
      rows: rows.map(({ account_id, balance, since_ms }) => ({
        accountId: account_id,
        balance,
        sinceMs: Math.max(0, since_ms),
      })),
      next: rows.length < limit ? null : (rows.at(-1)?.account_id ?? null),
    };
  },
};

function movementKey(row: { readonly entry_id: string; readonly n: number }): string {
  return `${row.entry_id}/${row.n}`;
}

function decider(who: SignedIn, reason: string) {
  return { userId: who.login, reason };
}

/** The names of the till and the store of each row. */
async function namesOf(
  reads: HqReads,
  rows: readonly { readonly till_id: string; readonly store_id: string }[],
): Promise<(row: { readonly till_id: string; readonly store_id: string }) => { tillName: string; storeName: string }> {
  const tills = await tillsOf(reads, [...new Set(rows.map(({ till_id }) => till_id))]);
  const tillNames = new Map(tills.map(({ till }) => [till.till_id, till.name]));
  const names = await storeNames(
    reads,
    rows.map(({ store_id }) => store_id),
  );
  return ({ till_id, store_id }) => ({
    tillName: tillNames.get(till_id) ?? till_id,
    storeName: names.get(store_id) ?? store_id,
  });
}
