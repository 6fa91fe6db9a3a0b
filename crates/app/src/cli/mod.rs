//! The command line: what may be typed. What a command does stands in a file of its name under `commands`.

mod words;

use std::path::PathBuf;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use base::Lang;
use service::registry::{ExportPart, ExportPurpose};

pub use words::{WELCOME, localised};

/// What was typed.
#[derive(Clone, Debug, Parser)]
#[command(name = "yichuang", version, disable_help_subcommand = true)]
pub struct Cli {
    /// What holds for every command.
    #[command(flatten)]
    pub common: Common,
    /// The command; without one the program says what it is.
    #[command(subcommand)]
    pub verb: Option<Verb>,
}

/// What holds for every command.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct Common {
    /// JSON on standard output; progress and words go to standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// Where the data are: a folder, or a postgres:// address.
    #[arg(long, global = true, value_name = "PATH|URL")]
    pub store: Option<String>,
    /// The configuration file.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
}

/// The commands.
#[derive(Clone, Debug, Subcommand)]
pub enum Verb {
    /// A demonstration city with everything in it, made anew or opened again where --store has one.
    Demo(Demo),
    /// Make a new store and its first administrator.
    Init(Init),
    /// Give an administrator who cannot log in any more a new one-time code.
    Recover(Recover),
    /// Serve pages and API, and do the work for outside systems.
    Serve(Serve),
    /// Do the work for outside systems only (PostgreSQL).
    Worker,
    /// Bring the schema up to date.
    Migrate(Migrate),
    /// Check the record: events, tree, checkpoints, vault, files.
    Verify(Verify),
    /// Say whether everything is in order, and what to do where it is not.
    Doctor(Doctor),
    /// Write a backup of an embedded store, and read it back.
    Backup(Backup),
    /// Put a backup back into a new folder.
    Restore(Restore),
    /// Bring in a register as CSV, row by row, with a report of what cannot be.
    Import(Import),
    /// Write the register as CSV, for a purpose that goes on record.
    Export(Export),
    /// Say which item a question in plain words asks for.
    Ask(Ask),
    /// Answer questions about the law, a line of JSON each.
    Law(Law),
    /// List every route of the program.
    Routes,
    /// Work with the catalogue of items.
    Catalog(Catalog),
    /// Print the OpenAPI description of the API.
    Openapi,
    /// Serve the twins of outside systems alone.
    Sandbox(Sandbox),
    /// Measure what this machine does, against what its engine would do alone.
    Bench(Bench),
    /// Print what a shell needs to complete commands and flags.
    Completion(Completion),
    /// Show every setting and where its value comes from.
    Config,
}

/// `demo`.
#[derive(Clone, Debug, clap::Args)]
pub struct Demo {
    /// The port; 0 for any free one.
    #[arg(long, default_value_t = 8080)]
    pub port: u16,
    /// How large the city is; small when left out.
    #[arg(long, value_enum)]
    pub size: Option<Size>,
    /// The city's present day, YYYY-MM-DD; today when left out.
    #[arg(long, value_name = "DAY")]
    pub date: Option<String>,
}

/// How large a demonstration is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Size {
    /// The same network, 2,000 persons, four weeks of cases: for a quick look and for tests.
    Tiny,
    /// 67 outlets in eleven counties, 20,000 persons, nine weeks of cases.
    Small,
    /// The same network, 1,050,000 drivers with 950,000 vehicles: some minutes to make, 8 GB of disk.
    City,
}

/// `init`.
#[derive(Clone, Debug, clap::Args)]
pub struct Init {
    /// The first administrator's user name.
    #[arg(long, value_name = "NAME", default_value = "admin")]
    pub admin: String,
    /// The office's region: six digits of GB/T 2260.
    #[arg(long, value_name = "CODE")]
    pub region: String,
}

/// `recover`.
#[derive(Clone, Debug, clap::Args)]
pub struct Recover {
    /// The administrator's user name.
    #[arg(long, value_name = "NAME", default_value = "admin")]
    pub admin: String,
}

