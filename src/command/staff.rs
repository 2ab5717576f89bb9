//! `kindred staff`: who may sign in.

use std::io::BufRead;

use clap::{Args, Subcommand};

use super::{Failure, open_as, role_named};
use crate::app::App;
use crate::config::Config;
use crate::domain::problem::Problems;
use crate::domain::staff::Role;
use crate::store::door::Refusal;
use crate::store::staff::{self, NewMember};
use crate::work::password;

/// What is typed after `kindred staff`.
#[derive(Debug, Args)]
pub struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Lists everybody
    List,
    /// Adds somebody; the password is read from the first line of the input
    Create {
        /// The e-mail they sign in with
        #[arg(long)]
        email: String,
        /// The name shown
        #[arg(long)]
        name: String,
        /// viewer, editor, publisher or administrator
        #[arg(long, default_value = "publisher")]
        role: String,
    },
    /// Gives somebody a new password, read from the first line of the input, and ends their sessions
    Password {
        /// The e-mail they sign in with
        #[arg(long)]
        email: String,
    },
    /// Keeps somebody out and ends their sessions
    Disable {
        /// The e-mail they sign in with
        #[arg(long)]
        email: String,
    },
    /// Lets somebody in again
    Enable {
        /// The e-mail they sign in with
        #[arg(long)]
        email: String,
    },
}

/// Runs it.
pub fn run(config: &Config, arguments: &Arguments) -> Result<(), Failure> {
    let (opened, actor) = open_as(config, "staff")?;
    let app = &opened.app;
    match &arguments.action {
        Action::List => return list(app),
        Action::Create { email, name, role } => {
            let new = new_member(email, name, role, &read_password()?)?;
            app.write_now(&actor, |write| staff::insert(write, &new))?;
            println!("{} may sign in.", new.email);
        }
        Action::Password { email } => {
            let hash = hashed(&read_password()?)?;
            let id = find(app, email)?.id;
            app.write_now(&actor, |write| staff::set_password(write, id, &hash))?;
            println!("{email} has a new password.");
        }
        Action::Disable { email } => {
            let id = find(app, email)?.id;
            app.write_now(&actor, |write| staff::set_active(write, id, false))?;
            println!("{email} may not sign in any more.");
        }
        Action::Enable { email } => {
            let id = find(app, email)?.id;
            app.write_now(&actor, |write| staff::set_active(write, id, true))?;
            println!("{email} may sign in.");
        }
    }
    Ok(())
}

fn list(app: &App) -> Result<(), Failure> {
    for member in app.read_now(staff::list)? {
        let state = if member.active { "" } else { "  kept out" };
        println!("{}  {}  {}{state}", member.email, member.name, member.role.as_str());
    }
    Ok(())
}

fn find(app: &App, email: &str) -> Result<staff::Member, Failure> {
    let folded = crate::domain::text::fold(email);
    let all = app.read_now(staff::list)?;
    let found = all.into_iter().find(|member| crate::domain::text::fold(&member.email) == folded);
    found.ok_or_else(|| Failure(format!("Nobody has the e-mail {email}.")))
}

/// Checks and hashes what makes a new member.
pub fn new_member(email: &str, name: &str, role: &str, password: &str) -> Result<NewMember, Failure> {
    let mut problems = Problems::default();
    let email = email.trim();
    if !email.split_once('@').is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
        || email.len() > 254
    {
        problems.add("email", format!("\"{email}\" is no e-mail address."));
    }
    let known = role_named(role).map_err(|Failure(message)| problems.add("role", message)).ok();
    if let Some(problem) = password::problem(password) {
        problems.add("password", problem);
    }
    let role = problems.or(known.unwrap_or(Role::Viewer)).map_err(Refusal::Problems)?;
    let name = if name.trim().is_empty() { email } else { name.trim() };
    Ok(NewMember {
        email: email.to_owned(),
        name: name.to_owned(),
        role,
        password_hash: password::hash(password)?,
    })
}

fn hashed(password: &str) -> Result<String, Failure> {
    match password::problem(password) {
        Some(problem) => Err(Failure(problem)),
        None => Ok(password::hash(password)?),
    }
}

fn read_password() -> Result<String, Failure> {
    eprintln!("Type the password, then Enter:");
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(|error| Failure(error.to_string()))?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}
