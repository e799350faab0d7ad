CREATE TABLE IF NOT EXISTS stream_head (
  stream text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  kept_from bigint NOT NULL,
  mark text COLLATE "C",
  PRIMARY KEY (stream)
);
COMMENT ON TABLE stream_head IS
  'Where each stream stands. Locked by whoever appends, so that positions are in the order of commits.';

CREATE TABLE IF NOT EXISTS stream_change (
  stream text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  batch bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  item_key text COLLATE "C" NOT NULL,
  value text COLLATE "C",
  together text COLLATE "C",
  mark text COLLATE "C",
  PRIMARY KEY (stream, position)
);
COMMENT ON TABLE stream_change IS
  'One change of a stream. Changes of one transaction share a batch, which is seen whole or not at all.';

CREATE TABLE IF NOT EXISTS stream_item (
  stream text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  item_key text COLLATE "C" NOT NULL,
  position bigint NOT NULL,
  value text COLLATE "C" NOT NULL,
  PRIMARY KEY (stream, kind, item_key)
);
COMMENT ON TABLE stream_item IS
  'What each thing of a stream is now: what a snapshot is made of.';

CREATE TABLE IF NOT EXISTS product_code (
  code text COLLATE "C" NOT NULL,
  product_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (code)
);
COMMENT ON TABLE product_code IS
  'Which product a code belongs to: `g:` and a GTIN-14, or `p:` and a PLU.';

CREATE TABLE IF NOT EXISTS product_word (
  letters text COLLATE "C" NOT NULL,
  word text COLLATE "C" NOT NULL,
  product_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (letters, word, product_id)
);
COMMENT ON TABLE product_word IS
  'The folded words under which a product is found, apart by their first two letters.';

CREATE TABLE IF NOT EXISTS product_price (
  product_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  from_ms bigint NOT NULL,
  PRIMARY KEY (product_id, store_id, from_ms)
);
COMMENT ON TABLE product_price IS
  'Which prices a product has beside its own: of a store, or of all where the store is empty.';

CREATE TABLE IF NOT EXISTS product_import (
  organisation_id text COLLATE "C" NOT NULL,
  import_id text COLLATE "C" NOT NULL,
  file_name text COLLATE "C" NOT NULL,
  by_user text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  started_ms bigint NOT NULL,
  progressed_ms bigint NOT NULL,
  lines bigint NOT NULL,
  added bigint NOT NULL,
  updated bigint NOT NULL,
  unchanged bigint NOT NULL,
  refused bigint NOT NULL,
  unknown_columns text COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, import_id)
);
COMMENT ON TABLE product_import IS
  'A file of products that was brought in, and how far that has come.';

CREATE TABLE IF NOT EXISTS product_import_line (
  import_id text COLLATE "C" NOT NULL,
  line_number bigint NOT NULL,
  problems text COLLATE "C" NOT NULL,
  PRIMARY KEY (import_id, line_number)
);
COMMENT ON TABLE product_import_line IS
  'A line that was not taken, and why.';

CREATE TABLE IF NOT EXISTS organisation (
  place text COLLATE "C" NOT NULL,
  organisation_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  currency_code text COLLATE "C" NOT NULL,
  time_zone text COLLATE "C" NOT NULL,
  incarnation text COLLATE "C" NOT NULL,
  is_recovering boolean NOT NULL,
  signing_key bytea NOT NULL,
  exchange_key bytea NOT NULL,
  challenge_key bytea NOT NULL,
  created_at_ms bigint NOT NULL,
  PRIMARY KEY (place)
);
COMMENT ON TABLE organisation IS
  'The organisation and the keys of headquarters; one row. Locked by what must happen once in all of it.';

CREATE TABLE IF NOT EXISTS organisation_secret (
  organisation_id text COLLATE "C" NOT NULL,
  secret_sha256 text COLLATE "C" NOT NULL,
  secret_id text COLLATE "C" NOT NULL,
  secret bytea NOT NULL,
  is_present boolean NOT NULL,
  added_at_ms bigint NOT NULL,
  PRIMARY KEY (organisation_id, secret_sha256)
);
COMMENT ON TABLE organisation_secret IS
  'What PINs and numbers of cards are keyed with: the key of headquarters, and those that tills brought.';

