//! A register goes in and comes out, as an office goes: check, mend, bring in, stop, bring in again, let out.
#![expect(
    clippy::unwrap_used,
    clippy::string_slice,
    clippy::indexing_slicing,
    reason = "a test stops where it cannot go on"
)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::commands::{Wanted, begin, check};
use app::keys::Keys;
use app::office::open;
use app::outcome::Failure;
use app::register::{ExportWanted, ImportWanted, Imported, Sent, export, import};
use app::store_folder::Place;
use app::wait::ask;
use base::{OsEntropy, Region, SystemClock, Text};
use law::check_character;
use service::office::Office;
use service::registry::{Export, ExportPart, ExportPurpose};
use store::{Limits, Target};
use testkit::Database;

const MAP: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/import.example.toml");
const HEAD: &str =
    "姓名,身份证明号码,手机号码,住址,行政区划,档案编号,准驾车型,初次领证日期,有效期起,有效期止,有效期限,状态";

fn office(db: &Database) -> (Place, Office) {
    let folder = db.folder().join("office");
    let place = match db.target() {
        Target::Sqlite(_) => Place::embedded(&folder),
        target @ Target::Postgres(_) => {
            Place { database: target.clone(), folder, keys: db.folder().join("office.keys") }
        }
    };
    let region = Region::parse("520300").unwrap();
    let about = begin(&place, region, Text::new("所", "Office"), "admin").unwrap().about;
    let keys = Keys::read(&place.keys, &about).unwrap();
    let office = open(&place, &about, keys, Limits::default(), Arc::new(SystemClock), Arc::new(OsEntropy));
    (place, office.unwrap())
}

/// Another empty office on the same engine.
fn another(db: &Database) -> Database {
    let engine = match db.target() {
        Target::Sqlite(_) => store::Engine::Sqlite,
        Target::Postgres(_) => store::Engine::Postgres,
    };
    Database::on(engine).unwrap()
}

/// An identity number that checks.
fn id_number(which: usize) -> String {
    let digits = format!("52030319900101{which:03}");
    format!("{digits}{}", check_character(&digits).unwrap())
}

fn row(which: usize) -> String {
    let (number, phone) = (id_number(which), format!("139{which:08}"));
    let licence = format!("5203{which:08},C1,2015-03-01,2021-03-01,2031-03-01,10年,正常");
    format!("王示例{which},{number},{phone},红花岗区示范路{which}号,520303,{licence}")
}

fn rows(count: usize) -> Vec<String> {
    (0..count).map(row).collect()
}

