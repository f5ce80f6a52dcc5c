// SPDX-License-Identifier: Apache-2.0
#include "control/json.h"

#include "control/fields_earnings.h"
#include "control/fields_first_run.h"
#include "control/fields_governance.h"
#include "control/fields_home_changes.h"
#include "control/fields_network.h"
#include "control/fields_notes.h"
#include "control/fields_offers.h"
#include "control/fields_offline.h"
#include "control/fields_settings.h"
#include "control/fields_support.h"
#include "control/fields_updates.h"

#include <nlohmann/json.hpp>

#include <cmath>
#include <limits>
#include <set>

namespace hearth::control {
namespace {

using core::Code;
using nlohmann::json;

template <class T>
struct IsOptional : std::false_type {};
template <class T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <class T>
struct IsVector : std::false_type {};
template <class T>
struct IsVector<std::vector<T>> : std::true_type {};
using TextMap = std::map<std::string, std::string>;

std::string said_name(const char* name) {
    return std::string(name) + "_said";
}

struct Writer {
    static constexpr bool writes = true;
    json out = json::object();

    template <class T>
    void operator()(const char* name, const T& value) {
        out[name] = tree(value);
    }
    void operator()(const char* name, const core::Sentence& sentence) {
        out[name] = static_cast<const std::string&>(sentence);
        out[said_name(name)] = core::said(sentence);
    }
    template <class Members>
    void group(const char* name, Members&& members) {
        Writer inner;
        members(inner);
        out[name] = std::move(inner.out);
    }

    template <class T>
    static json tree(const T& value) {
        if constexpr (std::is_arithmetic_v<T> || std::is_same_v<T, std::string> || std::is_same_v<T, TextMap>) {
            return value;
        } else if constexpr (std::is_enum_v<T>) {
            return name_of(value);
        } else if constexpr (IsOptional<T>::value) {
            return value ? tree(*value) : json(nullptr);
        } else if constexpr (IsVector<T>::value) {
            json list = json::array();
            for (const auto& item : value)
                list.push_back(tree(item));
            return list;
        } else {
            Writer inner;
            describe(inner, value);
            return std::move(inner.out);
        }
    }
};

/// A name that came from outside, short enough for a sentence.
std::string shortened(const std::string& name) {
    return name.size() <= 64 ? name : name.substr(0, 64) + "…";
}

/// Reads members of one object; remembers the first thing that is wrong.
struct Reader {
    static constexpr bool writes = false;
    const json& in;
    std::string where;
    std::string wrong; ///< empty = fine
    std::set<std::string> seen;

    Reader(const json& object, std::string path) : in(object), where(std::move(path)) {
        if (!in.is_object()) wrong = "'" + where + "' must be an object";
    }

    template <class T>
    void operator()(const char* name, T& value) {
        if (!wrong.empty()) return;
        seen.insert(name);
        const auto found = in.find(name);
        if (found == in.end()) {
            if (!IsOptional<T>::value) wrong = "'" + where + "." + name + "' is missing";
            return;
        }
        wrong = read(*found, value, where + "." + name);
    }
    void operator()(const char* name, core::Sentence& sentence) {
        std::string text;
        (*this)(name, text);
        if (!wrong.empty()) return;
        const std::string said_by = *seen.insert(said_name(name)).first;
        const auto said = in.find(said_by);
        if (said == in.end() || said->is_null())
            sentence = text;
        else if (said->is_array())
            sentence = core::unsaid(*said, text);
        else
            wrong = "'" + where + "." + said_by + "' must be a list";
    }
    template <class Members>
    void group(const char* name, Members&& members) {
        if (!wrong.empty()) return;
        seen.insert(name);
        const auto found = in.find(name);
        if (found == in.end()) {
            wrong = "'" + where + "." + name + "' is missing";
            return;
        }
        Reader inner(*found, where + "." + name);
        members(inner);
        wrong = inner.finish();
    }

    std::string finish() {
        if (!wrong.empty()) return wrong;
        for (const auto& item : in.items())
            if (!seen.count(item.key())) return "'" + where + "." + shortened(item.key()) + "' is not known";
        return {};
    }

