// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls

/// Limits that are tried first and fall back by themselves unless they are kept in time.
ColumnLayout {
    id: editor

    required property string device
    required property var facts
    property int secondsLeft: -1
    property string error: ""
    property bool editable: true
    readonly property bool possible: (facts.canPower ?? false) || (facts.canReserve ?? false) || (facts.canPause ?? false)
    readonly property bool changed: power.edited || reserve.edited || pause.edited
    signal tried(string watts, string gibibytes, string degrees)
    signal kept

    spacing: Theme.s

    function send() {
        if (changed) tried(power.text, reserve.text, pause.text)
    }

    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: editor.possible ? qsTr("Limits; empty is none") : qsTr("This device tells nothing that could be limited.")
        wrapMode: Text.Wrap
    }
    LimitField {
        id: power
        can: editor.facts.canPower ?? false
        name: (editor.facts.powerRange ?? "") === "" ? qsTr("Most power") : qsTr("Most power, %1").arg(editor.facts.powerRange)
        editable: editor.editable
        onAccepted: editor.send()
        unit: "W"
        inForce: editor.facts.power ?? ""
    }
    LimitField {
        id: reserve
        can: editor.facts.canReserve ?? false
        name: qsTr("Memory that stays free for others")
        editable: editor.editable
        onAccepted: editor.send()
        unit: qsTr("GiB")
        inForce: editor.facts.reserve ?? ""
    }
    LimitField {
        id: pause
        objectName: "pauseAt"
        can: editor.facts.canPause ?? false
        name: qsTr("Take no work while it is hotter than")
        editable: editor.editable
        onAccepted: editor.send()
        unit: "°C"
        inForce: editor.facts.pauseAt ?? ""
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: editor.error }
    Banner {
        Layout.fillWidth: true
        tone: "warn"
        text: editor.secondsLeft < 0 ? "" : qsTr("In force now; they fall back in %1 s unless you keep them.").arg(editor.secondsLeft)
        action: qsTr("Keep them")
        onActed: editor.kept()
    }
    Flow {
        Layout.fillWidth: true
        visible: editor.possible && editor.changed
        spacing: Theme.s
        ActionButton {
            objectName: "tryLimits"
            enabled: editor.editable
            text: qsTr("Try for 30 s")
            onClicked: editor.send()
        }
        ActionButton {
            kind: "quiet"
            text: qsTr("Discard")
            onClicked: {
                power.reset()
                reserve.reset()
                pause.reset()
            }
        }
    }
}
