/**
 * What to do next while selling: one field for names, codes, PLU numbers and quantities, digits for a finger, the
 * actions, and the way to payment.
 */
import { Input, UnstyledButton } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ProductView, StationView } from '#contract/screen/views.ts';
import { CameraTile } from '../camera/camera-tile.tsx';
import { isNumber } from '../entry/entry.ts';
import { keyCap, type Action } from '../keys/keys.ts';
import { ActionButton } from '../parts/action-button.tsx';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { FaultWords } from '../parts/fault-words.tsx';
import { FeedbackLine } from '../parts/feedback-line.tsx';
import { KeyCap } from '../parts/key-cap.tsx';
import { Keypad } from '../parts/keypad.tsx';
import { useSearch, type Found } from '../parts/use-search.ts';
import { AfterSale } from './after-sale.view.tsx';
import { CardOffer } from './customers/card-offer.view.tsx';
import { LineCard } from './line-card.view.tsx';
import type { PanelProps } from './selling.view.tsx';
import styles from './find.module.css';

const RESULTS_MAX = 30;

export function FindPanel({ selling, run, onAction, station, camera }: PanelProps & { readonly station: StationView }) {
  const { words } = useDesk();
  const { basket, entry, quantityOf, weighing } = selling;
  const digitsOnly = isNumber(entry);
  const asking = quantityOf !== null || weighing !== null;
  // It takes the room of what the stage shows of a line or of the last sale.
  const isCardOffered = basket.presentedCard?.isOffered === true;
  const found = useSearch(asking ? '' : entry, RESULTS_MAX);
  // Digits mean their own article or none: no result of a search is taken for them unless somebody goes to it.
  const first = digitsOnly ? -1 : 0;
  const [highlighted, setHighlighted] = useState(first);
  useEffect(() => setHighlighted(first), [entry, first]);
  const listed = entry !== '' && !asking ? found : null;
  const selected = basket.lines.find(({ lineId }) => lineId === selling.selectedId);

  onAction((action) => {
    const count = listed?.products.length ?? 0;
    if (count === 0 || (action !== 'line-up' && action !== 'line-down')) return false;
    setHighlighted((at) => Math.min(Math.max(at + (action === 'line-down' ? 1 : -1), 0), count - 1));
    return true;
  });

  function enter(): void {
    // Enter may come before the answer to the last letter: then the till is asked for exactly what stands there.
    const answersThis = listed !== null && listed.text === entry.trim();
    void selling.enter(answersThis ? (listed.products[highlighted] ?? null) : null);
  }

  const { asked, label, placeholder, multiplier } = useFieldWords(selling);
  return (
    <div className={styles['panel']}>
      <div className={styles['head']}>
        <div className={styles['field']} data-mode={asking || multiplier !== null ? 'quantity' : 'find'}>
          {!asking && multiplier !== null && (
            <strong className={styles['multiplier']} data-next-quantity-milli={basket.nextQuantityMilli}>
              <bdi>{multiplier}</bdi>
            </strong>
          )}
          {asked !== undefined && (
            <span className={styles['mode']}>
              <bdi>{label}</bdi>
            </span>
          )}
          <Input
            data-field="main"
            aria-label={label}
            placeholder={placeholder}
            value={entry}
            autoComplete="off"
            spellCheck={false}
            enterKeyHint="done"
            {...(entry === '' ? {} : { dir: 'auto' })}
            classNames={{ input: styles['input'] ?? '', wrapper: styles['input-wrapper'] ?? '' }}
            onChange={(event) => selling.type(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              enter();
            }}
          />
          {entry === '' ? (
            <KeyCap name={keyCap('search', words)} />
          ) : (
            <UnstyledButton
              className={styles['clear']}
              aria-label={words.t('entry.clear')}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => selling.setEntry('')}
            >
              ✕
            </UnstyledButton>
          )}
        </div>
        {camera !== null && <CameraTile camera={camera} />}
      </div>
      <div className={styles['feedback']} data-shown={listed !== null || besideTicket(selling.feedback) !== null}>
        <FeedbackLine
          feedback={listed === null ? selling.feedback : besideTicket(selling.feedback)}
          serial={selling.serial}
        />
        {listed !== null && besideTicket(selling.feedback) === null && <ResultsHint count={listed.products.length} />}
      </div>
      {listed === null && <OfferedCard selling={selling} run={run} />}
      <div className={styles['stage']}>
        {listed !== null ? (
          <Results
            found={listed}
            text={entry}
            highlighted={highlighted}
            compact={digitsOnly}
            onAdd={(product) => void selling.add(product)}
          />
        ) : isCardOffered ? null : selling.isEmpty && basket.lastTicket !== null && basket.abandoned === null ? (
          <AfterSale lastTicket={basket.lastTicket} onDuplicate={() => run('receipt')} />
        ) : (
          selected !== undefined && (
            <LineCard
              line={selected}
              onQuantity={(quantityMilli) => selling.setQuantityMilli(selected.lineId, quantityMilli)}
            />
          )
        )}
      </div>
      {(digitsOnly || listed === null) && (
        <div className={styles['tools']}>
          <Keypad
            onType={(character) => selling.type(entry + character)}
            onErase={() => selling.setEntry(entry.slice(0, -1))}
            onEnter={enter}
            enterLabel={words.t('action.add')}
            extra={{
              cap: '×',
              label: words.t('action.quantity'),
              // As on the keys: digits and × are the quantity of the next article, × alone is the chosen line's.
              onPress: () => (entry !== '' && !asking ? selling.type(`${entry}×`) : run('quantity')),
            }}
          />
          <Actions selling={selling} run={run} />
        </div>
      )}
      <PayButton empty={selling.isEmpty} onPress={() => run('pay')} currency={station.shop.currency.code} />
    </div>
  );
}

