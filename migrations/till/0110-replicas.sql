-- Customers, cards and accounts of the whole organisation: what headquarters says of them, and what allows this till to spend.

-- Worked out of rows. Since when there is a headquarters: a copy that was restored knows it before it is joined again.
CREATE TABLE hq_enrolments (
  position INTEGER PRIMARY KEY,
  at_ms    INTEGER NOT NULL
) STRICT;

-- Which accounts this till handed over, and those it opened and has not handed over yet.
CREATE TABLE handed_over (
  account_id TEXT    PRIMARY KEY,
  position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE accounts_to_hand_over (
  account_id TEXT    PRIMARY KEY,
  position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Holds and leases as their rows say: granted, spent in tickets, given back.
CREATE TABLE grants (
  grant_id      TEXT    PRIMARY KEY,
  kind          TEXT    NOT NULL CHECK (kind IN ('hold', 'lease')),
  account_id    TEXT    NOT NULL,
  unit          TEXT    NOT NULL,
  amount        INTEGER NOT NULL,
  spent         INTEGER NOT NULL,
  expires_at_ms INTEGER NOT NULL,
  is_returned   INTEGER NOT NULL,
  position      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX grants_left ON grants (account_id) WHERE is_returned = 0 AND spent < amount;

-- What was spent within the floor limit, without a word of headquarters.
CREATE TABLE floor_spends (
  account_id TEXT    NOT NULL,
  position   INTEGER NOT NULL,
  n          INTEGER NOT NULL,
  amount     INTEGER NOT NULL,
  PRIMARY KEY (account_id, position, n)
) STRICT, WITHOUT ROWID;

-- What was said here of accounts and cards, of whatever till they are: held against what headquarters says.
CREATE TABLE account_changes (
  account_id TEXT    PRIMARY KEY,
  state      TEXT    NOT NULL,
  position   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE card_changes (
  card_id     TEXT    PRIMARY KEY,
  state       TEXT    NOT NULL,
  replaced_by TEXT,
  position    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Lines of tickets of other tills that headquarters keeps for a refund here.
CREATE TABLE refund_reservations (
  reservation_id TEXT    PRIMARY KEY,
  ticket_id      TEXT    NOT NULL,
  state          TEXT    NOT NULL CHECK (state IN ('open', 'used', 'released')),
  position       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX refund_reservations_open ON refund_reservations (position) WHERE state = 'open';

-- No row of before concerns any of this.
INSERT INTO projections (name, version) VALUES ('authority', 1);

-- What this till has asked of headquarters and not concluded: `asked` before the question is sent, `unknown` where no
-- answer came.
CREATE TABLE hq_questions (
  question_id TEXT    PRIMARY KEY,
  kind        TEXT    NOT NULL CHECK (kind IN ('hold', 'lease', 'reservation')),
  -- The ticket that a hold is for, or whose lines are to come back.
  ticket_id   TEXT,
  account_id  TEXT,
  amount      INTEGER,
  -- Of a reservation: lines and quantities, as JSON.
  lines       TEXT,
  state       TEXT    NOT NULL CHECK (state IN ('asked', 'unknown', 'granted', 'refused')),
  reason      TEXT,
  available   INTEGER,
  -- Until when a reservation may be used.
  until_ms    INTEGER,
  asked_at_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX hq_questions_of_ticket ON hq_questions (ticket_id) WHERE ticket_id IS NOT NULL;

-- What headquarters says, in generations: rows of one beyond `visible` are being received, and seen by nobody; what a
-- snapshot did not name is older than `oldest`, and no longer there.
CREATE TABLE hq_generations (
  one     INTEGER PRIMARY KEY CHECK (one = 1),
  visible INTEGER NOT NULL,
  oldest  INTEGER NOT NULL
) STRICT;

CREATE TABLE hq_accounts (
  account_id            TEXT    NOT NULL,
  generation            INTEGER NOT NULL,
  is_gone               INTEGER NOT NULL,
  account               TEXT,
  unit                  TEXT,
  person_id             TEXT,
  state                 TEXT,
  voucher               TEXT,
  vat_rate_basis_points INTEGER,
  expires_on            TEXT,
  balance               INTEGER,
  reserved              INTEGER,
  -- Up to which row of each chain, as JSON.
  includes              TEXT,
  as_of_ms              INTEGER NOT NULL,
  PRIMARY KEY (account_id, generation)
) STRICT, WITHOUT ROWID;

CREATE INDEX hq_accounts_of_person ON hq_accounts (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE hq_cards (
  card_id        TEXT    NOT NULL,
  generation     INTEGER NOT NULL,
  is_gone        INTEGER NOT NULL,
  card_hash      TEXT,
  person_id      TEXT,
  account_id     TEXT,
  medium         TEXT,
  state          TEXT,
  replaced_by    TEXT,
  assigned_at_ms INTEGER,
  -- The last row of this till that headquarters had acknowledged when it came.
  through        INTEGER NOT NULL,
  PRIMARY KEY (card_id, generation)
) STRICT, WITHOUT ROWID;

CREATE INDEX hq_cards_by_hash ON hq_cards (card_hash) WHERE card_hash IS NOT NULL;
CREATE INDEX hq_cards_of_person ON hq_cards (person_id) WHERE person_id IS NOT NULL;

CREATE TABLE hq_merges (
  person_id   TEXT    NOT NULL,
  generation  INTEGER NOT NULL,
  is_gone     INTEGER NOT NULL,
  merged_into TEXT,
  PRIMARY KEY (person_id, generation)
) STRICT, WITHOUT ROWID;

CREATE INDEX hq_merges_into ON hq_merges (merged_into) WHERE merged_into IS NOT NULL;
