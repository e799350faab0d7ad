/**
 * The customer's screen: a greeting, then the article in the cashier's hand, the ticket and its total, then the change. It
 * speaks the shop's language, looks as the till beside it does, and shows nothing of whoever sells.
 */
import { useEffect, useMemo, useSyncExternalStore } from 'react';
import type { CustomerView } from '#contract/screen/customer.ts';
import { formatsOf, type Formats } from '../format/format.ts';
import type { ScreenPort } from '../link/link.ts';
import { Amount } from '../parts/amount.tsx';
import { useConnection, useView } from '../parts/desk.tsx';
import { wordsOf, type Language, type Words } from '../text/text.ts';
import { loadPreferences } from '../theme/preferences.ts';
import styles from './customer-app.module.css';

/** As many lines as a tall screen has room for; the rest is on the paper. */
const LINES_MAX = 40;
/** An amount of more letters than `1 234,50 €` is written smaller. */
const SUM_CHARACTERS = 10;

export function CustomerApp({ port }: { readonly port: ScreenPort }) {
  const view = useView(port, 'customer');
  const { state } = useConnection(port);
  const language: Language = view?.language ?? 'fr';
  const words = useMemo(() => wordsOf(language), [language]);
  useLooks(words);
  useFullScreenOnTouch();
  if (view === null || state === 'refused') {
    return <main className={styles['page']} data-customer="closed" data-connection={state} />;
  }
  return (
    <div className={styles['page']} data-customer={view.state} data-connection={state}>
      {view.demonstration && <div className={styles['demonstration']}>{words.t('demonstration.banner')}</div>}
      <Scene view={view} words={words} />
    </div>
  );
}

function Scene({ view, words }: { readonly view: CustomerView; readonly words: Words }) {
  const formats = useMemo(
    () => formatsOf({ words, currency: view.currency, timeZone: 'UTC' }),
    [words, view.currency.code, view.currency.exponent],
  );
  if (view.state === 'idle') return <Greeting view={view} words={words} formats={formats} />;
  if (view.state === 'paid') return <Paid view={view} words={words} formats={formats} />;
  return <Selling view={view} words={words} formats={formats} />;
}

interface SceneProps {
  readonly view: CustomerView;
  readonly words: Words;
  readonly formats: Formats;
}

function Greeting({ view, words, formats }: SceneProps) {
  return (
    <main className={styles['greeting']}>
      <p className={styles['welcome']}>
        {view.member === null ? words.t('customer.welcome') : <bdi>{view.member.greeting}</bdi>}
      </p>
      <h1 className={styles['shop']}>
        <bdi>{view.shopName}</bdi>
      </h1>
      <Member view={view} words={words} formats={formats} />
    </main>
  );
}

/** The member's points, what this ticket does to them, and what is missing to the next reward. */
function Member({ view, words, formats }: SceneProps) {
  const { member } = view;
  if (member === null) return null;
  const { points, pointsToEarn, redeemedMinor, missing } = member;
  return (
    <section className={styles['member']} data-customer-points={points}>
      <p className={styles['points']}>
        <strong>{words.t('member.points', { count: points })}</strong>
        {pointsToEarn > 0 && <span>{words.t('member.to-earn', { count: pointsToEarn })}</span>}
      </p>
      {redeemedMinor > 0 && (
        <p>
          {words.t('customer.points-discount')} <Amount text={formats.money(-redeemedMinor)} />
        </p>
      )}
      {missing !== null && (
        <p className={styles['missing']}>
          <bdi>{missing}</bdi>
        </p>
      )}
    </section>
  );
}

