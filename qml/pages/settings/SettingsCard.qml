// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Backend
import Hearth.Controls
import Hearth.Settings

/// The settings of the node that are changed here; hearth.toml stays the one place that says them.
Card {
    id: card

    required property NodeConnection connection
    readonly property bool ready: connection.online && !all.busy

    title: qsTr("Node settings")
    icon: "gear"
    spacing: Theme.m

    SettingsReader {
        id: all
        connection: card.connection
        active: card.visible
    }
    Banner { Layout.fillWidth: true; tone: "bad"; text: all.error }
    Label {
        Layout.fillWidth: true
        visible: !all.loaded && !card.connection.online
        dim: true
        text: qsTr("The node cannot be asked now.")
    }
    Loader { // made as a whole: layouts whose parts come to sight one by one do not settle
        Layout.fillWidth: true
        sourceComponent: all.loaded ? lines : null
    }
    Component {
        id: lines
        ColumnLayout {
            spacing: Theme.m
            Banner {
                objectName: "waits"
                Layout.fillWidth: true
                tone: "warn"
                text: all.waits ? qsTr("Some changes hold from the next start of the service.") : ""
                detail: all.waits ? qsTr("A restart finishes first what is being computed.") : ""
                action: !card.connection.online || card.connection.starting ? "" : qsTr("Restart the service")
                onActed: all.restartService()
            }
            SettingLine {
                objectName: "listen"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["api.listen"] ?? {}
                name: qsTr("Address and port")
                note: qsTr("Of the OpenAI endpoint. Other machines need a key.")
                onApplied: (text) => all.change("api.listen", text)
            }
            ColumnLayout {
                Layout.fillWidth: true
                visible: all.models.length > 1
                spacing: 2
                Label { Layout.fillWidth: true; text: qsTr("Default model"); wrapMode: Text.Wrap }
                Connections { // what was chosen gives way to what holds
                    target: all
                    function onModelsChanged() { models.currentIndex = all.defaultModel }
                }
                Choice {
                    id: models
                    objectName: "defaultModel"
                    Layout.fillWidth: true
                    enabled: card.ready
                    label: qsTr("Default model")
                    model: all.models
                    currentIndex: all.defaultModel
                    onActivated: (index) => all.change("models.default", all.models[index])
                }
            }
            SettingLine {
                objectName: "modelsDisk"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["models.disk_gib"] ?? {}
                name: qsTr("Disk space for models, in GiB")
                note: qsTr("0: no limit. An import that would take more is refused.")
                onApplied: (text) => all.change("models.disk_gib", text)
            }
            SettingLine {
                objectName: "workerDevices"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["worker.devices"] ?? {}
                name: qsTr("Devices that compute, the best first")
                note: qsTr("As vulkan:0, cuda:0 or cpu, with commas between them; vulkan:0=6144 gives a model at most so many MiB there. Empty: every graphics card of its own.")
                onApplied: (text) => all.change("worker.devices", text)
            }
            SettingLine {
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["worker.threads"] ?? {}
                name: qsTr("Threads of the processor")
                note: qsTr("0: all that the service may use.")
                onApplied: (text) => all.change("worker.threads", text)
            }
            SettingLine {
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["worker.memory_limit_mb"] ?? {}
                name: qsTr("Most memory of a worker, MiB")
                note: qsTr("0: what is free when it starts, less a reserve.")
                onApplied: (text) => all.change("worker.memory_limit_mb", text)
            }
            SettingLine {
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["worker.max_jobs"] ?? {}
                name: qsTr("Answers at the same time")
                note: qsTr("More of them wait.")
                onApplied: (text) => all.change("worker.max_jobs", text)
            }
            SettingLine {
                objectName: "privacyNodes"
                Layout.fillWidth: true
                editable: card.ready
                setting: all.settings["privacy.nodes"] ?? {}
                name: qsTr("Nodes whose owners you trust")
                note: qsTr("Their node keys, with commas between them. They may read questions that ask for the privacy tier P1.")
                onApplied: (text) => all.change("privacy.nodes", text)
            }
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: qsTr("All other settings stand in hearth.toml, in the home folder, each with its meaning.")
                wrapMode: Text.Wrap
            }
        }
    }
}
