/** Where a read came from, as far as it changes what the text may have lost or may be. */
import type { TillCore } from './core.ts';

/** The source that the page names where it sees and no device of the set-up stands for its camera. */
const CAMERA = 'camera';

/** Whether a keyboard may have lain between the bars and the till: a scanner that types, or a person. */
export function isTyped(core: TillCore, source: string): boolean {
  const device = core.hardware.devices().find(({ id }) => id === source);
  return device === undefined ? source !== CAMERA : device.address === 'wedge:';
}
