<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>AskPanel</name>
    <message>
        <source>System prompt: how the model should behave (may stay empty)</source>
        <translation>Systemvorgabe: wie sich das Modell verhalten soll (darf leer bleiben)</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemvorgabe</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>0 (always the likeliest)</source>
        <translation>0 (immer das Wahrscheinlichste)</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Höchstens Token</translation>
    </message>
    <message>
        <source>Ask the model something. Ctrl+Return sends it.</source>
        <translation>Das Modell etwas fragen. Strg+Eingabe sendet.</translation>
    </message>
    <message>
        <source>Your question</source>
        <translation>Ihre Frage</translation>
    </message>
    <message>
        <source>Hide settings</source>
        <translation>Einstellungen ausblenden</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>%1  ·  temperature %2  ·  at most %3 tokens</source>
        <translation>%1  ·  Temperatur %2  ·  höchstens %3 Token</translation>
    </message>
    <message>
        <source>no model</source>
        <translation>kein Modell</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>Fragen</translation>
    </message>
</context>
<context>
    <name>BackupDialog</name>
    <message>
        <source>Back up the keys</source>
        <translation>Schlüssel sichern</translation>
    </message>
    <message>
        <source>All keys go into one file that only this passphrase opens. Write the passphrase down; it cannot be recovered.</source>
        <translation>Alle Schlüssel kommen in eine Datei, die nur diese Passphrase öffnet. Schreiben Sie die Passphrase auf; sie lässt sich nicht wiederherstellen.</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>Datei wählen …</translation>
    </message>
    <message>
        <source>Passphrase, at least 10 characters, 5 of them different</source>
        <translation>Passphrase, mindestens 10 Zeichen, davon 5 verschiedene</translation>
    </message>
    <message>
        <source>The same again</source>
        <translation>Noch einmal dieselbe</translation>
    </message>
    <message>
        <source>The two differ.</source>
        <translation>Die beiden unterscheiden sich.</translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>CheckList</name>
    <message>
        <source>Checks</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <translation>%1: %2. %3</translation>
    </message>
</context>
<context>
    <name>Choice</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ConfirmDialog</name>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>CopyLabel</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Copy %1</source>
        <translation>%1 kopieren</translation>
    </message>
</context>
<context>
    <name>DeviceCard</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>This device does not report its load.</source>
        <translation>Dieses Gerät meldet seine Last nicht.</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>VRAM</source>
        <translation>VRAM</translation>
    </message>
    <message>
        <source>Clocks</source>
        <translation>Takte</translation>
    </message>
    <message>
        <source>Held back by</source>
        <translation>Gebremst durch</translation>
    </message>
    <message>
        <source>Limits</source>
        <translation>Grenzen</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>These limits are not confirmed and fall back soon.</source>
        <translation>Diese Grenzen sind nicht bestätigt und fallen bald zurück.</translation>
    </message>
    <message>
        <source>This device does not report its memory.</source>
        <translation>Dieses Gerät meldet seinen Speicher nicht.</translation>
    </message>
    <message>
        <source>Power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>This device does not report its power.</source>
        <translation>Dieses Gerät meldet seine Leistung nicht.</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>now on job</source>
        <translation>gerade an Auftrag</translation>
    </message>
    <message>
        <source>The load of all programs.</source>
        <translation>Die Last aller Programme.</translation>
    </message>
</context>
<context>
    <name>Devices</name>
    <message>
        <source>working</source>
        <translation>arbeitet</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>driver missing</source>
        <translation>Treiber fehlt</translation>
    </message>
    <message>
        <source>asleep</source>
        <translation>schläft</translation>
    </message>
    <message>
        <source>switched off</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>driver busy</source>
        <translation>Treiber antwortet nicht</translation>
    </message>
    <message>
        <source>probe crashed</source>
        <translation>Messung abgestürzt</translation>
    </message>
    <message>
        <source>too little memory</source>
        <translation>zu wenig Speicher</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>ungenutzt</translation>
    </message>
    <message>
        <source>power</source>
        <translation>Leistung</translation>
    </message>
    <message>
        <source>temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>current</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>power brake</source>
        <translation>Leistungsbremse</translation>
    </message>
    <message>
        <source>hardware</source>
        <translation>Hardware</translation>
    </message>
    <message>
        <source>other</source>
        <translation>anderes</translation>
    </message>
    <message>
        <source>%1 MHz</source>
        <translation>%1 MHz</translation>
    </message>
    <message>
        <source>memory %1 MHz</source>
        <translation>Speicher %1 MHz</translation>
    </message>
    <message>
        <source>fan %1</source>
        <translation>Lüfter %1</translation>
    </message>
    <message>
        <source>fan %1/min</source>
        <translation>Lüfter %1/min</translation>
    </message>
    <message>
        <source>%1 stay free</source>
        <translation>%1 bleiben frei</translation>
    </message>
    <message>
        <source>pause at %1</source>
        <translation>Pause bei %1</translation>
    </message>
    <message numerus="yes">
        <source>%n thread(s)</source>
        <translation>
            <numerusform>%n Thread</numerusform>
            <numerusform>%n Threads</numerusform>
        </translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>The load of all programs; no answer is computed now.</source>
        <translation>Die Last aller Programme; gerade wird keine Antwort berechnet.</translation>
    </message>
