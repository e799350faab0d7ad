/** What a search found: where it is, what it answered, and setting it up. A name of the system proves nothing. */
import { Input } from '@mantine/core';
import { useRef, useState } from 'react';
import type { DevicesView, FoundDeviceView } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { refusalText } from '../../parts/feedback.ts';
import type { Selling } from '../use-selling.ts';
import { Field } from './fields.view.tsx';
import { hostsIn } from './hosts.ts';
import { DEVICE_KINDS, type DeviceKind } from './set-up.ts';
import styles from './devices.module.css';

export function FoundDevices(
  given: FoundActions & { readonly search: DevicesView['search']; readonly selling: Selling },
) {
  const { words, formats } = useDesk();
  const { search, selling } = given;
  const field = useRef<HTMLInputElement>(null);
  const [hosts, setHosts] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const answering = newFirst(search.found.filter((found) => !isSilent(found)));
  const silent = search.found.filter(isSilent);
  const { onConfigure, onShow } = given;

  async function start(): Promise<void> {
    const asked = hostsIn(hosts);
    if (asked.kind === 'wrong') {
      setProblem(words.t('devices.host-wrong', { host: asked.host }));
      return field.current?.focus();
    }
    const outcome = await selling.send('findDevices', { hosts: [...asked.hosts] }, { quietly: true });
    if (outcome === null) return;
    setProblem(outcome.kind === 'done' ? null : refusalText(outcome, words, formats));
    if (outcome.kind !== 'done') field.current?.focus();
  }

  return (
    <>
      <section className={styles['section']}>
        <h3>{words.t('devices.find-title')}</h3>
        <p className={styles['hint']}>{words.t('devices.find-hint')}</p>
        <div className={styles['ask']}>
          <Field label="devices.find-hosts" problem={problem}>
            {(ids) => (
              <Input
                {...ids}
                ref={field}
                data-first
                value={hosts}
                dir="ltr"
                placeholder="192.168.1.50"
                autoComplete="off"
                spellCheck={false}
                classNames={{ input: styles['input'] ?? '' }}
                onChange={(event) => {
                  setProblem(null);
                  setHosts(event.currentTarget.value);
                }}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && !event.repeat) void start();
                }}
              />
            )}
          </Field>
          <ActionButton
            name="start-search"
            tone="pay"
            disabled={search.state === 'searching'}
            onPress={() => void start()}
          >
            {words.t(search.state === 'searching' ? 'devices.searching' : 'devices.search')}
          </ActionButton>
        </div>
      </section>
      <p className={styles['count']} role="status" data-search={search.state}>
        {search.state === 'searching' && words.t('devices.searching')}
        {search.state === 'done' &&
          (search.found.length === 0
            ? words.t('devices.found-none')
            : words.t('devices.found-count', { count: search.found.length }))}
      </p>
      {answering.map((found) => (
        <FoundDevice key={found.address} found={found} onConfigure={onConfigure} onShow={onShow} />
      ))}
      {silent.length > 0 && <h3 className={styles['group']}>{words.t('devices.found-silent')}</h3>}
      {silent.map((found) => (
        <FoundDevice key={found.address} found={found} onConfigure={onConfigure} onShow={onShow} />
      ))}
    </>
  );
}

interface FoundActions {
  readonly onConfigure: (found: FoundDeviceView, kind: DeviceKind) => void;
  readonly onShow: (deviceId: string) => void;
}

function FoundDevice({ found, ...given }: FoundActions & { readonly found: FoundDeviceView }) {
  const { words } = useDesk();
  return (
    <section className={styles['section']} data-found={found.address}>
      <header className={styles['about']}>
        <div>
          <h3>{found.kind === 'unknown' ? words.t('devices.kind-unknown') : words.t(`status.device.${found.kind}`)}</h3>
          <p className={styles['hint']}>
            <bdi dir="ltr">{found.address}</bdi>
          </p>
        </div>
      </header>
      <dl className={styles['facts']}>
        {/* What is in use already is not asked again. */}
        {(found.answered !== null || found.deviceId === null) && (
          <>
            <dt>{words.t(found.answered === null ? 'devices.answer' : 'devices.answered')}</dt>
            <dd>
              <bdi>{found.answered ?? words.t('devices.answered-nothing')}</bdi>
            </dd>
          </>
        )}
        <dt>{words.t('devices.system-name')}</dt>
        <dd>
          <bdi dir={found.systemName.startsWith('/') ? 'ltr' : undefined}>{found.systemName}</bdi>
        </dd>
      </dl>
      <div className={styles['tests']}>
        {found.deviceId === null ? (
          (found.kind === 'unknown' ? DEVICE_KINDS : [found.kind]).map((kind) => (
            <ActionButton
              key={kind}
              name={`configure-${kind}`}
              tone={found.kind === 'unknown' ? 'plain' : 'pay'}
              onPress={() => given.onConfigure(found, kind)}
            >
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
  );
}

/** What is in nobody's use and said nothing: a port with nothing behind it, as a rule. */
function isSilent({ answered, deviceId }: FoundDeviceView): boolean {
  return answered === null && deviceId === null;
}

/** What is not set up yet is what somebody looks for. */
function newFirst(found: readonly FoundDeviceView[]): readonly FoundDeviceView[] {
  return found.toSorted((a, b) => Number(a.deviceId !== null) - Number(b.deviceId !== null));
}
