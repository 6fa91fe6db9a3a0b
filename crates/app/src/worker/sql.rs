//! Statements of the worker's rounds.

store::statements! {
    pub(super) LAPSING = "worker.lapsing": "
        SELECT DISTINCT c.number FROM requirement AS r JOIN case_file AS c ON c.id = r.case_id
        WHERE r.status = 'again' AND r.due_on < $1 AND c.stage IN ('draft', 'open') AND c.number > $2
        ORDER BY c.number LIMIT 100";
    pub(super) CITED = "worker.cited": "
        SELECT evidence FROM requirement WHERE evidence IS NOT NULL
        UNION ALL SELECT photo FROM person WHERE photo IS NOT NULL";
}
