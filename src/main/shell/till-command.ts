/**
 * What a shell passes on to the till it spawns: the same words in every shell.
 */
import path from 'node:path';
import type { ParseArgsOptionsConfig } from 'node:util';

/** Options of the shop that every shell takes. */
export const SHOP_OPTIONS = {
  data: { type: 'string' },
  keys: { type: 'string' },
  devices: { type: 'string' },
  copy: { type: 'string' },
  hq: { type: 'string' },
  'hq-code': { type: 'string' },
  lang: { type: 'string' },
  demo: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig;

export const LANGUAGES = ['fr', 'en', 'ar'] as const;
export type PageLanguage = (typeof LANGUAGES)[number];

export interface ShopValues {
  readonly data?: string | undefined;
  readonly keys?: string | undefined;
  readonly devices?: string | undefined;
  readonly copy?: string | undefined;
  readonly hq?: string | undefined;
  readonly 'hq-code'?: string | undefined;
  readonly lang?: string | undefined;
}

/** The till's own arguments. `shellRunId` names this life of the shell. */
export function tillArguments(
  values: ShopValues & { readonly data: string; readonly keys: string; readonly shellRunId: string },
): readonly string[] {
  const { data, keys, devices, copy, hq, 'hq-code': hqCode, shellRunId } = values;
  return [
    '--data',
    path.resolve(data),
    '--keys',
    path.resolve(keys),
    ...(devices === undefined ? [] : ['--devices', path.resolve(devices)]),
    ...(copy === undefined ? [] : ['--copy', path.resolve(copy)]),
    ...(hq === undefined ? [] : ['--hq', hq]),
    ...(hqCode === undefined ? [] : ['--hq-code', hqCode]),
    '--shell-run',
    shellRunId,
  ];
}

/** The language asked for the page, or undefined where none or an unknown one was. */
export function pageLanguage(lang: string | undefined): PageLanguage | undefined {
  return LANGUAGES.find((known) => known === lang);
}
