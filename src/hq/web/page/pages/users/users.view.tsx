/** Who may use these pages. */
import { useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { UserForm } from './user-form.view.tsx';

export type User = CallAnswer<'users'>['users'][number];

export function UsersPage() {
  const { words, formats } = useDesk();
  const { answer, code, again } = useAsked('users', {});
  const [open, setOpen] = useState<User | 'new' | null>(null);
  const [saved, setSaved] = useState(false);
  return (
    <>
      <Head title={words.t('place.users')}>
        <Button tone="main" name="new-user" onPress={() => setOpen('new')}>
          {words.t('users.new')}
        </Button>
      </Head>
      <Trouble code={code} />
      <Told tone="good" text={saved ? words.t('users.saved') : null} />
      <Section flush>
        <DataTable
          label={words.t('place.users')}
          name="users"
          rows={answer?.users ?? null}
          keyOf={({ login }) => login}
          empty={words.t('list.none')}
          columns={[
            {
              key: 'name',
              label: words.t('users.name'),
              cell: (user) => (
                <Button tone="quiet" name="edit-user" onPress={() => setOpen(user)}>
                  <bdi>{user.name}</bdi>
                </Button>
              ),
            },
            { key: 'login', label: words.t('sign-in.login'), cell: ({ login }) => <bdi>{login}</bdi> },
            { key: 'role', label: words.t('users.role'), cell: ({ role }) => words.t(`role.${role}`) },
            {
              key: 'stores',
              label: words.t('users.stores'),
              cell: ({ storeIds }) =>
                storeIds === null
                  ? words.t('users.all-stores')
                  : words.t('users.some-stores', { count: storeIds.length }),
            },
            {
              key: 'seen',
              label: words.t('users.seen'),
              cell: ({ lastSeenMs }) =>
                lastSeenMs === null
                  ? words.t('users.never')
                  : `${formats.date(lastSeenMs)} ${formats.time(lastSeenMs)}`,
            },
            {
              key: 'active',
              label: '',
              cell: ({ active }) => (active ? null : <Badge tone="bad">{words.t('users.inactive')}</Badge>),
            },
          ]}
        />
      </Section>
      {open !== null && (
        <UserForm
          user={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
          onSaved={() => {
            setOpen(null);
            setSaved(true);
            again();
          }}
        />
      )}
    </>
  );
}
