// SPDX-License-Identifier: Apache-2.0
#include "jobs_reader.h"

#include <QDate>

#include <algorithm>
#include <limits>

namespace hearth::desktop {
namespace {

constexpr int page = 100, most_again = 500, typing_ms = 250;

QDate day_of(const QString& text) {
    const QDate iso = QDate::fromString(text, Qt::ISODate);
    return iso.isValid() ? iso : QDate::fromString(text, QStringLiteral("d.M.yyyy"));
}

bool is_no_day(const QString& text) {
    return !text.isEmpty() && !day_of(text).isValid();
}

/// Where that day begins here; one before 1970 or in centuries to come stands for the first or the last of all moments.
std::optional<core::Nanoseconds> beginning_of(const QDate& day) {
    constexpr core::Nanoseconds of_a_ms = 1'000'000, latest = std::numeric_limits<core::Nanoseconds>::max() / of_a_ms;
    if (!day.isValid()) return std::nullopt;
    return std::clamp<core::Nanoseconds>(day.startOfDay().toMSecsSinceEpoch(), 0, latest) * of_a_ms;
}

core::Result<std::vector<control::JobRow>> jobs_of(control::Node& node, const control::JobFilter& filter, int limit,
                                                   const std::string& before) {
    const auto most = static_cast<std::uint32_t>(limit);
    return filter.empty() ? node.jobs(most, before) : node.find_jobs(filter, most, before);
}

} // namespace

JobsReader::JobsReader(QObject* parent) : NodeReader({QStringLiteral("jobs")}, parent) {
    m_typing.setSingleShot(true);
    connect(&m_typing, &QTimer::timeout, this, &JobsReader::look);
    connect(&m_jobs, &JobListModel::moreWanted, this, &JobsReader::readOlder);
    connect(&m_jobs, &QAbstractItemModel::rowsInserted, this, &JobsReader::countChanged);
    connect(&m_jobs, &QAbstractItemModel::rowsRemoved, this, &JobsReader::countChanged);
    connect(&m_jobs, &QAbstractItemModel::modelReset, this, &JobsReader::countChanged);
}

void JobsReader::wish(QString& member, const QString& value, int delay_ms) {
    if (value == member) return;
    member = value;
    emit wishChanged();
    m_typing.start(delay_ms);
}
void JobsReader::setGroup(const QString& group) {
    wish(m_group, group, 0);
}
void JobsReader::setText(const QString& text) {
    wish(m_text, text.trimmed(), typing_ms);
}
void JobsReader::setFrom(const QString& day) {
    wish(m_from, day.trimmed(), typing_ms);
}
void JobsReader::setTo(const QString& day) {
    wish(m_to, day.trimmed(), typing_ms);
}

bool JobsReader::daysWrong() const {
    return is_no_day(m_from) || is_no_day(m_to);
}

void JobsReader::look() {
    control::JobFilter filter;
    filter.text = m_text.toStdString();
    filter.group = control::from_name<control::JobGroup>(m_group.toStdString()).value_or(control::JobGroup::any);
    filter.since = beginning_of(day_of(m_from));
    filter.until = beginning_of(day_of(m_to).addDays(1));
    const bool same = filter.text == m_filter.text && filter.group == m_filter.group &&
                      filter.since == m_filter.since && filter.until == m_filter.until;
    if (same) return;
    m_filter = std::move(filter);
    ++m_asked;
    emit wishChanged();
    emit searchingChanged();
    request();
}

void JobsReader::read() {
    const int known = searching() ? 0 : m_jobs.rowCount();
    const int limit = m_most > 0 ? m_most : std::clamp(known, page, most_again);
    fetch([limit, filter = m_filter](control::Node& node) { return jobs_of(node, filter, limit, {}); },
          [this, limit, asked = m_asked](std::vector<control::JobRow> rows) {
              if (asked == m_asked) show(std::move(rows), limit); // else another filter's answer is on its way
          });
}

void JobsReader::show(std::vector<control::JobRow> rows, int limit) {
    const bool full = static_cast<int>(rows.size()) == limit;
    const bool first = m_jobs.rowCount() == 0, other = searching();
    m_shown = m_asked;
    // What a filter no longer lets through leaves the list, where it is read whole.
    if (m_most > 0 || other || (filtered() && m_jobs.rowCount() <= limit))
        m_jobs.replace(std::move(rows));
    else
        m_jobs.mergeNewest(std::move(rows));
    if (m_most == 0 && (first || other || m_jobs.rowCount() <= limit)) m_jobs.setMore(full);
    if (other) emit searchingChanged();
}

void JobsReader::more() {
    if (m_jobs.canFetchMore({})) readOlder();
}

void JobsReader::readOlder() {
    if (m_fetching_more || searching() || m_jobs.rows().empty() || connection() == nullptr) return;
    setFetchingMore(true);
    setError({});
    const std::string before = m_jobs.rows().back().job_id;
    connection()->run(
        this, [before, filter = m_filter](control::Node& node) { return jobs_of(node, filter, page * 2, before); },
        [this, before, asked = m_asked](std::vector<control::JobRow> rows) {
            setFetchingMore(false);
            if (asked != m_asked || searching()) return;
            if (m_jobs.rows().empty() || m_jobs.rows().back().job_id != before) return;
            m_jobs.setMore(rows.size() == page * 2);
            m_jobs.append(std::move(rows));
        },
        [this](const core::Error& error) {
            setFetchingMore(false);
            if (error.code != core::Code::unavailable) setError(explain(error));
        });
}

void JobsReader::setFetchingMore(bool fetching) {
    if (fetching == m_fetching_more) return;
    m_fetching_more = fetching;
    emit fetchingMoreChanged();
}

} // namespace hearth::desktop
