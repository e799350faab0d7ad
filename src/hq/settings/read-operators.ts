/** Who works at the tills of the organisation, as headquarters knows them. */
import type { Role } from '#domain/operator/operator.ts';
import { STREAM_ITEM } from '../feed/tables.ts';
import type { HqReads } from '../store/port.ts';

export interface HqOperator {
  readonly operatorId: string;
  readonly name: string;
  readonly role: Role;
  /** Whether somebody can sign in with it: one without a PIN cannot. */
  readonly hasPin: boolean;
}

/** What stands in the stream. */
export interface OperatorValue {
  readonly name: string;
  readonly role: Role;
  readonly pinHash: string;
}

/** More than any organisation has on its tills. */
const OPERATORS_MAX = 100_000;

/** All operators, in the order of their ids. */
export async function listOperators(reads: HqReads): Promise<readonly HqOperator[]> {
  const items = await reads.scan(STREAM_ITEM, { prefix: ['shop', 'operator'], limit: OPERATORS_MAX });
  return items.map(({ item_key, value }) => {
    const { name, role, pinHash } = JSON.parse(value) as OperatorValue;
    return { operatorId: item_key, name, role, hasPin: pinHash !== '' };
  });
}

/** One operator with the hash of the PIN, for whoever changes it. */
export async function operatorValue(reads: HqReads, operatorId: string): Promise<OperatorValue | undefined> {
  const item = await reads.get(STREAM_ITEM, ['shop', 'operator', operatorId]);
  return item === undefined ? undefined : (JSON.parse(item.value) as OperatorValue);
}
