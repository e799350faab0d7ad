/** Products and prices of the organisation. Door of the folder. */
export { importProducts } from './import.ts';
export type { ImportOptions } from './import.ts';
export { importReport, listImports } from './imports.ts';
export type { ImportReport, RefusedLine } from './imports.ts';
export { changePrices, priceInStore, pricesOf } from './prices.ts';
export type { ChangePricesOutcome, PriceChanges } from './prices.ts';
export { listProducts, productOf, productsOf } from './products.ts';
export type { ProductPage } from './products.ts';
export { removeProduct, saveProduct } from './save-product.ts';
export type { ProductInput, SaveProductOutcome } from './save-product.ts';
export { searchProducts } from './search.ts';
