/** What the shop sells, how what is typed finds it, and how a file tells it. Door of the folder. */
export type { Product, ProductRecord, Unit } from './product.ts';
export { indexedWords, typedWords } from './words.ts';
export {
  FORGIVEN_LETTERS_MIN,
  mistakesBetween,
  mistakesForgiven,
  SHORTENED_LETTERS,
  shortenedForms,
} from './typing-mistakes.ts';
export { headerNamesProducts, readHeader } from './columns.ts';
export type { Header } from './columns.ts';
export { delimitedLine } from './delimited.ts';
export type { DelimitedLine, Delimiter } from './delimited.ts';
export { readAmount, readUnit, readVatRate } from './file-values.ts';
export { applyChanges, readProductLine } from './product-line.ts';
export type { ImportDefaults, LineProblem } from './product-line.ts';
export { priceAt } from './price-at.ts';
export type { ListedPrice } from './price-at.ts';
export { productIdFor } from './product-id.ts';
export { ProductLines } from './product-lines.ts';
export { productFileHeader, productFileLine } from './product-file.ts';
export { priceNow } from './dated-price.ts';
export type { PriceChange } from './dated-price.ts';
