// SPDX-License-Identifier: Apache-2.0
#include "core/network_signatures.h"
#include "gateway/evidence/attestation.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

namespace hearth::gateway::evidence {
namespace {

constexpr std::size_t longest_document = std::size_t{16} << 10, longest_text = 1024;
constexpr std::uint64_t most_registers = 32, most_certificates = 7, most_members = 9;
constexpr std::array<std::uint8_t, 4> es384{0xA1, 0x01, 0x38, 0x22}; // {1: -35}, RFC 9053 §2.1
constexpr std::uint8_t sign1_tag = 0xD2, null_item = 0xF6, open_map = 0xBF, end_of_open = 0xFF;
enum Major : std::uint8_t { m_uint = 0, m_bytes = 2, m_text = 3, m_array = 4, m_map = 5 };

/// The few kinds of CBOR that these documents are made of; core::cbor knows neither maps by name nor any but the
/// shortest form of a length. Once something is wrong, it gives nothing any more.
class Items {
public:
    explicit Items(core::ByteView rest) : m_rest(rest) {}

    std::uint64_t head(Major major) {
        if (!m_fine || m_rest.empty() || m_rest[0] >> 5 != major) return refuse();
        const unsigned form = m_rest[0] & 0x1F;
        m_rest = m_rest.subspan(1);
        if (form < 24) return form;
        const std::size_t size = std::size_t{1} << (form - 24);
        if (form > 27 || m_rest.size() < size) return refuse(); // 31: of an indefinite length
        std::uint64_t value = 0;
        for (const std::uint8_t byte : m_rest.first(size))
            value = value << 8 | byte;
        m_rest = m_rest.subspan(size);
        return value;
    }
    core::ByteView string(Major major, std::size_t most) {
        const std::uint64_t size = head(major);
        if (!m_fine || size > most || size > m_rest.size()) {
            refuse();
            return {};
        }
        const core::ByteView taken = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return taken;
    }
    core::ByteView bytes(std::size_t most) { return string(m_bytes, most); }
    std::string text() {
        const core::ByteView taken = string(m_text, longest_text);
        return {taken.begin(), taken.end()};
    }
    bool next_is(std::uint8_t byte) {
        if (!m_fine || m_rest.empty() || m_rest[0] != byte) return false;
        m_rest = m_rest.subspan(1);
        return true;
    }
    std::uint64_t refuse() {
        m_fine = false;
        return 0;
    }
    bool fine() const { return m_fine; }
    bool at_end() const { return m_fine && m_rest.empty(); }

private:
    core::ByteView m_rest;
    bool m_fine = true;
};

struct Document {
    core::ByteView payload, signature;
    std::string digest;
    std::uint64_t made_at = 0;
    std::vector<Measurement> registers;
    core::Bytes certificate, user_data, nonce;
    std::vector<core::Bytes> chain; ///< the root first
};

void read_registers(Items& items, Document& into) {
    const std::uint64_t count = items.head(m_map);
    if (count == 0 || count > most_registers) items.refuse();
    std::set<std::uint64_t> seen;
    for (std::uint64_t i = 0; i < count && items.fine(); ++i) {
        const std::uint64_t index = items.head(m_uint);
        const core::ByteView value = items.bytes(64);
        const bool sized = value.size() == 32 || value.size() == 48 || value.size() == 64;
        if (index >= most_registers || !sized || !seen.insert(index).second) items.refuse();
        into.registers.push_back({"pcr" + std::to_string(index), core::to_bytes(value)});
    }
}

void read_chain(Items& items, Document& into) {
    const std::uint64_t count = items.head(m_array);
    if (count == 0 || count > most_certificates) items.refuse();
    for (std::uint64_t i = 0; i < count && items.fine(); ++i)
        into.chain.push_back(core::to_bytes(items.bytes(longest_text)));
}

core::Bytes optional_bytes(Items& items) {
    return items.next_is(null_item) ? core::Bytes() : core::to_bytes(items.bytes(longest_text));
}

void read_member(const std::string& name, Items& items, Document& into) {
    if (name == "module_id")
        static_cast<void>(items.text());
    else if (name == "digest")
        into.digest = items.text();
    else if (name == "timestamp")
        into.made_at = items.head(m_uint);
    else if (name == "pcrs")
        read_registers(items, into);
    else if (name == "certificate")
        into.certificate = core::to_bytes(items.bytes(longest_text));
    else if (name == "cabundle")
        read_chain(items, into);
    else if (name == "public_key")
        static_cast<void>(optional_bytes(items));
    else if (name == "user_data")
        into.user_data = optional_bytes(items);
    else if (name == "nonce")
        into.nonce = optional_bytes(items);
    else
        items.refuse();
}

bool read_payload(Document& into) {
    Items items(into.payload);
    const bool open = items.next_is(open_map); // as newer hypervisors write it
    const std::uint64_t count = open ? most_members + 1 : items.head(m_map);
    std::set<std::string> seen;
    for (std::uint64_t i = 0; i < count && items.fine(); ++i) {
        if (open && items.next_is(end_of_open)) break;
        const std::string name = items.text();
        if (!seen.insert(name).second) items.refuse();
        if (items.fine()) read_member(name, items, into);
    }
    return items.at_end() && into.digest == "SHA384" && into.made_at > 0 && !into.registers.empty() &&
           !into.certificate.empty() && !into.chain.empty();
}

std::optional<Document> read_document(core::ByteView bytes) {
    if (bytes.size() > longest_document) return std::nullopt;
    Items items(bytes);
    items.next_is(sign1_tag);
    if (items.head(m_array) != 4) return std::nullopt;
    const core::ByteView algorithm = items.bytes(es384.size());
    if (items.head(m_map) != 0) return std::nullopt;
    Document found;
    found.payload = items.bytes(longest_document);
    found.signature = items.bytes(96);
    const bool known = std::equal(algorithm.begin(), algorithm.end(), es384.begin(), es384.end());
    if (!items.at_end() || !known || !read_payload(found)) return std::nullopt;
    return found;
}

/// Sig_structure of RFC 9052 §4.4.
core::Bytes signed_bytes(core::ByteView payload) {
    constexpr std::string_view context = "Signature1";
    core::Bytes bytes{0x84, static_cast<std::uint8_t>(0x60 | context.size())};
    core::append(bytes, core::as_bytes(context));
    bytes.push_back(static_cast<std::uint8_t>(0x40 | es384.size()));
    core::append(bytes, es384);
    bytes.push_back(0x40); // nothing from outside
    const std::size_t size = payload.size();
    if (size < 24) {
        bytes.push_back(static_cast<std::uint8_t>(0x40 | size));
    } else if (size < 256) {
        bytes.push_back(0x58);
        bytes.push_back(static_cast<std::uint8_t>(size));
    } else { // longest_document fits
        bytes.push_back(0x59);
        bytes.push_back(static_cast<std::uint8_t>(size >> 8));
        bytes.push_back(static_cast<std::uint8_t>(size));
    }
    core::append(bytes, payload);
    return bytes;
}

bool is_zero(const Measurement& one) {
    return std::all_of(one.value.begin(), one.value.end(), [](std::uint8_t byte) { return byte == 0; });
}

} // namespace

Attested examine_nitro_document(core::ByteView bytes, const TrustAnchors& trust, core::Nanoseconds at) {
    Attested found;
    auto document = read_document(bytes);
    if (!document) return found;
    found.form = Attested::Form::whole;
    std::vector<core::Bytes> certificates{document->certificate};
    certificates.insert(certificates.end(), document->chain.rbegin(), document->chain.rend());
    const core::ChainFinding chain = core::examine_chain(certificates, trust.nitro_root, at);
    found.chain = chain.fault;
    found.signature_fits = core::verify_ecdsa(chain.leaf_key, signed_bytes(document->payload), document->signature);
    found.made_by_maker = found.signature_fits; // only the hypervisor has a certificate
    found.user_data = std::move(document->user_data);
    found.nonce = std::move(document->nonce);
    found.measurements = std::move(document->registers);
    // An enclave that was started for debugging has zeros there.
    found.debug = std::any_of(found.measurements.begin(), found.measurements.end(),
                              [](const Measurement& one) { return one.name == "pcr0" && is_zero(one); });
    return found;
}

} // namespace hearth::gateway::evidence
