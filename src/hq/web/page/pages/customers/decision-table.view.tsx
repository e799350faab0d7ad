import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Section } from '../../parts/section.tsx';
import { useAccountAmount } from './use-account-amount.ts';

type Decision = Extract<CallAnswer<'account'>, { readonly kind: 'found' }>['decisions'][number];

/** What was decided, by whom and why. Nothing where nothing was. */
export function DecisionTable(props: { readonly decisions: readonly Decision[]; readonly unit: string | null }) {
  const { words, formats } = useDesk();
  const amountOf = useAccountAmount();
  if (props.decisions.length === 0) return null;
  return (
    <Section title={words.t('people.decisions')} flush>
      <DataTable
        label={words.t('people.decisions')}
        name="decisions"
        rows={props.decisions}
        keyOf={({ atMs, what }) => `${atMs} ${what}`}
        empty=""
        columns={[
          {
            key: 'what',
            label: words.t('people.decision'),
            cell: ({ what }) => words.lookUp(`people.did.${what}`, 'people.did.other', { what }),
          },
          { key: 'by', label: words.t('people.by'), cell: ({ by }) => <bdi>{by}</bdi> },
          { key: 'reason', label: words.t('sure.reason'), cell: ({ reason }) => <bdi>{reason}</bdi> },
          {
            key: 'amount',
            label: words.t('people.amount'),
            isFigure: true,
            cell: ({ amount }) => <bdi>{amount === null ? '–' : amountOf(amount, props.unit)}</bdi>,
          },
          { key: 'at', label: words.t('people.at'), cell: ({ atMs }) => `${formats.date(atMs)} ${formats.time(atMs)}` },
        ]}
      />
    </Section>
  );
}
