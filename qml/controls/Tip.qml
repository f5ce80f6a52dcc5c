// SPDX-License-Identifier: Apache-2.0
import QtQuick
import QtQuick.Templates as T
import Hearth.Controls

/// A short explanation below its parent, while `shown`.
T.ToolTip {
    id: tip

    property bool shown: false

    visible: shown && text !== ""
    delay: 500
    x: parent ? Math.max(0, (parent.width - implicitWidth) / 2) : 0
    y: parent ? parent.height + 6 : 0
    margins: 8
    padding: 8
    implicitWidth: Math.min(body.implicitWidth, 360 * Theme.scale) + leftPadding + rightPadding
    implicitHeight: contentItem.implicitHeight + topPadding + bottomPadding
    closePolicy: T.Popup.CloseOnEscape | T.Popup.CloseOnPressOutsideParent

    contentItem: Text {
        id: body
        text: tip.text
        textFormat: Text.PlainText
        wrapMode: Text.Wrap
        font.family: Qt.application.font.family
        font.pixelSize: Theme.caption
        color: Theme.card
    }
    background: Rectangle {
        radius: 6
        color: Theme.text
    }
}
