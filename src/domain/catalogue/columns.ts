/**
 * The columns of a product file, by the names that people give them in French and English. Capitals, accents, spaces
 * and punctuation do not matter. The table in docs/import.md says the same, and a test holds the two together.
 */
import { foldText } from './words.ts';

/** The column names of a file that we write, in its order. */
export const EXPORT_HEADERS = {
  gtin: 'gtin',
  plu: 'plu',
  name: 'nom',
  brand: 'marque',
  price: 'prix',
  vatRate: 'tva',
  unit: 'unité',
  category: 'catégorie',
  ageLimit: 'âge minimum',
  deposit: 'consigne',
  mealVoucher: 'titre-restaurant',
  stock: 'stock',
} as const;

export type Column = keyof typeof EXPORT_HEADERS;
export const COLUMNS = Object.keys(EXPORT_HEADERS) as readonly Column[];

/**
 * Prices are with VAT, so a column "prix HT" or "net price" is not one of them: it stays unknown and is named as such,
 * rather than sell everything below its price.
 */
export const COLUMN_NAMES: Readonly<Record<Column, readonly string[]>> = {
  gtin: [
    'gtin',
    'gtins',
    'ean',
    'eans',
    'ean13',
    'ean8',
    'ean 13',
    'upc',
    'code-barres',
    'codes-barres',
    'code barre',
    'codebarre',
    'gencod',
    'gencode',
    'code ean',
    'barcode',
    'barcodes',
    'bar code',
  ],
  plu: ['plu', 'code plu', 'numéro plu', 'touche', 'plu code', 'plu number'],
  name: [
    'nom',
    'nom du produit',
    'produit',
    'désignation',
    'libellé',
    'article',
    'intitulé',
    'name',
    'product',
    'product name',
    'label',
    'item',
    'title',
  ],
  brand: ['marque', 'fabricant', 'brand', 'brands', 'marques', 'manufacturer'],
  price: [
    'prix',
    'prix ttc',
    'prix de vente',
    'prix de vente ttc',
    'prix unitaire',
    'prix unitaire ttc',
    'pv ttc',
    'pvttc',
    'pu ttc',
    'tarif',
    'tarif ttc',
    'price',
    'unit price',
    'sale price',
    'selling price',
    'retail price',
    'gross price',
    'price incl vat',
  ],
  vatRate: ['tva', 'taux de tva', 'taux tva', 'taux', 'tva %', 'vat', 'vat rate', 'tax', 'tax rate', 'vat %'],
  unit: ['unité', 'unité de vente', 'vendu par', 'unit', 'sold by', 'unit of sale', 'uom'],
  category: ['catégorie', 'rayon', 'famille', 'groupe', 'category', 'department', 'group', 'family'],
  ageLimit: ['âge', 'âge minimum', 'âge minimal', 'limite d’âge', 'age limit', 'minimum age', 'age'],
  deposit: ['consigne', 'montant consigne', 'prix consigne', 'deposit', 'container deposit', 'bottle deposit'],
  mealVoucher: [
    'titre-restaurant',
    'titres-restaurant',
    'ticket restaurant',
    'tickets restaurant',
    'tr',
    'éligible titre restaurant',
    'éligible titres restaurant',
    'meal voucher',
    'meal vouchers',
    'meal voucher eligible',
    'meal voucher eligibility',
  ],
  stock: ['stock', 'quantité', 'quantité en stock', 'qté', 'en stock', 'stock quantity', 'quantity', 'qty', 'on hand'],
};

const COLUMN_BY_KEY: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => COLUMN_NAMES[column].map((name) => [headerKey(name), column] as const)),
);

/** What a header line says: which column each field is, and the names that mean nothing to us. */
export interface Header {
  /** One for each field of the line; undefined for a column that is left alone. */
  readonly columns: readonly (Column | undefined)[];
  readonly unknownNames: readonly string[];
}

/** Reads a header line. Only barcodes may stand in several columns; of any other the first counts. */
export function readHeader(fields: readonly string[]): Header {
  const seen = new Set<Column>();
  const unknownNames: string[] = [];
  const columns = fields.map((name) => {
    const column = COLUMN_BY_KEY.get(headerKey(name));
    if (column === undefined || (column !== 'gtin' && seen.has(column))) {
      if (name.trim() !== '') unknownNames.push(name.trim());
      return undefined;
    }
    seen.add(column);
    return column;
  });
  return { columns, unknownNames };
}

/** Without a barcode or PLU column no line says which product it is about. */
export function headerNamesProducts({ columns }: Header): boolean {
  return columns.includes('gtin') || columns.includes('plu');
}

function headerKey(name: string): string {
  return foldText(name).replace(/[^\p{L}\p{N}]+/gu, '');
}
