/** All tills: who is there, who needs somebody. */
import { useState } from 'react';
import { useDesk, useRight } from '../../desk.tsx';
import { addressOf, go } from '../../frame/places.ts';
import { useListed } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Choice } from '../../parts/field.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Section } from '../../parts/section.tsx';
import { useStoreNames } from '../../parts/stores-field.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSearchText } from '../../parts/use-search-text.ts';
import { CodeDialog, type CodeFor } from './code-dialog.view.tsx';
import { Recovery } from './recovery.view.tsx';
import { TillState } from './till-state.tsx';

const ONLY = ['all', 'alarmed', 'retired'] as const;

export function TillsPage({ storeId }: { readonly storeId: string | null }) {
  const { words, formats } = useDesk();
  const mayManage = useRight('manage-fleet');
  const { text, wanted, setText } = useSearchText();
  const [only, setOnly] = useState<(typeof ONLY)[number]>('all');
  const { rows, code, hasMore, more, again } = useListed('tills', { storeId, search: wanted, only });
  const [coding, setCoding] = useState<CodeFor | null>(null);
  const names = useStoreNames(storeId === null ? [] : [storeId]);
  const nowMs = useNow();
  const storeName = storeId === null ? null : (names.get(storeId) ?? '');
  return (
    <>
      <Head
        title={
          storeName === null ? (
            words.t('place.tills')
          ) : (
            <>
              {words.t('place.tills')} · <bdi>{storeName}</bdi>
            </>
          )
        }
      >
        {storeId !== null && (
          <Button name="all-tills" onPress={() => go('tills')}>
            {words.t('tills.back')}
          </Button>
        )}
        {mayManage && (
          <Button
            tone="main"
            name="new-code"
            onPress={() =>
              setCoding(storeId === null ? { kind: 'any' } : { kind: 'store', storeId, name: storeName ?? '' })
            }
          >
            {words.t('code.new')}
          </Button>
        )}
      </Head>
      <Trouble code={code} />
      {storeId === null && <Recovery />}
      <Section flush>
        <Filters>
          <SearchField label={words.t('list.search')} text={text} onType={setText} />
          <Choice
            label={words.t('tills.show')}
            name="only"
            value={only}
            options={ONLY.map((value) => ({ value, label: words.t(`tills.only-${value}`) }))}
            onChoose={setOnly}
          />
        </Filters>
        <DataTable
          label={words.t('place.tills')}
          name="tills"
          rows={rows}
          keyOf={({ tillId }) => tillId}
          empty={words.t(wanted === '' && only === 'all' && !hasMore ? 'tills.none' : 'list.none')}
          hasMore={hasMore}
          onMore={more}
          columns={[
            {
              key: 'name',
              label: words.t('tills.name'),
              cell: ({ tillId, name }) => (
                <a href={addressOf('tills', tillId)}>
                  <bdi>{name}</bdi>
                </a>
              ),
            },
            { key: 'store', label: words.t('tills.store'), cell: ({ storeName: name }) => <bdi>{name}</bdi> },
            { key: 'state', label: words.t('tills.state'), cell: (till) => <TillState till={till} /> },
            {
              key: 'seen',
              label: words.t('tills.seen'),
              cell: ({ seenMs }) =>
                seenMs === null
                  ? words.t('tills.seen-never')
                  : words.t('tills.ago', { age: formats.age(Math.max(0, nowMs - seenMs)) }),
            },
            {
              key: 'unsent',
              label: words.t('tills.unsent'),
              isFigure: true,
              cell: ({ unsent }) => (unsent === null ? '–' : formats.count(unsent)),
            },
            {
              key: 'rows',
              label: words.t('tills.rows'),
              isFigure: true,
              cell: ({ seq }) => (seq === null ? '–' : formats.count(seq)),
            },
            { key: 'version', label: words.t('tills.version'), cell: ({ version }) => <bdi>{version ?? '–'}</bdi> },
          ]}
        />
      </Section>
      {coding !== null && (
        <CodeDialog
          forWhat={coding}
          onClose={() => {
            setCoding(null);
            again();
          }}
        />
      )}
    </>
  );
}
