/**
 * The frame around every screen: language and looks, the demonstration banner, what happened, the state of the till.
 */
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { formatsOf } from '../format/format.ts';
import type { ScreenPort } from '../link/link.ts';
import { ApprovalProvider } from '../parts/approval.tsx';
import { DeskContext, useConnection, useDesk, useView, type Desk } from '../parts/desk.tsx';
import { Notices } from '../parts/notices.tsx';
import { StatusStrip } from '../parts/status-strip.tsx';
import { typingDevice, useWedgeCapture, WedgeContext } from '../parts/use-wedge.ts';
import { wordsOf } from '../text/text.ts';
import { loadPreferences, savePreferences, type Preferences } from '../theme/preferences.ts';
import { theme } from '../theme/theme.ts';
import { AwayView } from './away.view.tsx';
import { SellingView } from './selling.view.tsx';
import { SignInView } from './sign-in.view.tsx';
import styles from './app.module.css';

/** Before the till has named its currency no amount is shown; the formats only need one to exist. */
const NO_CURRENCY = { code: 'EUR', exponent: 2 };

/** A till is back within a few seconds; after this long its shell itself is gone. */
const RESTART_MS_MAX = 15_000;

export function App({ port }: { readonly port: ScreenPort }) {
  const station = useView(port, 'station');
  const [preferences, setPreferences] = useState(() => loadPreferences(window.localStorage));
  const machineIsDark = useMachineIsDark();
  const language = preferences.language ?? station?.shop.receiptLanguage ?? 'fr';
  const currency = station?.shop.currency ?? NO_CURRENCY;
  const timeZone = station?.shop.timeZone ?? 'UTC';

  const desk = useMemo<Desk>(() => {
    const words = wordsOf(language);
    return {
      port,
      words,
      formats: formatsOf({ words, currency: { code: currency.code, exponent: currency.exponent }, timeZone }),
      preferences,
      prefer(changed: Partial<Preferences>) {
        const next = { ...preferences, ...changed };
        savePreferences(window.localStorage, next);
        setPreferences(next);
      },
    };
  }, [port, language, currency.code, currency.exponent, timeZone, preferences]);

  const wedge = useWedgeCapture(typingDevice(station)?.layout ?? preferences.scannerLayout);
  const dark = preferences.theme === 'dark' || (preferences.theme === 'auto' && machineIsDark);
  useEffect(() => {
    document.documentElement.lang = language;
    document.documentElement.dataset['contrast'] = preferences.contrast;
  }, [language, preferences.contrast]);

  return (
    <DirectionProvider detectDirection={false} initialDirection={desk.words.direction}>
      <MantineProvider
        theme={theme}
        forceColorScheme={dark ? 'dark' : 'light'}
        withCssVariables={false}
        withGlobalClasses={false}
      >
        <DeskContext value={desk}>
          <Direction direction={desk.words.direction} />
          <WedgeContext value={wedge}>
            <Frame port={port} />
          </WedgeContext>
        </DeskContext>
      </MantineProvider>
    </DirectionProvider>
  );
}

function Frame({ port }: { readonly port: ScreenPort }) {
  const station = useView(port, 'station');
  const status = useView(port, 'status');
  const connection = useConnection(port);
  useEffect(() => port.follow('cash'), [port]);
  if (station === null || status === null || connection.state === 'refused')
    return <AwayView connection={connection} />;
  const signedIn = station.operator !== null;
  return (
    <div className={styles['frame']} data-screen={signedIn ? 'selling' : 'sign-in'} data-connection={connection.state}>
      {(station.shop.demonstration || status.demonstration) && <DemonstrationBanner />}
      {connection.state === 'down' && <AwayBanner />}
      <main className={styles['main']}>
        {signedIn ? (
          <ApprovalProvider port={port}>
            <SellingView station={station} status={status} />
          </ApprovalProvider>
        ) : (
          <SignInView station={station} />
        )}
      </main>
      {!signedIn && <Notices status={status} />}
      <StatusStrip station={station} status={status} />
    </div>
  );
}

function DemonstrationBanner() {
  const { words } = useDesk();
  return <div className={styles['demonstration']}>{words.t('demonstration.banner')}</div>;
}

/** The till is away for a moment; selling goes on on what is in sight, and scans wait. */
function AwayBanner() {
  const { port, words } = useDesk();
  const { waitingCount } = useConnection(port);
  const isLong = useLong();
  return (
    <div className={styles['away']} role="alert">
      <strong>{words.t('away.down')}.</strong> {words.t(isLong ? 'away.long' : 'away.down-hint')}
      {waitingCount > 0 && (
        <span className={styles['waiting']}>{words.t('status.waiting', { count: waitingCount })}</span>
      )}
    </div>
  );
}

/** Whether this has been on the screen for longer than a restart takes. */
function useLong(): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), RESTART_MS_MAX);
    return () => clearTimeout(timer);
  }, []);
  return isLong;
}

/** Mantine's own direction, which mirrors its controls and the document with them. */
function Direction({ direction }: { readonly direction: 'ltr' | 'rtl' }) {
  const { setDirection } = useDirection();
  useEffect(() => {
    setDirection(direction);
    document.documentElement.dir = direction;
  }, [direction, setDirection]);
  return null;
}

function useMachineIsDark(): boolean {
  return useSyncExternalStore(watchMachineTheme, () => window.matchMedia(DARK).matches);
}

const DARK = '(prefers-color-scheme: dark)';

function watchMachineTheme(changed: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener('change', changed);
  return () => query.removeEventListener('change', changed);
}
