/** What partitions cost: spends and refunds that nobody could check at the time, and accounts that are below zero. */
import { useState } from 'react';
import { useDesk, useMe } from '../../desk.tsx';
import { addressOf, rowAddress } from '../../frame/places.ts';
import { useListed } from '../../link/use-asked.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { Choice } from '../../parts/field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Head } from '../../parts/head.tsx';
import { Badge, Section } from '../../parts/section.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { useAccountAmount } from '../customers/use-account-amount.ts';
import styles from '../journal/journal.module.css';

const MONTHS = 12;
/** Whose row is a refund. */
const REFUND_KINDS: ReadonlySet<string> = new Set(['refund-limit', 'double-refund']);

export function ExposurePage() {
  const { words, formats } = useDesk();
  const me = useMe();
  const amountOf = useAccountAmount();
  const months = lastMonths(MONTHS);
  const [month, setMonth] = useState(months[0] ?? '');
  const [unit, setUnit] = useState(me.organisation.currency.code);
  const exposure = useListed('exposure', { month });
  const debts = useListed('debts', { unit });
  return (
    <>
      <Head title={words.t('exposure.title')} />
      <Trouble code={exposure.code ?? debts.code} />
      <Section flush title={words.t('exposure.spends')}>
        <p className={styles['about']}>{words.t('exposure.about')}</p>
        <Filters>
          <Choice
            label={words.t('exposure.month')}
            name="month"
            value={month}
            options={months.map((value) => ({ value, label: monthName(value, words.language) }))}
            onChoose={setMonth}
          />
        </Filters>
        <DataTable
          label={words.t('exposure.spends')}
          name="exposure"
          rows={exposure.rows}
          keyOf={({ key }) => key}
          empty={words.t('exposure.none')}
          hasMore={exposure.hasMore}
          onMore={exposure.more}
          columns={[
            {
              key: 'kind',
              label: words.t('exposure.kind'),
              cell: ({ kind }) => (
                <Badge tone="warn">{words.lookUp(`exposure.kind.${kind}`, 'exposure.kind.other', { kind })}</Badge>
              ),
            },
            {
              key: 'where',
              label: words.t('tills.name'),
              cell: ({ storeName, tillName }) => (
                <bdi>
                  {storeName} · {tillName}
                </bdi>
              ),
            },
            {
              key: 'at',
              label: words.t('people.at'),
              cell: ({ atMs }) => `${formats.date(atMs)} ${formats.time(atMs)}`,
            },
            {
              key: 'account',
              label: words.t('people.account'),
              cell: ({ accountId }) =>
                accountId === null ? (
                  '–'
                ) : (
                  <a href={addressOf('customers', `account:${accountId}`)}>
                    <bdi>{accountId.slice(0, 8)}</bdi>
                  </a>
                ),
            },
            {
              key: 'ticket',
              label: words.t('people.ticket'),
              cell: ({ ticketNumber }) => (ticketNumber === null ? '–' : <bdi>{ticketNumber}</bdi>),
            },
            {
              key: 'row',
              label: words.t('journal.seq'),
              cell: ({ chainId, seq, kind }) => (
                <a href={rowAddress(chainId, seq)}>
                  {REFUND_KINDS.has(kind) ? words.t('exposure.row-refund') : <bdi>{formats.count(seq)}</bdi>}
                </a>
              ),
            },
            {
              key: 'amount',
              label: words.t('people.amount'),
              isFigure: true,
              cell: ({ amount, unit: of }) => (
                <bdi>{of === null ? formats.quantity(amount, 'piece') : amountOf(amount, of)}</bdi>
              ),
            },
          ]}
        />
      </Section>
      <Section flush title={words.t('exposure.debts')}>
        <Filters>
          <Choice
            label={words.t('people.kind')}
            name="unit"
            value={unit}
            options={[
              { value: me.organisation.currency.code, label: words.t('exposure.money') },
              { value: 'points', label: words.t('exposure.points') },
            ]}
            onChoose={setUnit}
          />
        </Filters>
        <DataTable
          label={words.t('exposure.debts')}
          name="debts"
          rows={debts.rows}
          keyOf={({ accountId }) => accountId}
          empty={words.t('exposure.no-debts')}
          hasMore={debts.hasMore}
          onMore={debts.more}
          columns={[
            {
              key: 'account',
              label: words.t('people.account'),
              cell: ({ accountId }) => (
                <a href={addressOf('customers', `account:${accountId}`)}>
                  <bdi>{accountId.slice(0, 8)}</bdi>
                </a>
              ),
            },
            { key: 'since', label: words.t('tills.raised'), cell: ({ sinceMs }) => formats.date(sinceMs) },
            {
              key: 'balance',
              label: words.t('people.balance'),
              isFigure: true,
              cell: ({ balance }) => <bdi>{amountOf(balance, unit)}</bdi>,
            },
          ]}
        />
      </Section>
    </>
  );
}

function lastMonths(count: number): readonly string[] {
  const now = new Date();
  return Array.from({ length: count }, (_, back) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1)).toISOString().slice(0, 7),
  );
}

function monthName(month: string, language: 'fr' | 'en' | 'ar'): string {
  const locale = { fr: 'fr-FR', en: 'en-GB', ar: 'ar-MA' }[language];
  return new Intl.DateTimeFormat(locale, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01T00:00:00Z`),
  );
}
