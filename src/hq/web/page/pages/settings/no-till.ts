/**
 * The forms of the till's own settings are shown here too, and they only need words and formats: there is no till behind this
 * page, and whatever asks one is a bug.
 */
import { Bug } from '#base/assert.ts';
import type { ScreenPort } from '#renderer/link/link.ts';

export const NO_TILL: ScreenPort = {
  request: () => Promise.reject(new Bug('a page of headquarters asked a till')),
  query: () => Promise.reject(new Bug('a page of headquarters asked a till')),
  view: () => null,
  connection: () => ({ state: 'down', waitingCount: 0 }),
  follow: () => undefined,
  onChange: () => () => undefined,
};
