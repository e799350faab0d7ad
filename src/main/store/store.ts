/**
 * The store. Door of the folder.
 *
 * First start: `shopExists(dataDir)` is false, so `createShop({...})`. Then, and at every later start:
 * `openStore({ dataDir, keysDir, migrationsDir, clock, log })` and `openDrafts(dataDir)`. Look at `store.readOnly` (a
 * fault code where nothing may be written), `store.alarm` (a witness disagrees) and, before a sale begins,
 * `store.spaceFault()`; call `store.checkpoint()` when nothing else is to do. PINs: `organisationSecret(keysDir)` once,
 * then `checkPin(secret, operator.pinHash, pin)`, which does not hold up the till.
 */
export { continueInNewChain } from './continue-in-new-chain.ts';
export { createShop } from './create-shop.ts';
export type { CreateShopOptions, NewOperator } from './create-shop.ts';
export { openDrafts } from './drafts.ts';
export { adoptSecrets, LiveSecret, organisationSecret, requestKey } from './keys.ts';
export type { OrganisationSecret } from '#node/organisation-secret.ts';
export { openStore, shopExists } from './open-store.ts';
export type { OpenStoreOptions } from './open-store.ts';
export { checkPin, PIN } from '#node/pins.ts';
export { RebuiltFolder } from './rebuild-folder.ts';
export { rebuildTill } from './rebuild-till.ts';
export { restoreTill } from './restore.ts';
export type { RestoreOptions, RestoreOutcome } from './restore.ts';
export { inStorePatterns } from './in-store-patterns.ts';
export { setPin } from './set-pin.ts';
export type { SetPinOutcome } from './set-pin.ts';
export { startSecondCopy } from './second-copy.ts';
export type { SecondCopy, SecondCopyOptions, SecondCopyStatus } from './second-copy.ts';
export type { TillStore } from './till-store.ts';
export { verifyTill } from './verify.ts';
export type { CheckedChain, Finding, VerifyOptions, VerifyReport, Witness } from './verify.ts';
