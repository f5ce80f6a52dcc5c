// SPDX-License-Identifier: Apache-2.0
//! Python's methods of str, list and dict that templates call. Those whose result can be much larger than
//! their arguments are checked first.

use crate::failure::Kind;
use crate::python;
use crate::template_budget::Budget;
use minijinja::value::{from_args, ValueKind};
use minijinja::{format_filter, Error, ErrorKind, FormatStyle, State, Value};
use minijinja_contrib::pycompat::unknown_method_callback;

pub fn call(
    state: &State,
    value: &Value,
    method: &str,
    args: &[Value],
    budget: &Budget,
) -> Result<Value, Error> {
    if let Some(text) = value.as_str() {
        if let Some(result) = string_method(text, method, args, budget) {
            return result;
        }
    } else if matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable) && method == "index" {
        let (wanted,): (&Value,) = from_args(args)?;
        let position = value.try_iter()?.position(|item| item == *wanted);
        return position
            .map(Value::from)
            .ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "the value is not in the list"));
    }
    unknown_method_callback(state, value, method, args)
}

fn string_method(text: &str, method: &str, args: &[Value], budget: &Budget) -> Option<Result<Value, Error>> {
    let result =
        match method {
            "replace" => from_args(args).and_then(|(old, new, count): (&str, &str, Option<i64>)| {
                replace(text, old, new, count.unwrap_or(-1), budget).map(Value::from)
            }),
            "join" => from_args(args)
                .and_then(|(items,): (Value,)| join(&items, text, None, budget).map(Value::from)),
            "format" => refuse_wide(text, budget).and_then(|()| {
                format_filter(FormatStyle::StrFormat, text, &plain(args, budget)?).map(Value::from)
            }),
            "removeprefix" => from_args(args)
                .map(|(prefix,): (&str,)| Value::from(text.strip_prefix(prefix).unwrap_or(text))),
            "removesuffix" => from_args(args)
                .map(|(suffix,): (&str,)| Value::from(text.strip_suffix(suffix).unwrap_or(text))),
            "partition" => from_args(args).map(|(glue,): (&str,)| match text.split_once(glue) {
                Some((head, tail)) => list(&[head, glue, tail]),
                None => list(&[text, "", ""]),
            }),
            "rpartition" => from_args(args).map(|(glue,): (&str,)| match text.rsplit_once(glue) {
                Some((head, tail)) => list(&[head, glue, tail]),
                None => list(&["", "", text]),
            }),
            "rsplit" => from_args(args).map(|(glue, most): (&str, Option<usize>)| {
                let mut parts: Vec<&str> = match most {
                    Some(most) => text.rsplitn(most.saturating_add(1), glue).collect(),
                    None => text.rsplit(glue).collect(),
                };
                parts.reverse();
                list(&parts)
            }),
            _ => return None,
        };
    Some(result)
}

fn list(parts: &[&str]) -> Value {
    parts.iter().map(|part| Value::from(*part)).collect()
}

pub fn replace(text: &str, old: &str, new: &str, count: i64, budget: &Budget) -> Result<String, Error> {
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let found = text.matches(old).take(limit).count();
    budget.string(text.len().saturating_add(found.saturating_mul(new.len())))?;
    Ok(text.replacen(old, new, limit))
}

/// With `attribute`, joins that attribute of the items.
pub fn join(items: &Value, glue: &str, attribute: Option<&str>, budget: &Budget) -> Result<String, Error> {
    let mut out = String::new();
    for (index, item) in items.try_iter()?.enumerate() {
        let item = match attribute {
            Some(name) => item.get_attr(name)?,
            None => item,
        };
        let piece = python::text(&item, budget)?;
        budget.string(out.len() + glue.len() + piece.len())?;
        if index > 0 {
            out.push_str(glue);
        }
        out.push_str(&piece);
    }
    Ok(out)
}

/// A width or a precision of many digits makes a text out of nothing.
pub fn refuse_wide(pattern: &str, budget: &Budget) -> Result<(), Error> {
    let mut digits = 0;
    for byte in pattern.bytes() {
        digits = if byte.is_ascii_digit() { digits + 1 } else { 0 };
        if digits > 3 || byte == b'*' {
            return Err(budget.stop(Kind::Unsupported, "The chat template uses a format that is too wide."));
        }
    }
    Ok(())
}

/// Arguments of a format: what Python writes in another way than the engine does becomes text first.
pub fn plain(args: &[Value], budget: &Budget) -> Result<Vec<Value>, Error> {
    args.iter()
        .map(|arg| match arg.kind() {
            ValueKind::String | ValueKind::Number => Ok(arg.clone()),
            ValueKind::Map if arg.is_kwargs() => Ok(arg.clone()),
            _ => python::text(arg, budget).map(Value::from),
        })
        .collect()
}
