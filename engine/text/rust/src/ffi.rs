// SPDX-License-Identifier: Apache-2.0
//! What every entry point shares: owned buffers, borrowed inputs, and the guard that turns failures and
//! panics into a code and a sentence.

use crate::failure::{Failure, Kind, Outcome};
use std::cell::RefCell;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::Once;

/// Memory owned by this library until `hearth_text_bytes_free`.
#[repr(C)]
pub struct Bytes {
    pub data: *mut u8,
    pub size: usize,
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        let size = bytes.len();
        Bytes { data: Box::into_raw(bytes.into_boxed_slice()) as *mut u8, size }
    }
}

/// Numbers owned by this library until `hearth_text_words_free`.
#[repr(C)]
pub struct Words {
    pub data: *mut u32,
    pub size: usize,
}

impl From<Vec<u32>> for Words {
    fn from(words: Vec<u32>) -> Self {
        let size = words.len();
        Words { data: Box::into_raw(words.into_boxed_slice()) as *mut u32, size }
    }
}

/// Bytes of the caller, valid during the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct View {
    pub data: *const u8,
    pub size: usize,
}

impl View {
    /// # Safety
    /// The caller of the entry point promises that `data` points to `size` readable bytes.
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.data.is_null() || self.size == 0 {
            return &[];
        }
        std::slice::from_raw_parts(self.data, self.size)
    }
    /// # Safety
    /// As `bytes`.
    pub unsafe fn text<'a>(self) -> Outcome<&'a str> {
        std::str::from_utf8(self.bytes())
            .map_err(|_| Failure::new(Kind::InvalidArgument, "The text is not valid UTF-8."))
    }
}

/// # Safety
/// `data` points to `size` readable values, or `size` is 0.
pub unsafe fn slice<'a, T>(data: *const T, size: usize) -> &'a [T] {
    if data.is_null() || size == 0 {
        return &[];
    }
    std::slice::from_raw_parts(data, size)
}

thread_local! {
    static LAST_PANIC: RefCell<String> = const { RefCell::new(String::new()) };
}
static HOOK: Once = Once::new();

/// Runs `work`; a failure or a panic becomes a code and a sentence. Nothing unwinds into the caller.
pub fn guard(error: *mut Bytes, on_panic: Kind, work: impl FnOnce() -> Outcome<()>) -> i32 {
    HOOK.call_once(|| {
        std::panic::set_hook(Box::new(|info| {
            let text = info.to_string();
            let _ = LAST_PANIC.try_with(|last| *last.borrow_mut() = text);
        }));
    });
    let failure = match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(())) => return 0,
        Ok(Err(failure)) => failure,
        Err(_) => {
            let reason = LAST_PANIC.with(|last| std::mem::take(&mut *last.borrow_mut()));
            let reason = reason.replace('\n', " ");
            Failure::new(on_panic, format!("The text library gave up: {reason}."))
        }
    };
    if !error.is_null() {
        // The caller gave a place for the message.
        unsafe { *error = Bytes::from(failure.message.into_bytes()) };
    }
    failure.kind as i32
}

#[no_mangle]
pub extern "C" fn hearth_text_bytes_free(bytes: Bytes) {
    if !bytes.data.is_null() {
        unsafe { drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(bytes.data, bytes.size))) };
    }
}

#[no_mangle]
pub extern "C" fn hearth_text_words_free(words: Words) {
    if !words.data.is_null() {
        unsafe { drop(Box::from_raw(std::ptr::slice_from_raw_parts_mut(words.data, words.size))) };
    }
}
