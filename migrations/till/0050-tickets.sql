-- Tickets that are not sales of goods alone; every ticket of before is one. No column is added to a table that grows with
-- the shop: SQLite reads every row of a strict table for it.
CREATE TABLE unusual_tickets (
  position  INTEGER PRIMARY KEY,
  kind      TEXT    NOT NULL,
  -- Goods and vouchers together.
  due_minor INTEGER NOT NULL
) STRICT;

-- Refunds by the ticket whose lines came back.
CREATE TABLE refunds (
  ticket_id TEXT    NOT NULL,
  position  INTEGER NOT NULL,
  PRIMARY KEY (ticket_id, position)
) STRICT, WITHOUT ROWID;

-- Outcomes of earlier epochs are forgotten at once, and removed in quiet moments; the Z begins a new epoch. Those of before
-- are of epoch 0, and stay in their table until the first Z.
ALTER TABLE outcomes RENAME TO first_outcomes;
CREATE TABLE outcomes (
  command_id TEXT    PRIMARY KEY,
  body_hash  TEXT    NOT NULL,
  outcome    TEXT    NOT NULL,
  epoch      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE outcome_epoch (
  one   INTEGER PRIMARY KEY CHECK (one = 1),
  epoch INTEGER NOT NULL
) STRICT;
INSERT INTO outcome_epoch (one, epoch) VALUES (1, 0);
