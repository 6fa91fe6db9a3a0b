-- What the office tells everybody, and the words it has added for the search of guidance.

-- table notice: read
CREATE TABLE notice (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    title_zh TEXT NOT NULL,
    title_en TEXT NOT NULL,
    body_zh TEXT NOT NULL,
    body_en TEXT NOT NULL,
    item TEXT,
    from_day TEXT NOT NULL,
    until_day TEXT NOT NULL,
    standing TEXT NOT NULL,
    published_at {int} NOT NULL,
    changed_at {int} NOT NULL
) {keyed_opts};
CREATE INDEX notice_until ON notice (until_day);

-- table guide_word: read
CREATE TABLE guide_word (
    word TEXT PRIMARY KEY,
    item TEXT NOT NULL,
    added_at {int} NOT NULL
) {keyed_opts};
