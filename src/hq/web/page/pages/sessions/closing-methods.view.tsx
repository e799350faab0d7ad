/** Methods of a Z down to the total of its day: after refunds, with rounding, and without what was paid for no turnover. */
import type { CallAnswer } from '#contract/pages/pages.ts';
import { useDesk } from '../../desk.tsx';
import { DataTable, type Column } from '../../parts/data-table.tsx';
import { methodText } from '../../parts/method-text.ts';

type Found = Extract<CallAnswer<'closing'>, { readonly kind: 'found' }>;

interface Refundable {
  readonly amountMinor: number;
  readonly refundCount: number;
  readonly refundedMinor: number;
}

interface Line extends Refundable {
  readonly name: string;
  readonly count: number | null;
}

const NONE_BACK = { count: null, refundCount: 0, refundedMinor: 0 };

export function ClosingMethods({ found: { closing, report } }: { readonly found: Found }) {
  const { words, formats } = useDesk();
  const { t } = words.till;
  const others = [
    { name: t('report.rounding'), amountMinor: report.cashRoundingMinor, ...NONE_BACK },
    { name: t('report.beside-turnover'), amountMinor: 0 - report.storedValue.besideTurnoverMinor, ...NONE_BACK },
  ];
  const total = { ...NONE_BACK, name: t('report.gross'), amountMinor: closing.grossMinor };
  const methods = report.methods.map(({ method, ...sum }): Line => ({ ...sum, name: methodText(words, method) }));
  const rows: readonly Line[] =
    methods.length === 0 ? [] : [...methods, ...others.filter(({ amountMinor }) => amountMinor !== 0), total];
  const amounts = useRefundable<Line>();
  return (
    <DataTable
      label={t('report.methods')}
      name="z-methods"
      rows={rows}
      keyOf={({ name }) => name}
      empty={t('report.no-sales')}
      columns={[
        { key: 'method', label: words.t('sessions.method'), cell: ({ name }) => name },
        {
          key: 'count',
          label: words.t('sessions.payments'),
          isFigure: true,
          cell: ({ count }) => (count === null ? '' : formats.count(count)),
        },
        ...amounts,
      ]}
    />
  );
}

/** The columns of a sum that is after refunds: what of it went back and how often, and the sum. */
export function useRefundable<Row extends Refundable>(): readonly Column<Row>[] {
  const { words, formats } = useDesk();
  return [
    {
      key: 'refunded',
      label: words.till.t('report.refunds'),
      isFigure: true,
      cell: ({ refundCount, refundedMinor }) =>
        refundCount === 0 ? '–' : <bdi>{`${formats.money(refundedMinor)} (${formats.count(refundCount)})`}</bdi>,
    },
    {
      key: 'amount',
      label: words.till.t('report.amount'),
      isFigure: true,
      cell: ({ amountMinor }) => <bdi>{formats.money(amountMinor)}</bdi>,
    },
  ];
}
