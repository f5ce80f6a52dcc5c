// SPDX-License-Identifier: Apache-2.0
//! How a token's spelling becomes the bytes it adds to running text, read from a tokenizer.json's decoder.
//! Only decoders that work token by token are known: a stream must be able to speak before it has ended.

use crate::failure::{quoted, Failure, Outcome};
use ahash::AHashMap;
use serde_json::Value;
use std::sync::OnceLock;

/// What happens to the spaces of the first token of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub enum FirstToken {
    AsItIs = 0,
    DropOneSpace = 1,
    DropSpaces = 2,
}

#[derive(Clone)]
pub enum Spelling {
    ByteLevel,
    /// Replacements in order, then `<0xNN>` as a byte.
    Pieces {
        replace: Vec<(String, String)>,
        byte_fallback: bool,
    },
    WordPiece {
        prefix: String,
        cleanup: bool,
    },
}

#[derive(Clone)]
pub struct ByteRule {
    pub spelling: Spelling,
    pub first: FirstToken,
}

impl ByteRule {
    pub fn byte_level() -> Self {
        ByteRule { spelling: Spelling::ByteLevel, first: FirstToken::AsItIs }
    }

    pub fn bytes(&self, token: &str) -> Vec<u8> {
        match &self.spelling {
            Spelling::ByteLevel => byte_level_bytes(token),
            Spelling::Pieces { replace, byte_fallback } => {
                if let (true, Some(byte)) = (*byte_fallback, byte_of(token)) {
                    return vec![byte];
                }
                let mut text = token.to_owned();
                for (from, to) in replace {
                    text = text.replace(from, to);
                }
                text.into_bytes()
            }
            Spelling::WordPiece { prefix, cleanup } => {
                let text = match token.strip_prefix(prefix.as_str()) {
                    Some(rest) => rest.to_owned(),
                    None => format!(" {token}"),
                };
                if *cleanup { clean_up(&text) } else { text }.into_bytes()
            }
        }
    }

    /// A control token as text, when it is to be seen.
    pub fn shown(&self, token: &str) -> Vec<u8> {
        match self.spelling {
            Spelling::WordPiece { .. } => format!(" {token}").into_bytes(),
            _ => token.as_bytes().to_vec(),
        }
    }

    pub fn from_decoder(decoder: &Value) -> Outcome<Self> {
        if decoder.is_null() {
            return Err(Failure::unsupported(
                "This tokenizer.json has no decoder, so its ids cannot become text.",
            ));
        }
        let parts = match (kind(decoder), decoder.get("decoders").and_then(Value::as_array)) {
            ("Sequence", Some(parts)) => parts.clone(),
            _ => vec![decoder.clone()],
        };
        if let [only] = parts.as_slice() {
            match kind(only) {
                "ByteLevel" => return Ok(ByteRule::byte_level()),
                "WordPiece" => return Ok(word_piece(only)),
                _ => {}
            }
        }
        pieces(&parts)
    }
}

fn kind(part: &Value) -> &str {
    part.get("type").and_then(Value::as_str).unwrap_or("")
}

fn word_piece(part: &Value) -> ByteRule {
    let prefix = part.get("prefix").and_then(Value::as_str).unwrap_or("##").to_owned();
    let cleanup = part.get("cleanup").and_then(Value::as_bool).unwrap_or(true);
    ByteRule { spelling: Spelling::WordPiece { prefix, cleanup }, first: FirstToken::DropOneSpace }
}

fn pieces(parts: &[Value]) -> Outcome<ByteRule> {
    let mut replace = Vec::new();
    let (mut byte_fallback, mut fused) = (false, false);
    let mut first = FirstToken::AsItIs;
    for part in parts {
        let unknown = || {
            Failure::unsupported(format!(
                "The decoder {} of this tokenizer.json is not supported.",
                quoted(kind(part))
            ))
        };
        match kind(part) {
            "Replace" => {
                let from = part.pointer("/pattern/String").and_then(Value::as_str).ok_or_else(unknown)?;
                let to = part.get("content").and_then(Value::as_str).ok_or_else(unknown)?;
                replace.push((from.to_owned(), to.to_owned()));
            }
            "Metaspace" => {
                let from = part.get("replacement").and_then(Value::as_str).unwrap_or("▁");
                replace.push((from.to_owned(), " ".to_owned()));
                let scheme = part.get("prepend_scheme").and_then(Value::as_str);
                let adds = part.get("add_prefix_space").and_then(Value::as_bool).unwrap_or(true);
                if scheme.map_or(adds, |scheme| scheme != "never") {
                    first = FirstToken::DropSpaces;
                }
            }
            "ByteFallback" => byte_fallback = true,
            "Fuse" => fused = true,
            "Strip" => {
                let number = |name| part.get(name).and_then(Value::as_u64).unwrap_or(0);
                let space = part.get("content").and_then(Value::as_str) == Some(" ");
                if !space || !fused || number("start") > 1 || number("stop") > 0 {
                    return Err(unknown());
                }
                if number("start") == 1 {
                    first = FirstToken::DropOneSpace;
                }
            }
            _ => return Err(unknown()),
        }
    }
    Ok(ByteRule { spelling: Spelling::Pieces { replace, byte_fallback }, first })
}

/// The byte that a token such as `<0x0A>` stands for.
pub fn byte_of(token: &str) -> Option<u8> {
    let digits = token.strip_prefix("<0x")?.strip_suffix('>')?;
    if digits.len() != 2 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    u8::from_str_radix(digits, 16).ok()
}

/// GPT-2's alphabet: printable Latin-1 stands for itself, the other 68 bytes for U+0100 and up.
fn byte_alphabet() -> &'static [char; 256] {
    static ALPHABET: OnceLock<[char; 256]> = OnceLock::new();
    ALPHABET.get_or_init(|| {
        let mut next = 0x100_u32;
        std::array::from_fn(|byte| match byte {
            0x21..=0x7e | 0xa1..=0xac | 0xae..=0xff => byte as u8 as char,
            _ => {
                next += 1;
                char::from_u32(next - 1).unwrap_or(' ')
            }
        })
    })
}

fn byte_level_bytes(token: &str) -> Vec<u8> {
    static BYTES: OnceLock<AHashMap<char, u8>> = OnceLock::new();
    let bytes =
        BYTES.get_or_init(|| (0..=255_u8).map(|byte| (byte_alphabet()[byte as usize], byte)).collect());
    // A token outside the alphabet is plain text (an added token).
    token.chars().map(|c| bytes.get(&c).copied()).collect::<Option<Vec<u8>>>().unwrap_or_else(|| token.into())
}

/// The contractions and punctuation that BERT's detokenizer closes up.
fn clean_up(text: &str) -> String {
    const PAIRS: [(&str, &str); 11] = [
        (" .", "."),
        (" ?", "?"),
        (" !", "!"),
        (" ,", ","),
        (" ' ", "'"),
        (" n't", "n't"),
        (" 'm", "'m"),
        (" do not", " don't"),
        (" 's", "'s"),
        (" 've", "'ve"),
        (" 're", "'re"),
    ];
    PAIRS.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}
