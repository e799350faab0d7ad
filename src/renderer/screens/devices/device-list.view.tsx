/** What is set up, one line a device, with how it stands in words. */
import { useEffect, type RefObject } from 'react';
import { useDesk } from '../../parts/desk.tsx';
import { deviceTone } from '../../parts/device-words.ts';
import { deviceWords } from './device-words.ts';
import type { ConfiguredDevice } from './set-up.ts';
import styles from './devices.module.css';

export function DeviceList(given: {
  readonly devices: readonly ConfiguredDevice[];
  readonly chosenId: string | null;
  readonly list: RefObject<HTMLDivElement | null>;
  readonly onChoose: (deviceId: string) => void;
}) {
  const { words } = useDesk();
  const { devices, chosenId } = given;
  useEffect(() => {
    given.list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [given.list, chosenId]);
  if (devices.length === 0) {
    return (
      <div ref={given.list} className={styles['list']} tabIndex={0} data-field="main">
        <p className={styles['none']}>{words.t('devices.none')}</p>
      </div>
    );
  }
  return (
    <div
      ref={given.list}
      className={styles['list']}
      role="listbox"
      tabIndex={0}
      data-field="main"
      aria-label={words.t('devices.title')}
      aria-activedescendant={chosenId === null ? undefined : `device-${chosenId}`}
    >
      {devices.map((device) => (
        <div
          key={device.config.id}
          id={`device-${device.config.id}`}
          className={styles['device']}
          role="option"
          aria-selected={device.config.id === chosenId}
          data-device-id={device.config.id}
          data-tone={deviceTone(device)}
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
