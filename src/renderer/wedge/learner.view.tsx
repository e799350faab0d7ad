/**
 * Learns how a keyboard scanner is set: shows one known code to scan, and says what its keys tell. While it is on the
 * screen every key but Escape is its own, and no scan reaches the ticket.
 */
import { useCallback, useEffect, useRef, useState } from 'react';
import { ActionButton } from '../parts/action-button.tsx';
import { useDesk } from '../parts/desk.tsx';
import { useWedgeLearner } from '../parts/use-wedge.ts';
import { code128Bars } from './code128.ts';
import { learnLayout, LEARNING_CODE, type Learned } from './learn.ts';
import type { Stroke } from './wedge.ts';
import styles from './learner.module.css';

/** Nothing more comes: a slow Bluetooth scanner pauses far less. */
const SILENCE_MS = 400;
/** A cat on the keyboard is not kept. */
const STROKES_MAX = 400;

export interface WedgeLearnerProps {
  /** Called each time a scan was understood: `layout`, where it is known, is what the device is to be set to. */
  readonly onLearned: (learned: Learned) => void;
}

/** A button, and behind it the learning: as long as that is open, keys go nowhere else. */
export function WedgeLearner(props: WedgeLearnerProps) {
  const { words } = useDesk();
  const [open, setOpen] = useState(false);
  if (open) return <Learning {...props} onClose={() => setOpen(false)} />;
  return (
    <ActionButton name="learn-scanner" onPress={() => setOpen(true)}>
      {words.t('learner.open')}
    </ActionButton>
  );
}

function Learning({ onLearned, onClose }: WedgeLearnerProps & { readonly onClose: () => void }) {
  const { words } = useDesk();
  const [learned, setLearned] = useState<Learned | null>(null);
  const strokes = useRef<Stroke[]>([]);
  const timer = useRef<number | undefined>(undefined);

  const finish = useRef<() => void>(() => undefined);
  useEffect(() => {
    finish.current = () => {
      const result = learnLayout({ strokes: strokes.current.splice(0), knownCode: LEARNING_CODE });
      if (result.text === '') return;
      setLearned(result);
      if (isUnderstood(result)) onLearned(result);
    };
  });
  useWedgeLearner(
    useCallback((stroke: Stroke) => {
      window.clearTimeout(timer.current);
      if (strokes.current.length < STROKES_MAX) strokes.current.push(stroke);
      timer.current = window.setTimeout(() => finish.current(), SILENCE_MS);
    }, []),
  );
  useEffect(() => () => window.clearTimeout(timer.current), []);

  return (
    <div className={styles['learner']} data-wedge-learner={learned === null ? 'waiting' : verdictOf(learned)}>
      <p className={styles['ask']}>{words.t('learner.ask')}</p>
      <Symbol text={LEARNING_CODE} />
      <div className={styles['answer']} role="status">
        {learned === null ? (
          <span className={styles['waiting']}>{words.t('learner.waiting')}</span>
        ) : (
          <LearnedWords learned={learned} />
        )}
      </div>
      <ActionButton name="learn-close" onPress={onClose}>
        {words.t('action.close')}
      </ActionButton>
    </div>
  );
}

/** Whether the scanner can be used as it is set. */
function isUnderstood({ layout, withoutPlaces }: Learned): boolean {
  return layout !== null || withoutPlaces;
}

function verdictOf(learned: Learned): string {
  if (learned.withoutPlaces) return 'without-places';
  return learned.layout ?? 'unknown';
}

function LearnedWords({ learned }: { readonly learned: Learned }) {
  const { words } = useDesk();
  const { layout, suffix, msPerKey, capsLock, withoutPlaces, text } = learned;
  if (!isUnderstood(learned)) {
    return <strong data-tone="bad">{words.t('learner.unknown', { text })}</strong>;
  }
  return (
    <>
      <strong data-tone="good">
        {withoutPlaces || layout === null ? words.t('learner.without-places') : words.t(`learner.layout-${layout}`)}
      </strong>
      <span>
        {words.t(`learner.suffix-${suffix}`)} · {words.t('learner.pace', { ms: msPerKey })}
      </span>
      {capsLock === 'inverts' && <span data-tone="warn">{words.t('learner.caps')}</span>}
      {suffix === 'other' && <span data-tone="warn">{words.t('learner.suffix-hint')}</span>}
    </>
  );
}

const QUIET_MODULES = 10;
const HEIGHT_MODULES = 40;

/** The known code, black on white in every theme: that is what scanners read. */
function Symbol({ text }: { readonly text: string }) {
  const { bars, modules } = code128Bars(text);
  const width = modules + 2 * QUIET_MODULES;
  return (
    <figure className={styles['symbol']}>
      <svg viewBox={`0 0 ${width} ${HEIGHT_MODULES}`} role="img" aria-label={text} shapeRendering="crispEdges">
        <rect width={width} height={HEIGHT_MODULES} fill="#fff" />
        {bars.map(({ at, width: barWidth }) => (
          <rect key={at} x={QUIET_MODULES + at} y={4} width={barWidth} height={HEIGHT_MODULES - 8} fill="#000" />
        ))}
      </svg>
      <figcaption dir="ltr">{text}</figcaption>
    </figure>
  );
}
