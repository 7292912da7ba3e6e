//! Compiles the messages of the interface, caps the sanitiser's memory (an article that makes its parser run wild ends the worker, not the tab), and has the reader linked so that it can be split.

use std::collections::BTreeSet;
use std::error::Error;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs, iter};

use serde_json::{Map, Value};

/// 256 MB; what real articles take is a tenth of it.
const SANITIZER_MEMORY_BYTES: u32 = 256 << 20;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|target| target == "wasm32") {
        println!("cargo::rustc-link-arg-bin=sanitizer=--max-memory={SANITIZER_MEMORY_BYTES}");
        println!("cargo::rustc-link-arg-bin=reader=--emit-relocs");
    }

    println!("cargo::rerun-if-changed=messages");
    let out = PathBuf::from(env::var("OUT_DIR")?);
    let files = message_files()?;
    fs::write(out.join("language.rs"), languages(&files)?)?;
    fs::write(out.join("query.rs"), section(&files, "query", "Wording")?)?;
    fs::write(out.join("reader.rs"), section(&files, "reader", "Messages")?)?;
    Ok(())
}

/// A file of `messages/`, whose name is its language as BCP 47.
struct MessageFile {
    tag: String,
    content: Map<String, Value>,
}

fn message_files() -> Result<Vec<MessageFile>, Box<dyn Error>> {
    let mut files = Vec::new();
    for entry in fs::read_dir("messages")? {
        let path = entry?.path();
        let is_json = path.extension().is_some_and(|extension| extension == "json");
        if let (true, Some(tag)) = (is_json, path.file_stem()) {
            let content = read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
            let tag = tag.to_string_lossy().into_owned();
            files.push(MessageFile { tag, content });
        }
    }
    files.sort_by(|one, other| one.tag.cmp(&other.tag));
    Ok(files)
}

fn read(path: &Path) -> Result<Map<String, Value>, Box<dyn Error>> {
    Ok(serde_json::from_str(&fs::read_to_string(path)?)?)
}

/// The enum of languages: `zh-Hans` becomes `ZhHans`.
fn languages(files: &[MessageFile]) -> Result<String, Box<dyn Error>> {
    let (mut variants, mut all, mut tags) = (String::new(), String::new(), String::new());
    for MessageFile { tag, content } in files {
        let own_name = content
            .get("language")
            .and_then(Value::as_str)
            .ok_or(format!("messages/{tag}.json has no \"language\""))?;
        let variant: String = tag
            .split('-')
            .map(|subtag| subtag[..1].to_ascii_uppercase() + &subtag[1..])
            .collect();
        writeln!(variants, "#[doc = {own_name:?}] {variant},")?;
        write!(all, "Language::{variant},")?;
        write!(tags, "Language::{variant} => {tag:?},")?;
    }
    Ok(format!(
        "/// A language that the program speaks: one for each file of `messages/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Language {{ {variants} }}
        impl Language {{
            /// Every language, in the order of the tags.
            pub const ALL: [Language; {}] = [{all}];
            /// The language as BCP 47.
            pub fn tag(self) -> &'static str {{ match self {{ {tags} }} }}
        }}",
        files.len()
    ))
}