CREATE TABLE IF NOT EXISTS call_seen (
  till_id text COLLATE "C" NOT NULL,
  issued_ms bigint NOT NULL,
  call text COLLATE "C" NOT NULL,
  PRIMARY KEY (till_id, issued_ms, call)
);
COMMENT ON TABLE call_seen IS
  'Calls that were made, so that none is made again. Kept for as long as its challenge is fresh.';

CREATE TABLE IF NOT EXISTS store (
  organisation_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  time_zone text COLLATE "C" NOT NULL,
  created_at_ms bigint NOT NULL,
  PRIMARY KEY (organisation_id, store_id)
);
COMMENT ON TABLE store IS
  'A store of the organisation.';

CREATE TABLE IF NOT EXISTS till (
  till_id text COLLATE "C" NOT NULL,
  organisation_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  state_reason text COLLATE "C",
  state_changed_at_ms bigint NOT NULL,
  request_key bytea NOT NULL,
  enrolled_at_ms bigint NOT NULL,
  software_version text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C",
  PRIMARY KEY (till_id)
);
COMMENT ON TABLE till IS
  'A till that was enrolled: where it stands, and the key that signs its calls.';

CREATE TABLE IF NOT EXISTS till_of_store (
  organisation_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, store_id, till_id)
);
COMMENT ON TABLE till_of_store IS
  'Which tills stand in a store.';

CREATE TABLE IF NOT EXISTS till_report (
  till_id text COLLATE "C" NOT NULL,
  last_seen_ms bigint NOT NULL,
  version text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  acked_seq bigint NOT NULL,
  unsent bigint NOT NULL,
  oldest_unsent_ms bigint,
  price_list_ms bigint,
  copy_state text COLLATE "C" NOT NULL,
  devices text COLLATE "C" NOT NULL,
  clock_ahead_ms bigint NOT NULL,
  PRIMARY KEY (till_id)
);
COMMENT ON TABLE till_report IS
  'What a till last said of itself.';

CREATE TABLE IF NOT EXISTS fleet_word (
  organisation_id text COLLATE "C" NOT NULL,
  word text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, word, store_id, till_id)
);
COMMENT ON TABLE fleet_word IS
  'Words of the names of stores and tills, folded, for the search. Without a till: the store’s own.';

CREATE TABLE IF NOT EXISTS enrolment_code (
  code_hash text COLLATE "C" NOT NULL,
  organisation_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  till_name text COLLATE "C" NOT NULL,
  till_id text COLLATE "C",
  expires_at_ms bigint NOT NULL,
  used_by_till_id text COLLATE "C",
  used_by_key text COLLATE "C",
  created_at_ms bigint NOT NULL,
  PRIMARY KEY (code_hash)
);
COMMENT ON TABLE enrolment_code IS
  'Codes for one enrolment each, by their keyed hash.';

CREATE TABLE IF NOT EXISTS fleet_alarm (
  organisation_id text COLLATE "C" NOT NULL,
  alarm_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C",
  detail text COLLATE "C" NOT NULL,
  raised_at_ms bigint NOT NULL,
  is_settled boolean NOT NULL,
  settled_at_ms bigint,
  settled_by text COLLATE "C",
  PRIMARY KEY (organisation_id, alarm_id)
);
COMMENT ON TABLE fleet_alarm IS
  'Something about a till that somebody must look at, once for each thing.';

CREATE TABLE IF NOT EXISTS chain (
  chain_id text COLLATE "C" NOT NULL,
  organisation_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  ordinal bigint NOT NULL,
  key_id text COLLATE "C" NOT NULL,
  public_key bytea NOT NULL,
  state text COLLATE "C" NOT NULL,
  stop_reason text COLLATE "C",
  stop_seq bigint,
  seq bigint NOT NULL,
  hash text COLLATE "C" NOT NULL,
  head text COLLATE "C",
  taxpayer_id text COLLATE "C",
  continues_chain_id text COLLATE "C",
  continues_seq bigint,
  continues_hash text COLLATE "C",
  superseded_by text COLLATE "C",
  branch_of text COLLATE "C",
  branch_seq bigint,
  branch_from text COLLATE "C",
  announced_at_ms bigint NOT NULL,
  last_push_ms bigint,
  PRIMARY KEY (chain_id)
);
COMMENT ON TABLE chain IS
  'Where a chain stands. Locked by whoever adds to it.';

