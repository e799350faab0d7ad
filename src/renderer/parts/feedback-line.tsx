import type { Feedback } from './feedback.ts';
import styles from './feedback-line.module.css';

const MARKS = { added: '✓', good: '✓', bad: '!', plain: '→' } as const;

/** What happened, beside the field it is about. */
export function FeedbackLine({ feedback, serial }: { readonly feedback: Feedback | null; readonly serial: number }) {
  return (
    <div className={styles['line']} role="status" data-tone={feedback?.tone ?? 'none'} data-notice-serial={serial}>
      {feedback !== null && (
        // A new element each time, so that the same words said again are seen and read again.
        <span key={feedback.serial} className={styles['words']}>
          <span className={styles['mark']} aria-hidden>
            {MARKS[feedback.tone]}
          </span>
          <bdi>{feedback.text}</bdi>
        </span>
      )}
    </div>
  );
}