/// `serve`.
#[derive(Clone, Debug, clap::Args)]
pub struct Serve {
    /// The address to listen at.
    #[arg(long, value_name = "ADDRESS")]
    pub listen: Option<String>,
}

/// `migrate`.
#[derive(Clone, Debug, clap::Args)]
pub struct Migrate {
    /// Only say what would be done.
    #[arg(long)]
    pub plan: bool,
}

/// `verify`.
#[derive(Clone, Debug, clap::Args)]
pub struct Verify {
    /// Also rebuild every read row from the events and compare.
    #[arg(long)]
    pub rows: bool,
    /// Also prove that the ledger grew out of the checkpoint in this file.
    #[arg(long, value_name = "FILE")]
    pub since: Option<PathBuf>,
    /// Check a proof file and nothing else.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["rows", "since"])]
    pub proof: Option<PathBuf>,
    /// The public key that a proof must be under; the store's own when left out.
    #[arg(long, value_name = "KEY", requires = "proof")]
    pub key: Option<String>,
}

/// `doctor`.
#[derive(Clone, Debug, clap::Args)]
pub struct Doctor {
    /// First mend what needs nobody's decision: rights that are too wide, a schema older than the program.
    #[arg(long)]
    pub fix: bool,
}

/// `completion`.
#[derive(Clone, Debug, clap::Args)]
pub struct Completion {
    /// The shell.
    #[arg(value_enum)]
    pub shell: clap_complete::Shell,
}

/// `backup`.
#[derive(Clone, Debug, clap::Args)]
pub struct Backup {
    /// The new file.
    pub file: PathBuf,
}

/// `restore`.
#[derive(Clone, Debug, clap::Args)]
pub struct Restore {
    /// The backup.
    #[arg(required_unless_present = "erasures")]
    pub file: Option<PathBuf>,
    /// Only read it and say what it holds.
    #[arg(long)]
    pub dry_run: bool,
    /// Put nothing back: erase again whoever is on the list of erasures, in a store that was restored by other means.
    #[arg(long, conflicts_with_all = ["file", "dry_run"])]
    pub erasures: bool,
}

/// `import`.
#[derive(Clone, Debug, clap::Args)]
pub struct Import {
    /// The file: CSV in UTF-8, with the names of its columns in the first line.
    pub file: PathBuf,
    /// Which column is which; docs/import.example.toml is one to begin from.
    #[arg(long, value_name = "FILE")]
    pub map: PathBuf,
    /// Only check every row and write the report.
    #[arg(long)]
    pub dry_run: bool,
    /// The report; beside the file when left out.
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,
}

/// `export`.
#[derive(Clone, Debug, clap::Args)]
pub struct Export {
    /// Which part of the register.
    #[arg(value_parser = codes(ExportPart::ALL.iter().map(|part| part.as_str())))]
    pub part: String,
    /// What for; it goes on record.
    #[arg(long, value_name = "PURPOSE", value_parser = codes(ExportPurpose::ALL.iter().map(|why| why.as_str())))]
    pub purpose: String,
    /// The number of the paper that orders it; it goes on record.
    #[arg(long, value_name = "NUMBER")]
    pub reference: String,
    /// The new file; PART-DAY.csv in the current folder when left out.
    #[arg(long, value_name = "FILE")]
    pub to: Option<PathBuf>,
    /// Which member goes into which column; the program's own map when left out.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
}

fn codes(all: impl Iterator<Item = &'static str>) -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(all)
}

/// `ask`.
#[derive(Clone, Debug, clap::Args)]
pub struct Ask {
    /// The question; without one, lines of {"q": "..."} are read and answered one by one.
    pub question: Option<String>,
}

/// `law`.
#[derive(Clone, Debug, clap::Args)]
pub struct Law {
    /// Print the JSON Schema of all questions.
    #[arg(long)]
    pub schema: bool,
    /// Print a table as Markdown; `index` lists the tables, `questions` what can be asked.
    #[arg(long, value_name = "TABLE")]
    pub reference: Option<String>,
    /// A folder of tables to merge in: a draft, or an office's settings.
    #[arg(long, value_name = "FOLDER")]
    pub overlay: Option<std::path::PathBuf>,
    /// The day whose rules decide where a question names none; today by default.
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub as_of: Option<String>,
    /// Say with each answer which rows decided it, what is unknown, and when it would change.
    #[arg(long)]
    pub explain: bool,
}

