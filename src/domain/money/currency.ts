/**
 * The currencies that a till of this version can be opened in. Codes and exponents are those of ISO 4217; coins and
 * notes those that the central bank names as in circulation. What is not certain is left out.
 */

/** What a currency is, as ISO 4217 and its central bank say. */
export interface Currency {
  readonly code: string;
  /** Its three digits in ISO 4217, as codes on goods name it. */
  readonly number: string;
  /** Digits after the point: EUR 2, MAD 2, TND 3 (ISO 4217). */
  readonly exponent: number;
  /** The smallest amount that can be paid in coins, in minor units. */
  readonly cashUnitMinor: number;
  /** Coins and notes in circulation, in minor units, largest first. */
  readonly denominationsMinor: readonly number[];
  /** The smallest of them that is a note: what a customer hands over is a multiple of it. */
  readonly smallestNoteMinor: number;
}

const CURRENCIES: readonly Currency[] = [
  {
    // Regulation (EC) 974/98 and Council Regulation (EU) 729/2014: coins from 1 cent. France rounds nothing.
    // The 500 euro note has not been issued since 2019 but stays legal tender.
    code: 'EUR',
    number: '978',
    exponent: 2,
    cashUnitMinor: 1,
    denominationsMinor: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
    smallestNoteMinor: 500,
  },
  {
    // Bank Al-Maghrib, series of 24 November 2023: coins of 10 and 20 santimat, 1/2, 1, 5 and 10 dirhams. The coins
    // of 1 and 5 santimat are legal tender still but are no longer struck and hardly seen, so that 10 santimat is the
    // smallest amount that a till can give back.
    code: 'MAD',
    number: '504',
    exponent: 2,
    cashUnitMinor: 10,
    denominationsMinor: [20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10],
    smallestNoteMinor: 2000,
  },
  {
    // Banque Centrale de Tunisie, accounts of 2018: 440 million coins of 5 millimes in circulation; those of 1 and 2
    // millimes exist in the accounts but have left trade. New coins of 2020 and 2024 are of 50 millimes and more.
    code: 'TND',
    number: '788',
    exponent: 3,
    cashUnitMinor: 5,
    denominationsMinor: [50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
    smallestNoteMinor: 5000,
  },
  {
    // Swiss National Bank: the smallest coin is 5 centimes (that of 1 centime ceased in 2007).
    code: 'CHF',
    number: '756',
    exponent: 2,
    cashUnitMinor: 5,
    denominationsMinor: [100000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5],
    smallestNoteMinor: 1000,
  },
  {
    // BCEAO: no minor unit (ISO 4217 exponent 0); coins of 5 francs and more in use. The amount of 500 is coin and
    // note.
    code: 'XOF',
    number: '952',
    exponent: 0,
    cashUnitMinor: 5,
    denominationsMinor: [10000, 5000, 2000, 1000, 500, 250, 200, 100, 50, 25, 10, 5],
    smallestNoteMinor: 500,
  },
  {
    // Bank of Algeria: coins from 1 dinar in use, notes from 200 (a coin since 2012 as well).
    code: 'DZD',
    number: '012',
    exponent: 2,
    cashUnitMinor: 100,
    denominationsMinor: [200000, 100000, 50000, 20000, 10000, 5000, 2000, 1000, 500, 200, 100],
    smallestNoteMinor: 20000,
  },
  {
    // Royal Mint: coins from 1 penny; Bank of England: notes from 5 pounds.
    code: 'GBP',
    number: '826',
    exponent: 2,
    cashUnitMinor: 1,
    denominationsMinor: [5000, 2000, 1000, 500, 200, 100, 50, 20, 10, 5, 2, 1],
    smallestNoteMinor: 500,
  },
  {
    // The cent ceased to be struck in 2025 but is legal tender: without a rule of law the till rounds nothing.
    code: 'USD',
    number: '840',
    exponent: 2,
    cashUnitMinor: 1,
    denominationsMinor: [10000, 5000, 2000, 1000, 500, 200, 100, 50, 25, 10, 5, 1],
    smallestNoteMinor: 100,
  },
];

/** The currency with this ISO 4217 code, or undefined when the till does not know it. */
export function currencyOf(code: string): Currency | undefined {
  return CURRENCIES.find((currency) => currency.code === code);
}
