/** What a gift card is to the tax office, and how much it may hold. */
import { useState } from 'react';
import type { GiftCardSettings } from '#domain/settings/settings.ts';
import { useDesk } from '../../parts/desk.tsx';
import { Segments } from '../../parts/segments.tsx';
import { AmountField, CountField, Group, PercentField, Switch } from './fields.view.tsx';
import type { FormProps } from './form.ts';
import styles from './shop.module.css';

const VOUCHERS = ['multi-purpose', 'single-purpose'] as const;
const FIRST_VALIDITY_MONTHS = 24;

export function GiftCardsForm({ draft, onChange }: FormProps<GiftCardSettings>) {
  const { words } = useDesk();
  const set = (changed: Partial<GiftCardSettings>) => onChange({ ...draft, ...changed });
  const [months, setMonths] = useState(draft.validityMonths ?? FIRST_VALIDITY_MONTHS);
  return (
    <>
      <Group title="shop.gift.kind">
        <Segments
          label={words.t('shop.gift.kind')}
          value={draft.voucher}
          options={VOUCHERS.map((value) => ({ value, label: words.t(`shop.gift.${value}`) }))}
          onChoose={(voucher) => set({ voucher })}
        />
        <p className={styles['hint']}>{words.t(`shop.gift.${draft.voucher}-hint`)}</p>
        {draft.voucher === 'single-purpose' && (
          <div className={styles['fields']}>
            <PercentField
              label="shop.gift.vat"
              value={draft.vatRateBasisPoints}
              onChange={(vatRateBasisPoints) => set({ vatRateBasisPoints })}
            />
          </div>
        )}
      </Group>
      <Group title="shop.gift.limits">
        <div className={styles['fields']}>
          <AmountField
            label="shop.gift.load-min"
            value={draft.loadMinorMin}
            onChange={(loadMinorMin) => set({ loadMinorMin })}
          />
          <AmountField
            label="shop.gift.load-max"
            value={draft.loadMinorMax}
            onChange={(loadMinorMax) => set({ loadMinorMax })}
          />
          <AmountField
            label="shop.gift.balance-max"
            value={draft.balanceMinorMax}
            onChange={(balanceMinorMax) => set({ balanceMinorMax })}
          />
          <AmountField
            label="shop.gift.uid-max"
            hint="shop.gift.uid-hint"
            value={draft.uidSpendingMinorMax}
            onChange={(uidSpendingMinorMax) => set({ uidSpendingMinorMax })}
          />
        </div>
        <Switch
          label={words.t('shop.gift.expires')}
          value={draft.validityMonths !== null}
          onChange={(expires) => set({ validityMonths: expires ? months : null })}
        />
        {draft.validityMonths !== null && (
          <div className={styles['fields']}>
            <CountField
              label="shop.gift.validity"
              min={1}
              max={120}
              value={draft.validityMonths}
              onChange={(value) => {
                if (!Number.isNaN(value)) setMonths(value);
                set({ validityMonths: value });
              }}
            />
          </div>
        )}
      </Group>
    </>
  );
}
