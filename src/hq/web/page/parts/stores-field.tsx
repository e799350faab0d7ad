/** All stores, or some that are looked for by name. */
import { useEffect, useState } from 'react';
import { useDesk } from '../desk.tsx';
import { ask, isFailed } from '../link/ask.ts';
import { useListed } from '../link/use-asked.ts';
import { Button } from './button.tsx';
import { Field, Tick } from './field.tsx';
import styles from './stores-field.module.css';

const SHOWN_MAX = 6;

export function StoresField(props: {
  readonly value: readonly string[] | null;
  readonly onChange: (value: readonly string[] | null) => void;
}) {
  const { words } = useDesk();
  const { value, onChange } = props;
  const names = useStoreNames(value ?? []);
  return (
    <fieldset className={styles['set']}>
      <legend>{words.t('users.stores')}</legend>
      <Tick
        label={words.t('users.choose-stores')}
        name="some-stores"
        value={value !== null}
        onChoose={(some) => onChange(some ? [] : null)}
      />
      {value !== null && (
        <>
          <ul className={styles['chosen']}>
            {value.map((storeId) => (
              <li key={storeId}>
                <bdi>{names.get(storeId) ?? storeId}</bdi>
                <button
                  type="button"
                  aria-label={words.t('users.remove-store', { name: names.get(storeId) ?? storeId })}
                  onClick={() => onChange(value.filter((one) => one !== storeId))}
                >
                  ×
                </button>
              </li>
            ))}
          </ul>
          <StoreFinder
            label={words.t('users.find-store')}
            onFound={(storeId) => onChange([...value.filter((one) => one !== storeId), storeId])}
          />
        </>
      )}
    </fieldset>
  );
}

/** One store, looked for by name. */
export function StoreFinder(props: {
  readonly label: string;
  readonly onFound: (storeId: string, name: string) => void;
}) {
  const [search, setSearch] = useState('');
  const { rows } = useListed('stores', { search });
  return (
    <div className={styles['finder']}>
      <Field label={props.label} name="find-store" kind="search" value={search} onType={setSearch} characters={100} />
      {search.trim() !== '' && (
        <div className={styles['found']}>
          {(rows ?? []).slice(0, SHOWN_MAX).map(({ storeId, name }) => (
            <Button
              key={storeId}
              name="take-store"
              onPress={() => {
                props.onFound(storeId, name);
                setSearch('');
              }}
            >
              <bdi>{name}</bdi>
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** The names of stores that are known by their ids. */
export function useStoreNames(storeIds: readonly string[]): ReadonlyMap<string, string> {
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const missing = JSON.stringify(storeIds.filter((one) => !names.has(one)).slice(0, 200));
  useEffect(() => {
    const wanted = JSON.parse(missing) as string[];
    if (wanted.length === 0) return;
    void ask('store-names', { storeIds: wanted }).then((answer) => {
      if (isFailed(answer)) return;
      // One that nobody knows is shown by its id, and not asked for again.
      setNames(
        (before) =>
          new Map([
            ...before,
            ...wanted.map((one) => [one, one] as const),
            ...answer.stores.map(({ storeId, name }) => [storeId, name] as const),
          ]),
      );
    });
  }, [missing]);
  return names;
}
