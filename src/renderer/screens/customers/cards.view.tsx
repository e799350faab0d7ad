import { useState } from 'react';
import type { CustomerFile } from '#contract/screen/members.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { TextKey } from '../../text/text.ts';
import { CardInHand } from './card-in-hand.view.tsx';
import type { PartProps } from './customer.view.tsx';
import styles from './customer.module.css';

type Card = CustomerFile['cards'][number];

/** The cards of a customer, with what became of each. Nothing of a card is ever taken away: what it was stays. */
export function CardsPart({ selling, file, onChanged }: PartProps) {
  const { words } = useDesk();
  const [replacing, setReplacing] = useState<string | null>(null);
  const inHand = selling.basket.presentedCard;
  const replaced = file.cards.find(({ cardId }) => cardId === replacing);

  async function add(): Promise<void> {
    if (inHand === null) return;
    const outcome = await selling.send('addCard', { personId: file.personId, cardRef: inHand.cardRef });
    if (outcome?.kind !== 'done') return;
    selling.sayKey('good', 'cards.added');
    onChanged();
  }

  async function replace(cardId: string): Promise<void> {
    if (inHand === null) return;
    const outcome = await selling.send('replaceCard', { cardId, cardRef: inHand.cardRef });
    if (outcome?.kind !== 'done') return;
    setReplacing(null);
    selling.sayKey('good', 'cards.replaced');
    onChanged();
  }

  async function setState(card: Card, state: 'active' | 'lost' | 'blocked'): Promise<void> {
    const outcome = await selling.send('setCardState', { cardId: card.cardId, state });
    if (outcome?.kind !== 'done') return;
    selling.sayKey('good', 'cards.changed', { state: words.t(`card.${state}`) });
    onChanged();
  }

  return (
    <div className={styles['grow']} tabIndex={0} data-field="main" role="region" aria-label={words.t('customer.cards')}>
      <div className={styles['rows']}>
        <CardInHand
          card={inHand}
          hint={
            replaced === undefined
              ? words.t(inHand !== null ? 'enrol.card-ready' : file.cards.length > 0 ? 'cards.another' : 'cards.none')
              : words.t('cards.replace-hint', { card: replaced.label })
          }
        />
        {inHand !== null && (
          <ActionButton
            name={replaced === undefined ? 'add-card' : 'replace-card'}
            tone="pay"
            onPress={() => void (replaced === undefined ? add() : replace(replaced.cardId))}
          >
            {words.t(replaced === undefined ? 'cards.add' : 'cards.replace-with', { card: inHand.masked })}
          </ActionButton>
        )}
        {file.cards.map((card) => (
          <CardRow
            key={card.cardId}
            card={card}
            isBeingReplaced={card.cardId === replacing}
            onState={(state) => void setState(card, state)}
            onReplace={() => setReplacing(card.cardId === replacing ? null : card.cardId)}
          />
        ))}
      </div>
    </div>
  );
}

function CardRow(props: {
  readonly card: Card;
  readonly isBeingReplaced: boolean;
  readonly onState: (state: 'active' | 'lost' | 'blocked') => void;
  readonly onReplace: () => void;
}) {
  const { words, formats } = useDesk();
  const { card } = props;
  const button = (name: string, key: TextKey, onPress: () => void) => (
    <ActionButton
      name={`${name}-card`}
      tone={name === 'replace' && props.isBeingReplaced ? 'chosen' : 'plain'}
      onPress={onPress}
    >
      {words.t(key)}
    </ActionButton>
  );
  return (
    <div className={styles['item']} data-state={card.state} data-card={card.label}>
      <div className={styles['what']}>
        <strong>
          <bdi>{card.label}</bdi> · {words.t(`card.${card.state}`)}
        </strong>
        <small>
          {words.t(`card.${card.medium}`)} · {words.t('cards.since', { day: formats.date(card.assignedAtMs) })}
        </small>
      </div>
      {card.state === 'active' && button('lost', 'cards.lost', () => props.onState('lost'))}
      {card.state === 'active' && button('block', 'cards.block', () => props.onState('blocked'))}
      {(card.state === 'lost' || card.state === 'blocked') &&
        button('activate', 'cards.activate', () => props.onState('active'))}
      {card.state !== 'replaced' && button('replace', 'cards.replace', props.onReplace)}
    </div>
  );
}
