//! Statements that read accounts, mandates and look-ups, and those on the work tables of logging in.

store::statements! {
    pub(super) STAFF_BY_ID = "access.staff_by_id": "
        SELECT s.id, s.username, s.roles, s.outlet, o.region, s.area, s.person, s.status, s.name_version
        FROM staff AS s JOIN outlet AS o ON o.id = s.outlet WHERE s.id = $1";
    pub(super) STAFF_BY_USERNAME = "access.staff_by_username": "
        SELECT s.id, s.username, s.roles, s.outlet, o.region, s.area, s.person, s.status, s.name_version
        FROM staff AS s JOIN outlet AS o ON o.id = s.outlet WHERE s.username = $1";
    pub(super) LOOKED_AT = "access.looked_at": "
        SELECT l.at, l.purpose, o.name_zh, o.name_en, s.roles
        FROM look_up AS l LEFT JOIN outlet AS o ON o.id = l.outlet LEFT JOIN staff AS s ON s.id = l.staff
        WHERE l.subject = $1 ORDER BY l.id DESC LIMIT 50";
    pub(super) OTHERS_AT = "access.others_at": "
        SELECT COUNT(*) FROM staff
        WHERE outlet = $1 AND id <> $2 AND status = 'active' AND roles LIKE $3";
    pub(super) ADMINISTRATORS = "access.administrators": "
        SELECT s.id, s.username, CASE WHEN c.password IS NOT NULL AND c.setup IS NULL THEN 1 ELSE 0 END
        FROM staff AS s LEFT JOIN credential AS c ON c.staff = s.id
        WHERE s.status = 'active' AND s.roles LIKE '%\"administrator\"%' ORDER BY s.id LIMIT 100";
    pub(super) MANDATE_BY_ID = "access.mandate_by_id": "
        SELECT id, giver, agent, items, from_day, until_day, ended_at, ended_by FROM mandate WHERE id = $1";
    pub(super) MANDATES_HELD = "access.mandates_held": "
        SELECT giver, items, from_day, until_day FROM mandate WHERE agent = $1 AND ended_at IS NULL
        ORDER BY id DESC LIMIT 200";
    pub(super) LOOK_UP_LAST = "access.look_up_last": "
        SELECT MAX(at) FROM look_up
        WHERE staff = $1 AND subject = $2 AND purpose = $3 AND reference IS NOT DISTINCT FROM $4";

    pub(super) CREDENTIAL_GET = "access.credential_get": "
        SELECT password, totp_nonce, totp_secret, setup, setup_until FROM credential WHERE staff = $1";
    pub(super) CREDENTIAL_INVITE = "access.credential_invite": "
        INSERT INTO credential (staff, password, totp_nonce, totp_secret, totp_step, setup, setup_until, changed_at)
        VALUES ($1, NULL, NULL, NULL, 0, $2, $3, $4)
        ON CONFLICT (staff) DO UPDATE SET password = NULL, totp_nonce = NULL, totp_secret = NULL, totp_step = 0,
            setup = excluded.setup, setup_until = excluded.setup_until, changed_at = excluded.changed_at";
    pub(super) CREDENTIAL_SET_UP = "access.credential_set_up": "
        UPDATE credential SET password = $3, totp_nonce = $4, totp_secret = $5, totp_step = 0, changed_at = $6
        WHERE staff = $1 AND setup = $2";
    pub(super) CREDENTIAL_STEP = "access.credential_step": "
        UPDATE credential SET totp_step = $3, setup = NULL, setup_until = 0, changed_at = $4
        WHERE staff = $1 AND password = $2 AND totp_step < $3";

    pub(super) LOCKOUT_SEEN = "access.lockout_seen": "SELECT locked_until FROM lockout WHERE name = $1";
    pub(super) LOCKOUT_HOLD = "access.lockout_hold": "
        INSERT INTO lockout (name, failed, locked_until, changed_at) VALUES ($1, 0, 0, $2)
        ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING failed, locked_until, changed_at";
    pub(super) LOCKOUT_PUT = "access.lockout_put": "
        UPDATE lockout SET failed = $2, locked_until = $3, changed_at = $4 WHERE name = $1";
    pub(super) LOCKOUT_CLEAR = "access.lockout_clear": "DELETE FROM lockout WHERE name = $1";
    pub(super) LOCKOUT_SWEEP = "access.lockout_sweep": "
        DELETE FROM lockout WHERE name IN
            (SELECT name FROM lockout WHERE changed_at < $1 ORDER BY changed_at LIMIT 500)";

    pub(super) TALLY_HOLD = "access.tally_hold": "
        INSERT INTO tally (kind, who, recent, changed_at) VALUES ($1, $2, '', $3)
        ON CONFLICT (kind, who) DO UPDATE SET changed_at = excluded.changed_at RETURNING recent";
    pub(super) TALLY_PUT = "access.tally_put": "UPDATE tally SET recent = $3 WHERE kind = $1 AND who = $2";
    pub(super) TALLY_SWEEP = "access.tally_sweep": "
        DELETE FROM tally WHERE (kind, who) IN
            (SELECT kind, who FROM tally WHERE changed_at < $1 ORDER BY changed_at LIMIT 500)";

    pub(super) TALLY_DROP = "access.tally_drop": "DELETE FROM tally WHERE kind = $1 AND who = $2";
    pub(super) TALLY_FORGET = "access.tally_forget": "
        DELETE FROM tally
        WHERE kind = 'login_code' AND who IN (SELECT who FROM login_code WHERE person = $1)";

    pub(super) CODE_INSERT = "access.code_insert": "
        INSERT INTO login_code (who, turn, person, salt, digest, made_at, until, tries, used_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, 0, NULL)";
    pub(super) CODES_OF = "access.codes_of": "
        SELECT turn, person, salt, digest, until, tries, used_at FROM login_code WHERE who = $1
        ORDER BY turn DESC LIMIT 10 {for_update}";
    pub(super) CODE_USED = "access.code_used": "
        UPDATE login_code SET used_at = $3 WHERE who = $1 AND turn = $2 AND used_at IS NULL";
    pub(super) CODE_TRIED = "access.code_tried": "
        UPDATE login_code SET tries = tries + 1 WHERE who = $1 AND turn = $2";
    pub(super) CODE_FORGET = "access.code_forget": "DELETE FROM login_code WHERE person = $1";
    pub(super) CODE_SWEEP = "access.code_sweep": "
        DELETE FROM login_code WHERE (who, turn) IN
            (SELECT who, turn FROM login_code WHERE made_at < $1 ORDER BY made_at LIMIT 500)";

    pub(super) CODE_TRIM = "access.code_trim": "DELETE FROM login_code WHERE who = $1 AND turn <= $2";
    pub(super) CODE_BOUND = "access.code_bound": "
        DELETE FROM login_code WHERE (who, turn) IN
            (SELECT who, turn FROM login_code ORDER BY made_at DESC LIMIT 500 OFFSET $1)";
    pub(super) TALLY_BOUND = "access.tally_bound": "
        DELETE FROM tally WHERE (kind, who) IN
            (SELECT kind, who FROM tally ORDER BY changed_at DESC LIMIT 500 OFFSET $1)";
    pub(super) LOCKOUT_BOUND = "access.lockout_bound": "
        DELETE FROM lockout WHERE name IN (SELECT name FROM lockout ORDER BY changed_at DESC LIMIT 500 OFFSET $1)";

    pub(super) SESSION_INSERT = "access.session_insert": "
        INSERT INTO session (digest, kind, subject, outlet, created_at, seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $5, $6)";
    pub(super) SESSION_GET = "access.session_get": "
        SELECT s.digest, s.kind, s.subject, s.outlet, s.created_at, s.seen_at, s.expires_at
        FROM session AS s WHERE s.digest = $1
        AND (s.kind <> 'staff' OR EXISTS (SELECT 1 FROM staff AS t WHERE t.id = s.subject AND t.status = 'active'))";
    pub(super) SESSIONS_OF = "access.sessions_of": "
        SELECT digest, kind, subject, outlet, created_at, seen_at, expires_at
        FROM session WHERE subject = $1 ORDER BY seen_at DESC, digest LIMIT $2";
    pub(super) SESSIONS_END_BUT = "access.sessions_end_but": "
        DELETE FROM session WHERE subject = $1 AND digest <> $2";
    pub(super) SESSION_TOUCH = "access.session_touch": "
        UPDATE session SET seen_at = $2 WHERE digest = $1 AND seen_at < $2";
    pub(super) SESSION_END = "access.session_end": "DELETE FROM session WHERE digest = $1";
    pub(super) SESSIONS_END = "access.sessions_end": "DELETE FROM session WHERE subject = $1";
    pub(super) SESSION_SWEEP = "access.session_sweep": "
        DELETE FROM session WHERE digest IN
            (SELECT digest FROM session WHERE expires_at < $1 ORDER BY expires_at LIMIT 500)";
}
