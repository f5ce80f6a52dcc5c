// SPDX-License-Identifier: Apache-2.0
#include "node/state/store_impl.h"

#include <algorithm>
#include <limits>

/// Jobs by a filter: whatever is looked for, an index leads to it, or what is looked for is most of what there is.
namespace hearth::node {
namespace {

using control::JobFilter;
using control::JobGroup;

struct Found {
    core::Nanoseconds created_at;
    std::int64_t number;
    bool operator<(const Found& other) const {
        return std::pair(created_at, number) < std::pair(other.created_at, other.number);
    }
};

constexpr core::Nanoseconds latest = std::numeric_limits<core::Nanoseconds>::max();

/// control::group_of() in the language of the database; the last three begin as the indexes do.
const char* condition_of(JobGroup group) {
    switch (group) {
    case JobGroup::running:
        return "state = 'running'";
    case JobGroup::failed:
        return "(state = 'failed' OR money_state IN ('disputed', 'lost'))";
    case JobGroup::proving:
        return "receipt_id IS NOT NULL AND money_state IN ('', 'pending', 'disputed', 'confirmed') AND money_state <> "
               "'disputed' AND state NOT IN ('running', 'failed')";
    case JobGroup::settled:
        return "state NOT IN ('running', 'failed') AND money_state NOT IN ('disputed', 'lost') AND NOT (receipt_id IS "
               "NOT NULL AND money_state IN ('', 'pending', 'confirmed'))";
    case JobGroup::any:
        break;
    }
    return "1";
}

/// Of a group that is never most of what there is.
const char* index_of(JobGroup group) {
    switch (group) {
    case JobGroup::running:
        return "INDEXED BY jobs_open";
    case JobGroup::failed:
        return "INDEXED BY jobs_failed";
    case JobGroup::proving:
        return "INDEXED BY jobs_moving";
    case JobGroup::settled:
    case JobGroup::any:
        break;
    }
    return "";
}

class Search {
public:
    Search(SQLite::Database& from, const JobFilter& filter, std::uint32_t limit, const std::string& before)
        : m_from(from), m_filter(filter), m_limit(limit), m_before(place_of(before)) {}

    /// Newest first: by when they came where an index leads by that, else by their numbers.
    std::vector<Found> found() const {
        const std::string id = control::beginning_of_id(m_filter.text);
        if (!id.empty() && is_known(id)) return called(id);
        if (*index_of(m_filter.group) != '\0') return in_group();
        if (!m_filter.text.empty()) return of_models();
        if (m_filter.since || m_filter.until) return in_time("INDEXED BY jobs_created WHERE 1", {});
        return in_group();
    }

private:
    Found place_of(const std::string& job_id) const {
        if (job_id.empty()) return {latest, std::numeric_limits<std::int64_t>::max()};
        SQLite::Statement query(m_from, "SELECT created_at, number FROM jobs WHERE job_id = ?");
        query.bind(1, job_id);
        if (!query.executeStep()) return {0, 0}; // a purchase's, which has no place among them
        return {query.getColumn(0).getInt64(), query.getColumn(1).getInt64()};
    }

    static constexpr const char* begins = "SELECT number FROM jobs WHERE job_id >= ?1 AND job_id < ?2 UNION "
                                          "SELECT number FROM jobs WHERE receipt_id >= ?1 AND receipt_id < ?2";

    bool is_known(const std::string& id) const {
        SQLite::Statement query(m_from, std::string("SELECT EXISTS (") + begins + ")");
        query.bind(1, id);
        query.bind(2, id + "g"); // comes after every digit
        return query.executeStep() && query.getColumn(0).getInt() != 0;
    }

    std::vector<Found> called(const std::string& id) const {
        SQLite::Statement query(m_from, by_number("WHERE number IN (" + std::string(begins) + ")"));
        query.bind(1, id);
        query.bind(2, id + "g");
        return rows_by_number(query);
    }

    std::vector<Found> in_group() const {
        SQLite::Statement query(m_from, by_number(std::string(index_of(m_filter.group)) +
                                                  " WHERE instr(lower(model_name), lower(?1)) > 0"));
        query.bind(1, m_filter.text); // "" stands in every name
        return rows_by_number(query);
    }

