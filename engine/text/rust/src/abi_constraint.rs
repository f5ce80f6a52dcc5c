// SPDX-License-Identifier: Apache-2.0

use crate::abi_tokenizer::TokenizerHandle;
use crate::constraint::{Constraint, Source};
use crate::failure::{Failure, Kind};
use crate::ffi::{guard, Bytes, View, Words};

/// `kind`: 0 JSON schema, 1 regular expression, 2 Lark grammar.
#[no_mangle]
pub extern "C" fn hearth_text_constraint_new(
    tokenizer: *const TokenizerHandle,
    kind: i32,
    text: View,
    out: *mut *mut Constraint,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::InvalidArgument, || unsafe {
        let source = match kind {
            0 => Source::JsonSchema,
            1 => Source::Regex,
            2 => Source::Lark,
            _ => return Err(Failure::new(Kind::Internal, "Unknown kind of constraint.")),
        };
        let constraint = Constraint::new(&(*tokenizer).0, source, text.text()?)?;
        *out = Box::into_raw(Box::new(constraint));
        Ok(())
    })
}

#[no_mangle]
pub extern "C" fn hearth_text_constraint_free(constraint: *mut Constraint) {
    if !constraint.is_null() {
        unsafe { drop(Box::from_raw(constraint)) };
    }
}

#[no_mangle]
pub extern "C" fn hearth_text_constraint_allowed(
    constraint: *mut Constraint,
    out: *mut Words,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Internal, || unsafe {
        *out = Words::from((*constraint).allowed()?);
        Ok(())
    })
}

#[no_mangle]
pub extern "C" fn hearth_text_constraint_accept(
    constraint: *mut Constraint,
    id: u32,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Internal, || unsafe { (*constraint).accept(id) })
}

#[no_mangle]
pub extern "C" fn hearth_text_constraint_may_stop(constraint: *mut Constraint) -> i32 {
    let mut stop = false;
    let code = guard(std::ptr::null_mut(), Kind::Internal, || {
        stop = unsafe { (*constraint).may_stop() };
        Ok(())
    });
    i32::from(code == 0 && stop)
}
