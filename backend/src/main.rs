//! The program `lantoa`: reads the command line, starts what it names, says how it ended.

use backend::{cli, launch};
use std::process::ExitCode;

/// A push allocates a few hundred small pieces for each report, on whichever thread has a turn; the
/// allocator of the C library gives pages back between two pushes and has the kernel clear them again.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let command = match cli::command(std::env::args().skip(1), |name| std::env::var(name).ok()) {
        Ok(command) => command,
        Err(problem) => {
            eprintln!("lantoa: {problem}\n\n{}", cli::USAGE);
            return ExitCode::from(2);
        }
    };
    launch::log_to_stderr();
    match command {
        cli::Command::Help => {
            println!("{}", cli::USAGE);
            ExitCode::SUCCESS
        }
        cli::Command::Serve { config, listen } => ended(launch::serve(config, &listen)),
        cli::Command::Demo { config } => ended(launch::demo(config)),
        cli::Command::Move { from, to } => ended(launch::carry(&from, &to)),
        cli::Command::Backup { config, file, is_off_machine } => ended(launch::backup(&config, &file, is_off_machine)),
        cli::Command::Restore { config, file, replace } => ended(launch::restore(&config, &file, replace)),
        cli::Command::Recount { config } => ended(launch::recount(&config)),
        cli::Command::Import { config, file } => ended(launch::import(&config, &file)),
        cli::Command::Office { config, file } => ended(launch::office(config, &file)),
    }
}

fn ended(outcome: Result<(), launch::LaunchError>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("lantoa: {error}");
            ExitCode::from(error.code())
        }
    }
}