</context>
<context>
    <name>DoctorCard</name>
    <message>
        <source>Doctor</source>
        <translation>Untersuchung</translation>
    </message>
    <message>
        <source>Examining…</source>
        <translation>Wird untersucht …</translation>
    </message>
    <message>
        <source>Examine</source>
        <translation>Untersuchen</translation>
    </message>
    <message>
        <source>Checks keys, disk, worker, sandbox, ledger and models, and says how to mend what is wrong.</source>
        <translation>Prüft Schlüssel, Platte, Arbeiter, Abschottung, Hauptbuch und Modelle und sagt, wie sich Fehler beheben lassen.</translation>
    </message>
    <message>
        <source>%1: %2. %3</source>
        <translation>%1: %2. %3</translation>
    </message>
</context>
<context>
    <name>EarningsChart</name>
    <message>
        <source>Earned over time</source>
        <translation>Verdienstverlauf</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <source>24 h</source>
        <translation>24 Std.</translation>
    </message>
    <message>
        <source>7 d</source>
        <translation>7 T.</translation>
    </message>
    <message>
        <source>30 d</source>
        <translation>30 T.</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Earned over time; the table on the earnings page holds the same</source>
        <translation>Verdienst im Lauf der Zeit; die Tabelle auf der Seite Verdienst enthält dasselbe</translation>
    </message>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>Nothing was earned in this time.</source>
        <translation>In dieser Zeit wurde nichts verdient.</translation>
    </message>
    <message>
        <source>estimate per column: ≈ %1 EMB in %2</source>
        <translation>Schätzung je Säule: ≈ %1 EMB in %2</translation>
    </message>
</context>
<context>
    <name>EarningsHead</name>
    <message>
        <source>Earnings</source>
        <translation>Verdienst</translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>Wird geschrieben …</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>CSV ausgeben …</translation>
    </message>
    <message>
        <source>Writes the earnings of the chosen range to a file.</source>
        <translation>Schreibt den Verdienst des gewählten Zeitraums in eine Datei.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>EMB</source>
        <translation>EMB</translation>
    </message>
    <message>
        <source>Nothing was earned in this time. Each signed answer is booked here: first pending, then confirmed, then paid.</source>
        <translation>In dieser Zeit wurde nichts verdient. Jede signierte Antwort wird hier verbucht: erst offen, dann bestätigt, dann ausgezahlt.</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>What it earned appears here as soon as it answers.</source>
        <translation>Sein Verdienst erscheint hier, sobald er antwortet.</translation>
    </message>
</context>
<context>
    <name>EarningsLine</name>
    <message>
        <source>cut short by its caller</source>
        <translation>vom Auftraggeber abgebrochen</translation>
    </message>
    <message>
        <source>%1, %2, %3, %4</source>
        <translation>%1, %2, %3, %4</translation>
    </message>
    <message>
        <source>Show the receipt</source>
        <translation>Beleg zeigen</translation>
    </message>
</context>
<context>
    <name>EarningsPage</name>
    <message>
        <source>Single earnings</source>
        <translation>Einzelne Einnahmen</translation>
    </message>
    <message>
        <source>Export earnings</source>
        <translation>Verdienst ausgeben</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
</context>
<context>
    <name>ExchangeView</name>
    <message>
        <source>You asked: %1</source>
        <translation>Sie fragten: %1</translation>
    </message>
    <message>
        <source>Answer: %1</source>
        <translation>Antwort: %1</translation>
    </message>
    <message>
        <source>Waiting for the first token…</source>
        <translation>Warten auf das erste Token …</translation>
    </message>
    <message>
        <source>Stopped by you.</source>
        <translation>Von Ihnen angehalten.</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>Nachweis</translation>
    </message>
    <message>
        <source>Show the receipt</source>
        <translation>Beleg zeigen</translation>
    </message>
</context>
<context>
    <name>FirstSteps</name>
    <message>
        <source>First steps</source>
        <translation>Erste Schritte</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Ein Modell einlesen</translation>
    </message>
    <message>
        <source>Go to the models</source>
        <translation>Zu den Modellen</translation>
    </message>
    <message>
        <source>A GGUF file or a Hugging Face folder. Small models of 0.1 to 1 billion parameters run well on a CPU.</source>
        <translation>Eine GGUF-Datei oder ein Ordner von Hugging Face. Kleine Modelle mit 0,1 bis 1 Milliarde Parametern laufen gut auf einer CPU.</translation>
    </message>
    <message>
        <source>Ask it something</source>
        <translation>Etwas fragen</translation>
    </message>
    <message>
        <source>Open the playground</source>
        <translation>Ausprobieren öffnen</translation>
    </message>
    <message>
        <source>In the playground, or with any OpenAI client; the address is in the settings.</source>
        <translation>Unter „Ausprobieren“ oder mit jedem OpenAI-Programm; die Adresse steht in den Einstellungen.</translation>
    </message>
    <message>
        <source>Watch its proofs</source>
        <translation>Den Nachweisen zusehen</translation>
    </message>
    <message>
        <source>Each answer gets a signed receipt. How it is proved and paid is shown here from then on.</source>
        <translation>Jede Antwort bekommt einen signierten Beleg. Wie sie nachgewiesen und bezahlt wird, steht von da an hier.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 Std.</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 T.</translation>
    </message>
    <message>
        <source>under a minute</source>
        <translation>unter einer Minute</translation>
    </message>
    <message>
        <source>%1 B</source>
        <translation>%1 Mrd.</translation>
    </message>
    <message>
        <source>%1 M</source>
        <translation>%1 Mio.</translation>
    </message>
