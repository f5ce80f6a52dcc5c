// SPDX-License-Identifier: Apache-2.0
#include "compute/torch/detail/export_archive.h"

#include "compute/loaded_model.h"
#include "compute/torch/detail/script_guard.h"
#include "compute/torch/torch_export.h"
#include "core/json_guard.h"

#include <ATen/ops/empty.h>
#include <caffe2/serialize/inline_container.h>

#include <algorithm>
#include <cstring>
#include <set>
#include <stdexcept>

namespace hearth::compute {
namespace {

using core::Code;
using core::fail;
using nlohmann::json;
using Reader = caffe2::serialize::PyTorchStreamReader;

constexpr const char* export_mark = "archive_format";
constexpr const char* compiled_folder = "data/aotinductor/";
constexpr const char* program_folder = "models/";
constexpr std::int64_t export_version = 8;
constexpr core::JsonLimits export_json{
    .max_bytes = std::size_t{64} << 20, .max_depth = 64, .max_values = std::size_t{4} << 20};

struct ExportType {
    std::int64_t number;
    at::ScalarType type;
};
constexpr ExportType export_types[] = {{1, at::kByte},  {2, at::kChar},     {3, at::kShort}, {4, at::kInt},
                                       {5, at::kLong},  {6, at::kHalf},     {7, at::kFloat}, {8, at::kDouble},
                                       {12, at::kBool}, {13, at::kBFloat16}};

std::string text_of(Reader& archive, const std::string& record) {
    const auto [data, size] = archive.getRecord(record);
    return {static_cast<const char*>(data.get()), size};
}

json json_of(Reader& archive, const std::string& record) {
    if (archive.getRecordSize(record) > export_json.max_bytes) throw std::runtime_error(record + " is too large");
    auto parsed = core::parse_json<json>(text_of(archive, record), export_json);
    if (std::holds_alternative<core::JsonFault>(parsed)) throw std::runtime_error(record + " is no JSON of this kind");
    return std::move(std::get<json>(parsed));
}

/// The name of the one program.
core::Result<std::string> program_of(const std::vector<std::string>& records, const std::filesystem::path& file) {
    std::vector<std::string> programs;
    for (const std::string& record : records) {
        if (record.starts_with(compiled_folder))
            return fail(Code::unsupported, core::say("compiled_model_not_run", {file.filename().string()}),
                        core::say("save_as_export"));
        if (record.starts_with(program_folder) && record.ends_with(".json")) programs.push_back(record);
    }
    if (programs.size() != 1) throw std::runtime_error("it holds " + std::to_string(programs.size()) + " programs");
    const std::size_t begin = std::strlen(program_folder);
    return programs.front().substr(begin, programs.front().size() - begin - std::strlen(".json"));
}

core::Error other_form(const std::string& name, const std::string& form) {
    return fail(Code::unsupported, core::say("export_tensor_form", {name.substr(0, 128), form.substr(0, 64)}),
                core::say("save_as_export"));
}

std::vector<std::int64_t> fixed_sizes(const json& sizes) {
    std::vector<std::int64_t> fixed;
    for (const json& size : sizes) {
        fixed.push_back(export_whole(size.at("as_int")));
        if (fixed.back() < 0) throw std::runtime_error("a size is negative");
    }
    return fixed;
}

/// A run copies each tensor, so that none may have more elements than lie in its storage.
bool has_room(const at::Tensor& storage, const std::vector<std::int64_t>& sizes) {
    if (std::find(sizes.begin(), sizes.end(), 0) != sizes.end()) return true;
    std::int64_t count = 1;
    for (const std::int64_t size : sizes)
        if (__builtin_mul_overflow(count, size, &count)) return false;
    return count <= storage.numel();
}

/// Its bytes are those of the whole storage, of which the tensor may be a part.
core::Result<at::Tensor> tensor_of(const at::Tensor& storage, const json& payload, const std::string& name) {
    const json& meta = payload.at("tensor_meta");
    HEARTH_TRY(const at::ScalarType type, export_type(meta.at("dtype"), name));
    if (const std::string device = meta.at("device").at("type"); device != "cpu") return other_form(name, device);
    constexpr int strided = 7;
    if (export_whole(meta.at("layout")) != strided) return other_form(name, "layout");
    const at::Tensor elements = storage.view(type);
    const std::vector<std::int64_t> sizes = fixed_sizes(meta.at("sizes")), strides = fixed_sizes(meta.at("strides"));
    if (!has_room(elements, sizes)) {
        const bool repeats = std::find(strides.begin(), strides.end(), 0) != strides.end();
        if (!repeats) throw std::runtime_error(name + " has more elements than bytes");
        return other_form(name, "strides");
    }
    return elements.as_strided(sizes, strides, export_whole(meta.at("storage_offset").at("as_int")));
}

at::Tensor storage_of(Reader& archive, const std::string& record) {
    const std::size_t size = archive.getRecordSize(record);
    at::Tensor storage = at::empty({static_cast<std::int64_t>(size)}, at::TensorOptions().dtype(at::kByte));
    if (size > 0) archive.getRecord(record, storage.data_ptr(), size);
    return storage;
}

core::Status read_tensors(Reader& archive, const std::string& folder, const std::string& list,
                          std::map<std::string, at::Tensor>& tensors) {
    std::map<std::string, at::Tensor> storages;
    const std::vector<std::string> records = archive.getAllRecords();
    const std::set<std::string> known(records.begin(), records.end());
    const json payloads = json_of(archive, folder + list);
    for (const auto& [name, payload] : payloads.at("config").items()) {
        if (payload.at("use_pickle").get<bool>()) return other_form(name, "pickle");
        const std::string record = folder + payload.at("path_name").get<std::string>();
        // libtorch itself finds a record by any case of its name, and each would be read again.
        if (!known.contains(record)) throw std::runtime_error("the record " + record + " is missing");
        auto found = storages.find(record);
        if (found == storages.end()) found = storages.emplace(record, storage_of(archive, record)).first;
        HEARTH_TRY(at::Tensor tensor, tensor_of(found->second, payload, name));
        if (!tensors.emplace(name, std::move(tensor)).second) throw std::runtime_error(name + " is there twice");
    }
    return {};
}

/// Many of them may lie in one storage, and a run copies each.
core::Status check_copies(const std::map<std::string, at::Tensor>& tensors) {
    constexpr std::uint64_t most = UINT64_MAX / 4;
    std::uint64_t bytes = 0;
    for (const auto& [name, tensor] : tensors)
        bytes += std::min<std::uint64_t>(tensor.nbytes(), most - bytes);
    return check_memory(bytes, 0, 0);
}

} // namespace

std::int64_t export_whole(const json& value) {
    if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX))
        throw std::runtime_error("a whole number is missing");
    return value.get<std::int64_t>();
}

