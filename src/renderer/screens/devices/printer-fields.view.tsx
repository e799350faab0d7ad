/** What is set of a printer: its model, its cash drawer, the logo above its receipts. */
import { useRef, useState } from 'react';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { Segments } from '../../parts/segments.tsx';
import { FileField } from './file-field.view.tsx';
import { Choice } from './fields.view.tsx';
import type { FieldsProps } from './set-up.ts';
import styles from './devices.module.css';

const LOGO_BYTES_MAX = 64 * 1024;

/** The model stands beside the name, which leaves the logo in sight on a screen of 768 lines. */
export function ProfileField(given: FieldsProps & { readonly profiles: readonly string[] }) {
  const { words } = useDesk();
  const { device, set } = given;
  return (
    <Choice
      label="devices.profile"
      value={device.profile ?? 'default'}
      options={given.profiles.map((value) => ({
        value,
        label: value === 'default' ? words.t('devices.profile-default') : value,
      }))}
      onChoose={(value) => set('profile', value)}
    />
  );
}

export function PrinterFields(given: FieldsProps) {
  const { words } = useDesk();
  const { device, set } = given;
  return (
    <>
      <Segments
        label={words.t('devices.drawer')}
        value={device.drawer === true ? 'yes' : 'no'}
        options={[
          { value: 'yes', label: words.t('settings.on') },
          { value: 'no', label: words.t('settings.off') },
        ]}
        onChoose={(value) => set('drawer', value === 'yes')}
      />
      {device.drawer === true && (
        <>
          <Segments
            label={words.t('devices.drawer-pin')}
            value={String(device.drawerPin ?? 2) as '2' | '5'}
            options={[
              { value: '2', label: words.t('devices.drawer-pin-2') },
              { value: '5', label: words.t('devices.drawer-pin-5') },
            ]}
            onChoose={(value) => set('drawerPin', value === '5' ? 5 : 2)}
          />
          <Choice
            label="devices.drawer-sensor"
            value={device.drawerSensor ?? ''}
            options={[
              { value: '', label: words.t('devices.drawer-sensor-none') },
              { value: 'open-is-high', label: words.t('devices.drawer-sensor-high') },
              { value: 'open-is-low', label: words.t('devices.drawer-sensor-low') },
            ]}
            onChoose={(value) =>
              set('drawerSensor', value === 'open-is-high' || value === 'open-is-low' ? value : undefined)
            }
          />
          {device.drawerSensor !== undefined && (
            <Choice
              label="devices.drawer-alarm"
              value={String(device.drawerAlarmSeconds ?? 60)}
              options={['15', '30', '60', '120', '300'].map((value) => ({
                value,
                label: words.t('devices.seconds', { count: Number(value) }),
              }))}
              onChoose={(value) => set('drawerAlarmSeconds', Number(value))}
            />
          )}
        </>
      )}
      <LogoField {...given} />
    </>
  );
}

function LogoField({ device, set }: FieldsProps) {
  const { words } = useDesk();
  const field = useRef<HTMLInputElement>(null);
  const [unfit, setUnfit] = useState(false);

  async function take(file: File): Promise<void> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const isPng = bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
    const fits = isPng && bytes.length <= LOGO_BYTES_MAX;
    setUnfit(!fits);
    if (!fits) return;
    set('logoPng', btoa(String.fromCharCode(...bytes)));
  }

  return (
    <div className={styles['logo']}>
      <span className={styles['label']}>{words.t('devices.logo')}</span>
      <div className={styles['tests']}>
        {device.logoPng !== undefined && <img alt="" src={`data:image/png;base64,${device.logoPng}`} />}
        <ActionButton name="choose-logo" onPress={() => field.current?.click()}>
          {words.t('devices.logo-choose')}
        </ActionButton>
        {device.logoPng !== undefined && (
          <ActionButton name="remove-logo" tone="quiet" onPress={() => set('logoPng', undefined)}>
            {words.t('devices.logo-none')}
          </ActionButton>
        )}
        <FileField field={field} accept="image/png" onFile={(file) => void take(file)} />
      </div>
      {unfit && (
        <p className={styles['problem']} role="alert">
          {words.t('devices.logo-unfit')}
        </p>
      )}
    </div>
  );
}
