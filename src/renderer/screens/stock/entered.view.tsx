/** A delivery or a count as it stands, and the key that makes a signed row of it. */
import { useState } from 'react';
import type { StockView } from '#contract/screen/stock.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import type { Selling } from '../use-selling.ts';
import styles from './stock.module.css';

const REFERENCE_CHARACTERS_MAX = 100;

type Lines = StockView['lines'];

interface Received {
  readonly reference: string;
  readonly lines: readonly { readonly productId: string; readonly quantityMilli: number }[];
}

export function Entered(props: {
  readonly mode: 'receive' | 'count';
  readonly lines: Lines;
  readonly inHandId: string | null;
  readonly selling: Selling;
  readonly onChoose: (productId: string) => void;
}) {
  const { words, formats } = useDesk();
  const { mode, lines, inHandId, selling } = props;
  const [reference, setReference] = useState('');
  /** What was signed just now: a mistake is seen at once, and taken back by a row of its own. */
  const [last, setLast] = useState<Received | null>(null);
  const undoing = useConfirmation();

  async function sign(): Promise<void> {
    if (lines.length === 0) return;
    const untyped = lines.find(({ quantityMilli }) => quantityMilli === null);
    if (untyped !== undefined) return selling.sayKey('bad', 'stock.missing-quantity', { label: untyped.article.name });
    const entered = lines.map(({ article, quantityMilli }) => ({
      productId: article.productId,
      quantityMilli: quantityMilli ?? 0,
    }));
    if (mode === 'receive') await receive({ reference, lines: entered }, 'stock.received');
    else {
      const counted = entered.map(({ productId, quantityMilli }) => ({ productId, countedMilli: quantityMilli }));
      const outcome = await selling.send('countStock', { lines: counted });
      if (outcome?.kind === 'done') selling.sayKey('good', 'stock.counted', { count: counted.length });
    }
  }

  async function receive(delivery: Received, said: 'stock.received' | 'stock.undone'): Promise<void> {
    const outcome = await selling.send('receiveStock', { reference: delivery.reference, lines: [...delivery.lines] });
    if (outcome?.kind !== 'done') return;
    setReference('');
    setLast(said === 'stock.received' ? delivery : null);
    selling.sayKey('good', said, { count: delivery.lines.length });
  }

  async function undo(delivery: Received): Promise<void> {
    if (!undoing.press()) return;
    const lines = delivery.lines.map((line) => ({ ...line, quantityMilli: -line.quantityMilli }));
    const reference = words.t('stock.undo-reference', { reference: delivery.reference }).trim();
    await receive({ reference: reference.slice(0, REFERENCE_CHARACTERS_MAX), lines }, 'stock.undone');
  }

  return (
    <>
      <h3 className={styles['heading']}>
        {words.t(mode === 'receive' ? 'stock.received-list' : 'stock.counted-list')}
      </h3>
      <div
        className={styles['list']}
        role="listbox"
        tabIndex={0}
        aria-label={words.t(mode === 'receive' ? 'stock.received-list' : 'stock.counted-list')}
      >
        {lines.length === 0 && (
          <p className={styles['empty']} role="option" aria-selected={false} aria-disabled>
            {words.t('stock.nothing-entered')}
          </p>
        )}
        {lines.map(({ article, quantityMilli }) => (
          <div
            key={article.productId}
            ref={article.productId === inHandId ? (row) => row?.scrollIntoView({ block: 'nearest' }) : null}
            className={styles['row']}
            role="option"
            aria-selected={article.productId === inHandId}
            data-entered={article.productId}
            data-quantity-milli={quantityMilli}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => props.onChoose(article.productId)}
          >
            <span className={styles['what']}>
              <bdi className={styles['name']}>{article.name}</bdi>
              <small>
                {words.t('stock.line-facts', {
                  here:
                    article.hereMilli === null
                      ? words.t('stock.unknown')
                      : formats.quantity(article.hereMilli, article.unit),
                })}
              </small>
            </span>
            <bdi className={styles['figure']} data-low={quantityMilli !== null && quantityMilli < 0}>
              {quantityMilli === null ? words.t('stock.to-type') : formats.quantity(quantityMilli, article.unit)}
            </bdi>
          </div>
        ))}
      </div>
      {mode === 'receive' && (
        <LabelledField
          name="stock-reference"
          label={words.t('stock.reference')}
          placeholder={words.t('stock.reference-hint')}
          characters={REFERENCE_CHARACTERS_MAX}
          value={reference}
          onType={setReference}
          onEnter={() => void sign()}
        />
      )}
      {last !== null && lines.length === 0 && (
        <ActionButton name="undo-stock" tone="danger" onPress={() => void undo(last)}>
          {words.t(undoing.armed ? 'stock.undo-confirm' : 'stock.undo')}
        </ActionButton>
      )}
      <ActionButton
        name="sign-stock"
        cap="F12"
        tone={lines.length === 0 ? 'plain' : 'pay'}
        size="tall"
        disabled={lines.length === 0}
        onPress={() => void sign()}
      >
        {words.t(`stock.sign-${mode}`, { count: lines.length })}
      </ActionButton>
    </>
  );
}
