// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Devices
import Hearth.Models
import Hearth.Onboarding

/// How fast the devices are, and the model that this home begins with.
ColumnLayout {
    id: step

    required property FirstRunReader first
    required property DevicesReader devices
    required property Measuring measuring
    required property ModelsReader models
    required property bool editable
    readonly property bool offers: models.count === 0 && first.modelFile !== "" && !first.noRoom
    readonly property bool ready: editable && !first.busy && !models.working && models.loaded
    readonly property string about: qsTr("Skipping imports nothing; without a model the node answers and earns nothing. The Models page imports one later.")
    property bool movesOn: false

    function next() {
        if (!offers) return first.go("identity")
        movesOn = true
        models.importModel(first.modelFile, first.modelName, "")
    }
    function skipped() {
        movesOn = false
        models.cancel()
    }

    spacing: Theme.l
    Connections {
        target: step.models
        function onNoteChanged() {
            if (!step.movesOn || step.models.note === "") return
            step.movesOn = false
            if (step.models.noteTone === "good") step.first.go("identity")
        }
    }
    Card {
        Layout.fillWidth: true
        title: step.models.count > 0 ? qsTr("A model is here") : qsTr("The model to begin with")
        icon: "model"
        Label {
            Layout.fillWidth: true
            visible: step.models.count > 0
            text: qsTr("This home can answer already. More models come in on the Models page.")
            wrapMode: Text.Wrap
        }
        ColumnLayout {
            Layout.fillWidth: true
            visible: step.models.count === 0
            spacing: Theme.s
            Label {
                Layout.fillWidth: true
                text: step.first.modelTitle === "" ? qsTr("This installation names no model; import one on the Models page.")
                    : qsTr("Small enough for any machine, to see everything work; larger ones follow on the Models page.")
                wrapMode: Text.Wrap
            }
            FieldRow { Layout.fillWidth: true; visible: step.first.modelTitle !== ""; name: qsTr("Model"); value: step.first.modelTitle }
            FieldRow { Layout.fillWidth: true; visible: step.first.modelTitle !== ""; name: qsTr("Licence"); value: step.first.modelLicence }
            FieldRow { Layout.fillWidth: true; visible: step.first.modelTitle !== ""; name: qsTr("Size"); value: step.first.modelSize }
            Banner {
                objectName: "modelAway"
                Layout.fillWidth: true
                tone: "warn"
                text: step.first.modelTitle === "" ? "" : step.first.noRoom ? qsTr("There is too little room on the disk for it.")
                    : step.first.modelFile === "" ? qsTr("Its file is not on this machine. Go on without it, and import one on the Models page.") : ""
            }
        }
        ProgressLine {
            objectName: "importProgress"
            Layout.fillWidth: true
            visible: step.models.working
            text: step.models.progress
            fraction: step.models.fraction
            onStopped: step.models.cancel()
        }
        Banner { Layout.fillWidth: true; tone: step.models.noteTone; text: step.models.note }
    }
    Repeater {
        model: step.devices.devices
        delegate: Card {
            id: card
            required property string deviceId
            required property string kind
            required property string name
            Layout.fillWidth: true
            visible: speed.device !== ""
            title: name
            icon: kind === "gpu" ? "gpu" : "cpu"
            BenchmarkPart {
                id: speed
                Layout.fillWidth: true
                measuring: step.measuring
                device: step.measuring.computing[card.deviceId] ?? ""
                editable: step.editable && !step.models.working
                shown: 1
            }
        }
    }
}
