// SPDX-License-Identifier: Apache-2.0

use crate::failure::{Failure, Kind, Outcome};
use crate::ffi::{guard, slice, Bytes, View, Words};
use crate::tokenizer::{TextTokenizer, MOST_TOKENS};
use crate::vocabulary::Vocabulary;
use std::sync::Arc;

/// The handle; constraints keep the tokenizer alive on their own.
pub struct TokenizerHandle(pub Arc<TextTokenizer>);

/// Strings one after the other: string i ends at `ends[i]`.
#[repr(C)]
pub struct StringTable {
    data: *const u8,
    ends: *const u64,
    count: usize,
}

impl StringTable {
    unsafe fn strings<'a>(&self) -> Outcome<Vec<&'a str>> {
        let ends = slice::<u64>(self.ends, self.count);
        if ends.len() > 4 * MOST_TOKENS {
            return Err(Failure::too_large("The vocabulary is too large."));
        }
        let bytes = slice::<u8>(self.data, ends.last().map_or(0, |end| *end as usize));
        let mut start = 0_usize;
        let mut strings = Vec::with_capacity(ends.len());
        for (index, end) in ends.iter().enumerate() {
            let piece =
                bytes.get(start..*end as usize).ok_or_else(|| Failure::corrupt("Strings out of order."))?;
            strings.push(std::str::from_utf8(piece).map_err(|_| {
                Failure::corrupt(format!("Entry {index} of the vocabulary is not valid UTF-8."))
            })?);
            start = *end as usize;
        }
        Ok(strings)
    }
}

#[repr(C)]
pub struct VocabularyInput {
    model: View,
    pre: View,
    tokens: StringTable,
    merges: StringTable,
    scores: *const f32,
    score_count: usize,
    types: *const i32,
    type_count: usize,
    bos: i64,
    eos: i64,
    unk: i64,
    sep: i64,
    cls: i64,
    /// -1 unknown, 0 no, 1 yes
    add_bos: i32,
    add_eos: i32,
    add_space_prefix: i32,
}

/// What `hearth_text_tokenizer_table` gives: blobs with one end per id, and one flag word per id.
#[repr(C)]
pub struct TableOutput {
    bytes: Bytes,
    byte_ends: Words,
    texts: Bytes,
    text_ends: Words,
    shown: Bytes,
    shown_ends: Words,
    flags: Words,
    first_token: u32,
    eos: i64,
}

unsafe fn vocabulary_tokenizer(input: &VocabularyInput) -> Outcome<TextTokenizer> {
    let tokens = input.tokens.strings()?;
    if tokens.is_empty() {
        return Err(Failure::corrupt("The vocabulary is empty."));
    }
    if tokens.len() > MOST_TOKENS {
        return Err(Failure::too_large("The vocabulary is too large."));
    }
    let types = slice(input.types, input.type_count);
    if !types.is_empty() && types.len() != tokens.len() {
        return Err(Failure::corrupt("The vocabulary does not have one type for each token."));
    }
    let count = tokens.len();
    let id = |value: i64| usize::try_from(value).ok().filter(|id| *id < count).map(|id| id as u32);
    let known = |flag: i32| (flag >= 0).then_some(flag > 0);
    Vocabulary {
        model: input.model.text()?,
        pre: input.pre.text()?,
        tokens,
        scores: slice(input.scores, input.score_count),
        types,
        merges: input.merges.strings()?,
        bos: id(input.bos),
        eos: id(input.eos),
        unk: id(input.unk),
        sep: id(input.sep),
        cls: id(input.cls),
        add_bos: known(input.add_bos),
        add_eos: known(input.add_eos),
        add_space_prefix: input.add_space_prefix != 0,
    }
    .tokenizer()
}

fn give(out: *mut *mut TokenizerHandle, tokenizer: TextTokenizer) {
    unsafe { *out = Box::into_raw(Box::new(TokenizerHandle(Arc::new(tokenizer)))) };
}

#[no_mangle]
pub extern "C" fn hearth_text_tokenizer_from_json(
    json: View,
    out: *mut *mut TokenizerHandle,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Corrupt, || {
        give(out, TextTokenizer::from_json(unsafe { json.bytes() })?);
        Ok(())
    })
}

#[no_mangle]
pub extern "C" fn hearth_text_tokenizer_from_vocabulary(
    input: *const VocabularyInput,
    out: *mut *mut TokenizerHandle,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Corrupt, || {
        give(out, unsafe { vocabulary_tokenizer(&*input) }?);
        Ok(())
    })
}

#[no_mangle]
pub extern "C" fn hearth_text_tokenizer_free(tokenizer: *mut TokenizerHandle) {
    if !tokenizer.is_null() {
        unsafe { drop(Box::from_raw(tokenizer)) };
    }
}

#[no_mangle]
pub extern "C" fn hearth_text_tokenizer_encode(
    tokenizer: *const TokenizerHandle,
    text: View,
    add_special: i32,
    parse_special: i32,
    out: *mut Words,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Corrupt, || unsafe {
        let ids = (*tokenizer).0.encode(text.text()?, add_special != 0, parse_special != 0)?;
        *out = Words::from(ids);
        Ok(())
    })
}

fn blob<T: AsRef<[u8]>>(parts: &[T]) -> Outcome<(Bytes, Words)> {
    let mut data = Vec::new();
    let mut ends = Vec::with_capacity(parts.len());
    for part in parts {
        data.extend_from_slice(part.as_ref());
        ends.push(u32::try_from(data.len()).map_err(|_| Failure::too_large("The vocabulary is too large."))?);
    }
    Ok((data.into(), ends.into()))
}

#[no_mangle]
pub extern "C" fn hearth_text_tokenizer_table(
    tokenizer: *const TokenizerHandle,
    out: *mut TableOutput,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Internal, || unsafe {
        let tokenizer = &(*tokenizer).0;
        let table = &tokenizer.table;
        let (bytes, byte_ends) = blob(&table.bytes)?;
        let (texts, text_ends) = blob(&table.texts)?;
        let (shown, shown_ends) = blob(&table.shown)?;
        *out = TableOutput {
            bytes,
            byte_ends,
            texts,
            text_ends,
            shown,
            shown_ends,
            flags: table.flags.clone().into(),
            first_token: tokenizer.first as u32,
            eos: tokenizer.eos.map_or(-1, i64::from),
        };
        Ok(())
    })
}
