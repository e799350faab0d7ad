/**
 * Things about tills that somebody must look at: each is raised once, stays until it is settled, and says who settled it. What
 * happens again afterwards is open again.
 */
import type { HqReads, HqTransaction, RowOf } from '../store/port.ts';
import { FLEET_ALARM } from './tables.ts';

export type AlarmKind =
  /** The till has another row where headquarters holds one: a copy was put back, or two machines are one till. */
  | 'chain-forked'
  /** A row whose hash or signature is false, or that does not follow. */
  | 'chain-flawed'
  /** A chain that another one goes on from went on itself: a machine that was given up for lost lives. */
  | 'chain-woke-up'
  /** A till lost a row that headquarters does not hold: none of the later ones can follow. */
  | 'chain-hole'
  /** A till goes on in a new chain: restored, rebuilt, or led out of a fork. */
  | 'chain-continued'
  /** A chain's till could show more than headquarters held: headquarters came back from a backup. */
  | 'headquarters-restored';

export interface Alarm {
  readonly kind: AlarmKind;
  readonly tillId: string;
  readonly storeId: string;
  readonly chainId: string | null;
  /** Makes it one alarm with all of the same kind, chain and place. */
  readonly place: string;
  /** For people, without names of persons. */
  readonly detail: string;
  /** It is told again and again as long as it lasts: once settled it stays so. */
  readonly isLasting?: true;
}

/** Raises an alarm unless it is raised; one that was settled is raised again. */
export async function raiseAlarm(
  transaction: HqTransaction,
  organisationId: string,
  alarm: Alarm,
  nowMs: number,
): Promise<void> {
  const alarmId = `${alarm.kind}/${alarm.chainId ?? alarm.tillId}/${alarm.place}`;
  const before = await transaction.lock(FLEET_ALARM, [organisationId, alarmId]);
  if (before?.is_settled === false || (before !== undefined && alarm.isLasting === true)) return;
  await transaction.put(FLEET_ALARM, [
    {
      organisation_id: organisationId,
      alarm_id: alarmId,
      kind: alarm.kind,
      till_id: alarm.tillId,
      store_id: alarm.storeId,
      chain_id: alarm.chainId,
      detail: alarm.detail,
      raised_at_ms: nowMs,
      is_settled: false,
      settled_at_ms: null,
      settled_by: null,
    },
  ]);
}

export type AlarmRow = RowOf<typeof FLEET_ALARM>;

/** Alarms by their id, a page at a time. */
export async function listAlarms(
  reads: HqReads,
  options: { readonly organisationId: string; readonly after?: string; readonly limit: number },
): Promise<readonly AlarmRow[]> {
  const { organisationId, after, limit } = options;
  return reads.scan(FLEET_ALARM, {
    prefix: [organisationId],
    ...(after === undefined ? {} : { after: [organisationId, after] }),
    limit,
  });
}

/** Somebody looked. Repeated, it changes nothing; false where there is no such alarm. */
export async function settleAlarm(
  transaction: HqTransaction,
  options: { readonly organisationId: string; readonly alarmId: string; readonly by: string; readonly nowMs: number },
): Promise<boolean> {
  const alarm = await transaction.lock(FLEET_ALARM, [options.organisationId, options.alarmId]);
  if (alarm === undefined) return false;
  if (!alarm.is_settled) {
    const settled = { is_settled: true, settled_at_ms: options.nowMs, settled_by: options.by };
    await transaction.put(FLEET_ALARM, [{ ...alarm, ...settled }]);
  }
  return true;
}
