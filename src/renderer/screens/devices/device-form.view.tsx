/** The set-up of one device, with the fields that its kind has; it can be tried before it is kept. */
import { Input } from '@mantine/core';
import { type ReactNode, useId, useRef, useState } from 'react';
import type { DeviceSetUp, TrialView } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { Segments } from '../../parts/segments.tsx';
import type { TextKey } from '../../text/text.ts';
import type { Selling } from '../use-selling.ts';
import { DeviceTests } from './device-tests.view.tsx';
import { ADDRESS_EXAMPLES, withField } from './set-up.ts';
import { WedgeLearner } from '../../wedge/learner.view.tsx';
import styles from './devices.module.css';

const LOGO_BYTES_MAX = 64 * 1024;
const NOTATIONS = ['hex', 'hex-reversed', 'decimal-10', 'decimal-10-reversed', 'decimal-8', 'decimal-3-5'] as const;

export function DeviceForm(given: {
  readonly device: DeviceSetUp;
  readonly isNew: boolean;
  readonly profiles: readonly string[];
  readonly trials: readonly TrialView[];
  readonly selling: Selling;
  readonly onDone: (deviceId: string | null) => void;
}) {
  const { words } = useDesk();
  const { profiles, selling } = given;
  const [device, setDevice] = useState(given.device);
  const set = <Name extends keyof DeviceSetUp>(name: Name, value: DeviceSetUp[Name] | undefined): void =>
    setDevice((before) => withField(before, name, value));

  async function save(): Promise<void> {
    const outcome = await selling.send('saveDevice', { device });
    if (outcome?.kind !== 'done') return;
    selling.say('good', words.t('devices.saved', { name: device.name }));
    given.onDone(device.id);
  }

  return (
    <>
      <section className={styles['section']} data-form={device.kind}>
        <h3>
          {words.t(given.isNew ? 'devices.new-title' : 'devices.edit-title', {
            kind: words.t(`status.device.${device.kind}`),
          })}
        </h3>
        <div className={styles['fields']}>
          <Field label="devices.name">
            {(id) => (
              <Input
                id={id}
                data-field="main"
                value={device.name}
                maxLength={80}
                classNames={{ input: styles['input'] ?? '' }}
                onChange={(event) => set('name', event.currentTarget.value)}
              />
            )}
          </Field>
          <Field label="devices.address" hint={ADDRESS_EXAMPLES[device.kind].join('   ')}>
            {(id) => (
              <Input
                id={id}
                dir="ltr"
                value={device.address}
                autoComplete="off"
                spellCheck={false}
                placeholder={ADDRESS_EXAMPLES[device.kind][0] ?? ''}
                classNames={{ input: styles['input'] ?? '' }}
                onChange={(event) => set('address', event.currentTarget.value.trim())}
              />
            )}
          </Field>
          {device.kind === 'printer' && (
            <PrinterFields device={device} set={set} profiles={profiles} selling={selling} />
          )}
          {device.kind === 'display' && <DisplayFields device={device} set={set} />}
          {device.kind === 'scanner' && <ScannerFields device={device} set={set} />}
          {device.kind === 'card' && !device.address.startsWith('pcsc:') && (
            <Choice
              label="devices.notation"
              value={device.cardNotation ?? ''}
              options={[
                { value: '', label: words.t('devices.notation-any') },
                ...NOTATIONS.map((value) => ({ value, label: words.t(`devices.notation-${value}`) })),
              ]}
              onChoose={(value) =>
                set(
                  'cardNotation',
                  NOTATIONS.find((one) => one === value),
                )
              }
            />
          )}
        </div>
        <div className={styles['tests']}>
          <ActionButton name="save-device" tone="pay" disabled={device.address === ''} onPress={() => void save()}>
            {words.t('devices.save')}
          </ActionButton>
          <ActionButton name="cancel-edit" tone="quiet" onPress={() => given.onDone(given.isNew ? null : device.id)}>
            {words.t('devices.cancel')}
          </ActionButton>
        </div>
      </section>
      {device.address !== '' && (
        <DeviceTests
          device={device}
          trials={given.trials.filter(({ deviceId }) => deviceId === device.id)}
          selling={selling}
        />
      )}
    </>
  );
}

