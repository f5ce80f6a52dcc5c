// SPDX-License-Identifier: Apache-2.0
//! Values as Python's str() and repr() write them, which is what Jinja2 puts into its output.

use crate::python_repr;
use crate::template_budget::{Budget, DEEPEST_VALUE};
use minijinja::value::ValueKind;
use minijinja::{Error, Value};

/// str(value); undefined is the empty string.
pub fn text(value: &Value, budget: &Budget) -> Result<String, Error> {
    match value.kind() {
        ValueKind::Undefined => Ok(String::new()),
        ValueKind::String => Ok(value.as_str().unwrap_or("").to_owned()),
        _ => {
            let mut out = String::new();
            write(value, &mut out, 0, budget)?;
            Ok(out)
        }
    }
}

fn write(value: &Value, out: &mut String, depth: usize, budget: &Budget) -> Result<(), Error> {
    if depth > DEEPEST_VALUE {
        return Err(
            budget.stop(crate::failure::Kind::TooLarge, "A value of the chat template is nested too deep.")
        );
    }
    let before = out.len();
    match value.kind() {
        ValueKind::Undefined => out.push_str("Undefined"),
        ValueKind::None => out.push_str("None"),
        ValueKind::Bool => out.push_str(if value.is_true() { "True" } else { "False" }),
        ValueKind::Number => number(value, out),
        ValueKind::String => python_repr::string(value.as_str().unwrap_or(""), out),
        ValueKind::Seq | ValueKind::Iterable => {
            out.push('[');
            for (index, item) in value.try_iter()?.enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(&item, out, depth + 1, budget)?;
            }
            out.push(']');
        }
        ValueKind::Map => {
            out.push('{');
            for (index, key) in value.try_iter()?.enumerate() {
                if index > 0 {
                    out.push_str(", ");
                }
                write(&key, out, depth + 1, budget)?;
                out.push_str(": ");
                write(&value.get_item(&key)?, out, depth + 1, budget)?;
            }
            out.push('}');
        }
        _ => out.push_str(&value.to_string()),
    }
    budget.work(1 + out.len() - before)
}

pub fn number(value: &Value, out: &mut String) {
    if value.is_integer() {
        out.push_str(&value.to_string());
    } else {
        out.push_str(&python_repr::float(f64::try_from(value.clone()).unwrap_or(f64::NAN)));
    }
}
