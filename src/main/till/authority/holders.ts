/** Which tills have what a hold was asked for, as a page says it. */
import type { AllowanceView } from '#contract/screen/members.ts';
import type { HoldQuestion } from '#main/store/authority-port.ts';
import type { TillCore } from '../core.ts';

/** By the name of the till, and of its store where that is another one. */
export function holdersOf(core: TillCore, { holders }: HoldQuestion): AllowanceView['holders'] {
  const here = core.ports.store.hq.link()?.storeName;
  return holders.map(({ tillName, storeName, kind, amount, untilMs, isComing }) => ({
    name: storeName === here ? tillName : `${tillName} · ${storeName}`,
    kind,
    amount,
    untilMs,
    isComing,
  }));
}

/** The same in the values of a refusal; empty where nobody is named. */
export function holderParams(
  core: TillCore,
  question: HoldQuestion,
  unit: string,
): Readonly<Record<string, string | number>> {
  const holders = holdersOf(core, question);
  if (holders.length === 0) return {};
  const held = holders.reduce((sum, { amount }) => sum + amount, 0);
  return {
    holder: namesOf(holders),
    ...(unit === 'points' ? { heldCount: held } : { heldMinor: held }),
    untilMs: Math.max(...holders.map(({ untilMs }) => untilMs)),
  };
}

const NAMED = 2;

function namesOf(holders: AllowanceView['holders']): string {
  const names = [...new Set(holders.map(({ name }) => name))];
  return names.slice(0, NAMED).join(', ') + (names.length > NAMED ? ', …' : '');
}