/** What the field asks for, and the `3 ×` that waits in front of it. */
function useFieldWords({ basket, quantityOf, weighing }: PanelProps['selling']) {
  const { words, formats } = useDesk();
  const line = basket.lines.find(({ lineId }) => lineId === quantityOf);
  const asked = weighing?.label ?? line?.label;
  const label = asked === undefined ? words.t('entry.label') : words.t('entry.quantity-of', { label: asked });
  const weighed = weighing?.unit === 'l' ? 'entry.quantity-l' : 'entry.quantity-kg';
  const pieces = line === undefined ? 'entry.placeholder' : 'entry.quantity';
  const milli = basket.nextQuantityMilli;
  return {
    asked,
    label,
    placeholder: words.t(weighing === null ? pieces : weighed),
    multiplier: milli === null ? null : words.t('entry.multiplier', { quantity: formats.quantity(milli, 'piece') }),
  };
}

const OFFERED: readonly Action[] = [
  'quantity',
  'void-line',
  'cancel-ticket',
  'discount',
  'customers',
  'gift-card',
  'hold',
  'tickets',
  'cash',
  'palette',
  'settings',
  'sign-out',
];

function Actions({ selling, run }: Pick<PanelProps, 'selling' | 'run'>) {
  const { words } = useDesk();
  const empty = selling.isEmpty;
  const needsLines: ReadonlySet<Action> = new Set<Action>(['quantity', 'void-line', 'cancel-ticket', 'discount']);
  return (
    <div className={styles['actions']}>
      {OFFERED.map((action) => (
        <ActionButton
          key={action}
          action={action}
          disabled={empty && needsLines.has(action)}
          tone={action === 'cancel-ticket' && !empty ? 'danger' : 'plain'}
          onPress={() => run(action)}
        >
          {action === 'cancel-ticket' ? (
            // Both words have their room all the time, so that asking again moves nothing.
            <span className={styles['either']}>
              <span data-shown={!selling.cancelArmed}>{words.t('action.cancel-ticket')}</span>
              <span data-shown={selling.cancelArmed}>{words.t('action.cancel-confirm')}</span>
            </span>
          ) : action === 'hold' && empty ? (
            words.t('action.recall')
          ) : (
            words.t(`action.${action}`)
          )}
          {action === 'hold' && selling.basket.held.length > 0 && (
            <span className={styles['badge']} data-held={selling.basket.held.length}>
              {selling.basket.held.length}
            </span>
          )}
        </ActionButton>
      ))}
    </div>
  );
}

