/** What tills owe customers, all of them together. Door of the folder. */
export { findCardsByNumber } from './card-by-hash.ts';
export { blockAccount, blockCard, takeOverAccount, writeOffGrant } from './decisions.ts';
export { expireDue } from './expire.ts';
export { grantHandlers } from './granting.ts';
export { ACCOUNTS_PROJECTOR } from './project.ts';
export {
  listAccounts,
  readAccount,
  readAccounts,
  readAccountsOfPerson,
  readCardsOfPerson,
  readDebts,
  readDecisions,
  readExposures,
  readGrantsOfChain,
  readMovements,
  readOpenGrants,
  type AccountView,
} from './reads.ts';
