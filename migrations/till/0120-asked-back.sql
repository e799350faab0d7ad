-- Leases that headquarters asks back because another till waits for them: JSON list of their ids.
ALTER TABLE hq_accounts ADD COLUMN asked_back TEXT NOT NULL DEFAULT '[]';

-- Which tills have what a hold was asked for, as JSON.
ALTER TABLE hq_questions ADD COLUMN holders TEXT;
