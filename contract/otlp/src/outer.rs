//! The way through a request, which is the same for all signals: resources, in them scopes, in them items.
//! Source: opentelemetry-proto 1.9, `collector/*/v1/*_service.proto`, `common/v1/common.proto`, `resource/v1/resource.proto`.

use crate::{
    error::DecodeError,
    limits::ITEM_BYTES_MAX,
    value::{Value, key_value},
    wire::{Fields, low_u32},
};
use serde_json::{Map, Value as Json};
use std::borrow::Cow;

/// What makes rows of the items of a request.
pub(crate) trait Rows<'a> {
    /// Bytes an item may have.
    const ITEM_BYTES_MAX: usize = ITEM_BYTES_MAX;
    /// A resource begins: the scopes that follow are its.
    fn resource(&mut self, resource: &Outer<'a>);
    /// A scope begins: the items that follow are its.
    fn scope(&mut self, scope: &Outer<'a>);
    /// One `Span`, `LogRecord` or `Metric` message.
    fn item(&mut self, message: &'a [u8]) -> Result<(), DecodeError>;
}

/// A resource or a scope.
#[derive(Default)]
pub(crate) struct Outer<'a> {
    /// Of a scope.
    pub(crate) name: &'a str,
    /// Of a scope.
    pub(crate) version: &'a str,
    pub(crate) attributes: Vec<(Cow<'a, str>, Value<'a>)>,
    pub(crate) dropped_attributes: u32,
    pub(crate) schema_url: &'a str,
    /// Of the message, so far.
    pub(crate) bytes: usize,
}

/// Walks an `Export*ServiceRequest`.
///
/// # Errors
/// [`DecodeError`] if it is none; rows may have been made by then.
pub(crate) fn walk<'a, R: Rows<'a>>(body: &'a [u8], rows: &mut R) -> Result<(), DecodeError> {
    let mut fields = Fields::new(body);
    while let Some((field, payload)) = fields.next()? {
        if field == 1 {
            let message = payload.bytes()?;
            rows.resource(&outer(message, Outer::read_resource)?);
            let mut scopes = Fields::new(message);
            while let Some((field, payload)) = scopes.next()? {
                if field == 2 {
                    walk_scope(payload.bytes()?, rows)?;
                }
            }
        }
    }
    Ok(())
}

fn walk_scope<'a, R: Rows<'a>>(message: &'a [u8], rows: &mut R) -> Result<(), DecodeError> {
    rows.scope(&outer(message, Outer::read_scope)?);
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        if field == 2 {
            let item = payload.bytes()?;
            limit("span, log record or metric", item.len(), R::ITEM_BYTES_MAX)?;
            rows.item(item)?;
        }
    }
    Ok(())
}

/// Refuses a part of a request beyond `bytes_max`.
///
/// # Errors
/// [`DecodeError::TooLarge`].
#[inline]
pub(crate) fn limit(what: &'static str, bytes: usize, bytes_max: usize) -> Result<(), DecodeError> {
    if bytes <= bytes_max { Ok(()) } else { Err(DecodeError::TooLarge { what, bytes }) }
}

type Read<'a> = fn(&mut Outer<'a>, &'a [u8]) -> Result<(), DecodeError>;

/// Reads field 1 of `message`, the resource or scope, and field 3, its schema's URL. Either may follow the items in the
/// bytes, and the first may come in several parts.
fn outer<'a>(message: &'a [u8], read: Read<'a>) -> Result<Outer<'a>, DecodeError> {
    let mut outer = Outer::default();
    let mut fields = Fields::new(message);
    while let Some((field, payload)) = fields.next()? {
        match field {
            1 => {
                let part = payload.bytes()?;
                outer.bytes += part.len();
                limit("resource or scope", outer.bytes, ITEM_BYTES_MAX)?;
                read(&mut outer, part)?;
            }
            3 => outer.schema_url = payload.text()?,
            _ => {}
        }
    }
    Ok(outer)
}

impl<'a> Outer<'a> {
    fn read_resource(&mut self, message: &'a [u8]) -> Result<(), DecodeError> {
        let mut fields = Fields::new(message);
        while let Some((field, payload)) = fields.next()? {
            match field {
                1 => self.attributes.push(key_value(payload.bytes()?)?),
                2 => self.dropped_attributes = low_u32(payload.varint()?),
                _ => {}
            }
        }
        Ok(())
    }

    fn read_scope(&mut self, message: &'a [u8]) -> Result<(), DecodeError> {
        let mut fields = Fields::new(message);
        while let Some((field, payload)) = fields.next()? {
            match field {
                1 => self.name = payload.text()?,
                2 => self.version = payload.text()?,
                3 => self.attributes.push(key_value(payload.bytes()?)?),
                4 => self.dropped_attributes = low_u32(payload.varint()?),
                _ => {}
            }
        }
        Ok(())
    }

    /// The attribute `service.name`, "" without one.
    pub(crate) fn service(&self) -> Cow<'_, str> {
        let last = self.attributes.iter().rev().find(|(key, _)| key == "service.name");
        last.map_or(Cow::Borrowed(""), |(_, value)| value.text())
    }

    /// The attributes as a JSON object of texts, "" if there are none.
    pub(crate) fn attributes_text(&self) -> String {
        if self.attributes.is_empty() {
            return String::new();
        }
        let texts = self
            .attributes
            .iter()
            .map(|(key, value)| (key.to_string(), Json::String(value.text().into_owned())));
        Json::Object(texts.collect::<Map<_, _>>()).to_string()
    }
}