CREATE TABLE IF NOT EXISTS chain_of_till (
  till_id text COLLATE "C" NOT NULL,
  ordinal bigint NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (till_id, ordinal, chain_id)
);
COMMENT ON TABLE chain_of_till IS
  'The chains of a till, in their order; branches of forks among them.';

CREATE TABLE IF NOT EXISTS chain_of_organisation (
  organisation_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  is_branch boolean NOT NULL,
  PRIMARY KEY (organisation_id, chain_id)
);
COMMENT ON TABLE chain_of_organisation IS
  'All chains, for what must hear of each of them.';

CREATE TABLE IF NOT EXISTS journal_row (
  chain_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  entry_id text COLLATE "C" NOT NULL,
  family text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  business_day text COLLATE "C",
  at text COLLATE "C" NOT NULL,
  hash text COLLATE "C" NOT NULL,
  signature text COLLATE "C" NOT NULL,
  line text COLLATE "C" NOT NULL,
  received_at_ms bigint NOT NULL,
  PRIMARY KEY (chain_id, seq)
);
COMMENT ON TABLE journal_row IS
  'A row of a journal, whole, as its till signed it.';

CREATE TABLE IF NOT EXISTS suspect (
  chain_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  line_sha256 text COLLATE "C" NOT NULL,
  line bytea NOT NULL,
  reason text COLLATE "C" NOT NULL,
  detail text COLLATE "C" NOT NULL,
  received_at_ms bigint NOT NULL,
  PRIMARY KEY (chain_id, seq, line_sha256)
);
COMMENT ON TABLE suspect IS
  'Rows that were not taken: they do not fit what is held, or nobody signed them. Raw.';

CREATE TABLE IF NOT EXISTS recovery (
  organisation_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  until_seq bigint,
  heads text COLLATE "C",
  PRIMARY KEY (organisation_id, chain_id)
);
COMMENT ON TABLE recovery IS
  'Chains that headquarters, back from a backup, has not heard of yet, or not to the end.';

CREATE TABLE IF NOT EXISTS recovery_write_off (
  organisation_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  incarnation text COLLATE "C" NOT NULL,
  written_off_by text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (organisation_id, chain_id, incarnation)
);
COMMENT ON TABLE recovery_write_off IS
  'Chains that somebody decided not to wait for any more.';

CREATE TABLE IF NOT EXISTS projector_cursor (
  chain_id text COLLATE "C" NOT NULL,
  projector text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (chain_id, projector)
);
COMMENT ON TABLE projector_cursor IS
  'The last row of a chain that a projector has seen. Locked by whoever goes on.';

CREATE TABLE IF NOT EXISTS pending_chain (
  bucket bigint NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  PRIMARY KEY (bucket, chain_id)
);
COMMENT ON TABLE pending_chain IS
  'Chains with rows that not every projector has seen: written with the rows, so that a crash forgets none.';

CREATE TABLE IF NOT EXISTS unprojected (
  chain_id text COLLATE "C" NOT NULL,
  projector text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  PRIMARY KEY (chain_id, projector, seq)
);
COMMENT ON TABLE unprojected IS
  'Authentic rows that a projector did not understand: kept, and tried again when asked.';

CREATE TABLE IF NOT EXISTS unprojected_chain (
  organisation_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (organisation_id, chain_id)
);
COMMENT ON TABLE unprojected_chain IS
  'Which chains have rows that were not understood.';

CREATE TABLE IF NOT EXISTS sold_ticket (
  chain_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  ticket_id text COLLATE "C" NOT NULL,
  ticket_number text COLLATE "C" NOT NULL,
  transaction_kind text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  business_day text COLLATE "C" NOT NULL,
  local_hour bigint NOT NULL,
  operator text COLLATE "C",
  currency text COLLATE "C" NOT NULL,
  gross_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  vat_minor bigint NOT NULL,
  due_minor bigint NOT NULL,
  discount_minor bigint NOT NULL,
  article_count bigint NOT NULL,
  is_demonstration boolean NOT NULL,
  PRIMARY KEY (chain_id, seq)
);
COMMENT ON TABLE sold_ticket IS
  'Tickets, without their lines: those stand in the row of the journal.';

