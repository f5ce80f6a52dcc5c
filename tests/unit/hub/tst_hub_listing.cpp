// SPDX-License-Identifier: Apache-2.0
#include "core/hash.h"
#include "hub/catalogue.h"
#include "hub/place.h"
#include "hub/quantisation.h"
#include "hub/repository.h"

#include <QTest>
#include <set>

using namespace hearth;
using hub::Reach;

namespace {

const std::string commit(40, 'c');

std::string listing(const std::string& siblings) {
    return "{\"id\":\"org/name\",\"sha\":\"" + commit + "\",\"tags\":[\"license:mit\"],\"siblings\":[" + siblings +
           "]}";
}

std::string file(const std::string& name, const std::string& more = R"("size":5)") {
    return "{\"rfilename\":\"" + name + "\"," + more + "}";
}

} // namespace

/// What a hub says, and what is made of it without asking anybody.
class HubListing : public QObject {
    Q_OBJECT
private slots:
    void referencesAreReadBackAsTheyWereWritten() {
        for (const char* text : {"hf:org/name", "hf:org/name@main", "hf:org/na.me-1_B/sub/x.Q4_K_M.gguf@v1.0"}) {
            const auto reference = hub::Reference::parse(text);
            QVERIFY2(reference.ok(), text);
            QCOMPARE(reference->text(), std::string(text));
        }
        const auto whole = hub::Reference::parse("hf:org/name/sub/x.gguf@abc");
        QCOMPARE(whole->repository, std::string("org/name"));
        QCOMPARE(whole->file, std::string("sub/x.gguf"));
        QCOMPARE(whole->revision, std::string("abc"));
    }

    // Each becomes part of a path here and of an address there.
    void referencesThatLeadElsewhereAreRefused() {
        for (const char* text :
             {"", "org/name", "hf:", "hf:name", "hf:/name", "hf:org/", "hf:org/../x", "hf:org/name/../../etc/passwd",
              "hf:org/.name", "hf:org/na me", "hf:org/name?x", "hf:org/name@", "hf:org/name@a b", "hf:org/name//x",
              "hf:org/name@../x", "hf:org/name#x", "hf:o%2fg/name"})
            QVERIFY2(!hub::Reference::parse(text), text);
        QVERIFY(!hub::Reference::parse("hf:org/" + std::string(600, 'a')));
    }

    void aListingIsReadAndItsTrapsAreNot() {
        const std::string hash(64, 'a');
        const auto repository = hub::read_repository(
            listing(file("a.gguf", "\"size\":9,\"lfs\":{\"sha256\":\"" + hash + "\",\"size\":10}") + "," +
                    file("config.json", "\"size\":3,\"blobId\":\"" + std::string(40, 'b') + "\"") + "," +
                    file("../../up.gguf") + "," + file("bad.gguf", R"("lfs":{"sha256":"zz","size":1})")));
        QVERIFY(repository.ok());
        QCOMPARE(repository->license, std::string("mit"));
        QCOMPARE(repository->files.size(), std::size_t{2});
        QCOMPARE(repository->files[0].bytes, std::uint64_t{10}); // of the content, not of its pointer
        QCOMPARE(repository->files[0].sha256->hex(), hash);
        QVERIFY(repository->files[1].is_pinned() && !repository->files[1].sha256);
        const std::string huge = "18446744073709551615", large = "17592186044416";
        const auto sums = hub::read_repository(
            listing(file("a.gguf", "\"size\":" + huge) + "," +
                    file("b.gguf", "\"size\":1,\"lfs\":{\"sha256\":\"" + hash + "\",\"size\":" + huge + "}") + "," +
                    file("c.gguf", "\"size\":" + large)));
        QCOMPARE(sums->files.size(), std::size_t{1}); // others would overflow in a sum
        QCOMPARE(sums->files[0].bytes, std::uint64_t{1} << 44);
        for (const char* wrong : {"", "[]", "{}", R"({"id":"org/name","sha":"main","siblings":[]})", "{\"id\":1}"})
            QCOMPARE(hub::read_repository(wrong).error().code, core::Code::corrupt);
        QVERIFY(!hub::read_search("{}"));
        QCOMPARE(hub::read_search(R"([{"id":"../x"},{"id":"o/n","downloads":3,"tags":["gguf"]}])")->size(),
                 std::size_t{1});
    }

