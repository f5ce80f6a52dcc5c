// SPDX-License-Identifier: Apache-2.0
#include "payments_reader.h"

#include "payment_words.h"

namespace hearth::desktop {
namespace {

constexpr int least_interval_ms = 1000;

struct Sales {
    std::vector<control::SettingInfo> settings;
    std::vector<control::PaymentRow> rows;
};

} // namespace

PaymentsReader::PaymentsReader(QObject* parent)
    : NodeReader({QStringLiteral("jobs"), QStringLiteral("settings")}, parent, least_interval_ms) {}

void PaymentsReader::read() {
    fetch(
        [](control::Node& node) -> core::Result<Sales> {
            Sales sales;
            HEARTH_TRY(sales.settings, node.settings());
            HEARTH_TRY(sales.rows, node.payments(most));
            return sales;
        },
        [this](const Sales& sales) {
            const payments::Terms terms = payments::terms(sales.settings);
            m_sold = terms.sold();
            m_state = payments::state(terms);
            m_tone = payments::tone(terms);
            m_facts = payments::facts(terms);
            m_sums = payments::sums(sales.rows, terms);
            m_rows = payments::rows(sales.rows, terms);
            emit paymentsChanged();
        });
}

} // namespace hearth::desktop
