// SPDX-License-Identifier: Apache-2.0
//! Tokenizers, chat templates and constrained decoding behind the C interface of `hearth_text.h`.

mod abi_constraint;
mod abi_template;
mod abi_tokenizer;
mod byte_rule;
mod constraint;
mod failure;
mod ffi;
mod json;
mod pre_tokenizer;
mod python;
mod python_methods;
mod python_operators;
mod python_repr;
mod sentencepiece;
mod shared_model;
mod strftime;
mod template;
mod template_budget;
mod template_filters;
mod template_guard;
mod template_namespace;
mod tokenizer;
mod vocabulary;