    template <class T>
    static std::string read(const json& from, T& value, const std::string& path);
};

std::string expected(const std::string& path, const char* what) {
    return "'" + path + "' must be " + what;
}

template <class Integer>
std::string read_integer(const json& from, Integer& value, const std::string& path) {
    if (!from.is_number_integer()) return expected(path, "an integer");
    if (from.is_number_unsigned()) {
        const auto number = from.get<std::uint64_t>();
        if (number > static_cast<std::uint64_t>(std::numeric_limits<Integer>::max()))
            return expected(path, "a smaller integer");
        value = static_cast<Integer>(number);
        return {};
    }
    const auto number = from.get<std::int64_t>();
    if (number < 0 && std::is_unsigned_v<Integer>) return expected(path, "an integer from 0");
    value = static_cast<Integer>(number);
    return {};
}

template <class E>
std::string read_word(const json& from, E& value, const std::string& path) {
    const auto named = from.is_string() ? from_name<E>(from.get_ref<const std::string&>()) : std::nullopt;
    if (named) {
        value = *named;
        return {};
    }
    std::string known;
    for (const char* word : words<E>)
        known += (known.empty() ? "one of " : ", ") + std::string(word);
    return expected(path, known.c_str());
}

std::string read_map(const json& from, TextMap& value, const std::string& path) {
    if (!from.is_object()) return expected(path, "an object of texts");
    for (const auto& item : from.items()) {
        if (!item.value().is_string()) return expected(path + "." + shortened(item.key()), "a text");
        value[item.key()] = item.value().get<std::string>();
    }
    return {};
}

template <class T>
std::string Reader::read(const json& from, T& value, const std::string& path) {
    if constexpr (std::is_same_v<T, bool>) {
        if (!from.is_boolean()) return expected(path, "true or false");
        value = from.get<bool>();
    } else if constexpr (std::is_integral_v<T>) {
        return read_integer(from, value, path);
    } else if constexpr (std::is_same_v<T, double>) {
        if (!from.is_number()) return expected(path, "a number");
        value = from.get<double>();
        if (!std::isfinite(value)) return expected(path, "a finite number");
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!from.is_string()) return expected(path, "a text");
        value = from.get<std::string>();
    } else if constexpr (std::is_enum_v<T>) {
        return read_word(from, value, path);
    } else if constexpr (std::is_same_v<T, TextMap>) {
        return read_map(from, value, path);
    } else if constexpr (IsOptional<T>::value) {
        if (from.is_null()) return {};
        return read(from, value.emplace(), path);
    } else if constexpr (IsVector<T>::value) {
        if (!from.is_array()) return expected(path, "a list");
        value.reserve(from.size());
        for (std::size_t i = 0; i < from.size(); ++i)
            if (auto wrong = read(from[i], value.emplace_back(), path + "[" + std::to_string(i) + "]"); !wrong.empty())
                return wrong;
    } else {
        Reader inner(from, path);
        if (inner.wrong.empty()) describe(inner, value);
        return inner.finish();
    }
    return {};
}

} // namespace

template <class T>
std::string to_json(const T& value) {
    return Writer::tree(value).dump(-1, ' ', false, json::error_handler_t::replace);
}

template <class T>
core::Result<T> from_tree(const json& tree, const std::string& what) {
    T value{};
    const std::string wrong = Reader::read(tree, value, what);
    if (!wrong.empty()) return core::fail(Code::invalid_argument, "The member " + wrong + ".");
    return value;
}

template <class T>
core::Result<T> from_json(std::string_view text, const std::string& what) {
    HEARTH_TRY(const JsonTree tree, parse_json(text));
    return from_tree<T>(*tree, what);
}

#define HEARTH_JSON(...)                                                                                               \
    template std::string to_json(const __VA_ARGS__&);                                                                  \
    template core::Result<__VA_ARGS__> from_json(std::string_view, const std::string&);                                \
    template core::Result<__VA_ARGS__> from_tree(const json&, const std::string&);
#define HEARTH_JSON_AND_LIST(T)                                                                                        \
    HEARTH_JSON(T)                                                                                                     \
    HEARTH_JSON(std::vector<T>)
#define HEARTH_JSON_EACH(A, B, C) HEARTH_JSON(A) HEARTH_JSON(B) HEARTH_JSON(C)

