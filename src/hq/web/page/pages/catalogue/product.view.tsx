/** One product and every price that is told of it. */
import { useState } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk, useMe, useRight } from '../../desk.tsx';
import { go } from '../../frame/places.ts';
import { ask, isFailed } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Beside, Facts, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useSecondPress } from '../../parts/use-second-press.ts';
import { gtinText } from './gtin-text.ts';
import { PriceForm } from './price-form.view.tsx';
import { ProductForm } from './product-form.view.tsx';

type Found = Extract<CallAnswer<'product'>, { readonly kind: 'found' }>;
type Price = Found['prices'][number];

export function ProductPage({ productId }: { readonly productId: string }) {
  const { words } = useDesk();
  const mayManage = useRight('manage-catalogue');
  const { answer, code, again } = useAsked('product', { productId });
  const [editing, setEditing] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const removing = useSecondPress();
  const found = answer?.kind === 'found' ? answer : null;

  async function remove(): Promise<void> {
    const outcome = await ask('remove-product', { productId });
    if (isFailed(outcome)) setFailed(outcome.code);
    else go('catalogue');
  }

  return (
    <>
      <Head title={<bdi>{found?.product.name ?? words.t('place.catalogue')}</bdi>}>
        <Button name="all-products" onPress={() => go('catalogue')}>
          {words.t('catalogue.back')}
        </Button>
        {mayManage && found !== null && (
          <>
            <Button name="edit-product" onPress={() => setEditing(true)}>
              {words.t('catalogue.edit')}
            </Button>
            <Button
              tone="danger"
              name="remove-product"
              onPress={() => {
                if (removing.press()) void remove();
              }}
            >
              {words.t(removing.armed ? 'tills.sure' : 'catalogue.remove')}
            </Button>
          </>
        )}
      </Head>
      <Trouble code={code ?? failed} />
      {answer?.kind === 'refused' && <Told tone="bad" text={words.t('catalogue.refused.unknown')} />}
      {found !== null && <Details found={found} again={again} />}
      {editing && found !== null && (
        <ProductForm
          product={found.product}
          onClose={() => setEditing(false)}
          onSaved={() => {
            setEditing(false);
            again();
          }}
        />
      )}
    </>
  );
}

function Details({ found, again }: { readonly found: Found; readonly again: () => void }) {
  const { words, formats } = useDesk();
  const me = useMe();
  const mayPrice = me.rights.includes('change-own-prices');
  const mayAll = me.rights.includes('manage-catalogue');
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { product, prices } = found;

  async function takeBack({ storeId, fromMs }: Price): Promise<void> {
    const answer = await ask('change-price', { productId: product.productId, storeId, priceMinor: null, fromMs });
    if (isFailed(answer)) setProblem(words.lookUp(`fault.${answer.code}`, 'fault.other', { code: answer.code }));
    else if (answer.kind === 'refused') setProblem(words.t(`catalogue.refused.${answer.reason}`));
    else setProblem(null);
    again();
  }

  return (
    <>
      <Beside>
        <Section>
          <Facts
            rows={[
              [words.t('catalogue.price'), <bdi key="price">{formats.money(product.priceMinor)}</bdi>],
              [words.t('catalogue.unit'), words.t(`catalogue.unit.${product.unit}`)],
              [words.t('today.vat'), <bdi key="vat">{formats.rate(product.vatRateBasisPoints)}</bdi>],
              [words.t('catalogue.brand'), <bdi key="brand">{product.brand ?? '–'}</bdi>],
              [words.t('catalogue.category'), <bdi key="category">{product.category ?? '–'}</bdi>],
              [words.t('catalogue.gtins'), <bdi key="gtins">{product.gtins.map(gtinText).join(' ') || '–'}</bdi>],
              [words.t('catalogue.plu'), <bdi key="plu">{product.plu ?? '–'}</bdi>],
              [words.t('catalogue.age'), product.ageLimitYears === null ? '–' : formats.count(product.ageLimitYears)],
              [
                words.t('catalogue.deposit'),
                <bdi key="deposit">{product.depositMinor === null ? '–' : formats.money(product.depositMinor)}</bdi>,
              ],
              [words.t('catalogue.meal-voucher'), words.t(product.mealVoucher ? 'journal.yes' : 'journal.no')],
            ]}
          />
        </Section>
        {mayPrice && (
          <Section title={words.t('catalogue.change-price')}>
            <Told tone="good" text={said} />
            <PriceForm
              productId={product.productId}
              mayAll={mayAll}
              onChanged={(words_) => {
                setSaid(words_);
                again();
              }}
            />
          </Section>
        )}
      </Beside>
      <Told tone="bad" text={problem} />
      <Section title={words.t('catalogue.prices')} flush>
        <DataTable
          label={words.t('catalogue.prices')}
          name="prices"
          rows={prices}
          keyOf={({ storeId, fromMs }) => `${storeId} ${fromMs}`}
          empty={words.t('catalogue.no-prices')}
          columns={[
            {
              key: 'store',
              label: words.t('tills.store'),
              cell: ({ storeName }) => (storeName === null ? words.t('users.all-stores') : <bdi>{storeName}</bdi>),
            },
            {
              key: 'from',
              label: words.t('catalogue.from'),
              cell: ({ fromMs }) =>
                fromMs === null ? (
                  words.t('catalogue.since')
                ) : (
                  <>
                    {formats.date(fromMs)} {formats.time(fromMs)}{' '}
                    {fromMs > Date.now() && <Badge tone="warn">{words.t('catalogue.to-come')}</Badge>}
                  </>
                ),
            },
            {
              key: 'price',
              label: words.t('catalogue.price'),
              isFigure: true,
              cell: ({ priceMinor }) => <bdi>{formats.money(priceMinor)}</bdi>,
            },
            {
              key: 'take-back',
              label: '',
              isFigure: true,
              cell: (price) =>
                mayAll || (mayPrice && price.storeId !== null) ? (
                  <Button name="take-back" onPress={() => void takeBack(price)}>
                    {words.t('catalogue.take-back')}
                  </Button>
                ) : null,
            },
          ]}
        />
      </Section>
    </>
  );
}