CREATE TABLE IF NOT EXISTS ticket_payment (
  chain_id text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  ticket_id text COLLATE "C" NOT NULL,
  business_day text COLLATE "C" NOT NULL,
  method text COLLATE "C" NOT NULL,
  amount_minor bigint NOT NULL,
  PRIMARY KEY (chain_id, seq)
);
COMMENT ON TABLE ticket_payment IS
  'What tickets were paid with.';

CREATE TABLE IF NOT EXISTS takings_day (
  chain_id text COLLATE "C" NOT NULL,
  business_day text COLLATE "C" NOT NULL,
  sale_count bigint NOT NULL,
  refund_count bigint NOT NULL,
  gross_minor bigint NOT NULL,
  refund_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  vat_minor bigint NOT NULL,
  discount_minor bigint NOT NULL,
  article_count bigint NOT NULL,
  basket_count bigint NOT NULL,
  stored_value_minor bigint NOT NULL,
  last_at_ms bigint,
  hours text COLLATE "C" NOT NULL,
  methods text COLLATE "C" NOT NULL,
  PRIMARY KEY (chain_id, business_day)
);
COMMENT ON TABLE takings_day IS
  'Takings of a chain on one business day.';

CREATE TABLE IF NOT EXISTS cash_session (
  chain_id text COLLATE "C" NOT NULL,
  business_day text COLLATE "C" NOT NULL,
  session_id text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  opened_at_ms bigint,
  opened_by text COLLATE "C",
  float_minor bigint,
  closed_at_ms bigint,
  closed_by text COLLATE "C",
  counted_by text COLLATE "C",
  is_counted boolean NOT NULL,
  count_number bigint NOT NULL,
  methods text COLLATE "C" NOT NULL,
  difference_minor bigint NOT NULL,
  deposit_minor bigint,
  next_float_minor bigint,
  reason text COLLATE "C",
  PRIMARY KEY (chain_id, business_day, session_id)
);
COMMENT ON TABLE cash_session IS
  'Cash sessions, with what was expected and what was found.';

CREATE TABLE IF NOT EXISTS day_closing (
  chain_id text COLLATE "C" NOT NULL,
  business_day text COLLATE "C" NOT NULL,
  seq bigint NOT NULL,
  z_number bigint NOT NULL,
  at_ms bigint NOT NULL,
  gross_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  vat_minor bigint NOT NULL,
  perpetual_net_minor bigint NOT NULL,
  perpetual_absolute_minor bigint NOT NULL,
  perpetual_ticket_count bigint NOT NULL,
  PRIMARY KEY (chain_id, business_day)
);
COMMENT ON TABLE day_closing IS
  'The Z of each business day.';

CREATE TABLE IF NOT EXISTS takings_chain_of_store (
  store_id text COLLATE "C" NOT NULL,
  business_day text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  sale_count bigint NOT NULL,
  refund_count bigint NOT NULL,
  gross_minor bigint NOT NULL,
  refund_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  vat_minor bigint NOT NULL,
  discount_minor bigint NOT NULL,
  article_count bigint NOT NULL,
  basket_count bigint NOT NULL,
  stored_value_minor bigint NOT NULL,
  last_at_ms bigint,
  hours text COLLATE "C" NOT NULL,
  methods text COLLATE "C" NOT NULL,
  PRIMARY KEY (store_id, business_day, chain_id)
);
COMMENT ON TABLE takings_chain_of_store IS
  'Takings of each chain of a store on one business day: what the sums of the store are made of.';

CREATE TABLE IF NOT EXISTS takings_store_day (
  business_day text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  sale_count bigint NOT NULL,
  refund_count bigint NOT NULL,
  gross_minor bigint NOT NULL,
  refund_minor bigint NOT NULL,
  net_minor bigint NOT NULL,
  vat_minor bigint NOT NULL,
  discount_minor bigint NOT NULL,
  article_count bigint NOT NULL,
  basket_count bigint NOT NULL,
  stored_value_minor bigint NOT NULL,
  last_at_ms bigint,
  hours text COLLATE "C" NOT NULL,
  methods text COLLATE "C" NOT NULL,
  PRIMARY KEY (business_day, store_id)
);
COMMENT ON TABLE takings_store_day IS
  'Takings of a store on one business day.';

