-- What this till knows of its headquarters. Without one all of this is empty.

-- Which headquarters: its address and its public key, pinned at enrolment.
CREATE TABLE hq_link (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  url             TEXT    NOT NULL,
  organisation_id TEXT    NOT NULL,
  incarnation     TEXT    NOT NULL,
  store_id        TEXT    NOT NULL,
  store_name      TEXT    NOT NULL,
  till_name       TEXT    NOT NULL,
  public_key      TEXT    NOT NULL
) STRICT;

-- How far what comes down has got, and how far persons went up. `held` names the snapshot that files beside this database
-- hold; `hq_time_ms` is the latest time that headquarters said.
CREATE TABLE hq_progress (
  one             INTEGER PRIMARY KEY CHECK (one = 1),
  feed_cursor     TEXT,
  held            TEXT,
  persons_through INTEGER NOT NULL,
  hq_time_ms      INTEGER
) STRICT;

-- What headquarters signed to hold of each chain: a witness outside this machine.
CREATE TABLE hq_acks (
  chain_id  TEXT    PRIMARY KEY,
  seq       INTEGER NOT NULL,
  hash      TEXT    NOT NULL,
  signature TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- A chain of this till of which headquarters holds another continuation: from where on, and under which name it holds what
-- this till wrote after that. An empty name while it does not.
CREATE TABLE hq_partings (
  chain_id   TEXT    PRIMARY KEY,
  after_seq  INTEGER NOT NULL,
  branch_id  TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- When a person was last changed, and which revision headquarters knows: what came from there is not sent back.
CREATE TABLE hq_persons (
  person_id      TEXT    PRIMARY KEY,
  known_revision INTEGER NOT NULL,
  changed_at_ms  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What headquarters says of settings (`cash` is the organisation's, `store/cash` this store's alone) and operators. It lies over
-- what was set here, which comes back into force where headquarters says nothing any more. An operator without a role is one
-- that headquarters took away.
CREATE TABLE hq_settings (
  name  TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE hq_operators (
  operator_id TEXT PRIMARY KEY,
  name        TEXT NOT NULL,
  role        TEXT CHECK (role IN ('cashier', 'clerk', 'manager')),
  pin_hash    TEXT NOT NULL
) STRICT, WITHOUT ROWID;
