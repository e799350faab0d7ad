import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useDesk, type Me } from '../desk.tsx';
import { ask, isFailed } from '../link/ask.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Told } from '../parts/told.tsx';
import { Front } from './front.view.tsx';
import styles from './sign-in.module.css';

export function SignInView({ onSignedIn }: { readonly onSignedIn: (me: Me) => void }) {
  const { words, formats } = useDesk();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  const second = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  async function enter(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    const answer = await ask('sign-in', { login, password });
    setBusy(false);
    if (!isFailed(answer) && answer.kind === 'signed-in') return onSignedIn(answer);
    setPassword('');
    second.current?.focus();
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.reason === 'locked') setProblem(words.t('sign-in.locked', { age: formats.age(answer.afterMs) }));
    else setProblem(words.t(`sign-in.${answer.reason}`));
  }

  return (
    <Front name="sign-in">
      <form className={styles['form']} onSubmit={(event) => void enter(event)}>
        <h2>{words.t('sign-in.title')}</h2>
        <Field
          label={words.t('sign-in.login')}
          value={login}
          onType={setLogin}
          name="login"
          autoComplete="username"
          input={first}
        />
        <Field
          label={words.t('sign-in.password')}
          value={password}
          onType={setPassword}
          name="password"
          kind="password"
          autoComplete="current-password"
          input={second}
        />
        <Told tone="bad" text={problem} />
        <Button tone="main" name="enter" submits busy={busy}>
          {words.t('sign-in.enter')}
        </Button>
      </form>
    </Front>
  );
}
