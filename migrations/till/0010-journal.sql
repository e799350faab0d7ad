-- The journal: rows of one or more chains in the order they were written. Rows are added and never touched again.
CREATE TABLE journal (
  position     INTEGER PRIMARY KEY,
  v            INTEGER NOT NULL,
  chain_id     TEXT    NOT NULL,
  seq          INTEGER NOT NULL,
  entry_id     TEXT    NOT NULL,
  till_id      TEXT    NOT NULL,
  taxpayer_id  TEXT    NOT NULL,
  key_id       TEXT    NOT NULL,
  business_day TEXT,
  session_id   TEXT,
  family       TEXT    NOT NULL,
  family_seq   INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  at           TEXT    NOT NULL,
  payload      TEXT    NOT NULL,
  operator     TEXT,
  prev_hash    BLOB    NOT NULL,
  hash         BLOB    NOT NULL,
  signature    BLOB    NOT NULL
) STRICT;

CREATE UNIQUE INDEX journal_by_seq ON journal (chain_id, seq);
CREATE UNIQUE INDEX journal_by_family ON journal (chain_id, family, family_seq);

-- One basket becomes one ticket, whatever is asked twice.
CREATE UNIQUE INDEX journal_by_ticket ON journal (payload ->> '$.ticket_id') WHERE family = 'T';

CREATE TRIGGER journal_is_never_updated BEFORE UPDATE ON journal
BEGIN
  SELECT RAISE(ABORT, 'a journal row is never changed');
END;

CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN
  SELECT RAISE(ABORT, 'a journal row is never removed');
END;

CREATE TRIGGER journal_grows_at_its_end BEFORE INSERT ON journal
BEGIN
  SELECT RAISE(ABORT, 'a journal row comes after the last one')
   WHERE NEW.position IS NOT (SELECT ifnull(max(position), 0) + 1 FROM journal);
  SELECT RAISE(ABORT, 'a chain has no gap and no row twice')
   WHERE NEW.seq IS NOT (SELECT ifnull(max(seq), 0) + 1 FROM journal WHERE chain_id = NEW.chain_id);
  SELECT RAISE(ABORT, 'only the latest chain goes on')
   WHERE NEW.seq > 1
     AND NEW.chain_id IS NOT (SELECT chain_id FROM journal ORDER BY position DESC LIMIT 1);
END;
