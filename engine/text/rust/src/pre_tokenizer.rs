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
const DEEPSEEK_CASED: &str = r"\s?[A-Za-z\x{B5}\x{C0}-\x{D6}\x{D8}-\x{F6}\x{F8}-\x{1BA}\x{1BC}-\x{1BF}\x{1C4}-\x{293}\x{295}-\x{2AF}\x{370}-\x{373}\x{376}\x{377}\x{37B}-\x{37D}\x{37F}\x{386}\x{388}-\x{38A}\x{38C}\x{38E}-\x{3A1}\x{3A3}-\x{3F5}\x{3F7}-\x{481}\x{48A}-\x{52F}\x{531}-\x{556}\x{10A0}-\x{10C5}\x{13A0}-\x{13F5}\x{13F8}-\x{13FD}\x{1C90}-\x{1CBA}\x{1CBD}-\x{1CBF}\x{1D00}-\x{1D2B}\x{1D6B}-\x{1D77}\x{1D79}-\x{1D9A}\x{1E00}-\x{1F15}\x{1F18}-\x{1F1D}\x{1F20}-\x{1F45}\x{1F48}-\x{1F4D}\x{1F50}-\x{1F57}\x{1F59}\x{1F5B}\x{1F5D}\x{1F5F}-\x{1F7D}\x{1F80}-\x{1FB4}\x{1FB6}-\x{1FBC}\x{1FBE}\x{1FC2}-\x{1FC4}\x{1FC6}-\x{1FCC}\x{1FD0}-\x{1FD3}\x{1FD6}-\x{1FDB}\x{1FE0}-\x{1FEC}\x{1FF2}-\x{1FF4}\x{1FF6}-\x{1FFC}\x{2102}\x{2107}\x{210A}-\x{2113}\x{2115}\x{2119}-\x{211D}\x{2124}\x{2126}\x{2128}\x{212A}-\x{212D}\x{212F}-\x{2134}\x{2139}\x{213C}-\x{213F}\x{2145}-\x{2149}\x{214E}\x{2183}\x{2184}\x{2C00}-\x{2C7B}\x{2C7E}-\x{2CE4}\x{2CEB}-\x{2CEE}\x{2CF2}\x{2CF3}\x{A640}-\x{A66D}\x{A680}-\x{A69B}\x{A722}-\x{A76F}\x{A771}-\x{A787}\x{A78B}-\x{A78E}\x{AB70}-\x{ABBF}\x{FB00}-\x{FB06}\x{FB13}-\x{FB17}\x{FF21}-\x{FF3A}\x{FF41}-\x{FF5A}\x{10400}-\x{1044F}\x{104B0}-\x{104D3}\x{104D8}-\x{104FB}\x{10C80}-\x{10CB2}\x{10CC0}-\x{10CF2}\x{118A0}-\x{118DF}\x{1E900}-\x{1E943}]+";
const DEEPSEEK_MARKS: &str =
    r"\s?[!-/:-~\x{FF01}-\x{FF0F}\x{FF1A}-\x{FF5E}\x{2018}-\x{201F}\x{3000}-\x{3002}]+";
const DEEPSEEK_HAN: &str = r"[\x{4E00}-\x{9FA5}\x{800}-\x{4E00}\x{AC00}-\x{D7FF}]+";

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
        // Not normalised: so say the ids published with this vocabulary.
        "qwen35" => pattern(&[QWEN35])?,
        "tekken" => with_bos(pattern(&[TEKKEN])?),
        "gpt-4o" | "llama4" => pattern(&[GPT4O])?,
        "deepseek-v3" => {
            pattern(&[r"\p{N}{1,3}", r"[\x{4E00}-\x{9FA5}\x{3040}-\x{309F}\x{30A0}-\x{30FF}]+", DEEPSEEK3])?
        }
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