/// A function for each message of a section, over one table of texts for all languages. Parameters are in alphabetical order, so that no translation
/// changes a function; in the table each is the character of its place. A message with plural forms takes a place in the table for each category.
fn section(files: &[MessageFile], name: &str, type_name: &str) -> Result<String, Box<dyn Error>> {
    let sections: Vec<(&str, &Map<String, Value>)> = files
        .iter()
        .map(|file| {
            let messages = file.content.get(name).and_then(Value::as_object);
            messages
                .map(|messages| (file.tag.as_str(), messages))
                .ok_or(format!("messages/{}.json has no section \"{name}\"", file.tag))
        })
        .collect::<Result<_, _>>()?;
    let keys: BTreeSet<&String> = sections.iter().flat_map(|(_, messages)| messages.keys()).collect();
    let plural: Vec<&Map<String, Value>> = sections
        .iter()
        .flat_map(|(_, messages)| messages.values().filter_map(Value::as_object))
        .collect();
    let named: BTreeSet<&str> = plural.iter().flat_map(|forms| forms.keys().map(String::as_str)).collect();
    let categories: Vec<&str> = iter::once("other")
        .chain(named.into_iter().filter(|category| *category != "other"))
        .collect();

    let mut functions = String::new();
    let mut tables = vec![Vec::new(); sections.len()];
    for key in keys {
        let place = tables.first().map_or(0, Vec::len);
        let is_plural = sections.iter().any(|(_, messages)| messages.get(key).is_some_and(Value::is_object));
        let mut parameters = None;
        for ((tag, messages), table) in sections.iter().zip(&mut tables) {
            let at = format!("messages/{tag}.json, {name}.{key}");
            let message = messages.get(key).ok_or(format!("{at}: the message is missing"))?;
            let forms = forms(message, if is_plural { &categories } else { &["other"] }).ok_or(format!("{at}: no form \"other\""))?;
            let named = forms.iter().flat_map(|form| parameters_of(form));
            let found: BTreeSet<&str> = named.chain(is_plural.then_some("count")).collect();
            let expected = parameters.get_or_insert_with(|| found.clone());
            if *expected != found {
                return Err(format!("{at}: the parameters are {found:?}, elsewhere {expected:?}").into());
            }
            for form in forms {
                if form.contains(char::is_control) {
                    return Err(format!("{at}: a control character").into());
                }
                table.push(with_places(form, &found));
            }
        }
        functions.push_str(&function(key, place, is_plural, &parameters.unwrap_or_default()));
    }
    let n_texts = tables.first().map_or(0, Vec::len);
    let categories = if plural.is_empty() {
        String::new()
    } else {
        format!("const CATEGORIES: [&str; {}] = {categories:?};", categories.len())
    };
    Ok(format!(
        "static TEXTS: [[&str; {n_texts}]; {}] = {tables:?};
        {categories}
        impl {type_name} {{
            fn pattern(self, place: usize) -> &'static str {{ TEXTS[self.language as usize][place] }}
            {functions}
        }}",
        files.len()
    ))
}

/// A text for each category; that of `other` where the language has no such category.
fn forms<'a>(message: &'a Value, categories: &[&str]) -> Option<Vec<&'a str>> {
    let form = |category: &&str| match message {
        Value::Object(forms) => forms.get(*category).or(forms.get("other"))?.as_str(),
        text => text.as_str(),
    };
    categories.iter().map(form).collect()
}

/// The names in braces.
fn parameters_of(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

/// The text with the character of its place, from U+0000 on, for each parameter.
fn with_places(text: &str, parameters: &BTreeSet<&str>) -> String {
    let named = parameters.iter().zip('\0'..);
    named.fold(text.to_owned(), |text, (name, place)| {
        text.replace(&format!("{{{name}}}"), &place.to_string())
    })
}

fn function(key: &str, place: usize, is_plural: bool, parameters: &BTreeSet<&str>) -> String {
    if parameters.is_empty() {
        return format!("pub(crate) fn {key}(self) -> &'static str {{ self.pattern({place}) }}\n");
    }
    let (mut declared, mut given) = (String::new(), String::new());
    for parameter in parameters {
        if *parameter == "count" {
            declared.push_str(", count: u32");
            given.push_str("&self.number(count),");
        } else {
            declared.push_str(&format!(", {parameter}: &str"));
            given.push_str(&format!("{parameter},"));
        }
    }
    let place = if is_plural {
        format!("{place} + self.form(count)")
    } else {
        place.to_string()
    };
    format!("pub(crate) fn {key}(self{declared}) -> String {{ crate::language::filled(self.pattern({place}), &[{given}]) }}\n")
}