fn written(folder: &Path, name: &str, rows: &[String]) -> PathBuf {
    let path = folder.join(name);
    std::fs::write(&path, format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
    path
}

fn bring_in(office: &Office, file: &Path, dry_run: bool) -> Result<Imported, Failure> {
    let wanted = ImportWanted { file: file.to_owned(), map: MAP.into(), report: None, dry_run };
    import(office, &wanted, None)
}

fn let_out(office: &Office, part: ExportPart, to: &Path) -> Result<Sent, Failure> {
    let export_ = Export { part, purpose: ExportPurpose::Migration, reference: "ZYCG-2026-0117".to_owned() };
    export(office, &ExportWanted { export: export_, to: to.to_owned(), map: None }, None)
}

/// Rows, accepted, known, rejected.
fn counts(done: &Imported) -> (u64, u64, u64, u64) {
    (done.rows, done.accepted, done.known, done.rejected)
}

/// The report without its head: line, column, and what is wrong in English.
fn told(done: &Imported) -> Vec<(u64, String, String)> {
    let mut reader = csv::Reader::from_path(&done.report).unwrap();
    let read = reader.records().map(|record| {
        let record = record.unwrap();
        assert!(record.iter().skip(2).all(|words| !words.is_empty()), "{record:?}");
        (record[0].parse().unwrap(), record[1].to_owned(), record[4].to_owned())
    });
    read.collect()
}

fn persons(office: &Office) -> u64 {
    ask(office, |read| service::registry::count(read, ExportPart::Persons)).unwrap()
}

/// Lines of a file, sorted: ids, by which an export goes, are drawn anew by every import.
fn lines(path: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(path).unwrap();
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    lines.sort();
    lines
}

/// The whole record against itself, once it holds so many events: PostgreSQL numbers them a moment after their commit.
fn holds_together(place: &Place, office: Office, events: u64) {
    for _ in 0..100 {
        let signed = office.ledger.sign_now().unwrap();
        if signed.is_some_and(|signed| signed.checkpoint.size >= events) {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    drop(office);
    let report = check(place, &Wanted { rows: true, since: None }).unwrap();
    assert!(report.ok(), "{:?}", report.findings);
}

testkit::both! {
    what_goes_in_comes_out_and_goes_in_elsewhere: |db| {
        let (place, first) = office(db);
        let mut all = rows(40);
        all[3] = format!("李示例,{},,,520300,,,,,,,", id_number(3));
        all[4] = format!("欧阳示例,{},,\"=1+1, \"\"甲\"\"室\",520303,520300000004,A2D,2001/3/1,20170301,长期,长期,注销", id_number(4));
        all[5] = all[5].replace("正常", "停止使用").replace("2021-03-01", "2021年3月1日").replace("C1", "Ｃ１ Ｄ");
        let file = written(db.folder(), "in.csv", &all);
        let done = bring_in(&first, &file, false).unwrap();
        assert_eq!(counts(&done), (40, 40, 0, 0), "{:?}", told(&done));
        let out = db.folder().join("out.csv");
        let sent = let_out(&first, ExportPart::Persons, &out).unwrap();
        assert_eq!(sent.rows, 40);
        let exported = lines(&out);
        assert!(exported.iter().any(|line| line.contains("\"'=1+1, \"\"甲\"\"室\"")), "{exported:?}");
        assert!(exported.iter().any(|line| line.contains(",C1D,2015-03-01,2021-03-01,2031-03-01,10年,停止使用")));
        // What was let out is what is there.
        let again = bring_in(&first, &out, false).unwrap();
        assert_eq!(counts(&again), (40, 40, 40, 0), "{:?}", told(&again));

        let other = another(db);
        let (other_place, second) = office(&other);
        assert_eq!(counts(&bring_in(&second, &out, false).unwrap()), (40, 40, 0, 0));
        let back = other.folder().join("back.csv");
        let_out(&second, ExportPart::Persons, &back).unwrap();
        assert_eq!(lines(&back), exported);
        holds_together(&place, first, 40 + 39 + 2 + 1);
        holds_together(&other_place, second, 40 + 39 + 2 + 1);
    };

    a_dry_run_says_the_same_and_writes_nothing: |db| {
        let (_, office) = office(db);
        let mut all = rows(20);
        all[7] = all[7].replace(",C1,", ",C9,");
        let file = written(db.folder(), "in.csv", &all);
        let dry = bring_in(&office, &file, true).unwrap();
        assert_eq!((counts(&dry), persons(&office)), ((20, 19, 0, 1), 0));
        let before = told(&dry);
        let wet = bring_in(&office, &file, false).unwrap();
        assert_eq!((counts(&wet), persons(&office)), ((20, 19, 0, 1), 19));
        assert_eq!(before, told(&wet));
        assert_eq!((before[0].0, before[0].1.as_str()), (9, "准驾车型"));
    };

    a_file_that_was_stopped_is_taken_up_again: |db| {
        let (place, office) = office(db);
        let all = rows(60);
        let part = written(db.folder(), "part.csv", &all[..25]);
        bring_in(&office, &part, false).unwrap();
        let whole = written(db.folder(), "whole.csv", &all);
        let done = bring_in(&office, &whole, false).unwrap();
        assert_eq!((counts(&done), done.resumed_at), ((60, 60, 25, 0), Some(27)));
        let again = bring_in(&office, &whole, false).unwrap();
        assert_eq!((counts(&again), again.resumed_at), ((60, 60, 60, 0), None));
        assert_eq!(persons(&office), 60);
        holds_together(&place, office, 120);
    };

    a_row_that_differs_is_rejected_with_what_differs: |db| {
        let (_, office) = office(db);
        bring_in(&office, &written(db.folder(), "in.csv", &rows(6)), false).unwrap();
        let mut all = rows(8);
        all[1] = all[1].replace("13900000001", "13900009999");
        all[2] = all[2].replace("正常", "暂扣").replace("C1", "C2");
        all[3] = format!("王示例3,{},13900000003,红花岗区示范路3号,520303,,,,,,,", id_number(3));
        all[6] = all[6].replace("520300000006", "520300000005");
        let done = bring_in(&office, &written(db.folder(), "new.csv", &all), false).unwrap();
        assert_eq!((counts(&done), done.resumed_at), ((8, 4, 3, 4), Some(9)));
        let named: Vec<(u64, String)> = told(&done).into_iter().map(|(line, column, _)| (line, column)).collect();
        let expected = [(3, "手机号码"), (4, "准驾车型"), (4, "状态"), (5, "档案编号"), (8, "档案编号")];
        assert_eq!(named, expected.map(|(line, column)| (line, column.to_owned())));
        // Values of persons are in no report.
        let report = std::fs::read_to_string(&done.report).unwrap();
        for value in ["13900009999", "13900000001", "520303199", "王示例", "示范路"] {
            assert!(!report.contains(value), "{value}");
        }
        assert_eq!(done.report.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    };

    the_register_is_let_out_to_its_owner_alone_and_on_record: |db| {
        let (_, office) = office(db);
        bring_in(&office, &written(db.folder(), "in.csv", &rows(3)), false).unwrap();
        let to = db.folder().join("licences.csv");
        let sent = let_out(&office, ExportPart::Licences, &to).unwrap();
        assert_eq!(to.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let text = std::fs::read_to_string(&to).unwrap();
        assert!(text.starts_with('\u{feff}') && sent.rows == 3);
        assert!(text.contains("520303,520300000001,C1,2015-03-01,2021-03-01,2031-03-01,10年,正常\r\n"), "{text}");
        for value in ["王示例", "1390000", "520303199", "示范路"] {
            assert!(!text.contains(value), "{value}");
        }
        let stream = office.stream("export", &sent.export);
        let events = ask(&office, move |read| Ok(ledger::events(read, &stream, 0, 5)?)).unwrap();
        assert_eq!((events.len(), events[0].kind.as_str()), (1, "register.exported"));
        assert!(events[0].facts.contains("ZYCG-2026-0117") && events[0].facts.contains("licences"));
        // No file is written over, and nothing leaves without a paper.
        assert!(let_out(&office, ExportPart::Licences, &to).unwrap_err().next.en.contains("--to"));
        let none = db.folder().join("none.csv");
        let nameless = Export { part: ExportPart::Persons, purpose: ExportPurpose::Oversight, reference: "  ".to_owned() };
        assert!(export(&office, &ExportWanted { export: nameless, to: none.clone(), map: None }, None).is_err());
        assert!(!none.exists() && !none.with_extension("csv.new").exists());
    };
}

fn embedded() -> (Database, Office) {
    let db = Database::on(store::Engine::Sqlite).unwrap();
    let (_, office) = office(&db);
    (db, office)
}

#[test]
fn every_bad_row_is_named_and_holds_nobody_up() {
    let (db, office) = embedded();
    let good = row(1);
    let id = id_number(1);
    let swapped = format!("{}{}", &id[..17], if id.ends_with('1') { '2' } else { '1' });
    let bad: &[(String, &str, &str)] = &[
        (good.replace("王示例1", "  "), "姓名", "missing"),
        (good.replace(&id, &swapped), "身份证明号码", "does not check"),
        (good.replace(&id, &id[..15]), "身份证明号码", "18 characters"),
        (good.replace(&id, "5.20303E+17"), "身份证明号码", "scientific"),
        (good.replace("13900000001", "0851-12345"), "手机号码", "11 digits"),
        (good.replace("520303,5203", "遵义,5203"), "行政区划", "region code"),
        (good.replace("520300000001", "20300000001"), "档案编号", "12 digits"),
        (good.replace("C1", "C9"), "准驾车型", "\"C9\""),
        (good.replace("2015-03-01", "2015-02-30"), "初次领证日期", "2015-02-30"),
        (good.replace("2015-03-01", "1989-03-01"), "初次领证日期", "older than the person"),
        (good.replace("2015-03-01", "2099-03-01"), "初次领证日期", "future"),
        (good.replace("2021-03-01", "2011-03-01"), "有效期起", "before the first licence"),
        (good.replace("2031-03-01", "2020-03-01"), "有效期止", "ends before"),
        (good.replace("2031-03-01", ""), "有效期止", "missing"),
        (good.replace("2031-03-01", "长期"), "有效期限", "fit the days"),
        (good.replace("10年,", "7年,"), "有效期限", "fit the days"),
        (good.replace("正常", "不明"), "状态", "不明"),
        (format!("{good},"), "", "13 cells under 12"),
        (good.replace("王示例1", &"长".repeat(101)), "姓名", "100 characters"),
        (good.replace("王示例1", &"长".repeat(2_000)), "", "too long"),
        (good.replace("王示例1", "\"王\n示例\""), "", "were read as one row"),
    ];
    for (which, (row, column, what)) in bad.iter().enumerate() {
        let file = written(db.folder(), "one.csv", &[self::row(500), row.clone(), self::row(501)]);
        let done = bring_in(&office, &file, true).unwrap();
        assert_eq!((counts(&done), done.rejected), ((3, 2, 0, 1), 1), "{which}: {:?}", told(&done));
        let told = told(&done);
        assert!(
            told.iter().any(|(line, at, why)| *line == 3 && at == column && why.contains(what)),
            "{what}: {told:?}"
        );
    }
    // All that is wrong with a row at once; and a row that repeats another.
    let worst = good.replace("王示例1", "").replace("C1", "X").replace("正常", "?");
    let file = written(
        db.folder(),
        "worst.csv",
        &[worst, row(2), row(2), row(2).replace("C1", "C2"), String::new(), row(3)],
    );
    let done = bring_in(&office, &file, false).unwrap();
    assert_eq!(counts(&done), (5, 3, 1, 2));
    let named: Vec<(u64, String)> = told(&done).into_iter().map(|(line, column, _)| (line, column)).collect();
    let expected = [(2, "姓名"), (2, "准驾车型"), (2, "状态"), (5, "身份证明号码")];
    assert_eq!(named, expected.map(|(line, column)| (line, column.to_owned())));
}

#[test]
fn a_file_of_another_form_is_refused_before_its_first_row() {
    let (db, office) = embedded();
    let refused = |bytes: &[u8]| {
        let path = db.folder().join("form.csv");
        std::fs::write(&path, bytes).unwrap();
        let failure = bring_in(&office, &path, false).unwrap_err();
        assert!(!db.folder().join("form.report.csv").exists());
        format!("{} {}", failure.what.en, failure.next.en)
    };
    let text = |rows: &[String]| format!("{HEAD}\r\n{}\r\n", rows.join("\r\n")).into_bytes();
    // 王 in GBK.
    let gbk = [text(&rows(3)), b"\xcd\xf5,1,,,,,,,,,,\r\n".to_vec()].concat();
    let said = refused(&gbk);
    assert!(said.contains("line 5") && said.contains("iconv -f GB18030"), "{said}");
    assert!(refused(b"\xff\xfe\x53\x59").contains("UTF-8"));
    assert!(refused(b"PK\x03\x04 and more").contains("workbook"));
    assert!(refused(b"").contains("first line"));
    let headless = refused(row(1).as_bytes());
    assert!(headless.contains("first line") && !headless.contains("王示例"), "{headless}");
    assert!(refused("姓名,身份证号\r\n".as_bytes()).contains("lacks columns"));
    assert!(refused(format!("{HEAD},备注\r\n").as_bytes()).contains("备注"));
    assert!(refused(format!("{HEAD},姓名\r\n").as_bytes()).contains("two columns"));
    let endless = [text(&rows(1)), b"\"".to_vec(), vec![b'x'; 3 << 20]].concat();
    assert!(refused(&endless).contains("without an end"));
    assert_eq!(persons(&office), 0);

    let path = db.folder().join("form.csv");
    let ignored = format!("\u{feff}{HEAD},累积记分\r\n{},12\r\n", row(1));
    std::fs::write(&path, ignored).unwrap();
    assert_eq!(counts(&bring_in(&office, &path, false).unwrap()), (1, 1, 0, 0));
    let own = ImportWanted { report: Some(path.clone()), file: path.clone(), map: MAP.into(), dry_run: true };
    assert!(import(&office, &own, None).unwrap_err().next.en.contains("--report"));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them() {
    let (db, office) = embedded();
    let bad = row(2).replace("C1", "C9");
    let broken = row(3).replace("王示例3", "\"王\n示例\"");
    let open = row(5).replace("王示例5", "\"王示例5");
    for (joint, end) in [("\n", ""), ("\n", "\n"), ("\r\n", ""), ("\r\n", "\r\n")] {
        let all = [HEAD, &row(1), "", &bad, &broken.replace('\n', joint), &row(4).replace("C1", "C8"), &open]
            .join(joint);
        let path = db.folder().join("lines.csv");
        std::fs::write(&path, all + end).unwrap();
        let done = bring_in(&office, &path, true).unwrap();
        let lines: Vec<u64> = told(&done).into_iter().map(|(line, ..)| line).collect();
        assert_eq!((counts(&done), lines), ((5, 1, 0, 4), vec![4, 5, 7, 8]), "{joint:?} {end:?}");
    }
}

#[test]
fn an_office_keeps_its_own_columns_and_words() {
    let (db, office) = embedded();
    let map = db.folder().join("map.toml");
    let text = "ignore = [\"备注\"]\n[columns]\nname = \"XM\"\nid_number = \"SFZMHM\"\nfile_number = \"DABH\"\n\
                classes = \"ZJCX\"\nfirst_issue = \"CCLZRQ\"\nvalid_from = \"YXQS\"\nvalid_until = \"YXQZ\"\n\
                status = \"ZT\"\n[values.status]\nA = \"normal\"\nB = \"超龄\"\n[values.valid_until]\n\"9999-12-31\" = \"长期\"\n";
    std::fs::write(&map, text.replace("超龄", "stopped")).unwrap();
    let head = "XM,备注,SFZMHM,DABH,ZJCX,CCLZRQ,YXQS,YXQZ,ZT";
    let one = |which: usize, until: &str, standing: &str| {
        let number = id_number(which);
        format!("赵示例,x,{number},5203{which:08},C1,2009-05-04,2015-05-04,{until},{standing}")
    };
    let file = db.folder().join("own.csv");
    let all = [one(1, "2025-05-04", "A"), one(2, "9999-12-31", "B"), one(3, "2024-05-04", "A")];
    std::fs::write(&file, format!("{head}\n{}\n", all.join("\n"))).unwrap();
    let wanted = ImportWanted { file, map: map.clone(), report: None, dry_run: false };
    let done = import(&office, &wanted, None).unwrap();
    // Nine years are no term.
    assert_eq!((counts(&done), told(&done)[0].1.as_str()), ((3, 2, 0, 1), "YXQZ"));
    let export_ = Export {
        part: ExportPart::Persons,
        purpose: ExportPurpose::Migration,
        reference: "ZYCG-1".to_owned(),
    };
    let to = db.folder().join("own-out.csv");
    export(&office, &ExportWanted { export: export_, to: to.clone(), map: Some(map) }, None).unwrap();
    let text = std::fs::read_to_string(&to).unwrap();
    assert!(text.contains("2015-05-04,9999-12-31,B") && text.contains("2015-05-04,2025-05-04,A"), "{text}");
    let again = import(&office, &ImportWanted { file: to, ..wanted }, None).unwrap();
    assert_eq!(counts(&again), (2, 2, 2, 0), "{:?}", told(&again));
}
