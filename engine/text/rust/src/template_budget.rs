// SPDX-License-Identifier: Apache-2.0

use crate::failure::{Failure, Kind};
use minijinja::value::ValueKind;
use minijinja::{Error, ErrorKind, Value};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::Mutex;
use std::time::{Duration, Instant};

const MOST_WORK: usize = 1 << 29;
const LONGEST_TIME: Duration = Duration::from_secs(20);
const MOST_ITEMS: usize = 1 << 20;
const MOST_NODES: usize = 1 << 18;
const LONGEST_STRING: usize = 64 << 20;
pub const DEEPEST_VALUE: usize = 64;

/// What one rendering may still use. Steps are counted by the engine (fuel); this counts bytes and items,
/// which one step can make many of. The first limit that is met decides the outcome.
pub struct Budget {
    output_left: AtomicUsize,
    work_left: AtomicUsize,
    deadline: Instant,
    verdict: Mutex<Option<Failure>>,
}

impl Budget {
    pub fn new(longest_output: usize) -> Self {
        Budget {
            output_left: AtomicUsize::new(longest_output),
            work_left: AtomicUsize::new(MOST_WORK),
            deadline: Instant::now() + LONGEST_TIME,
            verdict: Mutex::new(None),
        }
    }

    pub fn verdict(&self) -> Option<Failure> {
        self.verdict.lock().ok().and_then(|verdict| verdict.clone())
    }

    /// Ends the rendering with this failure.
    pub fn stop(&self, kind: Kind, message: impl Into<String>) -> Error {
        let message = message.into();
        if let Ok(mut verdict) = self.verdict.lock() {
            verdict.get_or_insert(Failure::new(kind, message.clone()));
        }
        Error::new(ErrorKind::InvalidOperation, message)
    }

    pub fn output(&self, bytes: usize) -> Result<(), Error> {
        take(&self.output_left, bytes)
            .then_some(())
            .ok_or_else(|| self.stop(Kind::TooLarge, "The chat template writes more than is allowed."))
    }

    pub fn work(&self, amount: usize) -> Result<(), Error> {
        take(&self.work_left, amount)
            .then_some(())
            .ok_or_else(|| self.stop(Kind::TooLarge, "The chat template works longer than is allowed."))
    }

    /// Called once in each turn of a loop.
    pub fn tick(&self) -> Result<(), Error> {
        if Instant::now() > self.deadline {
            return Err(self.stop(Kind::TooLarge, "The chat template works longer than is allowed."));
        }
        self.work(1)
    }

    /// Charges a value that a step has made.
    pub fn made(&self, value: &Value) -> Result<(), Error> {
        self.work(1 + size(value))?;
        match value.kind() {
            ValueKind::String => self.string(value.as_str().map_or(0, str::len)),
            ValueKind::Seq | ValueKind::Iterable => self.items(value.len().unwrap_or(0)),
            _ => Ok(()),
        }
    }

    /// Errors when a list of this many items must not be made.
    pub fn items(&self, count: usize) -> Result<(), Error> {
        if count > MOST_ITEMS {
            return Err(self.stop(Kind::TooLarge, "The chat template makes a list that is too long."));
        }
        Ok(())
    }

    /// Errors when a string of this many bytes must not be made.
    pub fn string(&self, bytes: usize) -> Result<(), Error> {
        if bytes > LONGEST_STRING {
            return Err(self.stop(Kind::TooLarge, "The chat template makes a text that is too long."));
        }
        Ok(())
    }

    /// Charges a list or a map with all that it holds; lists within lists must not grow without end.
    pub fn built(&self, value: &Value) -> Result<(), Error> {
        let mut nodes = MOST_NODES;
        if !fits(value, 0, &mut nodes) {
            return Err(self.stop(Kind::TooLarge, "The chat template makes a value that is nested too much."));
        }
        self.work(MOST_NODES - nodes)
    }
}

fn take(counter: &AtomicUsize, amount: usize) -> bool {
    counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(amount)).is_ok()
}

fn size(value: &Value) -> usize {
    match value.kind() {
        ValueKind::String => value.as_str().map_or(0, str::len),
        ValueKind::Seq | ValueKind::Iterable | ValueKind::Map => value.len().unwrap_or(0),
        _ => 0,
    }
}

pub fn fits(value: &Value, depth: usize, nodes: &mut usize) -> bool {
    if depth > DEEPEST_VALUE || *nodes == 0 {
        return false;
    }
    *nodes -= 1;
    match value.kind() {
        ValueKind::Seq | ValueKind::Iterable => {
            value.try_iter().map_or(true, |mut items| items.all(|item| fits(&item, depth + 1, nodes)))
        }
        ValueKind::Map => value.try_iter().map_or(true, |mut keys| {
            keys.all(|key| value.get_item(&key).map_or(true, |item| fits(&item, depth + 1, nodes)))
        }),
        _ => true,
    }
}
