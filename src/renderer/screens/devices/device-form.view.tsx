/**
 * The set-up of one device, with the fields that its kind has; it can be tried before it is kept. What is wrong is said at
 * the field that it is about.
 */
import { Input } from '@mantine/core';
import { useRef, useState } from 'react';
import type { DeviceSetUp, TrialView } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { refusalText } from '../../parts/feedback.ts';
import { Segments } from '../../parts/segments.tsx';
import type { Selling } from '../use-selling.ts';
import { DeviceTests } from './device-tests.view.tsx';
import { Field } from './fields.view.tsx';
import { CardFields, DisplayFields, ScannerFields } from './kind-fields.view.tsx';
import { PrinterFields, ProfileField } from './printer-fields.view.tsx';
import { type Setter, withField } from './set-up.ts';
import {
  BEGINNINGS,
  EXAMPLES,
  type Way,
  WAYS_OF,
  asTyped,
  fromTyped,
  hasNoAddress,
  isUnfinished,
  wayOf,
  wholeAddress,
} from './ways.ts';
import styles from './devices.module.css';

type Place = 'name' | 'address' | 'whole';
interface Problem {
  readonly place: Place;
  readonly text: string;
}

export function DeviceForm(given: {
  readonly device: DeviceSetUp;
  readonly isNew: boolean;
  readonly profiles: readonly string[];
  readonly trials: readonly TrialView[];
  readonly selling: Selling;
  readonly onDone: (deviceId: string | null) => void;
}) {
  const { words, formats } = useDesk();
  const { profiles, selling } = given;
  const [device, setDevice] = useState(given.device);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [triedAddress, setTried] = useState<string | null>(null);
  const name = useRef<HTMLInputElement>(null);
  const address = useRef<HTMLInputElement>(null);
  const way = wayOf(device.kind, device.address);
  const ways = WAYS_OF[device.kind];
  const written = { ...device, name: device.name.trim(), address: wholeAddress(device.address) };
  const trials = given.trials.filter(({ deviceId }) => deviceId === device.id);

  const set: Setter = (field, value) => {
    setProblem(null);
    if (field === 'address') setTried(null);
    setDevice((before) => withField(before, field, value));
  };

  function tell(next: Problem): void {
    setProblem(next);
    if (next.place === 'name') name.current?.focus();
    if (next.place === 'address') address.current?.focus();
  }

  /** What can be seen to lack without asking the till. */
  function isComplete(): boolean {
    if (written.name === '') tell({ place: 'name', text: words.t('devices.name-missing') });
    else if (isUnfinished(device.address)) tell({ place: 'address', text: words.t('devices.address-missing') });
    else return true;
    return false;
  }

  function refusedFor(refusal: Parameters<typeof refusalText>[0]): void {
    const why = 'params' in refusal ? String(refusal.params?.['why'] ?? '') : '';
    const place = why.startsWith('device-address') || why === 'device-same-address' ? 'address' : 'whole';
    // At the field of the address, the address says more than the name of the device.
    const params =
      place === 'address' && 'params' in refusal ? { ...refusal.params, device: asTyped(written.address) } : null;
    const named = params === null || why === 'device-same-address' ? refusal : { ...refusal, params };
    tell({ place: why === 'device-text-invalid' ? 'name' : place, text: refusalText(named, words, formats) });
  }

  async function save(): Promise<void> {
    if (!isComplete()) return;
    const outcome = await selling.send('saveDevice', { device: written }, { quietly: true });
    if (outcome === null) return;
    if (outcome.kind !== 'done') return refusedFor(outcome);
    selling.say('good', words.t('devices.saved', { name: written.name }));
    given.onDone(device.id);
  }

  const problemAt = (place: Place): string | null => (problem?.place === place ? problem.text : null);

  /** A line that could not be opened is told at the address, as long as it is the one that was tried. */
  function lineProblem(): string | null {
    const last = trials.at(-1);
    if (triedAddress !== written.address || last?.state !== 'failed' || last.fault === undefined) return null;
    if (!LINE_FAULTS.test(last.fault)) return null;
    return words.t('devices.line-problem', {
      address: asTyped(written.address),
      problem: words.lookUp(`fault.${last.fault}`, 'fault.device.unreachable'),
    });
  }

  return (
    <>
      <form
        className={styles['section']}
        data-form={device.kind}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <h3>
          {words.t(given.isNew ? 'devices.new-title' : 'devices.edit-title', {
            kind: words.t(`status.device.${device.kind}`),
          })}
        </h3>
        <div className={styles['fields']}>
          <Field label="devices.name" problem={problemAt('name')}>
            {(ids) => (
              <Input
                {...ids}
                ref={name}
                data-first={way !== 'network' || !isUnfinished(given.device.address)}
                data-device-field="name"
                value={device.name}
                maxLength={80}
                classNames={{ input: styles['input'] ?? '' }}
                onChange={(event) => set('name', event.currentTarget.value)}
              />
            )}
          </Field>
          {device.kind === 'printer' && <ProfileField device={device} set={set} profiles={profiles} />}
          <div className={styles['wide']}>
            <Segments<Way>
              label={words.t('devices.way')}
              value={way}
              options={ways.map((value) => ({ value, label: words.t(`devices.way-${value}`) }))}
              onChoose={(next) => {
                if (next !== way) set('address', BEGINNINGS[next]);
                if (!hasNoAddress(next)) requestAnimationFrame(() => address.current?.focus());
              }}
            />
          </div>
          {!hasNoAddress(way) && (
            <Field
              label="devices.address"
              wide
              hint={words.t(`devices.address-hint-${way === 'reader' ? 'reader' : 'other'}`, {
                example: EXAMPLES[way],
              })}
              problem={problemAt('address') ?? lineProblem()}
            >
              {(ids) => (
                <Input
                  {...ids}
                  ref={address}
                  dir="ltr"
                  data-first={way === 'network' && isUnfinished(given.device.address)}
                  data-device-field="address"
                  value={asTyped(device.address)}
                  autoComplete="off"
                  spellCheck={false}
                  placeholder={EXAMPLES[way]}
                  classNames={{ input: styles['input'] ?? '' }}
                  onChange={(event) => set('address', fromTyped(event.currentTarget.value, way))}
                />
              )}
            </Field>
          )}
          {device.kind === 'printer' && <PrinterFields device={device} set={set} />}
          {device.kind === 'display' && <DisplayFields device={device} set={set} />}
          {device.kind === 'scanner' && <ScannerFields device={device} set={set} />}
          {device.kind === 'card' && <CardFields device={device} set={set} />}
        </div>
        {problemAt('whole') !== null && (
          <p className={styles['problem']} role="alert" data-problem>
            {problemAt('whole')}
          </p>
        )}
        {/* What lets Enter in a field save. */}
        <button type="submit" hidden />
        <div className={styles['keep']}>
          <ActionButton name="save-device" tone="pay" cap="↵" onPress={() => void save()}>
            {words.t('devices.save')}
          </ActionButton>
          <ActionButton
            name="cancel-edit"
            tone="quiet"
            cap="Esc"
            onPress={() => given.onDone(given.isNew ? null : device.id)}
          >
            {words.t('devices.cancel')}
          </ActionButton>
        </div>
      </form>
      <DeviceTests
        device={written}
        trials={trials}
        selling={selling}
        mayStart={() => {
          setTried(written.address);
          return isComplete();
        }}
        onRefused={refusedFor}
      />
    </>
  );
}

const LINE_FAULTS = /^(?:device\.|printer\.queue-missing|card\.no-)/;