function Selling({ view, words, formats }: SceneProps) {
  const last = view.lines.find((line) => line.lineId === view.lastLineId) ?? view.lines.at(-1);
  return (
    <main className={styles['selling']}>
      <section className={styles['ticket']} aria-label={view.shopName}>
        <p className={styles['name']}>
          <bdi>{view.shopName}</bdi>
        </p>
        <ol className={styles['lines']}>
          {view.lines.slice(-LINES_MAX).map((line) => (
            <li key={line.lineId} className={styles['line']} data-last={line.lineId === last?.lineId}>
              <span className={styles['label']}>
                <bdi>{line.label}</bdi>
              </span>
              <span className={styles['quantity']}>{quantityOf(line, formats)}</span>
              <Amount text={formats.amount(line.grossMinor)} className={styles['gross']} />
            </li>
          ))}
        </ol>
      </section>
      <section className={styles['now']} aria-live="polite">
        {last !== undefined && (
          <div className={styles['last']} data-last-label>
            <p className={styles['article']}>
              <bdi>{last.label}</bdi>
            </p>
            <p className={styles['price']}>
              <span>{quantityOf(last, formats)}</span>
              <Amount text={formats.money(last.grossMinor)} />
            </p>
          </div>
        )}
        <Member view={view} words={words} formats={formats} />
        <div className={styles['total']}>
          <span className={styles['caption']}>{words.t('customer.total')}</span>
          <Sum text={formats.money(view.totalMinor)} />
        </div>
      </section>
    </main>
  );
}

function Paid({ view, words, formats }: SceneProps) {
  const change = view.changeMinor ?? 0;
  return (
    <main className={styles['paid']}>
      <p className={styles['welcome']}>{words.t('customer.thanks')}</p>
      <div className={styles['change']}>
        <span className={styles['caption']}>{words.t(change > 0 ? 'customer.change' : 'customer.total')}</span>
        <Sum text={formats.money(change > 0 ? change : view.totalMinor)} />
      </div>
      {change > 0 && (
        <dl className={styles['tendered']}>
          <div>
            <dt>{words.t('customer.total')}</dt>
            <dd>
              <Amount text={formats.money(view.totalMinor)} />
            </dd>
          </div>
          <div>
            <dt>{words.t('customer.given')}</dt>
            <dd>
              <Amount text={formats.money(view.tenderedMinor ?? 0)} />
            </dd>
          </div>
        </dl>
      )}
      <Member view={view} words={words} formats={formats} />
    </main>
  );
}

/** The figure that counts, as large as its digits leave room for. */
function Sum({ text }: { readonly text: string }) {
  return (
    <div className={styles['sum']} data-long={text.length > SUM_CHARACTERS}>
      <Amount text={text} />
    </div>
  );
}

/** `3 ×` before the price of one, weights with their unit; nothing for one piece. */
function quantityOf(line: CustomerView['lines'][number], formats: Formats): string {
  if (line.unit === 'piece' && line.quantityMilli === 1_000) return '';
  return `${formats.quantity(line.quantityMilli, line.unit)} × ${formats.amount(line.unitPriceMinor)}`;
}

/** Language and direction of the document, and the colours that the operator chose for this machine. */
function useLooks(words: Words): void {
  const isDark = useSyncExternalStore(watchLooks, prefersDark);
  useEffect(() => {
    document.documentElement.lang = words.language;
    document.documentElement.dir = words.direction;
    document.documentElement.dataset['mantineColorScheme'] = isDark ? 'dark' : 'light';
  }, [words, isDark]);
}

const DARK = '(prefers-color-scheme: dark)';

function prefersDark(): boolean {
  const { theme } = loadPreferences(window.localStorage);
  return theme === 'dark' || (theme === 'auto' && window.matchMedia(DARK).matches);
}

function watchLooks(changed: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  window.addEventListener('storage', changed);
  return () => {
    query.removeEventListener('change', changed);
    window.removeEventListener('storage', changed);
  };
}

/** A browser fills the screen only for a hand that touches it; where it may not, the window stays as it is. */
function useFullScreenOnTouch(): void {
  useEffect(() => {
    const fill = (): void => {
      if (document.fullscreenElement === null) document.documentElement.requestFullscreen().catch(() => undefined);
    };
    window.addEventListener('pointerup', fill);
    return () => window.removeEventListener('pointerup', fill);
  }, []);
}
