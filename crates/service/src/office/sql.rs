//! Statements on the work table of idempotency keys.

store::statements! {
    pub(super) LOOK = "once.look": "SELECT body, location FROM idempotency WHERE actor = $1 AND route = $2 AND key = $3";
    pub(super) KEEP = "once.keep": "
        INSERT INTO idempotency (actor, route, key, body, status, location, at) VALUES ($1, $2, $3, $4, 200, $5, $6)";
    pub(super) FORGET = "once.forget": "DELETE FROM idempotency WHERE actor = $1";
    pub(super) SWEEP = "once.sweep": "
        DELETE FROM idempotency WHERE (actor, route, key) IN
            (SELECT actor, route, key FROM idempotency WHERE at < $1 ORDER BY at LIMIT 500)";
}
