//! The program `yichuang`. Everything it does is in the library of this crate.

fn main() -> std::process::ExitCode {
    app::main(std::env::args_os())
}
