//! OTLP's JSON into the protobuf it stands for, field by field as it is read, so that a body takes no more memory than
//! the protobuf it becomes. Sources: OTLP specification 1.9, "JSON Protobuf Encoding"; Protocol Buffers documentation,
//! "ProtoJSON Format".

use crate::{
    error::DecodeError,
    json_schema::{Field, Kind, Message},
    wire::{close_message, low_byte, open_message, put_varint},
};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The message of `schema` that `json` is, in protobuf. Fields that the schema does not have are ignored.
///
/// # Errors
/// [`DecodeError::Json`] if it is no JSON, or a field has a value of another type.
pub(crate) fn to_protobuf(json: &[u8], schema: &'static Message) -> Result<Vec<u8>, DecodeError> {
    let mut out = Vec::with_capacity(json.len() / 2);
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    Object { schema, out: &mut out }
        .deserialize(&mut deserializer)
        .and_then(|()| deserializer.end())
        .map_err(|error| DecodeError::Json(error.to_string()))?;
    Ok(out)
}

/// The fields of a message, appended to `out`.
struct Object<'o> {
    schema: &'static Message,
    out: &'o mut Vec<u8>,
}

impl<'de> DeserializeSeed<'de> for Object<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Object<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "an object ({})", self.schema.name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(field) = map.next_key_seed(Key(self.schema))? {
            match field {
                Some(field) => {
                    map.next_value_seed(FieldValue { field, list: field.repeated, out: self.out })?
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

/// Finds the field of a key.
struct Key(&'static Message);

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<&'static Field>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<&'static Field>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a field's name")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.fields.iter().find(|field| field.name == key))
    }
}

/// The value of a field, or of one element of it.
struct FieldValue<'o> {
    field: &'static Field,
    /// An array of values is expected.
    list: bool,
    out: &'o mut Vec<u8>,
}

impl FieldValue<'_> {
    fn mismatch<E: Error>(&self, found: impl fmt::Display) -> E {
        let array = if self.list { "an array of " } else { "" };
        E::custom(format!("{} is {found}, expected {array}{}", self.field.name, self.field.kind.text()))
    }

    fn scalar<E: Error>(
        self,
        wire_type: u32,
        found: impl fmt::Display,
        payload: Option<&[u8]>,
    ) -> Result<(), E> {
        let Some(payload) = payload.filter(|_| !self.list) else { return Err(self.mismatch(found)) };
        put_varint(self.out, (self.field.number << 3 | wire_type).into());
        if wire_type == 2 {
            put_varint(self.out, payload.len() as u64);
        }
        self.out.extend_from_slice(payload);
        Ok(())
    }

    fn integer<E: Error>(self, value: i128) -> Result<(), E> {
        let kind = &self.field.kind;
        match kind.integer(value) {
            Some(bits) if matches!(kind, Kind::Fixed64 | Kind::Sfixed64) => {
                self.scalar(1, value, Some(&bits.to_le_bytes()))
            }
            Some(bits) if matches!(kind, Kind::Fixed32) => {
                self.scalar(5, value, Some(&bits.to_le_bytes()[..4]))
            }
            bits => {
                let mut varint = Vec::with_capacity(10);
                put_varint(&mut varint, bits.unwrap_or_default());
                self.scalar(0, value, bits.map(|_| varint.as_slice()))
            }
        }
    }

    fn double<E: Error>(self, value: f64) -> Result<(), E> {
        self.scalar(1, value, Some(&value.to_le_bytes()))
    }
}

impl<'de> DeserializeSeed<'de> for FieldValue<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FieldValue<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.field.kind.text())
    }

    // Null is the same as no value.
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        let payload = matches!(self.field.kind, Kind::Bool).then_some([u8::from(value)]);
        self.scalar(0, value, payload.as_ref().map(|bytes| bytes.as_slice()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "what a double cannot hold is rounded, as in any JSON"
        )]
        if let Kind::Double = self.field.kind {
            self.double(value as f64)
        } else {
            self.integer(value.into())
        }
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        #[expect(
            clippy::cast_precision_loss,
            reason = "what a double cannot hold is rounded, as in any JSON"
        )]
        if let Kind::Double = self.field.kind {
            self.double(value as f64)
        } else {
            self.integer(value.into())
        }
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        match self.field.kind {
            Kind::Double => self.double(value),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "it is whole, and no integer field takes more"
            )]
            _ if value.fract() == 0.0 && value.abs() < 1e19 => self.integer(value as i128),
            _ => Err(self.mismatch(value)),
        }
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<(), E> {
        match self.field.kind {
            Kind::Text => self.scalar(2, text, Some(text.as_bytes())),
            Kind::Hex => self.scalar(2, quoted(text), unhex(text).as_deref()),
            Kind::Base64 => self.scalar(2, quoted(text), unbase64(text).as_deref()),
            Kind::Double => match text.parse() {
                Ok(value) => self.double(value),
                Err(_) => Err(self.mismatch(quoted(text))),
            },
            _ => match text.parse() {
                Ok(value) => self.integer(value),
                Err(_) => Err(self.mismatch(quoted(text))),
            },
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if !self.list {
            return Err(self.mismatch("an array"));
        }
        let Self { field, out, .. } = self;
        while seq.next_element_seed(FieldValue { field, list: false, out })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        match self.field.kind {
            Kind::Message(schema) if !self.list => {
                put_varint(self.out, (self.field.number << 3 | 2).into());
                let content = open_message(self.out);
                Object { schema, out: self.out }.visit_map(map)?;
                close_message(self.out, content);
                Ok(())
            }
            _ => Err(self.mismatch("an object")),
        }
    }
}

/// A text as an error shows it: its beginning is enough.
fn quoted(text: &str) -> String {
    const SHOWN: usize = 40;
    let more = if text.chars().nth(SHOWN).is_some() { "..." } else { "" };
    format!("'{}{more}'", text.chars().take(SHOWN).collect::<String>())
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).map(|digit| low_byte(digit.into()));
    let bytes = text.as_bytes();
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return None;
    }
    pairs.iter().map(|[high, low]| Some(digit(*high)? << 4 | digit(*low)?)).collect()
}

/// The standard or the URL-safe alphabet, padded or not.
fn unbase64(text: &str) -> Option<Vec<u8>> {
    use base64::{
        Engine,
        alphabet::STANDARD,
        engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
    };
    let config = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
    GeneralPurpose::new(&STANDARD, config).decode(text.replace('-', "+").replace('_', "/")).ok()
}
