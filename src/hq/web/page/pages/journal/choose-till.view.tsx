import { useDesk } from '../../desk.tsx';
import { addressOf } from '../../frame/places.ts';
import { useAsked, useListed } from '../../link/use-asked.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Section } from '../../parts/section.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useSearchText } from '../../parts/use-search-text.ts';
import styles from './journal.module.css';

/** Whose journal. */
export function ChooseTill() {
  const { words, formats } = useDesk();
  const { text, wanted, setText } = useSearchText();
  const { rows, code, hasMore, more } = useListed('tills', { storeId: null, search: wanted, only: 'all' });
  const troubled = useAsked('unprojected-chains', {}).answer?.chains ?? [];
  return (
    <>
      <Head title={words.t('place.journal')} />
      <Trouble code={code} />
      {troubled.length > 0 && (
        <Section title={words.t('journal.unprojected')} flush>
          <DataTable
            label={words.t('journal.unprojected')}
            name="unprojected-chains"
            rows={troubled}
            keyOf={({ chainId }) => chainId}
            empty=""
            columns={[
              {
                key: 'till',
                label: words.t('tills.name'),
                cell: ({ chainId, tillName }) => (
                  <a href={addressOf('journal', chainId)}>
                    <bdi>{tillName}</bdi>
                  </a>
                ),
              },
              { key: 'store', label: words.t('tills.store'), cell: ({ storeName }) => <bdi>{storeName}</bdi> },
            ]}
          />
        </Section>
      )}
      <Section flush>
        <Filters>
          <SearchField label={words.t('list.search')} text={text} onType={setText} />
        </Filters>
        <p className={styles['about']} hidden={rows?.length === 0}>
          {words.t('journal.choose')}
        </p>
        <DataTable
          label={words.t('place.tills')}
          name="chains"
          rows={rows}
          keyOf={({ tillId }) => tillId}
          empty={words.t(wanted === '' ? 'tills.none' : 'list.none')}
          hasMore={hasMore}
          onMore={more}
          columns={[
            {
              key: 'till',
              label: words.t('tills.name'),
              cell: ({ chainId, name }) =>
                chainId === null ? (
                  <bdi>{name}</bdi>
                ) : (
                  <a href={addressOf('journal', chainId)}>
                    <bdi>{name}</bdi>
                  </a>
                ),
            },
            { key: 'store', label: words.t('tills.store'), cell: ({ storeName }) => <bdi>{storeName}</bdi> },
            {
              key: 'state',
              label: words.t('tills.chain-state'),
              cell: ({ chainState }) => (
                <Badge tone={chainState === 'open' ? 'good' : chainState === 'stopped' ? 'bad' : 'plain'}>
                  {words.t(`tills.chain.${chainState}`)}
                </Badge>
              ),
            },
            {
              key: 'rows',
              label: words.t('tills.rows'),
              isFigure: true,
              cell: ({ seq }) => (seq === null ? '–' : formats.count(seq)),
            },
          ]}
        />
      </Section>
    </>
  );
}
