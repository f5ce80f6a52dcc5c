// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Gateway

/// What callers spent per day, as columns and as a table.
Card {
    id: card

    required property CallersReader callers
    property bool listed: false

    title: qsTr("Spent per day")
    icon: "chart"

    Label {
        Layout.fillWidth: true
        text: card.callers.anySpent ? qsTr("%1 EMB in the last 30 days, for answers of this home, of nodes that it asked and of networks with a price").arg(card.callers.total)
                                    : card.callers.loaded ? qsTr("Nothing was asked in the last 30 days.") : ""
        wrapMode: Text.Wrap
    }
    Item {
        Layout.fillWidth: true
        visible: card.callers.anySpent
        implicitHeight: 150 * Theme.scale
        BarChart {
            id: chart
            objectName: "spendChart"
            anchors.fill: parent
            values: card.callers.values
            ticks: card.callers.ticks
            barColor: Theme.accent
            lineColor: Theme.line
            textColor: Theme.muted
            estimateColor: Theme.text
            fontSize: Theme.caption
            activeFocusOnTab: true
            Accessible.role: Accessible.Chart
            Accessible.name: current >= 0 ? qsTr("%1: %2").arg(card.callers.dayName(current)).arg(card.callers.dayText(current))
                                          : qsTr("Spent per day; the table holds the same")
            Keys.onLeftPressed: current = Math.max(0, current < 0 ? values.length - 1 : current - 1)
            Keys.onRightPressed: current = Math.min(values.length - 1, current + 1)
            onActiveFocusChanged: if (!activeFocus) current = -1
            FocusRing { shown: chart.activeFocus }
            HoverHandler {
                id: hover
                onPointChanged: chart.current = hovered ? chart.bucketAt(point.position.x) : -1
                onHoveredChanged: if (!hovered) chart.current = -1
            }
            Rectangle {
                visible: chart.current >= 0
                x: Math.max(0, Math.min(chart.width - width, chart.xOf(Math.max(0, chart.current)) - width / 2))
                width: figure.implicitWidth + 16
                height: figure.implicitHeight + 8
                radius: 6
                color: Theme.text
                Text {
                    id: figure
                    anchors.centerIn: parent
                    font.pixelSize: Theme.caption
                    color: Theme.card
                    text: chart.current < 0 ? "" : qsTr("%1   %2").arg(card.callers.dayName(chart.current)).arg(card.callers.dayText(chart.current))
                }
            }
        }
    }
    ActionButton {
        objectName: "spendTable"
        visible: card.callers.anySpent
        text: card.listed ? qsTr("Hide the table") : qsTr("As a table")
        onClicked: card.listed = !card.listed
    }
    Repeater {
        model: card.listed ? card.callers.table : []
        delegate: ColumnLayout {
            id: row
            required property var modelData
            Layout.fillWidth: true
            spacing: 0
            RowLayout {
                Layout.fillWidth: true
                spacing: Theme.m
                Label { Layout.preferredWidth: 90 * Theme.scale; text: row.modelData.day }
                Label { Layout.fillWidth: true; dim: true; text: row.modelData.answers }
                Label { text: qsTr("%1 EMB").arg(row.modelData.amount) }
            }
            Label { Layout.fillWidth: true; kind: "caption"; text: row.modelData.parts; wrapMode: Text.Wrap }
        }
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("Days are those of UTC. What other networks ask for their answers is not known here and not counted.")
        wrapMode: Text.Wrap
    }
}
