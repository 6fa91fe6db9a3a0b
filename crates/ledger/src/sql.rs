//! Statements on the ledger's own tables.

store::statements! {
    pub(crate) STREAM_LOCK = "stream.lock": "SELECT head, digest FROM stream WHERE id = $1 {for_update}";
    pub(crate) STREAM_MOVE = "stream.move": "UPDATE stream SET head = $2, digest = $3 WHERE id = $1 AND head = $4";
    pub(crate) STREAM_ALONE = "stream.alone": "
        SELECT s.id, s.head, s.digest FROM stream AS s
        LEFT JOIN event AS v ON v.stream = s.id AND v.number = 1
        WHERE v.stream IS NULL ORDER BY s.id";
    pub(crate) EVENT_INSERT = "event.insert": "
        INSERT INTO event (stream, number, kind, version, recorded_at, effective_at, node, actor, outlet, channel,
                           purpose, request, rules, policies, facts, prev, digest)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    pub(crate) EVENT_BY_NUMBER = "event.by_number": "
        SELECT stream, number, kind, version, recorded_at, effective_at, node, actor, outlet, channel,
               purpose, request, rules, policies, facts, prev, digest
        FROM event WHERE stream = $1 AND number = $2";
    pub(crate) EVENTS_OF_STREAM = "event.of_stream": "
        SELECT stream, number, kind, version, recorded_at, effective_at, node, actor, outlet, channel,
               purpose, request, rules, policies, facts, prev, digest
        FROM event WHERE stream = $1 AND number > $2 ORDER BY number LIMIT $3";
    pub(crate) NEWEST_OF_STREAM = "event.newest_of_stream": "
        SELECT stream, number, kind, version, recorded_at, effective_at, node, actor, outlet, channel,
               purpose, request, rules, policies, facts, prev, digest
        FROM event WHERE stream = $1 ORDER BY number DESC LIMIT $2";
    pub(crate) KINDS_OF_STREAM = "event.kinds_of_stream": "
        SELECT number, kind FROM event WHERE stream = $1 ORDER BY number LIMIT $2";
    pub(crate) EVENTS_FROM = "event.from_position": "
        SELECT v.stream, v.number, v.kind, v.version, v.recorded_at, v.effective_at, v.node, v.actor, v.outlet,
               v.channel, v.purpose, v.request, v.rules, v.policies, v.facts, v.prev, v.digest, e.position
        FROM entry AS e JOIN event AS v ON v.stream = e.stream AND v.number = e.number
        WHERE e.position >= $1 ORDER BY e.position LIMIT $2";
    pub(crate) EVENTS_PENDING = "event.pending": "
        SELECT v.stream, v.number, v.kind, v.version, v.recorded_at, v.effective_at, v.node, v.actor, v.outlet,
               v.channel, v.purpose, v.request, v.rules, v.policies, v.facts, v.prev, v.digest
        FROM pending AS p JOIN event AS v ON v.stream = p.stream AND v.number = p.number
        WHERE (p.stream, p.number) > ($1, $2) ORDER BY p.stream, p.number LIMIT $3";
    pub(crate) EVENT_SCAN = "event.scan": "
        SELECT v.stream, v.number, v.kind, v.version, v.recorded_at, v.effective_at, v.node, v.actor, v.outlet,
               v.channel, v.purpose, v.request, v.rules, v.policies, v.facts, v.prev, v.digest, e.position, e.leaf,
               p.leaf, s.head, s.digest
        FROM event AS v
        LEFT JOIN stream AS s ON s.id = v.stream
        LEFT JOIN entry AS e ON e.stream = v.stream AND e.number = v.number
        LEFT JOIN pending AS p ON p.stream = v.stream AND p.number = v.number
        ORDER BY v.stream, v.number";
    pub(crate) EVENTS_OF_KIND = "event.of_kind": "SELECT facts FROM event WHERE kind = $1";
    pub(crate) ENTRY_INSERT = "entry.insert": "
        INSERT INTO entry (position, stream, number, leaf) VALUES ($1, $2, $3, $4)";
    pub(crate) ENTRY_OF_EVENT = "entry.of_event": "SELECT position FROM entry WHERE stream = $1 AND number = $2";
    pub(crate) ENTRY_LEAVES = "entry.leaves": "
        SELECT leaf FROM entry WHERE position >= $1 AND position < $2 ORDER BY position";
    pub(crate) ENTRY_SCAN = "entry.scan": "
        SELECT e.position, e.stream, e.number, e.leaf, v.digest
        FROM entry AS e LEFT JOIN event AS v ON v.stream = e.stream AND v.number = e.number
        ORDER BY e.position";
    pub(crate) PENDING_INSERT = "pending.insert": "INSERT INTO pending (stream, number, leaf) VALUES ($1, $2, $3)";
    pub(crate) PENDING_TAKE = "pending.take": "
        SELECT stream, number, leaf FROM pending ORDER BY stream, number LIMIT 500";
    pub(crate) PENDING_DELETE = "pending.delete": "DELETE FROM pending WHERE stream = $1 AND number = $2";
    pub(crate) PENDING_SCAN = "pending.scan": "
        SELECT p.stream, p.number, p.leaf, v.digest
        FROM pending AS p LEFT JOIN event AS v ON v.stream = p.stream AND v.number = p.number
        ORDER BY p.stream, p.number";
    pub(crate) HEAD_GET = "head.get": "SELECT size, frontier FROM tree_head WHERE id = 1";
    pub(crate) HEAD_LOCK = "head.lock": "SELECT size, frontier FROM tree_head WHERE id = 1 {for_update}";
    pub(crate) HEAD_PUT = "head.put": "
        INSERT INTO tree_head (id, size, frontier) VALUES (1, $1, $2)
        ON CONFLICT (id) DO UPDATE SET size = excluded.size, frontier = excluded.frontier";
    pub(crate) HEAD_FIRST = "head.first": "
        INSERT INTO tree_head (id, size, frontier) VALUES (1, 0, $1) ON CONFLICT (id) DO NOTHING";
    pub(crate) TILE_INSERT = "tile.insert": "INSERT INTO tile (level, number, root) VALUES ($1, $2, $3)";
    pub(crate) TILE_ROOTS = "tile.roots": "
        SELECT root FROM tile WHERE level = $1 AND number >= $2 AND number < $3 ORDER BY number";
    pub(crate) TILE_SCAN = "tile.scan": "SELECT level, number, root FROM tile ORDER BY level, number";
    pub(crate) CHECKPOINT_INSERT = "checkpoint.insert": "
        INSERT INTO checkpoint (size, root, note) VALUES ($1, $2, $3) ON CONFLICT (size) DO NOTHING";
    pub(crate) CHECKPOINT_NEWEST = "checkpoint.newest": "
        SELECT size, root, note FROM checkpoint ORDER BY size DESC LIMIT 1";
    pub(crate) CHECKPOINT_SCAN = "checkpoint.scan": "SELECT size, root, note FROM checkpoint ORDER BY size";
    pub(crate) KEY_INSERT = "vault.key_insert": "
        INSERT INTO vault_key (person, version, wrapped) VALUES ($1, $2, $3)";
    pub(crate) KEY_GET = "vault.key_get": "SELECT version, wrapped FROM vault_key WHERE person = $1";
    pub(crate) KEY_DELETE = "vault.key_delete": "DELETE FROM vault_key WHERE person = $1";
    pub(crate) KEY_SCAN = "vault.key_scan": "SELECT person, version, wrapped FROM vault_key ORDER BY person";
    pub(crate) VALUE_INSERT = "vault.value_insert": "
        INSERT INTO vault (person, field, version, nonce, ciphertext) VALUES ($1, $2, $3, $4, $5)";
    pub(crate) VALUE_GET = "vault.value_get": "
        SELECT nonce, ciphertext FROM vault WHERE person = $1 AND field = $2 AND version = $3";
    pub(crate) VALUES_OF = "vault.values_of": "
        SELECT field, version, nonce, ciphertext FROM vault WHERE person = $1 ORDER BY field, version";
    pub(crate) VALUES_DELETE = "vault.values_delete": "DELETE FROM vault WHERE person = $1";
    pub(crate) VALUE_SCAN = "vault.value_scan": "
        SELECT person, field, version, nonce, ciphertext FROM vault ORDER BY person, field, version";
    pub(crate) BLIND_INSERT = "vault.blind_insert": "
        INSERT INTO blind (kind, token, person, salt) VALUES ($1, $2, $3, $4)";
    pub(crate) BLIND_FIND = "vault.blind_find": "
        SELECT person FROM blind WHERE kind = $1 AND token = $2 ORDER BY person LIMIT 20";
    pub(crate) BLIND_DROP = "vault.blind_drop": "
        DELETE FROM blind WHERE kind = $1 AND token = $2 AND person = $3";
    pub(crate) BLINDS_OF = "vault.blinds_of": "
        SELECT kind, token, salt FROM blind WHERE person = $1 ORDER BY kind, token";
    pub(crate) BLIND_SCAN = "vault.blind_scan": "SELECT kind, token, person, salt FROM blind ORDER BY kind, token, person";
}

/// A new stream: two transactions that both begin it meet here, and the slower one runs again.
pub(crate) static STREAM_BEGIN: store::Statement =
    store::Statement::new("stream.begin", "INSERT INTO stream (id, head, digest) VALUES ($1, 0, $2)")
        .racing();