CREATE TABLE IF NOT EXISTS account (
  account_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C",
  unit text COLLATE "C",
  person_id text COLLATE "C",
  voucher text COLLATE "C",
  vat_rate_basis_points bigint,
  expires_on text COLLATE "C",
  state text COLLATE "C" NOT NULL,
  is_blocked_here boolean NOT NULL,
  balance bigint NOT NULL,
  reserved bigint NOT NULL,
  includes text COLLATE "C" NOT NULL,
  opened_by_till text COLLATE "C",
  handed_over_by_till text COLLATE "C",
  handed_over_by_chain text COLLATE "C",
  handed_over_seq bigint,
  last_at_ms bigint NOT NULL,
  asked_back text COLLATE "C",
  PRIMARY KEY (account_id)
);
COMMENT ON TABLE account IS
  'Where an account stands: the sum of its movements. Locked by whoever moves, holds or leases of it.';

CREATE TABLE IF NOT EXISTS account_movement (
  account_id text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  n bigint NOT NULL,
  entry_id text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  reason text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  ticket_id text COLLATE "C",
  ticket_number text COLLATE "C",
  authority text COLLATE "C",
  grant_id text COLLATE "C",
  arrived_at_ms bigint NOT NULL,
  PRIMARY KEY (account_id, at_ms, chain_id, entry_seq, n)
);
COMMENT ON TABLE account_movement IS
  'A change of a balance, once: by the row and the place in it that say so.';

CREATE TABLE IF NOT EXISTS points_month (
  month text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (month, account_id)
);
COMMENT ON TABLE points_month IS
  'In which months points came to which accounts: who is looked at when those are too old.';

CREATE TABLE IF NOT EXISTS account_grant (
  account_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  unit text COLLATE "C" NOT NULL,
  amount bigint NOT NULL,
  spent bigint NOT NULL,
  returned bigint NOT NULL,
  granted_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  state text COLLATE "C" NOT NULL,
  closed_at_ms bigint,
  closed_by text COLLATE "C",
  reason text COLLATE "C",
  signature text COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, grant_id)
);
COMMENT ON TABLE account_grant IS
  'A hold or a lease. Its end frees nothing: only a row of its chain does, or a write-off that somebody answers for.';

CREATE TABLE IF NOT EXISTS open_grant (
  chain_id text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (chain_id, account_id, grant_id)
);
COMMENT ON TABLE open_grant IS
  'Grants that are still reserved, by the chain that has them: what a lost till may still spend.';

CREATE TABLE IF NOT EXISTS open_grant_of_account (
  account_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  grant_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, chain_id, grant_id)
);
COMMENT ON TABLE open_grant_of_account IS
  'Grants that are still reserved, by account: who has the rest of it, however many had some of it before.';

CREATE TABLE IF NOT EXISTS account_debt (
  unit text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  balance bigint NOT NULL,
  since_ms bigint NOT NULL,
  PRIMARY KEY (unit, account_id)
);
COMMENT ON TABLE account_debt IS
  'Accounts below zero now, by unit: what claw-backs and floor limits have cost so far.';

CREATE TABLE IF NOT EXISTS exposure (
  month text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  n bigint NOT NULL,
  kind text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  account_id text COLLATE "C",
  ticket_id text COLLATE "C",
  line_id text COLLATE "C",
  unit text COLLATE "C",
  amount bigint NOT NULL,
  PRIMARY KEY (month, at_ms, chain_id, entry_seq, kind, n)
);
COMMENT ON TABLE exposure IS
  'What a partition cost: spent within a floor limit, beyond a grant or without one, refunded twice or on a limit.';

CREATE TABLE IF NOT EXISTS card (
  card_id text COLLATE "C" NOT NULL,
  card_hash text COLLATE "C",
  person_id text COLLATE "C",
  account_id text COLLATE "C",
  medium text COLLATE "C",
  state text COLLATE "C" NOT NULL,
  is_blocked_here boolean NOT NULL,
  replaced_by text COLLATE "C",
  assigned_at_ms bigint NOT NULL,
  includes text COLLATE "C" NOT NULL,
  PRIMARY KEY (card_id)
);
COMMENT ON TABLE card IS
  'A card by its keyed hash: whose it is, and whether it opens anything.';

