/**
 * What happened beside the sale: a restart, a fault, a printout nobody saw. It stands under the lines of the
 * ticket until somebody has read it, where it moves no control and is never in the way of a scan.
 */
import { UnstyledButton } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import type { NoticeView, StatusView } from '#contract/screen/views.ts';
import { altDigitOf } from '../keys/keys.ts';
import { isTextKey } from '../text/text.ts';
import { useDesk } from './desk.tsx';
import { JobChoices, choicesFor } from './job-choices.tsx';
import { JobState } from './job-state.tsx';
import { KeyCap } from './key-cap.tsx';
import styles from './notices.module.css';

const MARKS = { info: 'i', warning: '!', alarm: '‼' } as const;
const LEVELS = { alarm: 0, warning: 1, info: 2 } as const;

export function Notices({ status }: { readonly status: StatusView }) {
  const { words } = useDesk();
  const [first, ...others] = [...status.notices].sort((a, b) => LEVELS[a.level] - LEVELS[b.level] || b.atMs - a.atMs);
  if (first === undefined) return null;
  return (
    <aside className={styles['notices']} aria-label={words.t('notices.label')}>
      <Notice notice={first} moreCount={others.length} />
    </aside>
  );
}

function Notice({ notice, moreCount }: { readonly notice: NoticeView; readonly moreCount: number }) {
  const { port, words, formats } = useDesk();
  const { job } = notice;
  const resolvable = job !== undefined && choicesFor(job).length > 0;

  function dismiss(): void {
    void port.request('dismissNotice', { noticeId: notice.id });
  }

  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (resolvable || event.repeat || altDigitOf(event) !== -1) return;
    event.preventDefault();
    dismiss();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);

  return (
    <div
      className={styles['notice']}
      data-level={notice.level}
      data-notice={notice.code}
      role={notice.level === 'alarm' ? 'alert' : 'status'}
    >
      <span className={styles['mark']} aria-hidden>
        {MARKS[notice.level]}
      </span>
      <div className={styles['words']}>
        <strong>{wordsFor(notice)}</strong>
        <span className={styles['time']}>
          {notice.atMs > 0 && <bdi>{formats.time(notice.atMs)}</bdi>}
          {moreCount > 0 && <> · {words.t('notices.more', { count: moreCount })}</>}
        </span>
        {job !== undefined && <JobState job={job} told />}
      </div>
      {resolvable && job !== undefined ? (
        <JobChoices
          job={job}
          keyed={false}
          onChoose={(choice) => void port.request('resolveJob', { jobId: job.jobId, choice })}
        />
      ) : (
        <UnstyledButton
          className={styles['dismiss']}
          data-action="dismiss"
          onMouseDown={(event) => event.preventDefault()}
          onClick={dismiss}
        >
          {words.t('action.dismiss')} <KeyCap name="Alt 0" />
        </UnstyledButton>
      )}
    </div>
  );

  function wordsFor({ code, params, job: about }: NoticeView): string {
    const values = { ...params, code };
    if (about?.state === 'unknown' && about.kind === 'pulse') return words.t('problems.pulse-unknown');
    if (code === 'drawer-not-opened' && (params?.['ticket'] ?? '') !== '')
      return words.t('notice.drawer-not-opened.ticket', values);
    if (!isTextKey(`fault.${code}`)) return words.lookUp(`notice.${code}`, 'notice.other', values);
    return `${words.lookUp(`fault.${code}`, 'notice.other', values)} ${words.lookUp(`fault.${code}.do`, 'notice.other', values)}`;
  }
}
