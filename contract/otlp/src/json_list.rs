//! A JSON array that grows as text.

use serde_json::Value;

/// Elements are written at once: as values they would take a hundred times the memory of the message they came in.
#[derive(Default)]
pub(crate) struct JsonList {
    elements: String,
}

impl JsonList {
    pub(crate) fn push(&mut self, element: &Value) {
        use std::fmt::Write;
        let before = if self.elements.is_empty() { "" } else { "," };
        // Writing to a string does not fail.
        let _ = write!(self.elements, "{before}{element}");
    }

    /// "" if the list is empty.
    pub(crate) fn text(&self) -> String {
        if self.elements.is_empty() { String::new() } else { format!("[{}]", self.elements) }
    }
}
