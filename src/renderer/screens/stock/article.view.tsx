/** One article: how much there is here, how old that is, and what other stores have. */
import type { StockArticleView, StockView } from '#contract/screen/stock.ts';
import { useDesk } from '../../parts/desk.tsx';
import styles from './stock.module.css';

export function ArticleCard({ article }: { readonly article: StockArticleView }) {
  const { words, formats } = useDesk();
  const { name, brand, gtin, unit, hereMilli, ageMs } = article;
  const isLow = hereMilli !== null && hereMilli <= 0;
  return (
    <div className={styles['card']} data-article={article.productId} data-here-milli={hereMilli}>
      <h3 className={styles['title']}>
        <bdi>{name}</bdi>
      </h3>
      <p className={styles['facts']}>
        <bdi>{[brand, gtin?.replace(/^0+/, '')].filter((fact) => fact !== undefined).join(' · ')}</bdi>
      </p>
      <p className={styles['here']} data-low={isLow}>
        <span>{words.t('stock.here')}</span>
        <strong>
          <bdi>{hereMilli === null ? words.t('stock.unknown') : formats.quantity(hereMilli, unit)}</bdi>
        </strong>
      </p>
      <p className={styles['age']}>
        {hereMilli === null
          ? words.t('stock.unknown-hint')
          : ageMs === null
            ? words.t('stock.own')
            : words.t('stock.age', { age: formats.age(ageMs) })}
      </p>
    </div>
  );
}

export function Elsewhere({ stock }: { readonly stock: StockView }) {
  const { words, formats } = useDesk();
  const { article, elsewhere } = stock;
  if (article === null || elsewhere?.productId !== article.productId) return null;
  const { state, stores } = elsewhere;
  const said = state === 'answered' ? (stores.length === 0 ? 'none' : null) : state;
  return (
    <>
      <h3 className={styles['heading']}>{words.t('stock.elsewhere')}</h3>
      <p className={styles['about']} role="status" data-elsewhere={state}>
        {said !== null && words.t(`stock.elsewhere.${said}`)}
      </p>
      {stores.length > 0 && (
        <ul className={styles['list']} tabIndex={0} data-own-arrows aria-label={words.t('stock.elsewhere')}>
          {stores.map(({ storeId, name, quantityMilli, ageMs }) => (
            <li key={storeId} className={styles['row']} data-store={storeId}>
              <span className={styles['what']}>
                <bdi className={styles['name']}>{name}</bdi>
                <small>{words.t('hq.age', { age: formats.age(ageMs) })}</small>
              </span>
              <bdi className={styles['figure']} data-low={quantityMilli !== null && quantityMilli <= 0}>
                {quantityMilli === null ? words.t('stock.unknown') : formats.quantity(quantityMilli, article.unit)}
              </bdi>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
