// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/values.h"

#include <QVariantList>

/// The protocol's words in the user's language, and their tone ("good", "warn", "bad", "accent" or none).
namespace hearth::desktop::words {

QString stage(control::JobStage name);
QString stageState(control::StageState state);
QString stageTone(control::StageState state);
/// Maps {name, state, word, stateWord, at, detail, tone} for ProofStrip.
QVariantList stages(const control::JobRow& job);

/// How a job stands in one or two words, e.g. "running", "verified", "replay failed".
QString job(const control::JobRow& job);
QString jobTone(const control::JobRow& job);
QString money(control::MoneyState state);
QString moneyTone(control::MoneyState state);
/// What an evidence level means, in a sentence.
QString level(const std::string& level);
/// Of a level by whatever evidence, the same on every page: good from E2 on, where more than a signature stands behind
/// it.
QString levelTone(const std::string& level);

QString check(const std::string& name);
/// A part of the node that doctor looks at: "GPUs", "API", "Keys".
QString examined(const std::string& part);
QString checkResult(const std::string& result);
QString checkTone(const std::string& result);
/// Maps {name, word, result, resultWord, detail, tone}; failed ones first.
QVariantList checks(const std::vector<control::Check>& checks);
/// Maps {name, value, isId} of a receipt's fields.
QVariantList fields(const std::vector<std::pair<std::string, std::string>>& fields);

} // namespace hearth::desktop::words
