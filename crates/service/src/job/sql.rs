//! Statements on the work table of jobs.

store::statements! {
    pub(super) PUT = "job.put": "
        INSERT INTO job (id, kind, subject, payload, status, due_at, attempts) VALUES ($1, $2, $3, $4, 'due', $5, 0)";
    pub(super) CLAIM = "job.claim": "
        UPDATE job SET status = 'taken', due_at = $2, attempts = attempts + 1
        WHERE id IN (SELECT id FROM job WHERE status IN ('due', 'taken') AND due_at <= $1
                     ORDER BY status, due_at LIMIT 20 {skip_locked})
        RETURNING id, kind, subject, payload, attempts";
    pub(super) DONE = "job.done": "DELETE FROM job WHERE id = $1";
    pub(super) MISSED = "job.missed": "
        UPDATE job SET status = $2, due_at = $3, attempts = $4, last_error = $5 WHERE id = $1";
    pub(super) ASIDE = "job.aside": "
        SELECT id, kind, subject, payload, attempts, due_at, last_error FROM job WHERE status = 'aside'
        ORDER BY due_at LIMIT $1";
    pub(super) ASIDE_BY_ID = "job.aside_by_id": "
        SELECT id, kind, subject, payload, attempts, due_at, last_error FROM job
        WHERE id = $1 AND status = 'aside'";
    pub(super) LYING = "job.lying": "SELECT kind, subject FROM job WHERE id = $1 AND status = 'aside'";
    pub(super) WAITING = "job.waiting": "
        WITH part AS MATERIALIZED (
            SELECT kind, what, status, COUNT(*) AS many, COUNT(CASE WHEN attempts >= $1 THEN 1 END) AS slow,
                   MIN(id) AS oldest,
                   MIN(CASE WHEN attempts > 0 AND last_error IS NOT NULL THEN id END) AS failed
            FROM (SELECT id, kind, status, attempts, last_error,
                         CASE kind WHEN 'webhook.send' THEN subject WHEN 'check.source' THEN payload ELSE '' END AS what
                  FROM job) AS queue
            GROUP BY kind, what, status)
        SELECT p.kind, p.what, p.status, p.many, p.slow, p.oldest, j.id, j.last_error
        FROM part AS p LEFT JOIN job AS j ON j.id = p.failed
        ORDER BY p.kind, p.what, p.status";
    pub(super) BY_THE_HOUR = "job.by_the_hour": "
        SELECT COUNT(*) FROM job WHERE status = 'due' AND attempts >= $1";
    pub(super) RETRY = "job.retry": "
        UPDATE job SET status = 'due', due_at = $2, attempts = 0 WHERE id = $1 AND status = 'aside'";
    pub(super) GIVE_UP = "job.give_up": "DELETE FROM job WHERE id = $1 AND status = 'aside'";
    pub(super) FOLLOWER = "job.follower": "SELECT position FROM follower WHERE name = $1";
    pub(super) FOLLOWER_BEGIN = "job.follower_begin": "
        INSERT INTO follower (name, position, changed_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
    pub(super) FOLLOWER_MOVE = "job.follower_move": "
        UPDATE follower SET position = $3, changed_at = $4 WHERE name = $1 AND position = $2";
    pub(super) COUNTS = "job.counts": "SELECT status, COUNT(*), MIN(due_at) FROM job GROUP BY status ORDER BY status";
}
