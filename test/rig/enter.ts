/** Coming to work: signing in, and opening the session as the last close left it where none is open. */
import assert from 'node:assert/strict';
import type { CommandInput, CommandName } from '#contract/screen/screen.ts';

interface Desk {
  command<Name extends CommandName>(name: Name, input: CommandInput<Name>): Promise<{ readonly kind: string }>;
}

/** Signs in and opens; a refusal fails the test. */
export async function enter(desk: Desk, who: CommandInput<'signIn'>): Promise<void> {
  assert.deepEqual(await desk.command('signIn', who), { kind: 'done' });
  await openSession(desk);
}

/** Opens the session as it was left, unless one is open. `approval`: for a day that is ahead of the clock by many closings. */
export async function openSession(desk: Desk, approval?: CommandInput<'signIn'>): Promise<void> {
  const outcome = await desk.command('openSession', {
    float: [],
    asLeft: true,
    reason: approval === undefined ? '' : 'plusieurs clôtures en un jour',
    ...(approval === undefined ? {} : { approval }),
  });
  if (outcome.kind === 'done') return;
  assert.equal((outcome as { readonly reason?: string }).reason, 'session_state', JSON.stringify(outcome));
}
