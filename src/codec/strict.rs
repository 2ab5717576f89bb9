//! Strict JSON: as everybody reads it, but an object that has a name twice is refused, since one of the two would silently
//! be lost. Goes on to whoever reads the value.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Reads a JSON text. An error of the kind *data* says which name is there twice; every other one is none of JSON's.
pub fn read(text: &[u8]) -> Result<Value, serde_json::Error> {
    serde_json::from_slice::<Strict>(text).map(|read| read.0)
}

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reading).map(Self)
    }
}

struct Reading;

impl<'de> Visitor<'de> for Reading {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, is: bool) -> Result<Value, E> {
        Ok(Value::Bool(is))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::String(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(one)) = from.next_element()? {
            list.push(one);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut from: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(name) = from.next_key::<String>()? {
            if object.contains_key(&name) {
                return Err(A::Error::custom(format_args!("“{}”", crate::domain::decimal::clip(&name))));
            }
            let Strict(value) = from.next_value()?;
            object.insert(name, value);
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_but_a_name_that_is_there_twice_reads_as_it_always_does() {
        for text in [
            "null",
            " [1, -2, 3.5, 1e3, 18446744073709551615, true, \"ä\\n\", {}] ",
            r#"{"b": {"a": [1, {"a": null}]}, "a": {"a": "a"}}"#,
            "\"x\"",
        ] {
            assert_eq!(
                read(text.as_bytes()).unwrap(),
                serde_json::from_str::<Value>(text).unwrap(),
                "{text}"
            );
        }
        for text in ["", "{", "[1,]", "{\"a\":1,}", "nul", "1 2", &"[".repeat(7_000), "\u{feff}{}"] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(!error.is_data(), "{text}: {error}");
        }
    }

    #[test]
    fn a_name_that_is_there_twice_is_refused_at_its_place() {
        for (text, told) in [
            (r#"{"a": 1, "a": 1}"#, "“a” at line 1 column 12"),
            ("{\"x\": [0,\n {\"b\": 1, \"c\": {}, \"b\": 2}]}", "“b” at line 2 column 22"),
            (r#"{"\u0061": 1, "a": 2}"#, "“a” at line 1 column 17"),
        ] {
            let error = read(text.as_bytes()).unwrap_err();
            assert!(error.is_data());
            assert_eq!(error.to_string(), told);
        }
    }
}
