// SPDX-License-Identifier: Apache-2.0
#include "earnings_reader.h"

#include "backend/format.h"
#include "core/file.h"
#include "earnings_table.h"
#include "energy.h"
#include "series.h"
#include "vesting.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

namespace hearth::desktop {
namespace {

constexpr std::uint32_t page = 200, most_shown = 20'000, most_exported = 50'000;
constexpr std::uint64_t least_sample_s = 7200;

/// 0 = since the beginning; unknown names are refused with nothing.
std::optional<std::uint64_t> seconds_of(const QString& range) {
    static const std::map<QString, std::uint64_t> known{{QStringLiteral("24h"), 86'400},
                                                        {QStringLiteral("7d"), 604'800},
                                                        {QStringLiteral("30d"), 2'592'000},
                                                        {QStringLiteral("all"), 0}};
    const auto found = known.find(range);
    if (found == known.end()) return std::nullopt;
    return found->second;
}

/// Of what stands beside the shares of prices; empty: nothing, or the ledger does not tell.
QString aside(const std::optional<std::string>& amount) {
    return amount && *amount != "0" ? format::money(*amount) : QString();
}

} // namespace

EarningsReader::EarningsReader(QObject* parent)
    : NodeReader({QStringLiteral("earnings"), QStringLiteral("settings")}, parent, 500), m_wanted_rows(page) {
    connect(&m_rows, &EarningsListModel::moreWanted, this, &EarningsReader::more);
}

void EarningsReader::more() {
    if (m_rows.rowCount() < static_cast<int>(m_wanted_rows) || m_wanted_rows >= most_shown) return;
    m_wanted_rows = std::min(m_wanted_rows + page, most_shown);
    request();
}

void EarningsReader::setRange(const QString& range) {
    if (range == m_range || !seconds_of(range)) return;
    m_range = range;
    m_wanted_rows = page;
    emit rangeChanged();
    request();
}

void EarningsReader::setBy(const QString& by) {
    if (by == m_by || (by != QStringLiteral("model") && by != QStringLiteral("device"))) return;
    m_by = by;
    emit byChanged();
    emit partsChanged();
}

QVariantList EarningsReader::parts() const {
    QVariantList list;
    if (!m_earnings) return list;
    const bool devices = m_by == QStringLiteral("device");
    const auto& parts = devices ? m_earnings->by_device : m_earnings->by_model;
    const double most = parts.empty() ? 0 : format::moneyNumber(parts.front().amount);
    for (const control::EarningsPart& part : parts) {
        QString name = QString::fromStdString(part.label.empty() ? part.name : part.label);
        if (devices && part.name == "cpu") name = tr("Processor");
        if (name.isEmpty()) name = tr("before devices were noted");
        list.append(
            QVariantMap{{QStringLiteral("name"), name},
                        {QStringLiteral("amount"), format::money(part.amount)},
                        {QStringLiteral("exact"), format::moneyExact(part.amount)},
                        {QStringLiteral("answers"), tr("%n answer(s)", nullptr, static_cast<int>(part.answers))},
                        {QStringLiteral("share"), most > 0 ? format::moneyNumber(part.amount) / most : 0.0}});
    }
    return list;
}

QVariantList EarningsReader::vesting() const {
    return m_earnings ? vesting::steps(m_earnings->vesting) : QVariantList();
}

QVariantMap EarningsReader::energy() const {
    return m_earnings ? energy::shown(m_earnings->energy) : QVariantMap();
}

QString EarningsReader::energyColumn(int index) const {
    return m_earnings && m_earnings->energy ? energy::column(*m_earnings->energy, index) : QString();
}

void EarningsReader::read() {
    fetch([since = *seconds_of(m_range),
           most = m_wanted_rows](control::Node& node) { return node.earnings(since, most); },
          [this, range = m_range, most = m_wanted_rows](control::Earnings earnings) {
              if (range != m_range) {
                  request();
                  return;
              }
              m_rows.setMore(earnings.rows.size() >= most && most < most_shown);
              m_rows.replace(std::move(earnings.rows));
              earnings.rows.clear();
              m_earnings = std::move(earnings);
              emit dataChanged();
              emit partsChanged();
          });
}

void EarningsReader::exportCsv(const QUrl& file) {
    const auto work = [since = *seconds_of(m_range)](control::Node& node,
                                                     const std::string& path) -> core::Result<std::size_t> {
        HEARTH_TRY(const control::Earnings earnings, node.earnings(since, most_exported));
        HEARTH_CHECK(table::writeCsv(path, earnings.rows));
        return earnings.rows.size();
    };
    write(file, work, most_exported);
}

void EarningsReader::exportEnergyCsv(const QUrl& file) {
    const auto work = [since = *seconds_of(m_range)](control::Node& node,
                                                     const std::string& path) -> core::Result<std::size_t> {
        HEARTH_TRY(const control::Earnings earnings, node.earnings(since, 0));
        const control::Energy energy = earnings.energy.value_or(control::Energy());
        HEARTH_CHECK(core::write_file_atomic(path, core::as_bytes(table::energyCsv(energy))));
        return energy.series.size();
    };
    write(file, work, std::numeric_limits<std::size_t>::max());
}

void EarningsReader::write(const QUrl& file,
                           std::function<core::Result<std::size_t>(control::Node&, const std::string&)> work,
                           std::size_t most) {
    const std::string path = file.toLocalFile().toStdString();
    if (path.empty() || m_exporting || connection() == nullptr) return;
    setNote({});
    setError({});
    setExporting(true);
    connection()->run(
        this, [path, work = std::move(work)](control::Node& node) { return work(node, path); },
        [this, path, most](std::size_t rows) {
            setExporting(false);
            const QString name = QString::fromStdString(path);
            setNote(rows >= most
                        ? tr("Wrote the newest %1 rows to %2; there may be older ones.").arg(format::count(rows), name)
                        : tr("Wrote %1 rows to %2.").arg(format::count(rows), name));
        },
        [this](const core::Error& error) {
            setExporting(false);
            setError(explain(error));
        });
}

void EarningsReader::setNote(const QString& note) {
    if (note == m_note) return;
    m_note = note;
    emit noteChanged();
}

void EarningsReader::setExporting(bool exporting) {
    m_exporting = exporting;
    emit exportingChanged();
}

QString EarningsReader::pending() const {
    return m_earnings ? format::money(m_earnings->pending) : format::unknown();
}
QString EarningsReader::confirmed() const {
    return m_earnings ? format::money(m_earnings->confirmed) : format::unknown();
}
QString EarningsReader::paid() const {
    return m_earnings ? format::money(m_earnings->paid) : format::unknown();
}
QString EarningsReader::pendingExact() const {
    return m_earnings ? format::moneyExact(m_earnings->pending) : format::unknown();
}
QString EarningsReader::confirmedExact() const {
    return m_earnings ? format::moneyExact(m_earnings->confirmed) : format::unknown();
}
QString EarningsReader::paidExact() const {
    return m_earnings ? format::moneyExact(m_earnings->paid) : format::unknown();
}

QString EarningsReader::audits() const {
    return m_earnings ? aside(m_earnings->audits) : QString();
}
QString EarningsReader::newlyMade() const {
    return m_earnings ? aside(m_earnings->newly_made) : QString();
}

/// A burst of some minutes, taken for a day, would dwarf everything that was really earned.
bool EarningsReader::estimated() const {
    return m_earnings && m_earnings->estimate_value && m_earnings->estimate_window_s >= least_sample_s;
}

QString EarningsReader::estimate() const {
    return estimated() ? format::money(*m_earnings->estimate_value) : format::unknown();
}

QString EarningsReader::estimateNote() const {
    if (!m_earnings) return {};
    const QString window = format::roughDuration(static_cast<std::int64_t>(m_earnings->estimate_window_s));
    if (estimated()) return tr("a day, from the last %1; not a promise").arg(window);
    if (m_earnings->estimate_window_s < least_sample_s)
        return tr("a day; told after two hours of work, %1 so far").arg(window);
    return tr("a day: nothing was earned in the last %1").arg(window);
}

QList<double> EarningsReader::values() const {
    return m_earnings ? series::values(m_earnings->series) : QList<double>();
}
QVariantList EarningsReader::ticks() const {
    return m_earnings ? series::ticks(m_earnings->series) : QVariantList();
}
double EarningsReader::estimatePerBucket() const {
    return estimated() ? series::estimatePerBucket(*m_earnings) : -1;
}

QString EarningsReader::bucketEstimate() const {
    const double each = estimatePerBucket();
    return each < 0 ? format::unknown() : format::money(std::to_string(std::llround(each * 1e9)));
}

QString EarningsReader::bucketLength() const {
    return m_earnings ? series::bucketLength(m_earnings->series) : QString();
}

bool EarningsReader::any() const {
    if (!m_earnings) return false;
    return std::any_of(m_earnings->series.begin(), m_earnings->series.end(),
                       [](const control::EarningsPoint& point) { return format::moneyNumber(point.amount) > 0; });
}

QString EarningsReader::bucketName(int index) const {
    return m_earnings ? series::bucketName(m_earnings->series, index) : QString();
}

QString EarningsReader::bucketAmount(int index) const {
    if (!m_earnings || index < 0 || index >= static_cast<int>(m_earnings->series.size())) return {};
    return format::moneyExact(m_earnings->series[static_cast<std::size_t>(index)].amount);
}

} // namespace hearth::desktop
