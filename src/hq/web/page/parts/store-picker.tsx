/** Which store a page is about: all of them, or one that is looked for. */
import { useState } from 'react';
import { useDesk } from '../desk.tsx';
import { useListed } from '../link/use-asked.ts';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { Field } from './field.tsx';
import { Nothing } from './section.tsx';
import styles from './store-picker.module.css';
import { useStoreNames } from './stores-field.tsx';
import { useSearchText } from './use-search-text.ts';

export interface StorePickerProps {
  /** Null: all. */
  readonly storeId: string | null;
  readonly onPick: (storeId: string | null) => void;
  /** Whether all of them may be picked. */
  readonly withAll: boolean;
}

export function StorePicker({ storeId, onPick, withAll }: StorePickerProps) {
  const { words } = useDesk();
  const [open, setOpen] = useState(false);
  const names = useStoreNames(storeId === null ? [] : [storeId]);
  const label =
    storeId === null ? words.t(withAll ? 'users.all-stores' : 'picker.choose') : (names.get(storeId) ?? '…');
  return (
    <>
      <Button name="pick-store" onPress={() => setOpen(true)}>
        <svg viewBox="0 0 24 24" className={styles['icon']} aria-hidden>
          <path d="M4 10v10h16V10M2.500 10 5 4h14l2.500 6zM9.500 20v-6h5v6" />
        </svg>
        <bdi>{label}</bdi>
        <span aria-hidden>▾</span>
      </Button>
      {open && (
        <Dialog title={words.t('tills.store')} name="store" onClose={() => setOpen(false)}>
          <Stores
            withAll={withAll}
            onPick={(picked) => {
              setOpen(false);
              onPick(picked);
            }}
          />
        </Dialog>
      )}
    </>
  );
}

function Stores({ withAll, onPick }: Pick<StorePickerProps, 'withAll' | 'onPick'>) {
  const { words } = useDesk();
  const { text, wanted, setText } = useSearchText();
  const { rows, hasMore, more } = useListed('stores', { search: wanted });
  return (
    <>
      <Field
        label={words.t('list.search')}
        name="search-store"
        kind="search"
        value={text}
        onType={setText}
        characters={100}
      />
      <div className={styles['list']}>
        {withAll && (
          <Button tone="main" name="all-stores" onPress={() => onPick(null)}>
            {words.t('users.all-stores')}
          </Button>
        )}
        {(rows ?? []).map(({ storeId, name }) => (
          <Button key={storeId} name="take-store" onPress={() => onPick(storeId)}>
            <bdi>{name}</bdi>
          </Button>
        ))}
        {rows?.length === 0 && <Nothing>{words.t('list.none')}</Nothing>}
        {hasMore && (
          <Button tone="quiet" name="more-stores" onPress={more}>
            {words.t('list.more')}
          </Button>
        )}
      </div>
    </>
  );
}
