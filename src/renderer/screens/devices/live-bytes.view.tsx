/** The bytes of a line as they pass, for who looks for what a device really says; and its recent ones as a file. */
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { Selling } from '../use-selling.ts';
import { saveText } from '../../parts/save-text.ts';
import { type Frame, readableFrame } from './set-up.ts';
import styles from './devices.module.css';

/** As long as this the till may take to send what has passed. */
const UNCHANGED_MS = 1_500;

export function LiveBytes(given: {
  readonly deviceId: string;
  readonly frames: readonly Frame[];
  readonly exported: string | null;
  readonly selling: Selling;
}) {
  const { words, formats } = useDesk();
  const { deviceId, frames, exported, selling } = given;
  const asked = useRef(false);
  const [presses, setPresses] = useState(0);
  const keepAsked = useEffectEvent(() => {
    if (!asked.current || exported === null) return;
    asked.current = false;
    saveText({ name: `${deviceId}.jsonl`, text: exported, type: 'application/jsonl' });
  });
  useEffect(() => keepAsked(), [exported, deviceId]);
  useEffect(() => {
    if (presses === 0) return;
    const timer = setTimeout(() => keepAsked(), UNCHANGED_MS);
    return () => clearTimeout(timer);
  }, [presses]);
  return (
    <section className={styles['section']}>
      <h3>{words.t('devices.bytes')}</h3>
      <div
        className={styles['bytes']}
        tabIndex={0}
        role="log"
        data-own-arrows
        aria-label={words.t('devices.bytes')}
        dir="ltr"
      >
        {frames.length === 0 && (
          <p className={styles['hint']} dir="auto">
            {words.t('devices.bytes-none')}
          </p>
        )}
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
            // Where nothing has passed since the last time, the till has nothing new to send.
            setPresses((before) => before + 1);
          }}
        >
          {words.t('devices.bytes-export')}
        </ActionButton>
      </div>
    </section>
  );
}
