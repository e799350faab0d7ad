/** The patterns of the shop's own codes, shown and set from the command line. */
import { Fault } from '#base/fault.ts';
import { parsePatterns, type PatternFlaw, patternsText } from '#domain/barcode/barcode.ts';
import { openStore, type OpenStoreOptions } from './open-store.ts';
import { IN_STORE_PATTERNS_SETTING } from './port.ts';

export type InStorePatternsOutcome =
  | { readonly kind: 'patterns'; readonly patterns: readonly string[] }
  | { readonly kind: 'refused'; readonly why: PatternFlaw; readonly word: string };

/**
 * Replaces the patterns by those of `text`, or only tells them where it is null. Throws a Fault: `store.locked` while the
 * till is running, the store's own where it may not be written.
 */
export function inStorePatterns(options: OpenStoreOptions & { readonly text: string | null }): InStorePatternsOutcome {
  const wanted = options.text === null ? null : parsePatterns(options.text);
  if (wanted?.kind === 'flaw') return { kind: 'refused', why: wanted.why, word: wanted.word };
  const store = openStore(options);
  try {
    if (wanted !== null) {
      if (store.readOnly !== null) throw new Fault(store.readOnly, 'patterns are set in a store that can be written');
      store.transact((transaction) => transaction.setSetting(IN_STORE_PATTERNS_SETTING, patternsText(wanted.patterns)));
    }
    const text = store.setting(IN_STORE_PATTERNS_SETTING) ?? '';
    return { kind: 'patterns', patterns: text === '' ? [] : text.split(' ') };
  } finally {
    store.close();
  }
}
