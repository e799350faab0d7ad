/**
 * The products that lie on the virtual counter: what a product file says of those with a barcode. The counter only
 * needs to show and scan them; the till has its own reader of such files.
 */
import { readFileSync } from 'node:fs';

export interface CounterProduct {
  readonly code: string;
  readonly name: string;
  readonly brand: string;
  readonly price: string;
  readonly category: string;
}

/** The products of a tab-separated file with a line of headers, in its order. */
export function readProducts(path: string): readonly CounterProduct[] {
  const [header = '', ...lines] = readFileSync(path, 'utf8').split(/\r?\n/);
  const columns = header.split('\t').map((name) => name.trim().toLowerCase());
  const column = (...names: readonly string[]): number => columns.findIndex((name) => names.includes(name));
  const at = {
    code: column('gtin', 'ean', 'barcode'),
    name: column('nom', 'name'),
    brand: column('marque', 'brand'),
    price: column('prix', 'price'),
    category: column('catégorie', 'category'),
  };
  const products: CounterProduct[] = [];
  for (const line of lines) {
    const fields = line.split('\t');
    const field = (index: number): string => fields[index]?.trim() ?? '';
    const code = field(at.code).split(/[\s,;|]/)[0] ?? '';
    if (!/^\d{8,14}$/.test(code)) continue;
    products.push({
      code,
      name: field(at.name),
      brand: field(at.brand),
      price: field(at.price),
      category: field(at.category),
    });
  }
  return products;
}

/** Products whose words begin as those of the query do, accents and capitals aside. */
export function findProducts(
  products: readonly CounterProduct[],
  query: string,
  limit: number,
): readonly CounterProduct[] {
  const words = fold(query)
    .split(' ')
    .filter((word) => word !== '');
  const found: CounterProduct[] = [];
  for (const product of products) {
    const text = ` ${fold(`${product.name} ${product.brand} ${product.category} ${product.code}`)}`;
    if (words.every((word) => text.includes(` ${word}`))) found.push(product);
    if (found.length === limit) break;
  }
  return found;
}

function fold(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}
