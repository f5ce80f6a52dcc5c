// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Earnings

/// Electricity that the range took, apart from what it earned: another unit. Only by what its owner says an EMB is worth
/// the two become one figure.
Card {
    id: card

    required property EarningsReader earnings
    property bool online: true
    property real chartHeight: 90 * Theme.scale
    readonly property bool known: earnings.energy.amount !== undefined
    readonly property string cost: earnings.energy.cost ?? ""

    signal exportWanted

    title: qsTr("Electricity")
    tools: ActionButton {
        objectName: "exportEnergy"
        kind: "quiet"
        icon.name: "export"
        text: qsTr("Export CSV…")
        tip: qsTr("Writes the columns of this chart to a file.")
        enabled: !card.earnings.exporting && card.online
        onClicked: card.exportWanted()
    }

    Label {
        objectName: "energyAmount"
        Layout.fillWidth: true
        text: card.cost === "" ? card.earnings.energy.amount ?? "" : qsTr("%1, at today's price %2").arg(card.earnings.energy.amount).arg(card.cost)
        font.weight: Font.DemiBold
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: (card.earnings.energy.note ?? "") + (card.cost === "" ? "; " + qsTr("no price is set") : "")
        wrapMode: Text.Wrap
    }
    Label {
        objectName: "energyNet"
        readonly property string net: card.earnings.energy.net ?? ""
        readonly property bool guessed: net !== "" && (card.earnings.energy.estimated ?? false)
        Layout.fillWidth: true
        text: net === "" ? qsTr("Earned net of it: —") : guessed ? qsTr("Earned net of it: ≈ %1").arg(net) : qsTr("Earned net of it: %1").arg(net)
        font.italic: guessed // as the estimate of the earnings
        color: guessed ? Theme.muted : Theme.text
        wrapMode: Text.Wrap
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: (card.earnings.energy.net ?? "") === "" ? qsTr("Settings, Electricity: its price, and what one EMB is worth to you.") : qsTr("By what one EMB is worth to you.")
        wrapMode: Text.Wrap
    }
    BarChart {
        id: chart
        objectName: "energyChart"
        Layout.fillWidth: true
        implicitHeight: card.chartHeight
        values: card.earnings.energy.values ?? []
        ticks: card.earnings.energy.ticks ?? []
        barColor: Theme.ink("warn")
        lineColor: Theme.line
        textColor: Theme.muted
        estimateColor: Theme.text
        fontSize: Theme.caption
        activeFocusOnTab: card.known
        Accessible.role: Accessible.Chart
        Accessible.name: current >= 0 ? card.earnings.energyColumn(current) : qsTr("Electricity over time, in kilowatt-hours")
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
                text: chart.current < 0 ? "" : card.earnings.energyColumn(chart.current)
            }
        }
    }
}
