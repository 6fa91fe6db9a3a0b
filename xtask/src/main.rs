//! The workshop's own tool: what `./check` needs beyond cargo and npm. It knows none of the product's crates.
//!
//! `cargo xtask tidy` reads every file of the repository and says where a house rule is broken; `licences` reads the
//! licences of all dependencies; `assets` fetches the front-end files of others; `generate` makes the files that are
//! generated and committed. Every command exits 0 when all is well, 1 when it found something, 2 when it could not
//! look.

mod assets;
mod generate;
mod licences;
mod outcome;
mod run;
mod tidy;
mod tree;

use std::process::ExitCode;

use outcome::Outcome;

const USAGE: &str = "\
The workshop's tool of this repository.

  cargo xtask tidy                 house rules over every file of the tree
  cargo xtask licences             licences of all Rust dependencies
  cargo xtask assets               fetch the front-end files of others into target/assets
  cargo xtask generate [--check]   make the generated files, or compare them with what is committed

Exit status: 0 all is well, 1 something was found, 2 it could not be done.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match words.as_slice() {
        ["tidy"] => tidy::command(),
        ["licences"] => licences::command(),
        ["assets"] => assets::command(),
        ["generate"] => generate::command(generate::Mode::Write),
        ["generate", "--check"] => generate::command(generate::Mode::Check),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(Outcome::Well)
        }
        _ => Err(USAGE.to_owned()),
    };
    match outcome {
        Ok(Outcome::Well) => ExitCode::SUCCESS,
        Ok(Outcome::Found) => ExitCode::from(1),
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}
