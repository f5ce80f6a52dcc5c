// SPDX-License-Identifier: Apache-2.0
import QtQuick
import Hearth.Controls

/// Text in the theme's sizes; `kind` is "body", "caption", "heading", "title", "figure" or "mono".
Text {
    id: root

    property string kind: "body"
    property bool dim: kind === "caption"

    color: dim ? Theme.muted : Theme.text
    elide: Text.ElideRight
    textFormat: Text.PlainText
    font.family: kind === "mono" ? "DejaVu Sans Mono" : Qt.application.font.family
    font.weight: kind === "heading" || kind === "title" || kind === "figure" ? Font.DemiBold : Font.Normal
    font.pixelSize: {
        switch (kind) {
        case "caption": return Theme.caption
        case "heading": return Theme.heading
        case "title": return Theme.title
        case "figure": return Theme.figure
        case "mono": return Theme.caption
        }
        return Theme.body
    }
    Accessible.role: kind === "heading" || kind === "title" ? Accessible.Heading : Accessible.StaticText
    Accessible.name: text
}
