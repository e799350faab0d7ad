/** Articles found by what was typed, each with what there is of it. */
import type { ProductView } from '#contract/screen/views.ts';
import { useDesk } from '../../parts/desk.tsx';
import { FaultWords } from '../../parts/fault-words.tsx';
import type { Found } from '../../parts/use-search.ts';
import styles from './stock.module.css';

export function FoundArticles(props: {
  readonly found: Found;
  readonly highlighted: number;
  readonly onTake: (product: ProductView) => void;
}) {
  const { words, formats } = useDesk();
  const { found, highlighted, onTake } = props;
  if (found.faultCode !== null) return <FaultWords code={found.faultCode} />;
  if (found.products.length === 0)
    return <p className={styles['about']}>{words.t('entry.none', { text: found.text })}</p>;
  return (
    <div className={styles['list']} role="listbox" tabIndex={0} aria-label={words.t('stock.find')}>
      {found.products.map((product, index) => (
        <div
          key={product.id}
          ref={index === highlighted ? (row) => row?.scrollIntoView({ block: 'nearest' }) : null}
          className={styles['row']}
          role="option"
          aria-selected={index === highlighted}
          data-product-id={product.id}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onTake(product)}
        >
          <span className={styles['what']}>
            <bdi className={styles['name']}>{product.name}</bdi>
            <small>
              <bdi>
                {[product.brand, product.gtin?.replace(/^0+/, '')].filter((fact) => fact !== undefined).join(' · ')}
              </bdi>
            </small>
          </span>
          <bdi className={styles['figure']}>
            {product.stockMilli === undefined
              ? words.t('stock.unknown')
              : formats.quantity(product.stockMilli, product.unit)}
          </bdi>
        </div>
      ))}
    </div>
  );
}
