/** Who is signed in, and their password. */
import { useState } from 'react';
import { useDesk, useMe } from '../../desk.tsx';
import { NewPasswordForm } from '../../frame/new-password.view.tsx';
import { Head } from '../../parts/head.tsx';
import { Beside, Facts, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';

export function AccountPage() {
  const { words } = useDesk();
  const me = useMe();
  const [changedCount, setChangedCount] = useState(0);
  return (
    <>
      <Head title={words.t('place.account')} />
      <Beside>
        <Section>
          <Facts
            rows={[
              [words.t('users.name'), <bdi key="name">{me.name}</bdi>],
              [words.t('sign-in.login'), <bdi key="login">{me.login}</bdi>],
              [words.t('users.role'), words.t(`role.${me.role}`)],
              [
                words.t('users.stores'),
                me.storeIds === null
                  ? words.t('users.all-stores')
                  : words.t('users.some-stores', { count: me.storeIds.length }),
              ],
            ]}
          />
        </Section>
        <Section title={words.t('password.title')}>
          <Told tone="good" text={changedCount === 0 ? null : words.t('password.changed')} />
          <NewPasswordForm key={changedCount} onDone={() => setChangedCount(changedCount + 1)} />
        </Section>
      </Beside>
    </>
  );
}
