import type { PresentedCard } from '#contract/screen/members.ts';
import type { Action } from '../../keys/keys.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { Selling } from '../use-selling.ts';
import styles from './card-offer.module.css';

/** What a card that is nobody's yet can become. It waits beside the ticket and is in the way of no scan. */
export function CardOffer(props: {
  readonly card: PresentedCard;
  readonly selling: Selling;
  readonly run: (action: Action) => void;
}) {
  const { words } = useDesk();
  const { card, selling, run } = props;
  return (
    <div
      className={styles['offer']}
      role="group"
      aria-label={words.t(card.medium === 'code' ? 'card.presented-code' : 'card.presented', { card: card.masked })}
      data-card-offer
    >
      <strong className={styles['what']}>
        {words.t(card.medium === 'code' ? 'card.presented-code' : 'card.presented', { card: card.masked })}
      </strong>
      <ActionButton action="enrol" name="offer-customer" onPress={() => run('enrol')}>
        {words.t('card.new-customer')}
      </ActionButton>
      <ActionButton action="gift-card" name="offer-gift-card" onPress={() => run('gift-card')}>
        {words.t('card.new-gift-card')}
      </ActionButton>
      <ActionButton name="forget-card" tone="quiet" onPress={() => void selling.send('forgetCard', {})}>
        {words.t('card.forget')}
      </ActionButton>
    </div>
  );
}
