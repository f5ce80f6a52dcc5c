// SPDX-License-Identifier: Apache-2.0

use crate::failure::Kind;
use crate::template_budget::{Budget, DEEPEST_VALUE};
use minijinja::value::{Enumerator, Object, ValueKind};
use minijinja::{Error, ErrorKind, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard};

/// Jinja2's namespace(): the one value whose attributes a template may set. It never holds a namespace, so
/// that values cannot contain themselves.
#[derive(Debug, Default)]
pub struct Namespace {
    data: Mutex<BTreeMap<Arc<str>, Value>>,
}

impl Namespace {
    pub fn create(defaults: Option<Value>) -> Result<Value, Error> {
        let namespace = Namespace::default();
        if let Some(defaults) = defaults.filter(|value| !value.is_undefined()) {
            for key in defaults.try_iter()? {
                let value = defaults.get_item(&key)?;
                namespace.entries().insert(key.to_string().into(), checked(value)?);
            }
        }
        Ok(Value::from_object(namespace))
    }

    pub fn assign(target: &Value, name: &str, value: Value, budget: &Budget) -> Result<Value, Error> {
        let Some(namespace) = target.downcast_object_ref::<Namespace>() else {
            let message = format!("can only assign to namespaces, not {}", target.kind());
            return Err(Error::new(ErrorKind::InvalidOperation, message));
        };
        budget.built(&value)?;
        let value = checked(value).map_err(|error| budget.stop(Kind::Unsupported, error.to_string()))?;
        namespace.entries().insert(name.into(), value);
        Ok(Value::UNDEFINED)
    }

    fn entries(&self) -> MutexGuard<'_, BTreeMap<Arc<str>, Value>> {
        self.data.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }
}

fn checked(value: Value) -> Result<Value, Error> {
    if holds_namespace(&value, 0) {
        return Err(Error::new(
            ErrorKind::InvalidOperation,
            "a namespace inside a namespace is not supported",
        ));
    }
    Ok(value)
}

fn holds_namespace(value: &Value, depth: usize) -> bool {
    if value.downcast_object_ref::<Namespace>().is_some() || depth > DEEPEST_VALUE {
        return true;
    }
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => {
            value.try_iter().is_ok_and(|mut items| items.any(|item| holds_namespace(&item, depth + 1)))
        }
        ValueKind::Map => value.try_iter().is_ok_and(|mut keys| {
            keys.any(|key| value.get_item(&key).is_ok_and(|item| holds_namespace(&item, depth + 1)))
        }),
        _ => false,
    }
}

impl Object for Namespace {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        self.entries().get(key.as_str()?).cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        Enumerator::Values(self.entries().keys().cloned().map(Value::from).collect())
    }
}
