/** A password that somebody else chose is changed before anything is shown. */
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { PASSWORD_CHARACTERS_MIN } from '#contract/pages/users.ts';
import { useDesk } from '../desk.tsx';
import { ask, isFailed } from '../link/ask.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Told } from '../parts/told.tsx';
import { Front } from './front.view.tsx';
import styles from './sign-in.module.css';

export function NewPasswordView({ onDone }: { readonly onDone: () => void }) {
  const { words } = useDesk();
  return (
    <Front name="new-password">
      <div className={styles['form']}>
        <h2>{words.t('password.title')}</h2>
        <p>{words.t('password.why')}</p>
        <NewPasswordForm onDone={onDone} />
      </div>
    </Front>
  );
}

export function NewPasswordForm({ onDone }: { readonly onDone: () => void }) {
  const { words } = useDesk();
  const [password, setPassword] = useState('');
  const [next, setNext] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const first = useRef<HTMLInputElement>(null);
  useEffect(() => first.current?.focus(), []);

  async function change(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (next.length < PASSWORD_CHARACTERS_MIN)
      return setProblem(words.t('password.short', { count: PASSWORD_CHARACTERS_MIN }));
    if (next !== again) return setProblem(words.t('password.unlike'));
    setBusy(true);
    const answer = await ask('change-own-password', { password, newPassword: next });
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`password.${answer.reason}`));
    else onDone();
  }

  return (
    <form className={styles['form']} onSubmit={(event) => void change(event)}>
      <Field
        label={words.t('password.old')}
        value={password}
        onType={setPassword}
        kind="password"
        name="old"
        autoComplete="current-password"
        input={first}
      />
      <Field
        label={words.t('password.new')}
        hint={words.t('password.short', { count: PASSWORD_CHARACTERS_MIN })}
        value={next}
        onType={setNext}
        kind="password"
        name="new"
        autoComplete="new-password"
      />
      <Field
        label={words.t('password.again')}
        value={again}
        onType={setAgain}
        kind="password"
        name="again"
        autoComplete="new-password"
      />
      <Told tone="bad" text={problem} />
      <Button tone="main" name="change-password" submits busy={busy}>
        {words.t('password.change')}
      </Button>
    </form>
  );
}
