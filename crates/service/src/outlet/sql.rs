//! Statements that read outlets, grants and blanks.

store::statements! {
    pub(super) BY_ID = "outlet.by_id": "
        SELECT id, code, name_zh, name_en, address_zh, address_en, kind, tier, region, parent, hours, status
        FROM outlet WHERE id = $1";
    pub(super) BY_CODE = "outlet.by_code": "
        SELECT id, code, name_zh, name_en, address_zh, address_en, kind, tier, region, parent, hours, status
        FROM outlet WHERE code = $1";
    pub(super) FIRST = "outlet.first": "SELECT id FROM outlet ORDER BY id LIMIT 1";
    pub(super) GRANT_BY_ID = "outlet.grant_by_id": "
        SELECT g.id, g.outlet, o.region, g.items, g.stages, g.area, g.from_day, g.until_day, g.daily_quota,
               g.standing, o.kind, o.tier
        FROM outlet_grant AS g JOIN outlet AS o ON o.id = g.outlet WHERE g.id = $1";
    pub(super) GRANTS_OF = "outlet.grants_of": "
        SELECT g.id, g.outlet, o.region, g.items, g.stages, g.area, g.from_day, g.until_day, g.daily_quota,
               g.standing, o.kind, o.tier
        FROM outlet_grant AS g JOIN outlet AS o ON o.id = g.outlet WHERE g.outlet = $1
        ORDER BY g.id DESC LIMIT 500";
    pub(super) BLANK_BY_NUMBER = "outlet.blank_by_number": "
        SELECT number, kind, outlet, status, used_for, reason, changed_at FROM blank WHERE number = $1";
    pub(super) BLANK_IN_RANGE = "outlet.blank_in_range": "
        SELECT number FROM blank WHERE number BETWEEN $1 AND $2 ORDER BY number LIMIT 1000";
    pub(super) BLANK_NEXT = "outlet.blank_next": "
        SELECT number FROM blank WHERE outlet = $1 AND status = 'in_stock' AND kind = $2
        ORDER BY number LIMIT 1";
    pub(super) STOCK_COUNT = "outlet.stock_count": "
        SELECT status, COUNT(*) FROM blank WHERE outlet = $1 GROUP BY status ORDER BY status";
}
