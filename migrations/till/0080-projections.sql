-- Which version of each projection the tables hold, and how far a newer one has come that is built beside it.
CREATE TABLE projections (
  name     TEXT    PRIMARY KEY,
  version  INTEGER NOT NULL,
  building INTEGER,
  through  INTEGER
) STRICT, WITHOUT ROWID;

-- So far there was one version of each. No row of before concerns a member, so that nothing is missing there.
INSERT INTO projections (name, version)
VALUES ('tickets', 1), ('totals', 1), ('stock', 1), ('days', 1), ('members', 1);
