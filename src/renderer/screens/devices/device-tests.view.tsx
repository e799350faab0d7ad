/** The tests that a kind of device has, and how each went. */
import { useState } from 'react';
import type { DeviceSetUp, TrialView } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import type { Selling } from '../use-selling.ts';
import { isHeardByPage } from './set-up.ts';
import styles from './devices.module.css';

type Test = TrialView['test'];

/** What can be tried with a device before anybody sells with it. */
function testsOf(device: DeviceSetUp): readonly Test[] {
  if (isHeardByPage(device)) return [];
  if (device.kind === 'printer') return device.drawer === true ? ['page', 'drawer', 'identify'] : ['page', 'identify'];
  return device.kind === 'display' ? ['display', 'identify'] : ['identify'];
}

export function DeviceTests(given: {
  readonly device: DeviceSetUp;
  readonly trials: readonly TrialView[];
  readonly selling: Selling;
}) {
  const { words } = useDesk();
  const { device, trials, selling } = given;
  const [started, setStarted] = useState<readonly string[]>([]);
  const tests = testsOf(device);
  if (tests.length === 0) return null;

  function start(test: Test): void {
    const trialId = crypto.randomUUID();
    setStarted((before) => [...before, trialId]);
    void selling.send('tryDevice', { trialId, device, test });
  }

  const shown = tests.flatMap((test) => trials.findLast((trial) => trial.test === test) ?? []);
  return (
    <section className={styles['section']}>
      <h3>{words.t('devices.tests')}</h3>
      <div className={styles['tests']}>
        {tests.map((test) => (
          <ActionButton key={test} name={`try-${test}`} onPress={() => start(test)}>
            {words.t(`devices.test-${test}`)}
          </ActionButton>
        ))}
      </div>
      <ul className={styles['trials']} aria-live="polite">
        {shown.map((trial) => (
          <li key={trial.trialId} data-trial={trial.state} data-fresh={started.includes(trial.trialId)}>
            <strong>{words.t(`devices.test-${trial.test}`)}</strong> {words.t(`devices.trial-${trial.state}`)}
            {trial.answered !== undefined && (
              <>
                {' '}
                <bdi>« {trial.answered} »</bdi>
              </>
            )}
            {trial.fault !== undefined && (
              <>
                {' '}
                {words.lookUp(`fault.${trial.fault}`, 'fault.device.unreachable')}{' '}
                {words.lookUp(`fault.${trial.fault}.do`, 'fault.device.unreachable.do')}
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
