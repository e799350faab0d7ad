import type { CommandInput } from '#contract/screen/screen.ts';
import type { JobView } from '#contract/screen/views.ts';
import { ActionButton } from './action-button.tsx';
import { useDesk } from './desk.tsx';
import styles from './job-choices.module.css';

export type JobChoice = CommandInput<'resolveJob'>['choice'];

/** What can be done about a job: an unknown one may be on the counter already, a failed or waiting one may be dropped. */
export function choicesFor(job: JobView): readonly JobChoice[] {
  switch (job.state) {
    // A pulse is never sent again: there is nothing to choose but to put the matter aside.
    case 'unknown': return job.kind === 'pulse' ? ['discard'] : ['it-printed', 'print-again', 'discard'];
    case 'failed': case 'queued': return ['discard'];
    default: return [];
  }
}

const WORDS = { 'it-printed': 'problems.it-printed', 'print-again': 'problems.print-again', discard: 'problems.discard' } as const;

export function JobChoices(props: { readonly job: JobView; readonly onChoose: (choice: JobChoice) => void }) {
  const { words } = useDesk();
  return (
    <div className={styles['choices']}>
      {choicesFor(props.job).map((choice) => (
        <ActionButton key={choice} name={`job-${choice}`} onPress={() => props.onChoose(choice)}>
          {words.t(props.job.kind === 'pulse' ? 'action.dismiss' : WORDS[choice])}
        </ActionButton>
      ))}
    </div>
  );
}
