// SPDX-License-Identifier: Apache-2.0
#include "validator_process.h"

#include <iostream>
#include <mutex>
#include <QCoreApplication>

namespace hearth::world {
namespace {

/// "sync=HEIGHT,HASH,SERVER".
std::optional<ledger::StateSync> sync_of(const std::string& argument) {
    const QStringList parts = QString::fromStdString(argument).split(',');
    if (!parts[0].startsWith("sync=") || parts.size() != 3) return std::nullopt;
    ledger::StateSync sync;
    sync.height = parts[0].mid(5).toULongLong();
    sync.hash = *core::Hash::parse(parts[1].toStdString());
    sync.headers = {parts[2].toStdString()};
    return sync;
}

/// From the words after "--validator".
ledger::CometLedger::Options options_of(int argc, char** argv) {
    ledger::CometLedger::Options options;
    options.folder = argv[2];
    options.listen = argv[4];
    options.submit_within = 20'000'000'000;
    for (int i = 5; i < argc; ++i)
        if (const auto sync = sync_of(argv[i]))
            options.state_sync = sync;
        else if (const std::string word = argv[i]; word.starts_with("headers="))
            options.headers_listen = word.substr(8);
        else if (word == "patient")
            options.submit_within = 60'000'000'000;
        else
            options.peers.emplace_back(word);
    options.local = true;
    options.timing = ledger::CometTiming::local();
    options.snapshot_every = 5;
    return options;
}

} // namespace

int run_validator(int argc, char** argv) {
    const ledger::CometLedger::Options options = options_of(argc, argv);
    const auto bytes = core::read_file(argv[3], std::size_t{64} << 20);
    const auto genesis =
        bytes ? ledger::ChainGenesis::decode(*bytes) : core::Result<ledger::ChainGenesis>(bytes.error());
    auto opened = genesis ? ledger::CometLedger::open(options, *genesis)
                          : core::Result<std::unique_ptr<ledger::CometLedger>>(genesis.error());
    if (!opened) {
        std::cerr << opened.error().message << std::endl;
        return 1;
    }
    ledger::CometLedger& node = **opened;
    std::mutex out;
    std::string word;
    while (std::cin >> word) {
        std::string rest;
        if (word == "tx") {
            std::string number, hex;
            std::cin >> number >> hex;
            node.submit(*ledger::SignedTransaction::decode(*core::from_hex(hex)),
                        [&out, number](const core::Result<ledger::TxResult>& result) {
                            const std::lock_guard lock(out);
                            if (result && result->status)
                                std::cout << "ok " << number << ' ' << result->height << std::endl;
                            else
                                std::cout << "fail " << number << ' '
                                          << core::code_name(result ? result->status.error().code : result.error().code)
                                          << std::endl;
                        });
            continue;
        }
        if (word == "head") {
            const ledger::Head head = node.head();
            rest = std::to_string(head.height) + ' ' + head.app_hash.hex();
        } else if (word == "account") {
            std::string key;
            std::cin >> key;
            node.read([&](const ledger::State& state) {
                const ledger::Account* account = state.account(*core::PublicKey::parse(key));
                rest = account == nullptr ? "0 0"
                                          : account->balance.units_text() + ' ' + std::to_string(account->sequence);
            });
        } else if (word == "state") {
            node.read([&](const ledger::State& state) { rest = state.app_hash().hex(); });
        } else if (word == "engine") {
            const auto engine = node.engine();
            std::uint64_t shares = UINT64_MAX;
            for (const ledger::ChainValidator& validator : node.record().validators)
                shares = std::min(shares, validator.shares);
            rest = std::to_string(engine.pid) + ' ' + std::to_string(engine.starts) + ' ' + std::to_string(shares) +
                   (engine.differs ? " differs" : " agrees");
        }
        const std::lock_guard lock(out);
        std::cout << word << ' ' << rest << std::endl;
    }
    return 0;
}

void ValidatorProcess::start() {
    m_process = std::make_unique<QProcess>();
    m_process->setProcessChannelMode(QProcess::ForwardedErrorChannel);
    m_process->start(QCoreApplication::applicationFilePath(), arguments);
    m_process->waitForStarted();
}

void ValidatorProcess::kill() {
    m_process->kill();
    m_process->waitForFinished();
    m_process.reset();
}

bool ValidatorProcess::end() {
    m_process->closeWriteChannel();
    const bool ended = m_process->waitForFinished(30'000) && m_process->exitCode() == 0;
    m_process.reset();
    return ended;
}

void ValidatorProcess::signal(int number, pid_t engine) const {
    ::kill(static_cast<pid_t>(m_process->processId()), number);
    ::kill(engine, number);
}

void ValidatorProcess::say(const QByteArray& line) {
    m_process->write(line + '\n');
    m_process->waitForBytesWritten(100);
}

void ValidatorProcess::listen(int wait_ms) {
    if (!running()) return;
    m_process->waitForReadyRead(wait_ms);
    while (m_process->canReadLine())
        note(QString::fromUtf8(m_process->readLine()).simplified().split(' '));
}

QStringList ValidatorProcess::ask(const QByteArray& question) {
    m_reply.clear();
    if (!running()) return {};
    say(question);
    for (int i = 0; i < 100 && m_reply.isEmpty() && running(); ++i)
        listen(100);
    return m_reply;
}

void ValidatorProcess::note(const QStringList& words) {
    if (words.size() >= 2 && words[0] == "ok")
        answers[words[1].toULongLong()] = "ok";
    else if (words.size() >= 3 && words[0] == "fail")
        answers[words[1].toULongLong()] = words[2];
    else
        m_reply = words.mid(1);
}

} // namespace hearth::world
