-- The end of a day at an outlet, and what it is quickly reckoned from: the blanks and the fees that changed since the
-- one before.

-- table outlet_day: read
-- A day that was closed. The id is the day and the outlet, so that ids sort by day and a day is closed once. What was
-- left over is counted only: what it was is in the records themselves.
CREATE TABLE outlet_day (
    id TEXT PRIMARY KEY,
    outlet TEXT NOT NULL,
    day TEXT NOT NULL,
    closed_at {int} NOT NULL,
    closed_by TEXT NOT NULL,
    blanks_start {int} NOT NULL,
    blanks_received {int} NOT NULL,
    blanks_used {int} NOT NULL,
    blanks_spoiled {int} NOT NULL,
    blanks_counted {int} NOT NULL,
    blanks_reason TEXT,
    fees_expected {int} NOT NULL,
    fees_payments {int} NOT NULL,
    fees_counted {int} NOT NULL,
    fees_reason TEXT,
    left_over TEXT NOT NULL
) {keyed_opts};
CREATE INDEX outlet_day_of ON outlet_day (outlet, day);

CREATE INDEX blank_changed ON blank (outlet, status, changed_at);
CREATE INDEX payment_changed ON payment (status, changed_at);
