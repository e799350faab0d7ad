-- What belongs to this machine alone and is in no journal row.
CREATE TABLE shop (
  one  INTEGER PRIMARY KEY CHECK (one = 1),
  json TEXT    NOT NULL
) STRICT;

CREATE TABLE operators (
  operator_id TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  role        TEXT NOT NULL CHECK (role IN ('cashier', 'clerk', 'manager')),
  pin_hash    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lockouts (
  operator_id     TEXT    PRIMARY KEY,
  failures        INTEGER NOT NULL,
  locked_until_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE outcomes (
  command_id TEXT PRIMARY KEY,
  body_hash  TEXT NOT NULL,
  outcome    TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE jobs (
  position      INTEGER PRIMARY KEY,
  job_id        TEXT NOT NULL UNIQUE,
  kind          TEXT NOT NULL,
  state         TEXT NOT NULL,
  device_id     TEXT NOT NULL,
  document      TEXT,
  ticket_id     TEXT,
  ticket_number TEXT,
  fault         TEXT
) STRICT;

CREATE INDEX jobs_open ON jobs (position) WHERE state IN ('queued', 'sending', 'failed', 'unknown');
CREATE INDEX jobs_of_ticket ON jobs (ticket_id, position) WHERE kind = 'receipt';
