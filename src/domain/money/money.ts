/**
 * Money: integer minor units of a currency. Exponents and the smallest cash unit are data, and no fraction of a
 * minor unit ever leaves a function. Door of the folder.
 */
export { allocate, lineGrossMinor, roundToCashUnit, roundTogether } from './arithmetic.ts';
export { currencyOf } from './currency.ts';
export type { Currency } from './currency.ts';
export { divideFloor, divideRoundHalfAway } from './divide.ts';
export { formatDecimal, formatMinor, formatQuantity, formatRate } from './format.ts';
export type { Language } from './format.ts';
export { parseMinor } from './parse.ts';
