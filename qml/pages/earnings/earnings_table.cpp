// SPDX-License-Identifier: Apache-2.0
#include "earnings_table.h"

#include "core/file.h"

#include <QDateTime>

namespace hearth::desktop::table {
namespace {

/// Quoted; a text that a spreadsheet would take for a formula gets an apostrophe.
std::string cell(const std::string& text) {
    std::string out = "\"";
    if (!text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos) out += '\'';
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

std::string utc(core::Nanoseconds at) {
    return QDateTime::fromMSecsSinceEpoch(at / 1'000'000, Qt::UTC).toString(Qt::ISODateWithMs).toStdString();
}

} // namespace

std::string csv(const std::vector<control::EarningsRow>& rows) {
    std::string out = "receipt_id,model,at,state,amount_1e-9_EMB,epoch,answer,device\r\n";
    for (const control::EarningsRow& row : rows)
        out += cell(row.receipt_id) + ',' + cell(row.model_name) + ',' + utc(row.at) + ',' +
               cell(control::name_of(row.state)) + ',' + cell(row.amount) + ',' + std::to_string(row.epoch) + ',' +
               cell(row.cut_short ? "cut short" : "whole") + ',' + cell(row.device) + "\r\n";
    return out;
}

core::Status writeCsv(const std::filesystem::path& file, const std::vector<control::EarningsRow>& rows) {
    return core::write_file_atomic(file, core::as_bytes(csv(rows)));
}

std::string energyCsv(const control::Energy& energy) {
    constexpr std::uint64_t joules_of_a_watt_hour = 3600;
    std::string out = "begins,joules,kWh\r\n";
    for (const control::EnergyPoint& point : energy.series) {
        const std::string watt_hours = std::to_string(point.joules / joules_of_a_watt_hour % 1000);
        out += utc(point.at) + ',' + std::to_string(point.joules) + ',' +
               std::to_string(point.joules / joules_of_a_watt_hour / 1000) + '.' +
               std::string(3 - watt_hours.size(), '0') + watt_hours + "\r\n";
    }
    return out;
}

} // namespace hearth::desktop::table
