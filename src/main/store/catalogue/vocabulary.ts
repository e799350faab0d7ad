/**
 * The words of a catalogue, prepared for typing mistakes: each word and each beginning of a word, with the shortened
 * forms under which it is found. Made once when the file is built; the till asks it by key and keeps nothing in memory.
 */
import type { Database } from 'better-sqlite3';
import {
  FORGIVEN_LETTERS_MIN,
  mistakesForgiven,
  SHORTENED_LETTERS,
  shortenedForms,
} from '#domain/catalogue/catalogue.ts';
import { shortenedKey, TERMS_MAX } from './format.ts';

/** Longer words are found as they are typed, and by their beginnings. */
export const TERM_LETTERS_MAX = 24;

/** Fills `term` and `shortened` from the words in `name_word`. */
export function buildVocabulary(database: Database): void {
  database.exec(`CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, name_word, row)`);
  const documents = countTerms(database);
  const insert = database.prepare('INSERT INTO term (term_id, text, documents) VALUES (?, ?, ?)');
  const keys: number[] = [];
  let termId = 0;
  for (const [text, count] of documents) {
    if (termId >= TERMS_MAX) break;
    insert.run(termId, text, count);
    for (const form of shortenedForms(text, mistakesForgiven(text))) keys.push(shortenedKey(form) + termId);
    termId += 1;
  }
  const sorted = Float64Array.from(keys).sort();
  const insertKey = database.prepare('INSERT OR IGNORE INTO shortened (key) VALUES (?)');
  for (const key of sorted) insertKey.run(key);
  database.exec('DROP TABLE temp.vocabulary');
}

/** Words and beginnings with the number of products that have them, the most frequent first. */
function countTerms(database: Database): readonly (readonly [string, number])[] {
  const counts = new Map<string, number>();
  const rows = database.prepare<[], { term: string; doc: number }>('SELECT term, doc FROM temp.vocabulary').iterate();
  for (const { term, doc } of rows) {
    if (mistakesForgiven(term) === 0) continue;
    if (term.length <= TERM_LETTERS_MAX) counts.set(term, (counts.get(term) ?? 0) + doc);
    for (const beginning of beginningsOf(term)) counts.set(beginning, (counts.get(beginning) ?? 0) + doc);
  }
  return [...counts].sort(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || (left < right ? -1 : 1),
  );
}

/** The beginnings of a word that are terms of their own. */
export function* beginningsOf(word: string): Iterable<string> {
  for (let letters = FORGIVEN_LETTERS_MIN; letters <= SHORTENED_LETTERS && letters < word.length; letters += 1)
    yield word.slice(0, letters);
}
