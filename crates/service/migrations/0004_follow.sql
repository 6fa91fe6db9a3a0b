-- Who follows the ledger.

-- table follower: work
-- Up to which position of the ledger a follower has read. Losing it makes a follower begin at the ledger's end again.
CREATE TABLE follower (
    name TEXT PRIMARY KEY,
    position {int} NOT NULL,
    changed_at {int} NOT NULL
) {keyed_opts};