</context>
<context>
    <name>Frame</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Jobs &amp; proofs</source>
        <translation>Aufträge &amp; Belege</translation>
    </message>
    <message>
        <source>Earnings</source>
        <translation>Verdienst</translation>
    </message>
    <message>
        <source>Playground</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Scripted scenario “%1”, not a real node: nothing here is computed, signed or earned.</source>
        <translation>Gespieltes Szenario „%1“, kein echter Knoten: Nichts hier wird berechnet, signiert oder verdient.</translation>
    </message>
</context>
<context>
    <name>ImportDialog</name>
    <message>
        <source>Import a model</source>
        <translation>Modell einlesen</translation>
    </message>
    <message>
        <source>A GGUF file, or a folder from Hugging Face with config.json and safetensors. It is copied into the node&apos;s home; the original stays.</source>
        <translation>Eine GGUF-Datei oder ein Ordner von Hugging Face mit config.json und safetensors. Sie werden in den Ordner des Knotens kopiert; das Original bleibt.</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>Einlesen</translation>
    </message>
    <message>
        <source>File or folder</source>
        <translation>Datei oder Ordner</translation>
    </message>
    <message>
        <source>File…</source>
        <translation>Datei …</translation>
    </message>
    <message>
        <source>Folder…</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <source>Name (taken from the file if empty)</source>
        <translation>Name (leer: von der Datei)</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>the node&apos;s choice</source>
        <translation>Wahl des Knotens</translation>
    </message>
    <message>
        <source>Choose a GGUF file</source>
        <translation>GGUF-Datei wählen</translation>
    </message>
    <message>
        <source>GGUF models (*.gguf)</source>
        <translation>GGUF-Modelle (*.gguf)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Choose a Hugging Face folder</source>
        <translation>Hugging-Face-Ordner wählen</translation>
    </message>
</context>
<context>
    <name>JobLine</name>
    <message>
        <source>%1, %2, %3, %4 EMB</source>
        <translation>%1, %2, %3, %4 EMB</translation>
    </message>
    <message>
        <source>%1  ·  %2</source>
        <translation>%1  ·  %2</translation>
    </message>
    <message>
        <source>%1  ·  %2 tokens</source>
        <translation>%1  ·  %2 Token</translation>
    </message>
</context>
<context>
    <name>JobsPage</name>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Jobs &amp; proofs</source>
        <translation>Aufträge &amp; Belege</translation>
    </message>
    <message numerus="yes">
        <source>%n shown</source>
        <translation>
            <numerusform>%n gezeigt</numerusform>
            <numerusform>%n gezeigt</numerusform>
        </translation>
    </message>
    <message>
        <source>Search model or id</source>
        <translation>Modell oder Kennung</translation>
    </message>
    <message>
        <source>Which jobs</source>
        <translation>Welche Aufträge</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>In proof</source>
        <translation>Im Nachweis</translation>
    </message>
    <message>
        <source>Settled</source>
        <translation>Abgerechnet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Reading the jobs</source>
        <translation>Aufträge werden gelesen</translation>
    </message>
    <message>
        <source>No job matches</source>
        <translation>Kein Auftrag passt</translation>
    </message>
    <message>
        <source>No jobs yet</source>
        <translation>Noch keine Aufträge</translation>
    </message>
    <message>
        <source>Each answer that this node computes is listed here with its receipt and its proofs.</source>
        <translation>Jede Antwort, die dieser Knoten berechnet, steht hier mit ihrem Beleg und ihren Nachweisen.</translation>
    </message>
    <message>
        <source>Its jobs and their receipts appear here as soon as it answers.</source>
        <translation>Seine Aufträge und ihre Belege erscheinen hier, sobald er antwortet.</translation>
    </message>
</context>
<context>
    <name>KeysCard</name>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Back up…</source>
        <translation>Sichern …</translation>
    </message>
    <message>
        <source>%1 key</source>
        <translation>Schlüssel %1</translation>
    </message>
    <message>
        <source>passphrase</source>
        <translation>Passphrase</translation>
    </message>
    <message>
        <source>no passphrase</source>
        <translation>ohne Passphrase</translation>
    </message>
    <message>
        <source>Only public halves are shown. Nobody who helps you ever needs the secret ones.</source>
        <translation>Nur die öffentlichen Hälften werden gezeigt. Niemand, der Ihnen hilft, braucht je die geheimen.</translation>
    </message>
</context>
<context>
    <name>Lamp</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>LoadBar</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Main</name>
    <message>
        <source>Hearth (scenario %1)</source>
        <translation>Hearth (Szenario %1)</translation>
    </message>
