/**
 * Opening the drawer without a sale: who, why, and a pulse that is sent once.
 */
import type { JobId } from '#base/brand.ts';
import { cleanText } from '#base/text.ts';
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { NewJob } from '#main/store/port.ts';
import { type Command, type Handled, type TillCore, commit, newId, refused, rowOf, sendNow } from './core.ts';

/** Opens the cash drawer for a reason that stays in the journal. */
export function openDrawer(
  core: TillCore,
  command: Command,
  input: CommandInput<'openDrawer'>,
): Handled<Outcome<'openDrawer'>> {
  const { station } = command;
  const reason = cleanText(input.reason);
  if (reason === '') return refused('reason_missing');
  const printer = core.hardware.receiptPrinter();
  if (printer === null || !printer.drawer) return refused('no_drawer');
  const pulse: NewJob = { jobId: newId<JobId>(core), kind: 'pulse', state: 'sending', deviceId: printer.deviceId };
  const payload = { station_id: station.id, device_id: printer.deviceId, job_id: pulse.jobId, reason };
  const outcome = commit(core, command, (transaction) => {
    transaction.append(rowOf(core, transaction, { station, family: 'L', kind: 'drawer-opened', payload }));
    transaction.addJob(pulse);
    return { kind: 'done' as const };
  });
  if (outcome.kind !== 'done') return { outcome, kept: true };
  return { outcome, kept: true, effects: () => sendNow(core, { ...pulse, position: 0 }) };
}
