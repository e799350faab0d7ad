/** Floats, limits of over and short, and the reasons that stand as buttons. */
import { useState } from 'react';
import type { CashSettings } from '#domain/settings/settings.ts';
import { useDesk } from '../../parts/desk.tsx';
import { AmountField, CountField, Group, Rows, Switch, TextField } from './fields.view.tsx';
import type { FormProps } from './form.ts';
import styles from './shop.module.css';

const REASONS_MAX = 20;
const REASON_CHARACTERS_MAX = 80;

export function CashForm({ draft, onChange }: FormProps<CashSettings>) {
  const { words } = useDesk();
  const set = (changed: Partial<CashSettings>) => onChange({ ...draft, ...changed });
  /** What it was before somebody said never. */
  const [dropMinor, setDropMinor] = useState(draft.safeDropAboveMinor ?? 0);
  return (
    <>
      <Group title="shop.cash.float">
        <div className={styles['fields']}>
          <AmountField
            label="shop.cash.next-float"
            value={draft.nextFloatMinor}
            onChange={(nextFloatMinor) => set({ nextFloatMinor })}
          />
          <AmountField
            label="shop.cash.opening-difference"
            value={draft.openingDifferenceMinorMax}
            onChange={(openingDifferenceMinorMax) => set({ openingDifferenceMinorMax })}
          />
        </div>
      </Group>
      <Group title="shop.cash.over-short">
        <div className={styles['fields']}>
          <AmountField
            label="shop.cash.closing-reason"
            value={draft.closingReasonMinorMax}
            onChange={(closingReasonMinorMax) => set({ closingReasonMinorMax })}
          />
          <AmountField
            label="shop.cash.closing-approval"
            value={draft.closingApprovalMinorMax}
            onChange={(closingApprovalMinorMax) => set({ closingApprovalMinorMax })}
          />
        </div>
      </Group>
      <Group title="shop.cash.limits">
        <Switch
          label={words.t('shop.cash.drop-advised')}
          value={draft.safeDropAboveMinor !== null}
          onChange={(advised) => set({ safeDropAboveMinor: advised ? dropMinor : null })}
        />
        <div className={styles['fields']}>
          {draft.safeDropAboveMinor !== null && (
            <AmountField
              label="shop.cash.drop"
              value={draft.safeDropAboveMinor}
              onChange={(minor) => {
                if (!Number.isNaN(minor)) setDropMinor(minor);
                set({ safeDropAboveMinor: minor });
              }}
            />
          )}
          <CountField
            label="shop.cash.day-hours"
            min={1}
            max={72}
            value={draft.dayHoursMax}
            onChange={(dayHoursMax) => set({ dayHoursMax })}
          />
        </div>
      </Group>
      {(['payInReasons', 'payOutReasons'] as const).map((list) => (
        <Rows
          key={list}
          name={list === 'payInReasons' ? 'shop.cash.pay-in-reasons' : 'shop.cash.pay-out-reasons'}
          rows={draft[list]}
          rowsMax={REASONS_MAX}
          fresh={() => ''}
          onChange={(reasons) => set({ [list]: reasons })}
        >
          {(reason, change) => (
            <TextField
              bare
              label="shop.cash.reason"
              value={reason}
              charactersMax={REASON_CHARACTERS_MAX}
              onChange={change}
            />
          )}
        </Rows>
      ))}
    </>
  );
}
