/**
 * A card was held to a reader. No customer has a card in this version, so that every card is shown as unknown, with the
 * end of its number only: enough to tell two cards apart at the counter, too little to make one of it. The number itself
 * goes into no journal row, no log and no file.
 */
import type { CardEvent } from '#devices/card/card.ts';
import { isRandomCard } from '#domain/card/card.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { Command, Handled, TillCore } from './core.ts';
import { nextNoticeSerial } from './scan-notice.ts';
import type { Station } from './station.ts';

const DIGITS_SHOWN = 4;

/** Shows at the station what is known of a card. */
export function presentCard(
  core: TillCore,
  { station }: Command,
  { uid, mayBe }: CommandInput<'presentCard'>,
): Handled<Outcome<'presentCard'>> {
  const numbers = new Set([uid, ...(mayBe ?? [])]).size;
  const outcome = isRandomCard({ uid, mayBe })
    ? refuse('card_random')
    : refuse('card_unknown', { card: maskedCard(uid), numbers });
  showCard(core, station, outcome);
  return { outcome, kept: false };
}

/** Shows on the Devices screen what the reader gave. */
export function noteCard(
  core: TillCore,
  { source, uid, mayBe = [] }: Pick<CommandInput<'presentCard'>, 'source' | 'uid' | 'mayBe'>,
): void {
  const isRandom = isRandomCard({ uid, mayBe });
  core.desk.card(source, isRandom ? { uid: null, mayBe: [], why: 'random-uid' } : { uid, mayBe, why: null });
}

/** Something was held to a reader that is no card to work with. */
export function showCardRefusal(
  core: TillCore,
  station: Station,
  { why }: Extract<CardEvent, { readonly kind: 'refused' }>,
): void {
  showCard(core, station, refuse(why === 'random-uid' ? 'card_random' : 'card_unreadable'));
}

/** The end of a card's number. */
export function maskedCard(uid: string): string {
  return `…${uid.slice(-DIGITS_SHOWN)}`;
}

function showCard(core: TillCore, station: Station, { reason, params }: ReturnType<typeof refuse>): void {
  station.notice = {
    serial: nextNoticeSerial(core, station),
    kind: 'card',
    reason,
    ...(params === undefined ? {} : { params }),
  };
  core.changed('basket', station.id);
}
