// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Jobs

/// What was examined, with the result as mark and word, and why.
ColumnLayout {
    id: list

    required property var checks
    property bool details: true

    spacing: Theme.s
    Accessible.role: Accessible.List
    Accessible.name: qsTr("Checks")

    Repeater {
        model: list.checks
        delegate: RowLayout {
            id: row

            required property var modelData

            Layout.fillWidth: true
            spacing: Theme.s
            Accessible.role: Accessible.ListItem
            Accessible.name: qsTr("%1: %2. %3").arg(modelData.word).arg(modelData.resultWord).arg(modelData.detail)

            Icon {
                Layout.alignment: Qt.AlignTop
                Layout.topMargin: 1
                implicitWidth: 17 * Theme.scale
                implicitHeight: implicitWidth
                color: row.modelData.tone === "" ? Theme.muted : Theme.ink(row.modelData.tone)
                name: row.modelData.tone === "good" ? "check" : row.modelData.tone === "bad" ? "cross"
                    : row.modelData.tone === "warn" ? "warning" : "minus"
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 0
                RowLayout {
                    Layout.fillWidth: true
                    Label { Layout.fillWidth: true; text: row.modelData.word; wrapMode: Text.Wrap }
                    Label {
                        kind: "caption"
                        color: row.modelData.tone === "" ? Theme.muted : Theme.ink(row.modelData.tone)
                        text: row.modelData.resultWord
                    }
                }
                Label {
                    Layout.fillWidth: true
                    visible: text !== "" && (list.details || row.modelData.tone === "bad")
                    kind: "caption"
                    text: row.modelData.detail
                    wrapMode: Text.Wrap
                }
            }
        }
    }
}
