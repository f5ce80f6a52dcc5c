// SPDX-License-Identifier: Apache-2.0

use crate::failure::{quoted, Failure, Kind, Outcome};
use crate::python;
use crate::strftime::Moment;
use crate::template_budget::Budget;
use crate::template_filters;
use crate::template_guard::guarded;
use minijinja::machinery::{
    make_string_output, tokenize, CompiledTemplate, Instructions, TemplateConfig, Token, Vm, WhitespaceConfig,
};
use minijinja::syntax::SyntaxConfig;
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use std::collections::BTreeMap;
use std::sync::Arc;

const LONGEST_TEMPLATE: usize = 1 << 20;
const LONGEST_INPUT: usize = 64 << 20;
const LONGEST_OUTPUT: usize = 64 << 20;
const MOST_STEPS: u64 = 50_000_000;
const DEEPEST_CALLS: usize = 200;
const LONGEST_TAG: usize = 2000;
const MOST_ELIFS: usize = 500;
/// A variable that is 1.
const ONE: &str = "hearth_one";
const NAME: &str = "chat template";

/// A chat template that compiles. Rendering is a pure function of its input.
pub struct Template {
    source: String,
}

pub struct Input<'a> {
    pub messages: &'a str,
    pub tools: &'a str,
    pub variables: &'a str,
    pub bos_token: &'a str,
    pub eos_token: &'a str,
    pub date: &'a str,
    pub add_generation_prompt: bool,
}

impl Template {
    pub fn parse(source: &str) -> Outcome<Self> {
        if source.len() > LONGEST_TEMPLATE {
            return Err(Failure::too_large("The chat template is larger than 1 MiB."));
        }
        let source = prepared(&without_generation_tags(&with_plain_line_ends(source)))?;
        compile(&source)?;
        Ok(Template { source })
    }

    pub fn render(&self, input: &Input) -> Outcome<String> {
        let (instructions, blocks) = compile(&self.source)?;
        let budget = Arc::new(Budget::new(LONGEST_OUTPUT));
        let root = context(input)?;
        let mut env = Environment::new();
        env.set_undefined_behavior(UndefinedBehavior::Lenient);
        env.set_fuel(Some(MOST_STEPS));
        env.set_recursion_limit(DEEPEST_CALLS);
        template_filters::install(&mut env, &budget, moment(input.date)?);
        let shared = budget.clone();
        env.set_formatter(move |out, _state, value| {
            let text = python::text(value, &shared)?;
            shared.output(text.len())?;
            out.write_str(&text).map_err(Error::from)
        });
        let mut text = String::new();
        let outcome = Vm::new(&env).eval(
            &instructions,
            root,
            &blocks,
            &mut make_string_output(&mut text),
            AutoEscape::None,
        );
        match outcome.map(drop) {
            Ok(()) => Ok(text),
            Err(error) => Err(budget.verdict().unwrap_or_else(|| explained(&error))),
        }
    }
}

type Compiled<'s> = (Instructions<'s>, BTreeMap<&'s str, Instructions<'s>>);

fn compile(source: &str) -> Outcome<Compiled<'_>> {
    let config = TemplateConfig {
        syntax_config: SyntaxConfig::default(),
        ws_config: whitespace(),
        default_auto_escape: Arc::new(|_| AutoEscape::None),
    };
    let compiled = CompiledTemplate::new(NAME, source, &config).map_err(|error| explained(&error))?;
    let blocks =
        compiled.blocks.iter().map(|(name, block)| Ok((*name, guarded(block)?))).collect::<Outcome<_>>()?;
    Ok((guarded(&compiled.instructions)?, blocks))
}

fn whitespace() -> WhitespaceConfig {
    WhitespaceConfig { keep_trailing_newline: false, lstrip_blocks: true, trim_blocks: true }
}

fn explained(error: &Error) -> Failure {
    let detail = error.detail().map(str::to_owned).unwrap_or_else(|| error.kind().to_string());
    let line = error.line().map_or(String::new(), |line| format!(" at line {line}"));
    let kind = match error.kind() {
        ErrorKind::OutOfFuel => return Failure::too_large("The chat template works longer than is allowed."),
        _ if detail.contains("recursion limit") => Kind::TooLarge,
        _ => Kind::Unsupported,
    };
    Failure::new(kind, format!("The chat template fails{line}: {detail}."))
}

