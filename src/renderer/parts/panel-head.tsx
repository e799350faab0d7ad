import { UnstyledButton } from '@mantine/core';
import { useDesk } from './desk.tsx';
import type { Feedback } from './feedback.ts';
import { FeedbackLine } from './feedback-line.tsx';
import { KeyCap } from './key-cap.tsx';
import styles from './panel-head.module.css';

export interface PanelHeadProps {
  readonly title: string;
  readonly feedback: Feedback | null;
  readonly serial: number;
  readonly onBack: () => void;
}

/** Title of what is open beside the ticket, what the last action there led to, and the way back. */
export function PanelHead({ title, feedback, serial, onBack }: PanelHeadProps) {
  const { words } = useDesk();
  return (
    <header className={styles['head']}>
      <h2 className={styles['title']}>{title}</h2>
      <div className={styles['feedback']}>
        <FeedbackLine feedback={feedback} serial={serial} />
      </div>
      <UnstyledButton
        className={styles['back']}
        data-action="back"
        onMouseDown={(event) => event.preventDefault()}
        onClick={onBack}
      >
        {words.t('action.back')} <KeyCap name="Esc" />
      </UnstyledButton>
    </header>
  );
}
