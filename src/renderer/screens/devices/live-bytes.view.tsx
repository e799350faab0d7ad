/** The bytes of a line as they pass, for who looks for what a device really says; and its recent ones as a file. */
import { useEffect, useRef } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { Selling } from '../use-selling.ts';
import { saveText } from './save-text.ts';
import { type Frame, readableFrame } from './set-up.ts';
import styles from './devices.module.css';

export function LiveBytes(given: {
  readonly deviceId: string;
  readonly frames: readonly Frame[];
  readonly exported: string | null;
  readonly selling: Selling;
}) {
  const { words, formats } = useDesk();
  const { deviceId, frames, exported, selling } = given;
  const asked = useRef(false);
  useEffect(() => {
    if (!asked.current || exported === null) return;
    asked.current = false;
    saveText({ name: `${deviceId}.jsonl`, text: exported, type: 'application/jsonl' });
  }, [exported, deviceId]);
  return (
    <section className={styles['section']}>
      <h3>{words.t('devices.bytes')}</h3>
      <div className={styles['bytes']} tabIndex={0} role="log" aria-label={words.t('devices.bytes')} dir="ltr">
        {frames.length === 0 && <p className={styles['hint']}>{words.t('devices.bytes-none')}</p>}
        {frames.map((frame) => {
          const { hex, letters } = readableFrame(frame);
          return (
            <div key={frame.serial} data-direction={frame.direction}>
              <time>{formats.time(frame.atMs)}</time>
              <b>{frame.direction === 'in' ? '←' : frame.direction === 'out' ? '→' : '·'}</b>
              <code>
                {frame.direction === 'in' || frame.direction === 'out'
                  ? hex
                  : words.t(`devices.line-${frame.direction}`)}
              </code>
              <code>{letters}</code>
            </div>
          );
        })}
      </div>
      <div className={styles['tests']}>
        <ActionButton
          name="export-frames"
          tone="quiet"
          onPress={() => {
            asked.current = true;
            void selling.send('exportFrames', { deviceId });
          }}
        >
          {words.t('devices.bytes-export')}
        </ActionButton>
      </div>
    </section>
  );
}
