//! The executable: reads the command line and runs one command.

use std::process::ExitCode;

/// Gives memory back that glibc would keep in pieces, and costs less where every core asks for some.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    kindred::command::main()
}
