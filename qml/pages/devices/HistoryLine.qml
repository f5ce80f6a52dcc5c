// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// The last ten minutes of a device as a line, with its highest figure in words.
ColumnLayout {
    id: history

    required property var line
    property real limit: 0
    readonly property bool power: line !== null && line.kind === "power"
    readonly property string figure: line === null ? "—"
        : power ? qsTr("at most %1 W").arg(Math.round(line.most)) : qsTr("at most %1 %").arg(Math.round(line.most))

    spacing: 2
    RowLayout {
        Layout.fillWidth: true
        Label { Layout.fillWidth: true; kind: "caption"; text: history.power ? qsTr("Power, last 10 minutes") : qsTr("Load, last 10 minutes") }
        Label { kind: "caption"; dim: false; text: history.figure }
    }
    Sparkline {
        Layout.fillWidth: true
        implicitHeight: 44 * Theme.scale
        points: history.line === null ? [] : history.line.points
        most: history.power ? Math.max(history.limit, history.line.most) : 100
        limit: history.power ? history.limit : 0
        color: history.power ? Theme.warn : Theme.accent
        gridColor: Theme.strongLine
        Accessible.role: Accessible.Chart
        Accessible.name: qsTr("%1: %2").arg(history.power ? qsTr("Power, last 10 minutes") : qsTr("Load, last 10 minutes")).arg(history.figure)
    }
}
