// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Devices

/// What a device does with a model: measured now, and each time before.
ColumnLayout {
    id: part

    required property Measuring measuring
    required property string device ///< as whoever computes on it calls it; empty = nobody does
    property bool editable: true
    property int shown: 3
    readonly property var records: measuring.history[device] ?? []
    readonly property bool busy: device !== "" && measuring.device === device
    readonly property bool newest: records.length > 0

    visible: device !== ""
    spacing: Theme.s
    Label {
        Layout.fillWidth: true
        kind: "caption"
        text: part.newest ? qsTr("Speed, tokens a second of a model of size %1").arg(part.records[0].size) : qsTr("Speed: —, it was not measured yet.")
        wrapMode: Text.Wrap
    }
    Repeater {
        model: part.records.slice(0, part.shown)
        delegate: ColumnLayout {
            id: row
            required property var modelData
            required property int index
            Layout.fillWidth: true
            spacing: 2
            Label {
                Layout.fillWidth: true
                kind: "caption"
                text: qsTr("%1, reads %2 GB/s").arg(row.modelData.when).arg(row.modelData.reads)
                wrapMode: Text.Wrap
            }
            Repeater {
                model: row.modelData.speeds
                delegate: Label {
                    required property var modelData
                    Layout.fillWidth: true
                    text: qsTr("%1: reads %2, writes %3, sixteen answers together %4").arg(modelData.profile).arg(modelData.prefill).arg(modelData.decode).arg(modelData.streams)
                    wrapMode: Text.Wrap
                }
            }
            Label {
                Layout.fillWidth: true
                visible: row.index === 0
                text: row.modelData.advice
                wrapMode: Text.Wrap
            }
        }
    }
    ProgressLine {
        objectName: "benchmarkProgress"
        Layout.fillWidth: true
        visible: part.busy
        text: part.measuring.progress
        fraction: part.measuring.fraction
        onStopped: part.measuring.cancel()
    }
    Banner {
        Layout.fillWidth: true
        tone: "bad"
        text: part.measuring.errorDevice === part.device ? part.measuring.error : ""
    }
    Flow {
        Layout.fillWidth: true
        spacing: Theme.s
        ActionButton {
            objectName: "measure"
            visible: !part.busy
            enabled: part.editable && part.measuring.device === ""
            text: qsTr("Measure, up to a minute")
            onClicked: part.measuring.measure(part.device)
        }
        ActionButton {
            objectName: "moreMeasurements"
            visible: part.records.length > part.shown
            kind: "quiet"
            text: qsTr("All %1 measurements").arg(part.records.length)
            onClicked: part.shown = part.records.length
        }
    }
}
