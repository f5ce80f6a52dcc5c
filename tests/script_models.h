// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

/// TorchScript as torch.jit.save() writes it, made by libtorch itself, and archives of torch.export.save().
namespace hearth::test {

/// Writes a model with these methods to `file`; it has a tensor `total` of two zeros and a number `calls`, 0. False,
/// with the reason on standard error, if libtorch does not take them.
bool write_script(const std::string& file, const std::string& methods);

/// y = x · factor, for one factor of each kind.
inline constexpr const char* scaling_methods = R"(
def forward(self, x: Tensor, factor: float = 2.0):
    return x * factor
)";
/// Goes on where it was: a sum over all calls.
inline constexpr const char* summing_methods = R"(
def forward(self, x: Tensor):
    self.total = self.total + x
    self.calls = self.calls + 1
    return (self.total.sum(), self.total)
)";
inline constexpr const char* endless_methods = R"(
def forward(self, x: Tensor):
    y = x
    while True:
        y = y + 1.0
    return y
)";
inline constexpr const char* reading_methods = R"(
def forward(self, x: Tensor):
    return torch.from_file("/etc/passwd", False, 4)
)";

/// The records of an archive by their names.
using ExportRecords = std::map<std::string, std::string>;

/// As torch.export.save() lays them out: a program that takes x, of any number of pairs up to four, and gives
/// x · weightᵀ + bias as one row, and the sum of all pairs that it was ever given, its buffer `total`.
ExportRecords exported_records();
/// The same with other calls in the place of its linear layer; the last of them makes "linear".
ExportRecords exported_calling(const std::string& calls);
/// One call: its operator with the overload, its inputs with commas between them, and the tensor that it makes.
std::string export_call(const std::string& target, const std::string& inputs, const std::string& output);
std::string export_input(const std::string& name, const std::string& value);
std::string export_tensor(const std::string& name);
/// Writes them with libtorch's own writer. False, with the reason on standard error, if it does not take them.
bool write_export(const std::string& file, const ExportRecords& records);

} // namespace hearth::test
