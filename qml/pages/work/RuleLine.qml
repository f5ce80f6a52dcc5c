// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// One rule with its switch, and what it says now.
ColumnLayout {
    id: line

    required property string text
    required property var rule
    property bool editable: true
    default property alias content: more.data
    signal switched(bool on)

    spacing: Theme.xs
    RowLayout {
        Layout.fillWidth: true
        spacing: Theme.m
        Toggle {
            id: toggle
            Layout.fillWidth: true
            enabled: line.editable
            text: line.text
            checked: line.rule.enabled ?? false
            onToggled: {
                const wanted = checked
                checked = Qt.binding(() => line.rule.enabled ?? false)
                line.switched(wanted)
            }
        }
    }
    RowLayout {
        id: more
        visible: children.length > 0
        Layout.fillWidth: true
        spacing: Theme.s
    }
    RowLayout {
        visible: line.rule.enabled ?? false
        Layout.fillWidth: true
        spacing: Theme.s
        Badge { Layout.alignment: Qt.AlignTop; text: line.rule.word ?? ""; tone: line.rule.tone ?? "" }
        Label {
            Layout.fillWidth: true
            kind: "caption"
            text: line.rule.reason ?? ""
            wrapMode: Text.Wrap
        }
    }
}
