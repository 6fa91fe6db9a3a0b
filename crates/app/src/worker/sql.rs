//! Statements of the worker's rounds.

store::statements! {
    pub(super) LAPSING = "worker.lapsing": "
        WITH late AS MATERIALIZED (
            SELECT case_id FROM requirement WHERE status = 'again' AND due_on < $1)
        SELECT DISTINCT c.number FROM late JOIN case_file AS c ON c.id = late.case_id
        WHERE c.stage IN ('draft', 'open') AND c.number > $2
        ORDER BY c.number LIMIT 100";
    pub(super) CITED = "worker.cited": "SELECT digest FROM person_file";
}