CREATE TABLE IF NOT EXISTS person_account (
  person_id text COLLATE "C" NOT NULL,
  account_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (person_id, account_id)
);
COMMENT ON TABLE person_account IS
  'The accounts of a person; those of one who was merged lie under the survivor.';

CREATE TABLE IF NOT EXISTS person_card (
  person_id text COLLATE "C" NOT NULL,
  card_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (person_id, card_id)
);
COMMENT ON TABLE person_card IS
  'The cards of a person; those of one who was merged lie under the survivor.';

CREATE TABLE IF NOT EXISTS account_decision (
  subject_id text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  decision_id text COLLATE "C" NOT NULL,
  what text COLLATE "C" NOT NULL,
  user_id text COLLATE "C" NOT NULL,
  reason text COLLATE "C" NOT NULL,
  amount bigint,
  PRIMARY KEY (subject_id, at_ms, decision_id)
);
COMMENT ON TABLE account_decision IS
  'What somebody at headquarters decided about an account, a card or a person, with the reason.';

CREATE TABLE IF NOT EXISTS card_by_hash (
  card_hash text COLLATE "C" NOT NULL,
  card_ids text COLLATE "C" NOT NULL,
  PRIMARY KEY (card_hash)
);
COMMENT ON TABLE card_by_hash IS
  'Cards by the keyed hash of their number: how one is found by what is printed on it.';

CREATE TABLE IF NOT EXISTS person (
  person_id text COLLATE "C" NOT NULL,
  state text COLLATE "C" NOT NULL,
  merged_into text COLLATE "C",
  changed_at_ms bigint NOT NULL,
  PRIMARY KEY (person_id)
);
COMMENT ON TABLE person IS
  'A person by a random id, and what became of them; who they are is in person_record. Locked by whoever gives them something.';

CREATE TABLE IF NOT EXISTS person_record (
  person_id text COLLATE "C" NOT NULL,
  sealed bytea NOT NULL,
  PRIMARY KEY (person_id)
);
COMMENT ON TABLE person_record IS
  'Fields and consents of a person, AES-256-GCM under the key of that person.';

CREATE TABLE IF NOT EXISTS person_key (
  person_id text COLLATE "C" NOT NULL,
  key bytea NOT NULL,
  PRIMARY KEY (person_id)
);
COMMENT ON TABLE person_key IS
  'The key of a person. Without it every copy of the record is noise.';

CREATE TABLE IF NOT EXISTS person_merged (
  survivor_id text COLLATE "C" NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (survivor_id, person_id)
);
COMMENT ON TABLE person_merged IS
  'Who was merged into somebody, so that all of them are found again.';

CREATE TABLE IF NOT EXISTS person_change (
  month text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  person_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (month, at_ms, person_id)
);
COMMENT ON TABLE person_change IS
  'Whose record changed, and when by the clock of the node: what the search of each node follows.';

CREATE TABLE IF NOT EXISTS stock (
  store_id text COLLATE "C" NOT NULL,
  product_id text COLLATE "C" NOT NULL,
  quantity_milli bigint NOT NULL,
  was_counted boolean NOT NULL,
  includes text COLLATE "C" NOT NULL,
  as_of_ms bigint NOT NULL,
  PRIMARY KEY (store_id, product_id)
);
COMMENT ON TABLE stock IS
  'What a store has of a product: the sum of its movements. Locked by whoever adds one.';

CREATE TABLE IF NOT EXISTS stock_movement (
  store_id text COLLATE "C" NOT NULL,
  product_id text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  n bigint NOT NULL,
  entry_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  kind text COLLATE "C" NOT NULL,
  quantity_milli bigint NOT NULL,
  counted_milli bigint,
  known_through text COLLATE "C",
  reference text COLLATE "C",
  PRIMARY KEY (store_id, product_id, at_ms, chain_id, entry_seq, n)
);
COMMENT ON TABLE stock_movement IS
  'A change of a stock, once: by the row and the place in it that say so.';

