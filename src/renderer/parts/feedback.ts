/**
 * What the last action led to, in words: the one line that stands beside the field.
 */
import type { BasketView } from '#contract/screen/views.ts';
import type { Refusal } from '#contract/screen/refusal.ts';
import type { Formats } from '../format/format.ts';
import type { Failed } from '../link/link.ts';
import { isTextKey, type Words } from '../text/text.ts';

export interface Feedback {
  /** `added` is what a scan of a known article says: the ticket itself shows it best. */
  readonly tone: 'added' | 'good' | 'bad' | 'plain';
  readonly text: string;
  /** Grows with each, so that the same words shown twice are seen twice. */
  readonly serial: number;
}

/** The words of a refusal. Amounts among its values are in minor units and named `…Minor`. */
export function refusalText(
  refusal: Pick<Refusal, 'reason' | 'params'> | Failed,
  words: Words,
  formats: Formats,
): string {
  if (!('reason' in refusal)) return words.lookUp(`fault.${refusal.code}`, 'feedback.failed');
  return reasonText(refusal.reason, refusal.params ?? {}, { words, formats });
}

/** What the till says about the last scan or command of this station. */
export function basketFeedback(basket: BasketView, words: Words, formats: Formats): Feedback | null {
  const { notice } = basket;
  if (notice === null) return null;
  if (notice.kind === 'added') {
    const line = basket.lines.find(({ lineId }) => lineId === notice.lineId);
    return line === undefined
      ? null
      : { tone: 'added', text: words.t('feedback.added', { label: line.label }), serial: notice.serial };
  }
  // The panel that it opened says the rest.
  if (notice.kind === 'receipt') return null;
  if (notice.reason === 'customer' || notice.reason === 'gift-card') {
    const params = { count: Number(notice.params?.['points'] ?? 0), ...readable(notice.params ?? {}, formats) };
    return { tone: 'good', text: words.t(`card.is-${notice.reason}`, params), serial: notice.serial };
  }
  const text = reasonText(notice.reason ?? 'bug', notice.params ?? {}, { words, formats });
  // A question is no refusal to be read in red: the next thing typed answers it. Nor is a card that nobody knows.
  const isPlain = notice.reason === 'quantity_needed' || notice.reason === 'card_unknown';
  return { tone: isPlain ? 'plain' : 'bad', text, serial: notice.serial };
}

/** For panels that are about something else: an article added is seen on the ticket. */
export function besideTicket(feedback: Feedback | null): Feedback | null {
  return feedback?.tone === 'added' ? null : feedback;
}

/** What a reason says in general, or what its own `why` says more exactly. */
function reasonText(
  reason: string,
  params: NonNullable<Refusal['params']>,
  { words, formats }: { readonly words: Words; readonly formats: Formats },
): string {
  const closer = `why.${params['why'] ?? ''}`;
  return words.lookUp(isTextKey(closer) ? closer : `refusal.${reason}`, 'refusal.bug', readable(params, formats));
}

/** Day and time of something that lies ahead. */
export function instantText(atMs: number, formats: Formats): string {
  return `${formats.date(atMs)} ${formats.time(atMs)}`;
}

/** Amounts (`…Minor`), rates (`…BasisPoints`), instants (`…Ms`) and dates (`…Day`) as people read them. */
export function readable(
  params: Readonly<Record<string, string | number>>,
  formats: Formats,
): Readonly<Record<string, string | number>> {
  return Object.fromEntries(
    Object.entries(params).map(([name, value]) => {
      if (name.endsWith('Minor') && typeof value === 'number') return [name, formats.money(value)];
      if (name.endsWith('BasisPoints') && typeof value === 'number') return [name, formats.rate(value)];
      if (name.endsWith('Ms') && typeof value === 'number') return [name, instantText(value, formats)];
      return [name, name.endsWith('Day') && typeof value === 'string' ? formats.day(value) : value];
    }),
  );
}
