// SPDX-License-Identifier: Apache-2.0

use crate::failure::Kind;
use crate::ffi::{guard, Bytes, View};
use crate::template::{Input, Template};

#[repr(C)]
pub struct RenderInput {
    messages: View,
    tools: View,
    variables: View,
    bos_token: View,
    eos_token: View,
    date: View,
    add_generation_prompt: i32,
}

#[no_mangle]
pub extern "C" fn hearth_text_template_parse(
    source: View,
    out: *mut *mut Template,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Unsupported, || unsafe {
        let template = Template::parse(source.text()?)?;
        *out = Box::into_raw(Box::new(template));
        Ok(())
    })
}

#[no_mangle]
pub extern "C" fn hearth_text_template_free(template: *mut Template) {
    if !template.is_null() {
        unsafe { drop(Box::from_raw(template)) };
    }
}

#[no_mangle]
pub extern "C" fn hearth_text_template_render(
    template: *const Template,
    input: *const RenderInput,
    out: *mut Bytes,
    error: *mut Bytes,
) -> i32 {
    guard(error, Kind::Unsupported, || unsafe {
        let input = &*input;
        let text = (*template).render(&Input {
            messages: input.messages.text()?,
            tools: input.tools.text()?,
            variables: input.variables.text()?,
            bos_token: input.bos_token.text()?,
            eos_token: input.eos_token.text()?,
            date: input.date.text()?,
            add_generation_prompt: input.add_generation_prompt != 0,
        })?;
        *out = Bytes::from(text.into_bytes());
        Ok(())
    })
}
