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
    property bool filled: true
    readonly property bool known: earnings.loaded || connection.online || connection.condition === "connecting"
    readonly property alias columns: tableHead
    signal exportWanted
    signal energyExportWanted

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
    EmptyState {
        Layout.fillWidth: true
        visible: !top.known
        icon: "coins"
        title: qsTr("The node cannot be asked now.")
        text: qsTr("What it earned appears here as soon as it answers.")
    }
    MoneyBuckets { Layout.fillWidth: true; Layout.fillHeight: false; visible: top.known; earnings: top.earnings }
    EarningsChart {
        Layout.fillWidth: true
        visible: top.known
        earnings: top.earnings
        chartHeight: (top.compact ? 130 : 190) * Theme.scale
        empty: qsTr("Nothing was earned in this time. Each signed answer is booked here: first pending, then confirmed, then paid.")
    }
    EnergyCard {
        id: energy
        objectName: "energy"
        Layout.fillWidth: true
        visible: top.known && energy.known
        earnings: top.earnings
        online: top.connection.online
        onExportWanted: top.energyExportWanted()
    }
    GridLayout { // side by side where there is room for both
        Layout.fillWidth: true
        visible: top.known && (top.earnings.any || top.earnings.vesting.length > 0)
        columns: width < 720 * Theme.scale ? 1 : 2
        columnSpacing: Theme.l
        rowSpacing: Theme.l
        EarningsParts {
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            visible: top.earnings.any
            earnings: top.earnings
        }
        VestingCard {
            objectName: "vesting"
            Layout.fillWidth: true
            Layout.preferredWidth: 1
            Layout.alignment: Qt.AlignTop
            visible: top.earnings.vesting.length > 0
            earnings: top.earnings
        }
    }
    SendCard { objectName: "sendCard"; Layout.fillWidth: true; visible: top.known; connection: top.connection }
    TableHead {
        id: tableHead
        /// With large text in a small window the receipt stands below its model.
        readonly property bool tight: width < 600 * Theme.scale
        visible: top.filled
        Layout.fillWidth: true
        Layout.leftMargin: Theme.l
        Layout.rightMargin: Theme.l
        columns: [
            { text: qsTr("Time"), width: 110 * Theme.scale, right: false },
            { text: qsTr("Model"), width: 0, right: false },
            { text: qsTr("Receipt"), width: tight ? -1 : 122 * Theme.scale, right: false },
            { text: qsTr("Epoch"), width: tight ? -1 : 58 * Theme.scale, right: false },
            { text: qsTr("State"), width: 96 * Theme.scale, right: false },
            { text: qsTr("EMB"), width: 82 * Theme.scale, right: true }
        ]
    }
}
