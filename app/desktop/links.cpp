// SPDX-License-Identifier: Apache-2.0
#include "links.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace hearth::desktop {
namespace {

struct Text {
    Q_DECLARE_TR_FUNCTIONS(Links)
};

const QLatin1String scheme("hearth:");

core::Error refused(const QString& why) {
    return core::fail(
        core::Code::invalid_argument, why.toStdString(),
        Text::tr("Nothing was done. Ask whoever sent the link for the invitation or the receipt's id itself.")
            .toStdString());
}

/// Letters that base64 has and a web page writes as "%2B" come as themselves; nothing else may be written so.
QString plain(QString word) {
    for (const char c : {'+', '/', '='})
        word.replace(QLatin1Char('%') + QString::number(static_cast<int>(c), 16), QChar::fromLatin1(c),
                     Qt::CaseInsensitive);
    return word;
}

} // namespace

bool isLink(const QString& word) {
    return word.startsWith(scheme, Qt::CaseInsensitive);
}

core::Result<Link> parseLink(const QString& text) {
    if (text.size() > longest_link) return refused(Text::tr("This link is too long to be one of Hearth's."));
    static const QRegularExpression form(QStringLiteral("\\Ahearth://(invitation|receipt)/([^?#]+)\\z"),
                                         QRegularExpression::CaseInsensitiveOption);
    const QRegularExpressionMatch match = form.match(text);
    if (!match.hasMatch())
        return refused(Text::tr("Hearth does not know such a link. It opens invitations and receipts, nothing else."));
    const QString word = plain(match.captured(2));
    static const QRegularExpression invitation(QStringLiteral("\\Ahearth-network-[0-9]+\\.[A-Za-z0-9+/=_-]+\\z"));
    static const QRegularExpression receipt(QStringLiteral("\\A[0-9A-Za-z]{4,128}\\z"));
    if (match.captured(1).compare(QLatin1String("invitation"), Qt::CaseInsensitive) == 0) {
        if (!invitation.match(word).hasMatch())
            return refused(Text::tr("What this link holds is no invitation to a network."));
        return Link{Link::Kind::invitation, word};
    }
    if (!receipt.match(word).hasMatch()) return refused(Text::tr("What this link holds is no receipt's id."));
    return Link{Link::Kind::receipt, word};
}

} // namespace hearth::desktop
