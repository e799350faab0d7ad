/** How a device of the set-up stands, in the words that the status strip uses. */
import { deviceWords as wordsOfDevice } from '../../parts/device-words.ts';
import type { Words } from '../../text/text.ts';
import type { ConfiguredDevice } from './set-up.ts';

export { deviceAdvice } from '../../parts/device-words.ts';

/** What the strip says of it. */
export function deviceWords({ config, state, fault }: ConfiguredDevice, words: Words): string {
  return wordsOfDevice({ kind: config.kind, state, ...(fault === undefined ? {} : { fault }) }, words);
}
