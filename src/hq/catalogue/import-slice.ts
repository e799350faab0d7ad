/**
 * A slice of a product file becomes one transaction: tills see all of it or nothing. What a line means is decided by the
 * same readers as at the till.
 */
import {
  applyChanges,
  type ImportDefaults,
  type LineProblem,
  type readProductLine,
} from '#domain/catalogue/catalogue.ts';
import type { ProductValue } from '#contract/sync/feed.ts';
import type { HqTransaction } from '../store/port.ts';
import { ChangeSet } from './change-set.ts';
import type { RefusedLine } from './imports.ts';
import { overrule, pricesIn } from './prices.ts';
import { codesOfProduct, productIdsOf, productOf, productsOf } from './products.ts';
import { withoutEmpty } from './save-product.ts';
import { productIdFor } from '#domain/catalogue/catalogue.ts';

export interface ReadLine {
  readonly number: number;
  readonly changes: ReturnType<typeof readProductLine>['changes'];
}

export interface SliceTaken {
  readonly added: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly refused: readonly RefusedLine[];
  /** Which line gave which product. */
  readonly lineOf: ReadonlyMap<string, number>;
  readonly set: ChangeSet;
}

/** Works out what the lines of a slice change. The stream of the catalogue is locked by the caller. */
export async function takeSlice(
  transaction: HqTransaction,
  options: {
    readonly lines: readonly ReadLine[];
    /** Lines of earlier slices by their products: each product is taken from one line only. */
    readonly lineOf: ReadonlyMap<string, number>;
    readonly defaults: ImportDefaults;
    readonly nowMs: number;
  },
): Promise<SliceTaken> {
  const intake = new Intake(transaction, options);
  await intake.prepare();
  for (const line of options.lines) await intake.take(line);
  await intake.overrulePrices();
  return intake;
}

class Intake implements SliceTaken {
  added = 0;
  updated = 0;
  unchanged = 0;
  readonly refused: RefusedLine[] = [];
  readonly lineOf = new Map<string, number>();
  readonly set = new ChangeSet();
  readonly #transaction: HqTransaction;
  readonly #lines: readonly ReadLine[];
  readonly #earlier: ReadonlyMap<string, number>;
  readonly #defaults: ImportDefaults;
  readonly #nowMs: number;
  /** Whose codes are, and what products are, as far as this slice has come. */
  #owners = new Map<string, string>();
  #products = new Map<string, ProductValue>();
  readonly #dearer = new Set<string>();

  constructor(
    transaction: HqTransaction,
    options: {
      readonly lines: readonly ReadLine[];
      readonly lineOf: ReadonlyMap<string, number>;
      readonly defaults: ImportDefaults;
      readonly nowMs: number;
    },
  ) {
    this.#transaction = transaction;
    this.#lines = options.lines;
    this.#earlier = options.lineOf;
    this.#defaults = options.defaults;
    this.#nowMs = options.nowMs;
  }

  /** Everything that the lines may speak of, in few questions. */
  async prepare(): Promise<void> {
    const codes = new Set(this.#lines.flatMap(codesOfLine));
    this.#owners = new Map(await productIdsOf(this.#transaction, [...codes]));
    const fresh = this.#lines.filter((line) => !codesOfLine(line).some((code) => this.#owners.has(code)));
    const ids = new Set([...this.#owners.values(), ...fresh.map((line) => productIdFor(keysOfLine(line), 1))]);
    this.#products = new Map(await productsOf(this.#transaction, [...ids]));
  }

  async take(line: ReadLine): Promise<void> {
    const problems = await this.#put(line);
    if (problems.length > 0) this.refused.push({ lineNumber: line.number, problems });
  }

  /** A price that a file gives holds at once: what was dated before and has begun is overruled. */
  async overrulePrices(): Promise<void> {
    if (this.#dearer.size === 0) return;
    const productIds = new Map([...this.#dearer].map((id) => [id, null]));
    const known = await pricesIn(this.#transaction, { storeId: null, productIds });
    for (const prices of known.values()) overrule(this.set, prices, { nowMs: this.#nowMs });
  }

  async #put(line: ReadLine): Promise<readonly LineProblem[]> {
    const known = new Set(codesOfLine(line).flatMap((code) => this.#owners.get(code) ?? []));
    const repeats = [...known].map((id) => this.lineOf.get(id) ?? this.#earlier.get(id)).find((at) => at !== undefined);
    if (repeats !== undefined) return [{ reason: 'code-repeated', value: String(repeats) }];
    const [id, other] = known;
    const before = id === undefined ? undefined : this.#products.get(id);
    if (other !== undefined) {
      const names = [before, this.#products.get(other)].map((product) => product?.name ?? '');
      return [{ reason: 'codes-of-several-products', value: names.join(' / ') }];
    }
    const applied = applyChanges({ changes: line.changes, before: recordOf(before), defaults: this.#defaults });
    if ('problems' in applied) return applied.problems;
    const { stockMilli: _stock, ...record } = applied.record;
    const value = withoutEmpty({ ...record, gtins: [...record.gtins] });
    this.#keep(id ?? (await this.#freshId(value)), before, value, line.number);
    return [];
  }

  #keep(id: string, before: ProductValue | undefined, value: ProductValue, lineNumber: number): void {
    const after: ProductValue = { ...value, id };
    this.lineOf.set(id, lineNumber);
    if (before !== undefined && JSON.stringify(before) === JSON.stringify(after)) {
      this.unchanged += 1;
      return;
    }
    for (const code of before === undefined ? [] : codesOfProduct(before)) this.#owners.delete(code);
    for (const code of codesOfProduct(after)) this.#owners.set(code, id);
    this.#products.set(id, after);
    this.set.product(id, before, after);
    if (before === undefined) this.added += 1;
    else this.updated += 1;
    if (before !== undefined && before.priceMinor !== after.priceMinor) this.#dearer.add(id);
  }

  async #freshId(value: ProductValue): Promise<string> {
    for (let turn = 1; ; turn += 1) {
      const id = productIdFor(keysOf(value), turn);
      // The first was asked for with all others.
      const isTaken = this.#products.has(id) || (turn > 1 && (await productOf(this.#transaction, id)) !== undefined);
      if (!isTaken) return id;
    }
  }
}

function recordOf(product: ProductValue | undefined): Parameters<typeof applyChanges>[0]['before'] {
  if (product === undefined) return undefined;
  const { id: _id, ...record } = product;
  return record as Parameters<typeof applyChanges>[0]['before'];
}

function keysOfLine({ changes: { gtins, plu } }: ReadLine): Parameters<typeof productIdFor>[0] {
  return keysOf({ gtins: [...(gtins ?? [])], ...(plu === undefined || plu === null ? {} : { plu }) });
}

function keysOf({ gtins, plu }: Pick<ProductValue, 'gtins' | 'plu'>): Parameters<typeof productIdFor>[0] {
  return { gtins, ...(plu === undefined ? {} : { plu }) };
}

function codesOfLine(line: ReadLine): readonly string[] {
  const { gtins, plu } = keysOfLine(line);
  return codesOfProduct({ gtins: [...gtins], ...(plu === undefined ? {} : { plu }) });
}
