<?xml version='1.0' encoding='utf-8'?>
<TS version="2.1" language="en_US">
<context>
    <name>ModelsPage</name>
    <message numerus="yes">
        <source>%n receipt(s) may still be audited; without the model an audit fails to replay the answer.</source>
        <translation>
            <numerusform>%n receipt may still be audited; without the model an audit fails to replay the answer.</numerusform><numerusform>%n receipts may still be audited; without the model an audit fails to replay the answer.</numerusform></translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n thread</numerusform><numerusform>%n threads</numerusform></translation>
    </message>
</context>
<context>
    <name>JobsPage</name>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n shown</numerusform><numerusform>%n shown</numerusform></translation>
    </message>
</context>
<context>
    <name>Networks</name>
    <message numerus="yes">
        <source>%n job(s) under way</source>
        <translation>
            <numerusform>%n job under way</numerusform><numerusform>%n jobs under way</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) offered</source>
        <translation>
            <numerusform>%n model offered</numerusform><numerusform>%n models offered</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The order of its blocks: more than two thirds of the weight of %n validator(s).</source>
        <translation>
            <numerusform>The order of its blocks: %n single validator.</numerusform><numerusform>The order of its blocks: more than two thirds of the weight of %n validators.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>For work: %n gateway(s), which see whom they send questions to and how much is answered.</source>
        <translation>
            <numerusform>For work: %n gateway, which sees whom it sends questions to and how much is answered.</numerusform><numerusform>For work: %n gateways, which see whom they send questions to and how much is answered.</numerusform></translation>
    </message>
</context>
<context>
    <name>Proposals</name>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n epoch</numerusform><numerusform>%n epochs</numerusform></translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DoctorReader</name>
    <message numerus="yes">
        <source>%n point(s) need a look.</source>
        <translation>
            <numerusform>One point needs a look.</numerusform><numerusform>%n points need a look.</numerusform></translation>
    </message>
</context>
<context>
    <name>hearth::desktop::NetworkReader</name>
    <message numerus="yes">
        <source>%n transaction(s)</source>
        <translation>
            <numerusform>%n transaction</numerusform><numerusform>%n transactions</numerusform></translation>
    </message>
</context>
<context>
    <name>hearth::desktop::NodeFacts</name>
    <message numerus="yes">
        <source>, restarted %n time(s)</source>
        <translation>
            <numerusform>, restarted once</numerusform><numerusform>, restarted %n times</numerusform></translation>
    </message>
</context>
<context>
    <name>Payments</name>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n call</numerusform>
            <numerusform>%n calls</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::CallersReader</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform>
            <numerusform>%n answers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExchangeListModel</name>
    <message numerus="yes">
        <source>%n checked</source>
        <translation>
            <numerusform>%n checked</numerusform>
            <numerusform>%n checked</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n failed</numerusform>
            <numerusform>%n failed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not checked</source>
        <translation>
            <numerusform>%n not checked</numerusform>
            <numerusform>%n not checked</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::EarningsReader</name>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n answer</numerusform><numerusform>%n answers</numerusform></translation>
    </message>
</context>
<context>
    <name>RecentEvents</name>
    <message numerus="yes">
        <source>%n answer(s) paid out: %1 EMB</source>
        <translation>
            <numerusform>%n answer paid out: %1 EMB</numerusform><numerusform>%n answers paid out: %1 EMB</numerusform></translation>
    </message>
</context>
</TS>