// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "core/network_signatures.h"
#include "gateway/evidence/attestation.h"

#include <algorithm>
#include <optional>

namespace hearth::gateway::evidence {
namespace {

// Intel's TDX DCAP quoting library, "Quote format": versions 4 and 5. All numbers have their least byte first.
constexpr std::size_t header_bytes = 48, body_bytes = 584, longer_body_bytes = 648;
constexpr std::size_t longest_quote = std::size_t{16} << 10;
constexpr std::uint16_t ecdsa_p256 = 2, tdx_body = 2, longer_tdx_body = 3;
constexpr std::uint16_t chain_in_pem = 5, enclave_report = 6; // kinds of certification data
constexpr std::uint32_t tdx = 0x81;
// Inside of a domain's report.
constexpr std::size_t module_signer_at = 64, attributes_at = 120, mrtd_at = 136, rtmr0_at = 328, report_data_at = 520,
                      measured_bytes = 48, service_at = 600;
constexpr int rtmr_count = 4;
// Inside of the quoting enclave's report.
constexpr std::size_t enclave_bytes = 384, enclave_flags_at = 48, enclave_signer_at = 128, enclave_id_at = 256,
                      enclave_data_at = 320;
constexpr std::uint8_t enclave_debug = 0x02;
/// In the fourth byte of the attributes: a domain that another one, the host's choice, may move to another machine.
constexpr std::uint8_t migratable = 0x20;
/// Every certificate of a processor's provisioning key has it.
constexpr const char* sgx_extension = "1.2.840.113741.1.13.1";

bool all_zero(core::ByteView bytes) {
    return std::all_of(bytes.begin(), bytes.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// Takes piece after piece; once there is too little, nothing any more.
class Reader {
public:
    explicit Reader(core::ByteView rest) : m_rest(rest) {}

    core::ByteView take(std::size_t size) {
        m_fine = m_fine && size <= m_rest.size();
        if (!m_fine) return {};
        const core::ByteView taken = m_rest.first(size);
        m_rest = m_rest.subspan(size);
        return taken;
    }
    std::uint16_t u16() { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() { return number(4); }
    bool fine() const { return m_fine; }
    /// Some who make quotes fill up a buffer of a fixed size.
    bool only_zeros() const { return all_zero(m_rest); }

private:
    std::uint32_t number(std::size_t size) {
        std::uint32_t value = 0;
        unsigned shift = 0;
        for (const std::uint8_t byte : take(size)) {
            value |= std::uint32_t{byte} << shift;
            shift += 8;
        }
        return value;
    }

    core::ByteView m_rest;
    bool m_fine = true;
};

struct Quote {
    core::ByteView signed_bytes, body;
    bool is_signed = false;
    core::ByteView signature, key; ///< by the attestation key over signed_bytes
    core::ByteView enclave, enclave_signature, enclave_extra, chain;
};

/// Header and the domain's report.
std::optional<core::ByteView> read_body(core::ByteView bytes, Reader& reader) {
    const std::uint16_t version = reader.u16(), key_type = reader.u16();
    const std::uint32_t machine = reader.u32();
    reader.take(header_bytes - 8);
    if (key_type != ecdsa_p256 || machine != tdx) return std::nullopt;
    std::size_t size = body_bytes;
    if (version == 5) {
        const std::uint16_t kind = reader.u16();
        const std::uint32_t told = reader.u32();
        size = kind == tdx_body ? body_bytes : longer_body_bytes;
        if ((kind != tdx_body && kind != longer_tdx_body) || told != size) return std::nullopt;
    } else if (version != 4) {
        return std::nullopt;
    }
    const core::ByteView body = reader.take(size);
    return reader.fine() && bytes.size() >= size ? std::optional(body) : std::nullopt;
}

/// What vouches for the attestation key.
bool read_voucher(Reader reader, Quote& quote) {
    quote.enclave = reader.take(enclave_bytes);
    quote.enclave_signature = reader.take(64);
    quote.enclave_extra = reader.take(reader.u16());
    const bool known = reader.u16() == chain_in_pem;
    quote.chain = reader.take(reader.u32());
    return known && reader.fine() && reader.only_zeros();
}

std::optional<Quote> read_quote(core::ByteView bytes) {
    if (bytes.size() > longest_quote) return std::nullopt;
    Reader reader(bytes);
    const auto body = read_body(bytes, reader);
    if (!body) return std::nullopt;
    Quote quote;
    quote.body = *body;
    quote.signed_bytes = bytes.first(static_cast<std::size_t>(body->data() - bytes.data()) + body->size());
    if (reader.only_zeros()) return quote; // nothing vouches for it
    quote.is_signed = true;
    Reader signature(reader.take(reader.u32()));
    quote.signature = signature.take(64);
    quote.key = signature.take(64);
    const bool known = signature.u16() == enclave_report;
    const core::ByteView voucher = signature.take(signature.u32());
    const bool whole = reader.fine() && signature.fine() && known && signature.only_zeros() && reader.only_zeros();
    if (!whole || !read_voucher(Reader(voucher), quote)) return std::nullopt;
    return quote;
}

/// The enclave names the attestation key in its own report, which the processor's certified key signed.
bool vouches(const Quote& quote, const core::Bytes& certified_key) {
    core::Bytes named(quote.key.begin(), quote.key.end());
    core::append(named, quote.enclave_extra);
    const core::Hash hash = core::sha256(named);
    const core::ByteView data = quote.enclave.subspan(enclave_data_at);
    return std::equal(hash.bytes.begin(), hash.bytes.end(), data.begin()) && all_zero(data.subspan(core::Hash::size)) &&
           core::verify_ecdsa(certified_key, quote.enclave, quote.enclave_signature);
}

/// Intel's own quoting enclave wrote it, and the module that guards the domain is Intel's: one that somebody else
/// signed has that signer's hash, or attributes of its own, in the report.
bool is_of(const Quote& quote, const TrustAnchors& trust) {
    const core::ByteView signer = quote.enclave.subspan(enclave_signer_at, core::Hash::size);
    const auto id = static_cast<std::uint16_t>(quote.enclave[enclave_id_at] | quote.enclave[enclave_id_at + 1] << 8);
    return std::equal(signer.begin(), signer.end(), trust.intel_enclave.bytes.begin()) && id == trust.intel_id &&
           (quote.enclave[enclave_flags_at] & enclave_debug) == 0 &&
           all_zero(quote.body.subspan(module_signer_at, attributes_at - module_signer_at));
}

/// No register measures any of it: every bit of the first byte puts the domain under debugging, and whom the host lets
/// move it (in the longer report: whose measurement stands in MRSERVICETD) may read its memory.
bool is_open_to_host(core::ByteView body) {
    const bool movable = (body[attributes_at + 3] & migratable) != 0 ||
                         (body.size() == longer_body_bytes && !all_zero(body.subspan(service_at)));
    return body[attributes_at] != 0 || movable;
}

void read_report(const Quote& quote, Attested& found) {
    const auto measured = [&](std::size_t at) { return core::to_bytes(quote.body.subspan(at, measured_bytes)); };
    found.debug = is_open_to_host(quote.body);
    found.user_data = core::to_bytes(quote.body.subspan(report_data_at, 64));
    found.measurements.push_back({"mrtd", measured(mrtd_at)});
    for (int i = 0; i < rtmr_count; ++i)
        found.measurements.push_back(
            {"rtmr" + std::to_string(i), measured(rtmr0_at + static_cast<std::size_t>(i) * measured_bytes)});
}

} // namespace

Attested examine_tdx_quote(core::ByteView bytes, const TrustAnchors& trust, core::Nanoseconds at) {
    Attested found;
    const auto quote = read_quote(bytes);
    if (!quote) return found;
    read_report(*quote, found);
    found.form = quote->is_signed ? Attested::Form::whole : Attested::Form::unsigned_by_anybody;
    if (!quote->is_signed) return found;
    const std::string_view pem(reinterpret_cast<const char*>(quote->chain.data()), quote->chain.size());
    const auto certificates = core::certificates_of_pem(pem);
    const core::ChainFinding chain =
        certificates ? core::examine_chain(*certificates, trust.intel_root, at, sgx_extension) : core::ChainFinding();
    found.chain = chain.fault;
    found.signature_fits = vouches(*quote, chain.leaf_key) &&
                           core::verify_ecdsa(core::p256_key(quote->key), quote->signed_bytes, quote->signature);
    found.made_by_maker = is_of(*quote, trust);
    return found;
}

} // namespace hearth::gateway::evidence
