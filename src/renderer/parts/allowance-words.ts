/** How an account stands with headquarters, in a few words beside its balance. */
import type { AllowanceView } from '#contract/screen/members.ts';
import type { Formats } from '../format/format.ts';
import type { Words } from '../text/text.ts';
import { instantText } from './feedback.ts';

/** Null where there is nothing to say: the till has the last word, or headquarters is there to be asked. */
export function allowanceWords(
  allowance: AllowanceView | null,
  words: Words,
  { amountText, formats }: { readonly amountText: (amount: number) => string; readonly formats: Formats },
): { readonly text: string; readonly state: AllowanceView['state'] } | null {
  if (allowance === null || allowance.state === 'online') return null;
  const { state, amount, holders } = allowance;
  if (holders.length === 0) return { state, text: words.t(`allowance.${state}`, { amount: amountText(amount) }) };
  const said = holders.filter(({ isComing }) => state !== 'asking' || isComing);
  const shown = said.length === 0 ? holders : said;
  const params = {
    holder: [...new Set(shown.map(({ name }) => name))].slice(0, NAMED).join(', '),
    amount: amountText(shown.reduce((sum, holder) => sum + holder.amount, 0)),
    until: instantText(Math.max(...shown.map(({ untilMs }) => untilMs)), formats),
  };
  if (state === 'asking') return { state, text: words.t('allowance.coming', params) };
  const isInUse = shown.every(({ kind }) => kind === 'hold');
  return { state, text: words.t(isInUse ? 'allowance.in-use' : 'allowance.elsewhere', params) };
}

/** Tills that are named; more than that nobody reads at the counter. */
const NAMED = 2;
