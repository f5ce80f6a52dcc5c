// SPDX-License-Identifier: Apache-2.0
#include "options.h"

#include "fake/story.h"
#include "links.h"

#include <algorithm>

namespace hearth::desktop {
namespace {

core::Error wrong(const QString& sentence) {
    return core::fail(core::Code::invalid_argument, sentence.toStdString(), "See hearth --help.");
}

core::Status check(const Options& options) {
    if (!options.page.isEmpty() && !pageKeys().contains(options.page))
        return wrong(QStringLiteral("There is no page \"%1\"; the pages are %2.")
                         .arg(options.page, pageKeys().join(QStringLiteral(", "))));
    const std::vector<std::string> names = fake::story_names();
    if (!options.scenario.isEmpty() &&
        std::find(names.begin(), names.end(), options.scenario.toStdString()) == names.end()) {
        QStringList known;
        for (const std::string& name : names)
            known << QString::fromStdString(name);
        return wrong(QStringLiteral("There is no scenario \"%1\"; the scenarios are %2.")
                         .arg(options.scenario, known.join(QStringLiteral(", "))));
    }
    return {};
}

/// How many words from here on Qt takes for itself; it knows them with one dash and with two.
int wordsOfQt(const QStringList& words, int at) {
    static const QStringList withValue{QStringLiteral("platform"),        QStringLiteral("platformpluginpath"),
                                       QStringLiteral("platformtheme"),   QStringLiteral("plugin"),
                                       QStringLiteral("qwindowgeometry"), QStringLiteral("geometry"),
                                       QStringLiteral("qwindowicon"),     QStringLiteral("icon"),
                                       QStringLiteral("qwindowtitle"),    QStringLiteral("title"),
                                       QStringLiteral("session"),         QStringLiteral("display"),
                                       QStringLiteral("fontengine"),      QStringLiteral("dialogs")};
    if (!words[at].startsWith(QLatin1Char('-'))) return 0;
    const QString name = words[at].mid(words[at].startsWith(QLatin1String("--")) ? 2 : 1);
    if (name == QLatin1String("reverse") || name.startsWith(QLatin1String("qmljsdebugger="))) return 1;
    return withValue.contains(name) ? 2 : 0;
}

} // namespace

const QStringList& pageKeys() {
    static const QStringList keys{
        QStringLiteral("overview"), QStringLiteral("jobs"),    QStringLiteral("earnings"), QStringLiteral("playground"),
        QStringLiteral("models"),   QStringLiteral("devices"), QStringLiteral("work"),     QStringLiteral("governance"),
        QStringLiteral("network"),  QStringLiteral("gateway"), QStringLiteral("settings")};
    return keys;
}

core::Result<Options> parseOptions(const QStringList& words) {
    Options options;
    QString home, proposal, rehearse;
    struct Text {
        const char* name;
        QString* place;
    };
    const Text texts[] = {{"--home", &home},
                          {"--scenario", &options.scenario},
                          {"--page", &options.page},
                          {"--proposal", &proposal},
                          {"--rehearse", &rehearse},
                          {"--screenshots", &options.screenshots},
                          {"--language", &options.language}};
    for (int i = 1; i < words.size(); ++i) {
        const QString name = words[i].section(QLatin1Char('='), 0, 0);
        if (const int taken = wordsOfQt(words, i); taken > 0) {
            i += taken - 1;
            continue;
        }
        const bool joined = words[i].contains(QLatin1Char('='));
        const auto text = std::find_if(std::begin(texts), std::end(texts),
                                       [&](const Text& t) { return name == QLatin1String(t.name); });
        if (text != std::end(texts)) {
            if (!joined && i + 1 >= words.size()) return wrong(name + QStringLiteral(" needs a value."));
            *text->place = joined ? words[i].section(QLatin1Char('='), 1) : words[++i];
            if (text->place->isEmpty()) return wrong(name + QStringLiteral(" needs a value."));
        } else if (name == QLatin1String("--help") || name == QLatin1String("-h")) {
            options.help = true;
        } else if (name == QLatin1String("--version")) {
            options.version = true;
        } else if (name == QLatin1String("--measure")) {
            options.measure = true;
        } else if (isLink(words[i]) && options.link.isEmpty()) {
            options.link = words[i]; // what is wrong with it the window tells
        } else {
            return wrong(QStringLiteral("hearth does not know \"%1\".").arg(words[i]));
        }
    }
    options.home = home.toStdString();
    if (!proposal.isEmpty()) {
        bool number = false;
        options.proposal = proposal.toInt(&number);
        if (!number || options.proposal < 1)
            return wrong(QStringLiteral("\"%1\" is no proposal's number.").arg(proposal));
    }
    if (!rehearse.isEmpty()) {
        bool number = false;
        options.rehearse = rehearse.toInt(&number);
        if (!number || options.rehearse < 1 || options.scenario.isEmpty())
            return wrong(QStringLiteral("--rehearse needs a number of seconds and a scenario."));
    }
    HEARTH_CHECK(check(options));
    return options;
}

QString usageText() {
    return QStringLiteral(
        "hearth [--home DIR] [--page NAME] [--proposal ID] [--scenario NAME] [--screenshots DIR] [LINK]\n"
        "  --home DIR          folder of the node; else $HEARTH_HOME, else the user's data folder\n"
        "  --page NAME         begin with overview, jobs, earnings, playground, models, devices,\n"
        "                      work, governance, network, gateway or settings\n"
        "  --proposal ID       begin with this proposal\n"
        "  --scenario NAME     a scripted node in this process instead of a real one\n"
        "  --screenshots DIR   write every page, light and dark, 1280x800 and 900x600, and end\n"
        "  --language CODE     en or de; else the preference, else the system's\n"
        "  --measure           print how long the first frame took, and end\n"
        "  --rehearse SECONDS  play so much of the scenario 4,000 times as fast, measure, and end\n"
        "  LINK                hearth://invitation/TEXT or hearth://receipt/ID: asks before it is followed\n"
        "  --version\n");
}

} // namespace hearth::desktop
