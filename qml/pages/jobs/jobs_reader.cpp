// SPDX-License-Identifier: Apache-2.0
#include "jobs_reader.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

constexpr int page = 100, most_again = 500;

} // namespace

JobsReader::JobsReader(QObject* parent) : NodeReader({QStringLiteral("jobs")}, parent) {
    connect(&m_jobs, &JobListModel::moreWanted, this, &JobsReader::readOlder);
    connect(&m_jobs, &QAbstractItemModel::rowsInserted, this, &JobsReader::countChanged);
    connect(&m_jobs, &QAbstractItemModel::rowsRemoved, this, &JobsReader::countChanged);
    connect(&m_jobs, &QAbstractItemModel::modelReset, this, &JobsReader::countChanged);
}

void JobsReader::read() {
    const int limit = m_most > 0 ? m_most : std::clamp(m_jobs.rowCount(), page, most_again);
    fetch([limit](control::Node& node) { return node.jobs(static_cast<std::uint32_t>(limit), {}); },
          [this, limit](std::vector<control::JobRow> rows) {
              const bool full = static_cast<int>(rows.size()) == limit;
              if (m_most > 0) {
                  m_jobs.replace(std::move(rows));
                  return;
              }
              const bool first = m_jobs.rowCount() == 0;
              m_jobs.mergeNewest(std::move(rows));
              if (first || m_jobs.rowCount() <= limit) m_jobs.setMore(full);
          });
}

void JobsReader::more() {
    if (m_jobs.canFetchMore({})) readOlder();
}

void JobsReader::readOlder() {
    if (m_fetching_more || m_jobs.rows().empty() || connection() == nullptr) return;
    setFetchingMore(true);
    setError({});
    const std::string before = m_jobs.rows().back().job_id;
    connection()->run(
        this, [before](control::Node& node) { return node.jobs(page * 2, before); },
        [this, before](std::vector<control::JobRow> rows) {
            setFetchingMore(false);
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
