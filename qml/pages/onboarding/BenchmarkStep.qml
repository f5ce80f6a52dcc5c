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
    readonly property bool offers: models.count === 0 && picks.picked !== "" && !first.noRoom
    /// What "Next" does first: "import", "pull" or nothing.
    readonly property string brings: !offers ? "" : picks.pickedAtHand ? "import" : "pull"
    readonly property bool ready: editable && !first.busy && !models.working && models.loaded
    readonly property string about: qsTr("Skipping imports nothing; without a model the node answers and earns nothing. The Models page imports one later.")
    property bool movesOn: false

    function next() {
        if (!offers) return first.go("identity")
        movesOn = true
        if (brings === "import") models.importModel(first.modelFile, first.modelName, "")
        else models.pull(picks.picked, "")
    }
    function skipped() {
        movesOn = false
        models.cancel()
    }

    spacing: Theme.l
    HubReader {
        id: theHub
        connection: step.first.connection
        active: step.models.count === 0
    }
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
                text: step.first.modelTitle === "" && picks.picks.length === 0 ? qsTr("This installation names no model; import one on the Models page.")
                    : qsTr("The first one shows everything at work in a minute. Larger ones answer better and take longer to come; they follow on the Models page, too.")
                wrapMode: Text.Wrap
            }
            ModelPicks {
                id: picks
                Layout.fillWidth: true
                visible: !step.first.noRoom
                first: step.first
                hub: theHub
                editable: step.editable && !step.models.working
            }
            Banner { Layout.fillWidth: true; tone: "info"; text: theHub.error }
            Banner {
                objectName: "modelAway"
                Layout.fillWidth: true
                tone: "warn"
                text: step.first.noRoom ? qsTr("There is too little room on the disk for it.")
                    : theHub.loaded && !theHub.busy && picks.picks.length === 0 ? qsTr("No model is on this machine, and none can be fetched now. Go on without one, and import one on the Models page.") : ""
            }
        }
        ProgressLine {
            objectName: "importProgress"
            Layout.fillWidth: true
            visible: step.models.working
            text: step.models.progress
            fraction: step.models.fraction
            stopText: step.models.pulling ? qsTr("Pause") : qsTr("Cancel")
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
