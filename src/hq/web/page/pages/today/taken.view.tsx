/** What was sold and what was taken for it, each as a sum that ends in the same figure. */
import { useDesk } from '../../desk.tsx';
import { Ledger, type LedgerLine } from '../../parts/ledger.tsx';
import { methodText } from '../../parts/method-text.ts';
import { Beside, Section } from '../../parts/section.tsx';
import { Told } from '../../parts/told.tsx';
import type { Figures } from './use-today.ts';

export function Taken({ figures }: { readonly figures: Figures }) {
  const { words } = useDesk();
  const { total, methods } = figures;
  const dueMinor = total.grossMinor + total.storedValueMinor;
  const takenMinor = methods.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const sold: LedgerLine[] = [
    { key: 'sales', label: words.t('today.sales'), minor: total.grossMinor - total.refundMinor },
    { key: 'refunds', label: words.t('today.refunds'), minor: total.refundMinor },
    { key: 'gross', label: words.t('today.gross'), minor: total.grossMinor, isSum: true },
    { key: 'stored', label: words.t('today.stored-value'), minor: total.storedValueMinor },
    { key: 'due', label: words.t('today.taken'), minor: dueMinor, isSum: true },
  ];
  const taken: LedgerLine[] = [
    ...methods
      .toSorted((a, b) => b.amountMinor - a.amountMinor)
      .map(({ method, amountMinor }) => ({ key: method, label: methodText(words, method), minor: amountMinor })),
    { key: 'taken', label: words.t('today.taken'), minor: takenMinor, isSum: true },
  ];
  return (
    <>
      <Beside>
        <Section title={words.t('today.sold')} name="sold">
          <Ledger name="sold" lines={sold} />
        </Section>
        <Section title={words.t('today.methods')} name="methods">
          <Ledger name="taken" lines={taken} withBars />
        </Section>
      </Beside>
      <Told tone="warn" text={dueMinor === takenMinor ? null : words.t('today.unlike')} />
    </>
  );
}