    void whatAModelNeedsIsChosen() {
        const auto needed = [](const std::string& siblings, const std::string& wanted) {
            return hub::needed_files(*hub::read_repository(listing(siblings)), wanted);
        };
        const std::string folder = file("config.json") + "," + file("model.safetensors") + "," +
                                   file("tokenizer.json") + "," + file("README.md") + "," +
                                   file("onnx/model.safetensors");
        QCOMPARE(needed(folder, {})->size(), std::size_t{3});
        const std::string pooling = folder + "," + file("1_Pooling/config.json") + "," + file("a/b/config.json");
        QCOMPARE(needed(pooling, {})->size(), std::size_t{3});
        QCOMPARE(needed(pooling + "," + file("modules.json"), {})->size(), std::size_t{5});
        QCOMPARE(needed(file("a.gguf") + "," + file("README.md"), {})->front().path, std::string("a.gguf"));
        QCOMPARE(needed(file("a.gguf") + "," + file("b.gguf"), {}).error().code, core::Code::conflict);
        QCOMPARE(needed(file("a.gguf") + "," + file("b.gguf"), "b.gguf")->front().path, std::string("b.gguf"));
        QCOMPARE(needed(file("README.md"), {}).error().code, core::Code::unsupported);
        QCOMPARE(needed(file("a.gguf"), "c.gguf").error().code, core::Code::not_found);
        const std::string part = "a-00001-of-00002.gguf";
        QCOMPARE(needed(file(part), part).error().code, core::Code::unsupported);
    }

    void kindsOfWeightsAreReadFromNames() {
        QCOMPARE(hub::quantisation("x/Qwen2.5-0.5B-Instruct-Q4_K_M.gguf"), std::string("Q4_K_M"));
        QCOMPARE(hub::quantisation("smollm2-135m.q8_0.gguf"), std::string("Q8_0"));
        QCOMPARE(hub::quantisation("model-bf16.gguf"), std::string("BF16"));
        QCOMPARE(hub::quantisation("model.gguf"), std::string());
        QCOMPARE(hub::can_be_read("Q4_K_M"), std::optional(true));
        QCOMPARE(hub::can_be_read("Q2_K"), std::optional(false));
        QVERIFY(!hub::can_be_read(""));
        const auto guessed = hub::guessed_parameters(668'788'096, "Q4_K_M"); // TinyLlama has 1.1 billion
        QVERIFY(guessed && *guessed > 1'000'000'000 && *guessed < 1'200'000'000);
        QVERIFY(!hub::guessed_parameters(5, ""));
        QVERIFY(hub::is_part_of_several("a-00002-of-00003.gguf"));
        QVERIFY(!hub::is_part_of_several("a-00001-of-00001.gguf") && !hub::is_part_of_several("part-of-me.gguf"));
    }

