/**
 * Looking for devices. What is found comes on the topic `devices`, with what it answered.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { hostAddress } from '#devices/discovery/host-address.ts';
import { type Command, type Handled, type TillCore, refused } from './core.ts';

/** Starts a search; a search that still runs gives way to it. */
export function findDevices(
  core: TillCore,
  command: Command,
  { hosts }: CommandInput<'findDevices'>,
): Handled<Outcome<'findDevices'>> {
  const asked = [...new Set(hosts.map((host) => host.trim()).filter((host) => host !== ''))];
  if (!asked.every((host) => hostAddress(host) !== null)) return refused('device_invalid', { why: 'device-host' });
  return {
    outcome: { kind: 'done' },
    kept: false,
    effects: () => {
      core.desk.searching(command.id);
      core.hardware.find({ searchId: command.id, hosts: asked });
    },
  };
}
