/**
 * Trying a device out, set up already or only found. A trial that opens the cash drawer is an opening without a sale like
 * any other: it needs that right too, and is written down before it happens.
 */
import type { JobId } from '#base/brand.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { deviceOf } from '#main/hardware/devices-file.ts';
import { setUpProblem } from '#main/hardware/set-up.ts';
import { problemRefused } from './change-set-up.ts';
import { type Command, type Handled, type TillCore, commit, missingRight, newId, rowOf } from './core.ts';
import { testContent, testPageOf } from './test-page.ts';

type Trial = Parameters<TillCore['hardware']['try']>[0];

/** Starts one trial; how it went comes on the topic `devices`. */
export function tryDevice(
  core: TillCore,
  command: Command,
  { trialId, device: parsed, test }: CommandInput<'tryDevice'>,
): Handled<Outcome<'tryDevice'>> {
  const device = deviceOf(parsed);
  const problem = setUpProblem([device]);
  if (problem !== null) return problemRefused(problem);
  const trial: Trial = {
    trialId,
    device,
    test,
    ...(test === 'page' ? { document: testPageOf(core, device) } : {}),
    ...(test === 'display' ? { content: testContent(core) } : {}),
  };
  const start = (): void => {
    core.desk.trying({ trialId, deviceId: device.id, test });
    core.hardware.try(trial);
  };
  if (test !== 'drawer') return { outcome: { kind: 'done' }, kept: false, effects: start };
  const missing = missingRight(core, command.station, 'open-drawer');
  if (missing !== null) return { outcome: missing, kept: false };
  const { station } = command;
  const payload = {
    station_id: station.id,
    device_id: device.id,
    job_id: newId<JobId>(core),
    reason: 'device-test',
  };
  const outcome = commit(core, command, (transaction) => {
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'drawer-opened', payload }));
    return { kind: 'done' as const };
  });
  return outcome.kind === 'done' ? { outcome, kept: true, effects: start } : { outcome, kept: true };
}
