-- Persons, licences, cases and what belongs to them. Read rows hold ids, versions and dates; the values of a person
-- lie in the vault.

-- table person: read
-- Versions say which row of the vault is in force; 0 means that there is none.
CREATE TABLE person (
    id TEXT PRIMARY KEY,
    region TEXT NOT NULL,
    name_version {int} NOT NULL,
    id_number_version {int} NOT NULL,
    phone_version {int} NOT NULL,
    address_version {int} NOT NULL,
    photo TEXT,
    registered_at {int} NOT NULL,
    erased_at {int}
) {keyed_opts};

-- table person_file: read
-- Every file on record and whose it is: what erasing a person destroys, and what the sweep leaves alone. A file is sealed
-- under one person's key, so nobody else's record can cite it. Rows go with their person's erasure.
CREATE TABLE person_file (
    person TEXT NOT NULL,
    digest {bytes} NOT NULL,
    PRIMARY KEY (person, digest)
) {keyed_opts};

-- table licence: read
-- A driving licence. `term` is 6, 10 or 0 (long-term); `valid_until` is empty on a long-term one.
CREATE TABLE licence (
    id TEXT PRIMARY KEY,
    holder TEXT NOT NULL,
    file_number TEXT NOT NULL UNIQUE,
    classes TEXT NOT NULL,
    status TEXT NOT NULL,
    first_issue TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_until TEXT,
    term {int} NOT NULL CHECK (term IN (0, 6, 10)),
    blank TEXT,
    edition {int} NOT NULL,
    issued_at {int} NOT NULL,
    region TEXT NOT NULL
) {keyed_opts};
CREATE INDEX licence_holder ON licence (holder);

-- table case_file: read
-- One piece of business from first word to last. `number` is what people quote; `revision` is the number of the
-- newest event in its stream, by which a form knows that it is stale.
CREATE TABLE case_file (
    id TEXT PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    item TEXT NOT NULL,
    subject TEXT NOT NULL,
    applicant TEXT NOT NULL,
    agent TEXT,
    licence TEXT,
    region TEXT NOT NULL,
    outlet TEXT NOT NULL,
    channel TEXT NOT NULL,
    stage TEXT NOT NULL,
    opened_at {int} NOT NULL,
    submitted_at {int},
    accepted_at {int},
    due_on TEXT,
    stopped_on TEXT,
    decided_at {int},
    issued_at {int},
    ended_at {int},
    acceptor TEXT,
    decider TEXT,
    issuer TEXT,
    fee {int} NOT NULL,
    delivery TEXT,
    address_version {int} NOT NULL,
    blank TEXT,
    reasons TEXT NOT NULL,
    rating {int},
    revision {int} NOT NULL
) {keyed_opts};
CREATE INDEX case_of_applicant ON case_file (applicant, opened_at);
CREATE INDEX case_of_subject ON case_file (subject, opened_at);
CREATE INDEX case_at_outlet ON case_file (outlet, stage, opened_at);
CREATE INDEX case_accepted ON case_file (outlet, accepted_at);

-- table requirement: read
-- What a case still needs before a stage; page, API and timeline are renderings of these rows.
CREATE TABLE requirement (
    case_id TEXT NOT NULL,
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    party TEXT NOT NULL,
    before_stage TEXT NOT NULL,
    status TEXT NOT NULL,
    due_on TEXT,
    evidence TEXT,
    place {int} NOT NULL,
    changed_at {int} NOT NULL,
    PRIMARY KEY (case_id, code)
) {keyed_opts};

-- What was asked for again and not yet given: few rows, looked through for cases that lapse.
CREATE INDEX requirement_again ON requirement (due_on) WHERE status = 'again';

-- table paper: read
-- A numbered paper made by a step of a case. `body` is what it states, by ids and codes; names are filled in when it
-- is shown.
CREATE TABLE paper (
    number TEXT PRIMARY KEY,
    case_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    made_at {int} NOT NULL,
    stream TEXT NOT NULL,
    event_number {int} NOT NULL,
    body TEXT NOT NULL
) {keyed_opts};
CREATE INDEX paper_of_case ON paper (case_id, event_number);

-- table payment: read
CREATE TABLE payment (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE,
    amount {int} NOT NULL,
    status TEXT NOT NULL,
    reference TEXT,
    changed_at {int} NOT NULL
) {keyed_opts};

-- table parcel: read
CREATE TABLE parcel (
    id TEXT PRIMARY KEY,
    case_id TEXT NOT NULL UNIQUE,
    status TEXT NOT NULL,
    tracking TEXT,
    changed_at {int} NOT NULL
) {keyed_opts};

-- table parcel_move: read
CREATE TABLE parcel_move (
    parcel TEXT NOT NULL,
    number {int} NOT NULL,
    status TEXT NOT NULL,
    at {int} NOT NULL,
    PRIMARY KEY (parcel, number)
) {keyed_opts};

-- table feedback: read
-- A low rating becomes a work item that is closed with the person (R40).
CREATE TABLE feedback (
    case_id TEXT PRIMARY KEY,
    person TEXT NOT NULL,
    outlet TEXT NOT NULL,
    score {int} NOT NULL CHECK (score BETWEEN 1 AND 5),
    text_version {int} NOT NULL,
    status TEXT NOT NULL,
    opened_at {int} NOT NULL,
    closed_at {int}
) {keyed_opts};
CREATE INDEX feedback_at_outlet ON feedback (outlet, status, opened_at);

-- table job: work
-- Work for outside systems, at least once; its effect is idempotent by the job's id.
CREATE TABLE job (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    payload TEXT NOT NULL,
    status TEXT NOT NULL,
    due_at {int} NOT NULL,
    attempts {int} NOT NULL,
    last_error TEXT
) {keyed_opts};
CREATE INDEX job_due ON job (status, due_at);

-- table idempotency: work
-- The answer to a write that was already done: the same actor, route, key and body get the same status and place.
CREATE TABLE idempotency (
    actor TEXT NOT NULL,
    route TEXT NOT NULL,
    key TEXT NOT NULL,
    body {bytes} NOT NULL,
    status {int} NOT NULL,
    location TEXT,
    at {int} NOT NULL,
    PRIMARY KEY (actor, route, key)
) {keyed_opts};
CREATE INDEX idempotency_age ON idempotency (at);
