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
        <source>d MMM</source>
        <translation>d. MMM</translation>
    </message>
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
    <name>Sentences</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Stopping.</source>
        <translation>Wird beendet.</translation>
    </message>
    <message>
        <source>Stopping: finishing %1 answers.</source>
        <translation>Wird beendet: %1 Antworten werden noch fertig.</translation>
    </message>
    <message>
        <source>Stopping: finishing 1 answer.</source>
        <translation>Wird beendet: 1 Antwort wird noch fertig.</translation>
    </message>
    <message>
        <source>Pausing: finishing %1 answers, taking no more.</source>
        <translation>Pause beginnt: %1 Antworten werden noch fertig, neue kommen nicht dazu.</translation>
    </message>
    <message>
        <source>Pausing: finishing 1 answer, taking no more.</source>
        <translation>Pause beginnt: 1 Antwort wird noch fertig, neue kommen nicht dazu.</translation>
    </message>
    <message>
        <source>Paused by you; it takes no requests until you resume it.</source>
        <translation>Von Ihnen angehalten; er nimmt keine Anfragen an, bis Sie ihn fortsetzen.</translation>
    </message>
    <message>
        <source>Snoozed; it goes on by itself in %1 minutes.</source>
        <translation>Ruht; er macht in %1 Minuten von selbst weiter.</translation>
    </message>
    <message>
        <source>Snoozed; it goes on by itself in 1 minute.</source>
        <translation>Ruht; er macht in 1 Minute von selbst weiter.</translation>
    </message>
    <message>
        <source>It finishes %1 answers first.</source>
        <translation>Vorher werden %1 Antworten fertig.</translation>
    </message>
    <message>
        <source>It finishes 1 answer first.</source>
        <translation>Vorher wird 1 Antwort fertig.</translation>
    </message>
    <message>
        <source>Too hot: %1</source>
        <translation>Zu heiß: %1</translation>
    </message>
    <message>
        <source>Starting.</source>
        <translation>Startet.</translation>
    </message>
    <message>
        <source>The executor role is switched off in the settings; nothing is computed here.</source>
        <translation>Das Ausführen ist in den Einstellungen abgeschaltet; hier wird nichts gerechnet.</translation>
    </message>
    <message>
        <source>Ready, but there is no model yet; import one to begin.</source>
        <translation>Bereit, aber es gibt noch kein Modell; lesen Sie zu Beginn eines ein.</translation>
    </message>
    <message>
        <source>The model %1 is disabled. %2 Resume tries it again.</source>
        <translation>Das Modell %1 ist gesperrt. %2 Fortsetzen versucht es noch einmal.</translation>
    </message>
    <message>
        <source>Serving %1 answers with %2.</source>
        <translation>Rechnet %1 Antworten mit %2.</translation>
    </message>
    <message>
        <source>Serving 1 answer with %2.</source>
        <translation>Rechnet 1 Antwort mit %2.</translation>
    </message>
    <message>
        <source>The worker is being restarted: %1</source>
        <translation>Der Arbeiter wird neu gestartet: %1</translation>
    </message>
    <message>
        <source>The model is being loaded.</source>
        <translation>Das Modell wird geladen.</translation>
    </message>
    <message>
        <source>Loading %1.</source>
        <translation>Lädt %1.</translation>
    </message>
    <message>
        <source>The model %1 does not load: %2</source>
        <translation>Das Modell %1 lässt sich nicht laden: %2</translation>
    </message>
    <message>
        <source>Ready with %1; waiting for requests.</source>
        <translation>Bereit mit %1; wartet auf Anfragen.</translation>
    </message>
    <message>
        <source>The service is stopping.</source>
        <translation>Der Dienst wird beendet.</translation>
    </message>
    <message>
        <source>The OpenAI endpoint does not serve yet.</source>
        <translation>Die OpenAI-Schnittstelle antwortet noch nicht.</translation>
    </message>
    <message>
        <source>The service runs and answers.</source>
        <translation>Der Dienst läuft und antwortet.</translation>
    </message>
    <message>
        <source>%1 computes.</source>
        <translation>%1 rechnet.</translation>
    </message>
    <message>
        <source>%1 is not used.</source>
        <translation>%1 wird nicht benutzt.</translation>
    </message>
    <message>
        <source>No GPU was found; the CPU computes.</source>
        <translation>Es wurde keine GPU gefunden; die CPU rechnet.</translation>
    </message>
    <message>
        <source>The ledger does not know this node's key yet.</source>
        <translation>Das Hauptbuch kennt den Schlüssel dieses Knotens noch nicht.</translation>
    </message>
    <message>
        <source>Registered, with a model, taking requests.</source>
        <translation>Eingetragen, mit Modell, nimmt Anfragen an.</translation>
    </message>
    <message>
        <source>Nothing was earned yet.</source>
        <translation>Es wurde noch nichts verdient.</translation>
    </message>
    <message>
        <source>An answer was settled in the last ten minutes.</source>
        <translation>In den letzten zehn Minuten wurde eine Antwort abgerechnet.</translation>
    </message>
    <message>
        <source>No answer was settled in the last ten minutes.</source>
        <translation>In den letzten zehn Minuten wurde keine Antwort abgerechnet.</translation>
    </message>
    <message>
        <source>The price cap is being locked.</source>
        <translation>Der Höchstpreis wird hinterlegt.</translation>
    </message>
    <message>
        <source>At most %1 are locked for it.</source>
        <translation>Dafür sind höchstens %1 hinterlegt.</translation>
    </message>
    <message>
        <source>The worker computes the answer.</source>
        <translation>Der Arbeiter rechnet die Antwort.</translation>
    </message>
    <message>
        <source>%1 tokens scored in %2 ms.</source>
        <translation>%1 Token in %2 ms bewertet.</translation>
    </message>
    <message>
        <source>1 token scored in %2 ms.</source>
        <translation>1 Token in %2 ms bewertet.</translation>
    </message>
    <message>
        <source>%1 tokens in %2 ms.</source>
        <translation>%1 Token in %2 ms.</translation>
    </message>
    <message>
        <source>1 token in %2 ms.</source>
        <translation>1 Token in %2 ms.</translation>
    </message>
    <message>
        <source>Ended by its caller after %1</source>
        <translation>Vom Auftraggeber beendet nach: %1</translation>
    </message>
    <message>
        <source>Its caller ended it; the tokens computed by then are paid for.</source>
        <translation>Der Auftraggeber hat sie beendet; die bis dahin berechneten Token werden bezahlt.</translation>
    </message>
    <message>
        <source>Signed; the settlement is under way.</source>
        <translation>Signiert; die Abrechnung läuft.</translation>
    </message>
    <message>
        <source>No token was produced; nothing is charged.</source>
        <translation>Es entstand kein Token; es wird nichts berechnet.</translation>
    </message>
    <message>
        <source>There is nothing to sign.</source>
        <translation>Es gibt nichts zu signieren.</translation>
    </message>
    <message>
        <source>interrupted by a restart</source>
        <translation>durch einen Neustart unterbrochen</translation>
    </message>
    <message>
        <source>Settled in block %1.</source>
        <translation>Abgerechnet in Block %1.</translation>
    </message>
    <message>
        <source>Paid to the operator's account.</source>
        <translation>Auf das Konto des Betreibers ausgezahlt.</translation>
    </message>
    <message>
        <source>No audit vouched for it; its caller has the money back.</source>
        <translation>Keine Prüfung hat sie bestätigt; der Auftraggeber hat sein Geld zurück.</translation>
    </message>
    <message>
        <source>An audit did not pass; another replay decides.</source>
        <translation>Eine Prüfung bestand nicht; eine weitere Nachrechnung entscheidet.</translation>
    </message>
    <message>
        <source>Confirmed; it vests after the audit window.</source>
        <translation>Bestätigt; nach der Prüffrist wird sie frei.</translation>
    </message>
    <message>
        <source>Another machine computed the answer again and found the same.</source>
        <translation>Ein anderer Rechner hat die Antwort nachgerechnet und dasselbe gefunden.</translation>
    </message>
    <message>
        <source>Another machine computed the answer again and contradicts it.</source>
        <translation>Ein anderer Rechner hat die Antwort nachgerechnet und widerspricht ihr.</translation>
    </message>
    <message>
        <source>It could not be replayed yet: %1</source>
        <translation>Sie konnte noch nicht nachgerechnet werden: %1</translation>
    </message>
    <message>
        <source>The beacon drew this receipt after it had been replayed; that verdict counts.</source>
        <translation>Das Los fiel auf diesen Beleg, als er schon nachgerechnet war; jenes Urteil gilt.</translation>
    </message>
    <message>
        <source>The beacon drew this receipt for an audit.</source>
        <translation>Das Los fiel für eine Prüfung auf diesen Beleg.</translation>
    </message>
    <message>
        <source>The beacon did not draw this receipt.</source>
        <translation>Das Los fiel nicht auf diesen Beleg.</translation>
    </message>
    <message>
        <source>A fresh worker computes the answer again.</source>
        <translation>Ein frischer Arbeiter rechnet die Antwort nach.</translation>
    </message>
    <message>
        <source>Drawn, but no replay came in time; &quot;verify now&quot; replays it any time.</source>
        <translation>Gezogen, aber nicht rechtzeitig nachgerechnet; „Jetzt prüfen“ rechnet jederzeit nach.</translation>
    </message>
    <message>
        <source>Not drawn; &quot;verify now&quot; replays it any time.</source>
        <translation>Nicht gezogen; „Jetzt prüfen“ rechnet jederzeit nach.</translation>
    </message>
    <message>
        <source>Not checked by a replay.</source>
        <translation>Nicht durch Nachrechnen geprüft.</translation>
    </message>
    <message>
        <source>The ledger keeps no details of it any more.</source>
        <translation>Das Hauptbuch bewahrt davon keine Einzelheiten mehr auf.</translation>
    </message>
    <message>
        <source>It can never be settled.</source>
        <translation>Sie kann nie abgerechnet werden.</translation>
    </message>
    <message>
        <source>%1 Checked by this machine.</source>
        <translation>%1 Von diesem Rechner geprüft.</translation>
    </message>
    <message>
        <source>%1 Checked by another machine.</source>
        <translation>%1 Von einem anderen Rechner geprüft.</translation>
    </message>
    <message>
        <source>%1 of %2 tokens are equal</source>
        <translation>%1 von %2 Token sind gleich</translation>
    </message>
    <message>
        <source>%1 of %2 scores of the prompt are equal</source>
        <translation>%1 von %2 Bewertungen der Eingabe sind gleich</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>An exact replay gave every token and every bit that they were drawn from: %1.</source>
        <translation>Genaues Nachrechnen ergab jedes Token und jedes Bit, aus dem es gezogen wurde: %1.</translation>
    </message>
    <message>
        <source>An exact replay gave the same tokens from other bits: the chain of the receipt is another one.</source>
        <translation>Genaues Nachrechnen ergab dieselben Token aus anderen Bits: Die Kette des Belegs ist eine andere.</translation>
    </message>
    <message>
        <source>An exact replay gave other scores: %1.</source>
        <translation>Genaues Nachrechnen ergab andere Bewertungen: %1.</translation>
    </message>
    <message>
        <source>An exact replay gave other tokens: %1.</source>
        <translation>Genaues Nachrechnen ergab andere Token: %1.</translation>
    </message>
    <message>
        <source>An exact replay gave other tokens: %1, the first other one at %2.</source>
        <translation>Genaues Nachrechnen ergab andere Token: %1, das erste andere an Stelle %2.</translation>
    </message>
    <message>
        <source>A replay with tolerance gave other scores, one by %1 millionths: %2.</source>
        <translation>Nachrechnen mit Toleranz ergab andere Bewertungen, eine um %1 Millionstel: %2.</translation>
    </message>
    <message>
        <source>A replay with tolerance agrees: %1, the others are near.</source>
        <translation>Nachrechnen mit Toleranz stimmt überein: %1, die übrigen liegen nahe.</translation>
    </message>
    <message>
        <source>A replay with tolerance gave the same tokens: %1.</source>
        <translation>Nachrechnen mit Toleranz ergab dieselben Token: %1.</translation>
    </message>
    <message>
        <source>A replay with tolerance agrees: %1, the others were near ties.</source>
        <translation>Nachrechnen mit Toleranz stimmt überein: %1, die übrigen lagen nahe am Gleichstand.</translation>
    </message>
    <message>
        <source>A replay with tolerance is in doubt: %1, and one draw was further from a tie than rounding explains.</source>
        <translation>Nachrechnen mit Toleranz lässt Zweifel: %1, und eine Ziehung lag weiter vom Gleichstand, als Rundung erklärt.</translation>
    </message>
    <message>
        <source>A replay with tolerance disagrees: %1.</source>
        <translation>Nachrechnen mit Toleranz widerspricht: %1.</translation>
    </message>
    <message>
        <source>The receipt names another block than the one that opened its escrow.</source>
        <translation>Der Beleg nennt einen anderen Block als den, der die Hinterlegung eröffnete.</translation>
    </message>
    <message>
        <source>The sampler's key was made with another beacon than that of the ledger.</source>
        <translation>Der Schlüssel der Ziehung entstand aus einem anderen Los als dem des Hauptbuchs.</translation>
    </message>
    <message>
        <source>The beacon is that of the block which opened the escrow.</source>
        <translation>Das Los ist das des Blocks, der die Hinterlegung eröffnete.</translation>
    </message>
    <message>
        <source>The replay's figures contradict themselves.</source>
        <translation>Die Zahlen des Nachrechnens widersprechen sich.</translation>
    </message>
    <message>
        <source>The replay compared no token, so that nothing was checked.</source>
        <translation>Das Nachrechnen verglich kein Token; es wurde also nichts geprüft.</translation>
    </message>
    <message>
        <source>The profile &quot;%1&quot; is unknown here, so that nothing was judged.</source>
        <translation>Das Profil „%1“ ist hier unbekannt; es wurde also nichts beurteilt.</translation>
    </message>
    <message>
        <source>Signed by %1.</source>
        <translation>Signiert von %1.</translation>
    </message>
    <message>
        <source>The field &quot;signature&quot; is not a signature of the executor's key over this receipt.</source>
        <translation>Das Feld „signature“ ist keine Signatur des Ausführenden über diesen Beleg.</translation>
    </message>
    <message>
        <source>The receipt names its executor.</source>
        <translation>Der Beleg nennt seinen Ausführenden.</translation>
    </message>
    <message>
        <source>The field &quot;%1&quot; is empty.</source>
        <translation>Das Feld „%1“ ist leer.</translation>
    </message>
    <message>
        <source>The receipt names the client of the request.</source>
        <translation>Der Beleg nennt den Auftraggeber der Anfrage.</translation>
    </message>
    <message>
        <source>The receipt answers this very request.</source>
        <translation>Der Beleg beantwortet genau diese Anfrage.</translation>
    </message>
    <message>
        <source>The field &quot;%1&quot; does not match %2.</source>
        <translation>Das Feld „%1“ passt nicht zu: %2.</translation>
    </message>
    <message>
        <source>the request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>the request in the file</source>
        <translation>Anfrage in der Datei</translation>
    </message>
    <message>
        <source>the number of input tokens</source>
        <translation>Zahl der Eingabetoken</translation>
    </message>
    <message>
        <source>the number of output tokens</source>
        <translation>Zahl der Ausgabetoken</translation>
    </message>
    <message>
        <source>the input tokens and salt_in</source>
        <translation>Eingabetoken und salt_in</translation>
    </message>
    <message>
        <source>the output tokens and salt_out</source>
        <translation>Ausgabetoken und salt_out</translation>
    </message>
    <message>
        <source>the request and the beacon</source>
        <translation>Anfrage und Los</translation>
    </message>
    <message>
        <source>the scores and salt_out</source>
        <translation>Bewertungen und salt_out</translation>
    </message>
    <message>
        <source>The model is the one that was asked for.</source>
        <translation>Das Modell ist das verlangte.</translation>
    </message>
    <message>
        <source>The profile is the one that was asked for.</source>
        <translation>Das Profil ist das verlangte.</translation>
    </message>
    <message>
        <source>The decoding parameters are those of the request.</source>
        <translation>Die Einstellungen der Ziehung sind die der Anfrage.</translation>
    </message>
    <message>
        <source>The price of %1 is within the cap of %2.</source>
        <translation>Der Preis von %1 liegt innerhalb der Grenze von %2.</translation>
    </message>
    <message>
        <source>The field &quot;price&quot; is above the cap of the request.</source>
        <translation>Das Feld „price“ liegt über der Grenze der Anfrage.</translation>
    </message>
    <message>
        <source>All %1 input tokens are here.</source>
        <translation>Alle %1 Eingabetoken sind da.</translation>
    </message>
    <message>
        <source>The one input token is here.</source>
        <translation>Das eine Eingabetoken ist da.</translation>
    </message>
    <message>
        <source>The input tokens are those that were committed to.</source>
        <translation>Die Eingabetoken sind die, auf die sich der Beleg festlegt.</translation>
    </message>
    <message>
        <source>All %1 output tokens are here.</source>
        <translation>Alle %1 Ausgabetoken sind da.</translation>
    </message>
    <message>
        <source>The one output token is here.</source>
        <translation>Das eine Ausgabetoken ist da.</translation>
    </message>
    <message>
        <source>The output tokens are those that were signed.</source>
        <translation>Die Ausgabetoken sind die signierten.</translation>
    </message>
    <message>
        <source>The sampler's key follows from the caller's seed.</source>
        <translation>Der Schlüssel der Ziehung folgt aus dem Startwert des Auftraggebers.</translation>
    </message>
    <message>
        <source>The sampler's key follows from the request and the beacon.</source>
        <translation>Der Schlüssel der Ziehung folgt aus Anfrage und Los.</translation>
    </message>
    <message>
        <source>Whether the beacon is that of block %1 is for the ledger to say.</source>
        <translation>Ob das Los das von Block %1 ist, weiß nur das Hauptbuch.</translation>
    </message>
    <message>
        <source>The scores of the prompt's %1 tokens are those that were signed.</source>
        <translation>Die Bewertungen der %1 Token der Eingabe sind die signierten.</translation>
    </message>
    <message>
        <source>The scores in the file are not those of the prompt's tokens that the request asks for.</source>
        <translation>Die Bewertungen in der Datei sind nicht die der Eingabe, die die Anfrage verlangt.</translation>
    </message>
    <message>
        <source>Only the prompt was scored, as was asked for.</source>
        <translation>Nur die Eingabe wurde bewertet, wie verlangt.</translation>
    </message>
    <message>
        <source>The request asks for scores alone, but there is output.</source>
        <translation>Die Anfrage verlangt nur Bewertungen, aber es gibt eine Ausgabe.</translation>
    </message>
    <message>
        <source>The answer ended by length before max_tokens; whether the model's context was full can be told only with the model.</source>
        <translation>Die Antwort endete vor max_tokens an der Länge; ob der Kontext des Modells voll war, lässt sich nur mit dem Modell sagen.</translation>
    </message>
    <message>
        <source>The stop reason fits the number of output tokens.</source>
        <translation>Der Grund des Endes passt zur Zahl der Ausgabetoken.</translation>
    </message>
    <message>
        <source>The field &quot;stop_reason&quot; says that a stop text was found, but there is no output.</source>
        <translation>Das Feld „stop_reason“ nennt einen Stopptext, aber es gibt keine Ausgabe.</translation>
    </message>
    <message>
        <source>The field &quot;n_out&quot; is above max_tokens.</source>
        <translation>Das Feld „n_out“ liegt über max_tokens.</translation>
    </message>
    <message>
        <source>The first token came before the last.</source>
        <translation>Das erste Token kam vor dem letzten.</translation>
    </message>
    <message>
        <source>The field &quot;ttft_ms&quot; is larger than &quot;total_ms&quot;.</source>
        <translation>Das Feld „ttft_ms“ ist größer als „total_ms“.</translation>
    </message>
    <message>
        <source>The sampler's key is the one that the answer was begun with; the caller vouches for it.</source>
        <translation>Der Schlüssel der Ziehung ist der, mit dem die Antwort begann; dafür steht der Fragende ein.</translation>
    </message>
    <message>
        <source>Another node had begun the answer: the first %1 tokens were drawn again and signed with the others.</source>
        <translation>Ein anderer Knoten hatte die Antwort begonnen: Die ersten %1 Token wurden noch einmal gezogen und mit den anderen signiert.</translation>
    </message>
    <message>
        <source>Another node had begun the answer: the first token was drawn again and signed with the others.</source>
        <translation>Ein anderer Knoten hatte die Antwort begonnen: Das erste Token wurde noch einmal gezogen und mit den anderen signiert.</translation>
    </message>
    <message>
        <source>The answer is shorter than its beginning, which another node gave.</source>
        <translation>Die Antwort ist kürzer als ihr Anfang, den ein anderer Knoten gab.</translation>
    </message>
    <message>
        <source>No receipt was signed.</source>
        <translation>Es wurde kein Beleg signiert.</translation>
    </message>
    <message>
        <source>The receipt's signature and sums, by this home.</source>
        <translation>Signatur und Summen des Belegs, von diesem Knoten.</translation>
    </message>
    <message>
        <source>The network's blocks cannot be applied here: %1</source>
        <translation>Die Blöcke des Netzes lassen sich hier nicht anwenden: %1</translation>
    </message>
    <message>
        <source>This home's genesis may be another network's: join with a whole invitation and another home.</source>
        <translation>Die Genesis dieses Knotens gehört vielleicht zu einem anderen Netz: Treten Sie mit einer vollständigen Einladung und einem anderen Ordner bei.</translation>
    </message>
    <message>
        <source>The consensus engine does not run. %1</source>
        <translation>Die Konsens-Maschine läuft nicht. %1</translation>
    </message>
    <message>
        <source>Another program may have its port; see logs/hearthd.log and network/network.toml in the home.</source>
        <translation>Vielleicht hat ein anderes Programm ihren Port; siehe logs/hearthd.log und network/network.toml im Ordner des Knotens.</translation>
    </message>
    <message>
        <source>The network's ledger stands still: no block of it has come yet.</source>
        <translation>Das Hauptbuch des Netzes steht still: Noch kein Block kam an.</translation>
    </message>
    <message>
        <source>The network's ledger stands still: block %1, its last one, came %2 s ago.</source>
        <translation>Das Hauptbuch des Netzes steht still: Block %1, der letzte, kam vor %2 s.</translation>
    </message>
    <message>
        <source>Nothing can be paid until it goes on, by itself, once more than two thirds of its validators are there and reached; see the peers in network/network.toml.</source>
        <translation>Nichts kann bezahlt werden, bis es von selbst weitergeht, sobald mehr als zwei Drittel seiner Validatoren da und erreichbar sind; siehe die Gegenstellen in network/network.toml.</translation>
    </message>
    <message>
        <source>Block %1 is the last one.</source>
        <translation>Block %1 ist der letzte.</translation>
    </message>
    <message>
        <source>Whether this executor was registered is for the ledger to say.</source>
        <translation>Ob dieser Ausführende eingetragen war, weiß nur das Hauptbuch.</translation>
    </message>
    <message>
        <source>Whether the model gives these tokens needs a replay with the model.</source>
        <translation>Ob das Modell diese Token ergibt, zeigt nur Nachrechnen mit dem Modell.</translation>
    </message>
    <message>
        <source>The ledger knows this executor's key.</source>
        <translation>Das Hauptbuch kennt den Schlüssel dieses Ausführenden.</translation>
    </message>
    <message>
        <source>The ledger does not know the field &quot;executor_key&quot;.</source>
        <translation>Das Hauptbuch kennt das Feld „executor_key“ nicht.</translation>
    </message>
    <message>
        <source>no model is loaded</source>
        <translation>kein Modell ist geladen</translation>
    </message>
    <message>
        <source>It brought the worker down %1 times in a row. The last time: %2</source>
        <translation>Es hat den Arbeiter %1-mal hintereinander zum Absturz gebracht. Zuletzt: %2</translation>
    </message>
    <message>
        <source>already here as %1; nothing was done</source>
        <translation>schon da als %1; nichts zu tun</translation>
    </message>
    <message>
        <source>already here as %1; it may be used again</source>
        <translation>schon da als %1; es darf wieder benutzt werden</translation>
    </message>
    <message>
        <source>already here as %1; it runs with the profile %2 by default now</source>
        <translation>schon da als %1; es läuft jetzt von sich aus mit dem Profil %2</translation>
    </message>
    <message>
        <source>already here as %1; it may be used again, and it runs with the profile %2 by default now</source>
        <translation>schon da als %1; es darf wieder benutzt werden und läuft jetzt von sich aus mit dem Profil %2</translation>
    </message>
    <message>
        <source>It sleeps to save power; it is not woken to be measured.</source>
        <translation>Sie schläft, um Strom zu sparen; zum Messen wird sie nicht geweckt.</translation>
    </message>
    <message>
        <source>Install NVIDIA's driver, then restart the computer.</source>
        <translation>Installieren Sie den Treiber von NVIDIA und starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>Install the amdgpu firmware of your system, then restart the computer.</source>
        <translation>Installieren Sie die amdgpu-Firmware Ihres Systems und starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>Install a kernel whose i915 or xe driver knows it, then restart the computer.</source>
        <translation>Installieren Sie einen Kernel, dessen Treiber i915 oder xe sie kennt, und starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>Install its driver, then restart the computer.</source>
        <translation>Installieren Sie ihren Treiber und starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>It is tried again by itself; if this stays, restart the computer.</source>
        <translation>Es wird von selbst noch einmal versucht; bleibt es dabei, starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>It is tried again by itself, ever more rarely; if this stays, update the driver.</source>
        <translation>Es wird von selbst noch einmal versucht, immer seltener; bleibt es dabei, erneuern Sie den Treiber.</translation>
    </message>
    <message>
        <source>You switched it off; take it out of devices.disabled in hearth.toml to use it.</source>
        <translation>Sie haben sie abgeschaltet; nehmen Sie sie in hearth.toml aus devices.disabled heraus, um sie zu benutzen.</translation>
    </message>
    <message>
        <source>Close programs that use it, or lower the reserve: hearthctl node limits DEVICE --reserve MIB</source>
        <translation>Schließen Sie Programme, die sie benutzen, oder senken Sie die Reserve: hearthctl node limits DEVICE --reserve MIB</translation>
    </message>
    <message>
        <source>It fell off the bus or must be reset.</source>
        <translation>Sie ist vom Bus gefallen oder muss zurückgesetzt werden.</translation>
    </message>
    <message>
        <source>It may be %1 (%2), whose driver does not tell where its card is.</source>
        <translation>Sie ist vielleicht %1 (%2); deren Treiber sagt nicht, wo die Karte steckt.</translation>
    </message>
    <message>
        <source>No Vulkan driver reaches it.</source>
        <translation>Kein Vulkan-Treiber erreicht sie.</translation>
    </message>
    <message>
        <source>No Vulkan or CUDA driver reaches it.</source>
        <translation>Kein Vulkan- oder CUDA-Treiber erreicht sie.</translation>
    </message>
    <message>
        <source>Install the Vulkan part of NVIDIA's driver, then restart the service.</source>
        <translation>Installieren Sie den Vulkan-Teil des Treibers von NVIDIA und starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>Install mesa-vulkan-drivers, then restart the service.</source>
        <translation>Installieren Sie mesa-vulkan-drivers und starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>Install its Vulkan driver, then restart the service.</source>
        <translation>Installieren Sie ihren Vulkan-Treiber und starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>It is not in worker.devices. Add &quot;%1&quot; there in hearth.toml to use it.</source>
        <translation>Sie steht nicht in worker.devices. Tragen Sie dort in hearth.toml „%1“ ein, um sie zu benutzen.</translation>
    </message>
    <message>
        <source>It has no worker yet; hearthctl doctor looks again.</source>
        <translation>Sie hat noch keinen Arbeiter; hearthctl doctor sieht noch einmal nach.</translation>
    </message>
    <message>
        <source>It is integrated and works only when named. Set worker.devices = [%1] in hearth.toml to use it.</source>
        <translation>Sie ist eingebaut und arbeitet nur, wenn sie genannt ist. Setzen Sie in hearth.toml worker.devices = [%1], um sie zu benutzen.</translation>
    </message>
    <message>
        <source>%1 are free, %2 are to stay free for other programs.</source>
        <translation>%1 sind frei, %2 sollen für andere Programme frei bleiben.</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 has %2; the node goes on by itself below %3.</source>
        <translation>%1 hat %2; unter %3 macht der Knoten von selbst weiter.</translation>
    </message>
    <message>
        <source>%1 no longer tells its temperature; the node goes on once it does.</source>
        <translation>%1 nennt seine Temperatur nicht mehr; der Knoten macht weiter, sobald es das wieder tut.</translation>
    </message>
    <message>
        <source>The driver %1 cannot compute.</source>
        <translation>Der Treiber %1 kann nicht rechnen.</translation>
    </message>
    <message>
        <source>It is lent to a virtual machine.</source>
        <translation>Sie ist an eine virtuelle Maschine verliehen.</translation>
    </message>
    <message>
        <source>The driver nouveau shows pictures and cannot compute.</source>
        <translation>Der Treiber nouveau zeigt Bilder und kann nicht rechnen.</translation>
    </message>
    <message>
        <source>No driver holds it.</source>
        <translation>Kein Treiber hält sie.</translation>
    </message>
    <message>
        <source>the worker starts</source>
        <translation>der Arbeiter startet</translation>
    </message>
    <message>
        <source>the model is being loaded</source>
        <translation>das Modell wird geladen</translation>
    </message>
    <message>
        <source>The service's program hearthd was not found.</source>
        <translation>Das Programm des Dienstes, hearthd, wurde nicht gefunden.</translation>
    </message>
    <message>
        <source>Install Hearth, or put hearthd beside this program.</source>
        <translation>Installieren Sie Hearth oder legen Sie hearthd neben dieses Programm.</translation>
    </message>
    <message>
        <source>There is no node in %1 yet.</source>
        <translation>In %1 gibt es noch keinen Knoten.</translation>
    </message>
    <message>
        <source>Set it up with: hearthd --home %1</source>
        <translation>Einrichten mit: hearthd --home %1</translation>
    </message>
    <message>
        <source>The service of %1 does not run.</source>
        <translation>Der Dienst von %1 läuft nicht.</translation>
    </message>
    <message>
        <source>Start it with: hearthd --home %1</source>
        <translation>Starten mit: hearthd --home %1</translation>
    </message>
    <message>
        <source>%1 are free at %2.</source>
        <translation>%1 sind frei bei %2.</translation>
    </message>
    <message>
        <source>It should be %1.</source>
        <translation>Es sollten %1 sein.</translation>
    </message>
    <message>
        <source>Free some space, or remove models that are not needed.</source>
        <translation>Schaffen Sie Platz oder entfernen Sie Modelle, die nicht gebraucht werden.</translation>
    </message>
    <message>
        <source>Every key in %1 is whole and readable by you alone.</source>
        <translation>Jeder Schlüssel in %1 ist heil und nur für Sie lesbar.</translation>
    </message>
    <message>
        <source>There are none yet; the first start makes them.</source>
        <translation>Es gibt noch keine; der erste Start macht sie.</translation>
    </message>
    <message>
        <source>There is none yet; the first start makes it.</source>
        <translation>Noch nicht vorhanden; der erste Start legt es an.</translation>
    </message>
    <message>
        <source>There is no %1; every setting has its default.</source>
        <translation>Es gibt keine Datei %1; jede Einstellung hat ihren Vorgabewert.</translation>
    </message>
    <message>
        <source>Every folder of %1 can be used.</source>
        <translation>Jeder Ordner von %1 ist benutzbar.</translation>
    </message>
    <message>
        <source>%1 is whole, and so are the archives beside it.</source>
        <translation>%1 ist heil, die Archive daneben ebenso.</translation>
    </message>
    <message>
        <source>Every block up to %1 leads to its state; every unit of money is accounted for.</source>
        <translation>Jeder Block bis %1 führt zu seinem Stand; jede Einheit Geld ist verbucht.</translation>
    </message>
    <message>
        <source>%1 with every file in its size.</source>
        <translation>%1, jede Datei in ihrer Größe.</translation>
    </message>
    <message>
        <source>This home stands in the network %1 with %2 founding validators.</source>
        <translation>Dieser Knoten gehört zum Netz %1 mit %2 gründenden Prüfern.</translation>
    </message>
    <message>
        <source>%1 is good.</source>
        <translation>%1 ist in Ordnung.</translation>
    </message>
    <message>
        <source>%1 runs.</source>
        <translation>%1 läuft.</translation>
    </message>
    <message>
        <source>Workers run inside bubblewrap.</source>
        <translation>Arbeiter laufen in bubblewrap.</translation>
    </message>
    <message>
        <source>Workers run without bubblewrap: %1.</source>
        <translation>Arbeiter laufen ohne bubblewrap: %1.</translation>
    </message>
    <message>
        <source>switched off in the settings</source>
        <translation>in den Einstellungen abgeschaltet</translation>
    </message>
    <message>
        <source>the package bubblewrap is not installed</source>
        <translation>das Paket bubblewrap ist nicht installiert</translation>
    </message>
    <message>
        <source>the kernel refuses its namespaces</source>
        <translation>der Kernel verweigert seine Namensräume</translation>
    </message>
    <message>
        <source>Install bubblewrap and allow user namespaces (sysctl kernel.unprivileged_userns_clone=1).</source>
        <translation>Installieren Sie bubblewrap und erlauben Sie Benutzer-Namensräume (sysctl kernel.unprivileged_userns_clone=1).</translation>
    </message>
    <message>
        <source>Every unit of money is accounted for.</source>
        <translation>Jede Einheit Geld ist verbucht.</translation>
    </message>
    <message>
        <source>Keep the home as it is and report this.</source>
        <translation>Lassen Sie den Ordner, wie er ist, und melden Sie das.</translation>
    </message>
    <message>
        <source>No audit waits for what is missing here.</source>
        <translation>Keine Prüfung wartet auf etwas, das hier fehlt.</translation>
    </message>
    <message>
        <source>There is no model.</source>
        <translation>Es gibt kein Modell.</translation>
    </message>
    <message>
        <source>Import one: hearthctl model import PATH</source>
        <translation>Eines einlesen: hearthctl model import PFAD</translation>
    </message>
    <message>
        <source>hearthctl node resume tries it again.</source>
        <translation>hearthctl node resume versucht es noch einmal.</translation>
    </message>
    <message>
        <source>The model %1 is disabled. %2</source>
        <translation>Das Modell %1 ist gesperrt. %2</translation>
    </message>
    <message>
        <source>%1 imported.</source>
        <translation>%1 eingelesen.</translation>
    </message>
    <message>
        <source>The free memory is unknown on this system.</source>
        <translation>Der freie Speicher ist auf diesem System unbekannt.</translation>
    </message>
    <message>
        <source>There is none.</source>
        <translation>Es gibt keine.</translation>
    </message>
    <message>
        <source>%1 can be measured.</source>
        <translation>%1 können gemessen werden.</translation>
    </message>
    <message>
        <source>The OpenAI endpoint does not serve.</source>
        <translation>Die OpenAI-Schnittstelle antwortet nicht.</translation>
    </message>
    <message>
        <source>%1 are free.</source>
        <translation>%1 sind frei.</translation>
    </message>
    <message>
        <source>The default model's files have %1.</source>
        <translation>Die Dateien des Standardmodells haben %1.</translation>
    </message>
    <message>
        <source>Close other programs or choose a smaller model.</source>
        <translation>Schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>There are: %1.</source>
        <translation>Es gibt: %1.</translation>
    </message>
    <message>
        <source>Used: %1.</source>
        <translation>Benutzt: %1.</translation>
    </message>
    <message>
        <source>The processor works.</source>
        <translation>Der Prozessor arbeitet.</translation>
    </message>
    <message>
        <source>There is no GPU.</source>
        <translation>Es gibt keine GPU.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 (%2, computes on the processor)</source>
        <translation>%1 (%2, rechnet auf dem Prozessor)</translation>
    </message>
    <message>
        <source>%1 (%2, integrated)</source>
        <translation>%1 (%2, eingebaut)</translation>
    </message>
    <message>
        <source>Serving at %1, bound to %2 (%3).</source>
        <translation>Antwortet unter %1, gebunden an %2 (%3).</translation>
    </message>
    <message>
        <source>Keys and prompts of other machines cross the network unencrypted.</source>
        <translation>Schlüssel und Fragen anderer Rechner gehen unverschlüsselt durch das Netz.</translation>
    </message>
    <message>
        <source>everybody with an API key</source>
        <translation>jeder mit einem API-Schlüssel</translation>
    </message>
    <message>
        <source>other machines with an API key, this one without</source>
        <translation>andere Rechner mit API-Schlüssel, dieser ohne</translation>
    </message>
    <message>
        <source>this machine only, with an API key</source>
        <translation>nur dieser Rechner, mit API-Schlüssel</translation>
    </message>
    <message>
        <source>this machine only, without a key</source>
        <translation>nur dieser Rechner, ohne Schlüssel</translation>
    </message>
    <message>
        <source>The worker is stopped.</source>
        <translation>Der Arbeiter steht.</translation>
    </message>
    <message>
        <source>The worker is starting.</source>
        <translation>Der Arbeiter startet.</translation>
    </message>
    <message>
        <source>The worker is ready.</source>
        <translation>Der Arbeiter ist bereit.</translation>
    </message>
    <message>
        <source>The worker is busy.</source>
        <translation>Der Arbeiter rechnet.</translation>
    </message>
    <message>
        <source>The worker makes room for other programs.</source>
        <translation>Der Arbeiter macht anderen Programmen Platz.</translation>
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
