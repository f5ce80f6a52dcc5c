// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/node_reader.h"
#include "control/job_filter.h"
#include "job_list_model.h"

namespace hearth::desktop {

/// Keeps the list of jobs: the newest again when something changed, older ones page by page. What is looked for the
/// node finds among all of them.
class JobsReader : public NodeReader {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(hearth::desktop::JobListModel* jobs READ jobs CONSTANT)
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    /// 0 = as many as there are; else only the newest.
    Q_PROPERTY(int most MEMBER m_most NOTIFY mostChanged)
    Q_PROPERTY(bool fetchingMore READ fetchingMore NOTIFY fetchingMoreChanged)
    /// "running", "proving", "settled", "failed"; "" = all.
    Q_PROPERTY(QString group READ group WRITE setGroup NOTIFY wishChanged)
    /// In a model's name, or what an id begins with.
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY wishChanged)
    /// First and last day, as 2026-11-30 or 30.11.2026; "" = any.
    Q_PROPERTY(QString from READ from WRITE setFrom NOTIFY wishChanged)
    Q_PROPERTY(QString to READ to WRITE setTo NOTIFY wishChanged)
    /// One of them is no day, and does not count.
    Q_PROPERTY(bool daysWrong READ daysWrong NOTIFY wishChanged)
    Q_PROPERTY(bool filtered READ filtered NOTIFY wishChanged)
    /// The list is not yet what is looked for.
    Q_PROPERTY(bool searching READ searching NOTIFY searchingChanged)
public:
    explicit JobsReader(QObject* parent = nullptr);
    JobListModel* jobs() { return &m_jobs; }
    int count() const { return m_jobs.rowCount(); }
    bool fetchingMore() const { return m_fetching_more; }
    const QString& group() const { return m_group; }
    void setGroup(const QString& group);
    const QString& text() const { return m_text; }
    void setText(const QString& text);
    const QString& from() const { return m_from; }
    void setFrom(const QString& day);
    const QString& to() const { return m_to; }
    void setTo(const QString& day);
    bool daysWrong() const;
    bool filtered() const { return !m_filter.empty(); }
    bool searching() const { return m_shown != m_asked; }
    /// Reads older jobs if there are any; a view calls it near its end.
    Q_INVOKABLE void more();

signals:
    void countChanged();
    void mostChanged();
    void fetchingMoreChanged();
    void wishChanged();
    void searchingChanged();

protected:
    void read() override;

private:
    void wish(QString& member, const QString& value, int delay_ms);
    void look();
    void show(std::vector<control::JobRow> rows, int limit);
    void readOlder();
    void setFetchingMore(bool fetching);

    JobListModel m_jobs;
    int m_most = 0;
    bool m_fetching_more = false;
    QString m_group, m_text, m_from, m_to;
    control::JobFilter m_filter;
    std::uint64_t m_asked = 0, m_shown = 0; ///< filters: the newest, and the one that the list is of
    QTimer m_typing;
};

} // namespace hearth::desktop
