//! Statements that reckon and read days.

store::statements! {
    pub(super) LAST = "day.last": "
        SELECT d.id, d.outlet, o.name_zh, o.name_en, d.day, d.closed_at, d.closed_by, d.blanks_start,
               d.blanks_received, d.blanks_used, d.blanks_spoiled, d.blanks_counted, d.blanks_reason,
               d.fees_expected, d.fees_payments, d.fees_counted, d.fees_reason, d.left_over
        FROM outlet_day AS d JOIN outlet AS o ON o.id = d.outlet WHERE d.outlet = $1 ORDER BY d.day DESC LIMIT 1";
    pub(super) STOCK = "day.stock": "
        SELECT COUNT(*) FROM blank WHERE outlet = $1 AND status = 'in_stock'";
    pub(super) MOVED = "day.moved": "
        SELECT COUNT(*) FROM blank WHERE outlet = $1 AND status = $2 AND changed_at > $3";
    pub(super) FEES = "day.fees": "
        SELECT CAST(COALESCE(SUM(p.amount), 0) AS BIGINT), COUNT(*)
        FROM payment AS p JOIN case_file AS c ON c.id = p.case_id
        WHERE p.status = 'paid' AND p.changed_at > $2 AND c.outlet = $1 AND c.channel = 'counter'";
    pub(super) UNHANDED = "day.unhanded": "
        SELECT number FROM case_file
        WHERE outlet = $1 AND stage = 'issued' AND (delivery IS NULL OR delivery <> 'post')
        ORDER BY opened_at LIMIT $2";
    pub(super) PARCELS = "day.parcels": "
        SELECT c.number FROM case_file AS c JOIN parcel AS p ON p.case_id = c.id
        WHERE c.outlet = $1 AND c.stage = 'issued' AND p.status = 'waiting' ORDER BY c.opened_at LIMIT $2";
    pub(super) JOBS = "day.jobs": "
        SELECT c.number FROM job AS j JOIN case_file AS c ON c.number = j.subject
        WHERE j.status IN ('due', 'taken', 'aside') AND c.outlet = $1 ORDER BY j.id LIMIT $2";
    pub(super) HALF_DONE = "day.half_done": "
        SELECT number FROM case_file
        WHERE outlet = $1 AND stage = 'draft' AND channel = 'counter' AND submitted_at IS NULL
        ORDER BY opened_at LIMIT $2";
    pub(super) DUE = "day.due": "
        SELECT number FROM case_file
        WHERE outlet = $1 AND stage IN ('open', 'decided') AND due_on <= $2 AND stopped_on IS NULL
        ORDER BY due_on, number LIMIT $3";
}
