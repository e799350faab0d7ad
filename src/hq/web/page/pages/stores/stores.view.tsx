/** The stores, looked for by name. */
import { useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk, useRight } from '../../desk.tsx';
import { addressOf } from '../../frame/places.ts';
import { useListed } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useSearchText } from '../../parts/use-search-text.ts';
import { SearchField } from '../../parts/search-field.tsx';
import { CodeDialog } from '../tills/code-dialog.view.tsx';
import { StoreDialog } from './store-dialog.view.tsx';

type Store = CallAnswer<'stores'>['rows'][number];

export function StoresPage() {
  const { words, formats } = useDesk();
  const mayManage = useRight('manage-fleet');
  const { text, wanted, setText } = useSearchText();
  const { rows, code, hasMore, more, again } = useListed('stores', { search: wanted });
  const [isNew, setIsNew] = useState(false);
  const [renaming, setRenaming] = useState<Store | null>(null);
  const [said, setSaid] = useState<'stores.made' | 'stores.renamed' | null>(null);
  const [coding, setCoding] = useState<{ readonly storeId: string; readonly name: string } | null>(null);
  return (
    <>
      <Head title={words.t('place.stores')}>
        {mayManage && (
          <Button tone="main" name="new-store" onPress={() => setIsNew(true)}>
            {words.t('stores.new')}
          </Button>
        )}
      </Head>
      <Trouble code={code} />
      <Told tone="good" text={said === null ? null : words.t(said)} />
      <Section flush>
        <Filters>
          <SearchField label={words.t('list.search')} text={text} onType={setText} />
        </Filters>
        <DataTable
          label={words.t('place.stores')}
          name="stores"
          rows={rows}
          keyOf={({ storeId }) => storeId}
          empty={words.t(wanted === '' ? 'stores.none' : 'list.none')}
          hasMore={hasMore}
          onMore={more}
          columns={[
            {
              key: 'name',
              label: words.t('stores.name'),
              cell: ({ storeId, name }) => (
                <a href={addressOf('tills', `store:${storeId}`)}>
                  <bdi>{name}</bdi>
                </a>
              ),
            },
            { key: 'zone', label: words.t('stores.time-zone'), cell: ({ timeZone }) => <bdi>{timeZone}</bdi> },
            {
              key: 'tills',
              label: words.t('stores.tills'),
              isFigure: true,
              cell: ({ tillCount }) => formats.count(tillCount),
            },
            ...(mayManage
              ? [
                  {
                    key: 'code',
                    label: '',
                    isFigure: true,
                    cell: (store: Store) => (
                      <span data-buttons>
                        <Button name="rename-store" onPress={() => setRenaming(store)}>
                          {words.t('stores.rename')}
                        </Button>
                        <Button name="new-code" onPress={() => setCoding(store)}>
                          {words.t('code.new')}
                        </Button>
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
      </Section>
      {renaming !== null && (
        <StoreDialog
          store={renaming}
          onClose={() => setRenaming(null)}
          onMade={() => {
            setRenaming(null);
            setSaid('stores.renamed');
            again();
          }}
        />
      )}
      {isNew && (
        <StoreDialog
          onClose={() => setIsNew(false)}
          onMade={() => {
            setIsNew(false);
            setSaid('stores.made');
            again();
          }}
        />
      )}
      {coding !== null && <CodeDialog forWhat={{ kind: 'store', ...coding }} onClose={() => setCoding(null)} />}
    </>
  );
}
