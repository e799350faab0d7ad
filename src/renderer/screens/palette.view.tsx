/**
 * Any action or product by a few letters of its name. It lies over the screen without locking it: a scan goes to the
 * ticket all the same and puts it away.
 */
import { Input } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ProductView } from '#contract/screen/views.ts';
import { ACTIONS, ACTION_WORDS, keyCap, type Action } from '../keys/keys.ts';
import { Amount } from '../parts/amount.tsx';
import { useDesk } from '../parts/desk.tsx';
import { KeyCap } from '../parts/key-cap.tsx';
import { useSearch } from '../parts/use-search.ts';
import { LANGUAGES, LANGUAGE_NAMES } from '../text/text.ts';
import type { Selling } from './use-selling.ts';
import styles from './palette.module.css';

const PRODUCTS_MAX = 6;
/** Moving about is done with the arrows themselves. */
const OFFERED = ACTIONS.filter(
  (action) => !(['line-up', 'line-down', 'back', 'palette'] as readonly Action[]).includes(action),
);

interface Choice {
  readonly id: string;
  readonly label: string;
  readonly cap?: string;
  readonly price?: string;
  readonly choose: () => void;
}

export interface PaletteProps {
  readonly selling: Selling;
  readonly run: (action: Action) => void;
  readonly onClose: () => void;
}

export function PaletteView({ selling, run, onClose }: PaletteProps) {
  const { words, formats, prefer } = useDesk();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const found = useSearch(text, PRODUCTS_MAX);

  // While paying the key chooses paper or none; at any other time it leads to a duplicate.
  const paying = selling.panel === 'pay';

  const actions = useMemo<readonly Choice[]>(() => {
    const all: Choice[] = [
      ...OFFERED.map((action) => ({
        id: action,
        label: words.t(action === 'receipt' && !paying ? 'after.duplicate' : ACTION_WORDS[action]),
        cap: keyCap(action, words),
        choose: () => run(action),
      })),
      ...LANGUAGES.filter((language) => language !== words.language).map((language) => ({
        id: `language-${language}`,
        label: LANGUAGE_NAMES[language],
        choose: () => prefer({ language }),
      })),
    ];
    return all.filter(({ label }) => plain(label).includes(plain(text)));
  }, [text, words, run, prefer, paying]);
  const products: readonly Choice[] = (text === '' ? [] : (found?.products ?? [])).map((product: ProductView) => ({
    id: product.id,
    label: product.name,
    price: formats.money(product.priceMinor),
    choose: () => void selling.add(product),
  }));
  const choices = [...actions, ...products];
  const highlighted = Math.min(at, choices.length - 1);

  function onKeyDown(event: React.KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      setAt(Math.min(Math.max(highlighted + step, 0), choices.length - 1));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(choices[highlighted]);
    }
  }

  function take(choice: Choice | undefined): void {
    if (choice === undefined) return;
    onClose();
    choice.choose();
  }

  const row = (choice: Choice, index: number) => (
    <div
      key={choice.id}
      id={`choice-${index}`}
      ref={index === highlighted ? (element) => element?.scrollIntoView({ block: 'nearest' }) : null}
      className={styles['choice']}
      role="option"
      aria-selected={index === highlighted}
      data-choice={choice.id}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => take(choice)}
    >
      <bdi className={styles['name']}>{choice.label}</bdi>
      {choice.cap !== undefined && <KeyCap name={choice.cap} />}
      {choice.price !== undefined && <Amount text={choice.price} />}
    </div>
  );

  return (
    <div className={styles['backdrop']} onMouseDown={(event) => event.target === event.currentTarget && onClose()}>
      <div
        className={styles['palette']}
        role="dialog"
        aria-label={words.t('palette.title')}
        data-palette
        onKeyDown={onKeyDown}
      >
        <Input
          data-field="main"
          role="combobox"
          aria-expanded
          aria-controls="palette-choices"
          aria-activedescendant={`choice-${highlighted}`}
          aria-label={words.t('palette.title')}
          placeholder={words.t('palette.placeholder')}
          value={text}
          autoComplete="off"
          spellCheck={false}
          {...(text === '' ? {} : { dir: 'auto' })}
          classNames={{ input: styles['input'] ?? '' }}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
        />
        <div
          id="palette-choices"
          className={styles['choices']}
          role="listbox"
          tabIndex={0}
          aria-label={words.t('palette.title')}
        >
          {actions.length > 0 && (
            <div role="group" aria-label={words.t('palette.actions')}>
              <div className={styles['kind']} aria-hidden>
                {words.t('palette.actions')}
              </div>
              {actions.map(row)}
            </div>
          )}
          {products.length > 0 && (
            <div role="group" aria-label={words.t('palette.products')}>
              <div className={styles['kind']} aria-hidden>
                {words.t('palette.products')}
              </div>
              {products.map((choice, index) => row(choice, actions.length + index))}
            </div>
          )}
          {choices.length === 0 && <div className={styles['none']}>{words.t('palette.none')}</div>}
        </div>
      </div>
    </div>
  );
}

/** Letters without their accents and case. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
