-- Who somebody is (docs/spec/persons.md). What is known of a person is enciphered under a key of their own; the key lies
-- apart. A person stays at their position for good, and so does the key: it is overwritten where it lies, and no page
-- of the file is ever rearranged with a key on it.
CREATE TABLE persons (
  position  INTEGER PRIMARY KEY,
  person_id TEXT    NOT NULL UNIQUE,
  -- Grows with every change of any person, the erasure included: what a second copy goes on from.
  revision  INTEGER NOT NULL UNIQUE,
  sealed    BLOB,
  -- Of somebody erased: `begun` until the log of this file and the keys folder know it too.
  erasure   TEXT    CHECK (erasure IN ('begun', 'done')),
  CHECK ((sealed IS NULL) = (erasure IS NOT NULL))
) STRICT;

CREATE INDEX persons_erasure_begun ON persons (position) WHERE erasure = 'begun';

CREATE TABLE person_keys (
  position INTEGER PRIMARY KEY,
  -- All zeros where the person was erased.
  key      BLOB    NOT NULL CHECK (length(key) = 32)
) STRICT;

CREATE TRIGGER person_keys_stay_where_they_are BEFORE DELETE ON person_keys
BEGIN
  SELECT RAISE(ABORT, 'a key is overwritten in its place and never removed');
END;

-- Every second copy that was ever given keys: which ones, and up to which revision it knows of changes and erasures.
CREATE TABLE person_copies (
  copy_id      TEXT    PRIMARY KEY,
  keys_through INTEGER NOT NULL,
  through      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
