//! Statements that read licences.

store::statements! {
    pub(super) BY_ID = "licence.by_id": "
        SELECT id, holder, file_number, classes, status, first_issue, valid_from, valid_until, term, blank, edition,
               region
        FROM licence WHERE id = $1";
    pub(super) OF_HOLDER = "licence.of_holder": "
        SELECT id, holder, file_number, classes, status, first_issue, valid_from, valid_until, term, blank, edition,
               region
        FROM licence WHERE holder = $1 ORDER BY id LIMIT 20";
    pub(super) BY_FILE_NUMBER = "licence.by_file_number": "
        SELECT id, holder, file_number, classes, status, first_issue, valid_from, valid_until, term, blank, edition,
               region
        FROM licence WHERE file_number = $1";
    pub(super) AFTER = "licence.after": "
        SELECT id, holder, file_number, classes, status, first_issue, valid_from, valid_until, term, blank, edition,
               region
        FROM licence WHERE id > $1 ORDER BY id LIMIT 500";
}
