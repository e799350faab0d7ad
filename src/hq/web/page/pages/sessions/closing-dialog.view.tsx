/** One Z, whole, as its row says it. */
import type { ReactNode } from 'react';
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { rowAddress } from '../../frame/places.ts';
import { useAsked } from '../../link/use-asked.ts';
import { DataTable } from '../../parts/data-table.tsx';
import { methodText } from '../../parts/method-text.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Beside, Facts, Figure, Figures, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { ClosingMethods, useRefundable } from './closing-methods.view.tsx';
import { Difference } from './difference.tsx';
import { operatorText } from './operator-text.ts';

type Found = Extract<CallAnswer<'closing'>, { readonly kind: 'found' }>;
type Report = Found['report'];

export function ClosingDialog(props: { readonly chainId: string; readonly seq: number; readonly onClose: () => void }) {
  const { words, formats } = useDesk();
  const { chainId, seq } = props;
  const { answer, code } = useAsked('closing', { chainId, seq });
  const found = answer?.kind === 'found' ? answer : null;
  const title =
    found === null
      ? words.t('sessions.z')
      : words.till.t('report.z-title', {
          number: formats.count(found.closing.zNumber),
          day: formats.day(found.closing.businessDay),
        });
  return (
    <Dialog title={title} name="z" onClose={props.onClose} wide>
      <Trouble code={code} />
      {answer?.kind === 'refused' && <Told tone="bad" text={words.t(`sessions.z.${answer.reason}`)} />}
      {answer === null && code === null && <p>{words.t('list.waiting')}</p>}
      {found !== null && <Whole found={found} />}
    </Dialog>
  );
}

function Whole({ found }: { readonly found: Found }) {
  const { closing, report } = found;
  const { words, formats } = useDesk();
  const { t } = words.till;
  const money = (minor: number): ReactNode => <bdi>{formats.money(minor)}</bdi>;
  return (
    <>
      <Figures>
        <Figure
          large
          id="z-gross"
          name={t('report.gross')}
          value={money(closing.grossMinor)}
          note={`${closing.storeName} · ${closing.tillName}`}
        />
        <Figure name={t('report.net')} value={money(closing.netMinor)} />
        <Figure name={t('report.vat')} value={money(closing.vatMinor)} />
        <Figure name={t('report.tickets')} value={formats.count(report.saleCount)} />
        <Figure name={t('report.articles')} value={formats.count(report.articleCount)} />
        <Figure
          name={t('report.refunds')}
          value={money(report.refundMinor)}
          note={words.t('today.refund-count', { count: report.refundCount })}
        />
        <Figure name={t('report.discounts')} value={money(report.discountMinor)} />
      </Figures>
      <Tables found={found} />
      <Beside least="narrow">
        <Section title={t('report.stored-value')}>
          <Facts
            rows={[
              [t('report.stored-value.loaded'), money(report.storedValue.loadedMinor)],
              [t('report.stored-value.besideTurnover'), money(report.storedValue.besideTurnoverMinor)],
              [t('report.stored-value.spent'), money(report.storedValue.spentMinor)],
              [t('report.stored-value.returned'), money(report.storedValue.returnedMinor)],
              [t('report.stored-value.outstanding'), money(report.storedValue.outstandingMinor)],
            ]}
          />
        </Section>
        <Section title={t('report.perpetual')}>
          <Facts
            rows={[
              [t('report.perpetual-net'), money(closing.perpetualNetMinor)],
              [t('report.perpetual-absolute'), money(report.perpetualAbsoluteMinor)],
              [t('report.tickets'), formats.count(closing.perpetualTicketCount)],
            ]}
          />
        </Section>
      </Beside>
      <Facts
        rows={[
          [
            words.t('sessions.tickets-of-z'),
            <bdi key="tickets">
              {report.firstTicketNumber ?? '–'} – {report.lastTicketNumber ?? '–'}
            </bdi>,
          ],
          [
            words.t('sessions.closed-by'),
            <bdi key="by">
              {operatorText(report.closedBy)} · {formats.date(closing.atMs)} {formats.time(closing.atMs)}
            </bdi>,
          ],
          [
            words.t('sessions.row'),
            <a key="row" href={rowAddress(closing.chainId, closing.seq)}>
              {words.t('journal.row', { seq: formats.count(closing.seq) })}
            </a>,
          ],
        ]}
      />
    </>
  );
}