/// `catalog`.
#[derive(Clone, Debug, clap::Args)]
pub struct Catalog {
    /// What to do with it.
    #[command(subcommand)]
    pub act: CatalogAct,
}

/// What can be done with the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Subcommand)]
pub enum CatalogAct {
    /// Check names, types, texts, articles and test facts of every item.
    Check,
}

/// `sandbox`.
#[derive(Clone, Debug, clap::Args)]
pub struct Sandbox {
    /// The port; 0 for any free one.
    #[arg(long, default_value_t = 8090)]
    pub port: u16,
    /// The token that clients must send.
    #[arg(long, default_value = "sandbox-token-0000")]
    pub token: String,
}

/// `bench`.
#[derive(Clone, Debug, clap::Args)]
pub struct Bench {
    /// Which engine; PostgreSQL is named by --store.
    #[arg(long, value_enum, default_value_t = BenchEngine::Sqlite)]
    pub engine: BenchEngine,
    /// How long a window is, in seconds.
    #[arg(long, default_value_t = 10, value_parser = clap::value_parser!(u64).range(1..=3600))]
    pub seconds: u64,
    /// With how many cases present.
    #[arg(long, value_delimiter = ',', default_value = "0,100000,300000,1000000")]
    pub cases: Vec<u64>,
    /// How many persons with licences.
    #[arg(long, default_value_t = 200_000, value_parser = clap::value_parser!(u64).range(100..=5_000_000))]
    pub persons: u64,
    /// One of its own processes.
    #[arg(long, value_enum, hide = true)]
    pub part: Option<BenchPart>,
}

/// The engines that can be measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum BenchEngine {
    /// Embedded.
    Sqlite,
    /// A cluster.
    Postgres,
}

/// The processes of a bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum BenchPart {
    /// Serves.
    Server,
    /// Loads.
    Load,
}

/// Reads what was typed, with help in the language of the environment.
pub fn parse(
    arguments: impl IntoIterator<Item = std::ffi::OsString>,
    lang: Lang,
) -> Result<Cli, clap::Error> {
    let mut command = localised(Cli::command(), lang);
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(line: &str) -> Result<Cli, clap::Error> {
        parse(line.split(' ').map(Into::into), Lang::Zh)
    }

    #[test]
    fn flags_that_hold_for_every_command_may_stand_after_it() {
        let cli = read("yichuang verify --rows --json --store x").unwrap();
        assert!(cli.common.json);
        assert_eq!(cli.common.store.as_deref(), Some("x"));
        let Some(Verb::Verify(verify)) = cli.verb else { panic!("{cli:?}") };
        assert!(verify.rows && verify.since.is_none());
    }

    #[test]
    fn a_demonstration_has_its_defaults() {
        let Some(Verb::Demo(demo)) = read("yichuang demo").unwrap().verb else { panic!() };
        assert_eq!((demo.port, demo.size, demo.date), (8080, None, None));
        let Some(Verb::Demo(demo)) =
            read("yichuang demo --port 0 --size small --date 2026-03-02").unwrap().verb
        else {
            panic!()
        };
        assert_eq!((demo.port, demo.date.as_deref()), (0, Some("2026-03-02")));
    }

    #[test]
    fn what_does_not_exist_is_not_taken() {
        for wrong in [
            "yichuang simulate",
            "yichuang bench --engine oracle",
            "yichuang init",
            "yichuang demo --size province",
            "yichuang backup",
            "yichuang import a.csv",
            "yichuang export persons",
            "yichuang export vehicles --purpose oversight --reference YC-1",
            "yichuang export persons --purpose curiosity --reference YC-1",
            "yichuang verify --proof p --rows",
            "yichuang verify --key k",
            "yichuang serve --port 1",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn without_a_command_there_is_only_the_welcome() {
        assert!(read("yichuang").unwrap().verb.is_none());
    }
}
