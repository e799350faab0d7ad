/**
 * How products are found. The products themselves are things of the stream `catalogue` (`stream_item`), prices beside them
 * of that stream or a store's: what a till is sent and what headquarters shows can never differ.
 */
import { int, table, text } from '../store/port.ts';

export const PRODUCT_CODE = table({
  name: 'product_code',
  about: 'Which product a code belongs to: `g:` and a GTIN-14, or `p:` and a PLU.',
  key: ['code'],
  columns: { code: text, product_id: text },
});

export const PRODUCT_WORD = table({
  name: 'product_word',
  about: 'The folded words under which a product is found, apart by their first two letters.',
  key: ['letters', 'word', 'product_id'],
  columns: { letters: text, word: text, product_id: text },
});

export const PRODUCT_PRICE = table({
  name: 'product_price',
  about: 'Which prices a product has beside its own: of a store, or of all where the store is empty.',
  key: ['product_id', 'store_id', 'from_ms'],
  columns: {
    product_id: text,
    store_id: text,
    /** 0: at once. */
    from_ms: int,
  },
});

export const PRODUCT_IMPORT = table({
  name: 'product_import',
  about: 'A file of products that was brought in, and how far that has come.',
  key: ['organisation_id', 'import_id'],
  columns: {
    organisation_id: text,
    import_id: text,
    file_name: text,
    by_user: text,
    /** `running`, `done`, or why it was refused. */
    state: text,
    started_ms: int,
    progressed_ms: int,
    lines: int,
    added: int,
    updated: int,
    unchanged: int,
    refused: int,
    /** Names of columns that say nothing to us, as JSON. */
    unknown_columns: text,
  },
});

export const PRODUCT_IMPORT_LINE = table({
  name: 'product_import_line',
  about: 'A line that was not taken, and why.',
  key: ['import_id', 'line_number'],
  columns: {
    import_id: text,
    line_number: int,
    /** `[{reason, value}]`. */
    problems: text,
  },
});

export const CATALOGUE_TABLES = [PRODUCT_CODE, PRODUCT_WORD, PRODUCT_PRICE, PRODUCT_IMPORT, PRODUCT_IMPORT_LINE];
