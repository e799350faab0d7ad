import { UnstyledButton } from '@mantine/core';
import { KeyCap } from './key-cap.tsx';
import styles from './segments.module.css';

export interface SegmentsProps<Value extends string> {
  readonly label: string;
  readonly cap?: string;
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChoose: (value: Value) => void;
}

/** One choice of a few, all of them in sight. */
export function Segments<Value extends string>(props: SegmentsProps<Value>) {
  return (
    <div className={styles['group']} role="radiogroup" aria-label={props.label}>
      <div className={styles['name']}>
        {props.label}
        {props.cap !== undefined && <KeyCap name={props.cap} />}
      </div>
      <div className={styles['choices']}>
        {props.options.map((option) => (
          <UnstyledButton
            key={option.value}
            role="radio"
            aria-checked={option.value === props.value}
            className={styles['choice']}
            data-value={option.value}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(option.value)}
          >
            <span className={styles['mark']} aria-hidden>
              {option.value === props.value ? '●' : '○'}
            </span>
            {option.label}
          </UnstyledButton>
        ))}
      </div>
    </div>
  );
}
