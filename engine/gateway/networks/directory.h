// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/networks/model_names.h"
#include "gateway/networks/network.h"
#include "gateway/schedule/breaker.h"
#include "gateway/schedule/route.h"

#include <map>

namespace hearth::gateway {

/// How one network stands, as far as this gateway has seen.
struct NetworkRecord {
    std::string name, kind;
    std::vector<OfferedModel> models;
    std::optional<core::Nanoseconds> listed_at;        ///< monotonic; none = never
    std::optional<core::Error> last_error;             ///< of a call or a list; gone when the next one is fine
    std::optional<core::Nanoseconds> latency;          ///< to the first byte, moving average
    std::map<std::string, schedule::Breaker> breakers; ///< by model, of those that failed lately
    std::map<std::string, schedule::Observed> seen;    ///< by model, of those that were asked
};

/// Where a call for a model goes.
struct Place {
    std::string network, model;
    bool named = false; ///< the caller wrote NETWORK/model
};

/// With what is known of who is there.
struct ForeignOffer {
    Place place;
    schedule::Door door;
    std::optional<unsigned> rests_s = {};   ///< after failures
    std::optional<NetworkQuote> quote = {}; ///< none: what it asks is not known
};

/// The networks behind this gateway in the order in which they were configured. Not thread-safe; every time is an
/// argument (monotonic).
class Directory {
public:
    explicit Directory(ModelNames names = {}) : m_names(std::move(names)) {}
    void add(const std::string& name, const std::string& kind);
    void remove(const std::string& name);
    const NetworkRecord* find(const std::string& name) const;
    const std::vector<NetworkRecord>& records() const { return m_records; }

    void listed(const std::string& name, std::vector<OfferedModel> models, core::Nanoseconds now);
    /// Its models are tried again at once.
    void forgive(const std::string& name);
    void not_listed(const std::string& name, const core::Error& error);

    /// "box/llama" is box's and nobody else's; a plain name is that of every network that has it, in their order. One
    /// that has it under another name of the same model is asked for that (ModelNames::same()).
    /// Errors: not_found where a network is named that does not offer the model; none of them has it: no error and no
    /// place.
    core::Result<std::vector<Place>> offering(const std::string& asked,
                                              const std::vector<std::string>& quantizations = {}) const;
    /// Of a model as its network calls it; "unknown" where nobody says it.
    std::string quantization(const std::string& model) const { return m_names.quantization(model); }
    /// Every model as a caller writes it: by its plain name where that leads there.
    struct Offer {
        std::string shown, network, kind;
        OfferedModel model;
        proof::Level level = proof::Level::none; ///< see trusted_level()
    };
    std::vector<Offer> offers() const;

    /// Errors: unavailable, with what failed and when it is tried again.
    core::Status enter(const Place& place, core::Nanoseconds now);
    /// `streams`: the first byte is that of the first token.
    void begun(const Place& place, core::Nanoseconds latency, bool streams, core::Nanoseconds now);
    /// `gap`: between two events of its stream; 0 = not known.
    void succeeded(const Place& place, core::Nanoseconds gap, core::Nanoseconds now);
    void failed(const Place& place, const core::Error& error, core::Nanoseconds now);
    void abandoned(const Place& place);

private:
    NetworkRecord* record(const std::string& name);
    const std::string* model_for(const NetworkRecord& record, const std::string& asked,
                                 const std::vector<std::string>& quantizations) const;
    ModelNames m_names;
    std::vector<NetworkRecord> m_records;
};

} // namespace hearth::gateway
