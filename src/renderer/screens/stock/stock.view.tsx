/**
 * Stock: how much there is of what is scanned, here and in other stores; and deliveries and counts, entered by scanning and
 * signed by one key. While this is open nothing that is scanned is sold.
 */
import { useEffect, useEffectEvent, useState } from 'react';
import type { StockMode, StockView } from '#contract/screen/stock.ts';
import type { ProductView, StationView } from '#contract/screen/views.ts';
import { isNumber } from '../../entry/entry.ts';
import { latinDigits, parseDecimal } from '../../format/format.ts';
import { useDesk, useView } from '../../parts/desk.tsx';
import { besideTicket, refusalText, type Feedback } from '../../parts/feedback.ts';
import { keyCap } from '../../keys/keys.ts';
import { LabelledField } from '../../parts/labelled-field.tsx';
import { PanelHead } from '../../parts/panel-head.tsx';
import { Segments } from '../../parts/segments.tsx';
import { useSearch } from '../../parts/use-search.ts';
import type { PanelProps } from '../selling.view.tsx';
import { ArticleCard, Elsewhere } from './article.view.tsx';
import { Entered } from './entered.view.tsx';
import { FoundArticles } from './found-articles.view.tsx';
import styles from './stock.module.css';

const MODES: readonly StockMode[] = ['look', 'receive', 'count'];
const RESULTS_MAX = 12;
/** From so many digits on a number is a code and no quantity. */
const CODE_DIGITS_MIN = 7;

