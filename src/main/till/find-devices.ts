/**
 * Looking for devices. What is found comes on the topic `devices`, with what it answered.
 */
import type { CommandInput, Outcome } from '#contract/screen/screen.ts';
import { type Command, type Handled, type TillCore, refused } from './core.ts';

/** A name or an address as a person types it; the port is that of receipt printers. */
const HOST = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$|^[0-9a-fA-F:.]*:[0-9a-fA-F:.]*$/;

/** Starts a search; a search that still runs gives way to it. */
export function findDevices(
  core: TillCore,
  command: Command,
  { hosts }: CommandInput<'findDevices'>,
): Handled<Outcome<'findDevices'>> {
  const asked = [...new Set(hosts.map((host) => host.trim()).filter((host) => host !== ''))];
  if (!asked.every((host) => HOST.test(host))) return refused('device_invalid', { why: 'device-host' });
  return {
    outcome: { kind: 'done' },
    kept: false,
    effects: () => {
      core.desk.searching(command.id);
      core.hardware.find({ searchId: command.id, hosts: asked });
    },
  };
}
