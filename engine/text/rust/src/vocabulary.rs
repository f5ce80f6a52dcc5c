// SPDX-License-Identifier: Apache-2.0
//! A GGUF vocabulary as an equivalent Hugging Face tokenizer.

use crate::byte_rule::{byte_of, ByteRule, FirstToken, Spelling};
use crate::failure::{quoted, Failure, Outcome};
use crate::pre_tokenizer;
use crate::sentencepiece::SentencePiece;
use crate::shared_model::SharedModel;
use crate::tokenizer::{Core, Marks, TextTokenizer, TokenTable, CONTROL, UNKNOWN};
use ahash::AHashMap;
use tokenizers::models::bpe::BPE;
use tokenizers::models::wordpiece::WordPiece;
use tokenizers::normalizers::{BertNormalizer, NormalizerWrapper, Prepend, Replace, Sequence};
use tokenizers::pre_tokenizers::bert::BertPreTokenizer;
use tokenizers::{AddedToken, TokenizerImpl};

pub struct Vocabulary<'a> {
    pub model: &'a str,
    pub pre: &'a str,
    pub tokens: Vec<&'a str>,
    pub scores: &'a [f32],
    pub types: &'a [i32],
    pub merges: Vec<&'a str>,
    pub bos: Option<u32>,
    pub eos: Option<u32>,
    pub unk: Option<u32>,
    pub sep: Option<u32>,
    pub cls: Option<u32>,
    /// None: the model kind's habit holds.
    pub add_bos: Option<bool>,
    pub add_eos: Option<bool>,
    pub add_space_prefix: bool,
}

const UNKNOWN_TYPE: i32 = 2;
const CONTROL_TYPE: i32 = 3;
const USER_DEFINED_TYPE: i32 = 4;
const BYTE_TYPE: i32 = 6;
const SPACE: &str = "\u{2581}";