</context>
<context>
    <name>ModelCard</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Standard</translation>
    </message>
    <message>
        <source>Requests that name no model get this one.</source>
        <translation>Anfragen, die kein Modell nennen, bekommen dieses.</translation>
    </message>
    <message>
        <source>model id</source>
        <translation>Modellkennung</translation>
    </message>
    <message>
        <source>Check files</source>
        <translation>Dateien prüfen</translation>
    </message>
    <message>
        <source>Hashes the stored files again and compares them with the manifest.</source>
        <translation>Bildet die Prüfsummen der gespeicherten Dateien neu und vergleicht sie mit dem Manifest.</translation>
    </message>
    <message>
        <source>Remove %1</source>
        <translation>%1 entfernen</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Profiles</source>
        <translation>Profile</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Measured: %1</source>
        <translation>Gemessen: %1</translation>
    </message>
</context>
<context>
    <name>Models</name>
    <message>
        <source>Asks %1 EMB for a million tokens read, %2 EMB for a million written.</source>
        <translation>Verlangt %1 EMB für eine Million gelesener Token, %2 EMB für eine Million geschriebener.</translation>
    </message>
    <message>
        <source>loaded</source>
        <translation>geladen</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>perplexity in fp32</source>
        <translation>Perplexität in fp32</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
</context>
<context>
    <name>ModelsPage</name>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>What this node can answer with.</source>
        <translation>Womit dieser Knoten antworten kann.</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>Einlesen …</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>No model yet</source>
        <translation>Noch kein Modell</translation>
    </message>
    <message>
        <source>Import a GGUF file or a Hugging Face folder. Small models of 0.1 to 1 billion parameters run well on a CPU.</source>
        <translation>Lesen Sie eine GGUF-Datei oder einen Hugging-Face-Ordner ein. Kleine Modelle mit 0,1 bis 1 Milliarde Parametern laufen gut auf einer CPU.</translation>
    </message>
    <message>
        <source>Remove %1?</source>
        <translation>%1 entfernen?</translation>
    </message>
    <message>
        <source>Its files are deleted from the node&apos;s home. Receipts and earnings stay, but its answers can no longer be replayed here.</source>
        <translation>Seine Dateien werden aus dem Ordner des Knotens gelöscht. Belege und Verdienst bleiben, aber seine Antworten lassen sich hier nicht mehr nachrechnen.</translation>
    </message>
    <message numerus="yes">
        <source>%n receipt(s) may still be audited; without the model an audit fails to replay the answer.</source>
        <translation>
            <numerusform>%n Beleg kann noch geprüft werden; ohne das Modell scheitert eine Prüfung daran, die Antwort nachzurechnen.</numerusform>
            <numerusform>%n Belege können noch geprüft werden; ohne das Modell scheitert eine Prüfung daran, die Antwort nachzurechnen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Its models appear here as soon as it answers.</source>
        <translation>Seine Modelle erscheinen hier, sobald er antwortet.</translation>
    </message>
</context>
<context>
    <name>MoneyBuckets</name>
    <message>
        <source>Pending</source>
        <translation>Offen</translation>
    </message>
    <message>
        <source>Confirmed</source>
        <translation>Bestätigt</translation>
    </message>
    <message>
        <source>not contradicted, not vested</source>
        <translation>unwidersprochen, noch gesperrt</translation>
    </message>
    <message>
        <source>Paid</source>
        <translation>Ausgezahlt</translation>
    </message>
    <message>
        <source>in your account</source>
        <translation>auf Ihrem Konto</translation>
    </message>
    <message>
        <source>%1: %2 EMB, %3</source>
        <translation>%1: %2 EMB, %3</translation>
    </message>
    <message>
        <source>Estimate: %1 EMB, %2</source>
        <translation>Schätzung: %1 EMB, %2</translation>
    </message>
    <message>
        <source>Estimate</source>
        <translation>Schätzung</translation>
    </message>
    <message>
        <source>still in proof</source>
        <translation>noch im Nachweis</translation>
    </message>
</context>
<context>
    <name>OverviewPage</name>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Last proofs</source>
        <translation>Letzte Nachweise</translation>
    </message>
    <message>
        <source>All jobs</source>
        <translation>Alle Aufträge</translation>
    </message>
    <message>
        <source>No answer was proved yet</source>
        <translation>Noch keine Antwort nachgewiesen</translation>
    </message>
    <message>
        <source>Ask something in the playground, or point any OpenAI client at this node.</source>
        <translation>Fragen Sie etwas unter „Ausprobieren“ oder richten Sie ein beliebiges OpenAI-Programm auf diesen Knoten.</translation>
    </message>
    <message>
        <source>Open the playground</source>
        <translation>Ausprobieren öffnen</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Its devices, earnings and proofs appear here as soon as it answers.</source>
        <translation>Seine Geräte, Einnahmen und Nachweise erscheinen hier, sobald er antwortet.</translation>
    </message>
</context>
<context>
    <name>PlaygroundPage</name>
    <message>
        <source>Playground</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Each question stands alone; its answer becomes a job with a receipt.</source>
        <translation>Jede Frage steht für sich; ihre Antwort wird ein Auftrag mit Beleg.</translation>
    </message>
    <message>
        <source>Questions and answers</source>
        <translation>Fragen und Antworten</translation>
    </message>
    <message>
        <source>There is no model yet</source>
        <translation>Es gibt noch kein Modell</translation>
    </message>
    <message>
        <source>Ask your node something</source>
        <translation>Fragen Sie Ihren Knoten etwas</translation>
    </message>
    <message>
        <source>Import a GGUF file or a Hugging Face folder first.</source>
        <translation>Lesen Sie zuerst eine GGUF-Datei oder einen Hugging-Face-Ordner ein.</translation>
    </message>
    <message>
        <source>The answer is computed on this machine, signed, and shown with the checks that were made.</source>
        <translation>Die Antwort wird auf diesem Rechner berechnet, signiert und mit den gemachten Prüfungen gezeigt.</translation>
    </message>
    <message>
        <source>Go to the models</source>
        <translation>Zu den Modellen</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>You can ask it something as soon as it answers.</source>
        <translation>Sie können ihn etwas fragen, sobald er antwortet.</translation>
    </message>
