/** One group of settings: the till's own forms, and the one that only headquarters has. */
import { type FormEvent, type ReactNode, useState } from 'react';
import { present } from '#base/assert.ts';
import type { CallAnswer } from '#contract/pages/pages.ts';
import type { HqSettingsGroup, HqSettingsGroups } from '#contract/sync/settings.ts';
import { currencyOf } from '#domain/money/money.ts';
import { DeskContext as TillDeskContext } from '#renderer/parts/desk.tsx';
import { CashForm } from '#renderer/screens/shop/cash-form.view.tsx';
import { ConsentsForm } from '#renderer/screens/shop/consents-form.view.tsx';
import { isIncomplete, isSame } from '#renderer/screens/shop/draft.ts';
import { GiftCardsForm } from '#renderer/screens/shop/gift-cards-form.view.tsx';
import { LoyaltyForm } from '#renderer/screens/shop/loyalty-form.view.tsx';
import { RolesForm } from '#renderer/screens/shop/roles.view.tsx';
import { ShopContext } from '#renderer/screens/shop/shop-desk.ts';
import { TendersForm } from '#renderer/screens/shop/tenders-form.view.tsx';
import { PREFERENCES_AT_FIRST } from '#renderer/theme/preferences.ts';
import { useDesk, useMe } from '../../desk.tsx';
import { ask, isFailed } from '../../link/ask.ts';
import { useAsked } from '../../link/use-asked.ts';
import { Button } from '../../parts/button.tsx';
import { Told } from '../../parts/told.tsx';
import { Trouble } from '../../parts/trouble.tsx';
import { NO_TILL } from './no-till.ts';
import { OfflineForm } from './offline-form.view.tsx';
import styles from './settings.module.css';

export function GroupForm({ storeId, group }: { readonly storeId: string | null; readonly group: HqSettingsGroup }) {
  const { words, formats } = useDesk();
  const { code } = useMe().organisation.currency;
  const asked = useAsked('settings', { storeId });
  const [fresh, setFresh] = useState<CallAnswer<'settings'> | null>(null);
  const answer = fresh ?? asked.answer;
  const [draft, setDraft] = useState<HqSettingsGroups[HqSettingsGroup] | null>(null);
  const [revision, setRevision] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const held = answer?.settings[group] ?? null;
  const value = draft ?? held;
  const changed = draft !== null && !isSame(draft, held);

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (value === null) return;
    if (isIncomplete(value)) return setProblem(words.till.t('shop.wrong'));
    await send(() => ask('save-settings', { storeId, group, value: { ...value } }));
  }

  async function send(sending: () => ReturnType<typeof ask<'save-settings'>>): Promise<void> {
    setBusy(true);
    const said = await sending();
    setBusy(false);
    if (isFailed(said)) return setProblem(words.lookUp(`fault.${said.code}`, 'fault.other', { code: said.code }));
    if (said.kind === 'refused')
      return setProblem(words.t('settings.refused', { reason: said.reason, right: said.right ?? '' }));
    // What holds now is asked for before the form lets go of what was typed.
    const now = await ask('settings', { storeId });
    if (isFailed(now)) return setProblem(words.lookUp(`fault.${now.code}`, 'fault.other', { code: now.code }));
    setFresh(now);
    setProblem(null);
    setSaved(true);
    setDraft(null);
    setRevision(revision + 1);
  }

  const till = {
    port: NO_TILL,
    words: words.till,
    formats,
    preferences: PREFERENCES_AT_FIRST,
    prefer: () => undefined,
  };
  const currency = present(currencyOf(code), 'the currency of the organisation');
  const from = answer?.from[group] ?? 'first';
  return (
    <>
      <Trouble code={asked.code} />
      {value !== null && (
        <form className={styles['form']} data-settings-group={group} onSubmit={(event) => void save(event)}>
          <TillDeskContext value={till}>
            <ShopContext value={{ currency, symbol: formats.symbol }}>
              <div key={revision} className={styles['groups']}>
                {formOf(value)}
              </div>
            </ShopContext>
          </TillDeskContext>
          <Told tone="bad" text={problem} />
          <Told tone="good" text={isSaved && !changed ? words.t('settings.saved') : null} />
          <div className={styles['keep']} data-changed={changed}>
            <span className={styles['from']}>{words.t(changed ? 'settings.unsaved' : `settings.from.${from}`)}</span>
            {((storeId === null && from === 'organisation') || from === 'store') && (
              <Button
                name="take-back"
                busy={busy}
                onPress={() => void send(() => ask('take-back-settings', { storeId, group }))}
              >
                {words.t('settings.take-back')}
              </Button>
            )}
            <Button tone="main" name="save-settings" submits busy={busy}>
              {words.t('settings.save')}
            </Button>
          </div>
        </form>
      )}
    </>
  );

  function formOf(shown: HqSettingsGroups[HqSettingsGroup]): ReactNode {
    const onChange = (next: HqSettingsGroups[HqSettingsGroup]): void => setDraft(next);
    switch (group) {
      case 'roles':
        return <RolesForm draft={shown as HqSettingsGroups['roles']} onChange={onChange} />;
      case 'cash':
        return <CashForm draft={shown as HqSettingsGroups['cash']} onChange={onChange} />;
      case 'tenders':
        return <TendersForm draft={shown as HqSettingsGroups['tenders']} onChange={onChange} />;
      case 'gift-cards':
        return <GiftCardsForm draft={shown as HqSettingsGroups['gift-cards']} onChange={onChange} />;
      case 'loyalty':
        return <LoyaltyForm draft={shown as HqSettingsGroups['loyalty']} onChange={onChange} />;
      case 'consents':
        return <ConsentsForm draft={shown as HqSettingsGroups['consents']} onChange={onChange} />;
      case 'offline-spending':
        return <OfflineForm draft={shown as HqSettingsGroups['offline-spending']} onChange={onChange} />;
    }
  }
}
