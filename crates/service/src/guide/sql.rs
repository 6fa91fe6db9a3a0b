//! Statements that read the office's own words.

store::statements! {
    pub(super) ALL = "guide.words": "SELECT word, item, added_at FROM guide_word ORDER BY item, word LIMIT $1";
    pub(super) ONE = "guide.word": "SELECT word, item, added_at FROM guide_word WHERE word = $1";
    pub(super) COUNT = "guide.word_count": "SELECT COUNT(*) FROM guide_word";
}
