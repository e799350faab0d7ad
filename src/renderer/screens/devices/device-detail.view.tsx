/** One device that is set up: how it stands, what it says of itself, its tests, what it reads, its bytes. */
import type { DevicesView, TrialView } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { deviceTone } from '../../parts/device-words.ts';
import { useConfirmation } from '../../parts/use-confirmation.ts';
import type { Selling } from '../use-selling.ts';
import { deviceAdvice, deviceWords } from './device-words.ts';
import { DeviceReads } from './device-reads.view.tsx';
import { DeviceTests } from './device-tests.view.tsx';
import { LiveBytes } from './live-bytes.view.tsx';
import { type ConfiguredDevice, isHeardByPage } from './set-up.ts';
import { hasNoAddress, wayOf } from './ways.ts';
import styles from './devices.module.css';

export function DeviceDetail(given: {
  readonly device: ConfiguredDevice;
  readonly view: DevicesView;
  readonly selling: Selling;
  readonly onEdit: () => void;
}) {
  const { words } = useDesk();
  const { device, view, selling } = given;
  const { config } = device;
  const removing = useConfirmation();
  const way = wayOf(config.kind, config.address);
  const answered = answeredText(device);
  const advice = deviceAdvice(device, words);
  const trials: readonly TrialView[] = view.trials.filter(({ deviceId }) => deviceId === config.id);
  return (
    <>
      <section className={styles['section']} data-tone={deviceTone(device)}>
        <header className={styles['about']}>
          <div>
            <h3>
              <bdi>{config.name}</bdi>
            </h3>
            <p className={styles['state']}>
              <i className={styles['dot']} aria-hidden />
              {deviceWords(device, words)}
              {device.drawer !== null && <> · {words.t(`devices.drawer-${device.drawer}`)}</>}
            </p>
          </div>
          <div className={styles['about-actions']}>
            <ActionButton name="edit-device" onPress={given.onEdit}>
              {words.t('devices.edit')}
            </ActionButton>
            <ActionButton
              name="remove-device"
              tone="danger"
              onPress={() => {
                if (removing.press()) void selling.send('removeDevice', { deviceId: config.id });
              }}
            >
              {words.t(removing.armed ? 'devices.remove-confirm' : 'devices.remove')}
            </ActionButton>
          </div>
        </header>
        {advice !== null && <p className={styles['advice']}>{advice}</p>}
        <dl className={styles['facts']}>
          <dt>{words.t('devices.way')}</dt>
          <dd>
            {words.t(`devices.way-${way}`)}
            {!hasNoAddress(way) && (
              <>
                {' · '}
                <bdi dir="ltr">{config.address}</bdi>
              </>
            )}
          </dd>
          {config.profile !== undefined && (
            <>
              <dt>{words.t('devices.profile')}</dt>
              <dd>
                <bdi>{config.profile === 'default' ? words.t('devices.profile-default') : config.profile}</bdi>
              </dd>
            </>
          )}
          {(answered !== null || (config.kind === 'printer' && device.state !== 'ready')) && (
            <>
              <dt>{words.t(answered === null ? 'devices.answer' : 'devices.answered')}</dt>
              <dd>
                <bdi>{answered ?? words.t('devices.answered-nothing')}</bdi>
              </dd>
            </>
          )}
        </dl>
      </section>
      <DeviceReads device={device} testRead={selling.testRead} />
      <DeviceTests device={config} trials={trials} selling={selling} />
      {!isHeardByPage(config) && (
        <LiveBytes
          deviceId={config.id}
          frames={view.watched?.deviceId === config.id ? view.watched.frames : []}
          exported={view.exported?.deviceId === config.id ? view.exported.text : null}
          selling={selling}
        />
      )}
    </>
  );
}

function answeredText({ facts }: ConfiguredDevice): string | null {
  if (facts === null) return null;
  const parts = [facts.maker, facts.model, facts.firmware, facts.serial].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join(' · ');
}
