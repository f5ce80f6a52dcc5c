// SPDX-License-Identifier: Apache-2.0

use crate::byte_rule::{ByteRule, FirstToken};
use crate::failure::{quoted, Failure, Kind, Outcome};
use crate::shared_model::SharedModel;
use ahash::AHashMap;
use llguidance::ParserFactory;
use std::sync::{Arc, Once, OnceLock};
use tokenizers::{
    DecoderWrapper, ModelWrapper, NormalizerWrapper, PostProcessorWrapper, PreTokenizerWrapper, TokenizerImpl,
};

pub type Core =
    TokenizerImpl<SharedModel, NormalizerWrapper, PreTokenizerWrapper, PostProcessorWrapper, DecoderWrapper>;

pub const MOST_TOKENS: usize = 1 << 22;
const LONGEST_JSON: usize = 256 << 20;
/// Splitting needs some hundred bytes for each byte of text; a million tokens fit.
const LONGEST_TEXT: usize = 4 << 20;

pub const CONTROL: u32 = 1;
pub const UNKNOWN: u32 = 2;

/// What is known about each id.
#[derive(Default)]
pub struct TokenTable {
    pub texts: Vec<String>,
    pub bytes: Vec<Vec<u8>>,
    pub shown: Vec<Vec<u8>>,
    pub flags: Vec<u32>,
}

impl TokenTable {
    pub fn with_size(size: usize) -> Self {
        TokenTable {
            texts: vec![String::new(); size],
            bytes: vec![Vec::new(); size],
            shown: vec![Vec::new(); size],
            flags: vec![0; size],
        }
    }
    pub fn set_ordinary(&mut self, id: u32, text: String, bytes: Vec<u8>) {
        let index = id as usize;
        self.texts[index] = text;
        self.bytes[index] = bytes;
    }
    /// `flags` is CONTROL or UNKNOWN: a token that adds nothing to running text.
    pub fn set_special(&mut self, id: u32, text: String, shown: Vec<u8>, flags: u32) {
        let index = id as usize;
        self.texts[index] = text;
        self.bytes[index] = Vec::new();
        self.shown[index] = shown;
        self.flags[index] = flags;
    }
}

/// Whether and how a beginning and an end are marked.
pub enum Marks {
    PostProcessor,
    Ids { before: Vec<u32>, after: Vec<u32> },
}

/// One vocabulary in two readings: `parsing` turns the spelling of a control token into that token, `literal`
/// takes it as ordinary text.
pub struct TextTokenizer {
    parsing: Core,
    literal: Core,
    marks: Marks,
    pub table: TokenTable,
    pub first: FirstToken,
    pub eos: Option<u32>,
    /// Built when the first constraint asks for it.
    pub constraints: OnceLock<Outcome<Arc<ParserFactory>>>,
}

impl TextTokenizer {
    pub fn new(mut core: Core, marks: Marks, table: TokenTable, first: FirstToken, eos: Option<u32>) -> Self {
        bound_regex_work();
        core.set_encode_special_tokens(false);
        let mut literal = core.clone();
        literal.set_encode_special_tokens(true);
        TextTokenizer { parsing: core, literal, marks, table, first, eos, constraints: OnceLock::new() }
    }

    pub fn from_json(json: &[u8]) -> Outcome<Self> {
        if json.len() > LONGEST_JSON {
            return Err(Failure::too_large("The tokenizer.json is larger than 256 MiB."));
        }
        bound_regex_work();
        let mut core: Core = serde_json::from_slice(json)
            .map_err(|error| Failure::corrupt(format!("The tokenizer.json cannot be read: {error}.")))?;
        core.with_truncation(None).map_err(|error| Failure::corrupt(error.to_string()))?;
        core.with_padding(None);
        if core.get_model().is_random() {
            return Err(Failure::unsupported("This tokenizer.json asks for BPE dropout, which is random."));
        }
        let decoder = serde_json::to_value(core.get_decoder())
            .map_err(|error| Failure::corrupt(format!("The decoder cannot be read: {error}.")))?;
        let rule = ByteRule::from_decoder(&decoder)?;
        let table = json_table(&core, &rule)?;
        Ok(TextTokenizer::new(core, Marks::PostProcessor, table, rule.first, None))
    }

