/** Products, looked for by name or code; prices of all stores or of one; files brought in. */
import { useState } from 'react';
import { useDesk, useRight } from '../../desk.tsx';
import { addressOf, go } from '../../frame/places.ts';
import { useListed } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Section } from '../../parts/section.tsx';
import { StorePicker } from '../../parts/store-picker.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useSearchText } from '../../parts/use-search-text.ts';
import { gtinText } from './gtin-text.ts';
import { ImportDialog } from './import-dialog.view.tsx';
import { ProductForm } from './product-form.view.tsx';

export function CataloguePage() {
  const { words, formats } = useDesk();
  const mayManage = useRight('manage-catalogue');
  const [storeId, setStoreId] = useState<string | null>(null);
  const { text, wanted, setText } = useSearchText();
  const { rows, code, hasMore, more, again } = useListed('products', { search: wanted, storeId });
  const [importing, setImporting] = useState(false);
  const [making, setMaking] = useState(false);
  return (
    <>
      <Head title={words.t('place.catalogue')}>
        <StorePicker storeId={storeId} withAll onPick={setStoreId} />
        {mayManage && (
          <>
            <Button name="import" onPress={() => setImporting(true)}>
              {words.t('catalogue.import')}
            </Button>
            <Button tone="main" name="new-product" onPress={() => setMaking(true)}>
              {words.t('catalogue.new')}
            </Button>
          </>
        )}
      </Head>
      <Trouble code={code} />
      <Section flush>
        <Filters>
          <SearchField label={words.t('catalogue.search')} text={text} onType={setText} />
        </Filters>
        <DataTable
          label={words.t('place.catalogue')}
          name="products"
          rows={rows}
          keyOf={({ productId }) => productId}
          empty={words.t(wanted === '' ? 'catalogue.none' : 'list.none')}
          hasMore={hasMore}
          onMore={more}
          columns={[
            {
              key: 'name',
              label: words.t('catalogue.product'),
              cell: ({ productId, name }) => (
                <a href={addressOf('catalogue', productId)}>
                  <bdi>{name}</bdi>
                </a>
              ),
            },
            { key: 'brand', label: words.t('catalogue.brand'), cell: ({ brand }) => <bdi>{brand ?? ''}</bdi> },
            {
              key: 'code',
              label: words.t('catalogue.code'),
              cell: ({ gtins, plu }) => <bdi>{gtinText(gtins[0]) ?? plu ?? ''}</bdi>,
            },
            {
              key: 'category',
              label: words.t('catalogue.category'),
              cell: ({ category }) => <bdi>{category ?? ''}</bdi>,
            },
            {
              key: 'vat',
              label: words.t('today.vat'),
              isFigure: true,
              cell: ({ vatRateBasisPoints }) => <bdi>{formats.rate(vatRateBasisPoints)}</bdi>,
            },
            {
              key: 'price',
              label: words.t(storeId === null ? 'catalogue.price' : 'catalogue.price-here'),
              isFigure: true,
              cell: ({ priceMinor, priceHereMinor, unit }) => (
                <>
                  {storeId !== null && priceHereMinor !== priceMinor && (
                    <Badge tone="warn">{words.t('catalogue.own')}</Badge>
                  )}{' '}
                  <bdi>
                    {formats.money(priceHereMinor)}
                    {unit === 'piece' ? '' : ` / ${words.till.t(`unit.${unit}`)}`}
                  </bdi>
                </>
              ),
            },
          ]}
        />
      </Section>
      {importing && (
        <ImportDialog
          onClose={() => {
            setImporting(false);
            again();
          }}
        />
      )}
      {making && (
        <ProductForm
          product={null}
          onClose={() => setMaking(false)}
          onSaved={(productId) => {
            setMaking(false);
            go('catalogue', productId);
          }}
        />
      )}
    </>
  );
}
