// SPDX-License-Identifier: Apache-2.0

use crate::failure::{Failure, Kind, Outcome};
use crate::tokenizer::{TextTokenizer, CONTROL, UNKNOWN};
use llguidance::api::TopLevelGrammar;
use llguidance::{Matcher, ParserFactory};
use std::sync::Arc;
use toktrie::{ApproximateTokEnv, TokEnv, TokRxInfo, TokTrie, INVALID_TOKEN};

const LONGEST_GRAMMAR: usize = 256 << 10;
/// The readers of grammars recurse along references and brackets: some kilobytes a level, and a level takes
/// more than ten bytes of grammar.
const READER_STACK: usize = 192 << 20;
const DEEPEST_GRAMMAR: usize = 100;
const MOST_TOKENS: usize = 1 << 21;

pub enum Source {
    JsonSchema,
    Regex,
    Lark,
}

pub struct Constraint {
    matcher: Matcher,
    size: usize,
}

impl Constraint {
    pub fn new(tokenizer: &TextTokenizer, source: Source, text: &str) -> Outcome<Self> {
        if text.len() > LONGEST_GRAMMAR {
            return Err(Failure::too_large("The grammar is longer than 256 KiB."));
        }
        refuse_deep(text)?;
        let factory = tokenizer.constraints.get_or_init(|| build_factory(tokenizer)).clone()?;
        let grammar = match source {
            Source::JsonSchema => {
                TopLevelGrammar::from_json_schema(serde_json::from_str(text).map_err(|error| {
                    Failure::new(
                        Kind::InvalidArgument,
                        format!("The JSON schema is not valid JSON: {error}."),
                    )
                })?)
            }
            Source::Regex => TopLevelGrammar::from_regex(text),
            Source::Lark => TopLevelGrammar::from_lark(text.to_owned()),
        };
        let mut matcher = Matcher::new(with_deep_stack(|| factory.create_parser(grammar))?);
        if let Some(reason) = matcher.get_error() {
            return Err(unusable(&reason));
        }
        if matcher.compute_mask_or_eos().is_err() || (matcher.is_stopped() && !accepts(&mut matcher)) {
            return Err(unusable("it allows no text at all"));
        }
        Ok(Constraint { matcher, size: tokenizer.table.texts.len() })
    }

    /// One bit per token. A finished constraint allows nothing but the end token, where one is known.
    pub fn allowed(&mut self) -> Outcome<Vec<u32>> {
        let mask = self.matcher.compute_mask_or_eos().map_err(|error| internal(&error))?;
        let words = self.size.div_ceil(32);
        let mut bits = mask.as_slice().to_vec();
        bits.resize(words, 0);
        if self.size % 32 != 0 {
            bits[words - 1] &= (1_u32 << (self.size % 32)) - 1;
        }
        Ok(bits)
    }

    pub fn accept(&mut self, id: u32) -> Outcome<()> {
        let refused =
            || Failure::new(Kind::Refused, format!("The constraint does not allow the token {id} here."));
        if id as usize >= self.size || self.matcher.is_stopped() {
            return Err(refused());
        }
        match self.matcher.try_consume_tokens(&[id]) {
            Ok(1) => Ok(()),
            Ok(_) => Err(refused()),
            Err(error) => Err(internal(&error)),
        }
    }

    pub fn may_stop(&mut self) -> bool {
        (self.matcher.is_stopped() && !self.matcher.is_error())
            || self.matcher.is_accepting().unwrap_or(false)
    }
}

fn accepts(matcher: &mut Matcher) -> bool {
    (matcher.is_stopped() && !matcher.is_error()) || matcher.is_accepting().unwrap_or(false)
}

fn internal(error: &anyhow::Error) -> Failure {
    Failure::too_large(format!("The constraint cannot go on: {}.", brief(&error.to_string())))
}

fn unusable(reason: &str) -> Failure {
    Failure::new(Kind::InvalidArgument, format!("The grammar cannot be used: {}.", brief(reason)))
}

/// What a message says without the grammar and the backtrace that it quotes: its first line, and the cause where a
/// later line gives one.
fn brief(message: &str) -> String {
    const LONGEST: usize = 200;
    let mut lines = message.lines().map(str::trim);
    let first = lines.next().unwrap_or("");
    let cause = lines.find(|line| line.starts_with("error: ")).unwrap_or("");
    let said = format!("{first} {cause}");
    let said: String = said.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    said.split("<backtrace>").next().unwrap_or("").trim().to_owned()
}

fn with_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> Outcome<T> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(READER_STACK).spawn_scoped(scope, work);
        let thread = thread.map_err(|error| {
            Failure::new(Kind::Internal, format!("There is no room to read the grammar: {error}."))
        })?;
        thread.join().map_err(|_| unusable("it is beyond its reader"))
    })
}

/// The brackets of honest grammars stay shallow.
fn refuse_deep(text: &str) -> Outcome<()> {
    let mut depth = 0_usize;
    for byte in text.bytes() {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST_GRAMMAR {
            return Err(Failure::too_large(format!(
                "The grammar nests brackets deeper than {DEEPEST_GRAMMAR}."
            )));
        }
    }
    Ok(())
}

fn build_factory(tokenizer: &TextTokenizer) -> Outcome<Arc<ParserFactory>> {
    let table = &tokenizer.table;
    let size = table.texts.len();
    if size > MOST_TOKENS {
        return Err(Failure::too_large("The vocabulary is too large for a constraint."));
    }
    let words: Vec<Vec<u8>> = (0..size)
        .map(|id| match table.flags[id] {
            CONTROL => [&[TokTrie::SPECIAL_TOKEN_MARKER], table.texts[id].as_bytes()].concat(),
            UNKNOWN => Vec::new(),
            _ => table.bytes[id].clone(),
        })
        .collect();
    let info = TokRxInfo::new(size as u32, tokenizer.eos.unwrap_or(INVALID_TOKEN));
    let env: TokEnv = Arc::new(ApproximateTokEnv::new(TokTrie::from(&info, &words)));
    let mut factory = ParserFactory::new_simple(&env).map_err(|error| internal(&error))?;
    factory.quiet();
    factory.limits_mut().verbose_errors = false;
    Ok(Arc::new(factory))
}
