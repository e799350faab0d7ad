/**
 * The devices of the till: what is set up and how it stands, what is plugged in and what it answered, and trying each.
 * While a device is looked at here, what it reads is a test and is not sold.
 */
import { useEffect, useState } from 'react';
import type { DeviceSetUp } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk, useView } from '../../parts/desk.tsx';
import { besideTicket } from '../../parts/feedback.ts';
import { PanelHead } from '../../parts/panel-head.tsx';
import type { PanelProps } from '../selling.view.tsx';
import { DeviceDetail } from './device-detail.view.tsx';
import { DeviceForm } from './device-form.view.tsx';
import { DeviceList } from './device-list.view.tsx';
import { FoundDevices } from './found-devices.view.tsx';
import { DEVICE_KINDS, newDevice, proposed } from './set-up.ts';
import { SetUpFile } from './set-up-file.view.tsx';
import styles from './devices.module.css';

type Side =
  | { readonly kind: 'device'; readonly deviceId: string }
  | { readonly kind: 'edit'; readonly device: DeviceSetUp; readonly isNew: boolean }
  | { readonly kind: 'find' }
  | { readonly kind: 'add' }
  | { readonly kind: 'file' };

export function DevicesPanel({ selling, run, onAction }: PanelProps) {
  const { port, words } = useDesk();
  const view = useView(port, 'devices');
  const [chosen, setSide] = useState<Side | null>(null);
  useEffect(() => port.follow('devices'), [port]);

  const devices = view?.devices ?? [];
  const first = devices[0]?.config.id;
  const known = chosen?.kind !== 'device' || devices.some(({ config }) => config.id === chosen.deviceId);
  const side: Side =
    chosen !== null && known ? chosen : first === undefined ? { kind: 'find' } : { kind: 'device', deviceId: first };
  const watchedId = side.kind === 'device' ? side.deviceId : null;

  useEffect(() => {
    void port.request('watchDevice', { deviceId: watchedId });
  }, [port, watchedId]);
  useEffect(() => () => void port.request('watchDevice', { deviceId: null }), [port]);

  onAction((action) => {
    if (action === 'line-up' || action === 'line-down') {
      const at = devices.findIndex(({ config }) => config.id === watchedId) + (action === 'line-down' ? 1 : -1);
      const next = devices[Math.min(Math.max(at, 0), devices.length - 1)];
      if (next !== undefined) setSide({ kind: 'device', deviceId: next.config.id });
      return true;
    }
    if (action === 'back' && (side.kind === 'edit' || side.kind === 'add' || side.kind === 'file')) {
      setSide(null);
      return true;
    }
    return action === 'void-line' || action === 'quantity';
  });

  const taken = devices.map(({ config }) => config.id);

  return (
    <div className={styles['panel']} data-side={side.kind}>
      <PanelHead
        title={words.t('devices.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {view !== null && !view.mayManage ? (
        <p className={styles['none']} tabIndex={0} data-field="main">
          {words.t('devices.no-right')}
        </p>
      ) : (
        <div className={styles['columns']}>
          <div className={styles['side']}>
            <DeviceList
              devices={devices}
              chosenId={watchedId}
              onChoose={(deviceId) => setSide({ kind: 'device', deviceId })}
            />
            <div className={styles['more']}>
              <ActionButton name="find-devices" onPress={() => setSide({ kind: 'find' })}>
                {words.t('devices.find')}
              </ActionButton>
              <ActionButton name="add-device" onPress={() => setSide({ kind: 'add' })}>
                {words.t('devices.add')}
              </ActionButton>
              <ActionButton name="set-up-file" tone="quiet" onPress={() => setSide({ kind: 'file' })}>
                {words.t('devices.file')}
              </ActionButton>
            </div>
          </div>
          <div className={styles['detail']}>{view !== null && sideView()}</div>
        </div>
      )}
    </div>
  );

  function sideView() {
    if (view === null) return null;
    switch (side.kind) {
      case 'find':
        return (
          <FoundDevices
            search={view.search}
            selling={selling}
            onConfigure={(found, kind) =>
              setSide({
                kind: 'edit',
                isNew: true,
                device: proposed(found, { kind, name: words.t(`status.device.${kind}`), taken }),
              })
            }
            onShow={(deviceId) => setSide({ kind: 'device', deviceId })}
          />
        );
      case 'add':
        return (
          <section className={styles['section']}>
            <h3>{words.t('devices.add-title')}</h3>
            <div className={styles['tests']}>
              {DEVICE_KINDS.map((kind) => (
                <ActionButton
                  key={kind}
                  name={`add-${kind}`}
                  onPress={() =>
                    setSide({
                      kind: 'edit',
                      isNew: true,
                      device: newDevice({ kind, name: words.t(`status.device.${kind}`), taken }),
                    })
                  }
                >
                  {words.t(`status.device.${kind}`)}
                </ActionButton>
              ))}
            </div>
          </section>
        );
      case 'file':
        return <SetUpFile selling={selling} />;
      case 'edit':
        return (
          <DeviceForm
            key={side.device.id}
            device={side.device}
            isNew={side.isNew}
            profiles={view.profiles}
            trials={view.trials}
            selling={selling}
            onDone={(deviceId) => setSide(deviceId === null ? null : { kind: 'device', deviceId })}
          />
        );
      case 'device': {
        const device = devices.find(({ config }) => config.id === side.deviceId);
        if (device === undefined) return null;
        return (
          <DeviceDetail
            key={side.deviceId}
            device={device}
            view={view}
            selling={selling}
            onEdit={() => setSide({ kind: 'edit', isNew: false, device: device.config })}
          />
        );
      }
    }
  }
}
