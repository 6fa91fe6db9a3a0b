//! Statements that read orders.

store::statements! {
    pub(super) OF_CASE = "payment.of_case": "
        SELECT p.id, p.amount, p.status, p.reference, r.changed_at FROM payment AS p
        LEFT JOIN requirement AS r ON r.case_id = p.case_id AND r.kind = 'payment' WHERE p.case_id = $1";
    pub(super) CASE_OF = "payment.case_of": "
        SELECT c.number FROM payment AS p JOIN case_file AS c ON c.id = p.case_id WHERE p.id = $1";
    pub(super) PAID = "payment.paid": "
        SELECT p.id, c.number, c.item, p.amount, p.reference, r.changed_at FROM payment AS p
        JOIN case_file AS c ON c.id = p.case_id
        LEFT JOIN requirement AS r ON r.case_id = p.case_id AND r.kind = 'payment'
        WHERE p.status IN ('paid', 'refunding') AND p.id > $1 ORDER BY p.id LIMIT 200";
}
