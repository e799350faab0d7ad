/** The frame around everything: language and light, and who is signed in. */
import { DirectionProvider, MantineProvider, useDirection } from '@mantine/core';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { formatsOf } from '#renderer/format/format.ts';
import { theme } from '#renderer/theme/theme.ts';
import { DeskContext, MeContext, type Desk, type Looks, type Me } from '../desk.tsx';
import { ask, isFailed, onSignedOut } from '../link/ask.ts';
import { pageWordsOf } from '../text/text.ts';
import { loadLooks, saveLooks } from './looks.ts';
import { NewPasswordView } from './new-password.view.tsx';
import { Shell } from './shell.view.tsx';
import { SignInView } from './sign-in.view.tsx';

/** Before anybody is signed in no amount is shown; the formats only need a currency to exist. */
const NO_CURRENCY = { code: 'EUR', exponent: 2 };
const RETRY_MS = 2_000;

type State = { readonly kind: 'asking' } | { readonly kind: 'out' } | { readonly kind: 'in'; readonly me: Me };

export function App() {
  const [looks, setLooks] = useState<Looks>(() => loadLooks(window.localStorage, navigator.languages));
  const [state, setState] = useState<State>({ kind: 'asking' });
  const machineIsDark = useMachineIsDark();
  const currency = state.kind === 'in' ? state.me.organisation.currency : NO_CURRENCY;
  const timeZone = state.kind === 'in' ? state.me.organisation.timeZone : 'UTC';

  const whoAmI = useCallback(async (): Promise<void> => {
    const answer = await ask('me', {});
    if (isFailed(answer)) setTimeout(() => void whoAmI(), RETRY_MS);
    else setState(answer.kind === 'signed-in' ? { kind: 'in', me: answer } : { kind: 'out' });
  }, []);
  useEffect(() => void whoAmI(), [whoAmI]);
  useEffect(() => onSignedOut(() => setState({ kind: 'out' })), []);

  const desk = useMemo<Desk>(() => {
    const words = pageWordsOf(looks.language);
    return {
      words,
      formats: formatsOf({
        words: words.till,
        currency: { code: currency.code, exponent: currency.exponent },
        timeZone,
      }),
      looks,
      prefer(changed) {
        const next = { ...looks, ...changed };
        saveLooks(window.localStorage, next);
        setLooks(next);
      },
    };
  }, [looks, currency.code, currency.exponent, timeZone]);

  const dark = looks.theme === 'dark' || (looks.theme === 'auto' && machineIsDark);
  useEffect(() => {
    document.documentElement.lang = looks.language;
  }, [looks.language]);

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
          {state.kind === 'out' && <SignInView onSignedIn={(me) => setState({ kind: 'in', me })} />}
          {state.kind === 'in' && (
            <MeContext value={state.me}>
              {state.me.mustChangePassword ? (
                <NewPasswordView onDone={() => void whoAmI()} />
              ) : (
                <Shell onSignedOut={() => setState({ kind: 'out' })} />
              )}
            </MeContext>
          )}
        </DeskContext>
      </MantineProvider>
    </DirectionProvider>
  );
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

const DARK = '(prefers-color-scheme: dark)';

function useMachineIsDark(): boolean {
  return useSyncExternalStore(
    (changed) => {
      const query = window.matchMedia(DARK);
      query.addEventListener('change', changed);
      return () => query.removeEventListener('change', changed);
    },
    () => window.matchMedia(DARK).matches,
  );
}
