/** One user: name, role, stores, and a first password. */
import { type FormEvent, useState } from 'react';
import { PAGE_ROLES } from '#contract/pages/right.ts';
import { useDesk } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { Button } from '../../parts/button.tsx';
import { Dialog, DialogActions } from '../../parts/dialog.tsx';
import { Choice, Field, Tick } from '../../parts/field.tsx';
import { StoresField } from '../../parts/stores-field.tsx';
import { Told } from '../../parts/told.tsx';
import type { User } from './users.view.tsx';

export function UserForm(props: {
  readonly user: User | null;
  readonly onClose: () => void;
  readonly onSaved: () => void;
}) {
  const { words } = useDesk();
  const { user, onClose, onSaved } = props;
  const [login, setLogin] = useState(user?.login ?? '');
  const [name, setName] = useState(user?.name ?? '');
  const [role, setRole] = useState(user?.role ?? 'viewer');
  const [storeIds, setStoreIds] = useState<readonly string[] | null>(user?.storeIds ?? null);
  const [active, setActive] = useState(user?.active ?? true);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    const answer = await ask('save-user', {
      login,
      isNew: user === null,
      name,
      role,
      storeIds: storeIds === null ? null : [...storeIds],
      active,
      password: password === '' ? null : password,
    });
    setBusy(false);
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`users.${answer.reason}`));
    else onSaved();
  }

  return (
    <Dialog
      title={user === null ? words.t('users.new') : words.t('users.edit', { name: user.name })}
      name="user"
      onClose={onClose}
    >
      <form onSubmit={(event) => void save(event)} data-form>
        {user === null && (
          <Field label={words.t('sign-in.login')} name="user-login" value={login} onType={setLogin} characters={40} />
        )}
        <Field label={words.t('users.name')} name="user-name" value={name} onType={setName} characters={100} />
        <Choice
          label={words.t('users.role')}
          name="user-role"
          value={role}
          options={PAGE_ROLES.map((value) => ({ value, label: words.t(`role.${value}`) }))}
          onChoose={setRole}
        />
        <p>{words.t(`users.role-${role}`)}</p>
        {role !== 'administrator' && <StoresField value={storeIds} onChange={setStoreIds} />}
        <Field
          label={words.t('users.password')}
          hint={words.t('users.password-hint')}
          name="user-password"
          kind="password"
          autoComplete="new-password"
          value={password}
          onType={setPassword}
        />
        {user !== null && (
          <Tick label={words.t('users.active')} name="user-active" value={active} onChoose={setActive} />
        )}
        <Told tone="bad" text={problem} />
        <DialogActions>
          <Button name="cancel" onPress={onClose}>
            {words.t('dialog.cancel')}
          </Button>
          <Button tone="main" name="save-user" submits busy={busy}>
            {words.t('dialog.save')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
