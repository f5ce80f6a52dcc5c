// SPDX-License-Identifier: Apache-2.0
#include "node/updates/release.h"

#include "core/cbor.h"
#include "core/hash.h"

#include <algorithm>

namespace hearth::node {
namespace {

using core::Code;
using core::fail;
using core::cbor::Fields;

constexpr const char* signed_as = "hearth-update/1";
constexpr const char* drawn_as = "hearth-update-share/1";
constexpr std::uint64_t release_form = 1;
constexpr std::uint32_t all_ppm = 1'000'000;
constexpr std::size_t most_notes = 16'384, most_files = 32, most_name = 128;
constexpr std::uint64_t most_package_bytes = std::uint64_t{8} << 30;

core::Error unreadable_manifest() {
    return fail(Code::corrupt, core::say("update_manifest_unreadable"), core::say("update_tell_packager"));
}

/// It becomes part of a path here and of an address there.
bool is_plain(const std::string& name) {
    return !name.empty() && name.front() != '.' && name.front() != '-' &&
           std::all_of(name.begin(), name.end(), [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' ||
                      c == '_' || c == '+' || c == '-' || c == '~';
           });
}

core::Result<ReleaseFile> read_package(const core::cbor::Value& value) {
    HEARTH_TRY(Fields fields, Fields::of(value, "file of a release"));
    ReleaseFile file;
    HEARTH_TRY(file.kind, fields.text(1, "kind", 16));
    HEARTH_TRY(file.machine, fields.text(2, "machine", 16));
    HEARTH_TRY(file.name, fields.text(3, "name", most_name));
    HEARTH_TRY(file.bytes, fields.uint(4, "bytes", most_package_bytes));
    HEARTH_TRY(file.sha256, fields.id<core::Hash>(5, "sha256"));
    HEARTH_CHECK(fields.finish());
    if (!is_plain(file.name) || file.bytes == 0) return unreadable_manifest();
    return file;
}

core::Result<Version> read_version(Fields& fields, std::uint64_t key, const char* name) {
    HEARTH_TRY(const std::string text, fields.text(key, name, 32));
    const auto version = Version::parse(text);
    if (!version) return unreadable_manifest();
    return version;
}

} // namespace

core::Result<Release> read_release(core::ByteView body) {
    HEARTH_TRY(const core::cbor::Value value, core::cbor::decode(body, {most_manifest_bytes, 8}));
    HEARTH_TRY(Fields fields, Fields::of(value, "release"));
    HEARTH_TRY(const std::uint64_t written_as, fields.uint(0, "format"));
    if (written_as != release_form)
        return fail(Code::unsupported, core::say("update_manifest_newer"), core::say("update_tell_packager"));
    Release release;
    HEARTH_TRY(release.version, read_version(fields, 1, "version"));
    HEARTH_TRY(release.floor, read_version(fields, 2, "floor"));
    HEARTH_TRY(release.issued_s, fields.uint(3, "issued", UINT32_MAX));
    HEARTH_TRY(release.expires_s, fields.uint(4, "expires", UINT32_MAX));
    HEARTH_TRY(const std::uint64_t share, fields.uint(5, "share", all_ppm));
    release.share_ppm = static_cast<std::uint32_t>(share);
    HEARTH_TRY(release.notes, fields.text(6, "notes", most_notes));
    HEARTH_TRY(const core::cbor::Array* const files, fields.array(7, "files", most_files));
    HEARTH_CHECK(fields.finish());
    for (const core::cbor::Value& one : *files) {
        HEARTH_TRY(ReleaseFile file, read_package(one));
        if (release.file(file.kind, file.machine) != nullptr) return unreadable_manifest();
        release.files.push_back(std::move(file));
    }
    if (release.floor > release.version || release.expires_s <= release.issued_s) return unreadable_manifest();
    return release;
}

const ReleaseFile* Release::file(const std::string& kind, const std::string& machine) const {
    for (const ReleaseFile& one : files)
        if (one.kind == kind && one.machine == machine) return &one;
    return nullptr;
}

core::Result<Release> open_release(core::ByteView manifest, const core::PublicKey& key) {
    const auto value = core::cbor::decode(manifest, {most_manifest_bytes, 4});
    if (!value) return unreadable_manifest();
    auto fields = Fields::of(*value, "manifest");
    if (!fields) return unreadable_manifest();
    const auto body = fields->bytes(1, "release", most_manifest_bytes);
    const auto signer = fields->id<core::PublicKey>(2, "key");
    const auto signature = fields->bytes(3, "signature", 64);
    if (!body || !signer || !signature || signature->size() != 64 || !fields->finish()) return unreadable_manifest();
    if (*signer != key)
        return fail(Code::refused, core::say("update_other_key", {signer->hex().substr(0, 12)}),
                    core::say("update_tell_packager"));
    core::Signature given{};
    std::copy(signature->begin(), signature->end(), given.begin());
    if (!core::verify(key, core::tagged_hash(signed_as, {*body}).view(), given))
        return fail(Code::refused, core::say("update_bad_signature"), core::say("update_tell_packager"));
    return read_release(*body);
}

core::Status check_release(const Release& release, const ReleaseFacts& facts) {
    const std::string version = release.version.text();
    if (release.issued_s > facts.now_s + clock_tolerance_s)
        return fail(Code::refused,
                    core::say("update_of_the_future", {core::figure((release.issued_s - facts.now_s + 59) / 60)}),
                    core::say("update_set_clock"));
    if (release.expires_s + clock_tolerance_s < facts.now_s)
        return fail(
            Code::refused,
            core::say("update_too_old", {version, core::figure((facts.now_s - release.expires_s + 3599) / 3600)}),
            core::say("update_set_clock"));
    if (release.issued_s < facts.newest_s)
        return fail(Code::refused, core::say("update_older_than_shown", {version}), core::say("update_tell_packager"));
    if (release.version < facts.floor)
        return fail(Code::refused, core::say("update_below_floor", {version, facts.floor.text()}),
                    core::say("update_tell_packager"));
    if (release.version < facts.running)
        return fail(Code::refused, core::say("update_downgrade", {version, facts.running.text()}),
                    core::say("update_nothing_to_do"));
    return {};
}

bool is_drawn(const Release& release, const core::PublicKey& node_key) {
    const std::string version = release.version.text();
    const core::Hash hash = core::tagged_hash(drawn_as, {node_key.view(), core::as_bytes(version)});
    std::uint64_t lot = 0;
    for (std::size_t i = 0; i < 7; ++i)
        lot = lot << 8 | hash.bytes[i];
    return lot % all_ppm < release.share_ppm;
}

} // namespace hearth::node
