/** The words of live changes, prepared for typing mistakes as those of the base are (vocabulary.ts): those that it has not. */
import type { Database } from 'better-sqlite3';
import { mistakesForgiven, shortenedForms } from '#domain/catalogue/catalogue.ts';
import { shortenedKey } from './format.ts';
import type { CatalogueFile } from './reader.ts';
import { beginningsOf, TERM_LETTERS_MAX } from './vocabulary.ts';

/** Words that need not be looked up again; forgotten when they are many. */
const KNOWN_MAX = 20_000;

export interface LiveVocabulary {
  add(words: readonly string[]): void;
  clear(): void;
}

/** The vocabulary of `database`, beside that of the base. */
export function liveVocabulary(database: Database, base: () => CatalogueFile): LiveVocabulary {
  const addTerm = database.prepare<[string], { term_id: number; documents: number }>(
    `INSERT INTO term (text, documents) VALUES (?, 1)
     ON CONFLICT (text) DO UPDATE SET documents = documents + 1 RETURNING term_id, documents`,
  );
  const addKey = database.prepare<[number], unknown>('INSERT OR IGNORE INTO shortened (key) VALUES (?)');
  const known = new Set<string>();

  return {
    add(words) {
      for (const word of words) {
        if (word.length > TERM_LETTERS_MAX || mistakesForgiven(word) === 0) continue;
        for (const term of [word, ...beginningsOf(word)]) addOnce(term);
      }
    },
    clear() {
      database.exec(`DELETE FROM term; DELETE FROM shortened; DELETE FROM name_word;`);
      known.clear();
    },
  };

  function addOnce(term: string): void {
    if (known.has(term)) return;
    if (known.size > KNOWN_MAX) known.clear();
    known.add(term);
    if (base().hasTerm(term)) return;
    const added = addTerm.get(term);
    if (added?.documents !== 1) return;
    for (const form of shortenedForms(term, mistakesForgiven(term))) addKey.run(shortenedKey(form) + added.term_id);
  }
}
