/**
 * Made-up products in any number: a vocabulary as wide as that of a real shop, a few words everywhere and most of them
 * rare, valid EAN-13 codes spread over their range. The same number is always the same product.
 */
import type { ProductRecord } from '#domain/catalogue/catalogue.ts';
import { type Dice, diceOf } from './dice.ts';

const SYLLABLES = (
  'ba be bi bo bou bra bri ca ce chi cho co cou cra cré da de di do du fa fe fi ' +
  'flo fo fra fro ga gâ go gou gra gri jo ju la lai le li ' +
  'lo lou ma me mi ' +
  'mo mou na ne ni no nou pa pe pi plu po pou pra pré qui ra re ri ro rou sa se si so sou su ta te ' +
  'ti to tou tra va ve ' +
  'vi vo vou é œu'
).split(' ');
const ENDINGS = ['', '', 'n', 'l', 'r', 't', 's', 'lle', 'tte', 'ment', 'age', 'ette', 'ine', 'que'];
const CATEGORIES = ['Épicerie', 'Boissons', 'Frais', 'Hygiène', 'Entretien', 'Papeterie', 'Surgelés', 'Bébé'];
const RATES = [550, 550, 1000, 2000];
const WORDS = 40_000;
const BRANDS = 6_000;

/** The EAN-13 of product number `index` (0 to 999,999,999). */
export function eanOf(index: number): string {
  // 387,420,489 shares no factor with a thousand million, so that no two numbers meet.
  const spread = (BigInt(index) * 387_420_489n + 123_456_789n) % 1_000_000_000n;
  const body = `376${String(spread).padStart(9, '0')}`;
  const weighted = [...body].reduce((total, digit, at) => total + Number(digit) * (at % 2 === 0 ? 1 : 3), 0);
  return `${body}${(10 - (weighted % 10)) % 10}`;
}

/** Products 0 to `count` − 1, in their order of popularity. */
export function* madeUpProducts(count: number): Iterable<ProductRecord> {
  const words = vocabulary(WORDS, diceOf(1));
  const brands = vocabulary(BRANDS, diceOf(2));
  const dice = diceOf(3);
  for (let index = 0; index < count; index++) {
    const name = Array.from({ length: dice.whole(2, 4) }, () => common(words, dice));
    const rate = dice.pick(RATES);
    yield {
      name: `${capital(name.join(' '))} ${dice.pick([100, 125, 250, 400, 500, 750])} ${dice.pick(['g', 'ml'])}`,
      brand: capital(common(brands, dice)),
      gtins: [`0${eanOf(index)}`],
      ...(index < 500 ? { plu: String(1000 + index) } : {}),
      unit: 'piece',
      priceMinor: dice.whole(49, 2499),
      vatRateBasisPoints: rate,
      category: dice.pick(CATEGORIES),
      ...(rate === 2000 && dice.chance(0.1) ? { ageLimitYears: 18 } : {}),
      ...(dice.chance(0.05) ? { depositMinor: 15 } : {}),
      mealVoucher: rate !== 2000,
      stockMilli: dice.whole(0, 200) * 1000,
    };
  }
}

function vocabulary(count: number, dice: Dice): readonly string[] {
  const words = new Set<string>();
  while (words.size < count) {
    const syllables = Array.from({ length: dice.whole(2, 4) }, () => dice.pick(SYLLABLES));
    words.add(syllables.join('') + dice.pick(ENDINGS));
  }
  return [...words];
}

/** Half of all words in use are a few hundred: the share is squared and squared again. */
function common(words: readonly string[], dice: Dice): string {
  const word = words[Math.floor(words.length * dice.share() ** 4)];
  if (word === undefined) throw new Error('no words');
  return word;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
