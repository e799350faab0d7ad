-- Persons by a random id, cards by a keyed hash: nothing here says who or which.
CREATE TABLE person_fates (
  person_id         TEXT    PRIMARY KEY,
  enrolled_position INTEGER,
  erased_position   INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE visits (
  person_id TEXT    PRIMARY KEY,
  at_ms     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE cards (
  card_id        TEXT    PRIMARY KEY,
  card_hash      TEXT    NOT NULL,
  person_id      TEXT,
  account_id     TEXT,
  medium         TEXT    NOT NULL,
  state          TEXT    NOT NULL,
  replaced_by    TEXT,
  assigned_at_ms INTEGER NOT NULL,
  position       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX cards_by_hash ON cards (card_hash, position);
CREATE INDEX cards_of_person ON cards (person_id, position) WHERE person_id IS NOT NULL;

CREATE TABLE accounts (
  account_id            TEXT    PRIMARY KEY,
  account               TEXT    NOT NULL,
  unit                  TEXT    NOT NULL,
  person_id             TEXT,
  balance               INTEGER NOT NULL,
  -- Everything that ever left it, as a positive number.
  debited               INTEGER NOT NULL,
  state                 TEXT    NOT NULL,
  voucher               TEXT,
  vat_rate_basis_points INTEGER,
  expires_on            TEXT,
  position              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX accounts_of_person ON accounts (person_id, position) WHERE person_id IS NOT NULL;

-- By their account, so that an account finds its own, in order. `position` is that of the row, `n` counts within it.
CREATE TABLE account_movements (
  account_id    TEXT    NOT NULL,
  position      INTEGER NOT NULL,
  n             INTEGER NOT NULL,
  at_ms         INTEGER NOT NULL,
  amount        INTEGER NOT NULL,
  balance_after INTEGER NOT NULL,
  reason        TEXT    NOT NULL,
  business_day  TEXT,
  PRIMARY KEY (account_id, position, n)
) STRICT, WITHOUT ROWID;