core::Result<at::ScalarType> export_type(const json& number, const std::string& of) {
    const std::int64_t wanted = export_whole(number);
    for (const ExportType& one : export_types)
        if (one.number == wanted) return one.type;
    return other_form(of, "dtype " + std::to_string(wanted));
}

bool is_export_archive(const std::filesystem::path& file) {
    if (file.extension() == ".pt2") return true;
    try {
        return Reader(file.string()).hasRecord(export_mark);
    } catch (const std::exception&) {
        return false; // whoever reads it says why
    }
}

core::Result<ExportArchive> read_export_archive(const std::filesystem::path& file) {
    HEARTH_CHECK(check_archive(file));
    Reader archive(file.string());
    if (text_of(archive, export_mark) != "pt2") throw std::runtime_error("it is of another format");
    if (archive.hasRecord("byteorder") && text_of(archive, "byteorder") != "little")
        throw std::runtime_error("its bytes are in another order");
    HEARTH_TRY(const std::string name, program_of(archive.getAllRecords(), file));
    ExportArchive read;
    read.program = json_of(archive, program_folder + name + ".json");
    const json& version = read.program.at("schema_version").at("major");
    const json& opset = read.program.at("opset_version").at("aten");
    if (export_whole(version) != export_version)
        return fail(Code::unsupported, core::say("export_version", {version.dump(), std::to_string(export_version)}),
                    core::say("save_as_export"));
    constexpr auto newest = static_cast<std::int64_t>(caffe2::serialize::kMaxSupportedFileFormatVersion);
    if (export_whole(opset) > newest)
        return fail(Code::unsupported, core::say("export_operators", {opset.dump(), std::to_string(newest)}),
                    core::say("save_as_export"));
    HEARTH_CHECK(read_tensors(archive, "data/weights/", name + "_weights_config.json", read.tensors));
    HEARTH_CHECK(read_tensors(archive, "data/constants/", name + "_constants_config.json", read.tensors));
    HEARTH_CHECK(check_copies(read.tensors));
    return read;
}

} // namespace hearth::compute
