//! The program `yichuang`. Everything it does is in the library of this crate.

/// A step of a case asks for memory some thousands of times, on a thread that another one frees it on (ADR 0011).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    app::main(std::env::args_os())
}
