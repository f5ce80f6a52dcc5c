// SPDX-License-Identifier: Apache-2.0
//! Operators where the engine and Python part ways.

use crate::template_budget::Budget;
use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};

/// left + right. A text marked safe makes the other one's HTML characters harmless (MarkupSafe 3).
pub fn add(left: &Value, right: &Value) -> Result<Value, Error> {
    if let (Some(a), Some(b)) = (left.as_str(), right.as_str()) {
        return Ok(match (left.is_safe(), right.is_safe()) {
            (false, false) => Value::from([a, b].concat()),
            (true, true) => Value::from_safe_string([a, b].concat()),
            (true, false) => Value::from_safe_string(format!("{a}{}", escaped(b))),
            (false, true) => Value::from_safe_string(format!("{}{b}", escaped(a))),
        });
    }
    let is_list = |value: &Value| matches!(value.kind(), ValueKind::Seq | ValueKind::Iterable);
    if is_list(left) && is_list(right) {
        return Ok(left.try_iter()?.chain(right.try_iter()?).collect());
    }
    number(left, right, i128::checked_add, |a, b| a + b)
}

/// left * right; repeats a text or a list, within the budget.
pub fn multiply(left: &Value, right: &Value, budget: &Budget) -> Result<Value, Error> {
    let is_series =
        |value: &Value| matches!(value.kind(), ValueKind::String | ValueKind::Seq | ValueKind::Iterable);
    let (series, times) = match (is_series(left), is_series(right)) {
        (true, false) => (left, right),
        (false, true) => (right, left),
        (false, false) => return number(left, right, i128::checked_mul, |a, b| a * b),
        (true, true) => return Err(unsupported(left, right)),
    };
    let times = i64::try_from(times.clone()).map_or(0, |times| usize::try_from(times).unwrap_or(0));
    if let Some(text) = series.as_str() {
        budget.string(text.len().saturating_mul(times))?;
        return Ok(Value::from(text.repeat(times)));
    }
    let items: Vec<Value> = series.try_iter()?.collect();
    budget.items(items.len().saturating_mul(times))?;
    Ok(std::iter::repeat_n(items, times).flatten().collect())
}

fn number(
    left: &Value,
    right: &Value,
    whole: fn(i128, i128) -> Option<i128>,
    real: fn(f64, f64) -> f64,
) -> Result<Value, Error> {
    let is_number = |value: &Value| matches!(value.kind(), ValueKind::Number | ValueKind::Bool);
    if !is_number(left) || !is_number(right) {
        return Err(unsupported(left, right));
    }
    let is_whole = |value: &Value| value.is_integer() || value.kind() == ValueKind::Bool;
    if is_whole(left) && is_whole(right) {
        let result = whole(i128::try_from(left.clone())?, i128::try_from(right.clone())?);
        let result = result.ok_or_else(|| unsupported(left, right))?;
        return Ok(i64::try_from(result).map_or_else(|_| Value::from(result), Value::from));
    }
    Ok(Value::from(real(f64::try_from(left.clone())?, f64::try_from(right.clone())?)))
}

fn unsupported(left: &Value, right: &Value) -> Error {
    let message = format!("this operator does not take a {} and a {}", left.kind(), right.kind());
    Error::new(ErrorKind::InvalidOperation, message)
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' => out.push_str("&#39;"),
            '"' => out.push_str("&#34;"),
            _ => out.push(c),
        }
    }
    out
}

/// value[start:stop:step] as Python takes it (language reference 3.12, 3.3.7 and 5.2.4).
pub fn slice(value: &Value, start: &Value, stop: &Value, step: &Value) -> Result<Value, Error> {
    let step = bound(step)?.unwrap_or(1);
    if step == 0 {
        return Err(Error::new(ErrorKind::InvalidOperation, "the step of a slice cannot be zero"));
    }
    if let Some(text) = value.as_str() {
        let chars: Vec<char> = text.chars().collect();
        let picked = positions(chars.len(), bound(start)?, bound(stop)?, step);
        return Ok(Value::from(picked.map(|at| chars[at]).collect::<String>()));
    }
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable | ValueKind::Undefined => {
            let items: Vec<Value> = value.try_iter()?.collect();
            let picked = positions(items.len(), bound(start)?, bound(stop)?, step);
            Ok(picked.map(|at| items[at].clone()).collect())
        }
        kind => {
            Err(Error::new(ErrorKind::InvalidOperation, format!("a value of type {kind} cannot be sliced")))
        }
    }
}

fn bound(value: &Value) -> Result<Option<i64>, Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(None);
    }
    i64::try_from(value.clone()).map(Some)
}

/// The positions that a slice picks out of `length` items.
fn positions(length: usize, start: Option<i64>, stop: Option<i64>, step: i64) -> impl Iterator<Item = usize> {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    let (lowest, highest) = if step > 0 { (0, length) } else { (-1, length - 1) };
    let clamp = |at: i64| {
        let at = if at < 0 { at.saturating_add(length) } else { at };
        at.clamp(lowest, highest)
    };
    let (first, end) = if step > 0 { (lowest, highest) } else { (highest, lowest) };
    let mut at = start.map_or(first, clamp);
    let end = stop.map_or(end, clamp);
    std::iter::from_fn(move || {
        let inside = if step > 0 { at < end } else { at > end };
        let position = usize::try_from(at).ok().filter(|_| inside)?;
        at = at.saturating_add(step);
        Some(position)
    })
}
