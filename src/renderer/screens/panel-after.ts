/** What is open beside the ticket after something was scanned or a card was shown. */
import type { BasketView } from '#contract/screen/views.ts';
import type { Panel } from './panel.ts';

/** Panels that have their own use for a card, so that they stay when one is held to the reader. */
export const TAKES_CARDS: ReadonlySet<Panel> = new Set<Panel>([
  'pay',
  'customers',
  'customer',
  'enrol',
  'member',
  'gift-card',
]);

/** Of these the ones that take a code which is no product for a new card. */
const TAKES_CODES: ReadonlySet<Panel> = new Set<Panel>(['customers', 'customer', 'enrol', 'gift-card']);

/** What is open after the till's next word: whatever was gives way to a scan, but for what has its own use for it. */
export function panelAfter(open: Panel, basket: BasketView, isNewCard: boolean): Panel {
  const kind = basket.notice?.kind;
  // The Devices screen stays: whoever tries a scanner scans with it.
  if (open === 'devices') return open;
  if (kind === 'receipt') return 'refund';
  if (isNewCard && TAKES_CODES.has(open)) return open;
  if (kind !== 'card') return 'find';
  if (!TAKES_CARDS.has(open)) return 'find';
  // A card that is known already opens its account instead of becoming somebody else's.
  return open === 'enrol' && basket.presentedCard === null && basket.member !== null ? 'member' : open;
}
