//! The message files: every language says everything, and nothing is said that nobody uses.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// The plural categories (CLDR) that a language has for whole numbers. A language that isn't here must have "other", and may have any.
const CATEGORIES: [(&str, &[&str]); 2] = [("en", &["one", "other"]), ("zh", &["other"])];

const ALL_CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

struct Message {
    section: String,
    key: String,
    /// By category; one without plural forms has that of `other`.
    forms: Vec<(String, String)>,
    has_forms: bool,
}

impl Message {
    fn name(&self) -> String {
        format!("{}.{}", self.section, self.key)
    }

    /// The names in braces, of all forms together, and the count that chooses one.
    fn parameters(&self) -> BTreeSet<&str> {
        let named = self.forms.iter().flat_map(|(_, text)| parameters(text));
        named.chain(self.has_forms.then_some("count")).collect()
    }
}

fn parameters(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Each language's messages, by its tag.
fn languages() -> Vec<(String, Vec<Message>)> {
    let files = fs::read_dir(root().join("messages")).expect("the messages can be read");
    let languages = files.map(|file| {
        let path = file.expect("an entry can be read").path();
        let name = path.file_name().expect("a name").to_string_lossy();
        let tag = name.strip_suffix(".json").expect("a message file is named TAG.json").to_owned();
        let json = fs::read_to_string(&path).expect("text");
        let content: Map<String, Value> = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
        (tag, messages(content))
    });
    languages.collect()
}

fn messages(content: Map<String, Value>) -> Vec<Message> {
    let mut all = Vec::new();
    for (section, messages) in content {
        let messages = match messages {
            Value::Object(messages) => messages,
            own_name => Map::from_iter([(String::new(), own_name)]),
        };
        for (key, message) in messages {
            let has_forms = message.is_object();
            let forms = match message {
                Value::Object(forms) => forms,
                text => Map::from_iter([("other".to_owned(), text)]),
            };
            let forms = forms.into_iter().map(|(category, text)| {
                let text = text.as_str().unwrap_or_else(|| panic!("{section}.{key} is no text"));
                (category, text.to_owned())
            });
            all.push(Message {
                forms: forms.collect(),
                has_forms,
                section: section.clone(),
                key,
            });
        }
    }
    all
}

/// The keys of a section; that they are the same in each language has a test of its own.
fn keys(section: &str) -> Vec<String> {
    let (_, messages) = languages().into_iter().find(|(tag, _)| tag == "en").expect("English");
    let messages = messages.into_iter().filter(|message| message.section == section);
    messages.map(|message| message.key).collect()
}

/// What the files with an extension in a folder, and in the folders below it, say. A folder that isn't there uses no message.
fn sources(folder: &Path, extension: &str) -> String {
    let mut all = String::new();
    for entry in fs::read_dir(folder).into_iter().flatten() {
        let path = entry.expect("an entry can be read").path();
        if path.is_dir() {
            all += &sources(&path, extension);
        } else if path.extension().is_some_and(|found| found == extension) {
            all += &fs::read_to_string(&path).expect("text");
        }
    }
    all
}

/// What stands between each `start` and the next character that a key can't have.
fn named_after<'a>(source: &'a str, start: &'a str) -> impl Iterator<Item = &'a str> {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let rests = source.split(start).skip(1);
    let keys = rests.filter_map(move |rest| rest.split(|c| !is_of_key(c)).next());
    keys.filter(|key| !key.is_empty())
}

#[test]
fn every_language_has_the_same_messages_with_the_same_parameters() {
    let languages = languages();
    let (_, english) = languages.iter().find(|(tag, _)| tag == "en").expect("English");
    for (tag, messages) in &languages {
        for message in english {
            let translated = messages.iter().find(|translated| translated.name() == message.name());
            let translated = translated.unwrap_or_else(|| panic!("messages/{tag}.json lacks {}", message.name()));
            assert_eq!(
                translated.parameters(),
                message.parameters(),
                "messages/{tag}.json, {}",
                message.name()
            );
            assert_eq!(translated.has_forms, message.has_forms, "messages/{tag}.json, {}", message.name());
        }
        for message in messages {
            let is_known = english.iter().any(|known| known.name() == message.name());
            assert!(is_known, "messages/{tag}.json has {}, and English doesn't", message.name());
        }
    }
}

#[test]
fn a_message_has_the_plural_forms_of_its_language() {
    for (tag, messages) in languages() {
        let primary = tag.split('-').next().unwrap_or_default();
        let expected = CATEGORIES.iter().find(|(language, _)| *language == primary);
        for message in messages.iter().filter(|message| message.has_forms) {
            let found: BTreeSet<&str> = message.forms.iter().map(|(category, _)| category.as_str()).collect();
            if let Some((_, expected)) = expected {
                let expected: BTreeSet<&str> = expected.iter().copied().collect();
                assert_eq!(found, expected, "messages/{tag}.json, {}", message.name());
            }
            let are_categories = found.iter().all(|category| ALL_CATEGORIES.contains(category));
            assert!(
                are_categories && found.contains("other"),
                "messages/{tag}.json, {}: {found:?}",
                message.name()
            );
        }
    }
}

#[test]
fn no_message_is_empty_and_braces_stand_around_names_of_parameters() {
    for (tag, messages) in languages() {
        for message in messages {
            for (_, text) in &message.forms {
                let name = message.name();
                assert!(
                    !text.trim().is_empty() && !text.contains(char::is_control),
                    "messages/{tag}.json, {name}: {text:?}"
                );
                let named: Vec<&str> = parameters(text).collect();
                let are_names = named
                    .iter()
                    .all(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
                let n_braces = text.matches(['{', '}']).count();
                assert!(are_names && n_braces == 2 * named.len(), "messages/{tag}.json, {name}: {text:?}");
            }
        }
    }
}

/// Whether a key is said by a template such as `code_${name}`, whose part is written somewhere as a text or as a name of a property.
fn is_put_together(source: &str, key: &str) -> bool {
    let templates = source.split("say(`").skip(1).filter_map(|rest| rest.split('`').next());
    templates.into_iter().any(|template| {
        let (Some(start), Some(end)) = (template.find("${"), template.rfind('}')) else {
            return false;
        };
        // Of two parts the first is a word, the other one of two words.
        let part = key
            .strip_prefix(&template[..start])
            .and_then(|rest| rest.strip_suffix(&template[end + 1..]));
        part.is_some_and(|part| {
            part.split('_')
                .all(|word| source.contains(&format!("'{word}'")) || source.contains(&format!("{word}: ")))
                || source.contains(&format!("'{part}'"))
        })
    })
}

#[test]
fn every_message_is_used() {
    let reader = sources(&root().join("src/reader"), "rs");
    let query = fs::read_to_string(root().join("src/query/explain.rs")).expect("text");
    // The settings' modules take some words from what public/look.js offers.
    let look = fs::read_to_string(root().join("public/look.js")).expect("text");
    let reading = sources(&root().join("public/reading"), "js") + &look;
    let boot = fs::read_to_string(root().join("public/boot.js")).expect("text");
    for key in keys("reader") {
        assert!(reader.contains(&format!(".{key}(")), "no file in src/reader/ uses reader.{key}");
    }
    for key in keys("query") {
        assert!(query.contains(&format!(".{key}(")), "src/query/explain.rs doesn't use query.{key}");
    }
    for key in keys("reading") {
        assert!(
            reading.contains(&format!("'{key}'")) || is_put_together(&reading, &key),
            "no module in public/reading/ uses reading.{key}"
        );
    }
    for key in keys("boot") {
        assert!(
            named_after(&boot, "words.").any(|used| used == key),
            "public/boot.js doesn't use boot.{key}"
        );
    }
}

#[test]
fn no_script_uses_a_message_that_is_not_there() {
    let reading = sources(&root().join("public/reading"), "js");
    let known = keys("reading");
    for key in named_after(&reading, "say('") {
        assert!(known.iter().any(|known| known == key), "public/reading/ uses reading.{key}");
    }
    let boot = fs::read_to_string(root().join("public/boot.js")).expect("text");
    let known = keys("boot");
    for key in named_after(&boot, "words.") {
        assert!(known.iter().any(|known| known == key), "public/boot.js uses boot.{key}");
    }
}
