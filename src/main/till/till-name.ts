/** How this till and others are called on its papers and in its rows. */
import { cleanText, cutText } from '#base/text.ts';
import type { TillCore } from './core.ts';
import type { SoldAt } from './returnable.ts';

/** Of a till that works alone: the only one of its shop. */
const ONLY_TILL = '1';
/** More letters than this no paper has room for beside a number. */
const LETTERS_MAX = 40;

/** As headquarters calls it, where it has one: every till counts its own tickets, so that the papers of two need two names. */
export function tillName({ ports: { store } }: TillCore): string {
  const name = nameForPaper(store.hq.link()?.tillName ?? '');
  return name === '' ? ONLY_TILL : name;
}

/** Another till as a refund of its ticket calls it: with its store, as shops have tills of the same name. */
export function placeSaid({ tillName: till, storeName }: SoldAt): string {
  return [till, storeName ?? '']
    .map(nameForPaper)
    .filter((name) => name !== '')
    .join(', ');
}

function nameForPaper(name: string): string {
  return cutText(cleanText(name), LETTERS_MAX).trim();
}
