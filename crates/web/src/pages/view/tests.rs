//! Renders every sample of every view in both languages and all display modes, and reads the result like a careful
//! person: well formed, labelled, translated, nothing the content policy forbids. The gallery writes the same pages
//! as files, for looking at them with one's own eyes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use askama::Template as _;
use base::Lang;

use super::scan;
use crate::frame::{Contrast, Display, Frame, Size};

/// A sample rendered in one language and one display.
struct Shot {
    name: String,
    lang: Lang,
    display: Display,
    html: String,
}

const DISPLAYS: [Display; 4] = [
    Display { size: Size::Standard, contrast: Contrast::Normal },
    Display { size: Size::Big, contrast: Contrast::Normal },
    Display { size: Size::Max, contrast: Contrast::Normal },
    Display { size: Size::Standard, contrast: Contrast::High },
];

fn shots_of(page: &str, state: &str, mut render: impl FnMut(Lang, Display) -> String) -> Vec<Shot> {
    let name = format!("{page}-{}", state.replace([' ', ','], "-").replace("--", "-"));
    let mut shots = Vec::new();
    for lang in [Lang::Zh, Lang::En] {
        for display in DISPLAYS {
            shots.push(Shot { name: name.clone(), lang, display, html: render(lang, display) });
        }
    }
    shots
}

fn set(frame: &mut Frame, lang: Lang, display: Display) {
    (frame.lang, frame.display) = (lang, display);
}

macro_rules! gather {
    ($($module:ident :: $page:ident),* $(,)?) => {{
        let mut all: Vec<Shot> = Vec::new();
        $(for (state, mut page) in $module::$page::samples() {
            let name = concat!(stringify!($module), "-", stringify!($page));
            all.extend(shots_of(name, state, |lang, display| {
                set(&mut page.frame, lang, display);
                page.render().unwrap()
            }));
        })*
        all
    }};
}

fn everything() -> Vec<Shot> {
    let mut shots = citizen();
    shots.extend(staff());
    shots
}

fn citizen() -> Vec<Shot> {
    use super::{
        apply, calculate, case, contact, document, home, info, item, ledger, login, mandate, me, message,
        outlets, paper, pay, problem, rating, search, supplement, track, verify,
    };
    gather![
        home::Home,
        item::ItemList,
        item::ItemGuide,
        search::Search,
        calculate::Calculators,
        calculate::Calculator,
        login::Login,
        login::LoginCode,
        apply::ApplyWho,
        apply::ApplyStart,
        apply::ApplyCannot,
        apply::ApplyContact,
        contact::ContactCode,
        apply::ApplyDelivery,
        apply::ApplyOutlet,
        apply::ApplyAddress,
        apply::ApplyPhoto,
        apply::ApplyMaterial,
        apply::ApplyCheck,
        apply::ApplySign,
        pay::Pay,
        case::CaseDone,
        case::CaseList,
        case::CaseTimeline,
        case::Withdraw,
        track::Track,
        supplement::Supplement,
        rating::Rate,
        document::Wallet,
        document::ShowLicence,
        mandate::MandateList,
        mandate::MandateGrant,
        mandate::MandateRevoke,
        message::Messages,
        me::Me,
        me::DisplaySettings,
        outlets::OutletFinder,
        info::Help,
        info::Privacy,
        info::Accessibility,
        verify::Verify,
        ledger::Ledger,
        problem::ProblemPage,
        paper::Paper,
        paper::LicenceCard,
    ]
}

fn staff() -> Vec<Shot> {
    use super::staff::{
        acts, case, counter, day, decide, desk, fee, health, interfaces, issue, keys, knowledge, ledger,
        login, lookup, me, notices, outlets, people, person, setup, stock,
    };
    let mut shots = gather![
        login::StaffLogin,
        login::StaffTotp,
        setup::SetupCode,
        setup::SetupPassword,
        setup::SetupTotp,
        desk::Desk,
        notices::Notices,
        knowledge::Knowledge,
        desk::Worklist,
        case::DeskCase,
        counter::CounterStart,
        counter::CounterCase,
        acts::AskSupplement,
        acts::RejectAcceptance,
        decide::Decide,
        decide::Correct,
        fee::Fee,
        issue::IssueList,
        issue::Issue,
        lookup::Lookup,
        stock::Stock,
        day::DayEnd,
        people::StaffList,
        people::StaffNew,
        person::StaffMember,
        outlets::OutletList,
        me::StaffMe,
        keys::StaffHelp,
        health::Health,
        interfaces::Interfaces,
        interfaces::AsideJob,
        ledger::LedgerSearch,
        ledger::LedgerEvent,
    ];
    for shot in &mut shots {
        shot.name = format!("staff-{}", shot.name);
    }
    shots
}

#[test]
fn every_sample_reads_well_in_both_languages_and_all_modes() {
    let mut complaints: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for shot in everything() {
        let page = scan::Page::read(&shot.html);
        let mut found = if shot.lang == Lang::Zh { page.untranslated_english() } else { Vec::new() };
        found.extend(page.review(shot.lang.tag()));
        for complaint in found {
            let place = format!("{} {}", shot.name, shot.lang.tag());
            complaints.entry(complaint).or_default().push(place);
        }
    }
    let report: Vec<String> = complaints
        .iter()
        .map(|(complaint, places)| format!("{complaint}\n    {} ({} times)", places[0], places.len()))
        .collect();
    assert!(report.is_empty(), "{}", report.join("\n"));
}

#[test]
fn the_display_mode_is_on_the_page_and_nowhere_else() {
    for shot in everything() {
        let page = scan::Page::read(&shot.html);
        let html = page.all("html").next().unwrap();
        assert_eq!(html.get("data-size"), Some(shot.display.size.word()), "{}", shot.name);
        assert_eq!(html.get("data-contrast"), Some(shot.display.contrast.word()), "{}", shot.name);
    }
}

#[test]
fn a_wrong_form_says_so_in_the_title_and_first_of_all() {
    let wrong: Vec<Shot> =
        everything().into_iter().filter(|shot| shot.html.contains("class=\"errsum\"")).collect();
    assert!(wrong.len() > 100, "{}", wrong.len());
    for shot in wrong {
        let word = shot.lang.pick("<title>错误：", "<title>Error: ");
        assert!(shot.html.contains(word), "{}", shot.name);
        let (before, _) = shot.html.split_once("<h1").unwrap();
        assert!(before.contains("class=\"errsum\""), "{}", shot.name);
    }
}

#[test]
fn pages_stay_within_the_budget() {
    for shot in everything() {
        assert!(shot.html.len() < 60_000, "{} has {} bytes", shot.name, shot.html.len());
    }
}

/// Writes every sample into `target/gallery`: run it with `cargo test -p web gallery -- --ignored`.
#[test]
#[ignore = "writes files for looking at"]
fn gallery() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let folder = root.join("target/gallery");
    std::fs::create_dir_all(&folder).unwrap();
    let mut index =
        String::from("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Gallery</title><ul>");
    for shot in everything() {
        let file = format!("{}.{}.{}.html", shot.name, shot.lang.pick("zh", "en"), shot.display.to_cookie());
        let html = shot.html.replace("=\"/static/", "=\"static/");
        std::fs::write(folder.join(&file), html).unwrap();
        write!(index, "<li><a href=\"{file}\">{file}</a></li>").unwrap();
    }
    std::fs::write(folder.join("index.html"), index).unwrap();
    std::fs::create_dir_all(folder.join("static")).unwrap();
    for entry in std::fs::read_dir(root.join("static")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, folder.join("static").join(path.file_name().unwrap())).unwrap();
        }
    }
}
