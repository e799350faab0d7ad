import { UnstyledButton } from '@mantine/core';
import { useDesk } from './desk.tsx';
import type { Feedback } from './feedback.ts';
import { FeedbackLine } from './feedback-line.tsx';
import { KeyCap } from './key-cap.tsx';
import styles from './panel-head.module.css';

export interface PanelHeadProps {
  readonly title: string;
  /** More of what is open, smaller, under the title. */
  readonly detail?: string;
  readonly feedback: Feedback | null;
  readonly serial: number;
  /** None where there is nothing to go back to. */
  readonly onBack?: () => void;
}

/** Title of what is open beside the ticket, what the last action there led to, and the way back. */
export function PanelHead({ title, detail, feedback, serial, onBack }: PanelHeadProps) {
  const { words } = useDesk();
  return (
    <header className={styles['head']}>
      <h2 className={styles['title']}>
        {title}
        {detail !== undefined && <small className={styles['detail']}> {detail}</small>}
      </h2>
      <div className={styles['feedback']}>
        <FeedbackLine feedback={feedback} serial={serial} />
      </div>
      {onBack !== undefined && (
        <UnstyledButton
          className={styles['back']}
          data-action="back"
          onMouseDown={(event) => event.preventDefault()}
          onClick={onBack}
        >
          {words.t('action.back')} <KeyCap name="Esc" />
        </UnstyledButton>
      )}
    </header>
  );
}