</context>
<context>
    <name>Progress</name>
    <message>
        <source>, about %1 left</source>
        <translation>, noch etwa %1</translation>
    </message>
</context>
<context>
    <name>ProgressLine</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
</context>
<context>
    <name>ProofStrip</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>ReceiptPanel</name>
    <message>
        <source>Its caller ended this answer before it was whole; what was computed by then is paid.</source>
        <translation>Der Auftraggeber hat diese Antwort vorzeitig beendet; was bis dahin berechnet war, wird bezahlt.</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>No receipt yet</source>
        <translation>Noch kein Beleg</translation>
    </message>
    <message>
        <source>Reading the receipt</source>
        <translation>Beleg wird gelesen</translation>
    </message>
    <message>
        <source>A job gets its receipt when the answer is finished and signed.</source>
        <translation>Ein Auftrag bekommt seinen Beleg, wenn die Antwort fertig und signiert ist.</translation>
    </message>
    <message>
        <source>Back to the list</source>
        <translation>Zurück zur Liste</translation>
    </message>
    <message>
        <source>receipt id</source>
        <translation>Belegkennung</translation>
    </message>
    <message>
        <source>Something in this receipt does not agree.</source>
        <translation>In diesem Beleg stimmt etwas nicht überein.</translation>
    </message>
    <message>
        <source>EMB, lost with this receipt</source>
        <translation>EMB, mit diesem Beleg verloren</translation>
    </message>
    <message>
        <source>EMB, your share</source>
        <translation>EMB, Ihr Anteil</translation>
    </message>
    <message>
        <source>Verify now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>A fresh worker on this machine computes the answer again and compares.</source>
        <translation>Ein frischer Arbeiter auf diesem Rechner berechnet die Antwort noch einmal und vergleicht.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Ausgeben …</translation>
    </message>
    <message>
        <source>Writes the signed receipt to a file that anyone can check with hearthctl.</source>
        <translation>Schreibt den signierten Beleg in eine Datei, die jeder mit hearthctl prüfen kann.</translation>
    </message>
    <message>
        <source>What was checked</source>
        <translation>Was geprüft wurde</translation>
    </message>
    <message>
        <source>What it says</source>
        <translation>Was darin steht</translation>
    </message>
    <message>
        <source>Export the receipt</source>
        <translation>Beleg ausgeben</translation>
    </message>
    <message>
        <source>Receipts (*.receipt)</source>
        <translation>Belege (*.receipt)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>This job has no receipt</source>
        <translation>Dieser Auftrag hat keinen Beleg</translation>
    </message>
</context>
<context>
    <name>SettingsPage</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Bound to</source>
        <translation>Gebunden an</translation>
    </message>
    <message>
        <source>OpenAI address</source>
        <translation>OpenAI-Adresse</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Payout account</source>
        <translation>Auszahlungskonto</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Betriebsart</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Arbeiter</translation>
    </message>
    <message>
        <source>Confined by</source>
        <translation>Abgeschottet durch</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Open the home folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>When to work</source>
        <translation>Wann gearbeitet wird</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Finish, then pause</source>
        <translation>Fertig machen, dann Pause</translation>
    </message>
    <message>
        <source>Pause now</source>
        <translation>Sofort Pause</translation>
    </message>
    <message>
        <source>Running answers are broken off and earn nothing.</source>
        <translation>Laufende Antworten werden abgebrochen und verdienen nichts.</translation>
    </message>
    <message>
        <source>Snooze 1 h</source>
        <translation>1 Std. ruhen</translation>
    </message>
    <message>
        <source>Closing this window leaves the node going.</source>
        <translation>Der Knoten läuft weiter, wenn Sie dieses Fenster schließen.</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
</context>
<context>
    <name>SlideField</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>SocketDoor</name>
    <message>
        <source>The service&apos;s program hearthd was not found.</source>
        <translation>Das Programm hearthd des Dienstes wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Install Hearth, or put hearthd beside this program.</source>
        <translation>Installieren Sie Hearth, oder legen Sie hearthd neben dieses Programm.</translation>
    </message>
    <message>
        <source>hearthd cannot be started: %1.</source>
        <translation>hearthd lässt sich nicht starten: %1.</translation>
    </message>
    <message>
        <source>hearthd was started but is not ready yet.</source>
        <translation>hearthd wurde gestartet, ist aber noch nicht bereit.</translation>
    </message>
    <message>
        <source>Look into logs/hearthd.log of the home.</source>
        <translation>Sehen Sie in logs/hearthd.log im Ordner des Knotens nach.</translation>
    </message>
    <message>
        <source>hearthd ended with code %1.</source>
        <translation>hearthd endete mit Code %1.</translation>
    </message>
