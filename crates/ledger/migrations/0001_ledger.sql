-- The record nobody can alter unnoticed (R39): streams of chained events, their positions, the Merkle tree over
-- them, and the signed checkpoints of that tree. And the vault: personal values, encrypted person by person.

-- table stream: ledger
-- A record's life. `head` is the number of its newest event, `digest` that event's leaf hash.
CREATE TABLE stream (
    id TEXT PRIMARY KEY,
    head {int} NOT NULL CHECK (head >= 0),
    digest {bytes} NOT NULL
) {keyed_opts};

-- table event: ledger
-- What happened. Facts are JSON by id: no personal values, no free text.
CREATE TABLE event (
    stream TEXT NOT NULL,
    number {int} NOT NULL CHECK (number > 0),
    kind TEXT NOT NULL,
    version {int} NOT NULL,
    recorded_at {int} NOT NULL,
    effective_at {int} NOT NULL,
    node TEXT NOT NULL,
    actor TEXT NOT NULL,
    outlet TEXT,
    channel TEXT NOT NULL,
    purpose TEXT,
    request TEXT NOT NULL,
    rules TEXT NOT NULL,
    policies TEXT NOT NULL,
    facts TEXT NOT NULL,
    prev {bytes} NOT NULL,
    digest {bytes} NOT NULL,
    PRIMARY KEY (stream, number)
) {table_opts};

-- table entry: ledger
-- The order of all events: gap-free positions from 0, given after the commit on PostgreSQL, inside it on SQLite.
CREATE TABLE entry (
    position {int} PRIMARY KEY,
    stream TEXT NOT NULL,
    number {int} NOT NULL,
    leaf {bytes} NOT NULL,
    UNIQUE (stream, number)
) {table_opts};

-- table pending: ledger
-- Committed events that have no position yet (PostgreSQL only).
CREATE TABLE pending (
    stream TEXT NOT NULL,
    number {int} NOT NULL,
    leaf {bytes} NOT NULL,
    PRIMARY KEY (stream, number)
) {keyed_opts};

-- table tree_head: ledger
-- One row: the size of the tree and its compact range. Whoever holds this row is the sequencer.
CREATE TABLE tree_head (
    id {int} PRIMARY KEY CHECK (id = 1),
    size {int} NOT NULL,
    frontier {bytes} NOT NULL
) {table_opts};

-- table tile: ledger
-- Roots of completed subtrees of 256, 65,536, … leaves: proofs read a few hundred hashes, never the whole tree.
CREATE TABLE tile (
    level {int} NOT NULL,
    number {int} NOT NULL,
    root {bytes} NOT NULL,
    PRIMARY KEY (level, number)
) {keyed_opts};

-- table checkpoint: ledger
-- Signed statements of the tree's size and root (C2SP checkpoint), as given to the public. No column
-- stands here that the note does not prove.
CREATE TABLE checkpoint (
    size {int} PRIMARY KEY,
    root {bytes} NOT NULL,
    note TEXT NOT NULL
) {table_opts};

-- table vault_key: vault
-- Each person's data key, wrapped by the master key file. Gone after erasure.
CREATE TABLE vault_key (
    person TEXT PRIMARY KEY,
    version {int} NOT NULL,
    wrapped {bytes} NOT NULL
) {keyed_opts};

-- table vault: vault
-- Personal values under the person's key.
CREATE TABLE vault (
    person TEXT NOT NULL,
    field TEXT NOT NULL,
    version {int} NOT NULL,
    nonce {bytes} NOT NULL,
    ciphertext {bytes} NOT NULL,
    PRIMARY KEY (person, field, version)
) {keyed_opts};

-- table blind: vault
-- Keyed blind indexes for exact look-up. An identity number has one person; a telephone may have several.
CREATE TABLE blind (
    kind TEXT NOT NULL,
    token {bytes} NOT NULL,
    person TEXT NOT NULL,
    salt {bytes} NOT NULL,
    PRIMARY KEY (kind, token, person)
) {keyed_opts};
CREATE INDEX blind_person ON blind (person);
-- Two people cannot be entered with one identity number, however close together.
CREATE UNIQUE INDEX blind_identity ON blind (kind, token) WHERE kind = 'id_number';
