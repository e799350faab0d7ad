import type { LineView } from '#contract/screen/views.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import styles from './line-card.module.css';

/** The line that the next action is about, large enough to read from a step away, with one more and one less. */
export function LineCard({
  line,
  onQuantity,
}: {
  readonly line: LineView;
  readonly onQuantity: (quantityMilli: number) => void;
}) {
  const { words, formats } = useDesk();
  const price = formats.money(line.unitPriceMinor);
  const counted = line.unit === 'piece' && line.kind === 'product';
  return (
    <article className={styles['card']} data-line-card={line.lineId}>
      <div className={styles['what']}>
        <div className={styles['label']}>
          <bdi>{line.label}</bdi>
        </div>
        <div className={styles['facts']}>
          {line.brand !== undefined && <bdi>{line.brand}</bdi>}
          {line.gtin !== undefined && <bdi>{line.gtin.replace(/^0+/, '')}</bdi>}
          <span>{words.t('ticket.vat', { rate: formats.rate(line.vatRateBasisPoints) })}</span>
        </div>
      </div>
      <div className={styles['figures']}>
        {counted && (
          <ActionButton
            name="one-less"
            disabled={line.quantityMilli <= 1_000}
            onPress={() => onQuantity(line.quantityMilli - 1_000)}
          >
            −
          </ActionButton>
        )}
        <bdi className={styles['quantity']}>
          {words.t(line.unit === 'piece' ? 'ticket.each' : 'ticket.weighed', {
            quantity: formats.quantity(line.quantityMilli, line.unit),
            price,
            unit: words.t(`unit.${line.unit}`),
          })}
        </bdi>
        {counted && (
          <ActionButton name="one-more" onPress={() => onQuantity(line.quantityMilli + 1_000)}>
            +
          </ActionButton>
        )}
        <Amount className={styles['gross']} text={formats.money(line.grossMinor)} />
      </div>
    </article>
  );
}
