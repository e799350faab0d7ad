-- Sessions from their opening to their count, and days from their opening to their Z. What the columns say by default is
-- what the rows of before say: sessions that were open or closed, without float and without count.

-- The last row that belongs to this day and came after a later day was opened: sessions counted late, a Z after midnight.
ALTER TABLE days ADD COLUMN late_position INTEGER;
CREATE INDEX days_in_order ON days (opened_position);

-- As it was last, before it was closed: open, suspended, counting or blind-closed.
ALTER TABLE sessions ADD COLUMN state TEXT NOT NULL DEFAULT 'open';
ALTER TABLE sessions ADD COLUMN float_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sessions ADD COLUMN count_position INTEGER;
CREATE INDEX sessions_of_day ON sessions (business_day, opened_position);

-- Cash movements so far, kind by kind: the number of the next slip follows.
CREATE TABLE slips (
  movement TEXT    PRIMARY KEY,
  count    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the latest counted session left in the drawer; latest by its opening, because one that was closed blind may be
-- counted after the next has begun.
CREATE TABLE drawer (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  left_minor      INTEGER NOT NULL,
  opened_position INTEGER NOT NULL
) STRICT;
