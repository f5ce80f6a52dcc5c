// SPDX-License-Identifier: Apache-2.0

/// Reason of a failure; the numbers are part of the C interface.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub enum Kind {
    InvalidArgument = 1,
    Corrupt = 2,
    TooLarge = 3,
    Unsupported = 4,
    Refused = 5,
    Internal = 6,
}

/// A failure with one sentence for people.
#[derive(Clone, Debug)]
pub struct Failure {
    pub kind: Kind,
    pub message: String,
}

impl Failure {
    pub fn new(kind: Kind, message: impl Into<String>) -> Self {
        Failure { kind, message: message.into() }
    }
    pub fn corrupt(message: impl Into<String>) -> Self {
        Failure::new(Kind::Corrupt, message)
    }
    pub fn unsupported(message: impl Into<String>) -> Self {
        Failure::new(Kind::Unsupported, message)
    }
    pub fn too_large(message: impl Into<String>) -> Self {
        Failure::new(Kind::TooLarge, message)
    }
}

pub type Outcome<T> = Result<T, Failure>;

/// Quotes what came from outside for a message: one line, bounded.
pub fn quoted(text: &str) -> String {
    const LONGEST: usize = 120;
    let mut out = String::from("\"");
    for (index, c) in text.chars().enumerate() {
        if index == LONGEST {
            out.push('…');
            break;
        }
        if c.is_control() {
            out.extend(c.escape_default());
        } else {
            out.push(c);
        }
    }
    out.push('"');
    out
}
