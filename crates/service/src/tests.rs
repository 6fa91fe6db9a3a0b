//! What holds for the whole service on both engines.

use crate::testing::office;

testkit::both! {
    every_statement_prepares: |db| {
        let office = office(db);
        let engine = office.store().engine();
        for statement in crate::statements() {
            let text = statement.text(engine).to_owned();
            let prepared: Result<(), store::Error> = office.store().read(move |r| r.prepare_only(&text)).wait();
            prepared.unwrap_or_else(|e| panic!("{}: {e}", statement.name()));
        }
    };
}

#[test]
fn statement_names_are_unique() {
    let mut names: Vec<_> = crate::statements().map(store::Statement::name).collect();
    let count = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), count);
}

#[test]
fn both_engines_have_the_same_schema() {
    let (Some(lite), Some(pg)) =
        (testkit::Database::on(store::Engine::Sqlite), testkit::Database::on(store::Engine::Postgres))
    else {
        return;
    };
    assert_eq!(office(&lite).store().tables().unwrap(), office(&pg).store().tables().unwrap());
}

#[test]
fn the_catalogue_has_no_findings() {
    let rules = crate::catalog::RuleSet::embedded().unwrap();
    assert_eq!(crate::catalog::check(&rules.catalog, &rules.law), []);
}