</context>
<context>
    <name>TruthBar</name>
    <message>
        <source>Set up the node</source>
        <translation>Knoten einrichten</translation>
    </message>
    <message>
        <source>Start the service</source>
        <translation>Dienst starten</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Import a model</source>
        <translation>Modell einlesen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Pause</translation>
    </message>
    <message>
        <source>Finish, then pause</source>
        <translation>Fertig machen, dann Pause</translation>
    </message>
    <message>
        <source>Running answers end and earn; no new ones begin.</source>
        <translation>Laufende Antworten enden und verdienen; neue beginnen nicht.</translation>
    </message>
    <message>
        <source>Pause now</source>
        <translation>Sofort Pause</translation>
    </message>
    <message>
        <source>Running answers are broken off and earn nothing.</source>
        <translation>Laufende Antworten werden abgebrochen und verdienen nichts.</translation>
    </message>
    <message>
        <source>Snooze for 30 minutes</source>
        <translation>30 Minuten ruhen</translation>
    </message>
    <message>
        <source>Snooze for 1 hour</source>
        <translation>1 Stunde ruhen</translation>
    </message>
    <message>
        <source>Snooze for 4 hours</source>
        <translation>4 Stunden ruhen</translation>
    </message>
</context>
<context>
    <name>WindowCard</name>
    <message>
        <source>Window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Text size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Reduced motion</source>
        <translation>Weniger Bewegung</translation>
    </message>
    <message>
        <source>Language (from the next start)</source>
        <translation>Sprache (ab dem nächsten Start)</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>Reason of the end</source>
        <translation>Grund des Endes</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Zeiten</translation>
    </message>
    <message>
        <source>Assigning</source>
        <translation>Zuteilung</translation>
    </message>
    <message>
        <source>Committing</source>
        <translation>Festlegung</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>Ziehung</translation>
    </message>
    <message>
        <source>Replaying</source>
        <translation>Wiederholung</translation>
    </message>
    <message>
        <source>Verifying</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Vesting</source>
        <translation>Sperrfrist</translation>
    </message>
    <message>
        <source>Assigned</source>
        <translation>Zugeteilt</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Committed</source>
        <translation>Festgelegt</translation>
    </message>
    <message>
        <source>Drawn</source>
        <translation>Gezogen</translation>
    </message>
    <message>
        <source>Replayed</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Verified</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Vested</source>
        <translation>Frei</translation>
    </message>
    <message>
        <source>done</source>
        <translation>erledigt</translation>
    </message>
    <message>
        <source>under way</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>to come</source>
        <translation>folgt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>skipped</source>
        <translation>entfällt</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>disputed</source>
        <translation>umstritten</translation>
    </message>
    <message>
        <source>confirmed</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>paid</source>
        <translation>ausgezahlt</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>refunded</source>
        <translation>erstattet</translation>
    </message>
    <message>
        <source>passed</source>
        <translation>bestanden</translation>
    </message>
    <message>
        <source>not checked</source>
        <translation>nicht geprüft</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>E0: no evidence.</source>
        <translation>E0: kein Nachweis.</translation>
    </message>
    <message>
        <source>E1: signed by a known key; no replay confirmed it.</source>
        <translation>E1: von einem bekannten Schlüssel signiert; kein Nachrechnen hat es bestätigt.</translation>
    </message>
    <message>
        <source>E2: computed again and equal within tolerance.</source>
        <translation>E2: nachgerechnet und im Rahmen der Toleranz gleich.</translation>
    </message>
    <message>
        <source>E3: attested by hardware.</source>
        <translation>E3: durch Hardware bezeugt.</translation>
    </message>
    <message>
        <source>E4: computed again, equal to the last bit, or proved.</source>
        <translation>E4: nachgerechnet und bis aufs letzte Bit gleich, oder bewiesen.</translation>
    </message>
    <message>
        <source>Signature</source>
        <translation>Signatur</translation>
    </message>
    <message>
        <source>Executor named</source>
        <translation>Ausführender genannt</translation>
    </message>
    <message>
        <source>Client named</source>
        <translation>Auftraggeber genannt</translation>
    </message>
    <message>
        <source>Request unchanged</source>
        <translation>Anfrage unverändert</translation>
    </message>
    <message>
        <source>Right model</source>
        <translation>Richtiges Modell</translation>
    </message>
    <message>
        <source>Right profile</source>
        <translation>Richtiges Profil</translation>
    </message>
    <message>
        <source>Decoding parameters</source>
        <translation>Einstellungen der Ausgabe</translation>
    </message>
    <message>
        <source>Price within the cap</source>
        <translation>Preis unter der Grenze</translation>
    </message>
    <message>
        <source>Number of input tokens</source>
        <translation>Anzahl der Eingabetoken</translation>
    </message>
    <message>
        <source>Number of output tokens</source>
        <translation>Anzahl der Ausgabetoken</translation>
    </message>
    <message>
        <source>Input tokens</source>
        <translation>Eingabetoken</translation>
    </message>
    <message>
        <source>Output tokens</source>
        <translation>Ausgabetoken</translation>
    </message>
    <message>
        <source>Scores of the prompt</source>
        <translation>Bewertung der Eingabe</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>Beacon of the ledger</source>
        <translation>Beacon des Hauptbuchs</translation>
    </message>
    <message>
        <source>Executor registered</source>
        <translation>Ausführender eingetragen</translation>
    </message>
    <message>
        <source>Replay by this machine</source>
        <translation>Hier nachgerechnet</translation>
    </message>
    <message>
        <source>Receipt</source>
        <translation>Beleg</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Executor</source>
        <translation>Ausführender</translation>
    </message>
    <message>
        <source>Client</source>
        <translation>Auftraggeber</translation>
    </message>
    <message>
        <source>Model id</source>
        <translation>Modellkennung</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Input commitment</source>
        <translation>Festlegung der Eingabe</translation>
    </message>
    <message>
        <source>Output root</source>
        <translation>Wurzel der Ausgabe</translation>
    </message>
    <message>
        <source>Ended by</source>
        <translation>Beendet durch</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Top-p</source>
        <translation>Top-p</translation>
    </message>
    <message>
        <source>Top-k</source>
        <translation>Top-k</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Höchstens Token</translation>
    </message>
    <message>
        <source>Seed commitment</source>
        <translation>Festlegung des Startwerts</translation>
    </message>
    <message>
        <source>Receipt before</source>
        <translation>Beleg davor</translation>
    </message>
    <message>
        <source>Price</source>
        <translation>Preis</translation>
    </message>
    <message>
        <source>Escrow</source>
        <translation>Treuhand</translation>
    </message>
    <message>
        <source>Block height</source>
        <translation>Blockhöhe</translation>
    </message>
    <message>
        <source>First token after</source>
        <translation>Erstes Token nach</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Replay failed</source>
        <translation>Widerlegt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>cut short</source>
        <translation>vorzeitig beendet</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Disk</source>
        <translation>Platte</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Arbeitsspeicher</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Arbeiter</translation>
    </message>
    <message>
        <source>Worker program</source>
        <translation>Arbeiterprogramm</translation>
    </message>
    <message>
        <source>GPUs</source>
        <translation>GPUs</translation>
    </message>
    <message>
        <source>GPU plug-ins</source>
        <translation>GPU-Module</translation>
    </message>
    <message>
        <source>Sandbox</source>
        <translation>Abschottung</translation>
    </message>
    <message>
        <source>Ledger</source>
        <translation>Hauptbuch</translation>
    </message>
    <message>
        <source>Database</source>
        <translation>Datenbank</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>Home folder</source>
        <translation>Ordner des Knotens</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>Manifest</translation>
    </message>
    <message>
        <source>Files of the model</source>
        <translation>Dateien des Modells</translation>
    </message>
    <message>
        <source>Folders</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Audits</source>
        <translation>Nachprüfungen</translation>
    </message>
    <message>
        <source>the model&apos;s last token</source>
        <translation>das Schlusstoken des Modells</translation>
    </message>
    <message>
        <source>a stop text</source>
        <translation>einen Stopptext</translation>
    </message>
    <message>
        <source>the greatest length</source>
        <translation>die größte Länge</translation>
    </message>
    <message>
        <source>the caller</source>
        <translation>den Anfragenden</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DoctorReader</name>
    <message>
        <source>Everything is in order.</source>
        <translation>Alles ist in Ordnung.</translation>
    </message>
    <message numerus="yes">
        <source>%n point(s) need a look.</source>
        <translation>
            <numerusform>%n Punkt braucht Aufmerksamkeit.</numerusform>
            <numerusform>%n Punkte brauchen Aufmerksamkeit.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::EarningsReader</name>
    <message>
        <source>Wrote the newest %1 rows to %2; there may be older ones.</source>
        <translation>Die neuesten %1 Zeilen stehen in %2; es kann ältere geben.</translation>
    </message>
    <message>
        <source>Wrote %1 rows to %2.</source>
        <translation>%1 Zeilen stehen in %2.</translation>
    </message>
    <message>
        <source>a day, from the last %1; not a promise</source>
        <translation>am Tag, aus den letzten %1; kein Versprechen</translation>
    </message>
    <message>
        <source>a day; told after two hours of work, %1 so far</source>
        <translation>am Tag: ab zwei Stunden Arbeit, bisher %1</translation>
    </message>
    <message>
        <source>a day: nothing was earned in the last %1</source>
        <translation>am Tag: in den letzten %1 wurde nichts verdient</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::KeysReader</name>
    <message>
        <source>Operator</source>
        <translation>Betreiber</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Payout</source>
        <translation>Auszahlung</translation>
    </message>
    <message>
        <source>Caller</source>
        <translation>Anfragender</translation>
    </message>
    <message>
        <source>Sequencer</source>
        <translation>Sequenzer</translation>
    </message>
    <message>
        <source>The keys are in %1. Keep it apart from this machine; without its passphrase nobody can open it.</source>
        <translation>Die Schlüssel sind in %1. Bewahren Sie die Datei getrennt von diesem Rechner auf; ohne die Passphrase kann sie niemand öffnen.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ModelsReader</name>
    <message>
        <source>Opening %1</source>
        <translation>%1 wird geöffnet</translation>
    </message>
    <message>
        <source>%1 is imported and ready.</source>
        <translation>%1 ist eingelesen und bereit.</translation>
    </message>
    <message>
        <source>Checking %1</source>
        <translation>%1 wird geprüft</translation>
    </message>
    <message>
        <source>The files of %1 are as they were imported.</source>
        <translation>Die Dateien von %1 sind so, wie sie eingelesen wurden.</translation>
    </message>
    <message>
        <source>%1 fails: %2</source>
        <translation>%1 schlägt fehl: %2</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen …</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::NodeConnection</name>
    <message>
        <source>The service runs but does not answer.</source>
        <translation>Der Dienst läuft, antwortet aber nicht.</translation>
    </message>
    <message>
        <source>It may be overloaded or stopped in a debugger. The window goes on trying.</source>
        <translation>Er ist vielleicht überlastet oder in einem Debugger angehalten. Das Fenster versucht es weiter.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::NodeFacts</name>
    <message>
        <source>solo: this machine settles and audits its own work</source>
        <translation>solo: dieser Rechner rechnet seine Arbeit selbst ab und prüft sie selbst</translation>
    </message>
    <message>
        <source>can not load its model</source>
        <translation>kann sein Modell nicht laden</translation>
    </message>
    <message>
        <source>network: other homes order the blocks and audit this one&apos;s work</source>
        <translation>Netz: andere ordnen die Blöcke und prüfen, was dieser Rechner rechnet</translation>
    </message>
    <message numerus="yes">
        <source>, restarted %n time(s)</source>
        <translation>
            <numerusform>, %n-mal neu gestartet</numerusform>
            <numerusform>, %n-mal neu gestartet</numerusform>
        </translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>ready</source>
        <translation>bereit</translation>
    </message>
    <message>
        <source>computing</source>
        <translation>rechnet</translation>
    </message>
    <message>
        <source>waiting before it starts again</source>
        <translation>wartet vor dem nächsten Start</translation>
    </message>
    <message>
        <source>making room for other programs</source>
        <translation>macht anderen Programmen Platz</translation>
    </message>
    <message>
        <source>disabled</source>
        <translation>abgeschaltet</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ReceiptReader</name>
    <message>
        <source>Waiting for a worker</source>
        <translation>Warten auf einen Arbeiter</translation>
    </message>
    <message>
        <source>Verified: everything that was checked agrees.</source>
        <translation>Geprüft: Alles, was geprüft wurde, stimmt überein.</translation>
    </message>
    <message>
        <source>Something does not agree; see the checks.</source>
        <translation>Etwas stimmt nicht überein; siehe die Prüfungen.</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Ausgegeben nach %1.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Screenshots</name>
    <message>
        <source>What is a hearth, and what has it to do with this program?</source>
        <translation>Was ist ein Herd, und was hat er mit diesem Programm zu tun?</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::StatusReader</name>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>limited</source>
        <translation>eingeschränkt</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>GPU</source>
        <translation>GPU</translation>
    </message>
    <message>
        <source>in use</source>
        <translation>rechnet</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>not used</source>
        <translation>ungenutzt</translation>
    </message>
    <message>
        <source>Eligible</source>
        <translation>Zugelassen</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>Earning</source>
        <translation>Verdient</translation>
    </message>
    <message>
        <source>not now</source>
        <translation>gerade nicht</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>not reached</source>
        <translation>nicht erreicht</translation>
    </message>
    <message>
        <source>Answers: %1 done, %2 failed, %3 cancelled</source>
        <translation>Antworten: %1 fertig, %2 fehlgeschlagen, %3 abgebrochen</translation>
    </message>
    <message>
        <source>Worker on %1: %2</source>
        <translation>Arbeiter auf %1: %2</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Talk</name>
    <message>
        <source>cut short by the node</source>
        <translation>vom Knoten abgebrochen</translation>
    </message>
    <message>
        <source>%1 → %2 tokens</source>
        <translation>%1 → %2 Token</translation>
    </message>
    <message>
        <source>first after %1</source>
        <translation>erstes nach %1</translation>
    </message>
    <message>
        <source>%1 tokens/s</source>
        <translation>%1 Token/s</translation>
    </message>
    <message>
        <source>cut at the most tokens</source>
        <translation>an der Grenze abgeschnitten</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Truth</name>
    <message>
        <source>Starting the service…</source>
        <translation>Der Dienst wird gestartet …</translation>
    </message>
    <message>
        <source>Looking for the node…</source>
        <translation>Der Knoten wird gesucht …</translation>
    </message>
    <message>
        <source>What you see is %1 old.</source>
        <translation>Was Sie sehen, ist %1 alt.</translation>
    </message>
    <message>
        <source>solo: settled and checked by this machine</source>
        <translation>solo: abgerechnet und geprüft von diesem Rechner</translation>
    </message>
    <message>
        <source>network: settled by its validators, checked by other machines</source>
        <translation>Netz: abgerechnet von seinen Validatoren, geprüft von anderen Rechnern</translation>
    </message>
    <message>
        <source>epoch %1</source>
        <translation>Epoche %1</translation>
    </message>
    <message>
        <source>, ends in %1</source>
        <translation>, endet in %1</translation>
    </message>
    <message>
        <source>up %1</source>
        <translation>läuft seit %1</translation>
    </message>
    <message>
        <source>goes on in %1</source>
        <translation>geht weiter in %1</translation>
    </message>
</context>
</TS>