    std::string by_number(const std::string& rest) const {
        return "SELECT created_at, number FROM jobs " + rest + " AND " + condition_of(m_filter.group) +
               " AND +created_at >= ?3 AND +created_at < ?4 AND number < ?5 ORDER BY number DESC LIMIT ?6";
    }

    std::vector<Found> rows_by_number(SQLite::Statement& query) const {
        query.bind(3, m_filter.since.value_or(0));
        query.bind(4, m_filter.until.value_or(latest));
        query.bind(5, m_before.number);
        query.bind(6, std::int64_t{m_limit});
        return rows_of(query);
    }

    /// Whatever the number of jobs, each name is one step.
    std::vector<std::string> names() const {
        SQLite::Statement query(
            m_from, "WITH RECURSIVE names (name) AS (SELECT min(model_name) FROM jobs UNION ALL SELECT (SELECT "
                    "min(model_name) FROM jobs WHERE model_name > name) FROM names WHERE name IS NOT NULL) SELECT name "
                    "FROM names WHERE name IS NOT NULL AND instr(lower(name), lower(?1)) > 0");
        query.bind(1, m_filter.text);
        std::vector<std::string> found;
        while (query.executeStep())
            found.push_back(query.getColumn(0).getString());
        return found;
    }

    std::vector<Found> of_models() const {
        std::vector<Found> all;
        for (const std::string& name : names()) {
            const auto of_one = in_time("INDEXED BY jobs_model WHERE model_name = ?1", name);
            all.insert(all.end(), of_one.begin(), of_one.end());
        }
        std::sort(all.rbegin(), all.rend());
        if (all.size() > m_limit) all.resize(m_limit);
        return all;
    }

    std::vector<Found> in_time(const std::string& rest, const std::string& name) const {
        SQLite::Statement query(m_from, "SELECT created_at, number FROM jobs " + rest + " AND " +
                                            condition_of(m_filter.group) +
                                            " AND created_at >= ?3 AND created_at < ?4 AND (created_at < ?5 OR number "
                                            "< ?6) ORDER BY created_at DESC, number DESC LIMIT ?7");
        if (!name.empty()) query.bind(1, name);
        const core::Nanoseconds behind = m_before.created_at == latest ? latest : m_before.created_at + 1;
        query.bind(3, m_filter.since.value_or(0));
        query.bind(4, std::min(m_filter.until.value_or(latest), behind));
        query.bind(5, m_before.created_at);
        query.bind(6, m_before.number);
        query.bind(7, std::int64_t{m_limit});
        return rows_of(query);
    }

    static std::vector<Found> rows_of(SQLite::Statement& query) {
        std::vector<Found> rows;
        while (query.executeStep())
            rows.push_back({query.getColumn(0).getInt64(), query.getColumn(1).getInt64()});
        return rows;
    }

    SQLite::Database& m_from;
    const JobFilter& m_filter;
    const std::uint32_t m_limit;
    const Found m_before;
};

} // namespace

core::Result<std::vector<JobRecord>> Store::find_jobs(const control::JobFilter& filter, std::uint32_t limit,
                                                      const std::string& before) const {
    return m_impl->read([&](SQLite::Database& from) -> core::Result<std::vector<JobRecord>> {
        const std::vector<Found> found = Search(from, filter, limit, before).found();
        std::string numbers;
        for (const Found& one : found)
            numbers += (numbers.empty() ? "" : ",") + std::to_string(one.number);
        core::Status known; // one job whose state is not keeps no other out of the list
        auto jobs = Impl::jobs_in(from, "WHERE number IN (" + numbers + ")", {}, true, known);
        if (!std::is_sorted(found.begin(), found.end(),
                            [](const Found& a, const Found& b) { return a.number > b.number; }))
            std::stable_sort(jobs.begin(), jobs.end(),
                             [](const JobRecord& a, const JobRecord& b) { return a.created_at > b.created_at; });
        return jobs;
    });
}

} // namespace hearth::node
