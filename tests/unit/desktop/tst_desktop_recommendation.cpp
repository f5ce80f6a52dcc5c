// SPDX-License-Identifier: Apache-2.0
#include "pages/models/hub_reader.h"
#include "pages/models/recommendation.h"
#include "stage.h"

using namespace hearth;
using namespace hearth::desktop;
using hearth::desktop::testing::Stage;

namespace {

control::ModelOffer an_offer(const std::string& name, std::uint64_t million, std::optional<bool> fits,
                             std::optional<std::uint64_t> millitokens_per_s) {
    control::ModelOffer made;
    made.reference = made.title = name;
    made.parameters = million * 1'000'000;
    made.fits = fits;
    made.estimate_millitokens_per_s = millitokens_per_s;
    return made;
}

std::string names_of(const std::vector<control::ModelOffer>& offers) {
    std::string names;
    for (const control::ModelOffer& offer : offers)
        names += offer.reference + " ";
    return names;
}

} // namespace

/// What a new home is told to begin with.
class DesktopRecommendation : public QObject {
    Q_OBJECT
private slots:
    void theSmallestAndTheLargestThatAreQuickEnough() {
        QCOMPARE(names_of(recommended({an_offer("seven", 7000, true, 3'000), an_offer("half", 500, true, 60'000),
                                       an_offer("three", 3000, true, 9'000), an_offer("one", 1000, true, 30'000),
                                       an_offer("tiny", 135, true, 180'000)})),
                 std::string("tiny one three "));
        // A machine that is slow with everything, or was not measured, begins with the smallest.
        QCOMPARE(names_of(recommended({an_offer("one", 1000, true, 900), an_offer("tiny", 135, true, 4'000)})),
                 std::string("tiny "));
        QCOMPARE(names_of(recommended({an_offer("one", 1000, true, {}), an_offer("tiny", 135, true, {})})),
                 std::string("tiny "));
    }

    void whatDoesNotFitOrCannotBeHadIsNotRecommended() {
        auto gated = an_offer("gated", 1000, true, 30'000), broken = an_offer("broken", 900, true, 30'000),
             unknown = an_offer("unknown", 0, true, 30'000);
        gated.gated = true;
        broken.usable = false;
        unknown.parameters.reset();
        QVERIFY(recommended({gated, broken, unknown, an_offer("large", 14'000, false, {}),
                             an_offer("perhaps", 7000, std::nullopt, 9'000)})
                    .empty());
        QVERIFY(recommended({}).empty());
    }

    void theHubRecommendsOfTheCatalogueAndNotOfASearch() {
        Stage stage("onboarding-benchmark");
        HubReader hub;
        hub.setConnection(&stage.connection);
        QVERIFY(stage.open());
        QTRY_COMPARE(hub.recommendedOffers().size(), qsizetype{2});
        const QVariantMap first = hub.recommendedOffers().first().toMap();
        QCOMPARE(first.value(QStringLiteral("reference")).toString(), QStringLiteral("smollm2-135m-instruct"));
        QVERIFY(first.value(QStringLiteral("facts")).toString().contains(QStringLiteral("Apache-2.0")));
        QVERIFY(first.value(QStringLiteral("speed")).toString().contains(QStringLiteral("181")));
        hub.search(QStringLiteral("tiny"));
        QTRY_COMPARE(hub.shown(), QStringLiteral("tiny"));
        QCOMPARE(hub.recommendedOffers().size(), qsizetype{2});
    }
};

QTEST_GUILESS_MAIN(DesktopRecommendation)
#include "tst_desktop_recommendation.moc"
