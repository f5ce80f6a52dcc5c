// SPDX-License-Identifier: Apache-2.0
#include "core/cbor.h"
#include "core/certificates.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/keccak.h"
#include "core/keys.h"
#include "core/network_signatures.h"
#include "core/signature_batch.h"

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
    void keccakKnownAnswers();
    void pssSignaturesFitOneMessageAndOneKey();
    void ecdsaSignaturesFitOneMessageAndOneKey();
    void certificatesAreReadAsAWholeOrNotAtAll();
    void hkdfKnownAnswers();
    void ed25519KnownAnswers();
    void weakKeysAndSecondFormsOfSignaturesAreRefused();
    void anyChangeBreaksASignature();
    void theFirstBadSignatureOfManyIsNamed();
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

void TestCrypto::theFirstBadSignatureOfManyIsNamed() {
    std::vector<SignedMessage> messages;
    for (std::uint8_t i = 0; i < 40; ++i) {
        const SigningKey key = SigningKey::from_seed(Bytes(32, i));
        messages.push_back({key.public_key(), {i}, {}});
        messages.back().signature = key.sign(messages.back().message);
    }
    for (const unsigned threads : {0U, 1U, 2U, 5U, 64U}) {
        QVERIFY(!first_bad_signature(messages, threads));
        for (std::size_t bad = 0; bad < messages.size(); ++bad) {
            auto forged = messages;
            for (std::size_t i = bad; i < forged.size(); i += 3)
                forged[i].message.push_back(0);
            QCOMPARE(first_bad_signature(forged, threads).value(), bad);
        }
    }
    const std::span<const SignedMessage> few(messages.data(), 3);
    QVERIFY(!first_bad_signature(few) && !first_bad_signature({}));
    messages[1].signature[0] ^= 1U;
    QCOMPARE(first_bad_signature(few).value(), std::size_t{1});
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

void TestCrypto::keccakKnownAnswers() {
    QCOMPARE(keccak256({}).hex(), std::string("c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"));
    QCOMPARE(keccak256(as_bytes("abc")).hex(),
             std::string("4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"));
    // Around the length of a block, by a second implementation (tests/vectors/gateway/signing.py).
    QCOMPARE(keccak256(as_bytes(std::string(135, 'a'))).hex(),
             std::string("34367dc248bbd832f4e3e69dfaac2f92638bd0bbd18f2912ba4ef454919cf446"));
    QCOMPARE(keccak256(as_bytes(std::string(136, 'a'))).hex(),
             std::string("a6c4d403279fe3e0af03729caada8374b5ca54d8065329a3ebcaeb4b60aa386e"));
    QCOMPARE(keccak256(as_bytes(std::string(300, 'a'))).hex(),
             std::string("5b7e0e47a96f32a88b4f14ca177982790807c40e1a105742ba0fc1babe1ef826"));
}

void TestCrypto::pssSignaturesFitOneMessageAndOneKey() {
    // By tests/vectors/gateway/signing.py; openssl finds the same.
    const Bytes key = hex("30820122300d06092a864886f70d01010105000382010f003082010a0282010100c97a14ddf3402b6351ff"
                          "acc9f308add6562ee244856c12de1845930b6b3b8d71bc8b95bc285aea1f1ca37a7434a4d86bfdefefc17f"
                          "0f3ad489f26e1030da38669d12a9e01f108928ff596e64f2b5afffa7690669288ba2e40c0b392f1d5410ca"
                          "942c1348ed1c913763719a5c65bf839382a19a6ece68be5c0c4776b5987eaffc80a880be368d7e3253e121"
                          "a5b9c2965ef9dc77851e332dadbb2f6dc0d1033e92fdb1da40910b9c36a26b98b37feaab3c5dc1ff00fb5d"
                          "b9afdf566ce26f8d5b7bed67d3c9bb53e53c97f081ac30432986213b515722606e9a34d4ffec747790813c"
                          "9eac358a123d653d13ea27e2132071c15b664f19baa8e21838f1bf27a883850203010001");
    const Bytes other = hex("30820122300d06092a864886f70d01010105000382010f003082010a028201010093972eb93ef8238876"
                            "a5686f542d1d4aa7cf8e47acf2292d7514b5c94c6f583661e16650423b75d914bca456c4383cde8f478f"
                            "e6911fbb7cd8c80e656fb20d955caf6d9b933f1362f175edcff11f6b7e26281f808a1957c91e1f3b68b1"
                            "4ab9cc6ffedbf03479db2bcd15f472cbe5b9b6153b2be9cc61b107501d7c3827c5cd72a3abb038b8e44d"
                            "88d92f5f2e9aa2df249e0fa0a8b408fc4f6f84fc415a658a79eca9a6a549e97c23e1602b7ac7a94396e9"
                            "f7005793c3cd44a56924e2c35969ba575cbdbed6edf7202c8338e367f1ef857ef1a466864c6b851a6576"
                            "88d5e3310b4a92d82dc6c02b5be7252cc0c876fc05bafb94d5da5f4fd403ccedaa69714fe90203010001");
    Bytes signature = hex("88c1c14cc37d3df6d6fa2e1b800338dc40432f96257932038afab1704596fef62fca16bfe04dc768198a24"
                          "bcffc3b12a780657b0fe4c10012dd7189effa26606a948359f229a7effc1bf7241fb5355afccacda32d9fa"
                          "b91f8eabda5f33591605a54189beb30a007b89f047534c3c5da5952330dadc62b8db98db2ed83420f125ee"
                          "4f447b76d28d4490cb0fa4387ee5c8c0c944dc117eb00f45094a51de868ecae75ea8ebb950c539b733a0e7"
                          "d4a0fb42f26dcfb3e0310f69e679f9083794eaf9c5d15577abbbd0f40bfb3a053e4a9ede06ad736d28e984"
                          "5566bfddf5324f6689f51677ac39b2d7f7e66a80f5e8aadadbeecd3bfe6a92de74a5b40863a7a66fd6");
    QVERIFY(verify_rsa_pss(key, as_bytes("hello"), signature));
    QVERIFY(!verify_rsa_pss(key, as_bytes("hellp"), signature));
    QVERIFY(!verify_rsa_pss(other, as_bytes("hello"), signature));
    QVERIFY(!verify_rsa_pss({}, as_bytes("hello"), signature));
    QVERIFY(!verify_rsa_pss(key, as_bytes("hello"), {}));
    Bytes longer = key;
    longer.push_back(0);
    QVERIFY(!verify_rsa_pss(longer, as_bytes("hello"), signature));
    signature[100] ^= 1;
    QVERIFY(!verify_rsa_pss(key, as_bytes("hello"), signature));
    QVERIFY(!public_key_of_pem("-----BEGIN PUBLIC KEY-----"));
    QCOMPARE(public_key_of_pem("-----BEGIN PUBLIC KEY-----\nAQI=\n-----END PUBLIC KEY-----\n").value(), (Bytes{1, 2}));
}

/// RFC 6979 §A.2.5.
void TestCrypto::ecdsaSignaturesFitOneMessageAndOneKey() {
    const Bytes key = p256_key(hex("60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                                   "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299"));
    Bytes signature = hex("efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716"
                          "f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8");
    QVERIFY(verify_ecdsa(key, as_bytes("sample"), signature));
    QVERIFY(!verify_ecdsa(key, as_bytes("sampl"), signature));
    QVERIFY(!verify_ecdsa({}, as_bytes("sample"), signature));
    QVERIFY(!verify_ecdsa(key, as_bytes("sample"), {}));
    QVERIFY(!verify_ecdsa(key, as_bytes("sample"), Bytes(64, 0)));
    QVERIFY(!verify_ecdsa(key, as_bytes("sample"), Bytes(96, 1)));
    QVERIFY(!verify_ecdsa(p256_key(Bytes(64, 1)), as_bytes("sample"), signature)); // no point of the curve
    QVERIFY(!verify_ecdsa(p256_key({}), as_bytes("sample"), signature));
    signature[40] ^= 1;
    QVERIFY(!verify_ecdsa(key, as_bytes("sample"), signature));
}

void TestCrypto::certificatesAreReadAsAWholeOrNotAtAll() {
    const std::string one = "-----BEGIN CERTIFICATE-----\nAQI=\n-----END CERTIFICATE-----\n";
    QVERIFY(certificates_of_pem(one + one).value() == (std::vector<Bytes>{{1, 2}, {1, 2}}));
    QCOMPARE(certificates_of_pem("\n" + one + std::string(1, '\0')).value().size(), std::size_t{1});
    for (const std::string& text : {std::string(), std::string("-----BEGIN CERTIFICATE-----"), "x" + one, one + "x",
                                    one + std::string(2, '\0'), one.substr(0, one.size() - 3)})
        QVERIFY2(!certificates_of_pem(text), text.c_str());
    std::string many;
    for (int i = 0; i < 9; ++i)
        many += one;
    QVERIFY(!certificates_of_pem(many));
    for (std::size_t count = 0; count < 10; ++count)
        QVERIFY(examine_chain(std::vector<Bytes>(count, Bytes{1, 2}), Hash{}, 0).fault == ChainFault::unreadable);
}

QTEST_GUILESS_MAIN(TestCrypto)
#include "tst_core_crypto.moc"
