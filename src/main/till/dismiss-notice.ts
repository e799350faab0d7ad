/** A notice that somebody has read goes away. One about a print job stays until the job is settled. */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import type { Command, Handled, TillCore } from './core.ts';

/** Takes a notice off the strip. Done too where it is gone already. */
export function dismissNotice(
  core: TillCore,
  _command: Command,
  input: CommandInput<'dismissNotice'>,
): Handled<Outcome<'dismissNotice'>> {
  core.notices.dismiss(input.noticeId);
  return { outcome: { kind: 'done' }, kept: false };
}