/// The compiler recurses along operator chains and elif ladders; honest templates keep them short. It also
/// works out products of constants, without any limit: with a factor that is a variable it cannot.
fn prepared(source: &str) -> Outcome<String> {
    let (mut tag, mut elifs) = (0, 0);
    let mut out = String::with_capacity(source.len());
    let mut copied = 0;
    for token in tokenize(source, false, SyntaxConfig::default(), whitespace()) {
        let (token, span) = token.map_err(|error| explained(&error))?;
        match token {
            Token::VariableStart | Token::BlockStart => tag = 0,
            Token::Ident("elif") => elifs += 1,
            Token::Mul => {
                let end = span.end_offset as usize;
                out.push_str(&source[copied..end]);
                out.push_str(ONE);
                out.push('*');
                copied = end;
            }
            _ => tag += 1,
        }
        if tag > LONGEST_TAG || elifs > MOST_ELIFS {
            let line = span.start_line;
            return Err(Failure::too_large(format!(
                "The chat template has too long a statement at line {line}."
            )));
        }
    }
    out.push_str(&source[copied..]);
    Ok(out)
}

/// Jinja2 reads "\r\n" and a lone "\r" in a template as "\n".
fn with_plain_line_ends(source: &str) -> String {
    source.replace("\r\n", "\n").replace('\r', "\n")
}

/// A date that nobody can read would silently leave the template without one.
fn moment(date: &str) -> Outcome<Option<Moment>> {
    match (date.is_empty(), Moment::parse(date)) {
        (true, _) => Ok(None),
        (false, Some(moment)) => Ok(Some(moment)),
        (false, None) => {
            let message = format!("The date {} is not of the form 2024-07-26T14:03:05.", quoted(date));
            Err(Failure::new(Kind::Internal, message))
        }
    }
}

/// Transformers marks the assistant's words with {% generation %}, which changes no text. A with block scopes
/// names in the same way.
fn without_generation_tags(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find("{%") {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let Some(end) = tag.find("%}") else {
            rest = tag;
            break;
        };
        let inner = &tag[2..end];
        let name = inner.trim_matches(|c: char| c.is_ascii_whitespace() || matches!(c, '-' | '+'));
        match name {
            "generation" | "endgeneration" => {
                let with = if name == "generation" { "with" } else { "endwith" };
                out.push_str("{%");
                out.push_str(&inner.replacen(name, with, 1));
                out.push_str("%}");
                rest = &tag[end + 2..];
            }
            _ => {
                out.push_str("{%");
                rest = &tag[2..];
            }
        }
    }
    out.push_str(rest);
    out
}

fn context(input: &Input) -> Outcome<Value> {
    if input.messages.len() + input.tools.len() + input.variables.len() > LONGEST_INPUT {
        return Err(Failure::too_large("The conversation is larger than 64 MiB."));
    }
    let read = |what: &str, json: &str| {
        serde_json::from_str::<Value>(json).map_err(|error| {
            Failure::new(Kind::InvalidArgument, format!("The {what} are not valid JSON: {error}."))
        })
    };
    let mut names: Vec<(String, Value)> = Vec::new();
    if !input.variables.is_empty() {
        let variables = read("variables", input.variables)?;
        let keys = variables.try_iter().map_err(|error| explained(&error))?;
        for key in keys {
            let value = variables.get_item(&key).map_err(|error| explained(&error))?;
            names.push((key.to_string(), value));
        }
    }
    let tools = if input.tools.is_empty() { Value::from(()) } else { read("tools", input.tools)? };
    names.push(("messages".into(), read("messages", input.messages)?));
    names.push(("tools".into(), tools));
    names.push(("documents".into(), Value::from(())));
    names.push((ONE.into(), Value::from(1)));
    names.push(("add_generation_prompt".into(), Value::from(input.add_generation_prompt)));
    names.push(("bos_token".into(), Value::from(input.bos_token)));
    names.push(("eos_token".into(), Value::from(input.eos_token)));
    Ok(names.into_iter().collect())
}
