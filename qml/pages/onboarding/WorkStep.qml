// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Network
import Hearth.Onboarding
import Hearth.Work

/// When the node works, what starts it, and with whom it stands.
ColumnLayout {
    id: step

    required property FirstRunReader first
    required property WorkReader work
    required property NodeConnection connection
    required property HomeChangeReader change
    required property bool editable
    readonly property bool ready: editable && !first.busy && !change.working
    readonly property string about: qsTr("As it stands the node works at any hour but on battery, alone, and does not start by itself. The pages When to work and Network change it later.")
    property string company: first.inNetwork ? "network" : "solo"

    function next() {
        first.go("done")
    }

    spacing: Theme.l
    Banner { Layout.fillWidth: true; tone: "bad"; text: step.work.error }
    RulesCard { Layout.fillWidth: true; reader: step.work; editable: step.editable }
    HoursCard { Layout.fillWidth: true; reader: step.work; editable: step.editable }
    Card {
        Layout.fillWidth: true
        title: qsTr("Start")
        icon: "play"
        Toggle {
            id: autostart
            objectName: "autostart"
            Layout.fillWidth: true
            enabled: step.editable && step.first.autostartCanChange
            text: qsTr("Start the service when I log in")
            checked: step.first.autostart
            onToggled: step.first.setAutostart(checked)
        }
        Connections { // a switch that was moved gives way to what the node says
            target: step.first
            function onViewChanged() {
                autostart.checked = step.first.autostart
            }
        }
        Label { Layout.fillWidth: true; kind: "caption"; text: step.first.autostartReason; wrapMode: Text.Wrap }
    }
    Card {
        Layout.fillWidth: true
        title: qsTr("Alone or in a network")
        icon: "network"
        Segments {
            objectName: "company"
            visible: !step.first.inNetwork
            label: qsTr("Alone or in a network")
            current: step.company
            options: [{ key: "solo", text: qsTr("Alone") }, { key: "network", text: qsTr("By invitation") }]
            onChosen: (key) => step.company = key
        }
        Label {
            Layout.fillWidth: true
            text: step.first.inNetwork ? qsTr("This home stands in a network; the Network page says in which one.")
                : step.company === "solo" ? qsTr("The node is its own network: everything works, and what it earns counts on this machine only.")
                : qsTr("Other homes order the blocks together with whoever invited you, and check each other. It needs an invitation.")
            wrapMode: Text.Wrap
        }
    }
    ChangeState { Layout.fillWidth: true; change: step.change }
    Loader {
        Layout.fillWidth: true
        visible: active
        active: step.company === "network" && !step.first.inNetwork
        sourceComponent: JoinCard { connection: step.connection; change: step.change }
    }
}
