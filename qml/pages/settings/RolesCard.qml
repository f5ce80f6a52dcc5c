// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// What this home does for others, and what each of it means. hearth.toml stays the one place that says it.
Card {
    id: card

    required property NodeConnection connection
    signal networkWanted

    title: qsTr("Roles")
    icon: "network"
    spacing: Theme.m

    SettingsReader {
        id: all
        connection: card.connection
        active: card.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: all.error }
    Label {
        Layout.fillWidth: true
        visible: !all.loaded
        dim: true
        text: card.connection.online ? qsTr("Reading…") : qsTr("The node cannot be asked now.")
    }
    Loader { // made as a whole: layouts whose parts come to sight one by one do not settle
        Layout.fillWidth: true
        sourceComponent: all.loaded ? lines : null
    }
    Component {
        id: lines
        ColumnLayout {
            spacing: Theme.m
            Repeater {
                model: [
                    { key: "node.executor", name: qsTr("Executor"), note: qsTr("Computes answers for others and is paid for them.") },
                    { key: "node.auditor", name: qsTr("Auditor"), note: qsTr("Computes drawn answers of others again and says whether they were right; paid from the fees.") },
                    { key: "node.gateway", name: qsTr("Gateway"), note: qsTr("Takes the links of other homes and brings questions to them, where this home's place in a network has an address for that.") }
                ]
                delegate: ColumnLayout {
                    id: line
                    required property var modelData
                    readonly property var setting: all.settings[modelData.key] ?? {}
                    Layout.fillWidth: true
                    spacing: 2
                    Toggle {
                        objectName: line.modelData.key
                        Layout.fillWidth: true
                        enabled: card.connection.online && !all.busy
                        text: line.modelData.name
                        checked: line.setting.text === "true"
                        onToggled: {
                            const wanted = checked
                            checked = Qt.binding(() => line.setting.text === "true")
                            all.change(line.modelData.key, wanted ? "true" : "false")
                        }
                    }
                    Label {
                        Layout.fillWidth: true
                        kind: "caption"
                        color: line.setting.waits ? Theme.warn : Theme.muted
                        text: line.setting.waits ? qsTr("%1 Holds from the next start of the service.").arg(line.modelData.note) : line.modelData.note
                        wrapMode: Text.Wrap
                    }
                }
            }
            ColumnLayout {
                Layout.fillWidth: true
                spacing: 2
                Label { Layout.fillWidth: true; text: qsTr("Full node"); wrapMode: Text.Wrap }
                Label {
                    Layout.fillWidth: true
                    kind: "caption"
                    text: qsTr("Always: this home keeps the whole ledger and checks every block itself. A place in a network comes with an invitation.")
                    wrapMode: Text.Wrap
                }
                ActionButton {
                    objectName: "toNetwork"
                    text: qsTr("To the invitation")
                    tip: qsTr("The page Network takes it.")
                    onClicked: card.networkWanted()
                }
            }
            Repeater { // nothing to switch: no version does it
                model: [
                    { key: "feeds", name: qsTr("Data node"), note: qsTr("Would fetch data from outside the network and sign what it saw.") },
                    { key: "store", name: qsTr("Store"), note: qsTr("Would keep models and proofs for others and serve them by their hash. This home's own models it serves to nobody.") }
                ]
                delegate: ColumnLayout {
                    id: later
                    required property var modelData
                    Layout.fillWidth: true
                    spacing: 2
                    Label {
                        objectName: "later-" + later.modelData.key
                        Layout.fillWidth: true
                        color: Theme.muted
                        text: qsTr("%1: not there yet").arg(later.modelData.name)
                        wrapMode: Text.Wrap
                    }
                    Label { Layout.fillWidth: true; kind: "caption"; text: later.modelData.note; wrapMode: Text.Wrap }
                }
            }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: qsTr("A role that is switched holds from the next start of the service.")
                wrapMode: Text.Wrap
            }
        }
    }
}
