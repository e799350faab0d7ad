/**
 * How a device stands, in words of the thing itself: a reader is unplugged, paper is nearly out. The same on the status
 * strip and on the Devices screen.
 */
import type { DeviceView } from '#contract/screen/views.ts';
import { isTextKey, type Words } from '../text/text.ts';

export type Tone = 'good' | 'plain' | 'warn' | 'bad';

type Standing = Pick<DeviceView, 'kind' | 'state' | 'fault'>;

const TONES: Readonly<Record<DeviceView['state'], Tone>> = {
  ready: 'good',
  connecting: 'warn',
  trouble: 'warn',
  absent: 'bad',
  disabled: 'bad',
};

/** What the strip says of a device. */
export function deviceWords({ kind, state, fault }: Standing, words: Words): string {
  if (fault === undefined) return words.t(`status.device.${state}`);
  const closest = [`status.fault.${kind}.${fault}`, `status.fault.any.${fault}`].find(isTextKey);
  return words.lookUp(closest ?? `fault.${fault}`, 'fault.device.unreachable').replace(/\.$/, '');
}

/** What to do about it, or null where all is well. */
export function deviceAdvice({ fault }: Pick<Standing, 'fault'>, words: Words): string | null {
  return fault === undefined ? null : words.lookUp(`fault.${fault}.do`, 'fault.device.unreachable.do');
}

/** A device that works and complains (paper nearly out) is looked at before it stops. */
export function deviceTone({ state, fault }: Pick<Standing, 'state' | 'fault'>): Tone {
  return state === 'ready' && fault !== undefined ? 'warn' : TONES[state];
}
