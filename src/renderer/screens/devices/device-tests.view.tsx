/** The tests that a kind of device has, and how each went. */
import { useState } from 'react';
import type { DeviceSetUp, TrialView } from '#contract/screen/devices.ts';
import { ActionButton } from '../../parts/action-button.tsx';
import { useDesk } from '../../parts/desk.tsx';
import { trialAdvice } from '../../parts/device-words.ts';
import type { refusalText } from '../../parts/feedback.ts';
import type { Selling } from '../use-selling.ts';
import { isHeardByPage } from './set-up.ts';
import styles from './devices.module.css';

type Test = TrialView['test'];

const MARKS: Readonly<Record<TrialView['state'], string>> = { running: '…', passed: '✓', failed: '✕', unknown: '?' };

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
  /** Whether there is enough to try. */
  readonly mayStart?: () => boolean;
  /** Takes what the till refused; without it the head of the panel says it. */
  readonly onRefused?: (refusal: Parameters<typeof refusalText>[0]) => void;
}) {
  const { words } = useDesk();
  const { device, trials, selling } = given;
  const [started, setStarted] = useState<readonly string[]>([]);
  const tests = testsOf(device);
  if (tests.length === 0) return null;

  async function start(test: Test): Promise<void> {
    if (given.mayStart?.() === false) return;
    const trialId = crypto.randomUUID();
    setStarted((before) => [...before, trialId]);
    const outcome = await selling.send(
      'tryDevice',
      { trialId, device, test },
      { quietly: given.onRefused !== undefined },
    );
    if (outcome !== null && outcome.kind !== 'done') given.onRefused?.(outcome);
  }

  const shown = tests.flatMap((test) => trials.findLast((trial) => trial.test === test) ?? []);
  return (
    <section className={styles['section']} data-begin>
      <h3>{words.t('devices.tests')}</h3>
      <div className={styles['tests']}>
        {tests.map((test) => (
          <ActionButton key={test} name={`try-${test}`} onPress={() => void start(test)}>
            {words.t(`devices.test-${test}`)}
          </ActionButton>
        ))}
      </div>
      <ul className={styles['trials']} aria-live="polite">
        {shown.map((trial) => (
          <li
            key={trial.trialId}
            data-trial={trial.state}
            data-test={trial.test}
            data-fresh={started.includes(trial.trialId)}
          >
            <i className={styles['mark']} aria-hidden>
              {MARKS[trial.state]}
            </i>
            <div>
              <strong>
                {words.t(`devices.trial-${trial.state}`, { test: words.t(`devices.test-${trial.test}`) })}
              </strong>
              {trial.answered !== undefined && (
                <p>
                  {words.t('devices.answered')} <bdi>« {trial.answered} »</bdi>
                </p>
              )}
              {trial.fault !== undefined && (
                <p>
                  {words.lookUp(`fault.${trial.fault}`, 'fault.device.unreachable')} {trialAdvice(trial.fault, words)}
                </p>
              )}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
