/** What headquarters sets for the tills: of all stores, or of one; and who may sign in there. */
import { useState } from 'react';
import { HQ_SETTINGS_GROUPS, type HqSettingsGroup } from '#contract/sync/settings.ts';
import { useDesk } from '../../desk.tsx';
import { Head } from '../../parts/head.tsx';
import { Choice } from '../../parts/field.tsx';
import { Filters } from '../../parts/filters.tsx';
import { Section } from '../../parts/section.tsx';
import { StorePicker } from '../../parts/store-picker.tsx';
import { GroupForm } from './group-form.view.tsx';
import { OperatorsView } from './operators.view.tsx';
import styles from './settings.module.css';

type Place = HqSettingsGroup | 'operators';

export function SettingsPage() {
  const { words } = useDesk();
  const [storeId, setStoreId] = useState<string | null>(null);
  const [place, setPlace] = useState<Place>('operators');
  const places: readonly Place[] = ['operators', ...HQ_SETTINGS_GROUPS];
  return (
    <>
      <Head title={words.t('place.settings')}>
        {place !== 'operators' && <StorePicker storeId={storeId} withAll onPick={setStoreId} />}
      </Head>
      <Section flush>
        <Filters>
          <Choice
            label={words.t('settings.groups')}
            name="group"
            value={place}
            options={places.map((value) => ({ value, label: nameOf(value) }))}
            onChoose={setPlace}
          />
        </Filters>
        {place !== 'operators' && (
          <p className={styles['about']}>{words.t(storeId === null ? 'settings.about-all' : 'settings.about-store')}</p>
        )}
      </Section>
      {place === 'operators' ? (
        <OperatorsView />
      ) : (
        <GroupForm key={`${storeId} ${place}`} storeId={storeId} group={place} />
      )}
    </>
  );

  function nameOf(one: Place): string {
    if (one === 'operators') return words.t('settings.operators');
    if (one === 'offline-spending') return words.t('settings.offline-spending');
    return words.till.t(`shop.group.${one}`);
  }
}
