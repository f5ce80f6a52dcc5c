// SPDX-License-Identifier: Apache-2.0
//! SentencePiece's BPE: the best-scored pair is merged first, the leftmost of equals; what is left over falls
//! back to byte tokens. (Kudo and Richardson, "SentencePiece", 2018.) Merge ranks cannot express equal scores,
//! hence not the BPE of the tokenizers crate.

use ahash::AHashMap;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use tokenizers::Token;

pub struct SentencePiece {
    pieces: AHashMap<String, (u32, f32)>,
    byte_ids: [Option<u32>; 256],
    unknown: Option<u32>,
    /// No piece holds a space after another character, so words can be merged one by one.
    by_words: bool,
}

/// A pair of neighbours that would form a piece.
struct Candidate {
    score: f32,
    left: usize,
    right: usize,
    bytes: usize,
}

impl Ord for Candidate {
    fn cmp(&self, other: &Self) -> Ordering {
        self.score.total_cmp(&other.score).then(other.left.cmp(&self.left))
    }
}
impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl PartialEq for Candidate {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Candidate {}

const NONE: usize = usize::MAX;

/// A run of text between its neighbours; `bytes` is 0 once it was merged into the one before.
struct Symbol {
    start: usize,
    bytes: usize,
    before: usize,
    after: usize,
}

impl SentencePiece {
    pub fn new(
        pieces: AHashMap<String, (u32, f32)>,
        byte_ids: [Option<u32>; 256],
        unknown: Option<u32>,
    ) -> Self {
        let by_words = pieces.keys().all(|piece| word_end(piece) == piece.len());
        SentencePiece { pieces, byte_ids, unknown, by_words }
    }

    pub fn id(&self, piece: &str) -> Option<u32> {
        self.pieces.get(piece).map(|(id, _)| *id)
    }

    pub fn tokenize(&self, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let mut after_unknown = false;
        let mut start = 0;
        while start < text.len() {
            let end = if self.by_words { start + word_end(&text[start..]) } else { text.len() };
            let word = &text[start..end];
            for symbol in self.merge(word).iter().filter(|symbol| symbol.bytes > 0) {
                let piece = &word[symbol.start..symbol.start + symbol.bytes];
                self.push(piece, start + symbol.start, &mut after_unknown, &mut tokens);
            }
            start = end;
        }
        tokens
    }

    /// The piece, or its bytes, or one unknown token for a run of what cannot be spelled.
    fn push(&self, piece: &str, start: usize, after_unknown: &mut bool, tokens: &mut Vec<Token>) {
        let offsets = (start, start + piece.len());
        if let Some(id) = self.id(piece) {
            tokens.push(Token::new(id, String::new(), offsets));
            *after_unknown = false;
        } else if piece.bytes().all(|byte| self.byte_ids[byte as usize].is_some()) {
            let ids = piece.bytes().filter_map(|byte| self.byte_ids[byte as usize]);
            tokens.extend(ids.map(|id| Token::new(id, String::new(), offsets)));
            *after_unknown = false;
        } else if let (Some(id), false) = (self.unknown, *after_unknown) {
            tokens.push(Token::new(id, String::new(), offsets));
            *after_unknown = true;
        }
    }

    fn merge(&self, text: &str) -> Vec<Symbol> {
        let mut symbols: Vec<Symbol> = Vec::with_capacity(text.len());
        for (index, (start, c)) in text.char_indices().enumerate() {
            let before = if index == 0 { NONE } else { index - 1 };
            symbols.push(Symbol { start, bytes: c.len_utf8(), before, after: index + 1 });
        }
        if let Some(last) = symbols.last_mut() {
            last.after = NONE;
        }
        let mut queue = BinaryHeap::new();
        for right in 1..symbols.len() {
            self.offer(text, &symbols, right - 1, right, &mut queue);
        }
        while let Some(best) = queue.pop() {
            let (left, right) = (best.left, best.right);
            let stale = symbols[left].bytes == 0
                || symbols[right].bytes == 0
                || symbols[left].bytes + symbols[right].bytes != best.bytes;
            if stale {
                continue;
            }
            symbols[left].bytes = best.bytes;
            symbols[right].bytes = 0;
            let after = symbols[right].after;
            symbols[left].after = after;
            if after != NONE {
                symbols[after].before = left;
                self.offer(text, &symbols, left, after, &mut queue);
            }
            let before = symbols[left].before;
            if before != NONE {
                self.offer(text, &symbols, before, left, &mut queue);
            }
        }
        symbols
    }

    fn offer(
        &self,
        text: &str,
        symbols: &[Symbol],
        left: usize,
        right: usize,
        queue: &mut BinaryHeap<Candidate>,
    ) {
        let bytes = symbols[left].bytes + symbols[right].bytes;
        let start = symbols[left].start;
        if let Some((_, score)) = self.pieces.get(&text[start..start + bytes]) {
            queue.push(Candidate { score: *score, left, right, bytes });
        }
    }
}

/// Where the first word of `text` ends: before the first space that follows another character.
fn word_end(text: &str) -> usize {
    let mut after_word = false;
    for (at, c) in text.char_indices() {
        let is_space = c == '\u{2581}';
        if is_space && after_word {
            return at;
        }
        after_word = !is_space;
    }
    text.len()
}
