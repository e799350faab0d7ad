/** What is accepted here, in the order in which it stands on the screen. */
import type { TenderMethod } from '#domain/journal/journal.ts';
import type { TenderSettings } from '#domain/settings/settings.ts';
import { useDesk } from '../../parts/desk.tsx';
import { AmountField, Group, Switch } from './fields.view.tsx';
import type { FormProps } from './form.ts';
import styles from './shop.module.css';

const METHODS: readonly TenderMethod[] = ['cash', 'card', 'cheque', 'meal-voucher', 'gift-card', 'purse'];

export function TendersForm({ draft, onChange }: FormProps<TenderSettings>) {
  const { words } = useDesk();
  const set = (changed: Partial<TenderSettings>) => onChange({ ...draft, ...changed });
  return (
    <>
      <Group title="shop.tenders.methods">
        <div className={styles['fields']}>
          {METHODS.map((method) => (
            <Switch
              key={method}
              name={method}
              label={words.t(`method.${method}`)}
              {...(method === 'cash' && { hint: words.t('shop.tenders.always') })}
              value={draft.methods.includes(method)}
              disabled={method === 'cash'}
              onChange={(accepted) =>
                set({ methods: METHODS.filter((one) => (one === method ? accepted : draft.methods.includes(one))) })
              }
            />
          ))}
        </div>
      </Group>
      <Group title="shop.tenders.meal-voucher-max">
        <div className={styles['fields']}>
          <AmountField
            label="shop.tenders.meal-voucher-max"
            hint="shop.tenders.meal-voucher-hint"
            value={draft.mealVoucherMinorMax}
            onChange={(mealVoucherMinorMax) => set({ mealVoucherMinorMax })}
          />
        </div>
      </Group>
    </>
  );
}
