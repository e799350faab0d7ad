/**
 * The devices of the till: what is set up and how it stands, what is plugged in and what it answered, and trying each.
 * While a device is looked at here, what it reads is a test and is not sold.
 */
import { useEffect, useRef, useState } from 'react';
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
  const [chosen, setChosen] = useState<Side | null>(null);
  /** Grows when something opens beside the list that somebody is to go on with there. */
  const [opened, setOpened] = useState(0);
  const detail = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLDivElement>(null);
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

  /** What was asked for by a button opens with the focus in it. */
  function setSide(next: Side): void {
    setChosen(next);
    setOpened((before) => before + 1);
  }
  useEffect(() => {
    if (opened > 0) firstIn(detail.current)?.focus({ preventScroll: true });
    detail.current?.scrollTo({ top: 0 });
  }, [opened]);
  // Whatever had the focus may be gone with what was shown.
  useEffect(() => {
    if (document.activeElement === document.body) list.current?.focus({ preventScroll: true });
  });

  function backToList(deviceId: string | undefined): void {
    setChosen(deviceId === undefined ? null : { kind: 'device', deviceId });
    list.current?.focus({ preventScroll: true });
  }

  function findAll(): void {
    setSide({ kind: 'find' });
    if (view?.search.state !== 'searching') void selling.send('findDevices', { hosts: [] });
  }

  onAction((action) => {
    if (action === 'line-up' || action === 'line-down') {
      const at = devices.findIndex(({ config }) => config.id === watchedId) + (action === 'line-down' ? 1 : -1);
      const next = devices[Math.min(Math.max(at, 0), devices.length - 1)];
      // Arrows walk the list; in a form that is being written they would lose it.
      const inList = list.current?.contains(document.activeElement) === true;
      if (next !== undefined && (inList || side.kind === 'device')) backToList(next.config.id);
      return true;
    }
    if (action === 'back' && side.kind !== 'device' && first !== undefined) {
      backToList(side.kind === 'edit' && !side.isNew ? side.device.id : first);
      return true;
    }
    if (action === 'back' && side.kind !== 'device' && side.kind !== 'find') {
      backToList(undefined);
      return true;
    }
    return action === 'void-line' || action === 'quantity';
  });

  const setUp = devices.map(({ config }) => config);

  return (
    <div className={styles['panel']} data-side={side.kind}>
      <PanelHead
        title={words.t('devices.title')}
        feedback={besideTicket(selling.feedback)}
        serial={selling.serial}
        onBack={() => run('back')}
      />
      {view !== null && !view.mayManage ? (
        <p className={styles['refused']} tabIndex={0} data-field="main">
          {words.t('devices.no-right')}
        </p>
      ) : (
        <div className={styles['columns']}>
          <div className={styles['side']}>
            <DeviceList
              devices={devices}
              list={list}
              chosenId={side.kind === 'edit' && !side.isNew ? side.device.id : watchedId}
              onChoose={backToList}
            />
            <div className={styles['more']}>
              <ActionButton name="find-devices" tone={devices.length === 0 ? 'pay' : 'plain'} onPress={findAll}>
                {words.t('devices.find')}
              </ActionButton>
              <ActionButton name="add-device" onPress={() => setSide({ kind: 'add' })}>
                {words.t('devices.add')}
              </ActionButton>
              <ActionButton name="set-up-file" onPress={() => setSide({ kind: 'file' })}>
                {words.t('devices.file')}
              </ActionButton>
            </div>
          </div>
          <div ref={detail} className={styles['detail']}>
            {view !== null && sideView()}
          </div>
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
                device: proposed(found, { kind, name: words.t(`status.device.${kind}`), devices: setUp }),
              })
            }
            onShow={(deviceId) => setSide({ kind: 'device', deviceId })}
          />
        );
      case 'add':
        return (
          <section className={styles['section']} data-begin>
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
                      device: newDevice({ kind, name: words.t(`status.device.${kind}`), devices: setUp }),
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
            onDone={(deviceId) => (deviceId === null ? backToList(first) : setSide({ kind: 'device', deviceId }))}
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

/** Where the work begins in what was opened. */
function firstIn(detail: HTMLElement | null): HTMLElement | null {
  return (
    detail?.querySelector<HTMLElement>('[data-first="true"]') ??
    detail?.querySelector<HTMLElement>('[data-begin] button, [data-begin] input') ??
    null
  );
}
