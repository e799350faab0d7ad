/** The rules by which points are earned, spent and lost. */
import { useState } from 'react';
import type { LoyaltySettings } from '#domain/settings/settings.ts';
import { useDesk } from '../../parts/desk.tsx';
import { AmountField, CountField, DateField, FactorField, Group, Rows, Switch, TextField } from './fields.view.tsx';
import type { FormProps } from './form.ts';
import styles from './shop.module.css';

const POINTS_MAX = 1_000_000_000;
const NAME_CHARACTERS_MAX = 80;
const FIRST_EXPIRY_MONTHS = 24;
const ONCE_BASIS_POINTS = 10_000;
const TWICE_BASIS_POINTS = 20_000;

export function LoyaltyForm({ draft, onChange }: FormProps<LoyaltySettings>) {
  const { words } = useDesk();
  const set = (changed: Partial<LoyaltySettings>) => onChange({ ...draft, ...changed });
  const [months, setMonths] = useState(draft.expiryMonths ?? FIRST_EXPIRY_MONTHS);
  return (
    <>
      <Group title="shop.loyalty.earning">
        <Switch
          name="loyalty-enabled"
          label={words.t('shop.loyalty.enabled')}
          value={draft.enabled}
          onChange={(enabled) => set({ enabled })}
        />
        <div className={styles['fields']}>
          <CountField
            label="shop.loyalty.points"
            min={0}
            max={POINTS_MAX}
            value={draft.points}
            onChange={(points) => set({ points })}
          />
          <AmountField
            label="shop.loyalty.per"
            min={1}
            value={draft.perMinor}
            onChange={(perMinor) => set({ perMinor })}
          />
        </div>
        <Switch
          label={words.t('shop.loyalty.gift-cards-earn')}
          value={draft.giftCardsEarn}
          onChange={(giftCardsEarn) => set({ giftCardsEarn })}
        />
      </Group>
      <Group title="shop.loyalty.redeeming">
        <div className={styles['fields']}>
          <CountField
            label="shop.loyalty.redeem-points"
            min={1}
            max={POINTS_MAX}
            value={draft.redeemPoints}
            onChange={(redeemPoints) => set({ redeemPoints })}
          />
          <AmountField
            label="shop.loyalty.redeem-worth"
            min={1}
            value={draft.redeemMinor}
            onChange={(redeemMinor) => set({ redeemMinor })}
          />
          <CountField
            label="shop.loyalty.redeem-step"
            min={1}
            max={POINTS_MAX}
            value={draft.redeemStep}
            onChange={(redeemStep) => set({ redeemStep })}
          />
        </div>
        <Switch
          label={words.t('shop.loyalty.expires')}
          value={draft.expiryMonths !== null}
          onChange={(expires) => set({ expiryMonths: expires ? months : null })}
        />
        {draft.expiryMonths !== null && (
          <div className={styles['fields']}>
            <CountField
              label="shop.loyalty.expiry"
              min={1}
              max={120}
              value={draft.expiryMonths}
              onChange={(value) => {
                if (!Number.isNaN(value)) setMonths(value);
                set({ expiryMonths: value });
              }}
            />
          </div>
        )}
      </Group>
      <Rows
        name="shop.loyalty.tiers"
        rows={draft.tiers}
        rowsMax={10}
        fresh={() => ({
          name: '',
          fromPoints: (draft.tiers.at(-1)?.fromPoints ?? 0) + 500,
          factorBasisPoints: ONCE_BASIS_POINTS,
        })}
        onChange={(tiers) => set({ tiers })}
      >
        {(tier, change) => (
          <>
            <TextField
              label="shop.loyalty.tier"
              value={tier.name}
              charactersMax={NAME_CHARACTERS_MAX}
              onChange={(name) => change({ ...tier, name })}
            />
            <CountField
              label="shop.loyalty.from-points"
              min={0}
              max={POINTS_MAX}
              value={tier.fromPoints}
              onChange={(fromPoints) => change({ ...tier, fromPoints })}
            />
            <Factor of={tier} onChange={change} />
          </>
        )}
      </Rows>
      <Rows
        name="shop.loyalty.categories"
        rows={draft.categories}
        rowsMax={200}
        fresh={() => ({ category: '', factorBasisPoints: TWICE_BASIS_POINTS })}
        onChange={(categories) => set({ categories })}
      >
        {(one, change) => (
          <>
            <TextField
              label="shop.loyalty.category"
              value={one.category}
              charactersMax={NAME_CHARACTERS_MAX}
              onChange={(category) => change({ ...one, category })}
            />
            <Factor of={one} onChange={change} />
          </>
        )}
      </Rows>
      <Rows
        name="shop.loyalty.dates"
        rows={draft.dates}
        rowsMax={100}
        fresh={() => ({ from: '', to: '', factorBasisPoints: TWICE_BASIS_POINTS })}
        onChange={(dates) => set({ dates })}
      >
        {(one, change) => (
          <>
            <DateField label="shop.loyalty.from" value={one.from} onChange={(from) => change({ ...one, from })} />
            <DateField label="shop.loyalty.to" value={one.to} onChange={(to) => change({ ...one, to })} />
            <Factor of={one} onChange={change} />
          </>
        )}
      </Rows>
      <Rows
        name="shop.loyalty.rewards"
        rows={draft.rewards}
        rowsMax={20}
        fresh={() => ({ id: `reward-${crypto.randomUUID()}`, label: '', points: 100 })}
        onChange={(rewards) => set({ rewards })}
      >
        {(reward, change) => (
          <>
            <TextField
              label="shop.loyalty.reward"
              value={reward.label}
              charactersMax={NAME_CHARACTERS_MAX}
              onChange={(label) => change({ ...reward, label })}
            />
            <CountField
              label="shop.loyalty.points"
              min={1}
              max={POINTS_MAX}
              value={reward.points}
              onChange={(points) => change({ ...reward, points })}
            />
          </>
        )}
      </Rows>
    </>
  );
}

/** By how much the points of a tier, a category or a time are multiplied. */
function Factor<T extends { readonly factorBasisPoints: number }>(given: {
  readonly of: T;
  readonly onChange: (changed: T) => void;
}) {
  return (
    <FactorField
      label="shop.loyalty.factor"
      value={given.of.factorBasisPoints}
      onChange={(factorBasisPoints) => given.onChange({ ...given.of, factorBasisPoints })}
    />
  );
}
