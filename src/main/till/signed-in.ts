/**
 * Who is signed in where, across a restart of the till process. A till that crashed and was started again by the same
 * shell keeps its operators, so that a customer waits a second and not a PIN; a new shell starts with nobody.
 */
import type { OperatorId, StationId } from '#base/brand.ts';
import type { OperatorRecord, Transaction } from '#main/store/port.ts';
import type { TillCore } from './core.ts';

/** Notes the operator of a station, null for nobody, in the transaction that signs in or out. */
export function rememberSignedIn(
  core: TillCore,
  transaction: Transaction,
  station: StationId,
  operator: OperatorId | null,
): void {
  transaction.setSetting(settingOf(station), operator === null ? '' : `${core.ports.shellRunId} ${operator}`);
}

/** The operator whom this same shell had signed in at `station`, or null. */
export function recallSignedIn(core: TillCore, station: StationId): OperatorRecord | null {
  const { store, shellRunId } = core.ports;
  const [runId, operatorId] = (store.setting(settingOf(station)) ?? '').split(' ');
  if (shellRunId === '' || runId !== shellRunId) return null;
  return store.operators().find((operator) => operator.id === operatorId) ?? null;
}

function settingOf(station: StationId): string {
  return `signed-in.${station}`;
}
