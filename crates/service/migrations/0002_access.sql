-- Outlets and the authority and blanks they hold; accounts, mandates and look-ups; and the work tables of logging in.
-- Read rows hold ids, codes and days. The name of a member of staff lies in the vault, like that of any person.

-- table outlet: read
-- Where people are served. `hours` is the key of a text, because opening hours are words for people; `parent` is the
-- office that answers for a branch or a partner.
CREATE TABLE outlet (
    id TEXT PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    name_zh TEXT NOT NULL,
    name_en TEXT NOT NULL,
    address_zh TEXT NOT NULL,
    address_en TEXT NOT NULL,
    kind TEXT NOT NULL,
    tier {int} NOT NULL CHECK (tier IN (1, 2)),
    region TEXT NOT NULL,
    parent TEXT,
    hours TEXT NOT NULL,
    status TEXT NOT NULL,
    opened_at {int} NOT NULL,
    changed_at {int} NOT NULL
) {keyed_opts};
CREATE INDEX outlet_in_region ON outlet (region, id);

-- table outlet_grant: read
-- Authority given to an outlet. What is withdrawn stays, so that a case can always show under what it was done.
CREATE TABLE outlet_grant (
    id TEXT PRIMARY KEY,
    outlet TEXT NOT NULL,
    items TEXT NOT NULL,
    stages TEXT NOT NULL,
    area TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT,
    daily_quota {int} CHECK (daily_quota >= 0),
    standing TEXT NOT NULL,
    given_at {int} NOT NULL,
    changed_at {int} NOT NULL
) {keyed_opts};
CREATE INDEX outlet_grant_of ON outlet_grant (outlet, id);

-- table blank: read
-- One numbered blank, from the day it was received. The primary key is what keeps a number from being used twice.
CREATE TABLE blank (
    number TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    outlet TEXT NOT NULL,
    status TEXT NOT NULL,
    used_for TEXT,
    reason TEXT,
    changed_at {int} NOT NULL
) {keyed_opts};
CREATE INDEX blank_at_outlet ON blank (outlet, status, number);

-- table staff: read
-- An account of a member of staff. `username` is a work name, not a person's; the person's name is version
-- `name_version` of the vault's field `name` under the account's id. `person` is their own record as a citizen, where
-- the office knows it: nobody handles their own case.
CREATE TABLE staff (
    id TEXT PRIMARY KEY,
    username TEXT NOT NULL UNIQUE,
    roles TEXT NOT NULL,
    outlet TEXT NOT NULL,
    area TEXT NOT NULL,
    person TEXT,
    status TEXT NOT NULL,
    name_version {int} NOT NULL,
    registered_at {int} NOT NULL,
    changed_at {int} NOT NULL
) {keyed_opts};
CREATE INDEX staff_at_outlet ON staff (outlet, id);

-- table mandate: read
-- A person has named another to act for them in some items until a day (162§105). `ended_by` is giver, agent or
-- office.
CREATE TABLE mandate (
    id TEXT PRIMARY KEY,
    giver TEXT NOT NULL,
    agent TEXT NOT NULL,
    items TEXT NOT NULL,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    granted_at {int} NOT NULL,
    ended_at {int},
    ended_by TEXT
) {keyed_opts};
CREATE INDEX mandate_of_giver ON mandate (giver, id);
CREATE INDEX mandate_of_agent ON mandate (agent, id);

-- table look_up: read
-- Who looked into whose file, and why. Ids sort by time, so the newest are at the end of the primary key.
CREATE TABLE look_up (
    id TEXT PRIMARY KEY,
    staff TEXT NOT NULL,
    outlet TEXT NOT NULL,
    region TEXT NOT NULL,
    subject TEXT NOT NULL,
    purpose TEXT NOT NULL,
    reference TEXT,
    at {int} NOT NULL
) {keyed_opts};
CREATE INDEX look_up_by ON look_up (staff, subject, purpose, at);
CREATE INDEX look_up_of ON look_up (subject, id);
CREATE INDEX look_up_at_outlet ON look_up (outlet, id);

-- table credential: work
-- What an account logs in with. Losing this table locks everyone out and harms no record: each account is given a new
-- set-up code. The secret of the second factor is sealed under the account's own key in the vault.
CREATE TABLE credential (
    staff TEXT PRIMARY KEY,
    password TEXT,
    totp_nonce {bytes},
    totp_secret {bytes},
    totp_step {int} NOT NULL,
    setup {bytes},
    setup_until {int} NOT NULL,
    changed_at {int} NOT NULL
) {keyed_opts};

-- table lockout: work
-- Failed log-ins by a digest of the name that was typed, whether an account has that name or not: otherwise being
-- locked out would tell that it exists.
CREATE TABLE lockout (
    name {bytes} PRIMARY KEY,
    failed {int} NOT NULL,
    locked_until {int} NOT NULL,
    changed_at {int} NOT NULL
) {keyed_opts};
CREATE INDEX lockout_age ON lockout (changed_at);

-- table tally: work
-- How often somebody did something lately: `recent` is the moments within the window. The row is what two requests at
-- once wait for.
CREATE TABLE tally (
    kind TEXT NOT NULL,
    who {bytes} NOT NULL,
    recent TEXT NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (kind, who)
) {keyed_opts};
CREATE INDEX tally_age ON tally (changed_at);

-- table login_code: work
-- Codes for citizens, as salted digests, under a digest of what was typed. Who is not on file gets a row too, without
-- a person and with a code that nobody has: otherwise the answers would tell who is. Used and expired codes stay for a
-- day, so that their reuse can be told from a wrong code.
CREATE TABLE login_code (
    who {bytes} NOT NULL,
    turn {int} NOT NULL,
    person TEXT,
    salt {bytes} NOT NULL,
    digest {bytes} NOT NULL,
    made_at {int} NOT NULL,
    until {int} NOT NULL,
    tries {int} NOT NULL,
    used_at {int},
    PRIMARY KEY (who, turn)
) {keyed_opts};
CREATE INDEX login_code_age ON login_code (made_at);
CREATE INDEX login_code_of ON login_code (person);

-- table session: work
-- Who is logged in. The token itself is nowhere in the store.
CREATE TABLE session (
    digest {bytes} PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    outlet TEXT,
    created_at {int} NOT NULL,
    seen_at {int} NOT NULL,
    expires_at {int} NOT NULL
) {keyed_opts};
CREATE INDEX session_of ON session (subject);
CREATE INDEX session_age ON session (expires_at);
