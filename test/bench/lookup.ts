/**
 * Finding a product: by its barcode, as you type (two letters, a word and a half), and after a typing mistake. Straight
 * on the real catalogue, without a wire: the wire has rows of its own.
 */
import { openCatalogue } from '#main/store/catalogue/catalogue.ts';
import type { Catalogue } from '#main/store/catalogue-port.ts';
import type { Product } from '#domain/catalogue/catalogue.ts';
import { diceOf } from '../rig/dice.ts';
import { eanOf } from '../rig/products.ts';
import { hashMegabyteMs, repeat } from './anchors.ts';
import { cachedCatalogue } from './cache.ts';
import { type Figure, growth, judge, median, sizeText, text } from './figure.ts';
import type { Scale } from './scale.ts';

const RESULTS = 20;

interface Contest {
  readonly name: string;
  readonly budget: string;
  readonly limitMs: number;
  ask(catalogue: Catalogue, question: Question): unknown;
}

/** One product to be found, and the ways to ask for it. */
interface Question {
  readonly gtin: string;
  readonly twoLetters: string;
  readonly wordAndAHalf: string;
  readonly mistyped: string;
}

const CONTESTS: readonly Contest[] = [
  {
    name: 'barcode lookup',
    budget: 'p50 < 0.1 ms',
    limitMs: 0.1,
    ask: (catalogue, question) => catalogue.byGtin(question.gtin),
  },
  {
    name: 'search, two letters',
    budget: 'p50 < 1 ms',
    limitMs: 1,
    ask: (catalogue, question) => catalogue.search(question.twoLetters, RESULTS),
  },
  {
    name: 'search, a word and a half',
    budget: 'p50 < 1 ms',
    limitMs: 1,
    ask: (catalogue, question) => catalogue.search(question.wordAndAHalf, RESULTS),
  },
  {
    name: 'search, a typing mistake',
    budget: 'p50 < 5 ms',
    limitMs: 5,
    ask: (catalogue, question) => catalogue.search(question.mistyped, RESULTS),
  },
];

/** The figures at the largest size, with their growth from the smallest. */
export function lookupFigures(scale: Scale): readonly Figure[] {
  const sizes = scale.products.map((count) => ({
    count,
    catalogue: openCatalogue({ folder: cachedCatalogue(count) }),
  }));
  const taken = new Map<string, number[]>();
  const anchor: number[] = [];
  for (let round = 0; round < scale.rounds; round++) {
    anchor.push(hashMegabyteMs(5));
    for (const { count, catalogue } of sizes) {
      const questions = questionsFor(catalogue, count, { seed: round, times: scale.times });
      for (const contest of CONTESTS) {
        let at = 0;
        const ms = repeat(questions.length, () => contest.ask(catalogue, questions[at++] as Question));
        const key = `${contest.name} ${count}`;
        taken.set(key, [...(taken.get(key) ?? []), median(ms)]);
      }
    }
  }
  for (const { catalogue } of sizes) catalogue.close();
  const [smallest, largest] = [Math.min(...scale.products), Math.max(...scale.products)];
  const roundsOf = (contest: Contest, count: number): readonly number[] => taken.get(`${contest.name} ${count}`) ?? [];
  return CONTESTS.map((contest) =>
    judge({
      name: `${contest.name}, ${sizeText(largest)} products`,
      budget: contest.budget,
      unit: 'ms',
      rounds: roundsOf(contest, largest),
      limit: contest.limitMs,
      growth: growth(
        [sizeText(smallest), median(roundsOf(contest, smallest))],
        [sizeText(largest), median(roundsOf(contest, largest))],
      ),
      beside: `SHA-256 of 1 MB ${text(median(anchor))} ms`,
    }),
  );
}

function questionsFor(
  catalogue: Catalogue,
  count: number,
  run: { readonly seed: number; readonly times: number },
): readonly Question[] {
  const dice = diceOf(run.seed);
  return Array.from({ length: run.times }, () => {
    const gtin = `0${eanOf(dice.whole(0, count - 1))}`;
    const product = catalogue.byGtin(gtin);
    if (product === undefined) throw new Error(`the made-up product ${gtin} is not in its catalogue`);
    const words = searchableWords(product);
    const [first, second] = [dice.pick(words), dice.pick(words)];
    return {
      gtin,
      twoLetters: first.slice(0, 2),
      wordAndAHalf: `${first} ${second.slice(0, Math.ceil(second.length / 2))}`,
      mistyped: mistyped(
        dice.pick(
          words.filter((word) => word.length >= 5).length > 0 ? words.filter((word) => word.length >= 5) : words,
        ),
        dice.whole(1, 3),
      ),
    };
  });
}

function searchableWords(product: Product): readonly string[] {
  return `${product.name} ${product.brand ?? ''}`.split(' ').filter((word) => /^\p{L}{3,}$/u.test(word));
}

/** Two neighbouring letters changed places. */
function mistyped(word: string, at: number): string {
  return word.slice(0, at) + (word[at + 1] ?? '') + (word[at] ?? '') + word.slice(at + 2);
}
