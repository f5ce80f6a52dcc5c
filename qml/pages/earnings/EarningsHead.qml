// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Earnings

/// What stands above the single earnings: title, messages, buckets, chart and the table's head.
ColumnLayout {
    id: top

    required property NodeConnection connection
    required property EarningsReader earnings
    property bool compact: false
    readonly property alias columns: tableHead
    signal exportWanted

    spacing: Theme.l

    RowLayout {
        Layout.fillWidth: true
        Layout.topMargin: Theme.xl
        Label { Layout.fillWidth: true; kind: "title"; text: qsTr("Earnings") }
        ActionButton {
            objectName: "exportCsv"
            icon.name: "export"
            text: top.earnings.exporting ? qsTr("Writing…") : qsTr("Export CSV…")
            tip: qsTr("Writes the earnings of the chosen range to a file.")
            enabled: !top.earnings.exporting && top.connection.online
            onClicked: top.exportWanted()
        }
    }
    Banner {
        Layout.fillWidth: true
        tone: "bad"
        text: top.earnings.error
        action: qsTr("Try again")
        onActed: top.earnings.refresh()
    }
    Banner { Layout.fillWidth: true; tone: "good"; text: top.earnings.note }
    MoneyBuckets { Layout.fillWidth: true; Layout.fillHeight: false; earnings: top.earnings }
    EarningsChart {
        Layout.fillWidth: true
        earnings: top.earnings
        chartHeight: (top.compact ? 130 : 190) * Theme.scale
    }
    Card {
        Layout.fillWidth: true
        visible: top.earnings.loaded && top.earnings.rows.rowCount() === 0
        EmptyState {
            Layout.fillWidth: true
            icon: "coins"
            title: qsTr("Nothing earned in this time")
            text: qsTr("Each signed answer is booked here: first pending, then confirmed, then paid.")
        }
    }
    TableHead {
        id: tableHead
        Layout.fillWidth: true
        Layout.leftMargin: Theme.l
        Layout.rightMargin: Theme.l
        columns: [
            { text: qsTr("Time"), width: 110 * Theme.scale, right: false },
            { text: qsTr("Model"), width: 0, right: false },
            { text: qsTr("Receipt"), width: 130 * Theme.scale, right: false },
            { text: qsTr("Epoch"), width: 64 * Theme.scale, right: true },
            { text: qsTr("State"), width: 96 * Theme.scale, right: false },
            { text: qsTr("EMB"), width: 108 * Theme.scale, right: true }
        ]
    }
}
