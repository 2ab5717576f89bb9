//! A Spryker import, one file or a whole folder: words first, then products, then relations, whatever the order of the files.
//!
//! Products of all files go through the one pass that every catalogue goes through, as if they were one file; a row only
//! says a part. A file that cannot be read to its end is left out whole and told, and the others go in.

mod keep;
mod relation;
mod rule;
mod words;

use self::relation::Relations;
use self::words::Words;
use super::survey::Survey;
use super::{Halt, Making, Mode, Outcome, Progress, Run, Source, rows};
use crate::codec::catalogue::source::table;
use crate::codec::catalogue::spryker::{Family, File, Line, relation as codec, word};
use crate::codec::catalogue::{Format, Trouble};
use crate::domain::vocabulary::Vocabulary;

/// Files of Spryker's, each known for what it is.
struct Files<'a> {
    all: Vec<(File, Source<'a>)>,
}

impl<'a> Files<'a> {
    fn of(&self, is_meant: impl Fn(File) -> bool) -> Vec<(File, Source<'a>)> {
        self.all.iter().filter(|(file, _)| is_meant(*file)).copied().collect()
    }
}

/// Checks or applies the files.
pub(super) fn run(run: &Run<'_>, progress: Progress<'_, '_>, making: &mut Making) -> Result<(), Halt> {
    let files = readable(run, making)?;
    let before = run.app.read_now(crate::store::snapshot::vocabulary)?;
    let mut words = Words::new(&before);
    let lists = files.of(|file| file.family() == Family::Words || file == File::Label);
    each(&lists, making, word::read, |place, word, making| {
        words.take(place, word, making);
        Ok(())
    })?;
    let products = files.of(|file| file.family() == Family::Products);
    let sources: Vec<Source<'_>> = products.iter().map(|(_, source)| *source).collect();
    let products = Run { sources: &sources, format: Some(Format::Spryker), ..*run };
    let mut survey = None;
    if !sources.is_empty() {
        let (_, found) = products.survey(&|key| words.is_multiple(key))?;
        words.decide(&found.kinds, making);
        survey = Some(found);
    }
    words.settle(making);
    let mut vocabulary = keep_words(run, words)?;
    if let Some(survey) = &survey {
        let mut made = Making::default();
        let passed = products.catalogue(&vocabulary, (products.format, survey), progress, &mut made);
        making.join(made);
        let learnt = passed?;
        vocabulary = match run.mode {
            Mode::Apply => run.app.read_now(crate::store::snapshot::vocabulary)?,
            Mode::Check => learnt,
        };
    }
    let relations = files.of(|file| file.family() == Family::Relations);
    if !relations.is_empty() {
        take_relations(run, &relations, &vocabulary, survey.as_ref(), making)?;
    }
    Ok(())
}

/// Returns the files that can be read to their ends; the others are told. One alone fails as a whole.
fn readable<'a>(run: &Run<'a>, making: &mut Making) -> Result<Files<'a>, Halt> {
    let mut all = Vec::new();
    for source in run.sources {
        match read_through(source) {
            Ok((file, lines)) => all.push((file, lines, *source)),
            Err(trouble) if run.sources.len() == 1 => {
                let sentence = trouble.message.clone();
                if !trouble.column.is_empty() {
                    making.trouble(rows::place(source.place, 1), trouble);
                }
                return Err(Halt::File(sentence));
            }
            Err(trouble) => making.refuse(rows::place(source.place, 1), trouble),
        }
    }
    // A list of files comes in any order. Of several lists of stores the longest says the order of most.
    let rank = |file: File, lines: u64| if file == File::Store { u64::MAX - lines } else { 0 };
    all.sort_by_key(|(file, lines, source)| (*file, rank(*file, *lines), source.place));
    Ok(Files { all: all.into_iter().map(|(file, _, source)| (file, source)).collect() })
}

/// Returns which file it is, and how many lines it has below the first.
fn read_through(source: &Source<'_>) -> Result<(File, u64), Trouble> {
    let whole = |sentence: String| Trouble::new("", "", sentence);
    let bytes = (source.open)().map_err(|error| whole(crate::codec::catalogue::source::sentence(&error)))?;
    let mut table = table(bytes, File::of_name(source.name))?;
    let mut lines = 0;
    while let Some(line) = table.next_line(|_| ()) {
        line.map_err(whole)?.ok();
        lines += 1;
    }
    Ok((table.file(), lines))
}

/// Hands every line of some files to `read`, and what it made of it to `take`; what is wrong with a line is told.
fn each<T>(
    files: &[(File, Source<'_>)],
    making: &mut Making,
    read: impl Fn(File, &Line<'_>) -> Result<T, Trouble>,
    mut take: impl FnMut(u64, T, &mut Making) -> Result<(), Halt>,
) -> Result<(), Halt> {
    for (file, source) in files {
        let bytes = (source.open)().map_err(|error| crate::codec::catalogue::source::sentence(&error))?;
        let mut table = table(bytes, Some(*file)).map_err(|trouble| trouble.message)?;
        while let Some(line) = table.next_line(|line| (line.number, read(*file, line))) {
            match line? {
                Ok((line, Ok(said))) => take(rows::place(source.place, line), said, making)?,
                Ok((line, Err(trouble))) | Err((line, trouble)) => {
                    // Rows of labels are told with the products that they name.
                    if *file != File::Label {
                        making.refuse(rows::place(source.place, line), trouble);
                    }
                }
            }
        }
    }
    Ok(())
}

/// Writes the words, where they are not as they were, and returns all that can be named then.
fn keep_words(run: &Run<'_>, words: Words) -> Result<Vocabulary, Halt> {
    if run.mode == Mode::Check || !words.is_changed() {
        return Ok(words.vocabulary());
    }
    keep::keep(run.app, run.actor, &words)?;
    crate::work::follow::catch_up(run.app);
    Ok(run.app.read_now(crate::store::snapshot::vocabulary)?)
}

fn take_relations(
    run: &Run<'_>,
    files: &[(File, Source<'_>)],
    vocabulary: &Vocabulary,
    survey: Option<&Survey>,
    making: &mut Making,
) -> Result<(), Halt> {
    let mut relations = Relations::new((run.app, run.actor, run.mode), vocabulary, survey)?;
    let of = |wanted: File| -> Vec<(File, Source<'_>)> {
        files.iter().filter(|(file, _)| *file == wanted).copied().collect()
    };
    let read_store = |_: File, line: &Line<'_>| codec::read_store(line);
    each(&of(File::RelationStore), making, read_store, |place, (key, store), _| {
        relations.note_store(place, key, store);
        Ok(())
    })?;
    let read = |_: File, line: &Line<'_>| codec::read(line);
    each(&of(File::Relation), making, read, |place, relation, making| {
        relations.take(place, relation, making)
    })?;
    relations.finish(making)?;
    if run.mode == Mode::Apply {
        crate::work::follow::catch_up(run.app);
        for key in &relations.to_freeze {
            crate::work::freeze::take_now(run.app, run.actor, key)?;
        }
        crate::work::follow::catch_up(run.app);
    }
    Ok(())
}

impl Making {
    /// Counts a row that was not taken, with why.
    fn refuse(&mut self, place: u64, trouble: Trouble) {
        self.count(Outcome::Refused);
        self.trouble(place, trouble);
    }
}
