// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Playground

/// Where the question is written, with its settings.
Rectangle {
    id: panel

    required property Talk talk
    property bool ready: true
    property bool settingsShown: false
    readonly property bool written: prompt.length > 0
    readonly property bool wide: width >= 640 * Theme.scale
    /// The one that is asked when nothing else is chosen; none is known of a node that cannot be asked.
    readonly property string modelWord: model.currentText !== "" ? model.currentText : talk.loaded ? qsTr("no model") : ""

    function send() {
        if (talk.busy || !ready) return
        talk.ask(prompt.text, system.text, model.currentIndex > 0 ? model.currentText : "", temperature.value, tokens.value)
        if (talk.busy) prompt.text = ""
    }
    function fill(text: string) {
        prompt.text = text
    }

    radius: Theme.radius
    color: Theme.card
    border.width: 1
    border.color: Theme.line
    implicitHeight: column.implicitHeight + 2 * Theme.m

    ColumnLayout {
        id: column
        anchors.fill: parent
        anchors.margins: Theme.m
        spacing: Theme.m
        GridLayout {
            visible: panel.settingsShown
            Layout.fillWidth: true
            columns: panel.wide ? 2 : 1
            columnSpacing: Theme.l
            rowSpacing: Theme.s
            InputArea {
                id: system
                Layout.fillWidth: true
                Layout.columnSpan: parent.columns
                implicitHeight: 58 * Theme.scale
                placeholder: qsTr("System prompt: how the model should behave (may stay empty)")
                label: qsTr("System prompt")
            }
            ColumnLayout { // a row of its own: names of models are long
                Layout.fillWidth: true
                Layout.columnSpan: parent.columns
                spacing: 2
                Label { kind: "caption"; text: qsTr("Model") }
                Choice {
                    id: model
                    Layout.fillWidth: true
                    label: qsTr("Model")
                    model: panel.talk.models
                }
            }
            SlideField {
                id: temperature
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                name: qsTr("Temperature")
                from: 0
                to: 2
                stepSize: 0.1
                value: 0.7
                figure: value < 0.05 ? qsTr("0 (always the likeliest)") : Number(value).toLocaleString(Qt.locale(), "f", 1)
            }
            SlideField {
                id: tokens
                Layout.fillWidth: true
                Layout.preferredWidth: 1
                name: qsTr("Most tokens")
                from: 16
                to: 1024
                stepSize: 16
                value: 256
                figure: value
            }
        }
        InputArea {
            id: prompt
            objectName: "prompt"
            Layout.fillWidth: true
            implicitHeight: 72 * Theme.scale
            placeholder: qsTr("Ask the model something. Ctrl+Return sends it.")
            label: qsTr("Your question")
            onAccepted: panel.send()
        }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            ActionButton {
                kind: "quiet"
                icon.name: "gear"
                text: panel.settingsShown ? qsTr("Hide settings") : qsTr("Settings")
                onClicked: panel.settingsShown = !panel.settingsShown
            }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: panel.settingsShown || panel.modelWord === "" ? "" : qsTr("%1  ·  temperature %2  ·  at most %3 tokens")
                    .arg(panel.modelWord).arg(temperature.figure).arg(tokens.figure)
                wrapMode: Text.Wrap
            }
            ActionButton {
                visible: panel.talk.count > 0 && !panel.talk.busy
                kind: "quiet"
                text: qsTr("Clear")
                onClicked: panel.talk.clear()
            }
            ActionButton {
                objectName: "stop"
                visible: panel.talk.busy
                kind: "danger"
                icon.name: "stop"
                text: qsTr("Stop")
                onClicked: panel.talk.stop()
            }
            ActionButton {
                objectName: "send"
                visible: !panel.talk.busy
                enabled: prompt.length > 0 && panel.ready
                kind: "primary"
                icon.name: "send"
                text: qsTr("Ask")
                onClicked: panel.send()
            }
        }
    }
}
