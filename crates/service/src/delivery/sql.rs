//! Statements that read parcels.

store::statements! {
    pub(super) OF_CASE = "delivery.of_case": "SELECT id, status, tracking FROM parcel WHERE case_id = $1";
    pub(super) MOVES = "delivery.moves": "SELECT status, at FROM parcel_move WHERE parcel = $1 ORDER BY number LIMIT 100";
    pub(super) UNDER_WAY = "delivery.under_way": "
        SELECT c.number, p.id, p.tracking FROM parcel AS p JOIN case_file AS c ON c.id = p.case_id
        WHERE p.status NOT IN ('delivered', 'returned', 'waiting') AND p.id > $1 ORDER BY p.id LIMIT 100";
}
