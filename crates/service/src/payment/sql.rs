//! Statements that read orders.

store::statements! {
    pub(super) OF_CASE = "payment.of_case": "SELECT id, amount, status, reference FROM payment WHERE case_id = $1";
    pub(super) CASE_OF = "payment.case_of": "
        SELECT c.number FROM payment AS p JOIN case_file AS c ON c.id = p.case_id WHERE p.id = $1";
}
