/** Customers, looked for as somebody types, and gift cards. */
import { useState } from 'react';
import { phoneText } from '#renderer/format/format.ts';
import { useDesk } from '../../desk.tsx';
import { addressOf } from '../../frame/places.ts';
import { useListed } from '../../link/use-asked.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Choice } from '../../parts/field.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Section } from '../../parts/section.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useSearchText } from '../../parts/use-search-text.ts';
import { AccountTable } from './account-table.view.tsx';

export function CustomersPage() {
  const { words } = useDesk();
  const [what, setWhat] = useState<'customers' | 'gift-cards'>('customers');
  const { text, wanted, setText } = useSearchText();
  return (
    <>
      <Head title={words.t('place.customers')} />
      <Section flush>
        <Filters>
          <SearchField
            label={words.t(what === 'customers' ? 'list.search' : 'people.card-number')}
            text={text}
            onType={setText}
          />
          <Choice
            label={words.t('tills.show')}
            name="what"
            value={what}
            options={[
              { value: 'customers', label: words.t('place.customers') },
              { value: 'gift-cards', label: words.t('people.gift-cards') },
            ]}
            onChoose={setWhat}
          />
        </Filters>
        {what === 'customers' ? <Customers search={wanted} /> : <GiftCards number={wanted} />}
      </Section>
    </>
  );
}

function Customers({ search }: { readonly search: string }) {
  const { words, formats } = useDesk();
  const { rows, code, hasMore, more } = useListed('customers', { search });
  return (
    <>
      <Trouble code={code} />
      <DataTable
        label={words.t('place.customers')}
        name="customers"
        rows={rows}
        keyOf={({ personId }) => personId}
        empty={words.t(search === '' ? 'people.none' : 'list.none')}
        hasMore={hasMore}
        onMore={more}
        columns={[
          {
            key: 'name',
            label: words.t('people.name'),
            cell: ({ personId, name }) => (
              <a href={addressOf('customers', personId)}>
                <bdi>{name ?? words.t('people.nameless')}</bdi>
              </a>
            ),
          },
          {
            key: 'phone',
            label: words.t('people.phone'),
            cell: ({ phone }) => <bdi>{phone === null ? '–' : phoneText(phone)}</bdi>,
          },
          { key: 'email', label: words.t('people.email'), cell: ({ email }) => <bdi>{email ?? '–'}</bdi> },
          {
            key: 'enrolled',
            label: words.t('people.enrolled'),
            cell: ({ enrolledMs }) => (enrolledMs === null ? '–' : formats.date(enrolledMs)),
          },
        ]}
      />
    </>
  );
}

function GiftCards({ number }: { readonly number: string }) {
  const { words } = useDesk();
  const { rows, code, hasMore, more } = useListed('gift-cards', { number });
  return (
    <>
      <Trouble code={code} />
      <AccountTable
        accounts={rows}
        label={words.t('people.gift-cards')}
        empty={words.t(number === '' ? 'people.no-gift-cards' : 'people.no-such-card')}
        hasMore={hasMore}
        onMore={more}
      />
    </>
  );
}