    void addressesReachAsFarAsTheyDo_data() {
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("reach");
        for (const char* host : {"8.8.8.8", "2606:4700::1111", "hub.example"})
            QTest::newRow(host) << host << int(Reach::everywhere);
        for (const char* host : {"10.1.2.3", "172.31.0.1", "192.168.1.1", "100.64.0.1", "fd00::1", "::ffff:10.0.0.1"})
            QTest::newRow(host) << host << int(Reach::private_network);
        for (const char* host : {"127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "::ffff:127.0.0.1"})
            QTest::newRow(host) << host << int(Reach::this_machine);
        for (const char* host : {"169.254.169.254", "0.0.0.0", "224.0.0.1", "255.255.255.255", "fe80::1", "::"})
            QTest::newRow(host) << host << int(Reach::nowhere);
    }
    void addressesReachAsFarAsTheyDo() {
        QFETCH(QString, host);
        QFETCH(int, reach);
        QCOMPARE(int(hub::reach_of(host.toStdString())), reach);
    }

    void aHubLeadsIntoTheNetOrWhereItStands() {
        QVERIFY(hub::may_lead_to(Reach::everywhere, Reach::everywhere));
        QVERIFY(!hub::may_lead_to(Reach::everywhere, Reach::private_network));
        QVERIFY(!hub::may_lead_to(Reach::everywhere, Reach::this_machine));
        QVERIFY(hub::may_lead_to(Reach::private_network, Reach::private_network));
        QVERIFY(!hub::may_lead_to(Reach::private_network, Reach::this_machine));
        QVERIFY(!hub::may_lead_to(Reach::nowhere, Reach::nowhere));
    }

    void placesAreHttpsOrThisMachine() {
        for (const char* url : {"https://hub.example", "https://hub.example:8443/x", "http://127.0.0.1:80/"})
            QVERIFY2(hub::Place::parse(url).ok(), url);
        for (const char* url : {"http://hub.example", "ftp://hub.example", "hub.example", "", "https://",
                                "https://me:secret@hub.example", "file:///etc/passwd"})
            QVERIFY2(!hub::Place::parse(url), url);
        const auto place = hub::Place::parse("https://hub.example/a/b");
        QCOMPARE(place->follow("/c?d")->url, std::string("https://hub.example/c?d"));
        QVERIFY(place->follow("/c")->same_origin(*place));
        QVERIFY(!place->follow("https://hub.example:444/")->same_origin(*place));
        QVERIFY(!place->follow("http://127.0.0.1/"));
    }

    void theEnvironmentNamesTheProxy() {
        const auto place = *hub::Place::parse("https://hub.example");
        qputenv("https_proxy", "http://proxy:3128");
        qputenv("no_proxy", "other.example, .hub.test");
        QCOMPARE(hub::proxy_for(place), std::string("http://proxy:3128"));
        qputenv("no_proxy", "example");
        QCOMPARE(hub::proxy_for(place), std::string());
        qunsetenv("https_proxy");
        qunsetenv("no_proxy");
    }

    void aChosenProxyLeavesOutThisMachineAndWhatTheEnvironmentDoes() {
        const std::string chosen = "http://chosen:3128";
        const auto place = *hub::Place::parse("https://hub.example");
        qputenv("https_proxy", "http://proxy:3128");
        qputenv("no_proxy", "other.example");
        QCOMPARE(hub::proxy_for(place, chosen), chosen);
        qputenv("no_proxy", "hub.example");
        QCOMPARE(hub::proxy_for(place, chosen), std::string());
        qunsetenv("https_proxy");
        qunsetenv("no_proxy");
        for (const char* here : {"http://127.0.0.1:8080", "https://localhost:8443", "http://[::1]:8080"})
            QCOMPARE(hub::proxy_for(*hub::Place::parse(here), chosen), std::string());
        QCOMPARE(hub::proxy_for(place, chosen), chosen);
    }

    void gitNamesContentsAsHere() {
        QCOMPARE(core::git_blob_id(core::as_bytes("hello\n")), std::string("ce013625030ba8dba906f756967f9e9ca394464a"));
    }

    void theCatalogueSpansFromSmallToLarge() {
        const auto entries = hub::read_catalogue();
        QVERIFY2(entries.ok(), entries ? "" : entries.error().message.c_str());
        QVERIFY(entries->size() >= 12);
        std::set<std::string> names;
        std::uint64_t least = UINT64_MAX, most = 0;
        for (const hub::CatalogueEntry& entry : *entries) {
            QVERIFY2(names.insert(entry.name).second, entry.name.c_str());
            QVERIFY2(hub::can_be_read(hub::quantisation(entry.place.file)) == true, entry.name.c_str());
            // A state of a repository without the file's hash would promise what nobody examines.
            QVERIFY2(entry.place.revision.empty() || entry.sha256, entry.name.c_str());
            least = std::min(least, entry.parameters);
            most = std::max(most, entry.parameters);
        }
        QVERIFY(least < 200'000'000 && most > 13'000'000'000);
        QCOMPARE(hub::find_in_catalogue("nothing").error().code, core::Code::not_found);
    }
};

QTEST_GUILESS_MAIN(HubListing)
#include "tst_hub_listing.moc"
