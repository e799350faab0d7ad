-- What the journal says, worked out. Every table here can be dropped and rebuilt from journal rows alone.
CREATE TABLE tickets (
  position      INTEGER PRIMARY KEY,
  ticket_id     TEXT    NOT NULL UNIQUE,
  number        TEXT    NOT NULL,
  at_ms         INTEGER NOT NULL,
  total_minor   INTEGER NOT NULL,
  operator      TEXT    NOT NULL,
  business_day  TEXT,
  session_id    TEXT,
  copies        INTEGER NOT NULL
) STRICT;

-- By the ticket they pay, so that a ticket finds its own; `ticket` is the position of its row.
CREATE TABLE payments (
  ticket       INTEGER NOT NULL,
  position     INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  method       TEXT    NOT NULL,
  amount_minor INTEGER NOT NULL,
  business_day TEXT,
  session_id   TEXT,
  PRIMARY KEY (ticket, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE copies (
  position    INTEGER PRIMARY KEY,
  ticket_id   TEXT    NOT NULL,
  copy_number INTEGER NOT NULL
) STRICT;

CREATE TABLE voided_lines (
  ticket_id TEXT    NOT NULL,
  line_id   TEXT    NOT NULL,
  position  INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, line_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE cancelled_tickets (
  ticket_id TEXT    PRIMARY KEY,
  position  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE days (
  business_day    TEXT    PRIMARY KEY,
  opened_position INTEGER NOT NULL,
  closed_position INTEGER
) STRICT, WITHOUT ROWID;

-- Every row that is written asks for the open day and session: no walk through years of closed ones.
CREATE INDEX days_open ON days (opened_position) WHERE closed_position IS NULL;

CREATE TABLE sessions (
  session_id      TEXT    PRIMARY KEY,
  business_day    TEXT,
  operator        TEXT,
  opened_position INTEGER NOT NULL,
  closed_position INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX sessions_open ON sessions (opened_position) WHERE closed_position IS NULL;

-- Totals over all tickets of all chains of this till; never reset.
CREATE TABLE totals (
  name  TEXT    PRIMARY KEY,
  value INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Movements are appended by the sale; their sums are brought up to date outside it. Stock as of now is the sum here
-- up to `through` and the movements after it.
CREATE TABLE stock_movements (
  position       INTEGER NOT NULL,
  n              INTEGER NOT NULL,
  product_id     TEXT    NOT NULL,
  quantity_milli INTEGER NOT NULL,
  PRIMARY KEY (position, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE stock (
  product_id     TEXT    PRIMARY KEY,
  quantity_milli INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE stock_through (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  through INTEGER NOT NULL
) STRICT;