CREATE TABLE IF NOT EXISTS stock_below_zero (
  store_id text COLLATE "C" NOT NULL,
  product_id text COLLATE "C" NOT NULL,
  quantity_milli bigint NOT NULL,
  was_counted boolean NOT NULL,
  since_ms bigint NOT NULL,
  PRIMARY KEY (store_id, product_id)
);
COMMENT ON TABLE stock_below_zero IS
  'Products that a store has sold more of than it has.';

CREATE TABLE IF NOT EXISTS refund_ticket (
  ticket_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C",
  till_id text COLLATE "C",
  sales text COLLATE "C",
  PRIMARY KEY (ticket_id)
);
COMMENT ON TABLE refund_ticket IS
  'A sale, where its rows lie and what of it can come back. Locked by whoever reserves or refunds lines of it.';

CREATE TABLE IF NOT EXISTS refund_number (
  ticket_number text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  ticket_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (ticket_number, at_ms, ticket_id)
);
COMMENT ON TABLE refund_number IS
  'Sales by the number on their receipt, which two tills that never met may both have given.';

CREATE TABLE IF NOT EXISTS refund_line (
  ticket_id text COLLATE "C" NOT NULL,
  line_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  entry_seq bigint NOT NULL,
  n bigint NOT NULL,
  quantity_milli bigint NOT NULL,
  gross_minor bigint NOT NULL,
  currency text COLLATE "C" NOT NULL,
  at_ms bigint NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (ticket_id, line_id, chain_id, entry_seq, n)
);
COMMENT ON TABLE refund_line IS
  'What came back of a line, once: by the refund and the place in it.';

CREATE TABLE IF NOT EXISTS refund_reservation (
  ticket_id text COLLATE "C" NOT NULL,
  reservation_id text COLLATE "C" NOT NULL,
  chain_id text COLLATE "C" NOT NULL,
  till_id text COLLATE "C" NOT NULL,
  store_id text COLLATE "C" NOT NULL,
  lines text COLLATE "C" NOT NULL,
  reserved_at_ms bigint NOT NULL,
  expires_at_ms bigint NOT NULL,
  state text COLLATE "C" NOT NULL,
  closed_by text COLLATE "C",
  reason text COLLATE "C",
  PRIMARY KEY (ticket_id, reservation_id)
);
COMMENT ON TABLE refund_reservation IS
  'Lines of a ticket that one chain may refund. Its end frees nothing: a row of that chain does, or a write-off.';

CREATE TABLE IF NOT EXISTS open_reservation (
  chain_id text COLLATE "C" NOT NULL,
  ticket_id text COLLATE "C" NOT NULL,
  reservation_id text COLLATE "C" NOT NULL,
  PRIMARY KEY (chain_id, ticket_id, reservation_id)
);
COMMENT ON TABLE open_reservation IS
  'Reservations that nobody used or gave back yet, by the chain that has them.';

CREATE TABLE IF NOT EXISTS page_user (
  realm text COLLATE "C" NOT NULL,
  login text COLLATE "C" NOT NULL,
  name text COLLATE "C" NOT NULL,
  role text COLLATE "C" NOT NULL,
  stores text COLLATE "C",
  password_hash text COLLATE "C" NOT NULL,
  must_change_password boolean NOT NULL,
  active boolean NOT NULL,
  revision bigint NOT NULL,
  seen_ms bigint NOT NULL,
  PRIMARY KEY (realm, login)
);
COMMENT ON TABLE page_user IS
  'Who may use the pages of headquarters. Names of employees, no customers.';

CREATE TABLE IF NOT EXISTS page_session (
  token_hash text COLLATE "C" NOT NULL,
  login text COLLATE "C" NOT NULL,
  revision bigint NOT NULL,
  begun_ms bigint NOT NULL,
  seen_ms bigint NOT NULL,
  PRIMARY KEY (token_hash)
);
COMMENT ON TABLE page_session IS
  'Who is signed in. The token itself is only in the cookie; here is its SHA-256.';

CREATE TABLE IF NOT EXISTS page_guess (
  subject text COLLATE "C" NOT NULL,
  wrong_count bigint NOT NULL,
  last_ms bigint NOT NULL,
  locked_until_ms bigint NOT NULL,
  PRIMARY KEY (subject)
);
COMMENT ON TABLE page_guess IS
  'Wrong passwords in a row, by user, by address and by both.';