HEARTH_JSON(std::string)
HEARTH_JSON(Lamp)
HEARTH_JSON(Lamps)
HEARTH_JSON_AND_LIST(DeviceStatus)
HEARTH_JSON(DeviceLimits)
HEARTH_JSON(BenchmarkReport)
HEARTH_JSON(FirstRun)
HEARTH_JSON(UpdateView)
HEARTH_JSON(FirstRunParams)
HEARTH_JSON(AutostartParams)
HEARTH_JSON_AND_LIST(BenchmarkRecord)
HEARTH_JSON(WorkerStatus)
HEARTH_JSON_AND_LIST(ModelInfo)
HEARTH_JSON(NodeStatus)
HEARTH_JSON(Event)
HEARTH_JSON_AND_LIST(SettingInfo)
HEARTH_JSON(SettingsParams)
HEARTH_JSON(WorkTimes)
HEARTH_JSON_AND_LIST(Check)
HEARTH_JSON(Stage)
HEARTH_JSON_AND_LIST(JobRow)
HEARTH_JSON(FindJobsParams)
HEARTH_JSON(ReceiptView)
HEARTH_JSON_AND_LIST(PurchaseRow)
HEARTH_JSON(AccountView)
HEARTH_JSON(MoneySent)
HEARTH_JSON(LedgerTransaction)
HEARTH_JSON_EACH(EarningsRow, EarningsPoint, EarningsPart)
HEARTH_JSON_EACH(VestingStep, Energy, Earnings)
HEARTH_JSON(LedgerHead)
HEARTH_JSON(GovernanceView)
HEARTH_JSON(ProposalView)
HEARTH_JSON(ProposalDraft)
HEARTH_JSON(GovernanceAct)
HEARTH_JSON(GovernanceReceipt)
HEARTH_JSON(OfflineWish)
HEARTH_JSON(FileText)
HEARTH_JSON(NetworkView)
HEARTH_JSON(InvitationView)
HEARTH_JSON(InvitationParams)
HEARTH_JSON_EACH(HoldingsView, HomeChange, RestoreParams)
HEARTH_JSON_AND_LIST(ModelOffer)
HEARTH_JSON_AND_LIST(Download)
HEARTH_JSON(FindModelsParams)
HEARTH_JSON(ReferenceParams)
HEARTH_JSON(PullParams)
HEARTH_JSON(SwitchModelParams)
HEARTH_JSON(ChatRequest)
HEARTH_JSON(Usage)
HEARTH_JSON(ChatResult)
HEARTH_JSON_AND_LIST(KeyInfo)
HEARTH_JSON(IdentityView)
HEARTH_JSON(std::vector<std::string>)
HEARTH_JSON(WordsParams)
HEARTH_JSON_AND_LIST(ApiKeyInfo)
HEARTH_JSON(ApiKeyWish)
HEARTH_JSON(NewApiKey)
HEARTH_JSON(ApiKeyParams)
HEARTH_JSON_AND_LIST(SpendDay)
HEARTH_JSON_AND_LIST(PaymentRow)
HEARTH_JSON(SpendingParams)
HEARTH_JSON(BreakerInfo)
HEARTH_JSON_AND_LIST(UpstreamInfo)
HEARTH_JSON(UpstreamWish)
HEARTH_JSON(UpstreamParams)
HEARTH_JSON(UpstreamModels)
HEARTH_JSON_AND_LIST(NetworkEvidence)
HEARTH_JSON(UpstreamModelsParams)
HEARTH_JSON(EvidenceListParams)
HEARTH_JSON(EvidenceProofParams)
HEARTH_JSON(LogText)
HEARTH_JSON_AND_LIST(DoctorCheck)
HEARTH_JSON(Bundle)
HEARTH_JSON(LogTail)
HEARTH_JSON(LogTailParams)
HEARTH_JSON_EACH(NoParams, PauseParams, SnoozeParams)
HEARTH_JSON_EACH(ModelParams, ImportParams, JobsParams)
HEARTH_JSON_EACH(ReceiptParams, VerifyParams, AccountParams)
HEARTH_JSON_EACH(SendParams, TransactionParams, ProveParams)
HEARTH_JSON_EACH(EarningsParams, BackupParams, LimitParams)
HEARTH_JSON_EACH(BenchmarkParams, DeviceParams, CancelParams)
HEARTH_JSON_EACH(Done, ExportAnswer, TextNote)
HEARTH_JSON(ProgressNote)

} // namespace hearth::control
