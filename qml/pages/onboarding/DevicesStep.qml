// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Devices
import Hearth.Onboarding

/// What was found, whether it computes rightly, and what each may do.
ColumnLayout {
    id: step

    required property FirstRunReader first
    required property DevicesReader devices
    required property Measuring measuring
    required property ProfilesReader profiles
    required property bool editable
    readonly property bool ready: editable && !first.busy
    readonly property string about: qsTr("Skipping leaves every device all it has; a device that computes wrongly never serves, tested now or not. The Devices page changes it later.")
    readonly property var testable: Object.keys(measuring.computing).map((id) => measuring.computing[id]).filter((device) => device !== "")
    property bool begun: false

    function next() {
        first.go("benchmark")
    }
    /// Once, as soon as it is known what there is.
    function begin() {
        if (begun || !editable || testable.length === 0 || Object.keys(measuring.proofs).length > 0) return
        begun = true
        measuring.test(testable)
    }

    spacing: Theme.l
    onTestableChanged: begin()
    onEditableChanged: begin()
    Component.onCompleted: begin()

    Banner { Layout.fillWidth: true; tone: "info"; text: step.devices.noGpu }
    Repeater {
        model: step.devices.devices
        delegate: Card {
            id: card

            required property string deviceId
            required property string kind
            required property string name
            required property string detail
            required property string reason
            readonly property string computes: step.measuring.computing[deviceId] ?? ""
            readonly property var proof: step.measuring.proofs[computes] ?? null
            readonly property bool underTest: computes !== "" && step.measuring.device === computes

            objectName: "found-" + deviceId
            Layout.fillWidth: true
            title: name
            icon: kind === "gpu" ? "gpu" : "cpu"
            tone: proof !== null && proof.tone === "bad" ? "bad" : ""

            Label { Layout.fillWidth: true; kind: "caption"; text: card.detail; wrapMode: Text.Wrap }
            Label { Layout.fillWidth: true; visible: text !== ""; text: card.reason; wrapMode: Text.Wrap }
            ProgressLine {
                Layout.fillWidth: true
                visible: card.underTest
                text: step.measuring.progress
                fraction: step.measuring.fraction
                onStopped: step.measuring.cancel()
            }
            Banner {
                objectName: "proof"
                Layout.fillWidth: true
                tone: card.proof === null ? "info" : card.proof.tone
                text: card.underTest ? "" : card.computes === "" ? qsTr("Nothing here can compute on it now.")
                    : card.proof === null ? qsTr("It was not tested; before it serves it proves itself anyhow.") : card.proof.text
                detail: card.proof === null || card.underTest ? "" : card.proof.parts.join("\n")
                action: card.computes === "" || step.measuring.device !== "" || !step.editable ? "" : qsTr("Test it")
                onActed: step.measuring.test([card.computes])
            }
            ProfileChoice {
                Layout.fillWidth: true
                device: card.deviceId
                profile: step.profiles.profiles[card.deviceId] ?? null
                error: step.profiles.errorDevice === card.deviceId ? step.profiles.error : ""
                editable: step.editable && !step.profiles.busy
                secondsLeft: step.devices.left[card.deviceId] ?? -1
                onChosen: (key) => step.profiles.choose(card.deviceId, key)
                onKept: step.devices.keepLimits(card.deviceId)
            }
        }
    }
}
