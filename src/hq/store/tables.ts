/** All tables of headquarters. A table that is not here is made by no migration and found by a test. */
import { CARD_BY_HASH } from '../accounts/card-by-hash.ts';
import { ACCOUNT_TABLES } from '../accounts/tables.ts';
import { CALL_SEEN } from '../calls/tables.ts';
import { CATALOGUE_TABLES } from '../catalogue/tables.ts';
import { FLEET_TABLES } from '../fleet/tables.ts';
import { IDENTITY_TABLES } from '../identity/tables.ts';
import { INGEST_TABLES } from '../ingest/tables.ts';
import { SALES_TABLES } from '../sales/tables.ts';
import { PROJECT_TABLES } from '../project/tables.ts';
import { STREAM_CHANGE, STREAM_HEAD, STREAM_ITEM } from '../feed/tables.ts';
import { PERSON_TABLES } from '../persons/tables.ts';
import { REFUND_TABLES } from '../refunds/tables.ts';
import { STOCK_TABLES } from '../stock/tables.ts';
import { PAGE_TABLES } from '../web/tables.ts';
import type { Table } from './port.ts';

export const HQ_TABLES: readonly Table[] = [
  STREAM_HEAD,
  STREAM_CHANGE,
  STREAM_ITEM,
  ...CATALOGUE_TABLES,
  ...IDENTITY_TABLES,
  CALL_SEEN,
  ...FLEET_TABLES,
  ...INGEST_TABLES,
  ...PROJECT_TABLES,
  ...SALES_TABLES,
  ...ACCOUNT_TABLES,
  CARD_BY_HASH,
  ...PERSON_TABLES,
  ...STOCK_TABLES,
  ...REFUND_TABLES,
  ...PAGE_TABLES,
];

/**
 * Tables whose key does not begin with the id of something that there are many of, and why that does no harm. Everything
 * else is spread by the id it begins with.
 */
export const SHARD_KEY_REASONS: ReadonlyMap<string, string> = new Map([
  ['organisation', 'it has one row, which is read and hardly ever written'],
  ['pending_chain', 'its buckets are made to spread it'],
  ['takings_store_day', 'all stores of one day are read together; the second step writes it, once for many sales'],
  ['account_debt', 'accounts below zero are few, and listed by their unit'],
  ['exposure', 'what a partition cost is listed by month, and rare'],
  ['points_month', 'who has points of a month is looked at once, when they are too old'],
  ['person_change', 'what was decided about customers is listed by month, and rare'],
  ['card_by_hash', 'a keyed hash spreads by itself, and is looked up one by one'],
  ['product_code', 'codes are as many as products, and looked up one by one'],
  ['product_word', 'two letters spread words well enough: a catalogue is read by typing, and written by imports'],
  ['product_price', 'products are many'],
  ['product_import_line', 'imports are many, and each is read by itself'],
  ['page_user', 'the people who sign in at headquarters are few'],
]);
