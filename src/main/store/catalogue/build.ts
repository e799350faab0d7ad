import type { ProductRecord } from '#domain/catalogue/catalogue.ts';
import { beginCatalogue } from './builder.ts';

/**
 * Puts `products` into force as the whole catalogue of `folder`, in their order of popularity, at once or not at all.
 * Their codes must be free of each other. Throws catalogue.import-failed when another import is at work there.
 */
export function buildCatalogue({
  folder,
  products,
}: {
  readonly folder: string;
  readonly products: Iterable<ProductRecord>;
}): { readonly count: number } {
  const builder = beginCatalogue({ folder, startEmpty: true });
  try {
    for (const product of products) builder.add(product);
    return builder.publish();
  } catch (error) {
    builder.abandon();
    throw error;
  }
}
