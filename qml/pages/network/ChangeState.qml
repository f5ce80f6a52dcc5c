// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Layouts
import Hearth.Controls
import Hearth.Network

/// How far a change of the home is, and what became of it.
ColumnLayout {
    id: box

    required property HomeChangeReader change

    visible: change.working || change.error !== "" || change.note !== ""
    spacing: Theme.s
    ProgressLine {
        objectName: "changeProgress"
        Layout.fillWidth: true
        visible: box.change.working
        text: box.change.progress
        canStop: box.change.canCancel
        onStopped: box.change.cancel()
    }
    Banner { objectName: "changeFault"; Layout.fillWidth: true; tone: "bad"; text: box.change.error }
    Banner { objectName: "changeNote"; Layout.fillWidth: true; tone: box.change.noteTone === "" ? "info" : box.change.noteTone; text: box.change.note }
}