    pub fn encode(&self, text: &str, add_special: bool, parse_special: bool) -> Outcome<Vec<u32>> {
        if text.len() > LONGEST_TEXT {
            return Err(Failure::too_large("The text is longer than 4 MiB."));
        }
        let core = if parse_special { &self.parsing } else { &self.literal };
        let failed = |error: tokenizers::Error| {
            Failure::new(Kind::Corrupt, format!("The tokenizer cannot encode this text: {error}."))
        };
        let encoding = core.encode_fast(text, false).map_err(failed)?;
        let ids = encoding.get_ids();
        if !parse_special {
            self.refuse_control_tokens(ids)?;
        }
        match (&self.marks, add_special) {
            (_, false) => Ok(ids.to_vec()),
            (Marks::Ids { before, after }, true) => Ok([before, ids, after].concat()),
            (Marks::PostProcessor, true) => {
                let marked = core.post_process(encoding, None, true).map_err(failed)?;
                Ok(marked.get_ids().to_vec())
            }
        }
    }

    /// Ours cannot produce them, but a tokenizer.json may hold a model that can.
    fn refuse_control_tokens(&self, ids: &[u32]) -> Outcome<()> {
        let control =
            ids.iter().find(|id| self.table.flags.get(**id as usize).is_some_and(|flag| *flag == CONTROL));
        match control {
            None => Ok(()),
            Some(id) => Err(Failure::new(
                Kind::Refused,
                format!(
                    "The text spells the control token {}, which this tokenizer cannot take as ordinary text.",
                    quoted(&self.table.texts[*id as usize])
                ),
            )),
        }
    }
}

/// A pattern of a stranger may try almost for ever on some texts; Oniguruma then stops with an error.
fn bound_regex_work() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| unsafe {
        onig_sys::onig_set_retry_limit_in_match(100_000_000);
        onig_sys::onig_set_retry_limit_in_search(100_000_000);
    });
}

fn json_table(core: &Core, rule: &ByteRule) -> Outcome<TokenTable> {
    let vocabulary = core.get_vocab(true);
    let Some(highest) = vocabulary.values().max().copied() else {
        return Err(Failure::corrupt("The tokenizer.json holds no tokens."));
    };
    if highest as usize >= MOST_TOKENS {
        return Err(Failure::too_large(format!("The token id {highest} is too large.")));
    }
    let mut table = TokenTable::with_size(highest as usize + 1);
    let unknown = core.get_model().unknown_token();
    let added: &AHashMap<u32, tokenizers::AddedToken> =
        core.get_added_vocabulary().get_added_tokens_decoder();
    for (text, id) in vocabulary {
        if added.contains_key(&id) {
            continue;
        }
        if unknown.as_deref() == Some(text.as_str()) {
            table.set_special(id, text.clone(), rule.shown(&text), UNKNOWN);
        } else {
            let bytes = rule.bytes(&text);
            table.set_ordinary(id, text, bytes);
        }
    }
    for (id, token) in added {
        let text = token.content.clone();
        let is_unknown = unknown.as_deref() == Some(text.as_str());
        if token.special || is_unknown {
            let flags = if is_unknown { UNKNOWN } else { CONTROL };
            table.set_special(*id, text.clone(), rule.shown(&text), flags);
        } else {
            table.set_ordinary(*id, text.clone(), text.into_bytes());
        }
    }
    Ok(table)
}

impl SharedModel {
    fn is_random(&self) -> bool {
        matches!(self.hugging_face_model(), Some(ModelWrapper::BPE(model)) if model.dropout.is_some_and(|p| p > 0.0))
    }
}
