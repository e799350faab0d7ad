/** A catalogue folder of its own and products to put there, for tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { ProductRecord } from '#domain/catalogue/catalogue.ts';
import { checkDigit } from '#domain/barcode/barcode.ts';
import type { ImportSummary, RefusedLine } from './catalogue.ts';
import { importProducts } from './catalogue.ts';

/** A folder that goes away with the test. */
export function temporaryFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'catalogue-test-'));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A GTIN-13 with a right check digit, a different one for each number. */
export function gtin13(number: number): string {
  const body = `30${String(number).padStart(10, '0')}`;
  return body + checkDigit(body);
}

/** A product sold by the piece, named so. */
export function product(number: number, name: string, more: Partial<ProductRecord> = {}): ProductRecord {
  return {
    name,
    gtins: [`0${gtin13(number)}`],
    unit: 'piece',
    priceMinor: 100 + number,
    vatRateBasisPoints: 550,
    mealVoucher: true,
    ...more,
  };
}

/** Writes `content` as a file of `folder` and imports it into the catalogue there. */
export async function importText(
  folder: string,
  content: string | Uint8Array,
  more: {
    readonly exponent?: number;
    readonly defaults?: { readonly priceMinor: number; readonly vatRateBasisPoints: number };
  } = {},
): Promise<{ readonly summary: ImportSummary; readonly refused: readonly RefusedLine[] }> {
  const path = join(folder, 'products.txt');
  writeFileSync(path, content);
  const refused: RefusedLine[] = [];
  const summary = await importProducts({
    folder: catalogueIn(folder),
    path,
    exponent: more.exponent ?? 2,
    defaults: more.defaults ?? {},
    onRefused: (line) => refused.push(line),
  });
  return { summary, refused };
}

export function catalogueIn(folder: string): string {
  return join(folder, 'catalogue');
}
