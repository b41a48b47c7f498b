-- Values that were refused while an older edition goes out: said until the next computation that holds.
ALTER TABLE meta.quarter ADD COLUMN held_back text;
COMMENT ON COLUMN meta.quarter.held_back IS
'one sentence: which newer values were not taken, why, and which edition goes out instead; null when the newest ones were';
