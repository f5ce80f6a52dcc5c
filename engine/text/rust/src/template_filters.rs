// SPDX-License-Identifier: Apache-2.0
//! What a chat template may call: Jinja2's filters, tests and functions as Transformers sets them up.

use crate::failure::Kind;
use crate::json;
use crate::python;
use crate::python_methods;
use crate::python_operators;
use crate::strftime::Moment;
use crate::template_budget::Budget;
use crate::template_guard as guard;
use crate::template_namespace::Namespace;
use minijinja::value::{Kwargs, Rest, ValueKind};
use minijinja::{format_filter, Environment, Error, ErrorKind, FormatStyle, Value};
use std::sync::Arc;

/// Filters of the engine that Jinja2 does not have, or that can make much out of little.
const DROPPED_FILTERS: [&str; 9] =
    ["batch", "bool", "chain", "lines", "pprint", "slice", "split", "urlencode", "zip"];
const WIDEST_INDENT: usize = 1000;

pub fn install(env: &mut Environment, budget: &Arc<Budget>, now: Option<Moment>) {
    for name in DROPPED_FILTERS {
        env.remove_filter(name);
    }
    env.remove_global("debug");
    install_guards(env, budget);
    install_filters(env, budget);
    install_tests(env);
    install_functions(env, budget, now);
    let shared = budget.clone();
    env.set_unknown_method_callback(move |state, value, method, args| {
        python_methods::call(state, value, method, args, &shared)
    });
}

fn install_guards(env: &mut Environment, budget: &Arc<Budget>) {
    let shared = budget.clone();
    env.add_filter(guard::CONCAT, move |left: Value, right: Value| -> Result<Value, Error> {
        let mut whole = python::text(&left, &shared)?;
        whole.push_str(&python::text(&right, &shared)?);
        let whole = Value::from(whole);
        shared.made(&whole).map(|()| whole)
    });
    let shared = budget.clone();
    env.add_filter(guard::MADE, move |value: Value| shared.made(&value).map(|()| value));
    let shared = budget.clone();
    env.add_filter(guard::BUILT, move |value: Value| shared.built(&value).map(|()| value));
    let shared = budget.clone();
    env.add_filter(guard::TICK, move |value: Value| shared.tick().map(|()| value));
    env.add_filter(guard::ADD, |left: Value, right: Value| python_operators::add(&left, &right));
    let shared = budget.clone();
    env.add_filter(guard::MULTIPLY, move |left: Value, right: Value| {
        python_operators::multiply(&left, &right, &shared)
    });
    env.add_filter(guard::SLICE, |value: Value, start: Value, stop: Value, step: Value| {
        python_operators::slice(&value, &start, &stop, &step)
    });
    env.add_filter(guard::ITERABLE, |value: Value| {
        if value.is_none() {
            return Err(Error::new(ErrorKind::InvalidOperation, "none cannot be iterated"));
        }
        Ok(value)
    });
    let shared = budget.clone();
    env.add_filter(guard::SET_ATTRIBUTE, move |value: Value, target: Value, name: &str| {
        Namespace::assign(&target, name, value, &shared)
    });
}

fn install_filters(env: &mut Environment, budget: &Arc<Budget>) {
    let shared = budget.clone();
    env.add_filter("tojson", move |value: &Value, indent: Option<Value>, options: Kwargs| {
        json::dumps(value, indent, &options, &shared)
    });
    let shared = budget.clone();
    env.add_filter("string", move |value: Value| python::text(&value, &shared));
    let shared = budget.clone();
    env.add_filter("trim", move |value: Value, chars: Option<&str>| -> Result<String, Error> {
        let text = python::text(&value, &shared)?;
        Ok(match chars {
            Some(chars) => text.trim_matches(|c| chars.contains(c)).to_owned(),
            None => text.trim().to_owned(),
        })
    });
    let shared = budget.clone();
    env.add_filter("upper", move |value: Value| {
        python::text(&value, &shared).map(|text| text.to_uppercase())
    });
    let shared = budget.clone();
    env.add_filter("lower", move |value: Value| {
        python::text(&value, &shared).map(|text| text.to_lowercase())
    });
    let shared = budget.clone();
    env.add_filter("replace", move |text: Value, old: &str, new: &str, count: Option<i64>| {
        python_methods::replace(&python::text(&text, &shared)?, old, new, count.unwrap_or(-1), &shared)
    });
    let shared = budget.clone();
    env.add_filter("join", move |items: Value, glue: Option<String>, options: Kwargs| {
        let attribute: Option<String> = options.get("attribute")?;
        let glue = glue.or(options.get::<Option<String>>("d")?).unwrap_or_default();
        options.assert_all_used()?;
        python_methods::join(&items, &glue, attribute.as_deref(), &shared)
    });
    let shared = budget.clone();
    env.add_filter("indent", move |text: String, width: Option<Value>, options: Kwargs| {
        indent(&text, width, &options, &shared)
    });
    let shared = budget.clone();
    env.add_filter("format", move |pattern: &str, args: Rest<Value>| {
        python_methods::refuse_wide(pattern, &shared)?;
        format_filter(FormatStyle::Printf, pattern, &python_methods::plain(&args, &shared)?)
    });
}

/// Jinja2's indent(width=4, first=False, blank=False).
fn indent(text: &str, width: Option<Value>, options: &Kwargs, budget: &Budget) -> Result<String, Error> {
    let width = options.get::<Option<Value>>("width")?.or(width);
    let first = options.get::<Option<bool>>("first")?.unwrap_or(false);
    let blank = options.get::<Option<bool>>("blank")?.unwrap_or(false);
    options.assert_all_used()?;
    let margin = match &width {
        None => " ".repeat(4),
        Some(width) => match width.as_str() {
            Some(text) => text.to_owned(),
            None => " ".repeat(width.as_usize().unwrap_or(0).min(WIDEST_INDENT)),
        },
    };
    let lines: Vec<&str> = text.split('\n').collect();
    budget.string(text.len().saturating_add(lines.len().saturating_mul(margin.len())))?;
    let mut out = String::new();
    for (index, line) in lines.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        if if index == 0 { first } else { blank || !line.is_empty() } {
            out.push_str(&margin);
        }
        out.push_str(line);
    }
    Ok(out)
}

fn install_tests(env: &mut Environment) {
    use ValueKind as K;
    env.add_test("sequence", |value: &Value| {
        matches!(value.kind(), K::Seq | K::Iterable | K::Map | K::String | K::Undefined)
    });
    env.add_test("iterable", |value: &Value| {
        matches!(value.kind(), K::Seq | K::Iterable | K::Map | K::String | K::Undefined)
    });
    env.add_test("number", |value: &Value| matches!(value.kind(), K::Number | K::Bool));
    env.add_test("callable", |value: &Value| value.kind() == K::Plain && value.as_object().is_some());
}

fn install_functions(env: &mut Environment, budget: &Arc<Budget>, now: Option<Moment>) {
    let shared = budget.clone();
    env.add_function("raise_exception", move |message: Value| -> Result<Value, Error> {
        let message = python::text(&message, &shared)?;
        Err(shared.stop(Kind::InvalidArgument, message))
    });
    env.add_function("namespace", |defaults: Option<Value>| Namespace::create(defaults));
    if let Some(now) = now {
        env.add_function("strftime_now", move |format: &str| {
            now.format(format).ok_or_else(|| {
                Error::new(ErrorKind::InvalidOperation, format!("the time format {format} is not supported"))
            })
        });
    }
}
