//! Statements that read notices.

store::statements! {
    pub(super) BY_ID = "notice.by_id": "
        SELECT id, kind, title_zh, title_en, body_zh, body_en, item, from_day, until_day, standing, published_at
        FROM notice WHERE id = $1";
    pub(super) IN_FORCE = "notice.in_force": "
        SELECT id, kind, title_zh, title_en, body_zh, body_en, item, from_day, until_day, standing, published_at
        FROM notice WHERE standing = 'published' AND until_day >= $1 AND from_day <= $1
        ORDER BY until_day, id DESC LIMIT $2";
    pub(super) BETWEEN = "notice.between": "
        SELECT id, kind, title_zh, title_en, body_zh, body_en, item, from_day, until_day, standing, published_at
        FROM notice WHERE standing = 'published' AND until_day >= $1 AND from_day <= $2
        ORDER BY until_day, id LIMIT 2000";
    pub(super) NEWEST = "notice.newest": "
        SELECT id, kind, title_zh, title_en, body_zh, body_en, item, from_day, until_day, standing, published_at
        FROM notice ORDER BY id DESC LIMIT $1";
}
