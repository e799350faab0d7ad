-- A chain of this till may part at headquarters several times: from which row on, and under which name headquarters holds what
-- this till wrote after that. An empty name while it does not say.
CREATE TABLE hq_partings_of_chains (
  chain_id   TEXT    NOT NULL,
  after_seq  INTEGER NOT NULL,
  branch_id  TEXT    NOT NULL,
  PRIMARY KEY (chain_id, after_seq)
) STRICT, WITHOUT ROWID;

INSERT INTO hq_partings_of_chains (chain_id, after_seq, branch_id) SELECT chain_id, after_seq, branch_id FROM hq_partings;
DROP TABLE hq_partings;
ALTER TABLE hq_partings_of_chains RENAME TO hq_partings;
