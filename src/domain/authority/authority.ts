/** Who allows a till to spend of an account, and out of what. Door of the folder. */
export { authorityOf } from './authority-of.ts';
export type { AccountAuthority, AccountOrigin } from './authority-of.ts';
export { decideSpending } from './decide.ts';
export type { AllowedPart, HeldGrant, SpendingDecision, SpendingRefusal, SpendingSituation } from './decide.ts';
export { leaseWanted } from './lease.ts';
export type { LeaseSituation } from './lease.ts';
export { shareParts } from './share.ts';
