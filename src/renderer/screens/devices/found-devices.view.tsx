/** What a search found: where it is, what it answered, and setting it up. A name of the system proves nothing. */
import { Input } from '@mantine/core';
import { useState } from 'react';
import type { DevicesView, FoundDeviceView } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { Selling } from '../use-selling.ts';
import { DEVICE_KINDS, type DeviceKind } from './set-up.ts';
import styles from './devices.module.css';

export function FoundDevices(given: {
  readonly search: DevicesView['search'];
  readonly selling: Selling;
  readonly onConfigure: (found: FoundDeviceView, kind: DeviceKind) => void;
  readonly onShow: (deviceId: string) => void;
}) {
  const { words } = useDesk();
  const { search, selling } = given;
  const [hosts, setHosts] = useState('');

  function start(): void {
    const asked = hosts.split(/[\s,;]+/).filter((host) => host !== '');
    void selling.send('findDevices', { hosts: asked.slice(0, 16) });
  }

  return (
    <>
      <section className={styles['section']}>
        <h3>{words.t('devices.find-title')}</h3>
        <p className={styles['hint']}>{words.t('devices.find-hint')}</p>
        <div className={styles['ask']}>
          <Input.Wrapper label={words.t('devices.find-hosts')} classNames={{ label: styles['label'] ?? '' }}>
            <Input
              value={hosts}
              dir="ltr"
              placeholder="192.168.1.50"
              autoComplete="off"
              classNames={{ input: styles['input'] ?? '' }}
              onChange={(event) => setHosts(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.repeat) start();
              }}
            />
          </Input.Wrapper>
          <ActionButton name="start-search" tone="pay" disabled={search.state === 'searching'} onPress={start}>
            {words.t(search.state === 'searching' ? 'devices.searching' : 'devices.search')}
          </ActionButton>
        </div>
      </section>
      {search.found.map((found) => (
        <section key={found.address} className={styles['section']} data-found={found.address}>
          <header className={styles['about']}>
            <div>
              <h3>
                {found.kind === 'unknown' ? words.t('devices.kind-unknown') : words.t(`status.device.${found.kind}`)}
              </h3>
              <p className={styles['hint']}>
                <bdi dir="ltr">{found.address}</bdi>
              </p>
            </div>
          </header>
          <dl className={styles['facts']}>
            <dt>{words.t('devices.answered')}</dt>
            <dd>
              <bdi>{found.answered ?? words.t('devices.answered-nothing')}</bdi>
            </dd>
            <dt>{words.t('devices.system-name')}</dt>
            <dd>
              <bdi>{found.systemName}</bdi>
            </dd>
          </dl>
          <div className={styles['tests']}>
            {found.deviceId === null ? (
              (found.kind === 'unknown' ? DEVICE_KINDS : [found.kind]).map((kind) => (
                <ActionButton key={kind} name={`configure-${kind}`} onPress={() => given.onConfigure(found, kind)}>
                  {words.t('devices.configure', { kind: words.t(`status.device.${kind}`) })}
                </ActionButton>
              ))
            ) : (
              <ActionButton name="show-device" tone="quiet" onPress={() => given.onShow(found.deviceId ?? '')}>
                {words.t('devices.set-up-already')}
              </ActionButton>
            )}
          </div>
        </section>
      ))}
      {search.state === 'done' && search.found.length === 0 && (
        <p className={styles['none']}>{words.t('devices.found-none')}</p>
      )}
    </>
  );
}
