// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "control/support.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace hearth::control {

/// Takes out of texts what is nobody else's business before they are passed on: secrets, by what they are called, by
/// how they look and where they are known; names of keys; e-mail addresses; addresses of other machines; who uses this
/// one. What is taken out leaves a mark, as "[secret]", and is counted.
class Redactor {
public:
    /// A secret that is taken out wherever it stands. One too short to be told from other words is not taken.
    void know_secret(const std::string& secret);
    /// A name, taken out where it stands as a whole word.
    void know_name(const std::string& name);
    /// The user's own folder becomes "~".
    void know_folder(const std::string& folder);

    /// Plain text.
    std::string text(std::string text);
    /// Every text in a document, by the name of its member.
    void tree(nlohmann::ordered_json& tree, const std::string& name = {});
    /// A settings file, by its keys; it need not be a good one.
    std::string toml(std::string_view toml);

    /// Since the last call.
    std::vector<Redaction> taken();

private:
    struct Open;
    std::string value(std::string text, const std::string& name);
    std::string line(const std::string& line, Open& open);
    std::string secrets(std::string text);
    std::string places(std::string text);
    /// A machine that an address names is taken out of later texts without one, too: "cannot resolve proxy.example".
    void know_host(const std::string& host);
    /// Gives the place behind the mark.
    std::size_t replace(std::string& text, std::size_t at, std::size_t size, const char* kind);
    /// What `find`(text, from) gives, one after the other, unless it is part of a mark.
    template <typename Find>
    void take(std::string& text, const char* kind, const Find& find);

    std::vector<std::string> m_secrets, m_names, m_hosts; ///< the longest first: one may begin with another
    std::string m_folder;
    std::map<std::string, std::uint64_t> m_taken;
};

} // namespace hearth::control
