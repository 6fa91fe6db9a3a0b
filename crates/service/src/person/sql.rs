//! Statements that read persons.

store::statements! {
    pub(super) BY_ID = "person.by_id": "
        SELECT id, region, name_version, id_number_version, phone_version, address_version, photo, erased_at
        FROM person WHERE id = $1";
    pub(super) AFTER = "person.after": "
        SELECT id, region, name_version, id_number_version, phone_version, address_version, photo, erased_at
        FROM person WHERE id > $1 AND erased_at IS NULL ORDER BY id LIMIT 200";
    pub(super) FILES = "person.files": "SELECT digest FROM person_file WHERE person = $1 ORDER BY digest";
}
