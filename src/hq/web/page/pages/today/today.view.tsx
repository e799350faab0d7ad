/** Takings of today as they come in: of all stores, or of one with its tills. */
import { useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { addressOf, go } from '../../frame/places.ts';
import { Chart } from '../../parts/chart.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Field } from '../../parts/field.tsx';
import { Head } from '../../parts/head.tsx';
import { Live } from '../../parts/live.tsx';
import { Figure, Figures, Nothing, Section } from '../../parts/section.tsx';
import { StorePicker } from '../../parts/store-picker.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useNow } from '../../parts/use-now.ts';
import styles from './today.module.css';
import { Taken } from './taken.view.tsx';
import { useToday, type Figures as FiguresOf } from './use-today.ts';

export function TodayPage({ storeId }: { readonly storeId: string | null }) {
  const { words, formats } = useDesk();
  const [day, setDay] = useState('');
  const { figures, code, asOfMs } = useToday(storeId, day === '' ? null : day);
  const nowMs = useNow();
  return (
    <>
      <Head
        title={
          <>
            {words.t(day === '' ? 'place.today' : 'today.day')}
            {figures !== null && <small className={styles['day']}>{formats.day(figures.businessDay)}</small>}
          </>
        }
      >
        <Live asOfMs={asOfMs} />
        <StorePicker
          storeId={storeId}
          withAll
          onPick={(picked) => go('today', picked === null ? null : `store:${picked}`)}
        />
        <div className={styles['date']}>
          <Field label={words.t('today.other-day')} name="day" kind="date" value={day} onType={setDay} />
        </div>
      </Head>
      <Trouble code={code} />
      {figures !== null && <Shown figures={figures} storeId={storeId} nowMs={nowMs} />}
    </>
  );
}

function Shown(props: { readonly figures: FiguresOf; readonly storeId: string | null; readonly nowMs: number }) {
  const { words, formats } = useDesk();
  const { figures, storeId, nowMs } = props;
  const { total } = figures;
  const hasSold = total.saleCount + total.refundCount > 0;
  return (
    <>
      <Figures>
        <Figure
          large
          id="gross"
          name={words.t('today.gross')}
          value={<bdi>{formats.money(total.grossMinor)}</bdi>}
          note={
            total.lastSaleMs === null
              ? words.t('today.none')
              : `${words.t('today.last', { age: formats.age(Math.max(0, nowMs - total.lastSaleMs)) })}${
                  storeId === null ? ` · ${words.t('users.some-stores', { count: figures.storeCount })}` : ''
                }`
          }
        />
        <Figure id="tickets" name={words.t('today.tickets')} value={formats.count(total.saleCount)} />
        <Figure
          id="basket"
          name={words.t('today.basket')}
          value={
            <bdi>
              {total.basketCount === 0
                ? '–'
                : formats.money(Math.round((total.grossMinor - total.refundMinor) / total.basketCount))}
            </bdi>
          }
          note={words.t('today.basket-of')}
        />
        <Figure name={words.t('today.articles')} value={formats.count(total.articleCount)} />
        <Figure
          name={words.t('today.refunds')}
          value={<bdi>{formats.money(total.refundMinor)}</bdi>}
          note={words.t('today.refund-count', { count: total.refundCount })}
        />
        <Figure name={words.t('today.vat')} value={<bdi>{formats.money(total.vatMinor)}</bdi>} />
        <Figure name={words.t('today.discounts')} value={<bdi>{formats.money(total.discountMinor)}</bdi>} />
      </Figures>
      {hasSold && (
        <>
          <Taken figures={figures} />
          <Section title={words.t('today.hours')}>
            <Chart
              label={words.t('today.hours')}
              empty={words.t('today.none')}
              bars={withoutGaps(figures.hours).map(({ hour, grossMinor }) => ({
                key: String(hour),
                label: words.till.t('report.hour-of', { hour }),
                amountMinor: grossMinor,
              }))}
            />
          </Section>
        </>
      )}
      {storeId === null ? (
        <StoresOfDay figures={figures} nowMs={nowMs} />
      ) : (
        <TillsOfDay figures={figures} nowMs={nowMs} />
      )}
    </>
  );
}

function StoresOfDay({ figures, nowMs }: { readonly figures: FiguresOf; readonly nowMs: number }) {
  const { words, formats } = useDesk();
  return (
    <Section title={words.t('today.by-store')} flush name="stores">
      <DataTable
        label={words.t('today.by-store')}
        name="stores-of-day"
        rows={figures.stores}
        keyOf={({ storeId }) => storeId}
        empty={words.t('today.none')}
        columns={[
          {
            key: 'store',
            label: words.t('tills.store'),
            cell: ({ storeId, name }) => (
              <a href={addressOf('today', `store:${storeId}`)}>
                <bdi>{name}</bdi>
              </a>
            ),
          },
          ...sumsColumns(words, formats, nowMs),
        ]}
      />
      {figures.storeCount > figures.stores.length && (
        <Nothing>
          {words.t('today.more-stores', { shown: figures.stores.length, all: formats.count(figures.storeCount) })}
        </Nothing>
      )}
    </Section>
  );
}

function TillsOfDay({ figures, nowMs }: { readonly figures: FiguresOf; readonly nowMs: number }) {
  const { words, formats } = useDesk();
  return (
    <Section title={words.t('today.by-till')} flush name="tills">
      <DataTable
        label={words.t('today.by-till')}
        name="tills-of-day"
        rows={figures.tills}
        keyOf={({ tillId }) => tillId}
        empty={words.t('today.none')}
        columns={[
          {
            key: 'till',
            label: words.t('tills.name'),
            cell: ({ tillId, name }) => (
              <a href={addressOf('tills', tillId)}>
                <bdi>{name}</bdi>
              </a>
            ),
          },
          ...sumsColumns(words, formats, nowMs),
        ]}
      />
    </Section>
  );
}

function sumsColumns(
  words: ReturnType<typeof useDesk>['words'],
  formats: ReturnType<typeof useDesk>['formats'],
  nowMs: number,
) {
  return [
    {
      key: 'gross',
      label: words.t('today.gross'),
      isFigure: true,
      cell: (row: FiguresOf['total']) => <bdi>{formats.money(row.grossMinor)}</bdi>,
    },
    {
      key: 'tickets',
      label: words.t('today.tickets'),
      isFigure: true,
      cell: (row: FiguresOf['total']) => formats.count(row.saleCount),
    },
    {
      key: 'refunds',
      label: words.t('today.refunds'),
      isFigure: true,
      cell: (row: FiguresOf['total']) => <bdi>{formats.money(row.refundMinor)}</bdi>,
    },
    {
      key: 'last',
      label: words.t('today.last-sale'),
      isFigure: true,
      cell: (row: FiguresOf['total']) =>
        row.lastSaleMs === null ? '–' : words.t('tills.ago', { age: formats.age(Math.max(0, nowMs - row.lastSaleMs)) }),
    },
  ];
}

/** Hours without a sale between two with one are shown empty. */
function withoutGaps(hours: FiguresOf['hours']): FiguresOf['hours'] {
  const first = hours[0]?.hour ?? 0;
  const last = hours.at(-1)?.hour ?? -1;
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const hour = first + index;
    return hours.find((one) => one.hour === hour) ?? { hour, count: 0, grossMinor: 0 };
  });
}
