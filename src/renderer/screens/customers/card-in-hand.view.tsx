import type { PresentedCard } from '#contract/screen/members.ts';
import { useDesk } from '../../parts/desk.tsx';
import styles from './customers.module.css';

/** The card that was just held to the reader, by the end of its number, or that there is none. */
export function CardInHand({ card, hint }: { readonly card: PresentedCard | null; readonly hint: string }) {
  const { words } = useDesk();
  return (
    <div className={styles['card']} data-ready={card !== null} data-card-in-hand={card?.masked ?? ''} role="status">
      <svg className={styles['chip']} viewBox="0 0 46 32" aria-hidden>
        <rect x="1" y="1" width="44" height="30" rx="4" />
        <path d="M8 12h9v8H8zM24 12q6 4 0 8M30 9q9 7 0 14" />
      </svg>
      <div>
        <strong>
          {card === null
            ? words.t('card.none')
            : words.t(card.medium === 'code' ? 'card.presented-code' : 'card.presented', { card: card.masked })}
        </strong>
        <div>{hint}</div>
      </div>
    </div>
  );
}
