// SPDX-License-Identifier: Apache-2.0
//! The tojson filter of Transformers' chat templates: Python's json.dumps, with ensure_ascii off and keys in
//! the order in which they came.

use crate::failure::Kind;
use crate::python;
use crate::template_budget::{Budget, DEEPEST_VALUE};
use minijinja::value::{Kwargs, ValueKind};
use minijinja::{Error, ErrorKind, Value};
use std::fmt::Write;

const WIDEST_INDENT: usize = 64;

struct Style {
    ascii: bool,
    indent: Option<String>,
    item_separator: String,
    key_separator: String,
    sort_keys: bool,
}

impl Style {
    fn from(indent: Option<Value>, options: &Kwargs) -> Result<Self, Error> {
        let indent = options.get::<Option<Value>>("indent")?.or(indent);
        let indent = match indent {
            Some(value) if value.is_none() || value.is_undefined() => None,
            Some(value) => Some(match value.as_str() {
                Some(text) => text.to_owned(),
                None => " ".repeat(value.as_usize().unwrap_or(0).min(WIDEST_INDENT)),
            }),
            None => None,
        };
        let default_item = if indent.is_some() { "," } else { ", " };
        let (item_separator, key_separator) = match options.get::<Option<Value>>("separators")? {
            Some(pair) if !pair.is_none() => {
                let part = |index: i64| pair.get_item(&Value::from(index)).map(|value| value.to_string());
                (part(0)?, part(1)?)
            }
            _ => (default_item.to_owned(), ": ".to_owned()),
        };
        Ok(Style {
            ascii: options.get::<Option<bool>>("ensure_ascii")?.unwrap_or(false),
            indent,
            item_separator,
            key_separator,
            sort_keys: options.get::<Option<bool>>("sort_keys")?.unwrap_or(false),
        })
    }
}

pub fn dumps(
    value: &Value,
    indent: Option<Value>,
    options: &Kwargs,
    budget: &Budget,
) -> Result<String, Error> {
    let style = Style::from(indent, options)?;
    options.assert_all_used()?;
    let mut out = String::new();
    write(value, &mut out, 0, &style, budget)?;
    Ok(out)
}

fn write(value: &Value, out: &mut String, depth: usize, style: &Style, budget: &Budget) -> Result<(), Error> {
    if depth > DEEPEST_VALUE {
        return Err(budget.stop(Kind::TooLarge, "A value of the chat template is nested too deep."));
    }
    let before = out.len();
    match value.kind() {
        ValueKind::None => out.push_str("null"),
        ValueKind::Bool => out.push_str(if value.is_true() { "true" } else { "false" }),
        ValueKind::Number => json_number(value, out),
        ValueKind::String => string(value.as_str().unwrap_or(""), style.ascii, out),
        ValueKind::Seq | ValueKind::Iterable => {
            let items: Vec<Value> = value.try_iter()?.collect();
            block(out, '[', ']', items.len(), depth, style, |index, out| {
                write(&items[index], out, depth + 1, style, budget)
            })?;
        }
        ValueKind::Map => {
            let mut keys: Vec<Value> = value.try_iter()?.collect();
            if style.sort_keys {
                keys.sort();
            }
            block(out, '{', '}', keys.len(), depth, style, |index, out| {
                let key = &keys[index];
                match key.kind() {
                    ValueKind::String => string(key.as_str().unwrap_or(""), style.ascii, out),
                    _ => {
                        let mut plain = String::new();
                        write(key, &mut plain, depth + 1, style, budget)?;
                        string(&plain, style.ascii, out);
                    }
                }
                out.push_str(&style.key_separator);
                write(&value.get_item(key)?, out, depth + 1, style, budget)
            })?;
        }
        kind => {
            let message = format!("a value of type {kind} cannot be written as JSON");
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        }
    }
    budget.work(1 + out.len() - before)
}

fn block(
    out: &mut String,
    open: char,
    close: char,
    count: usize,
    depth: usize,
    style: &Style,
    mut item: impl FnMut(usize, &mut String) -> Result<(), Error>,
) -> Result<(), Error> {
    out.push(open);
    for index in 0..count {
        if index > 0 {
            out.push_str(&style.item_separator);
        }
        new_line(out, depth + 1, style);
        item(index, out)?;
    }
    if count > 0 {
        new_line(out, depth, style);
    }
    out.push(close);
    Ok(())
}

fn new_line(out: &mut String, depth: usize, style: &Style) {
    if let Some(indent) = &style.indent {
        out.push('\n');
        for _ in 0..depth {
            out.push_str(indent);
        }
    }
}

fn json_number(value: &Value, out: &mut String) {
    let start = out.len();
    python::number(value, out);
    match &out[start..] {
        "nan" => out.replace_range(start.., "NaN"),
        "inf" => out.replace_range(start.., "Infinity"),
        "-inf" => out.replace_range(start.., "-Infinity"),
        _ => {}
    }
}

fn string(text: &str, ascii: bool, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            '\u{8}' => out.push_str("\\b"),
            '\u{c}' => out.push_str("\\f"),
            _ if (c as u32) < 0x20 || (ascii && !c.is_ascii()) => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    let _ = write!(out, "\\u{unit:04x}");
                }
            }
            _ => out.push(c),
        }
    }
    out.push('"');
}
