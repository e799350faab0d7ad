/** What this browser remembers for itself: language and light. Headquarters knows nothing of it. */
import { LANGUAGES, type Language } from '#renderer/text/text.ts';
import type { Looks } from '../desk.tsx';

const KEY = 'comptoir.screen';
const THEMES = ['auto', 'light', 'dark'] as const;

/** What was chosen before; else the language of the browser, where the pages speak it. */
export function loadLooks(storage: Pick<Storage, 'getItem'>, browserLanguages: readonly string[]): Looks {
  const stored = parsed(storage.getItem(KEY));
  const browser = browserLanguages
    .map((one) => one.slice(0, 2))
    .find((one) => LANGUAGES.some((known) => known === one));
  return {
    language: LANGUAGES.find((one) => one === stored['language']) ?? ((browser ?? 'fr') as Language),
    theme: THEMES.find((one) => one === stored['theme']) ?? 'auto',
  };
}

export function saveLooks(storage: Pick<Storage, 'setItem'>, looks: Looks): void {
  storage.setItem(KEY, JSON.stringify(looks));
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
