/**
 * What one screen remembers for itself: how it looks and which keyboard layout its scanner speaks. Kept in the
 * browser of this screen; the till knows nothing of it.
 */
import { SCANNER_LAYOUTS, type ScannerLayout } from '../wedge/layout.ts';
import { LANGUAGES, type Language } from '../text/text.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export const CONTRASTS = ['normal', 'high'] as const;

export interface Preferences {
  /** Null until somebody chose one: the shop's own language. */
  readonly language: Language | null;
  readonly theme: (typeof THEMES)[number];
  readonly contrast: (typeof CONTRASTS)[number];
  readonly scannerLayout: ScannerLayout;
  readonly sound: boolean;
  /** Whether the camera looks for codes, where one is set up. */
  readonly camera: boolean;
}

export const PREFERENCES_AT_FIRST: Preferences = {
  language: null,
  theme: 'auto',
  contrast: 'normal',
  scannerLayout: 'us',
  sound: true,
  camera: true,
};

const KEY = 'comptoir.screen';

/** What was chosen on this screen before. Whatever cannot be read counts as not chosen. */
export function loadPreferences(storage: Pick<Storage, 'getItem'>): Preferences {
  return readPreferences(storage.getItem(KEY));
}

export function savePreferences(storage: Pick<Storage, 'setItem'>, preferences: Preferences): void {
  storage.setItem(KEY, JSON.stringify(preferences));
}

/** The language that the till was started with, where its address names one. */
export function languageOfAddress(search: string): Language | null {
  return oneOf(LANGUAGES, new URLSearchParams(search).get('lang')) ?? null;
}

/** Takes from stored text what is valid, one setting at a time. */
export function readPreferences(text: string | null): Preferences {
  const stored = parsed(text);
  const first = PREFERENCES_AT_FIRST;
  return {
    language: oneOf(LANGUAGES, stored['language']) ?? first.language,
    theme: oneOf(THEMES, stored['theme']) ?? first.theme,
    contrast: oneOf(CONTRASTS, stored['contrast']) ?? first.contrast,
    scannerLayout: oneOf(SCANNER_LAYOUTS, stored['scannerLayout']) ?? first.scannerLayout,
    sound: typeof stored['sound'] === 'boolean' ? stored['sound'] : first.sound,
    camera: typeof stored['camera'] === 'boolean' ? stored['camera'] : first.camera,
  };
}

function parsed(text: string | null): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value);
}
