// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Work

/// The rules besides the hours.
Card {
    id: card

    required property WorkReader reader
    required property bool editable
    readonly property bool ready: editable && !reader.busy

    function stateOf(rule: string): var {
        return reader.states[rule] ?? {}
    }

    title: qsTr("Rest while…")
    icon: "pause"
    spacing: Theme.m

    Connections { // what was typed gives way to how it was understood
        target: card.reader
        function onBusyChanged() {
            if (!card.reader.busy && card.reader.error === "") names.text = card.reader.programs
        }
    }
    RuleLine {
        Layout.fillWidth: true
        text: qsTr("somebody uses this computer")
        rule: card.stateOf("idle")
        editable: card.ready
        onSwitched: (on) => card.reader.setIdleMinutes(on ? 10 : 0)
        Segments {
            objectName: "idleMinutes"
            visible: card.reader.idleMinutes > 0
            enabled: card.ready
            label: qsTr("Minutes without use")
            current: String(card.reader.idleMinutes)
            options: [
                { key: "5", text: qsTr("5 min") },
                { key: "10", text: qsTr("10 min") },
                { key: "15", text: qsTr("15 min") },
                { key: "30", text: qsTr("30 min") }
            ]
            onChosen: (key) => card.reader.setIdleMinutes(parseInt(key))
        }
    }
    RuleLine {
        Layout.fillWidth: true
        objectName: "ruleBattery"
        text: qsTr("on battery")
        rule: card.stateOf("battery")
        editable: card.ready
        onSwitched: (on) => card.reader.setRests("battery", on)
    }
    RuleLine {
        Layout.fillWidth: true
        text: qsTr("on a metered connection")
        rule: card.stateOf("metered")
        editable: card.ready
        onSwitched: (on) => card.reader.setRests("metered", on)
    }
    RuleLine {
        Layout.fillWidth: true
        text: qsTr("a program fills the screen")
        rule: card.stateOf("full screen")
        editable: card.ready
        onSwitched: (on) => card.reader.setRests("full screen", on)
    }
    ColumnLayout {
        id: games

        readonly property var rule: card.stateOf("programs")

        Layout.fillWidth: true
        spacing: Theme.xs
        Label { Layout.fillWidth: true; text: qsTr("one of these programs runs"); wrapMode: Text.Wrap }
        RowLayout {
            Layout.fillWidth: true
            spacing: Theme.s
            InputField {
                id: names
                objectName: "programs"
                Layout.fillWidth: true
                enabled: card.editable
                placeholderText: qsTr("blender, game.exe")
                label: qsTr("Programs, with commas between them")
                text: card.reader.programs
                onAccepted: card.reader.setPrograms(text)
            }
            ActionButton {
                enabled: card.ready && names.text !== card.reader.programs
                text: qsTr("Apply")
                onClicked: card.reader.setPrograms(names.text)
            }
        }
        RowLayout {
            visible: games.rule.enabled ?? false
            Layout.fillWidth: true
            spacing: Theme.s
            Badge { Layout.alignment: Qt.AlignTop; text: games.rule.word ?? ""; tone: games.rule.tone ?? "" }
            Label { Layout.fillWidth: true; kind: "caption"; text: games.rule.reason ?? ""; wrapMode: Text.Wrap }
        }
    }
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: qsTr("A device that is hotter than its limit rests, too; the limits stand with the devices.")
        wrapMode: Text.Wrap
    }
}
