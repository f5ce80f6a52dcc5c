// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Earnings
import Hearth.Jobs
import Hearth.Overview

/// What an operator sees at a glance: lamps, money, devices, the last proofs, and what waits for a decision.
Page {
    id: page

    required property NodeConnection connection
    /// Beside something else a device's card would have no room for its name.
    readonly property bool stacked: width < 960 * Theme.scale
    readonly property int cardColumns: width < 700 * Theme.scale ? 1 : 2
    signal pageWanted(string key)
    signal receiptWanted(string receiptId)

    StatusReader {
        id: node
        connection: page.connection
        active: page.visible
    }
    EarningsReader {
        id: money
        connection: page.connection
        active: page.visible
    }
    GlanceReader {
        id: looked
        connection: page.connection
        active: page.visible
    }
    JobsReader {
        id: last
        connection: page.connection
        active: page.visible
        most: 7
    }

    Banner { Layout.fillWidth: true; tone: "bad"; text: node.workerProblem }
    GridLayout {
        Layout.fillWidth: true
        columns: page.width < 900 * Theme.scale ? 2 : 4 // a remedy in a narrow lamp is a long one
        columnSpacing: Theme.m
        rowSpacing: Theme.m
        Repeater {
            model: node.lamps.length // the lamps stay; a layout that is resized while it loses items may crash
            delegate: Lamp {
                required property int index
                readonly property var modelData: node.lamps[index]
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.preferredWidth: 1
                name: modelData.name
                word: modelData.word
                tone: modelData.tone
                reason: modelData.reason
                shown: modelData.shown
            }
        }
    }
    Banner {
        objectName: "openVote"
        Layout.fillWidth: true
        text: looked.vote
        action: qsTr("Look at it")
        onActed: page.pageWanted("governance")
    }
    Banner {
        objectName: "updateHint"
        Layout.fillWidth: true
        text: looked.update
        action: qsTr("To the updates")
        onActed: page.pageWanted("settings")
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: money.error; action: qsTr("Try again"); onActed: money.refresh() }
    EmptyState { // nothing is known of the node, so there is nothing to frame
        Layout.fillWidth: true
        Layout.topMargin: Theme.xl
        visible: node.stage === "unknown" && page.connection.condition !== "connecting"
        icon: "home"
        title: qsTr("The node cannot be asked now.")
        text: qsTr("Its devices, earnings and proofs appear here as soon as it answers.")
    }
    Loader { // made as a whole: layouts whose parts come to sight one by one do not settle
        Layout.fillWidth: true
        sourceComponent: node.stage === "unknown" ? null : node.stage === "used" ? usedPart : freshPart
    }
    Component {
        id: freshPart
        GridLayout { // before the first answer, frames around nothing would say less than the next step does
            columns: page.stacked ? 1 : 2
            columnSpacing: Theme.l
            rowSpacing: Theme.l
            FirstSteps {
                Layout.fillWidth: true
                Layout.preferredWidth: 3
                Layout.alignment: Qt.AlignTop
                hasModel: node.stage === "ready"
                onPageWanted: (key) => page.pageWanted(key)
            }
            DeviceGrid {
                Layout.fillWidth: true
                Layout.preferredWidth: 2
                Layout.alignment: Qt.AlignTop
                columns: page.stacked ? page.cardColumns : 1
                devices: node.devices
            }
        }
    }
    Component {
        id: usedPart
        ColumnLayout {
            spacing: Theme.l
            MoneyBuckets { Layout.fillWidth: true; earnings: money }
            TodayCard {
                objectName: "today"
                Layout.fillWidth: true
                visible: looked.loaded
                glance: looked
            }
            GridLayout {
                /// Beside the chart there is room for a processor and one card; more of them stand above it.
                readonly property bool crowded: cards.count > 2
                Layout.fillWidth: true
                columns: page.stacked || crowded ? 1 : 2
                columnSpacing: Theme.l
                rowSpacing: Theme.l
                EarningsChart {
                    Layout.row: parent.crowded ? 1 : 0
                    Layout.column: 0
                    Layout.fillWidth: true
                    Layout.fillHeight: true
                    Layout.preferredWidth: 3
                    earnings: money
                }
                DeviceGrid {
                    id: cards
                    Layout.row: page.stacked && !parent.crowded ? 1 : 0
                    Layout.column: page.stacked || parent.crowded ? 0 : 1
                    Layout.fillWidth: true
                    Layout.preferredWidth: 2
                    Layout.alignment: Qt.AlignTop
                    columns: page.stacked || parent.crowded ? page.cardColumns : 1
                    devices: node.devices
                }
            }
            EventsCard {
                objectName: "events"
                Layout.fillWidth: true
                visible: looked.eventful
                glance: looked
            }
            Card {
                Layout.fillWidth: true
                title: qsTr("Last proofs")
                icon: "shield"
                tools: ActionButton {
                    kind: "quiet"
                    text: qsTr("All jobs")
                    onClicked: page.pageWanted("jobs")
                }
                Label { // beside the heading it would leave no room for it
                    Layout.fillWidth: true
                    visible: text !== ""
                    kind: "caption"
                    text: node.counts
                    wrapMode: Text.Wrap
                }
                Banner { Layout.fillWidth: true; tone: "bad"; text: last.error }
                Column {
                    Layout.fillWidth: true
                    Repeater {
                        model: last.jobs
                        delegate: JobLine {
                            required property string receiptId
                            width: parent ? parent.width : 0
                            tight: width < 470 * Theme.scale
                            focusPolicy: Qt.StrongFocus
                            enabled: receiptId !== ""
                            onClicked: page.receiptWanted(receiptId)
                            Keys.onReturnPressed: page.receiptWanted(receiptId)
                            FocusRing { shown: parent.visualFocus }
                        }
                    }
                }
                EmptyState {
                    Layout.fillWidth: true
                    visible: last.loaded && last.count === 0
                    icon: "shield"
                    title: qsTr("No answer was proved yet")
                    text: qsTr("Ask something in the playground, or point any OpenAI client at this node.")
                    action: qsTr("Open the playground")
                    onActed: page.pageWanted("playground")
                }
            }
        }
    }
}
