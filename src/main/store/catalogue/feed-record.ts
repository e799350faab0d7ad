import type { ProductValue } from '#contract/sync/feed.ts';
import { cleanText } from '#base/text.ts';
import type { ProductRecord } from '#domain/catalogue/catalogue.ts';

/** A product as headquarters tells it, as the catalogue keeps it: text cleaned, codes as they are looked up. */
export function recordOfFeed(value: ProductValue): ProductRecord {
  const { name, brand, gtins, plu, unit, priceMinor, vatRateBasisPoints, category } = value;
  return {
    name: cleanText(name),
    gtins: [...new Set(gtins.filter((gtin) => /^\d{8,14}$/.test(gtin)).map((gtin) => gtin.padStart(14, '0')))],
    unit,
    priceMinor,
    vatRateBasisPoints,
    mealVoucher: value.mealVoucher,
    ...(brand === undefined || brand === '' ? {} : { brand: cleanText(brand) }),
    ...(plu === undefined || plu === '' ? {} : { plu }),
    ...(category === undefined || category === '' ? {} : { category: cleanText(category) }),
    ...(value.ageLimitYears === undefined ? {} : { ageLimitYears: value.ageLimitYears }),
    ...(value.depositMinor === undefined ? {} : { depositMinor: value.depositMinor }),
  };
}
