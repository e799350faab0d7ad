/** The lines of a product file that arrives in pieces, cut by the delimiter that its first line shows. */
import { assert } from '#base/assert.ts';
import { Fault } from '#base/fault.ts';
import { readHeader } from './columns.ts';
import { DelimitedReader, detectDelimiter, type DelimitedLine, type Delimiter } from './delimited.ts';

const HEADER_CHARACTERS_MAX = 100_000;

export class ProductLines {
  readonly #name: string;
  #head = '';
  #reader: DelimitedReader | undefined;
  #delimiter: Delimiter | undefined;

  /** `name` is how a fault calls the file. */
  constructor(name: string) {
    this.#name = name;
  }

  get delimiter(): Delimiter {
    assert(this.#delimiter !== undefined, 'the delimiter is known once a line was read');
    return this.#delimiter;
  }

  /** Throws catalogue.import-failed for what has no end of a first line. */
  push(text: string): readonly DelimitedLine[] {
    if (this.#reader !== undefined) return this.#reader.push(text);
    this.#head += text;
    const whole = /[\r\n]/.test(this.#head.trimStart());
    if (!whole && this.#head.length > HEADER_CHARACTERS_MAX) {
      throw new Fault('catalogue.import-failed', `${this.#name} is not a text of lines`);
    }
    return whole ? this.#begin() : [];
  }

  end(): readonly DelimitedLine[] {
    const begun = this.#reader === undefined ? this.#begin() : [];
    return [...begun, ...(this.#reader?.end() ?? [])];
  }

  #begin(): readonly DelimitedLine[] {
    const [firstLine = ''] = this.#head.trimStart().split(/[\r\n]/, 1);
    this.#delimiter = detectDelimiter(
      firstLine,
      (fields) => readHeader(fields).columns.filter((column) => column !== undefined).length,
    );
    this.#reader = new DelimitedReader(this.#delimiter);
    return this.#reader.push(this.#head);
  }
}
