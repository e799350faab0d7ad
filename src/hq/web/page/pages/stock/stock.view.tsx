/** What a store has, and what it sold more of than it has. */
import { useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { go, rowAddress } from '../../frame/places.ts';
import { useListed } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Choice } from '../../parts/field.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Nothing, Section } from '../../parts/section.tsx';
import { StorePicker } from '../../parts/store-picker.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useNow } from '../../parts/use-now.ts';
import { useSearchText } from '../../parts/use-search-text.ts';

interface Product {
  readonly productId: string;
  readonly name: string;
  readonly unit: 'piece' | 'kg' | 'l';
}

export function StockPage({ storeId }: { readonly storeId: string | null }) {
  const { words } = useDesk();
  return (
    <>
      <Head title={words.t('place.stock')}>
        <StorePicker
          storeId={storeId}
          withAll={false}
          onPick={(picked) => go('stock', picked === null ? null : `store:${picked}`)}
        />
      </Head>
      {storeId === null ? (
        <Section>
          <Nothing>{words.t('stock.choose')}</Nothing>
        </Section>
      ) : (
        <StoreStock storeId={storeId} />
      )}
    </>
  );
}

/** With the minus of typography. */
function useQuantityText(): (milli: number, unit: Product['unit']) => string {
  const { formats } = useDesk();
  return (milli, unit) => formats.quantity(milli, unit).replace('-', '−');
}

function StoreStock({ storeId }: { readonly storeId: string }) {
  const { words, formats } = useDesk();
  const quantityText = useQuantityText();
  const { text, wanted, setText } = useSearchText();
  const [only, setOnly] = useState<'all' | 'below-zero'>('all');
  const { rows, code, hasMore, more } = useListed('stock', { storeId, search: wanted, only });
  const [open, setOpen] = useState<Product | null>(null);
  const nowMs = useNow();
  return (
    <>
      <Trouble code={code} />
      <Section flush>
        <Filters>
          <SearchField label={words.t('list.search')} text={text} onType={setText} />
          <Choice
            label={words.t('tills.show')}
            name="only"
            value={only}
            options={[
              { value: 'all', label: words.t('list.all') },
              { value: 'below-zero', label: words.t('stock.below-zero') },
            ]}
            onChoose={setOnly}
          />
        </Filters>
        <DataTable
          label={words.t('place.stock')}
          name="stock"
          rows={rows}
          keyOf={({ productId }) => productId}
          empty={words.t(wanted === '' ? 'stock.none' : 'list.none')}
          hasMore={hasMore}
          onMore={more}
          columns={[
            {
              key: 'product',
              label: words.t('catalogue.product'),
              cell: ({ productId, name, unit }) => (
                <Button
                  name="open-stock"
                  tone="quiet"
                  onPress={() => setOpen({ productId, name: name ?? productId, unit })}
                >
                  <bdi>{name ?? productId}</bdi>
                </Button>
              ),
            },
            {
              key: 'quantity',
              label: words.t('stock.quantity'),
              isFigure: true,
              cell: ({ quantityMilli, unit, isUncounted }) =>
                isUncounted ? (
                  <Badge tone="warn">
                    {words.t('stock.uncounted', { quantity: quantityText(quantityMilli, unit) })}
                  </Badge>
                ) : quantityMilli < 0 ? (
                  <Badge tone="bad">
                    <bdi>{quantityText(quantityMilli, unit)}</bdi>
                  </Badge>
                ) : (
                  <bdi>{quantityText(quantityMilli, unit)}</bdi>
                ),
            },
            {
              key: 'as-of',
              label: words.t(only === 'all' ? 'stock.as-of' : 'tills.raised'),
              isFigure: true,
              cell: ({ asOfMs }) => words.t('tills.ago', { age: formats.age(Math.max(0, nowMs - asOfMs)) }),
            },
          ]}
        />
      </Section>
      {open !== null && <Movements storeId={storeId} product={open} onClose={() => setOpen(null)} />}
    </>
  );
}

function Movements(props: { readonly storeId: string; readonly product: Product; readonly onClose: () => void }) {
  const { words, formats } = useDesk();
  const { storeId, product } = props;
  const quantityText = useQuantityText();
  const { rows, code, hasMore, more } = useListed('stock-movements', { storeId, productId: product.productId });
  return (
    <Dialog title={product.name} name="movements" onClose={props.onClose} wide>
      <Trouble code={code} />
      <DataTable
        label={words.t('people.movements')}
        name="stock-movements"
        rows={rows}
        keyOf={({ key }) => key}
        empty={words.t('people.no-movements')}
        hasMore={hasMore}
        onMore={more}
        columns={[
          { key: 'at', label: words.t('people.at'), cell: ({ atMs }) => `${formats.date(atMs)} ${formats.time(atMs)}` },
          {
            key: 'kind',
            label: words.t('people.movement'),
            cell: ({ kind, countedMilli }) => (
              <>
                {words.lookUp(`stock.kind.${kind}`, 'stock.kind.other', { kind })}
                {countedMilli !== null && <bdi> {formats.quantity(countedMilli, product.unit)}</bdi>}
              </>
            ),
          },
          { key: 'till', label: words.t('tills.name'), cell: ({ tillName }) => <bdi>{tillName}</bdi> },
          {
            key: 'row',
            label: words.t('stock.reference'),
            cell: ({ reference, chainId, seq }) => (
              <a href={rowAddress(chainId, seq)}>
                <bdi>{reference ?? formats.count(seq)}</bdi>
              </a>
            ),
          },
          {
            key: 'quantity',
            label: words.t('stock.quantity'),
            isFigure: true,
            cell: ({ quantityMilli }) => (
              <bdi>
                {quantityMilli > 0 ? '+' : ''}
                {quantityText(quantityMilli, product.unit)}
              </bdi>
            ),
          },
        ]}
      />
    </Dialog>
  );
}