function PayButton({
  empty,
  onPress,
}: {
  readonly empty: boolean;
  readonly onPress: () => void;
  readonly currency: string;
}) {
  const { words } = useDesk();
  return (
    <ActionButton action="pay" tone={empty ? 'plain' : 'pay'} size="tall" disabled={empty} onPress={onPress}>
      {words.t('action.pay')}
    </ActionButton>
  );
}

interface ResultsProps {
  readonly found: Found;
  readonly text: string;
  readonly highlighted: number;
  /** Digits are being typed: the keypad stays, so there is room for the first few. */
  readonly compact: boolean;
  readonly onAdd: (product: ProductView) => void;
}

function Results({ found, text, highlighted, compact, onAdd }: ResultsProps) {
  const { words, formats } = useDesk();
  const listed = found.products;
  if (found.faultCode !== null) return <FaultWords code={found.faultCode} />;
  if (listed.length === 0) {
    return (
      <div className={styles['none']}>
        <strong>{words.t('entry.none', { text })}</strong>
        <span>{words.t('entry.none-hint')}</span>
      </div>
    );
  }
  return (
    <div
      className={styles['results']}
      role="listbox"
      tabIndex={0}
      aria-label={words.t('entry.results', { count: listed.length })}
      data-compact={compact}
    >
      {listed.map((product, index) => (
        <div
          key={product.id}
          ref={index === highlighted ? scrollToIt : null}
          className={styles['result']}
          role="option"
          aria-selected={index === highlighted}
          data-product-id={product.id}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onAdd(product)}
        >
          <span className={styles['product']}>
            <bdi className={styles['name']}>{product.name}</bdi>
            <span className={styles['facts']}>
              {[
                product.brand,
                product.gtin?.replace(/^0+/, ''),
                product.plu === undefined ? undefined : `PLU ${product.plu}`,
              ]
                .filter((fact) => fact !== undefined && fact !== '')
                .map((fact) => (
                  <bdi key={fact}>{fact}</bdi>
                ))}
              {product.stockMilli !== undefined && (
                <bdi>{words.t('entry.stock', { quantity: formats.quantity(product.stockMilli, product.unit) })}</bdi>
              )}
            </span>
          </span>
          <span className={styles['price']}>
            <Amount text={formats.money(product.priceMinor)} />
            {product.unit !== 'piece' && <small> / {words.t(`unit.${product.unit}`)}</small>}
          </span>
        </div>
      ))}
    </div>
  );
}

/** How many were found, and how to take one without lifting a hand. */
function ResultsHint({ count }: { readonly count: number }) {
  const { words } = useDesk();
  return (
    <div className={styles['hint']}>
      <span>{count > 0 && words.t('entry.results', { count })}</span>
      <span className={styles['hint-keys']}>
        <KeyCap name="↑" /> <KeyCap name="↓" /> <KeyCap name="⏎" /> {words.t('action.add')}
      </span>
    </div>
  );
}

function scrollToIt(element: HTMLElement | null): void {
  element?.scrollIntoView({ block: 'nearest' });
}

/** What the card just shown can become, where it can become something. */
function OfferedCard({ selling, run }: Pick<PanelProps, 'selling' | 'run'>) {
  const card = selling.basket.presentedCard;
  return card?.isOffered === true ? <CardOffer card={card} selling={selling} run={run} /> : null;
}