type Setter = <Name extends keyof DeviceSetUp>(name: Name, value: DeviceSetUp[Name] | undefined) => void;

interface FieldsProps {
  readonly device: DeviceSetUp;
  readonly set: Setter;
}

function PrinterFields(given: FieldsProps & { readonly profiles: readonly string[]; readonly selling: Selling }) {
  const { words } = useDesk();
  const { device, set } = given;
  return (
    <>
      <Choice
        label="devices.profile"
        value={device.profile ?? 'default'}
        options={given.profiles.map((value) => ({
          value,
          label: value === 'default' ? words.t('devices.profile-default') : value,
        }))}
        onChoose={(value) => set('profile', value)}
      />
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

function LogoField({ device, set, selling }: FieldsProps & { readonly selling: Selling }) {
  const { words } = useDesk();
  const field = useRef<HTMLInputElement>(null);

  async function take(file: File): Promise<void> {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const isPng = bytes[0] === 0x89 && bytes[1] === 0x50 && bytes[2] === 0x4e && bytes[3] === 0x47;
    if (!isPng || bytes.length > LOGO_BYTES_MAX) return selling.say('bad', words.t('devices.logo-unfit'));
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
        <input
          ref={field}
          type="file"
          accept="image/png"
          hidden
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            event.currentTarget.value = '';
            if (file !== undefined) void take(file);
          }}
        />
      </div>
    </div>
  );
}

function DisplayFields({ device, set }: FieldsProps) {
  const { words } = useDesk();
  return (
    <>
      <Segments
        label={words.t('devices.dialect')}
        value={device.dialect ?? 'escpos'}
        options={[
          { value: 'escpos', label: 'ESC/POS' },
          { value: 'cd5220', label: 'CD5220' },
        ]}
        onChoose={(value) => set('dialect', value)}
      />
      <Choice
        label="devices.columns"
        value={String(device.columns ?? 20)}
        options={['16', '20', '24', '40'].map((value) => ({ value, label: value }))}
        onChoose={(value) => set('columns', Number(value))}
      />
      <p className={styles['hint']}>{words.t('devices.display-letters')}</p>
    </>
  );
}

function ScannerFields({ device, set }: FieldsProps) {
  const { words } = useDesk();
  return (
    <>
      {device.address === 'wedge:' && (
        <>
          <Segments
            label={words.t('settings.scanner')}
            value={device.layout ?? 'us'}
            options={[
              { value: 'us', label: words.t('settings.scanner-us') },
              { value: 'fr', label: words.t('settings.scanner-fr') },
            ]}
            onChoose={(value) => set('layout', value)}
          />
          <WedgeLearner
            onLearned={({ layout }) => {
              if (layout !== null) set('layout', layout);
            }}
          />
        </>
      )}
      <Choice
        label="devices.repeat"
        value={String(device.repeatMs ?? (device.address === 'camera:' ? 1500 : 0))}
        options={['0', '500', '1500', '3000'].map((value) => ({
          value,
          label:
            value === '0'
              ? words.t('devices.repeat-each')
              : words.t('devices.repeat-within', { seconds: Number(value) / 1000 }),
        }))}
        onChoose={(value) => set('repeatMs', Number(value))}
      />
    </>
  );
}

function Choice(given: {
  readonly label: TextKey;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChoose: (value: string) => void;
}) {
  return (
    <Field label={given.label}>
      {(id) => (
        <select
          id={id}
          className={styles['input']}
          value={given.value}
          onChange={(event) => given.onChoose(event.currentTarget.value)}
        >
          {given.options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Field(given: {
  readonly label: TextKey;
  readonly hint?: string;
  readonly children: (id: string) => ReactNode;
}) {
  const { words } = useDesk();
  const id = useId();
  return (
    <div className={styles['field']}>
      <label className={styles['label']} htmlFor={id}>
        {words.t(given.label)}
      </label>
      {given.children(id)}
      {given.hint !== undefined && (
        <small className={styles['examples']} dir="ltr">
          {given.hint}
        </small>
      )}
    </div>
  );
}
