// SPDX-License-Identifier: Apache-2.0
//! Pre-tokenisers by the names that GGUF files give them (tokenizer.ggml.pre), as the models' published
//! tokenizer.json files define them.

use crate::failure::{Failure, Outcome};
use tokenizers::normalizers::{NormalizerWrapper, NFC};
use tokenizers::pre_tokenizers::byte_level::ByteLevel;
use tokenizers::pre_tokenizers::digits::Digits;
use tokenizers::pre_tokenizers::punctuation::Punctuation;
use tokenizers::pre_tokenizers::sequence::Sequence;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::{PreTokenizerWrapper, SplitDelimiterBehavior};

pub struct PreTokenizing {
    pub normalizer: Option<NormalizerWrapper>,
    pub splitter: PreTokenizerWrapper,
    /// A piece that is a token as it stands is taken without merging.
    pub ignore_merges: bool,
    pub add_bos: bool,
}

const LLAMA3: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const QWEN2: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const QWEN35: &str = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?[\p{L}\p{M}]+|\p{N}| ?[^\s\p{L}\p{M}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const TEKKEN: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const GPT4O: &str = r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";
const DEEPSEEK3: &str = r##"[!"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"##;
const DEEPSEEK_CASED: &str = "\\s?[A-Za-zµÀ-ÖØ-öø-ƺƼ-ƿǄ-ʓʕ-ʯͰ-ͳͶͷͻ-ͽͿΆΈ-ΊΌΎ-ΡΣ-ϵϷ-ҁҊ-ԯԱ-ՖႠ-ჅᎠ-Ᏽᏸ-ᏽᲐ-ᲺᲽ-Ჿᴀ-ᴫᵫ-ᵷᵹ-ᶚḀ-ἕἘ-Ἕἠ-ὅὈ-Ὅὐ-ὗὙὛὝὟ-ώᾀ-ᾴᾶ-ᾼιῂ-ῄῆ-ῌῐ-ΐῖ-Ίῠ-Ῥῲ-ῴῶ-ῼℂℇℊ-ℓℕℙ-ℝℤΩℨK-ℭℯ-ℴℹℼ-ℿⅅ-ⅉⅎↃↄⰀ-ⱻⱾ-ⳤⳫ-ⳮⳲⳳꙀ-ꙭꚀ-ꚛꜢ-ꝯꝱ-ꞇꞋ-ꞎꭰ-ꮿﬀ-ﬆﬓ-ﬗＡ-Ｚａ-ｚ𐐀-𐑏𐒰-𐓓𐓘-𐓻𐲀-𐲲𐳀-𐳲𑢠-𑣟𞤀-𞥃]+";
const DEEPSEEK_MARKS: &str = "\\s?[!-/:-~！-／：-～‘-‟　-。]+";
const DEEPSEEK_HAN: &str = "[一-龥ࠀ-一가-퟿]+";

/// Errors: unsupported, naming the pre-tokeniser.
pub fn by_name(name: &str) -> Outcome<PreTokenizing> {
    let pre = match name {
        "" | "gpt-2" | "phi-2" => words(vec![])?,
        "mpt" | "olmo" => normalized(words(vec![])?),
        "smollm" | "starcoder" | "refact" => words(vec![Digits::new(true).into()])?,
        "command-r" => normalized(words(vec![Digits::new(true).into()])?),
        "falcon" => plain(vec![
            Punctuation::new(SplitDelimiterBehavior::Contiguous).into(),
            ByteLevel::new(false, true, true).into(),
            Digits::new(false).into(),
            split("[0-9][0-9][0-9]")?,
        ]),
        "llama-bpe" | "llama3" | "llama-v3" => with_bos(pattern(&[LLAMA3])?),
        "qwen2" | "deepseek-r1-qwen" => normalized(pattern(&[QWEN2])?),
        "qwen35" => normalized(pattern(&[QWEN35])?),
        "tekken" => with_bos(pattern(&[TEKKEN])?),
        "gpt-4o" | "llama4" => pattern(&[GPT4O])?,
        "deepseek-v3" => pattern(&[r"\p{N}{1,3}", "[一-龥぀-ゟ゠-ヿ]+", DEEPSEEK3])?,
        "deepseek-llm" => digits_last(&["[\r\n]", DEEPSEEK_CASED, DEEPSEEK_MARKS, r"\s+$", DEEPSEEK_HAN])?,
        "deepseek-coder" => digits_last(&["[\r\n]", r"\s?\p{L}+", r"\s?\p{P}+", DEEPSEEK_HAN])?,
        _ => return Err(Failure::unsupported(format!("The pre-tokeniser \"{name}\" is not supported."))),
    };
    Ok(pre)
}

fn split(regex: &str) -> Outcome<PreTokenizerWrapper> {
    Split::new(SplitPattern::Regex(regex.to_owned()), SplitDelimiterBehavior::Isolated, false)
        .map(Into::into)
        .map_err(|error| Failure::corrupt(format!("The pattern of a pre-tokeniser is not valid: {error}.")))
}

fn plain(steps: Vec<PreTokenizerWrapper>) -> PreTokenizing {
    PreTokenizing {
        normalizer: None,
        splitter: Sequence::new(steps).into(),
        ignore_merges: false,
        add_bos: false,
    }
}

/// GPT-2's own pattern, after the given steps.
fn words(mut steps: Vec<PreTokenizerWrapper>) -> Outcome<PreTokenizing> {
    steps.push(ByteLevel::new(false, true, true).into());
    Ok(plain(steps))
}

/// The given patterns one after the other, then bytes.
fn pattern(regexes: &[&str]) -> Outcome<PreTokenizing> {
    let mut steps = regexes.iter().map(|regex| split(regex)).collect::<Outcome<Vec<_>>>()?;
    steps.push(ByteLevel::new(false, true, false).into());
    Ok(plain(steps))
}

fn digits_last(regexes: &[&str]) -> Outcome<PreTokenizing> {
    let mut steps = regexes.iter().map(|regex| split(regex)).collect::<Outcome<Vec<_>>>()?;
    steps.push(Digits::new(true).into());
    steps.push(ByteLevel::new(false, true, false).into());
    Ok(plain(steps))
}

fn normalized(pre: PreTokenizing) -> PreTokenizing {
    PreTokenizing { normalizer: Some(NFC.into()), ..pre }
}

fn with_bos(pre: PreTokenizing) -> PreTokenizing {
    PreTokenizing { ignore_merges: true, add_bos: true, ..pre }
}