export function StockPanel({ selling, run, onAction, station }: PanelProps & { readonly station: StationView }) {
  const { port, words } = useDesk();
  const view = useStock(station);
  const [chosen, setChosen] = useState<{ readonly productId: string; readonly serial: number } | null>(null);
  const [entry, setEntry] = useState('');
  const [highlighted, setHighlighted] = useState(0);
  const found = useSearch(isNumber(entry) || entry.startsWith('-') ? '' : entry, RESULTS_MAX);
  useEffect(() => setHighlighted(0), [entry]);
  const { lines, serial } = view.stock;
  // The one scanned last is in hand, until somebody goes to another.
  const inHand =
    (chosen !== null && chosen.serial === serial
      ? lines.find(({ article }) => article.productId === chosen.productId)
      : undefined) ?? lines.at(-1);

  onAction((action) => {
    switch (action) {
      case 'quantity':
        view.choose(MODES[(MODES.indexOf(view.mode) + 1) % MODES.length] ?? 'look');
        return true;
      case 'line-up':
      case 'line-down':
        move(action === 'line-down' ? 1 : -1);
        return true;
      case 'void-line':
        if (inHand !== undefined) void setLine(inHand.article.productId, null);
        return true;
      case 'pay':
        document.querySelector<HTMLElement>('[data-action="sign-stock"]')?.click();
        return true;
      default:
        return false;
    }
  });

  function move(step: 1 | -1): void {
    if (found !== null) {
      setHighlighted((at) => Math.min(Math.max(at + step, 0), Math.max(0, found.products.length - 1)));
      return;
    }
    const at = inHand === undefined ? -1 : lines.indexOf(inHand);
    const next = lines[Math.min(Math.max(at + step, 0), lines.length - 1)];
    if (next !== undefined) setChosen({ productId: next.article.productId, serial });
  }

  async function setLine(productId: string, quantityMilli: number | null): Promise<void> {
    const outcome = await selling.send('setStockLine', { productId, quantityMilli });
    if (outcome?.kind === 'done') setEntry('');
  }

  async function take(product: Pick<ProductView, 'id'>): Promise<void> {
    const outcome = await selling.send('lookStock', { productId: product.id });
    if (outcome?.kind === 'done') setEntry('');
  }

  function enter(): void {
    const text = latinDigits(entry.trim());
    if (text === '') return;
    selling.goOn();
    const isSigned = /^-?[\d.,٫]+$/.test(text);
    if (!isSigned) {
      const product = found?.products[highlighted];
      if (product !== undefined) void take(product);
      else selling.sayKey('bad', 'entry.none', { text: entry });
      return;
    }
    const isCode = /^\d+$/.test(text) && (inHand === undefined || text.length >= CODE_DIGITS_MIN);
    if (isCode) {
      setEntry('');
      selling.scan(text, 'keyboard');
      return;
    }
    const milli = parseDecimal(text.replace('-', ''), 3);
    if (milli === null || inHand === undefined) return selling.sayKey('bad', 'refusal.quantity_invalid');
    void setLine(inHand.article.productId, text.startsWith('-') ? -milli : milli);
  }

  const asksQuantity = view.mode !== 'look' && inHand !== undefined;
  return (
    <div className={styles['panel']} data-stock-mode={view.stock.mode}>
      <PanelHead
        title={words.t('stock.title')}
        feedback={besideTicket(selling.feedback) ?? view.feedback}
        serial={selling.serial + serial}
        onBack={() => run('back')}
      />
      <div className={styles['top']}>
        <Segments
          label={words.t('stock.mode')}
          cap={keyCap('quantity', words)}
          value={view.mode}
          options={MODES.map((value) => ({ value, label: words.t(`stock.mode.${value}`) }))}
          onChoose={view.choose}
        />
        <LabelledField
          main
          name="stock-entry"
          label={
            asksQuantity ? (
              <bdi>{words.t('stock.quantity-of', { label: inHand.article.name })}</bdi>
            ) : (
              words.t('stock.find')
            )
          }
          placeholder={words.t(
            !asksQuantity
              ? 'stock.find-hint'
              : inHand.article.unit === 'piece'
                ? 'stock.quantity-hint'
                : `stock.quantity-hint-${inHand.article.unit}`,
          )}
          value={entry}
          onType={(text) => {
            selling.goOn();
            setEntry(text);
          }}
          onEnter={enter}
        />
      </div>
      <div className={styles['body']}>
        <section className={styles['left']}>
          {found !== null ? (
            <FoundArticles found={found} highlighted={highlighted} onTake={(product) => void take(product)} />
          ) : view.stock.article === null ? (
            <p className={styles['about']}>{words.t(`stock.${view.mode}-about`)}</p>
          ) : (
            <ArticleCard article={view.stock.article} />
          )}
        </section>
        <section className={styles['right']}>
          {view.mode === 'look' ? (
            found === null && <Elsewhere stock={view.stock} />
          ) : (
            <Entered
              key={view.mode}
              mode={view.mode}
              lines={lines}
              inHandId={inHand?.article.productId ?? null}
              selling={selling}
              onChoose={(productId) => setChosen({ productId, serial })}
            />
          )}
        </section>
      </div>
    </div>
  );

  /** The desk of this station in the till, kept in the mode that is wanted here for as long as this is open. */
  function useStock({ operator }: StationView): {
    readonly stock: StockView;
    readonly mode: StockMode;
    readonly feedback: Feedback | null;
    readonly choose: (mode: StockMode) => void;
  } {
    const { formats } = useDesk();
    const stock = useView(port, 'stock') ?? CLOSED;
    const [wanted, setWanted] = useState<StockMode>('look');
    const [tries, setTries] = useState(0);
    const open = useEffectEvent(() => {
      if (stock.mode === wanted) return;
      void port.request('openStock', { mode: wanted }).then((outcome) => {
        if (outcome.kind === 'done') return;
        setWanted('look');
        // A till that has just started again may not be ready for it yet.
        window.setTimeout(() => setTries((count) => count + 1), OPEN_AGAIN_MS);
      });
    });
    useEffect(() => port.follow('stock'), []);
    // Also after the till was started again: it has forgotten, and what is scanned must not be sold behind this panel.
    useEffect(() => open(), [stock.mode, wanted, tries]);
    useEffect(() => () => void port.request('openStock', { mode: null }), []);
    const mayChange = operator?.rights.includes('manage-stock') === true;
    return {
      stock,
      mode: stock.mode ?? wanted,
      feedback:
        stock.refusal === null
          ? null
          : { tone: 'bad', text: refusalText(stock.refusal, words, formats), serial: stock.serial },
      choose(mode) {
        selling.goOn();
        setEntry('');
        if (mode !== 'look' && !mayChange) selling.sayKey('bad', 'stock.not-yours');
        else setWanted(mode);
      },
    };
  }
}

const OPEN_AGAIN_MS = 1_000;
const CLOSED: StockView = { mode: null, article: null, elsewhere: null, lines: [], refusal: null, serial: 0 };
