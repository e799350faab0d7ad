/** The Zs, each of which opens whole. */
import { useState } from 'react';
import { useDesk } from '../../desk.tsx';
import { Button } from '../../parts/button.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { Section } from '../../parts/section.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { ClosingDialog } from './closing-dialog.view.tsx';
import { usePeriod, type Period } from './use-period.ts';

export function Closings(period: Period) {
  const { words, formats } = useDesk();
  const { rows, code, hasMore, more } = usePeriod('closings', period);
  const [open, setOpen] = useState<{ readonly chainId: string; readonly seq: number } | null>(null);
  return (
    <>
      <Trouble code={code} />
      <Section flush>
        <DataTable
          label={words.t('sessions.closings')}
          name="closings"
          rows={rows}
          keyOf={({ chainId, seq }) => `${chainId} ${seq}`}
          empty={words.t('sessions.none')}
          hasMore={hasMore}
          onMore={more}
          columns={[
            {
              key: 'z',
              label: 'Z',
              cell: ({ chainId, seq, zNumber }) => (
                <Button name="open-z" tone="quiet" onPress={() => setOpen({ chainId, seq })}>
                  <bdi>Z {formats.count(zNumber)}</bdi>
                </Button>
              ),
            },
            { key: 'day', label: words.t('journal.day'), cell: ({ businessDay }) => formats.day(businessDay) },
            { key: 'store', label: words.t('tills.store'), cell: ({ storeName }) => <bdi>{storeName}</bdi> },
            { key: 'till', label: words.t('tills.name'), cell: ({ tillName }) => <bdi>{tillName}</bdi> },
            {
              key: 'gross',
              label: words.t('today.gross'),
              isFigure: true,
              cell: (row) => <bdi>{formats.money(row.grossMinor)}</bdi>,
            },
            {
              key: 'net',
              label: words.t('sessions.net'),
              isFigure: true,
              cell: (row) => <bdi>{formats.money(row.netMinor)}</bdi>,
            },
            {
              key: 'vat',
              label: words.t('today.vat'),
              isFigure: true,
              cell: (row) => <bdi>{formats.money(row.vatMinor)}</bdi>,
            },
            {
              key: 'perpetual',
              label: words.t('sessions.perpetual'),
              isFigure: true,
              cell: (row) => <bdi>{formats.money(row.perpetualNetMinor)}</bdi>,
            },
          ]}
        />
      </Section>
      {open !== null && <ClosingDialog {...open} onClose={() => setOpen(null)} />}
    </>
  );
}
