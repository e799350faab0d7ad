import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Action } from '../keys/keys.ts';
import type { TextKey } from '../text/text.ts';
import { useDesk } from './desk.tsx';
import { LabelledField } from './labelled-field.tsx';
import styles from './reasons.module.css';

export interface ReasonChosen {
  /** In the words that are kept. */
  readonly text: string;
  readonly at: number;
  readonly other: string;
  readonly choose: (at: number) => void;
  readonly write: (text: string) => void;
  /** ↑ and ↓ go from one reason to the next. */
  readonly take: (action: Action) => boolean;
}

/** A reason out of a few, the first at once, or one in somebody's own words. */
export function useReason(keys: readonly TextKey[]): ReasonChosen {
  const { words } = useDesk();
  const [at, setAt] = useState(0);
  const [other, setOther] = useState('');
  const key = keys[at];
  return {
    text: other.trim() !== '' || key === undefined ? other.trim() : words.t(key),
    at,
    other,
    choose(next) {
      setAt(next);
      setOther('');
    },
    write: setOther,
    take(action) {
      if (action !== 'line-up' && action !== 'line-down') return false;
      setAt(Math.min(Math.max(at + (action === 'line-down' ? 1 : -1), 0), keys.length - 1));
      setOther('');
      return true;
    },
  };
}

/** The reasons of {@link useReason} to touch, and a field for another one. */
export function Reasons(props: {
  readonly label: string;
  readonly keys: readonly TextKey[];
  readonly reason: ReasonChosen;
  readonly onEnter: () => void;
}) {
  const { words } = useDesk();
  const { reason } = props;
  return (
    <div className={styles['reasons']}>
      <div className={styles['name']}>{props.label}</div>
      <div className={styles['choices']} role="radiogroup" aria-label={props.label}>
        {props.keys.map((key, index) => (
          <UnstyledButton
            key={key}
            role="radio"
            aria-checked={reason.other === '' && index === reason.at}
            className={styles['choice']}
            data-reason={key}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => reason.choose(index)}
          >
            {words.t(key)}
          </UnstyledButton>
        ))}
      </div>
      <LabelledField
        label={words.t('discount.other-reason')}
        name="reason"
        value={reason.other}
        onType={reason.write}
        onEnter={props.onEnter}
      />
    </div>
  );
}