function Tables({ found }: { readonly found: Found }) {
  const { report } = found;
  const { words, formats } = useDesk();
  const { t } = words.till;
  const money = (minor: number): ReactNode => <bdi>{formats.money(minor)}</bdi>;
  const figure = (key: string, label: string) => ({ key, label, isFigure: true }) as const;
  const count = {
    ...figure('count', t('report.tickets')),
    cell: (row: { readonly count: number }) => formats.count(row.count),
  };
  const refundable = useRefundable<Report['operators'][number]>();
  const none = t('report.no-sales');
  return (
    <>
      <Section title={t('report.vat-table')} flush>
        <DataTable
          label={t('report.vat-table')}
          name="z-vat"
          rows={report.vat}
          keyOf={({ rateBasisPoints }) => String(rateBasisPoints)}
          empty={none}
          columns={[
            {
              key: 'rate',
              label: t('report.rate'),
              cell: ({ rateBasisPoints }) => <bdi>{formats.rate(rateBasisPoints)}</bdi>,
            },
            { ...figure('net', t('report.net')), cell: (row) => money(row.netMinor) },
            { ...figure('vat', t('report.vat')), cell: (row) => money(row.vatMinor) },
            { ...figure('gross', t('report.gross')), cell: (row) => money(row.grossMinor) },
          ]}
        />
      </Section>
      <Section title={t('report.methods')} flush>
        <ClosingMethods found={found} />
      </Section>
      <Section title={t('report.categories')} flush>
        <DataTable
          label={t('report.categories')}
          name="z-categories"
          rows={report.categories}
          keyOf={({ category }) => category}
          empty={none}
          columns={[
            {
              key: 'category',
              label: words.t('catalogue.category'),
              cell: ({ category }) => <bdi>{category === '' ? t('report.unnamed') : category}</bdi>,
            },
            { ...figure('amount', t('report.amount')), cell: (row) => money(row.amountMinor) },
          ]}
        />
      </Section>
      <Section title={t('report.operators')} flush>
        <DataTable
          label={t('report.operators')}
          name="z-operators"
          rows={report.operators}
          keyOf={({ operator }) => operator.operatorId}
          empty={none}
          columns={[
            { key: 'who', label: t('report.person'), cell: ({ operator }) => <bdi>{operatorText(operator)}</bdi> },
            count,
            ...refundable,
          ]}
        />
      </Section>
      <Section title={words.t('sessions.sessions')} flush>
        <DataTable
          label={words.t('sessions.sessions')}
          name="z-sessions"
          rows={report.sessions}
          keyOf={({ sessionId }) => sessionId}
          linesOf={({ differences }) => differences.length}
          empty={words.t('sessions.none')}
          columns={[
            {
              key: 'opened-by',
              label: words.t('sessions.opened-by'),
              cell: ({ openedBy }) => <bdi>{operatorText(openedBy)}</bdi>,
            },
            {
              key: 'counted-by',
              label: words.t('sessions.counted-by'),
              cell: ({ countedBy }) => <bdi>{operatorText(countedBy)}</bdi>,
            },
            { ...figure('deposit', t('report.deposit')), cell: (row) => money(row.depositMinor) },
            {
              key: 'method',
              label: words.t('sessions.method'),
              isOfLine: true,
              cell: ({ isCounted, differences }, line) => {
                if (!isCounted) return t('report.uncounted');
                return methodText(words, differences[line]?.method ?? '–');
              },
            },
            {
              key: 'difference',
              label: words.t('sessions.difference'),
              isFigure: true,
              isOfLine: true,
              cell: ({ differences }, line) => {
                const minor = differences[line]?.differenceMinor;
                return minor === undefined ? '–' : <Difference minor={minor} />;
              },
            },
          ]}
        />
      </Section>
    </>
  );
}
