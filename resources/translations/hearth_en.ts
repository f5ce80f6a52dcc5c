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
    <name>hearth::desktop::DoctorReader</name>
    <message numerus="yes">
        <source>%n point(s) need a look.</source>
        <translation>
            <numerusform>One point needs a look.</numerusform><numerusform>%n points need a look.</numerusform></translation>
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
</TS>