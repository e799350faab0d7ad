-- Stock: deliveries and counts beside sales, and what headquarters says of this store.

-- What each row moved of a product: filled outside sales, as the sums are. How much came after a row of which headquarters says
-- that its figure includes it is read here.
CREATE TABLE stock_by_product (
  product_id     TEXT    NOT NULL,
  position       INTEGER NOT NULL,
  quantity_milli INTEGER NOT NULL,
  PRIMARY KEY (product_id, position)
) STRICT, WITHOUT ROWID;

-- Articles of which somebody said here how many there are: of the others, sales alone say nothing.
CREATE TABLE stock_kept (
  product_id TEXT    PRIMARY KEY,
  position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The figure of this store at headquarters, and up to which row of each chain it goes, as JSON. `snapshot` counts the snapshots:
-- what the last one did not name is no longer there.
CREATE TABLE hq_stock (
  product_id     TEXT    PRIMARY KEY,
  quantity_milli INTEGER NOT NULL,
  includes       TEXT    NOT NULL,
  as_of_ms       INTEGER NOT NULL,
  snapshot       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
