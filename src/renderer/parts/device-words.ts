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

/** Longer names end in an ellipsis where there is little room. */
const NAME_CHARACTERS_MAX = 16;

/** A name short enough for one cell of the strip. */
export function shortName(name: string): string {
  const characters = [...new Intl.Segmenter().segment(name)].map(({ segment }) => segment);
  if (characters.length <= NAME_CHARACTERS_MAX) return name;
  return `${characters
    .slice(0, NAME_CHARACTERS_MAX - 1)
    .join('')
    .trimEnd()}…`;
}

/** What to do about it, or null where all is well. */
export function deviceAdvice({ fault }: Pick<Standing, 'fault'>, words: Words): string | null {
  return fault === undefined ? null : words.lookUp(`fault.${fault}.do`, 'fault.device.unreachable.do');
}

/** Of what the till goes on trying by itself; a test is tried once. */
const TRIED_ON: ReadonlySet<string> = new Set(['device.unreachable', 'device.lost', 'device.busy', 'camera.lost']);

/** What to do about a test that failed: the till does not try it again. */
export function trialAdvice(fault: string, words: Words): string {
  return TRIED_ON.has(fault) ? words.t('devices.try-again') : words.lookUp(`fault.${fault}.do`, 'devices.try-again');
}

/** A device that works and complains (paper nearly out) is looked at before it stops. */
export function deviceTone({ state, fault }: Pick<Standing, 'state' | 'fault'>): Tone {
  return state === 'ready' && fault !== undefined ? 'warn' : TONES[state];
}
