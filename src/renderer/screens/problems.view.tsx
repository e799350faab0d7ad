/**
 * Print jobs that wait for somebody: what happened to each, and what can be done.
 */
import { useEffect, useEffectEvent } from 'react';
import type { JobView, StatusView } from '#contract/screen/views.ts';
import { altDigitOf } from '../keys/keys.ts';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { FaultWords } from '../parts/fault-words.tsx';
import { JobChoices, choicesFor, type JobChoice } from '../parts/job-choices.tsx';
import { JobState } from '../parts/job-state.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import type { PanelProps } from './selling.view.tsx';
import styles from './problems.module.css';

const OPEN: ReadonlySet<JobView['state']> = new Set<JobView['state']>(['queued', 'sending', 'failed', 'unknown']);

export function ProblemsPanel({ selling, run, onAction, status }: PanelProps & { readonly status: StatusView }) {
  const { words } = useDesk();
  // The status changes whenever a job moves, so it says when to ask again.
  const { answer, faultCode } = useAnswer('jobs', {}, status);
  const jobs = answer?.jobs.filter(({ state }) => OPEN.has(state)) ?? null;
  onAction((action) => action === 'void-line');

  function resolve(job: JobView, choice: JobChoice): void {
    void selling.send('resolveJob', { jobId: job.jobId, choice });
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    const job = jobs?.[0];
    const choice = job === undefined ? undefined : choicesFor(job)[altDigitOf(event) ?? -1];
    if (job === undefined || choice === undefined || event.repeat) return;
    event.preventDefault();
    resolve(job, choice);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t('problems.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {faultCode !== null && <FaultWords code={faultCode} />}
      {jobs?.length === 0 ? (
        <p className={styles['none']} tabIndex={0} data-field="main">
          {words.t('problems.none')}
        </p>
      ) : (
        <div
          className={styles['jobs']}
          tabIndex={0}
          data-field="main"
          role="region"
          aria-label={words.t('problems.title')}
        >
          {jobs?.map((job, index) => (
            <article key={job.jobId} className={styles['job']}>
              <JobState job={job} />
              <p className={styles['what']}>{words.t(explanationOf(job))}</p>
              <JobChoices job={job} keyed={index === 0} onChoose={(choice) => resolve(job, choice)} />
            </article>
          ))}
        </div>
      )}
    </div>
  );
}

function explanationOf(job: JobView) {
  if (job.state === 'unknown') return job.kind === 'pulse' ? 'problems.pulse-unknown' : 'problems.unknown';
  return job.fault === undefined ? 'problems.queued' : 'problems.failed';
}
