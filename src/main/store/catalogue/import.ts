/**
 * Imports a product file into a shop's catalogue. It builds the next version aside and puts it into force at the end:
 * whoever is selling sees the old catalogue until then, and a crash leaves the old one.
 */
import { Fault } from '#base/fault.ts';
import type { DelimitedLine, Delimiter, Header, ImportDefaults, LineProblem } from '#domain/catalogue/catalogue.ts';
import {
  applyChanges,
  headerNamesProducts,
  ProductLines,
  readHeader,
  readProductLine,
} from '#domain/catalogue/catalogue.ts';
import type { CatalogueBuilder } from './builder.ts';
import { beginCatalogue } from './builder.ts';
import type { Encoding } from './product-text.ts';
import { openProductText } from './product-text.ts';

export interface RefusedLine {
  readonly lineNumber: number;
  readonly problems: readonly LineProblem[];
}

export interface ImportSummary {
  readonly added: number;
  readonly updated: number;
  readonly refused: number;
  /** Products of the catalogue afterwards. Unchanged where no line was taken. */
  readonly total: number;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  readonly unknownColumns: readonly string[];
}

export interface ImportOptions {
  /** The `catalogue` folder of the shop's data. */
  readonly folder: string;
  readonly path: string;
  /** Decimals of the shop's currency. */
  readonly exponent: number;
  readonly defaults: ImportDefaults;
  readonly onRefused?: (line: RefusedLine) => void;
  /** From 0 to 1, about a hundred times. */
  readonly onProgress?: (progress: { readonly fraction: number; readonly lines: number }) => void;
}

/**
 * Imports the file at `path`. Lines that cannot be taken are handed to `onRefused` and do not stop the rest. Throws
 * catalogue.import-failed for a file that cannot be read or names no products; nothing has changed then.
 */
export async function importProducts(options: ImportOptions): Promise<ImportSummary> {
  const text = await openProductText(options.path);
  const lines = new ProductLines(options.path);
  let builder: CatalogueBuilder | undefined;
  let percent = -1;
  try {
    let intake: Intake | undefined;
    for await (const piece of text.pieces()) {
      for (const line of lines.push(piece.text)) {
        if (intake === undefined) {
          const header = headerOf(line, options.path);
          builder = beginCatalogue({ folder: options.folder });
          intake = new Intake({ header, builder, options });
        } else {
          intake.take(line);
        }
      }
      // The last line may still be open: the whole is said once it is in.
      const fraction = Math.min(0.99, piece.fraction);
      if (Math.floor(fraction * 100) > percent) {
        percent = Math.floor(fraction * 100);
        options.onProgress?.({ fraction, lines: intake?.taken ?? 0 });
      }
    }
    for (const line of lines.end()) {
      if (intake === undefined) headerOf(line, options.path);
      else intake.take(line);
    }
    if (intake === undefined || builder === undefined)
      throw new Fault('catalogue.import-failed', `${options.path} has no lines of products`);
    options.onProgress?.({ fraction: 1, lines: intake.taken });
    const { added, updated, refused, unknownColumns } = intake;
    const changed = added + updated > 0;
    const total = changed ? builder.publish().count : builder.count();
    if (!changed) builder.abandon();
    return { added, updated, refused, total, encoding: text.encoding, delimiter: lines.delimiter, unknownColumns };
  } catch (error) {
    builder?.abandon();
    throw error;
  }
}

function headerOf(line: DelimitedLine, path: string): Header {
  const header = readHeader(line.fields);
  if (!headerNamesProducts(header)) {
    throw new Fault('catalogue.import-failed', `the first line of ${path} names no column of barcodes or PLUs`);
  }
  return header;
}

/** Takes the lines of one file, each product from one line only. */
class Intake {
  readonly #header: Header;
  readonly #builder: CatalogueBuilder;
  readonly #options: ImportOptions;
  /** The line that gave the product of a rank, 0 for none; a plain array would hold a million boxed numbers. */
  #lineOfRank = new Uint32Array(1024);
  added = 0;
  updated = 0;
  refused = 0;

  constructor({
    header,
    builder,
    options,
  }: {
    readonly header: Header;
    readonly builder: CatalogueBuilder;
    readonly options: ImportOptions;
  }) {
    this.#header = header;
    this.#builder = builder;
    this.#options = options;
  }

  get unknownColumns(): readonly string[] {
    return this.#header.unknownNames;
  }

  get taken(): number {
    return this.added + this.updated + this.refused;
  }

  take(line: DelimitedLine): void {
    const problems = line.problem === undefined ? this.#put(line) : [{ reason: line.problem, value: '' }];
    if (problems.length === 0) return;
    this.refused += 1;
    this.#options.onRefused?.({ lineNumber: line.number, problems });
  }

  /** Puts the product of a line; gives what is wrong with it, if anything. */
  #put({ fields, number }: DelimitedLine): readonly LineProblem[] {
    const { exponent, defaults } = this.#options;
    const { changes, problems } = readProductLine({ fields, columns: this.#header.columns, exponent });
    if (problems.length > 0) return problems;
    const known = this.#builder.known({ gtins: changes.gtins ?? [], plu: changes.plu ?? undefined });
    const repeats = known.map(({ rank }) => this.#lineOfRank[rank] ?? 0).find((earlier) => earlier > 0);
    if (repeats !== undefined) return [{ reason: 'code-repeated', value: String(repeats) }];
    const [before, other] = known;
    if (other !== undefined)
      return [{ reason: 'codes-of-several-products', value: `${before?.record.name} / ${other.record.name}` }];
    const applied = applyChanges({ changes, before: before?.record, defaults });
    if ('problems' in applied) return applied.problems;
    if (before === undefined) {
      this.#remember(this.#builder.add(applied.record).rank, number);
      this.added += 1;
    } else {
      this.#builder.replace(before.rank, applied.record);
      this.#remember(before.rank, number);
      this.updated += 1;
    }
    return [];
  }

  #remember(rank: number, lineNumber: number): void {
    if (rank >= this.#lineOfRank.length) {
      const larger = new Uint32Array(Math.max(rank + 1, this.#lineOfRank.length * 2));
      larger.set(this.#lineOfRank);
      this.#lineOfRank = larger;
    }
    this.#lineOfRank[rank] = lineNumber;
  }
}
