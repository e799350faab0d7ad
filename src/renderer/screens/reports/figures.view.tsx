/**
 * The figures of an X or a Z: the large ones first, then charts, then what an accountant reads. Every figure is the till's; each
 * chart has the same figures as a table for a screen reader.
 */
import { VisuallyHidden } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import type { ClosingView, XReport } from '#contract/screen/cash.ts';
import { Amount } from '../../parts/amount.tsx';
import { Columns } from '../../parts/columns.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { isTextKey, type TextKey } from '../../text/text.ts';
import { withoutGaps } from './hours.ts';
import { BarsChart, HoursChart } from './lazy-charts.tsx';
import styles from './reports.module.css';

type Figures = Omit<XReport, 'sessionId' | 'atMs' | 'drawer'> | ClosingView;
type Sum = Figures['categories'][number];

/** More rows than this are read in the table and not drawn. */
const BARS_MAX = 8;

export function FiguresView({ figures, children }: { readonly figures: Figures; readonly children?: ReactNode }) {
  const { words, formats } = useDesk();
  const hours = withoutGaps(figures.hours);
  const methodName = (key: string): string => (isTextKey(`method.${key}`) ? words.t(`method.${key}` as TextKey) : key);
  const categoryName = (key: string): string => (key === '' ? words.t('report.unnamed') : key);
  return (
    <>
      <dl className={styles['headline']}>
        <Headline name="report.gross" large value={formats.money(figures.grossMinor)} minor={figures.grossMinor} />
        <Headline name="report.net" value={formats.money(figures.netMinor)} />
        <Headline name="report.vat" value={formats.money(figures.vatMinor)} />
        <Headline name="report.tickets" value={formats.count(figures.ticketCount)} />
        <Headline name="report.articles" value={formats.count(figures.articleCount)} />
        <Headline
          name="report.refunds"
          value={formats.money(figures.refundsMinor)}
          note={words.t('report.refund-count', { count: figures.refundCount })}
        />
        <Headline name="report.discounts" value={formats.money(figures.discountsMinor)} />
      </dl>
      <div className={styles['pair-of-charts']}>
        <Section title="report.hours">
          <Chart empty={hours.length === 0}>
            <HoursChart hours={hours} />
          </Chart>
          <VisuallyHidden>
            <table>
              <caption>{words.t('report.hours')}</caption>
              <Columns names={['report.hour', 'report.tickets', 'report.amount']} />
              <tbody>
                {hours.map(({ hour, count, amountMinor }) => (
                  <tr key={hour}>
                    <th scope="row">{words.t('report.hour-of', { hour })}</th>
                    <td>{formats.count(count)}</td>
                    <td>{formats.money(amountMinor)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </VisuallyHidden>
        </Section>
        <BarsSection title="report.methods" sums={figures.methods} nameOf={methodName}>
          <MethodsTable figures={figures} nameOf={methodName} />
        </BarsSection>
      </div>
      {children}
      <div className={styles['pair-of-charts']}>
        <BarsSection title="report.categories" sums={figures.categories} nameOf={categoryName} />
        <div className={styles['stack']}>
          <Section title="report.vat-table">
            <table className={styles['table']}>
              <Columns names={['report.rate', 'report.net', 'report.vat', 'report.gross']} />
              <tbody>
                {figures.vat.map((row) => (
                  <tr key={row.rateBasisPoints}>
                    <th scope="row">{formats.rate(row.rateBasisPoints)}</th>
                    <Money minor={row.netMinor} />
                    <Money minor={row.vatMinor} />
                    <Money minor={row.grossMinor} />
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
          <Section title="report.operators">
            <table className={styles['table']}>
              <Columns names={['report.person', 'report.tickets', 'report.refunds', 'report.amount']} />
              <tbody>
                {figures.operators.map((one) => (
                  <tr key={one.key}>
                    <th scope="row">
                      <bdi>{one.key}</bdi>
                    </th>
                    <td>{formats.count(one.count)}</td>
                    <Refunded sum={one} />
                    <Money minor={one.amountMinor} />
                  </tr>
                ))}
              </tbody>
            </table>
          </Section>
        </div>
      </div>
      <div className={styles['thirds']}>
        <Section title="report.counts">
          <Facts rows={COUNTS.map((name) => [words.t(`report.counts.${name}`), formats.count(figures.counts[name])])} />
        </Section>
        <Section title="report.stored-value">
          <Facts
            rows={STORED.map((name) => [
              words.t(`report.stored-value.${name}`),
              formats.money(figures.storedValue[`${name}Minor`]),
            ])}
          />
        </Section>
        <Section title="report.points">
          <Facts rows={POINTS.map((name) => [words.t(`report.points.${name}`), formats.count(figures.points[name])])} />
        </Section>
      </div>
    </>
  );
}

const COUNTS = [
  'discounts',
  'overrides',
  'voidedLines',
  'cancelledTickets',
  'drawerOpenings',
  'duplicates',
  'approvals',
] as const;
const STORED = ['loaded', 'besideTurnover', 'spent', 'returned', 'outstanding'] as const;
const POINTS = ['earned', 'redeemed', 'takenBack', 'expired', 'outstanding'] as const;

function BarsSection(given: {
  readonly title: TextKey;
  readonly sums: readonly Sum[];
  readonly nameOf: (key: string) => string;
  /** The same figures as a table that everybody sees; without it, one for a screen reader. */
  readonly children?: ReactNode;
}) {
  const { words, formats } = useDesk();
  const rows = given.sums.map((sum) => ({ ...sum, name: given.nameOf(sum.key) }));
  const largest = rows.toSorted((a, b) => b.amountMinor - a.amountMinor);
  return (
    <Section title={given.title}>
      <Chart empty={rows.length === 0}>
        <BarsChart rows={largest.slice(0, BARS_MAX)} />
      </Chart>
      {largest.length > BARS_MAX && (
        <p className={styles['note']}>{words.t('report.more', { count: largest.length - BARS_MAX })}</p>
      )}
      {given.children ?? (
        <VisuallyHidden>
          <table>
            <caption>{words.t(given.title)}</caption>
            <tbody>
              {largest.map(({ key, name, count, amountMinor }) => (
                <tr key={key}>
                  <th scope="row">{name}</th>
                  <td>{formats.count(count)}</td>
                  <td>{formats.money(amountMinor)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </VisuallyHidden>
      )}
    </Section>
  );
}

/** Method by method down to the total of the day: with rounding, and without what was paid for no turnover. */
function MethodsTable({ figures, nameOf }: { readonly figures: Figures; readonly nameOf: (key: string) => string }) {
  const { words } = useDesk();
  if (figures.methods.length === 0) return null;
  const { cashRoundingMinor, storedValue, grossMinor } = figures;
  const others = [
    ['report.rounding', cashRoundingMinor],
    ['report.beside-turnover', 0 - storedValue.besideTurnoverMinor],
  ] as const;
  return (
    <table className={styles['table']} data-methods>
      <Columns names={['differences.method', 'report.refunds', 'report.amount']} />
      <tbody>
        {figures.methods.map((one) => (
          <tr key={one.key}>
            <th scope="row">{nameOf(one.key)}</th>
            <Refunded sum={one} />
            <Money minor={one.amountMinor} />
          </tr>
        ))}
        {others.map(
          ([name, minor]) =>
            minor !== 0 && (
              <tr key={name}>
                <th scope="row">{words.t(name)}</th>
                <td />
                <Money minor={minor} />
              </tr>
            ),
        )}
        <tr data-total>
          <th scope="row">{words.t('report.gross')}</th>
          <td />
          <Money minor={grossMinor} />
        </tr>
      </tbody>
    </table>
  );
}

/** Of an amount, what went back and how often; nothing where nothing did. */
function Refunded({ sum }: { readonly sum: Figures['methods'][number] }) {
  const { formats } = useDesk();
  if (sum.refundCount === 0) return <td>–</td>;
  return (
    <td>
      <Amount text={formats.money(sum.refundedMinor)} /> <bdi>({formats.count(sum.refundCount)})</bdi>
    </td>
  );
}

/** A chart once its code has come, or the word that there was nothing to draw. */
function Chart({ empty, children }: { readonly empty: boolean; readonly children: ReactNode }) {
  const { words } = useDesk();
  if (empty) return <p className={styles['none']}>{words.t('report.no-sales')}</p>;
  return (
    <Suspense
      fallback={
        <p className={styles['loading']} data-loading>
          {words.t('closings.waiting')}
        </p>
      }
    >
      {children}
    </Suspense>
  );
}

function Headline(given: {
  readonly name: TextKey;
  readonly value: string;
  readonly large?: boolean;
  readonly minor?: number;
  readonly note?: string;
}) {
  const { words } = useDesk();
  return (
    <div
      className={styles['figure']}
      data-large={given.large ?? false}
      data-figure={given.name}
      data-minor={given.minor}
    >
      <dt>{words.t(given.name)}</dt>
      <dd>
        <Amount text={given.value} />
        {given.note !== undefined && <small>{given.note}</small>}
      </dd>
    </div>
  );
}

export function Section({ title, children }: { readonly title: TextKey; readonly children: ReactNode }) {
  const { words } = useDesk();
  return (
    <section className={styles['section']} aria-label={words.t(title)}>
      <h3>{words.t(title)}</h3>
      {children}
    </section>
  );
}

export function Facts({ rows }: { readonly rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className={styles['facts']}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <Amount text={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

export function Money({ minor }: { readonly minor: number }) {
  const { formats } = useDesk();
  return (
    <td>
      <Amount text={formats.money(minor)} />
    </td>
  );
}
