// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "job_list_model.h"

namespace hearth::desktop {

/// Keeps the list of jobs: the newest again when something changed, older ones page by page.
class JobsReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hearth::desktop::JobListModel* jobs READ jobs CONSTANT)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// 0 = as many as there are; else only the newest.
    Q_PROPERTY(int most MEMBER m_most NOTIFY mostChanged)
    Q_PROPERTY(bool fetchingMore READ fetchingMore NOTIFY fetchingMoreChanged)
public:
    explicit JobsReader(QObject* parent = nullptr);
    JobListModel* jobs() { return &m_jobs; }
    int count() const { return m_jobs.rowCount(); }
    bool fetchingMore() const { return m_fetching_more; }

signals:
    void countChanged();
    void mostChanged();
    void fetchingMoreChanged();

protected:
    void read() override;

private:
    void readOlder();
    void setFetchingMore(bool fetching);

    JobListModel m_jobs;
    int m_most = 0;
    bool m_fetching_more = false;
};

} // namespace hearth::desktop
