/** What is set up, one line a device, with how it stands in words. */
import { useDesk } from '../../parts/desk.tsx';
import { deviceWords } from './device-words.ts';
import type { ConfiguredDevice } from './set-up.ts';
import styles from './devices.module.css';

export function DeviceList(given: {
  readonly devices: readonly ConfiguredDevice[];
  readonly chosenId: string | null;
  readonly onChoose: (deviceId: string) => void;
}) {
  const { words } = useDesk();
  const { devices, chosenId } = given;
  return (
    <div className={styles['list']} role="listbox" tabIndex={0} data-field="main" aria-label={words.t('devices.title')}>
      {devices.length === 0 && <p className={styles['none']}>{words.t('devices.none')}</p>}
      {devices.map((device) => (
        <div
          key={device.config.id}
          className={styles['device']}
          role="option"
          aria-selected={device.config.id === chosenId}
          data-device-id={device.config.id}
          data-tone={device.state}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => given.onChoose(device.config.id)}
        >
          <span className={styles['device-name']}>
            <i className={styles['dot']} aria-hidden />
            <bdi>{device.config.name}</bdi>
          </span>
          <span className={styles['device-state']}>{deviceWords(device, words)}</span>
        </div>
      ))}
    </div>
  );
}
