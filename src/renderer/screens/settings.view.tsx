/** How this screen looks and what its scanner speaks. Nothing here changes the till. */
import type { StationView, StatusView } from '#contract/screen/views.ts';
import { OpenCustomerScreen } from '../customer/open-customer-screen.tsx';
import { useDesk } from '../parts/desk.tsx';
import { ActionButton } from '../parts/action-button.tsx';
import { PanelHead } from '../parts/panel-head.tsx';
import { Segments } from '../parts/segments.tsx';
import { LANGUAGES, LANGUAGE_NAMES } from '../text/text.ts';
import { CONTRASTS, THEMES } from '../theme/preferences.ts';
import { SCANNER_LAYOUTS } from '../wedge/layout.ts';
import type { PanelProps } from './selling.view.tsx';
import styles from './settings.module.css';

export function SettingsPanel({
  selling,
  run,
  onAction,
  station,
  status,
}: PanelProps & { readonly station: StationView; readonly status: StatusView }) {
  const { words, formats, preferences, prefer } = useDesk();
  onAction((action) => action === 'void-line');
  return (
    <div className={styles['panel']}>
      <PanelHead title={words.t('settings.title')} feedback={null} serial={selling.serial} onBack={() => run('back')} />
      <div
        className={styles['choices']}
        tabIndex={0}
        data-field="main"
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
    </div>
  );
}
