/**
 * Settings: how this screen looks and what its scanner speaks, which change nothing of the till; and for whoever has the
 * right, those of the whole shop.
 */
import { UnstyledButton } from '@mantine/core';
import { Suspense, useRef, useState } from 'react';
import type { StationView, StatusView } from '#contract/screen/views.ts';
import { SETTINGS_GROUPS, type SettingsGroup } from '#domain/settings/settings.ts';
import { OpenCustomerScreen } from '../customer/open-customer-screen.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { useDesk } from '../parts/desk.tsx';
import { besideTicket } from '../parts/feedback.ts';
import { PanelHead } from '../parts/panel-head.tsx';
import { Segments } from '../parts/segments.tsx';
import { LANGUAGES, LANGUAGE_NAMES } from '../text/text.ts';
import { CONTRASTS, THEMES } from '../theme/preferences.ts';
import { SCANNER_LAYOUTS } from '../wedge/layout.ts';
import type { PanelProps } from './selling.view.tsx';
import { ShopSettings } from './shop/lazy-shop.tsx';
import styles from './settings.module.css';

type Place = 'screen' | SettingsGroup;
const PLACES: readonly Place[] = ['screen', ...SETTINGS_GROUPS];

type SettingsProps = PanelProps & { readonly station: StationView; readonly status: StatusView };

export function SettingsPanel(props: SettingsProps) {
  const { words } = useDesk();
  const { selling, run, onAction, station } = props;
  const [place, setPlace] = useState<Place>('screen');
  const nav = useRef<HTMLElement>(null);
  const save = useRef<() => void>(() => undefined);
  const mayManage = station.operator?.rights.includes('manage-settings') === true;

  onAction((action) => {
    const step = action === 'line-down' ? 1 : action === 'line-up' ? -1 : null;
    if (step !== null && mayManage) {
      // Arrows walk the groups; in a form that is being written they would lose the place.
      if (nav.current?.contains(document.activeElement) !== true) return true;
      const at = Math.min(Math.max(PLACES.indexOf(place) + step, 0), PLACES.length - 1);
      setPlace(PLACES[at] ?? place);
      return true;
    }
    if (action === 'pay' && place !== 'screen') save.current();
    else if (action === 'back' && place !== 'screen') {
      setPlace('screen');
      nav.current?.focus();
    } else return action === 'void-line' || action === 'pay' || action === 'quantity';
    return true;
  });

  return (
    <div className={styles['panel']}>
      <PanelHead
        title={words.t(mayManage ? 'shop.title' : 'settings.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      <div className={styles['columns']} data-managed={mayManage}>
        {mayManage && (
          <nav
            ref={nav}
            className={styles['places']}
            tabIndex={0}
            data-field="main"
            aria-label={words.t('shop.groups')}
          >
            {PLACES.map((one) => (
              <UnstyledButton
                key={one}
                className={styles['place']}
                aria-current={one === place ? 'page' : undefined}
                data-settings-place={one}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => setPlace(one)}
              >
                {words.t(`shop.group.${one}`)}
              </UnstyledButton>
            ))}
          </nav>
        )}
        {place === 'screen' ? (
          <ThisScreen {...props} isMain={!mayManage} />
        ) : (
          <Suspense fallback={<p className={styles['about']}>{words.t('closings.waiting')}</p>}>
            <ShopSettings
              group={place}
              selling={selling}
              station={station}
              onSave={(saving) => {
                save.current = saving;
              }}
            />
          </Suspense>
        )}
      </div>
    </div>
  );
}

function ThisScreen({ run, station, status, isMain }: SettingsProps & { readonly isMain: boolean }) {
  const { words, formats, preferences, prefer } = useDesk();
  return (
    <div
      className={styles['choices']}
      tabIndex={0}
      {...(isMain && { 'data-field': 'main' })}
      role="region"
      aria-label={words.t('settings.title')}
    >
      <Segments
        label={words.t('settings.language')}
        value={words.language}
        options={LANGUAGES.map((value) => ({ value, label: LANGUAGE_NAMES[value] }))}
        onChoose={(language) => prefer({ language })}
      />
      <Segments
        label={words.t('settings.theme')}
        value={preferences.theme}
        options={THEMES.map((value) => ({ value, label: words.t(`settings.theme-${value}`) }))}
        onChoose={(theme) => prefer({ theme })}
      />
      <Segments
        label={words.t('settings.contrast')}
        value={preferences.contrast}
        options={CONTRASTS.map((value) => ({ value, label: words.t(`settings.contrast-${value}`) }))}
        onChoose={(contrast) => prefer({ contrast })}
      />
      <Segments
        label={words.t('settings.scanner')}
        value={preferences.scannerLayout}
        options={SCANNER_LAYOUTS.map((value) => ({ value, label: words.t(`settings.scanner-${value}`) }))}
        onChoose={(scannerLayout) => prefer({ scannerLayout })}
      />
      <Segments
        label={words.t('settings.sound')}
        value={preferences.sound ? 'on' : 'off'}
        options={[
          { value: 'on', label: words.t('settings.on') },
          { value: 'off', label: words.t('settings.off') },
        ]}
        onChoose={(value) => prefer({ sound: value === 'on' })}
      />
      {station.operator?.rights.includes('manage-devices') === true && (
        <ActionButton action="devices" onPress={() => run('devices')}>
          {words.t('action.devices')}
        </ActionButton>
      )}
      <ActionButton action="headquarters" onPress={() => run('headquarters')}>
        {words.t('action.headquarters')}
      </ActionButton>
      <OpenCustomerScreen />
      <p className={styles['about']}>
        <bdi>
          {words.t('settings.about', {
            version: station.shop.version,
            till: status.tillId,
            products: formats.count(status.catalogueProducts),
          })}
        </bdi>
      </p>
    </div>
  );
}
