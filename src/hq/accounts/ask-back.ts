/**
 * Who has of an account what somebody else asks for, and leases asked back from whoever has them. Asking frees nothing: what comes back
 * comes by a row of the chain that has it.
 */
import { type GrantHolder, HOLDERS_MAX } from '#contract/sync/sync.ts';
import type { HqReads } from '../store/port.ts';
import { placeNames } from '../fleet/place-names.ts';
import { TILL_REPORT } from '../fleet/tables.ts';
import { askedBackOf, askingBack, leftOf, type AccountRow, type GrantRow } from './account.ts';
import { readOpenGrants } from './reads.ts';

/** A till reports every minute: one that missed a report is away. */
const HEARD_MS = 90_000;

/** What others have of an account, and the account with their leases asked back. */
export interface AskedBack {
  readonly account: AccountRow;
  readonly holders: readonly GrantHolder[];
}

/**
 * Looks who has the rest of what `chainId` asks for, and asks back as many leases as that takes, first of tills that answer; null where
 * all of it would not be enough.
 */
export async function askBack(
  reads: HqReads,
  account: AccountRow,
  ask: { readonly chainId: string; readonly missing: number; readonly organisationId: string; readonly nowMs: number },
): Promise<AskedBack | null> {
  if (account.reserved < ask.missing) return null;
  const grants = (await readOpenGrants(reads, account.account_id))
    .map(({ grant }) => grant)
    .filter((grant) => grant.chain_id !== ask.chainId);
  if (grants.reduce((sum, grant) => sum + leftOf(grant), 0) < ask.missing) return null;
  const heard = await heardOf(reads, grants, ask.nowMs);
  const before = askedBackOf(account);
  const isAsked = new Set<string>();
  let missing = ask.missing;
  for (const grant of grants.toSorted((one, other) => orderOf(one) - orderOf(other))) {
    if (missing <= 0 || grant.kind !== 'lease' || isAsked.size === HOLDERS_MAX) break;
    isAsked.add(grant.grant_id);
    missing -= leftOf(grant);
  }
  const holders: GrantHolder[] = [];
  for (const grant of grants.toSorted((one, other) => leftOf(other) - leftOf(one)).slice(0, HOLDERS_MAX))
    holders.push({
      kind: grant.kind === 'lease' ? 'lease' : 'hold',
      ...(await placeNames(reads, {
        organisationId: ask.organisationId,
        storeId: grant.store_id,
        tillId: grant.till_id,
      })),
      amount: leftOf(grant),
      untilMs: grant.expires_at_ms,
      isComing: isAsked.has(grant.grant_id) && heard.has(grant.chain_id),
    });
  const open = new Set(grants.map(({ grant_id }) => grant_id));
  const all = [...isAsked, ...before.filter((id) => open.has(id) && !isAsked.has(id))].slice(0, HOLDERS_MAX);
  return { account: askingBack(account, all), holders };

  /** Leases of tills that answer, then of others, then holds: those are for a customer who is paying. */
  function orderOf(grant: GrantRow): number {
    if (grant.kind !== 'lease') return 2;
    return heard.has(grant.chain_id) ? 0 : 1;
  }
}

/** The chains of these grants whose tills were heard of a moment ago. A till that goes on in another chain has them no more. */
async function heardOf(reads: HqReads, grants: readonly GrantRow[], nowMs: number): Promise<ReadonlySet<string>> {
  const reports = await reads.getMany(
    TILL_REPORT,
    [...new Set(grants.map(({ till_id }) => till_id))].map((tillId) => [tillId]),
  );
  return new Set(reports.filter(({ last_seen_ms }) => nowMs - last_seen_ms < HEARD_MS).map(({ chain_id }) => chain_id));
}
