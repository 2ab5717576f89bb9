//! `kindred token`: programs that may call the API.

use clap::{Args, Subcommand};

use super::{Failure, open_as, role_named};
use crate::config::Config;
use crate::domain::staff::Role;
use crate::store::token;
use crate::work::secret;

/// What every token begins with, so that one that leaked is recognised.
const PREFIX: &str = "kindred_";
/// Longest name of a token.
const NAME_CHARS_MAX: usize = 100;

/// What is typed after `kindred token`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists all tokens, without their secrets
    List,
    /// Makes a token and prints it, once, as the last line
    Create {
        /// What it is for
        #[arg(long)]
        name: String,
        /// viewer, editor, publisher or administrator
        #[arg(long, default_value = "viewer")]
        role: String,
    },
    /// Takes a token back
    Revoke {
        /// What it is called
        #[arg(long)]
        name: String,
    },
}

/// Runs it.
pub fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let (opened, actor) = open_as(config, "token")?;
    let app = &opened.app;
    match &arguments.action {
        Action::List => {
            for token in app.read_now(token::list)? {
                let state = if token.revoked_at.is_some() { "  taken back" } else { "" };
                println!("{}  {}{state}", token.name, token.role.as_str());
            }
        }
        Action::Create { name, role } => {
            let (name, role) = checked(name, role)?;
            let secret = format!("{PREFIX}{}", secret::fresh().map_err(|error| Failure(error.to_string()))?);
            let hash = secret::hash(&secret);
            app.write_now(&actor, |write| token::insert(write, name, role, &hash))?;
            println!("The token {name} ({}) is shown this once:", role.as_str());
            println!("{secret}");
        }
        Action::Revoke { name } => {
            app.write_now(&actor, |write| token::revoke(write, name))?;
            println!("The token {name} does not hold any more.");
        }
    }
    Ok(())
}

fn checked<'a>(name: &'a str, role: &str) -> Result<(&'a str, Role), Failure> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > NAME_CHARS_MAX || name.contains(char::is_control) {
        return Err(Failure(format!("The name must have 1 to {NAME_CHARS_MAX} characters.")));
    }
    Ok((name, role_named(role)?))
}
