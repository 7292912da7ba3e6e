//! A JSON object as its fields, none of which is read before it is asked for: so a field that can't be used costs itself.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::super::{Fault, ReadError};

/// The fields of an object: each name with the JSON that stands there.
#[derive(Default)]
pub struct Fields<'json>(Vec<(String, &'json RawValue)>);

impl<'json> Fields<'json> {
    /// The JSON of a field; `None` where it is missing.
    ///
    /// # Errors
    /// When it stands twice: programs disagree about which one counts.
    fn json(&self, field: &'static str) -> Result<Option<&'json str>, ReadError> {
        let mut named = self.0.iter().filter(|(name, _)| name == field);
        match (named.next(), named.next()) {
            (Some(_), Some(_)) => Err(ReadError::Twice(field)),
            (found, _) => Ok(found.map(|(_, json)| json.get())),
        }
    }

    /// What a field holds that has to be there.
    ///
    /// # Errors
    /// When it is missing, stands twice, or holds something else.
    pub fn required<Shape: Deserialize<'json>>(&self, field: &'static str) -> Result<Shape, ReadError> {
        let json = self.json(field)?.ok_or(ReadError::OtherFile(field))?;
        serde_json::from_str(json).map_err(|_| ReadError::Field(Fault::new("", field, json)))
    }

    /// As [`Self::required`], for a field that may be missing.
    ///
    /// # Errors
    /// When it stands twice, or holds something else.
    pub fn or_default<Shape: Deserialize<'json> + Default>(&self, field: &'static str) -> Result<Shape, ReadError> {
        match self.required(field) {
            Err(ReadError::OtherFile(_)) => Ok(Shape::default()),
            found => found,
        }
    }

    /// What a field holds; nothing where it is missing or `null`, and with a fault where it stands twice or holds something else.
    pub fn optional<Shape: Deserialize<'json>>(&self, item: &str, field: &'static str, faults: &mut Vec<Fault>) -> Option<Shape> {
        let json = match self.json(field) {
            Ok(json) => json.filter(|json| *json != "null")?,
            Err(_) => {
                faults.push(Fault::new(item, field, "it stands twice"));
                return None;
            }
        };
        read(item, field, json, faults)
    }
}

/// What a part of a field holds; with a fault of the field where it holds something else.
pub fn read<'json, Shape: Deserialize<'json>>(item: &str, field: &'static str, json: &'json str, faults: &mut Vec<Fault>) -> Option<Shape> {
    let value = serde_json::from_str(json).ok();
    if value.is_none() {
        faults.push(Fault::new(item, field, json));
    }
    value
}

impl<'json> Deserialize<'json> for Fields<'json> {
    fn deserialize<D: Deserializer<'json>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Collect)
    }
}

struct Collect;

impl<'json> Visitor<'json> for Collect {
    type Value = Fields<'json>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("fields")
    }

    fn visit_map<Map: MapAccess<'json>>(self, mut map: Map) -> Result<Self::Value, Map::Error> {
        let mut fields = Vec::new();
        while let Some(field) = map.next_entry()? {
            fields.push(field);
        }
        Ok(Fields(fields))
    }
}
