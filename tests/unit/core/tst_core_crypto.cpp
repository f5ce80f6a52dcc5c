// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/keys.h"

#include <QTemporaryDir>
#include <QtTest>
#include <sys/stat.h>

using namespace hearth::core;
namespace fs = std::filesystem;

namespace {

Bytes hex(const char* text) {
    return from_hex(text).value();
}

Signature signature_of(const char* text) {
    Signature signature;
    const Bytes bytes = hex(text);
    std::copy(bytes.begin(), bytes.end(), signature.begin());
    return signature;
}

} // namespace

class TestCrypto : public QObject {
    Q_OBJECT
private slots:
    void sha256KnownAnswers();
    void tagsKeepHashesApart();
    void hkdfKnownAnswers();
    void ed25519KnownAnswers();
    void weakKeysAndSecondFormsOfSignaturesAreRefused();
    void anyChangeBreaksASignature();
    void randomBytesDiffer();
    void comparesInConstantTime();
    void keyFilesKeepTheKeyAndTheirMode();
    void sealedKeyFilesNeedTheirPassphrase();
    void damagedKeyFilesAreRefused();
    void keyFilesThatOthersCanReadAreRefused();
};

void TestCrypto::sha256KnownAnswers() {
    QCOMPARE(sha256({}).hex(), std::string("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    QCOMPARE(sha256(as_bytes("abc")).hex(),
             std::string("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"));
    Sha256 hash;
    for (int i = 0; i < 1000; ++i)
        hash.update(std::string(1000, 'a'));
    QCOMPARE(hash.finish().hex(), std::string("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

void TestCrypto::tagsKeepHashesApart() {
    const Bytes part = hex("616263");
    QVERIFY(tagged_hash("a", {part}) == sha256(hex("6100616263")));
    QVERIFY(tagged_hash("a", {part}) != tagged_hash("b", {part}));
    QVERIFY(tagged_hash("a", {part, part}) == tagged_hash("a", {hex("616263616263")}));
}

void TestCrypto::hkdfKnownAnswers() { // RFC 5869, appendix A
    const Bytes secret(22, 0x0b);
    QCOMPARE(to_hex(hkdf_sha256(secret, hex("000102030405060708090a0b0c"), hex("f0f1f2f3f4f5f6f7f8f9"), 42)),
             std::string("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865"));
    QCOMPARE(to_hex(hkdf_sha256(secret, {}, {}, 42)),
             std::string("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8"));
}

void TestCrypto::ed25519KnownAnswers() { // RFC 8032, section 7.1
    const auto one = SigningKey::from_seed(hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"));
    QCOMPARE(one.public_key().hex(), std::string("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"));
    QCOMPARE(to_hex(one.sign({})), std::string("e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8"
                                               "821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"));
    const auto two = SigningKey::from_seed(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    QCOMPARE(to_hex(two.sign(hex("72"))), std::string("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69d"
                                                      "a085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0"
                                                      "c00"));
    QVERIFY(verify(two.public_key(), hex("72"), two.sign(hex("72"))));
}

void TestCrypto::weakKeysAndSecondFormsOfSignaturesAreRefused() {
    // The identity point as key accepts anything under lax rules.
    PublicKey identity;
    identity.bytes[0] = 1;
    Signature trivial{};
    trivial[0] = 1;
    QVERIFY(!verify(identity, hex("00"), trivial));
    QVERIFY(!verify(PublicKey{}, hex("00"), Signature{}));
    // S + L is a second form of the same signature; RFC 8032 forbids it.
    const auto key = SigningKey::from_seed(Bytes(32, 7));
    Signature signature = key.sign(hex("72"));
    const Bytes order = hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += signature[32 + i] + unsigned{order[i]};
        signature[32 + i] = static_cast<std::uint8_t>(carry);
        carry >>= 8;
    }
    QVERIFY(!verify(key.public_key(), hex("72"), signature));
    QVERIFY(!verify(key.public_key(), hex("72"), signature_of(std::string(128, 'f').c_str())));
}

void TestCrypto::anyChangeBreaksASignature() {
    const auto key = SigningKey::generate();
    Bytes message = hex("00112233445566778899");
    Signature signature = key.sign(message);
    QVERIFY(verify(key.public_key(), message, signature));
    for (std::size_t bit = 0; bit < 512; ++bit) {
        signature[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        QVERIFY(!verify(key.public_key(), message, signature));
        signature[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
    }
    message[0] ^= 1;
    QVERIFY(!verify(key.public_key(), message, signature));
    QVERIFY(!verify(SigningKey::generate().public_key(), message, signature));
}

void TestCrypto::randomBytesDiffer() {
    QVERIFY(random_hash() != random_hash());
    QVERIFY(SigningKey::generate().public_key() != SigningKey::generate().public_key());
}

void TestCrypto::comparesInConstantTime() {
    QVERIFY(equal_constant_time(hex("0102"), hex("0102")));
    QVERIFY(!equal_constant_time(hex("0102"), hex("0103")));
    QVERIFY(!equal_constant_time(hex("0102"), hex("010203")));
    QVERIFY(equal_constant_time({}, {}));
}

void TestCrypto::keyFilesKeepTheKeyAndTheirMode() {
    QTemporaryDir folder;
    const fs::path file = folder.filePath("node.key").toStdString();
    const auto key = SigningKey::generate();
    QVERIFY(key.save(file).ok());
    struct stat info {};
    QCOMPARE(::stat(file.c_str(), &info), 0);
    QCOMPARE(info.st_mode & 0777u, 0600u);
    const auto loaded = SigningKey::load(file);
    QVERIFY(loaded.ok());
    QCOMPARE(loaded->public_key(), key.public_key());
    QVERIFY(verify(key.public_key(), hex("01"), loaded->sign(hex("01"))));
    QVERIFY(SigningKey::load(folder.filePath("none").toStdString()).error().code == Code::not_found);
}

void TestCrypto::sealedKeyFilesNeedTheirPassphrase() {
    QTemporaryDir folder;
    const fs::path file = folder.filePath("operator.key").toStdString();
    const Bytes seed(32, 0x5a);
    const auto key = SigningKey::from_seed(seed);
    QVERIFY(key.save(file, "correct horse").ok());
    const Bytes raw = read_file(file, 4096).value();
    QVERIFY(std::search(raw.begin(), raw.end(), seed.begin(), seed.end()) == raw.end());
    const auto loaded = SigningKey::load(file, "correct horse");
    QVERIFY(loaded.ok());
    QCOMPARE(loaded->public_key(), key.public_key());
    QVERIFY(SigningKey::load(file, "wrong").error().code == Code::refused);
    const auto missing = SigningKey::load(file);
    QVERIFY(missing.error().code == Code::refused);
    QVERIFY(!missing.error().hint.empty());
}

void TestCrypto::damagedKeyFilesAreRefused() {
    QTemporaryDir folder;
    const fs::path file = folder.filePath("node.key").toStdString();
    const auto key = SigningKey::generate();
    QVERIFY(key.save(file).ok());
    const Bytes good = read_file(file, 4096).value();
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        Bytes bad = good;
        bad[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        QVERIFY(write_file_atomic(file, bad, 0600).ok());
        const auto loaded = SigningKey::load(file);
        QVERIFY2(!loaded, qPrintable(QString::number(bit)));
        QVERIFY2(loaded.error().message.find(file.string()) != std::string::npos, loaded.error().message.c_str());
        QVERIFY(!loaded.error().hint.empty());
    }
    for (const std::size_t size : {std::size_t{0}, std::size_t{1}, good.size() - 1}) {
        QVERIFY(write_file_atomic(file, ByteView(good).first(size), 0600).ok());
        QVERIFY(!SigningKey::load(file));
    }
    // A sealed file that asks for more memory than any machine should give is refused before it is tried.
    const cbor::Value greedy = cbor::Map{{0, 1},          {1, key.public_key()}, {3, Bytes(16)}, {4, 3},
                                         {5, UINT64_MAX}, {6, Bytes(24)},        {7, Bytes(48)}};
    QVERIFY(write_file_atomic(file, cbor::encode(greedy), 0600).ok());
    QVERIFY(SigningKey::load(file, "x").error().code == Code::corrupt);
}

void TestCrypto::keyFilesThatOthersCanReadAreRefused() {
    QTemporaryDir folder;
    const fs::path file = folder.filePath("node.key").toStdString();
    QVERIFY(SigningKey::generate().save(file).ok());
    QCOMPARE(::chmod(file.c_str(), 0640), 0);
    const auto loaded = SigningKey::load(file);
    QVERIFY(loaded.error().code == Code::refused);
    QVERIFY(loaded.error().hint.find("chmod 600") != std::string::npos);
}

QTEST_GUILESS_MAIN(TestCrypto)
#include "tst_core_crypto.moc"
