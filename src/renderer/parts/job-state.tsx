import type { JobView } from '#contract/screen/views.ts';
import { useDesk } from './desk.tsx';
import styles from './job-state.module.css';

/**
 * A print job in words: what it is, where it stands, and why if it stands still. `told` where what happened stands beside
 * it already. With an outcome that nobody knows, only the paper answers, whatever the fault was.
 */
export function JobState({ job, told = false }: { readonly job: JobView; readonly told?: boolean }) {
  const { words } = useDesk();
  const kind = words.t(`job.${job.kind}`);
  return (
    <div className={styles['job']} data-job-id={job.jobId} data-job-state={job.state}>
      <div className={styles['head']}>
        <strong>
          {job.ticketNumber === undefined ? kind : words.t('job.of-ticket', { kind, number: job.ticketNumber })}
        </strong>
        <span className={styles['state']} data-state={job.state}>
          {words.t(`job.${job.state}`)}
        </span>
      </div>
      {job.fault !== undefined && job.state !== 'unknown' && !told && (
        <div className={styles['fault']}>
          {words.lookUp(`fault.${job.fault}`, 'fault.printer.error')}{' '}
          {words.lookUp(`fault.${job.fault}.do`, 'fault.printer.error.do')}
        </div>
      )}
    </div>
  );
}
