/** A till without headquarters. */
import type { Clock } from '#base/clock.ts';
import type { HqStatus, OpenHeadquarters } from './port.ts';

export const ALONE: HqStatus = {
  link: 'standalone',
  refusal: null,
  unsent: 0,
  oldestUnsentMs: null,
  lastContactMs: null,
  url: null,
  storeName: null,
  tillName: null,
};

/** Asks nobody, and its own clock is all there is. */
export function standalone(clock: Clock): OpenHeadquarters {
  return {
    headquarters: {
      line: null,
      status: () => ALONE,
      trustedMs: () => Math.floor(clock.wallMs()),
      wake: () => {},
      firstUnsent: () => null,
    },
    enrol: () => Promise.resolve({ kind: 'refused', reason: 'address-invalid' }),
    start: () => {},
    stop: () => {},
  };
}
