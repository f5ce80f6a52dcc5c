// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls

/// A text in a row that wraps: as wide as it is, and no wider than `room`. What it would take is measured apart from the
/// text, whose own implicit width moves with its width.
Label {
    id: root

    required property real room

    width: Math.min(Math.ceil(natural.advanceWidth) + leftPadding + rightPadding + 1, room)
    wrapMode: Text.Wrap

    TextMetrics {
        id: natural
        font: root.font
        text: root.text
    }
}
