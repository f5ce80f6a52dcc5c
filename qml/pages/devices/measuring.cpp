// SPDX-License-Identifier: Apache-2.0
#include "measuring.h"

#include "backend/format.h"
#include "backend/progress_relay.h"

#include <QLocale>

#include <algorithm>
#include <map>

namespace hearth::desktop {
namespace {

using control::BenchmarkReport;

QString tokens(std::uint64_t milli) {
    const double number = static_cast<double>(milli) / 1000;
    return QLocale().toString(number, 'f', number < 100 ? 1 : 0);
}

QString advice(const BenchmarkReport& report) {
    if (report.advised_class.empty()) return Measuring::tr("No size of model writes 10 tokens a second here.");
    return Measuring::tr("Models up to size %1 suit it, in the profile %2: about %3 tokens a second for one answer.")
        .arg(QString::fromStdString(report.advised_class), QString::fromStdString(report.advised_profile),
             tokens(report.advised_millitokens_per_s));
}

QVariantMap map_of(const control::BenchmarkRecord& record) {
    QVariantList speeds;
    for (const control::ProfileSpeed& speed : record.report.profiles)
        speeds << QVariantMap{{QStringLiteral("profile"), QString::fromStdString(speed.profile)},
                              {QStringLiteral("prefill"), tokens(speed.prefill_millitokens_per_s)},
                              {QStringLiteral("decode"), tokens(speed.decode_millitokens_per_s)},
                              {QStringLiteral("streams"), tokens(speed.streams_millitokens_per_s)}};
    return {{QStringLiteral("when"), format::time(std::optional(record.at))},
            {QStringLiteral("size"), QString::fromStdString(record.report.model_class)},
            {QStringLiteral("advice"), advice(record.report)},
            {QStringLiteral("reads"),
             QLocale().toString(static_cast<double>(record.report.read_bytes_per_s) / 1e9, 'f', 0)},
            {QStringLiteral("speeds"), speeds}};
}

} // namespace

Measuring::Measuring(QObject* parent) : NodeReader({QStringLiteral("benchmarks")}, parent) {}

Measuring::~Measuring() {
    if (m_cancel) *m_cancel = true;
}

void Measuring::connected() {
    connect(connection(), &NodeConnection::statusChanged, this, &Measuring::follow);
    follow();
}

void Measuring::follow() {
    if (!connection()->status()) return;
    const control::NodeStatus& status = *connection()->status();
    QVariantMap computing;
    for (const control::DeviceStatus& device : status.devices) {
        QString by = device.kind == "cpu" ? QStringLiteral("cpu") : QString();
        for (const control::WorkerStatus& worker : status.workers)
            if (!device.pci_address.empty() && worker.pci_address == device.pci_address)
                by = QString::fromStdString(worker.device);
        computing.insert(QString::fromStdString(device.id), by);
    }
    if (computing == m_computing) return;
    m_computing = std::move(computing);
    emit computingChanged();
}

void Measuring::read() {
    fetch([](control::Node& node) { return node.benchmarks(); },
          [this](const std::vector<control::BenchmarkRecord>& records) {
              std::map<QString, QVariantList> lists;
              for (const control::BenchmarkRecord& record : records)
                  lists[QString::fromStdString(record.report.device)] << map_of(record);
              QVariantMap history;
              for (const auto& [device, list] : lists)
                  history.insert(device, list);
              if (history == m_history) return;
              m_history = std::move(history);
              emit historyChanged();
          });
}

control::OnProgress Measuring::begin(const QString& device, const QString& work) {
    m_cancel = std::make_shared<std::atomic<bool>>(false);
    m_device = device;
    m_work = work;
    m_progress = tr("Starting a worker");
    m_fraction = -1;
    m_error_device = device;
    setError({});
    emit workingChanged();
    emit progressChanged();
    return relayProgress(this, m_cancel, connection()->executor().stopFlag(),
                         [this](const QString& stage, double fraction) {
                             m_progress = stage;
                             m_fraction = fraction;
                             emit progressChanged();
                         });
}

void Measuring::end() {
    m_cancel.reset();
    m_device.clear();
    m_work.clear();
    emit workingChanged();
}

void Measuring::failed(const core::Error& error) {
    end();
    m_waiting.clear();
    if (error.code != core::Code::cancelled) setError(explain(error));
}

void Measuring::measure(const QString& device) {
    if (m_cancel || device.isEmpty() || connection() == nullptr) return;
    const control::OnProgress progress = begin(device, QStringLiteral("measure"));
    connection()->run(
        this,
        [device = device.toStdString(), progress](control::Node& node) {
            return node.benchmark(device, "1b", progress);
        },
        [this](const BenchmarkReport&) {
            end();
            request();
        },
        [this](const core::Error& error) { failed(error); });
}

void Measuring::test(const QStringList& devices) {
    if (m_cancel || connection() == nullptr) return;
    m_waiting = devices;
    testNext();
}

void Measuring::testNext() {
    if (m_waiting.isEmpty()) return;
    const QString device = m_waiting.takeFirst();
    const control::OnProgress progress = begin(device, QStringLiteral("test"));
    connection()->run(
        this,
        [device = device.toStdString(), progress](control::Node& node) { return node.test_device(device, progress); },
        [this](const std::vector<control::Check>& checks) { tested(checks); },
        [this](const core::Error& error) {
            if (error.code == core::Code::cancelled) return failed(error);
            prove(QStringLiteral("bad"), tr("It could not be tested."), {explain(error)});
        });
}

void Measuring::tested(const std::vector<control::Check>& checks) {
    QStringList parts;
    for (const control::Check& check : checks)
        parts << format::sentence(check.detail);
    const auto wrong = std::count_if(checks.begin(), checks.end(), [](const auto& c) { return c.result != "passed"; });
    const bool all = wrong == static_cast<std::ptrdiff_t>(checks.size());
    prove(wrong == 0 ? QStringLiteral("good") : QStringLiteral("bad"),
          wrong == 0 ? tr("It may serve: what it computes is right.")
          : all      ? tr("It must not serve: other bytes come out.")
                     : tr("It serves only what it computes rightly."),
          parts);
}

void Measuring::prove(const QString& tone, const QString& text, const QStringList& parts) {
    m_proofs.insert(
        m_device,
        QVariantMap{{QStringLiteral("tone"), tone}, {QStringLiteral("text"), text}, {QStringLiteral("parts"), parts}});
    end();
    emit proofsChanged();
    testNext();
}

void Measuring::cancel() {
    if (!m_cancel) return;
    m_waiting.clear();
    *m_cancel = true;
    m_progress = tr("Cancelling…");
    m_fraction = -1;
    emit progressChanged();
}

} // namespace hearth::desktop
