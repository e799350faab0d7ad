/** How a device stands, in the words that the status strip uses. */
import type { Words } from '../../text/text.ts';
import type { ConfiguredDevice } from './set-up.ts';

export function deviceWords(device: Pick<ConfiguredDevice, 'state' | 'fault'>, words: Words): string {
  const state = words.t(`status.device.${device.state}`);
  if (device.fault === undefined) return state;
  return words.lookUp(`fault.${device.fault}`, 'fault.device.unreachable').replace(/\.$/, '');
}

/** What to do about it, or null where all is well. */
export function deviceAdvice(device: Pick<ConfiguredDevice, 'fault'>, words: Words): string | null {
  return device.fault === undefined ? null : words.lookUp(`fault.${device.fault}.do`, 'fault.device.unreachable.do');
}
