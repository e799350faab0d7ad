/** Who somebody is whom a row names by id. Rows carry no names; headquarters knows those of its own people. */
import { listOperators } from '../../settings/settings.ts';
import type { HqReads } from '../../store/port.ts';

export type OperatorOf = (operatorId: string) => { operatorId: string; name: string | null };

/** Names by id; null for people of a till that keeps its own, and for those who left. */
export async function operatorNames(reads: HqReads): Promise<OperatorOf> {
  const names = new Map((await listOperators(reads)).map(({ operatorId, name }) => [operatorId, name]));
  return (operatorId) => ({ operatorId, name: names.get(operatorId) ?? null });
}
