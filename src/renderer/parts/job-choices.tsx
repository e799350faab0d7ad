import type { CommandInput } from '#contract/screen/screen.ts';
import type { JobView } from '#contract/screen/views.ts';
import { ActionButton } from './action-button.tsx';
import { useDesk } from './desk.tsx';
import styles from './job-choices.module.css';

export type JobChoice = CommandInput<'resolveJob'>['choice'];

/** What can be done about a job: an unknown one may be on the counter already, a waiting one may be dropped. */
export function choicesFor(job: JobView): readonly JobChoice[] {
  switch (job.state) {
    // A pulse is never sent again: there is nothing to choose but to put the matter aside.
    case 'unknown':
      return job.kind === 'pulse' ? ['discard'] : ['it-printed', 'print-again', 'discard'];
    case 'queued':
      return ['print-again', 'discard'];
    default:
      return [];
  }
}

export interface JobChoicesProps {
  readonly job: JobView;
  /** Whether Alt and a digit choose here: true for one job of a screen. */
  readonly keyed: boolean;
  readonly onChoose: (choice: JobChoice) => void;
}

export function JobChoices({ job, keyed, onChoose }: JobChoicesProps) {
  const { words } = useDesk();
  return (
    <div className={styles['choices']}>
      {choicesFor(job).map((choice, index) => (
        <ActionButton
          key={choice}
          name={`job-${choice}`}
          {...(keyed && { cap: `Alt ${index + 1}` })}
          onPress={() => onChoose(choice)}
        >
          {words.t(wordsFor(job, choice))}
        </ActionButton>
      ))}
    </div>
  );
}

function wordsFor(job: JobView, choice: JobChoice) {
  if (job.kind === 'pulse') return 'action.dismiss';
  if (choice === 'it-printed') return 'problems.it-printed';
  if (choice === 'discard') return 'problems.discard';
  return job.state === 'queued' ? 'problems.retry' : 'problems.print-again';
}
