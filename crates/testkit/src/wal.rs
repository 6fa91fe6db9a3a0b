//! The write-ahead log of a PostgreSQL cluster, searched through SQL: what a deleted row leaves there stays until a
//! checkpoint has passed it, and longer where the cluster uses old segments again.

use store::Target;

use crate::Database;

/// Bytes of a segment read in one statement.
const PIECE: i64 = 1 << 20;
/// The slot that holds the log belongs to its session and goes with it.
const HOLD: &str = "SELECT pg_create_physical_replication_slot('search_' || pg_backend_pid(), true, true)";

/// A session that may read the log. Between [`Wal::keep`] and [`Wal::let_go`] the cluster removes nothing of it.
pub struct Wal {
    client: postgres::Client,
    slot: bool,
}

impl std::fmt::Debug for Wal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Wal")
    }
}

/// A segment of the log, and how much of it counts.
struct Segment {
    name: String,
    bytes: i64,
}

impl Wal {
    /// From now on everything that is written to the log stays. None on SQLite, whose log is a file beside the
    /// database, and where the test's role may not read the log of the cluster.
    pub fn keep(db: &Database) -> Option<Self> {
        let Target::Postgres(url) = db.target() else { return None };
        let mut client = postgres::Client::connect(url, postgres::NoTls).expect("the test cluster");
        if setting(&mut client, "is_superuser") != "on" {
            eprintln!("NOT SEARCHED: only a superuser may read the write-ahead log of the test cluster");
            return None;
        }
        client.batch_execute(HOLD).expect("a slot that holds the log");
        Some(Self { client, slot: true })
    }

    /// Everything written since [`Wal::keep`], and what the cluster has of the time before.
    pub fn written(&mut self) -> Vec<u8> {
        assert!(self.slot, "nothing holds the log any more");
        let segments = self.from(
            "SELECT pg_walfile_name(restart_lsn) FROM pg_replication_slots
             WHERE slot_name = 'search_' || pg_backend_pid()",
        );
        self.read(&segments)
    }

    /// From now on the cluster may remove what it does not need.
    pub fn let_go(&mut self) {
        self.client
            .batch_execute("SELECT pg_drop_replication_slot('search_' || pg_backend_pid())")
            .expect("the slot goes");
        self.slot = false;
    }

    /// What is left in the folder of the log after a checkpoint: everything where segments are deleted
    /// (`wal_recycle = off`). Where they are used again under names that are still to come, only what a restart would
    /// replay, and the others are named loudly.
    pub fn left(&mut self) -> Vec<u8> {
        assert!(!self.slot, "the log is held");
        self.client.batch_execute("SELECT pg_switch_wal()").expect("a new segment");
        self.client.batch_execute("CHECKPOINT").expect("a checkpoint");
        let all = self.all();
        if setting(&mut self.client, "wal_recycle") == "off" {
            return self.read(&all);
        }
        let live = self.from("SELECT redo_wal_file FROM pg_control_checkpoint()");
        let waits = |one: &&Segment| live.iter().all(|other| other.name != one.name);
        let waiting: Vec<&str> = all.iter().filter(waits).map(|one| one.name.as_str()).collect();
        eprintln!(
            "NOT SEARCHED: {} segments of pg_wal that wait to be used again, and the end of the newest one, because \
             wal_recycle is on in this cluster: {}",
            waiting.len(),
            waiting.join(" ")
        );
        self.read(&live)
    }

    /// Every segment, whole.
    fn all(&mut self) -> Vec<Segment> {
        self.query("SELECT name, size FROM pg_ls_waldir()")
    }

    /// The segments from the one that `first` names to the end of what is written.
    fn from(&mut self, first: &str) -> Vec<Segment> {
        self.query(&format!(
            "SELECT w.name, CASE WHEN w.name = e.file_name THEN e.file_offset ELSE w.size END
             FROM pg_ls_waldir() AS w, pg_walfile_name_offset(pg_current_wal_flush_lsn()) AS e
             WHERE w.name BETWEEN ({first}) AND e.file_name"
        ))
    }

    fn query(&mut self, text: &str) -> Vec<Segment> {
        let rows = self.client.query(text, &[]).expect("the segments");
        let mut segments: Vec<Segment> =
            rows.iter().map(|row| Segment { name: row.get(0), bytes: row.get(1) }).collect();
        // Beside them lie the history of timelines and the folder of the archive.
        segments.retain(|one| one.name.len() == 24 && one.name.bytes().all(|b| b.is_ascii_hexdigit()));
        segments.sort_by(|a, b| a.name.cmp(&b.name));
        segments
    }

    /// The bytes as they lie there, and then again without the headers of pages, which cut a record in two.
    fn read(&mut self, segments: &[Segment]) -> Vec<u8> {
        let page: usize = setting(&mut self.client, "wal_block_size").parse().expect("a page's length");
        let mut raw = Vec::new();
        let mut records = Vec::new();
        for segment in segments {
            let begins = raw.len();
            for from in (0..segment.bytes).step_by(usize::try_from(PIECE).expect("a small number")) {
                let length = PIECE.min(segment.bytes - from);
                let text = "SELECT pg_read_binary_file('pg_wal/' || $1, $2, $3, true)";
                let row = self.client.query_one(text, &[&segment.name, &from, &length]).expect("a segment");
                // A segment that went away since is no trace.
                raw.extend(row.get::<_, Option<Vec<u8>>>(0).unwrap_or_default());
            }
            for (place, bytes) in raw[begins..].chunks(page).enumerate() {
                // The first page of a segment has the long header (XLogLongPageHeaderData), the others the short one.
                let header = if place == 0 { 40 } else { 24 };
                records.extend_from_slice(bytes.get(header..).unwrap_or_default());
            }
        }
        raw.extend(records);
        raw
    }
}

fn setting(client: &mut postgres::Client, name: &str) -> String {
    client.query_one("SELECT current_setting($1)", &[&name]).expect("a setting").get(0)
}
