// SPDX-License-Identifier: Apache-2.0

use crate::sentencepiece::SentencePiece;
use ahash::AHashMap;
use serde::{Deserialize, Deserializer};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokenizers::models::bpe::BpeTrainer;
use tokenizers::models::{ModelWrapper, TrainerWrapper};
use tokenizers::{Model, Token};

enum Inner {
    HuggingFace(ModelWrapper),
    SentencePiece(SentencePiece),
}

/// A model that several tokenizers share. `added` names the ids of tokens that the model itself must not
/// produce (control tokens), so that ordinary text can never become one of them.
#[derive(Clone)]
pub struct SharedModel {
    inner: Arc<Inner>,
    added: Arc<AHashMap<String, u32>>,
    size: usize,
}

impl SharedModel {
    pub fn hugging_face(model: ModelWrapper, added: AHashMap<String, u32>, size: usize) -> Self {
        SharedModel { inner: Arc::new(Inner::HuggingFace(model)), added: Arc::new(added), size }
    }
    pub fn sentence_piece(model: SentencePiece, added: AHashMap<String, u32>, size: usize) -> Self {
        SharedModel { inner: Arc::new(Inner::SentencePiece(model)), added: Arc::new(added), size }
    }
    pub fn hugging_face_model(&self) -> Option<&ModelWrapper> {
        match &*self.inner {
            Inner::HuggingFace(model) => Some(model),
            Inner::SentencePiece(_) => None,
        }
    }
    /// The token that stands for text which the model cannot spell.
    pub fn unknown_token(&self) -> Option<String> {
        match &*self.inner {
            Inner::HuggingFace(ModelWrapper::BPE(model)) => model.unk_token.clone(),
            Inner::HuggingFace(ModelWrapper::WordPiece(model)) => Some(model.unk_token.clone()),
            Inner::HuggingFace(ModelWrapper::WordLevel(model)) => Some(model.unk_token.clone()),
            _ => None,
        }
    }
}

impl<'de> Deserialize<'de> for SharedModel {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let model = ModelWrapper::deserialize(deserializer)?;
        let size = model.get_vocab_size();
        Ok(SharedModel::hugging_face(model, AHashMap::new(), size))
    }
}

impl Model for SharedModel {
    type Trainer = TrainerWrapper;

    fn tokenize(&self, sequence: &str) -> tokenizers::Result<Vec<Token>> {
        match &*self.inner {
            Inner::HuggingFace(model) => model.tokenize(sequence),
            Inner::SentencePiece(model) => Ok(model.tokenize(sequence)),
        }
    }
    fn token_to_id(&self, token: &str) -> Option<u32> {
        self.added.get(token).copied().or_else(|| match &*self.inner {
            Inner::HuggingFace(model) => model.token_to_id(token),
            Inner::SentencePiece(model) => model.id(token),
        })
    }
    fn id_to_token(&self, id: u32) -> Option<String> {
        match &*self.inner {
            Inner::HuggingFace(model) => model.id_to_token(id),
            Inner::SentencePiece(_) => None,
        }
    }
    fn get_vocab(&self) -> HashMap<String, u32> {
        match &*self.inner {
            Inner::HuggingFace(model) => model.get_vocab(),
            Inner::SentencePiece(_) => HashMap::new(),
        }
    }
    fn get_vocab_size(&self) -> usize {
        self.size
    }
    fn save(&self, _folder: &Path, _prefix: Option<&str>) -> tokenizers::Result<Vec<PathBuf>> {
        Err("this model is never saved".into())
    }
    fn get_trainer(&self) -> TrainerWrapper {
        BpeTrainer::default().into()
    }
}