impl Vocabulary<'_> {
    pub fn tokenizer(&self) -> Outcome<TextTokenizer> {
        match self.model {
            "gpt2" => self.byte_level(),
            "llama" => self.sentence_piece(),
            "gemma4" => self.escaped_bpe(),
            "bert" => self.word_piece(),
            _ => Err(Failure::unsupported(format!(
                "The tokenizer kind {} of this GGUF file is not supported.",
                quoted(self.model)
            ))),
        }
    }

    fn byte_level(&self) -> Outcome<TextTokenizer> {
        let pre = pre_tokenizer::by_name(self.pre)?;
        let mut spellings = AHashMap::with_capacity(self.tokens.len());
        for (id, text) in self.tokens.iter().enumerate().filter(|(id, _)| !self.is_special(*id)) {
            spellings.insert((*text).to_owned(), id as u32);
        }
        let model = BPE::builder()
            .vocab_and_merges(spellings, self.merge_pairs()?)
            .ignore_merges(pre.ignore_merges)
            .build()
            .map_err(|error| Failure::corrupt(format!("The merges do not fit the vocabulary: {error}.")))?;
        let shared = SharedModel::hugging_face(model.into(), self.added_ids(), self.tokens.len());
        let mut core: Core = TokenizerImpl::new(shared);
        core.with_normalizer(pre.normalizer);
        core.with_pre_tokenizer(Some(pre.splitter));
        let marks = self.marks(pre.add_bos, false, self.bos, self.eos);
        Ok(self.finish(core, marks, &ByteRule::byte_level(), |text| text.to_owned()))
    }

    fn merge_pairs(&self) -> Outcome<Vec<(String, String)>> {
        let special: ahash::AHashSet<&str> =
            (0..self.tokens.len()).filter(|id| self.is_special(*id)).map(|id| self.tokens[id]).collect();
        let mut pairs = Vec::with_capacity(self.merges.len());
        for merge in &self.merges {
            // A piece may begin with a space of its own.
            let gap = merge.char_indices().skip(1).find(|(_, c)| *c == ' ').map(|(at, _)| at);
            let Some(gap) = gap else {
                return Err(Failure::corrupt(format!("The merge {} is not a pair.", quoted(merge))));
            };
            let (left, right) = (&merge[..gap], &merge[gap + 1..]);
            let whole = format!("{left}{right}");
            // Ordinary text can never take part in a control token.
            if ![left, right, whole.as_str()].iter().any(|piece| special.contains(piece)) {
                pairs.push((left.to_owned(), right.to_owned()));
            }
        }
        Ok(pairs)
    }

    fn sentence_piece(&self) -> Outcome<TextTokenizer> {
        if !matches!(self.pre, "" | "default") {
            return Err(unknown_pre(self.pre));
        }
        if self.scores.len() != self.tokens.len() || self.scores.iter().any(|score| !score.is_finite()) {
            return Err(Failure::corrupt(
                "A SentencePiece vocabulary needs one finite score for each token.",
            ));
        }
        let mut pieces = AHashMap::with_capacity(self.tokens.len());
        let mut byte_ids = [None; 256];
        for (id, text) in self.tokens.iter().enumerate() {
            match (self.kind(id), byte_of(text)) {
                (BYTE_TYPE, Some(byte)) => byte_ids[byte as usize] = Some(id as u32),
                (UNKNOWN_TYPE | CONTROL_TYPE | BYTE_TYPE, _) => {}
                _ => drop(pieces.insert((*text).to_owned(), (id as u32, self.scores[id]))),
            }
        }
        let model = SentencePiece::new(pieces, byte_ids, self.unk);
        let shared = SharedModel::sentence_piece(model, self.added_ids(), self.tokens.len());
        let mut core: Core = TokenizerImpl::new(shared);
        let escape = Replace::new(" ", SPACE).map_err(|error| Failure::corrupt(error.to_string()))?;
        let mut steps: Vec<NormalizerWrapper> = vec![escape.into()];
        if self.add_space_prefix {
            steps.insert(0, Prepend::new(SPACE.to_owned()).into());
        }
        core.with_normalizer(Some(Sequence::new(steps)));
        let first = if self.add_space_prefix { FirstToken::DropOneSpace } else { FirstToken::AsItIs };
        let replace = vec![(SPACE.to_owned(), " ".to_owned())];
        let rule = ByteRule { spelling: Spelling::Pieces { replace, byte_fallback: true }, first };
        let marks = self.marks(true, false, self.bos, self.eos);
        Ok(self.finish(core, marks, &rule, |text| text.to_owned()))
    }

    /// BPE by ranks on characters, spaces written as U+2581, bytes where a character is missing.
    fn escaped_bpe(&self) -> Outcome<TextTokenizer> {
        if !matches!(self.pre, "" | "default" | "gemma4") {
            return Err(unknown_pre(self.pre));
        }
        let is_piece = |(id, _): &(usize, &&str)| !self.is_special(*id);
        let spellings: AHashMap<String, u32> = self
            .tokens
            .iter()
            .enumerate()
            .filter(is_piece)
            .map(|(id, text)| ((*text).to_owned(), id as u32))
            .collect();
        let model = BPE::builder()
            .vocab_and_merges(spellings, self.merge_pairs()?)
            .byte_fallback(true)
            .build()
            .map_err(|error| Failure::corrupt(format!("The merges do not fit the vocabulary: {error}.")))?;
        let shared = SharedModel::hugging_face(model.into(), self.added_ids(), self.tokens.len());
        let mut core: Core = TokenizerImpl::new(shared);
        core.with_normalizer(Some(
            Replace::new(" ", SPACE).map_err(|error| Failure::corrupt(error.to_string()))?,
        ));
        let replace = vec![(SPACE.to_owned(), " ".to_owned())];
        let spelling = Spelling::Pieces { replace, byte_fallback: true };
        let rule = ByteRule { spelling, first: FirstToken::AsItIs };
        let marks = self.marks(true, false, self.bos, self.eos);
        Ok(self.finish(core, marks, &rule, |text| text.to_owned()))
    }

    fn word_piece(&self) -> Outcome<TextTokenizer> {
        if !matches!(self.pre, "" | "default" | "bert-bge") {
            return Err(unknown_pre(self.pre));
        }
        let Some(unknown) = self.unk else {
            return Err(Failure::corrupt("A WordPiece vocabulary needs an unknown token."));
        };
        let cased = |id: &usize| {
            !self.is_special(*id) && !bracketed(self.tokens[*id]) && has_capital(self.tokens[*id])
        };
        if (0..self.tokens.len()).any(|id| cased(&id)) {
            return Err(Failure::unsupported(
                "A WordPiece vocabulary with capital letters is not supported.",
            ));
        }
        let mut spellings = AHashMap::with_capacity(self.tokens.len());
        for (id, text) in self.tokens.iter().enumerate() {
            spellings.insert(bert_spelling(text), id as u32);
        }
        let model = WordPiece::builder()
            .vocab(spellings)
            .unk_token(bert_spelling(self.tokens[unknown as usize]))
            .build()
            .map_err(|error| {
                Failure::corrupt(format!("The vocabulary is not a WordPiece vocabulary: {error}."))
            })?;
        let shared = SharedModel::hugging_face(model.into(), self.added_ids(), self.tokens.len());
        let mut core: Core = TokenizerImpl::new(shared);
        core.with_normalizer(Some(BertNormalizer::new(true, true, None, true)));
        core.with_pre_tokenizer(Some(BertPreTokenizer));
        let rule = ByteRule {
            spelling: Spelling::WordPiece { prefix: "##".to_owned(), cleanup: true },
            first: FirstToken::DropOneSpace,
        };
        let marks = self.marks(true, true, self.cls.or(self.bos), self.sep.or(self.eos));
        Ok(self.finish(core, marks, &rule, bert_spelling))
    }

    fn finish(
        &self,
        mut core: Core,
        marks: Marks,
        rule: &ByteRule,
        spelling: impl Fn(&str) -> String,
    ) -> TextTokenizer {
        let (mut special, mut user_defined) = (Vec::new(), Vec::new());
        let mut table = TokenTable::with_size(self.tokens.len());
        for (index, text) in self.tokens.iter().enumerate() {
            let (id, text) = (index as u32, (*text).to_owned());
            if self.unk == Some(id) || self.kind(index) == UNKNOWN_TYPE {
                table.set_special(id, text.clone(), rule.shown(&text), UNKNOWN);
            } else if self.is_special(index) {
                table.set_special(id, text.clone(), rule.shown(&text), CONTROL);
            } else if self.kind(index) == USER_DEFINED_TYPE {
                table.set_ordinary(id, text.clone(), text.clone().into_bytes());
                user_defined.push(AddedToken::from(text.clone(), false).normalized(false));
            } else {
                let bytes = rule.bytes(&spelling(&text));
                table.set_ordinary(id, text.clone(), bytes);
            }
            if self.is_special(index) {
                special.push(AddedToken::from(text, true));
            }
        }
        core.add_special_tokens(&special);
        core.add_tokens(&user_defined);
        TextTokenizer::new(core, marks, table, rule.first, self.eos)
    }

    fn marks(&self, bos_habit: bool, eos_habit: bool, bos: Option<u32>, eos: Option<u32>) -> Marks {
        let wanted = |flag: Option<bool>, habit: bool, id: Option<u32>| {
            if flag.unwrap_or(habit) {
                id.into_iter().collect()
            } else {
                Vec::new()
            }
        };
        Marks::Ids {
            before: wanted(self.add_bos, bos_habit, bos),
            after: wanted(self.add_eos, eos_habit, eos),
        }
    }

    /// Ids that only the added vocabulary may give out.
    fn added_ids(&self) -> AHashMap<String, u32> {
        let added = |id: &usize| self.is_special(*id) || self.kind(*id) == USER_DEFINED_TYPE;
        (0..self.tokens.len()).filter(added).map(|id| (self.tokens[id].to_owned(), id as u32)).collect()
    }

    fn kind(&self, id: usize) -> i32 {
        self.types.get(id).copied().unwrap_or(1)
    }
    fn is_special(&self, id: usize) -> bool {
        matches!(self.kind(id), CONTROL_TYPE | UNKNOWN_TYPE)
    }
}

fn unknown_pre(name: &str) -> Failure {
    Failure::unsupported(format!("The pre-tokeniser {} is not supported.", quoted(name)))
}

fn bracketed(text: &str) -> bool {
    text.starts_with('[') && text.ends_with(']')
}

fn has_capital(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_uppercase())
}

/// GGUF marks the beginning of a word, BERT the continuation.
fn bert_spelling(text: &str) -> String {
    if bracketed(text) {
        return text.to_owned();
    }
    match text.strip_prefix(SPACE) {
        Some(word) => word.to_owned(),
        None => format!("##{text}"),
    }
}
