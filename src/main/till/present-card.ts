/**
 * A card was held to a reader. Whoever has it is on the ticket at once; of one that nobody has the end of its number is shown:
 * enough to tell two cards apart at the counter, too little to make one of it. The number itself goes into no journal row, no
 * log and no file.
 */
import type { CardEvent } from '#devices/card/card.ts';
import { chipName, isRandomCard } from '#domain/card/card.ts';
import { refuse } from '#contract/screen/refusal.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { Command, Handled, TillCore } from './core.ts';
import { masked } from './members/card-name.ts';
import { type CardRead, cardsOf, note, showKnown, showUnknown } from './members/show-card.ts';
import type { Station } from './station.ts';

/** Looks a card up and shows at the station what is known of it. */
export function presentCard(
  core: TillCore,
  command: Command,
  { uid, mayBe = [] }: CommandInput<'presentCard'>,
): Handled<Outcome<'presentCard'>> {
  const { station } = command;
  if (isRandomCard({ uid, mayBe })) {
    note(core, station, refuse('card_random'));
    return { outcome: refuse('card_random'), kept: false };
  }
  const names = [...new Set([uid, ...mayBe])].map(chipName);
  const read: CardRead = { names, medium: 'uid', masked: masked(uid), text: null };
  return cardsOf(core, read).length === 0
    ? { outcome: showUnknown(core, station, read), kept: false }
    : showKnown(core, command, read);
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
  note(core, station, refuse(why === 'random-uid' ? 'card_random' : 'card_unreadable'));
}
