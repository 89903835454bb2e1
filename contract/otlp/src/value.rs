//! Attribute values: scalars read in place, everything else through prost.

use crate::{
    column::Maps,
    error::DecodeError,
    wire::{Fields, Payload},
};
use opentelemetry_proto::tonic::common::v1::{AnyValue, KeyValue, any_value};
use prost::Message;
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// An attribute value.
#[derive(Debug)]
pub(crate) enum Value<'a> {
    Text(Cow<'a, str>),
    Bool(bool),
    Int(i64),
    Double(f64),
    /// An array, a list or bytes, as [`text_of`] shows it; or nothing.
    Other(String),
}

impl Value<'_> {
    /// As it is stored where no typed column takes it.
    pub(crate) fn text(&self) -> Cow<'_, str> {
        match self {
            Value::Text(text) => Cow::Borrowed(text),
            Value::Other(text) => Cow::Borrowed(text),
            Value::Bool(value) => Cow::Borrowed(if *value { "true" } else { "false" }),
            Value::Int(value) => Cow::Owned(value.to_string()),
            Value::Double(value) => Cow::Owned(format!("{value:?}")),
        }
    }
}

/// Reads a `KeyValue` message.
#[inline]
pub(crate) fn key_value(message: &[u8]) -> Result<(Cow<'_, str>, Value<'_>), DecodeError> {
    let (mut key, mut any_value) = ("", None);
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        match field {
            1 => key = payload.text()?,
            // Twice the same message field means the two merged: rare enough to leave to prost.
            2 if any_value.is_some() => return merged(message),
            2 => any_value = Some(payload.bytes()?),
            3 => drop(payload.varint()?),
            _ => {}
        }
    }
    Ok((Cow::Borrowed(key), value(any_value.unwrap_or_default())?))
}

fn merged(message: &[u8]) -> Result<(Cow<'_, str>, Value<'_>), DecodeError> {
    let pair = KeyValue::decode(message)?;
    let value = pair.value.unwrap_or_default();
    Ok((Cow::Owned(pair.key), own(&value)))
}

/// The same from prost's type.
pub(crate) fn own<'a>(value: &AnyValue) -> Value<'a> {
    match &value.value {
        Some(any_value::Value::StringValue(text)) => Value::Text(Cow::Owned(text.clone())),
        Some(any_value::Value::BoolValue(value)) => Value::Bool(*value),
        Some(any_value::Value::IntValue(value)) => Value::Int(*value),
        Some(any_value::Value::DoubleValue(value)) => Value::Double(*value),
        _ => Value::Other(text_of(value)),
    }
}

#[inline]
fn value(message: &[u8]) -> Result<Value<'_>, DecodeError> {
    let mut value = Value::Other(String::new());
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        value = match (field, payload) {
            (1, payload) => Value::Text(Cow::Borrowed(payload.text()?)),
            (2, payload) => Value::Bool(payload.varint()? != 0),
            (3, payload) => Value::Int(payload.varint()?.cast_signed()),
            (4, payload) => Value::Double(f64::from_bits(payload.fixed64()?)),
            (5..=8, Payload::Bytes(_) | Payload::Varint(_)) => return Ok(own(&AnyValue::decode(message)?)),
            (5..=8, _) => return Err(DecodeError::Wire("an attribute value has another wire type")),
            _ => value,
        }
    }
    Ok(value)
}

/// A value as text: strings as they are, bytes in base64, arrays and lists as JSON, nothing as "".
pub(crate) fn text_of(value: &AnyValue) -> String {
    match json_of(value) {
        Json::Null => String::new(),
        Json::String(text) => text,
        json => json.to_string(),
    }
}

fn json_of(value: &AnyValue) -> Json {
    use any_value::Value;
    match &value.value {
        None | Some(Value::StringValueStrindex(_)) => Json::Null,
        Some(Value::StringValue(text)) => Json::String(text.clone()),
        Some(Value::BoolValue(value)) => Json::Bool(*value),
        Some(Value::IntValue(value)) => Json::from(*value),
        Some(Value::DoubleValue(value)) if value.is_finite() => Json::from(*value),
        Some(Value::DoubleValue(value)) => Json::String(format!("{value:?}")),
        Some(Value::BytesValue(bytes)) => Json::String(base64(bytes)),
        Some(Value::ArrayValue(array)) => array.values.iter().map(json_of).collect(),
        Some(Value::KvlistValue(list)) => {
            list.values.iter().map(|pair| (pair.key.clone(), json_field(pair))).collect()
        }
    }
}

fn json_field(pair: &KeyValue) -> Json {
    pair.value.as_ref().map_or(Json::Null, json_of)
}

/// Attributes as a JSON object of texts.
pub(crate) fn json_texts(attributes: &[KeyValue]) -> Json {
    let text = |pair: &KeyValue| pair.value.as_ref().map(text_of).unwrap_or_default();
    Json::Object(
        attributes.iter().map(|pair| (pair.key.clone(), Json::String(text(pair)))).collect::<Map<_, _>>(),
    )
}

/// Attributes as a row of a map column.
pub(crate) fn push_map(attributes: &[KeyValue], map: &mut Maps) {
    for pair in attributes {
        let text = pair.value.as_ref().map(text_of).unwrap_or_default();
        map.push_entry(pair.key.as_bytes(), text.as_bytes());
    }
    map.end_row();
}

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}
