-- Whether anybody ever received or counted what headquarters' figure is of: sales alone say nothing of what there is.
ALTER TABLE hq_stock ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 1;
