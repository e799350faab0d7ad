/**
 * The settings of the shop, one group at a time: changed in a form, looked at where they are typed, and saved whole. What was
 * changed and not saved stays while another group is looked at.
 */
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { CommandInput } from '#contract/screen/screen.ts';
import type { StationView } from '#contract/screen/views.ts';
import type { SettingsGroup, SettingsGroups } from '#domain/settings/settings.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { FaultWords } from '../../parts/fault-words.tsx';
import { useAnswer } from '../../parts/use-answer.ts';
import type { Selling } from '../use-selling.ts';
import { CashForm } from './cash-form.view.tsx';
import { ConsentsForm } from './consents-form.view.tsx';
import { isIncomplete, isSame } from './draft.ts';
import { GiftCardsForm } from './gift-cards-form.view.tsx';
import { LoyaltyForm } from './loyalty-form.view.tsx';
import { RolesForm } from './roles.view.tsx';
import { ShopContext } from './shop-desk.ts';
import { TendersForm } from './tenders-form.view.tsx';
import styles from './shop.module.css';

export interface ShopSettingsProps {
  readonly group: SettingsGroup;
  readonly selling: Selling;
  readonly station: StationView;
  /** Where F12 saves: the panel asks on every key. */
  readonly onSave: (save: () => void) => void;
}

export function ShopSettings({ group, selling, station, onSave }: ShopSettingsProps) {
  const { words, formats } = useDesk();
  const [saved, setSaved] = useState(0);
  const { answer, faultCode } = useAnswer('settings', {}, saved);
  const [drafts, setDrafts] = useState<Partial<SettingsGroups>>({});
  const [revision, setRevision] = useState(0);
  const form = useRef<HTMLDivElement>(null);
  const { currency } = station.shop;
  useEffect(() => {
    void form.current?.scrollTo({ top: 0 });
  }, [group]);

  const settings = answer?.settings ?? null;
  const isFromHq = answer?.fromHq.includes(group) === true;
  const draft = settings === null ? null : (drafts[group] ?? settings[group]);
  const changed = settings !== null && !isSame(draft, settings[group]);

  async function save(): Promise<void> {
    if (!changed || isFromHq) return;
    if (isIncomplete(draft)) {
      form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
      return selling.say('bad', words.t('shop.wrong'));
    }
    const outcome = await selling.send('saveSettings', { group, value: draft } as CommandInput<'saveSettings'>);
    if (outcome?.kind !== 'done') return;
    setSaved(saved + 1);
    selling.say('good', words.t('shop.saved'));
  }
  onSave(() => void save());

  function change<Group extends SettingsGroup>(name: Group, value: SettingsGroups[Group]): void {
    setDrafts({ ...drafts, [name]: value });
  }

  function revert(): void {
    setDrafts({ ...drafts, [group]: undefined });
    setRevision(revision + 1);
  }

  if (faultCode !== null) return <FaultWords code={faultCode} />;
  if (settings === null) return null;
  return (
    <ShopContext value={{ currency, symbol: formats.symbol }}>
      <form
        className={styles['form']}
        data-settings-group={group}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <div key={`${group}-${revision}`} ref={form} className={styles['groups']}>
          <fieldset className={styles['all']} disabled={isFromHq}>
            {formOf(group)}
          </fieldset>
        </div>
        <div className={styles['keep']} data-changed={changed}>
          <span className={styles['changed']} role="status">
            {words.t(isFromHq ? 'shop.from-hq' : changed ? 'shop.unsaved' : 'shop.whole')}
          </span>
          <ActionButton name="revert-settings" disabled={!changed || isFromHq} onPress={revert}>
            {words.t('shop.revert')}
          </ActionButton>
          <ActionButton
            action="pay"
            name="save-settings"
            tone={changed ? 'pay' : 'plain'}
            disabled={!changed || isFromHq || selling.busy.has('saveSettings')}
            onPress={() => void save()}
          >
            {words.t('shop.save')}
          </ActionButton>
        </div>
      </form>
    </ShopContext>
  );

  function formOf(name: SettingsGroup): ReactNode {
    if (settings === null) return null;
    switch (name) {
      case 'roles':
        return <RolesForm draft={drafts.roles ?? settings.roles} onChange={(value) => change('roles', value)} />;
      case 'cash':
        return <CashForm draft={drafts.cash ?? settings.cash} onChange={(value) => change('cash', value)} />;
      case 'tenders':
        return (
          <TendersForm draft={drafts.tenders ?? settings.tenders} onChange={(value) => change('tenders', value)} />
        );
      case 'gift-cards':
        return (
          <GiftCardsForm
            draft={drafts['gift-cards'] ?? settings['gift-cards']}
            onChange={(value) => change('gift-cards', value)}
          />
        );
      case 'loyalty':
        return (
          <LoyaltyForm draft={drafts.loyalty ?? settings.loyalty} onChange={(value) => change('loyalty', value)} />
        );
      case 'consents':
        return (
          <ConsentsForm draft={drafts.consents ?? settings.consents} onChange={(value) => change('consents', value)} />
        );
    }
  }
}
