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
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Erase</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Erase everything that was said here?</source>
        <translation>Alles löschen, was hier gesagt wurde?</translation>
    </message>
    <message>
        <source>Erase…</source>
        <translation>Löschen …</translation>
    </message>
    <message>
        <source>Export the conversation</source>
        <translation>Das Gespräch speichern</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Go on in this conversation. Ctrl+Return sends it.</source>
        <translation>Führen Sie das Gespräch fort. Strg+Eingabe sendet.</translation>
    </message>
    <message>
        <source>Markdown (*.md)</source>
        <translation>Markdown (*.md)</translation>
    </message>
    <message>
        <source>New conversation</source>
        <translation>Neues Gespräch</translation>
    </message>
    <message>
        <source>Questions and answers go from this window and from the file in which it keeps them. Receipts stay: they hold no text of them.</source>
        <translation>Fragen und Antworten verschwinden aus diesem Fenster und aus der Datei, in der es sie behält. Belege bleiben: Sie enthalten nichts vom Text.</translation>
    </message>
    <message>
        <source>What is asked next knows nothing of what was said before</source>
        <translation>Was als Nächstes gefragt wird, weiß nichts vom Vorigen</translation>
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
    <name>ChannelsCard</name>
    <message>
        <source>Payment channels</source>
        <translation>Zahlungskanäle</translation>
    </message>
    <message>
        <source>Key of the other side</source>
        <translation>Schlüssel der Gegenseite</translation>
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
    <name>DelegateCard</name>
    <message>
        <source>At stake: %1. More weighs more; what is wrongly answered costs of it.</source>
        <translation>Hinterlegt: %1. Mehr wiegt mehr; was falsch beantwortet wird, kostet davon.</translation>
    </message>
    <message>
        <source>More at stake, in EMB</source>
        <translation>Mehr hinterlegen, in EMB</translation>
    </message>
    <message>
        <source>Put at stake…</source>
        <translation>Hinterlegen …</translation>
    </message>
    <message>
        <source>Put %1 at stake?</source>
        <translation>%1 hinterlegen?</translation>
    </message>
    <message>
        <source>It comes back only some time after you take it out, and wrong answers cost of it.</source>
        <translation>Es kommt erst einige Zeit nach der Rücknahme zurück, und falsche Antworten kosten davon.</translation>
    </message>
    <message>
        <source>Put at stake</source>
        <translation>Hinterlegen</translation>
    </message>
    <message>
        <source>Delegation</source>
        <translation>Stimme verleihen</translation>
    </message>
    <message>
        <source>Nobody votes for you. Where you are silent, your weight does not count.</source>
        <translation>Niemand stimmt für Sie. Wo Sie schweigen, zählt Ihr Gewicht nicht.</translation>
    </message>
    <message>
        <source>Where you are silent, this account votes with your weight. A vote of your own always comes first.</source>
        <translation>Wo Sie schweigen, stimmt dieses Konto mit Ihrem Gewicht. Ihre eigene Stimme geht immer vor.</translation>
    </message>
    <message>
        <source>Delegate</source>
        <translation>Vertreter</translation>
    </message>
    <message>
        <source>Account, 64 hexadecimal digits</source>
        <translation>Konto, 64 Hexadezimalziffern</translation>
    </message>
    <message>
        <source>An account has 64 hexadecimal digits.</source>
        <translation>Ein Konto hat 64 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>Let it vote for me</source>
        <translation>Für mich stimmen lassen</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Your account, to which others may delegate:</source>
        <translation>Ihr Konto, dem andere ihre Stimme leihen können:</translation>
    </message>
    <message>
        <source>Your account</source>
        <translation>Ihr Konto</translation>
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
        <source>no GPU</source>
        <translation>keine GPU</translation>
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
    <message>
        <source>Quiet</source>
        <translation>Leise</translation>
    </message>
    <message>
        <source>Balanced</source>
        <translation>Ausgewogen</translation>
    </message>
    <message>
        <source>Full</source>
        <translation>Voll</translation>
    </message>
    <message>
        <source>All %1 threads</source>
        <translation>Alle %1 Threads</translation>
    </message>
    <message>
        <source>%1 of %2 threads</source>
        <translation>%1 von %2 Threads</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>%1 of its memory stay free for others</source>
        <translation>%1 seines Speichers bleiben für andere frei</translation>
    </message>
    <message>
        <source>No limit but the driver's own</source>
        <translation>Keine Grenze außer der des Treibers</translation>
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
        <source>Export electricity</source>
        <translation>Strom ausgeben</translation>
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
    <message>
        <source>A new conversation: what stands above is not known below.</source>
        <translation>Ein neues Gespräch: Was darüber steht, ist darunter nicht bekannt.</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy the answer</source>
        <translation>Antwort kopieren</translation>
    </message>
    <message>
        <source>Evidence id</source>
        <translation>Nachweis-ID</translation>
    </message>
    <message>
        <source>Open the evidence</source>
        <translation>Nachweis öffnen</translation>
    </message>
    <message>
        <source>What this node wrote down of the answer, in the browser</source>
        <translation>Was dieser Knoten über die Antwort notiert hat, im Browser</translation>
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
        <source>The link waits for this node to be set up.</source>
        <translation>Der Link wartet, bis dieser Knoten eingerichtet ist.</translation>
    </message>
    <message>
        <source>Open it again afterwards.</source>
        <translation>Öffnen Sie ihn danach noch einmal.</translation>
    </message>
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
    <message>
        <source>Governance</source>
        <translation>Mitbestimmung</translation>
    </message>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>When to work</source>
        <translation>Wann gearbeitet wird</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
</context>
<context>
    <name>GovernancePage</name>
    <message>
        <source>Governance</source>
        <translation>Mitbestimmung</translation>
    </message>
    <message>
        <source>Two houses decide together what rules the ledger follows.</source>
        <translation>Zwei Kammern entscheiden gemeinsam, nach welchen Regeln das Hauptbuch geht.</translation>
    </message>
    <message>
        <source>This home is a network of one.</source>
        <translation>Dieser Knoten ist ein Netz für sich allein.</translation>
    </message>
    <message>
        <source>It orders its blocks alone, so nobody else votes here, and what is decided changes this home&apos;s own rules only.</source>
        <translation>Er ordnet seine Blöcke allein; daher stimmt hier niemand sonst ab, und was beschlossen wird, ändert nur seine eigenen Regeln.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>There is no proposal %1 here.</source>
        <translation>Einen Vorschlag %1 gibt es hier nicht.</translation>
    </message>
    <message>
        <source>Reading the proposals</source>
        <translation>Die Vorschläge werden gelesen</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Its proposals appear here as soon as it answers.</source>
        <translation>Seine Vorschläge erscheinen hier, sobald er antwortet.</translation>
    </message>
    <message>
        <source>Nothing is open</source>
        <translation>Nichts steht zur Abstimmung</translation>
    </message>
    <message>
        <source>Whoever has something to propose writes it into a file: hearthctl gov propose FILE. It takes a deposit of %1 until it is decided.</source>
        <translation>Wer etwas vorschlagen will, schreibt es in eine Datei: hearthctl gov propose FILE. Bis zur Entscheidung werden %1 hinterlegt.</translation>
    </message>
    <message>
        <source>Decided before</source>
        <translation>Früher entschieden</translation>
    </message>
    <message>
        <source>Show older ones</source>
        <translation>Ältere zeigen</translation>
    </message>
    <message>
        <source>%1 It then never takes effect, whatever the vote says, and everybody sees who stopped it. This cannot be taken back.</source>
        <translation>%1 Das wird dann nie wirksam, was auch die Abstimmung sagt, und alle sehen, wer es aufgehoben hat. Es lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Veto proposal %1?</source>
        <translation>Vorschlag %1 aufheben?</translation>
    </message>
    <message>
        <source>Veto it</source>
        <translation>Aufheben</translation>
    </message>
</context>
<context>
    <name>HousePanel</name>
    <message>
        <source>%1: %2 voted, %3 needed; for %4, against %5, abstained %6</source>
        <translation>%1: %2 haben abgestimmt, %3 sind nötig; dafür %4, dagegen %5, enthalten %6</translation>
    </message>
    <message>
        <source>%1: no say</source>
        <translation>%1: ohne Mitsprache</translation>
    </message>
    <message>
        <source>Nobody weighs anything here yet, so it has no say.</source>
        <translation>Hier hat noch niemand ein Gewicht, daher hat sie keine Mitsprache.</translation>
    </message>
    <message>
        <source>%1 of it voted; %2 were needed</source>
        <translation>%1 davon haben abgestimmt; %2 waren nötig</translation>
    </message>
    <message>
        <source>%1 of it voted so far; %2 are needed</source>
        <translation>%1 davon haben bisher abgestimmt; %2 sind nötig</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Dafür</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>Dagegen</translation>
    </message>
    <message>
        <source>Abstained</source>
        <translation>Enthalten</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>Your weight: %1</source>
        <translation>Ihr Gewicht: %1</translation>
    </message>
    <message>
        <source>Lent to you: %1</source>
        <translation>Ihnen geliehen: %1</translation>
    </message>
    <message>
        <source>Your weight: %1, and %2 lent to you</source>
        <translation>Ihr Gewicht: %1, dazu %2 geliehen</translation>
    </message>
    <message>
        <source>Nobody counts for more than %1 of what is cast in this house, or than an equal share where few take part.</source>
        <translation>Niemand zählt für mehr als %1 dessen, was in dieser Kammer abgegeben wird, oder, wo wenige mitmachen, für mehr als den gleichen Teil.</translation>
    </message>
</context>
<context>
    <name>HubCard</name>
    <message>
        <source>Get a model</source>
        <translation>Ein Modell holen</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>Angehalten bei %1</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Delete what came of %1</source>
        <translation>Löschen, was von %1 schon da ist</translation>
    </message>
    <message>
        <source>Search the hub, or hf:ORG/NAME</source>
        <translation>Sammlung durchsuchen, oder hf:ORG/NAME</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation>Verzeichnis</translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation>Fragt …</translation>
    </message>
    <message>
        <source>The hub has nothing for these words.</source>
        <translation>Zu diesen Worten hat die Sammlung nichts.</translation>
    </message>
    <message>
        <source>Keep what is fetched, too</source>
        <translation>Das Geholte auch behalten</translation>
    </message>
    <message>
        <source>It takes its size once more; else it goes after the import.</source>
        <translation>Braucht seinen Platz noch einmal; sonst geht es nach dem Import.</translation>
    </message>
</context>
<context>
    <name>OfferRow</name>
    <message>
        <source>unpinned</source>
        <translation>ohne Hash</translation>
    </message>
    <message>
        <source>Nobody has said the hash of this file beforehand; what the hub has under that name is taken.</source>
        <translation>Den Hash dieser Datei hat niemand vorher genannt; genommen wird, was die Sammlung unter diesem Namen hat.</translation>
    </message>
    <message>
        <source>Files…</source>
        <translation>Dateien …</translation>
    </message>
    <message>
        <source>Get</source>
        <translation>Holen</translation>
    </message>
</context>
<context>
    <name>Offers</name>
    <message>
        <source>%1 parameters</source>
        <translation>%1 Parameter</translation>
    </message>
    <message>
        <source>licence not said</source>
        <translation>Lizenz nicht genannt</translation>
    </message>
    <message>
        <source>fetched %1 times</source>
        <translation>%1-mal geholt</translation>
    </message>
    <message>
        <source>needs a token</source>
        <translation>braucht ein Token</translation>
    </message>
    <message>
        <source>About %1 tokens a second on the processor (estimate)</source>
        <translation>Etwa %1 Token je Sekunde auf dem Prozessor (geschätzt)</translation>
    </message>
    <message>
        <source>cannot be used</source>
        <translation>nicht verwendbar</translation>
    </message>
    <message>
        <source>fits here</source>
        <translation>passt hier</translation>
    </message>
    <message>
        <source>too large</source>
        <translation>zu groß</translation>
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
    <message>
        <source>Keep the source, too</source>
        <translation>Auch die Quelle behalten</translation>
    </message>
    <message>
        <source>Keep the source, too: %1</source>
        <translation>Auch die Quelle behalten: %1</translation>
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
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <source>From day</source>
        <translation>Ab Tag</translation>
    </message>
    <message>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <source>To day</source>
        <translation>Bis Tag</translation>
    </message>
    <message>
        <source>A day is written as 2026-11-30 or 30.11.2026; what is not does not count.</source>
        <translation>Ein Tag wird als 2026-11-30 oder 30.11.2026 geschrieben; was keiner ist, zählt nicht.</translation>
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
    <name>JoinCard</name>
    <message>
        <source>Join a network</source>
        <translation>Einem Netz beitreten</translation>
    </message>
    <message>
        <source>Somebody who stands in a network sends an invitation. Paste it here to see what a home would trust by joining; nothing is changed yet.</source>
        <translation>Wer in einem Netz steht, schickt eine Einladung. Fügen Sie sie hier ein, um zu sehen, worauf ein Knoten durch den Beitritt vertraute; noch wird nichts geändert.</translation>
    </message>
    <message>
        <source>Invitation</source>
        <translation>Einladung</translation>
    </message>
    <message>
        <source>See what it means</source>
        <translation>Zeigen, was sie bedeutet</translation>
    </message>
    <message>
        <source>A home that joins %1 trusts</source>
        <translation>Ein Knoten, der %1 beitritt, vertraut</translation>
    </message>
    <message>
        <source>Genesis</source>
        <translation>Genesis</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Join with this home…</source>
        <translation>Mit diesem Knoten beitreten …</translation>
    </message>
    <message>
        <source>Join %1?</source>
        <translation>%1 beitreten?</translation>
    </message>
    <message>
        <source>This home leaves its own ledger, where it has:</source>
        <translation>Dieser Knoten verlässt sein eigenes Hauptbuch; dort hat er:</translation>
    </message>
    <message>
        <source>Trust it and join</source>
        <translation>Vertrauen und beitreten</translation>
    </message>
    <message>
        <source>None of that can be taken along. It is kept in the home&apos;s folder left/ with its jobs and receipts; keys, models and settings stay. What cannot be joined changes nothing.</source>
        <translation>Nichts davon lässt sich mitnehmen. Es bleibt mit seinen Aufträgen und Quittungen im Ordner left/ des Knotens; Schlüssel, Modelle und Einstellungen bleiben. Gelingt das Beitreten nicht, ändert sich nichts.</translation>
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
    <name>LinkDialog</name>
    <message>
        <source>A link brings an invitation</source>
        <translation>Ein Link bringt eine Einladung</translation>
    </message>
    <message>
        <source>A link names a receipt</source>
        <translation>Ein Link nennt einen Beleg</translation>
    </message>
    <message>
        <source>Another program opened a link with an invitation to a network. Looking at it joins nothing and changes nothing: it shows what a home would trust.</source>
        <translation>Ein anderes Programm hat einen Link mit einer Einladung in ein Netz geöffnet. Sie anzusehen tritt nirgends bei und ändert nichts: Es zeigt, worauf ein Knoten vertrauen würde.</translation>
    </message>
    <message>
        <source>Another program opened a link to a receipt. This node shows it, if it has it.</source>
        <translation>Ein anderes Programm hat einen Link auf einen Beleg geöffnet. Dieser Knoten zeigt ihn, falls er ihn hat.</translation>
    </message>
    <message>
        <source>Look at the invitation</source>
        <translation>Die Einladung ansehen</translation>
    </message>
    <message>
        <source>Show the receipt</source>
        <translation>Den Beleg zeigen</translation>
    </message>
</context>
<context>
    <name>Links</name>
    <message>
        <source>Nothing was done. Ask whoever sent the link for the invitation or the receipt&apos;s id itself.</source>
        <translation>Nichts wurde getan. Bitten Sie den Absender um die Einladung oder die Kennung des Belegs selbst.</translation>
    </message>
    <message>
        <source>This link is too long to be one of Hearth&apos;s.</source>
        <translation>Dieser Link ist zu lang, um einer von Hearth zu sein.</translation>
    </message>
    <message>
        <source>Hearth does not know such a link. It opens invitations and receipts, nothing else.</source>
        <translation>So einen Link kennt Hearth nicht. Es öffnet Einladungen und Belege, sonst nichts.</translation>
    </message>
    <message>
        <source>What this link holds is no invitation to a network.</source>
        <translation>Was dieser Link enthält, ist keine Einladung in ein Netz.</translation>
    </message>
    <message>
        <source>What this link holds is no receipt&apos;s id.</source>
        <translation>Was dieser Link enthält, ist keine Kennung eines Belegs.</translation>
    </message>
</context>
<context>
    <name>LinksCard</name>
    <message>
        <source>Gateways and links</source>
        <translation>Gateways und Verbindungen</translation>
    </message>
    <message>
        <source>None: what is asked here is computed here, and nobody else asks.</source>
        <translation>Keine: Was hier gefragt wird, wird hier berechnet, und niemand sonst fragt.</translation>
    </message>
    <message>
        <source>None. Without a gateway no work comes from others; network/network.toml in the home names those that it dials, or the ledger does.</source>
        <translation>Keine. Ohne Gateway kommt keine Arbeit von anderen; network/network.toml im Ordner des Knotens nennt die, die er anwählt, oder das Hauptbuch tut es.</translation>
    </message>
    <message>
        <source>There and back: %1</source>
        <translation>Hin und zurück: %1</translation>
    </message>
    <message>
        <source>Node key</source>
        <translation>Schlüssel des Knotens</translation>
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
        <source>makes vectors</source>
        <translation>macht Vektoren</translation>
    </message>
    <message>
        <source>makes tensors</source>
        <translation>macht Tensoren</translation>
    </message>
    <message>
        <source>makes texts</source>
        <translation>macht Texte</translation>
    </message>
    <message>
        <source>It answers no questions; programs ask it over /v1/models/%1:run.</source>
        <translation>Es beantwortet keine Fragen; Programme fragen es über /v1/models/%1:run.</translation>
    </message>
    <message>
        <source>It answers questions.</source>
        <translation>Es beantwortet Fragen.</translation>
    </message>
    <message>
        <source>It answers no questions; programs ask it over /v1/embeddings.</source>
        <translation>Es beantwortet keine Fragen; Programme fragen es über /v1/embeddings.</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Make it the default</source>
        <translation>Zum Standard machen</translation>
    </message>
    <message>
        <source>Unload</source>
        <translation>Aus dem Speicher nehmen</translation>
    </message>
    <message>
        <source>Its memory is free until somebody asks it; running answers are broken off.</source>
        <translation>Sein Speicher ist frei, bis jemand es fragt; laufende Antworten brechen ab.</translation>
    </message>
    <message>
        <source>Enable</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>It can be asked again.</source>
        <translation>Es kann wieder gefragt werden.</translation>
    </message>
    <message>
        <source>Disable</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Nobody can ask it; its files stay.</source>
        <translation>Niemand kann es fragen; seine Dateien bleiben.</translation>
    </message>
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
    <message>
        <source>Load</source>
        <translation>In den Speicher laden</translation>
    </message>
    <message>
        <source>It is in memory before somebody asks it.</source>
        <translation>Es liegt im Speicher, bevor jemand es fragt.</translation>
    </message>
    <message>
        <source>Delete the source copy</source>
        <translation>Kopie der Quelle löschen</translation>
    </message>
    <message>
        <source>%1 are free then; the model stays.</source>
        <translation>%1 sind dann frei; das Modell bleibt.</translation>
    </message>
    <message>
        <source>What it was made of is kept, too: %1.</source>
        <translation>Woraus es gemacht wurde, ist auch aufbewahrt: %1.</translation>
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
        <source>removed</source>
        <translation>entfernt</translation>
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
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
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
        <source>Import a GGUF file or a Hugging Face folder, or drop it here. Small models of 0.1 to 1 billion parameters run well on a CPU.</source>
        <translation>Lesen Sie eine GGUF-Datei oder einen Hugging-Face-Ordner ein, oder lassen Sie sie hier fallen. Kleine Modelle mit 0,1 bis 1 Milliarde Parametern laufen gut auf einer CPU.</translation>
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
    <message>
        <source>Let go to import it</source>
        <translation>Loslassen, um es einzulesen</translation>
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
        <source>%1 EMB more for audits</source>
        <translation>dazu %1 EMB für Prüfungen</translation>
    </message>
    <message>
        <source>%1 EMB more newly made</source>
        <translation>dazu %1 EMB neu geschaffen</translation>
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
    <name>NetworkPage</name>
    <message>
        <source>Network</source>
        <translation>Netz</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Erneut versuchen</translation>
    </message>
    <message>
        <source>This home is catching up with blocks that others have.</source>
        <translation>Dieser Knoten holt Blöcke nach, die andere schon haben.</translation>
    </message>
    <message>
        <source>Looking at the network</source>
        <translation>Das Netz wird betrachtet</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Its network appears here as soon as it answers.</source>
        <translation>Sein Netz erscheint hier, sobald er antwortet.</translation>
    </message>
    <message>
        <source>A network of one</source>
        <translation>Ein Netz für sich allein</translation>
    </message>
    <message>
        <source>This home in its network</source>
        <translation>Dieser Knoten in seinem Netz</translation>
    </message>
    <message>
        <source>This home orders the blocks, computes, audits and settles by itself. Nobody else checks it.</source>
        <translation>Dieser Knoten ordnet die Blöcke, rechnet, prüft und verbucht selbst. Niemand sonst prüft es.</translation>
    </message>
    <message>
        <source>Blocks are ordered by all validators together and applied here as well.</source>
        <translation>Alle Validatoren ordnen die Blöcke gemeinsam; hier werden sie ebenfalls angewandt.</translation>
    </message>
    <message>
        <source>Last block</source>
        <translation>Letzter Block</translation>
    </message>
    <message>
        <source>%1, made at %2</source>
        <translation>%1, erzeugt um %2</translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation>Epoche</translation>
    </message>
    <message>
        <source>Waiting for a block</source>
        <translation>Wartet auf einen Block</translation>
    </message>
    <message>
        <source>For full nodes</source>
        <translation>Für Vollknoten</translation>
    </message>
    <message>
        <source>For other homes</source>
        <translation>Für andere Knoten</translation>
    </message>
    <message>
        <source>Its roles</source>
        <translation>Seine Rollen</translation>
    </message>
</context>
<context>
    <name>Networks</name>
    <message>
        <source>%1 Block %2 took it.</source>
        <translation>%1 Block %2 nahm es.</translation>
    </message>
    <message>
        <source>this home pays</source>
        <translation>dieser Knoten zahlt</translation>
    </message>
    <message>
        <source>this home is paid</source>
        <translation>dieser Knoten wird bezahlt</translation>
    </message>
    <message>
        <source>%1 of %2 EMB</source>
        <translation>%1 von %2 EMB</translation>
    </message>
    <message>
        <source>%1 EMB of it settled on the ledger</source>
        <translation>davon %1 EMB im Hauptbuch abgerechnet</translation>
    </message>
    <message>
        <source>It is being closed: vouchers count until block %1.</source>
        <translation>Er wird geschlossen: Gutscheine zählen bis Block %1.</translation>
    </message>
    <message>
        <source>It ends with epoch %1; what is left goes back to the payer.</source>
        <translation>Er endet mit Epoche %1; was übrig ist, geht an den Zahler zurück.</translation>
    </message>
    <message>
        <source>computes answers and signs receipts</source>
        <translation>berechnet Antworten und signiert Belege</translation>
    </message>
    <message>
        <source>replays what the beacon draws</source>
        <translation>rechnet nach, was das Los bestimmt</translation>
    </message>
    <message>
        <source>takes links of other homes and hands them questions</source>
        <translation>nimmt Verbindungen anderer Knoten an und reicht ihnen Fragen</translation>
    </message>
    <message>
        <source>applies every block itself</source>
        <translation>wendet jeden Block selbst an</translation>
    </message>
    <message>
        <source>orders the blocks together with the other validators</source>
        <translation>ordnet die Blöcke mit den anderen Validatoren</translation>
    </message>
    <message>
        <source>takes no new jobs</source>
        <translation>nimmt keine neuen Aufträge</translation>
    </message>
    <message>
        <source>up</source>
        <translation>verbunden</translation>
    </message>
    <message>
        <source>broken, may come back</source>
        <translation>abgerissen, kommt vielleicht wieder</translation>
    </message>
    <message>
        <source>connecting</source>
        <translation>wird aufgebaut</translation>
    </message>
    <message>
        <source>not up, tried again</source>
        <translation>nicht verbunden, wird wieder versucht</translation>
    </message>
    <message>
        <source>It was founded on %1.</source>
        <translation>Es wurde am %1 gegründet.</translation>
    </message>
    <message>
        <source>Executor</source>
        <translation>Ausführender</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Full node</source>
        <translation>Vollknoten</translation>
    </message>
    <message>
        <source>Validator</source>
        <translation>Validator</translation>
    </message>
    <message>
        <source>%1 % of the weight</source>
        <translation>%1 % des Gewichts</translation>
    </message>
    <message>
        <source>not known</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>signed the last block</source>
        <translation>hat den letzten Block signiert</translation>
    </message>
    <message>
        <source>did not sign the last block</source>
        <translation>hat den letzten Block nicht signiert</translation>
    </message>
    <message>
        <source>has no vote any more</source>
        <translation>stimmt nicht mehr mit</translation>
    </message>
    <message>
        <source>dialled this home</source>
        <translation>hat diesen Knoten angewählt</translation>
    </message>
    <message>
        <source>There and back, of the last ping.</source>
        <translation>Hin und zurück, beim letzten Ping.</translation>
    </message>
    <message>
        <source>Only the side that dialled measures how far it is.</source>
        <translation>Nur wer angewählt hat, misst die Entfernung.</translation>
    </message>
    <message>
        <source>Measured once the link is up.</source>
        <translation>Wird gemessen, sobald die Verbindung steht.</translation>
    </message>
    <message>
        <source>Nobody else: this home orders its blocks, computes and audits alone.</source>
        <translation>Niemandem sonst: Dieser Knoten ordnet seine Blöcke, rechnet und prüft allein.</translation>
    </message>
    <message>
        <source>So nobody else vouches for it either. What it earns and pays is play money of its own ledger.</source>
        <translation>Daher bürgt auch niemand sonst dafür. Was er verdient und zahlt, ist Spielgeld seines eigenen Hauptbuchs.</translation>
    </message>
    <message>
        <source>Its beginning: the genesis, whose hash stands below. Whoever shows the same hash stands in the same network.</source>
        <translation>Dem Anfang: der Genesis, deren Hash unten steht. Wer denselben Hash zeigt, steht im selben Netz.</translation>
    </message>
    <message>
        <source>Nobody, for balances and verdicts: this home computes them itself from every block.</source>
        <translation>Niemandem bei Guthaben und Urteilen: Dieser Knoten berechnet sie selbst aus jedem Block.</translation>
    </message>
    <message>
        <source>Its beginning: the genesis, whose hash stands below. Compare it with somebody in that network, by another way than the invitation came.</source>
        <translation>Dem Anfang: der Genesis, deren Hash unten steht. Vergleichen Sie ihn mit jemandem in jenem Netz, auf anderem Weg, als die Einladung kam.</translation>
    </message>
    <message>
        <source>Nobody, for balances and verdicts: the home computes them itself from every block.</source>
        <translation>Niemandem bei Guthaben und Urteilen: Der Knoten berechnet sie selbst aus jedem Block.</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) under way</source>
        <translation>
            <numerusform>%n Auftrag läuft</numerusform><numerusform>%n Aufträge laufen</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>%n model(s) offered</source>
        <translation>
            <numerusform>%n Modell angeboten</numerusform><numerusform>%n Modelle angeboten</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>The order of its blocks: more than two thirds of the weight of %n validator(s).</source>
        <translation>
            <numerusform>Der Reihenfolge der Blöcke: %n einzigen Validator.</numerusform><numerusform>Der Reihenfolge der Blöcke: mehr als zwei Dritteln des Gewichts von %n Validatoren.</numerusform></translation>
    </message>
    <message numerus="yes">
        <source>For work: %n gateway(s), which see whom they send questions to and how much is answered.</source>
        <translation>
            <numerusform>Bei der Arbeit: %n Gateway, das sieht, wem es Fragen schickt und wie viel geantwortet wird.</numerusform><numerusform>Bei der Arbeit: %n Gateways, die sehen, wem sie Fragen schicken und wie viel geantwortet wird.</numerusform></translation>
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
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>To the updates</source>
        <translation>Zu den Aktualisierungen</translation>
    </message>
</context>
<context>
    <name>Parameters</name>
    <message>
        <source>of the treasury</source>
        <translation>der Gemeinschaftskasse</translation>
    </message>
    <message>
        <source>of receipts</source>
        <translation>der Belege</translation>
    </message>
    <message>
        <source>audits</source>
        <translation>Prüfungen</translation>
    </message>
    <message>
        <source>auditors</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>of verified fees</source>
        <translation>der geprüften Entgelte</translation>
    </message>
    <message>
        <source>of the stake</source>
        <translation>des Einsatzes</translation>
    </message>
    <message>
        <source>of a window&apos;s blocks</source>
        <translation>der Blöcke eines Zeitraums</translation>
    </message>
    <message>
        <source>of the audited price</source>
        <translation>des geprüften Preises</translation>
    </message>
    <message>
        <source>of the audits</source>
        <translation>der Prüfungen</translation>
    </message>
    <message>
        <source>of the supply</source>
        <translation>des Bestands</translation>
    </message>
    <message>
        <source>of yes and no</source>
        <translation>von Ja und Nein</translation>
    </message>
    <message>
        <source>of the price</source>
        <translation>des Preises</translation>
    </message>
    <message>
        <source>of a slash</source>
        <translation>eines eingezogenen Einsatzes</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>Blöcke</translation>
    </message>
    <message>
        <source>channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>times the share at fault</source>
        <translation>mal dem Anteil der Verfehlungen</translation>
    </message>
    <message>
        <source>of what waits</source>
        <translation>von dem, was wartet</translation>
    </message>
    <message>
        <source>rewards</source>
        <translation>Löhne</translation>
    </message>
    <message>
        <source>epochs</source>
        <translation>Epochen</translation>
    </message>
    <message>
        <source>per request</source>
        <translation>je Anfrage</translation>
    </message>
    <message>
        <source>per token</source>
        <translation>je Token</translation>
    </message>
    <message>
        <source>of the value</source>
        <translation>des Wertes</translation>
    </message>
    <message>
        <source>of a house</source>
        <translation>einer Kammer</translation>
    </message>
    <message>
        <source>of the usual turnout</source>
        <translation>der üblichen Beteiligung</translation>
    </message>
    <message>
        <source>votes</source>
        <translation>Stimmen</translation>
    </message>
    <message>
        <source>proposals</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>receipts</source>
        <translation>Belege</translation>
    </message>
    <message>
        <source>of the votes</source>
        <translation>der Stimmen</translation>
    </message>
    <message>
        <source>Share of an answer&apos;s price that the executor&apos;s payout account gets when the reward vests.</source>
        <translation>Anteil am Preis einer Antwort, den das Auszahlungskonto des Ausführenden bekommt, wenn der Lohn fällig wird.</translation>
    </message>
    <message>
        <source>Share for auditors and full nodes.</source>
        <translation>Anteil für Prüfer und Vollknoten.</translation>
    </message>
    <message>
        <source>Share for storage and relays.</source>
        <translation>Anteil für Speicher und Weiterleitung.</translation>
    </message>
    <message>
        <source>Share that is destroyed.</source>
        <translation>Anteil, der vernichtet wird.</translation>
    </message>
    <message>
        <source>Share for the insurance pool.</source>
        <translation>Anteil für den Versicherungstopf.</translation>
    </message>
    <message>
        <source>Share for the treasury, which also takes every rounding remainder. The six shares sum to the whole.</source>
        <translation>Anteil für die Gemeinschaftskasse, die auch jeden Rundungsrest nimmt. Die sechs Anteile ergeben das Ganze.</translation>
    </message>
    <message>
        <source>Least fee of a transaction; fees are burned. Zero in solo mode: nobody can flood this machine&apos;s own ledger.</source>
        <translation>Mindestgebühr einer Transaktion; Gebühren werden vernichtet. Im Alleinbetrieb null: Niemand kann das eigene Hauptbuch dieses Rechners fluten.</translation>
    </message>
    <message>
        <source>Fixed part of an answer&apos;s price under the first rules; tariffs have none.</source>
        <translation>Fester Teil des Preises einer Antwort unter den ersten Regeln; Tarife haben keinen.</translation>
    </message>
    <message>
        <source>What a token that is read costs where a node names no tariff of its own.</source>
        <translation>Was ein gelesenes Token kostet, wo ein Knoten keinen eigenen Tarif nennt.</translation>
    </message>
    <message>
        <source>What a token that is written costs where a node names no tariff of its own.</source>
        <translation>Was ein geschriebenes Token kostet, wo ein Knoten keinen eigenen Tarif nennt.</translation>
    </message>
    <message>
        <source>Share of receipts drawn for an audit while an executor is new.</source>
        <translation>Anteil der Belege, die zur Prüfung gelost werden, solange ein Ausführender neu ist.</translation>
    </message>
    <message>
        <source>How many paid receipts an executor stays new.</source>
        <translation>Wie viele bezahlte Belege lang ein Ausführender neu bleibt.</translation>
    </message>
    <message>
        <source>Share drawn after that, until the executor counts as steady.</source>
        <translation>Anteil, der danach gelost wird, bis der Ausführende als beständig gilt.</translation>
    </message>
    <message>
        <source>How many paid receipts make an executor steady, if no audit of it has failed.</source>
        <translation>Wie viele bezahlte Belege einen Ausführenden beständig machen, wenn keine seiner Prüfungen scheiterte.</translation>
    </message>
    <message>
        <source>Share drawn from a steady executor whose profile is checked with tolerance (fp32, bf16).</source>
        <translation>Anteil, der bei einem beständigen Ausführenden gelost wird, dessen Profil mit Toleranz geprüft wird (fp32, bf16).</translation>
    </message>
    <message>
        <source>Share drawn from a steady executor whose profile is checked exactly (ci8.1, ci4.1).</source>
        <translation>Anteil, der bei einem beständigen Ausführenden gelost wird, dessen Profil genau geprüft wird (ci8.1, ci4.1).</translation>
    </message>
    <message>
        <source>Whether an operator may audit its own receipts. 1 in solo mode, where this machine is the only one.</source>
        <translation>Ob ein Betreiber die eigenen Belege prüfen darf. 1 im Alleinbetrieb, wo dieser Rechner der einzige ist.</translation>
    </message>
    <message>
        <source>Epochs from the settlement of a receipt to the payout of its confirmed reward.</source>
        <translation>Epochen von der Verbuchung eines Belegs bis zur Auszahlung seines bestätigten Lohns.</translation>
    </message>
    <message>
        <source>How far ahead an escrow may expire.</source>
        <translation>Wie weit voraus eine Hinterlegung ablaufen darf.</translation>
    </message>
    <message>
        <source>How long the state remembers a paid or lost reward and a posted root, against a second settlement.</source>
        <translation>Wie lange sich das Hauptbuch einen gezahlten oder verlorenen Lohn und eine veröffentlichte Wurzel merkt, gegen eine zweite Verbuchung.</translation>
    </message>
    <message>
        <source>Newly made money per verified fee. Zero in solo mode: nothing is made here after the first block.</source>
        <translation>Neu geschaffenes Geld je geprüftem Entgelt. Im Alleinbetrieb null: Nach dem ersten Block entsteht hier nichts mehr.</translation>
    </message>
    <message>
        <source>Part of the unrecoverable share (burn + insurance + treasury) that the subsidy may reach. Below the whole, so that paying oneself always loses.</source>
        <translation>Teil des unwiederbringlichen Anteils (Vernichtung, Versicherung, Gemeinschaftskasse), den die Förderung erreichen darf. Unter dem Ganzen, damit sich selbst zu bezahlen immer verliert.</translation>
    </message>
    <message>
        <source>What a paid receipt must have brought on average to count against an executor&apos;s probation.</source>
        <translation>Was ein bezahlter Beleg im Schnitt gebracht haben muss, um auf die Probezeit eines Ausführenden angerechnet zu werden.</translation>
    </message>
    <message>
        <source>What the auditors of an answer get together out of the verifiers&apos; pool. With the executor&apos;s share and the subsidy at most 950000 ppm, so that paying oneself always loses.</source>
        <translation>Was die Prüfer einer Antwort zusammen aus dem Topf der Prüfer bekommen. Mit dem Anteil des Ausführenden und der Förderung höchstens 950000 ppm, damit sich selbst zu bezahlen immer verliert.</translation>
    </message>
    <message>
        <source>How long audits are counted together, and how long nothing is newly made after too many of them were lost.</source>
        <translation>Wie lange Prüfungen zusammen gezählt werden und wie lange nichts neu geschaffen wird, nachdem zu viele von ihnen verloren gingen.</translation>
    </message>
    <message>
        <source>Where more of the audits than this prove a wrong answer, nothing is newly made for some time.</source>
        <translation>Weist mehr als dieser Teil der Prüfungen eine falsche Antwort nach, wird einige Zeit nichts neu geschaffen.</translation>
    </message>
    <message>
        <source>How many audits must have ended before those that were lost stop the subsidy.</source>
        <translation>Wie viele Prüfungen beendet sein müssen, bevor verlorene die Förderung anhalten.</translation>
    </message>
    <message>
        <source>How long newly made money is counted together.</source>
        <translation>Wie lange neu geschaffenes Geld zusammen gezählt wird.</translation>
    </message>
    <message>
        <source>The most that is newly made in one window.</source>
        <translation>Wie viel in einem Zeitfenster höchstens neu geschaffen wird.</translation>
    </message>
    <message>
        <source>How long an auditor has for its verdict before another one is drawn.</source>
        <translation>Wie lange ein Prüfer für sein Urteil hat, bevor ein anderer gelost wird.</translation>
    </message>
    <message>
        <source>How many auditors decide after an audit has failed. 1 in solo mode: this machine computes the answer once more.</source>
        <translation>Wie viele Prüfer entscheiden, nachdem eine Prüfung scheiterte. 1 im Alleinbetrieb: Dieser Rechner berechnet die Antwort noch einmal.</translation>
    </message>
    <message>
        <source>How many auditors decide after an audit has failed.</source>
        <translation>Wie viele Prüfer entscheiden, nachdem eine Prüfung scheiterte.</translation>
    </message>
    <message>
        <source>The most that a node may ask for a token that is read.</source>
        <translation>Was ein Knoten für ein gelesenes Token höchstens verlangen darf.</translation>
    </message>
    <message>
        <source>The most that a node may ask for a token that is written.</source>
        <translation>Was ein Knoten für ein geschriebenes Token höchstens verlangen darf.</translation>
    </message>
    <message>
        <source>Share of a lost stake that the payer of the wrong answer gets.</source>
        <translation>Anteil eines verlorenen Einsatzes, den der Zahler der falschen Antwort bekommt.</translation>
    </message>
    <message>
        <source>Share of a lost stake that the auditor who found the wrong answer gets. The rest is destroyed.</source>
        <translation>Anteil eines verlorenen Einsatzes, den der Prüfer bekommt, der die falsche Antwort fand. Der Rest wird vernichtet.</translation>
    </message>
    <message>
        <source>The most that the auditor who found a wrong answer gets of a lost stake.</source>
        <translation>Was der Prüfer, der eine falsche Antwort fand, von einem verlorenen Einsatz höchstens bekommt.</translation>
    </message>
    <message>
        <source>Part of its stake that a node loses by a wrong answer, besides the answer&apos;s price.</source>
        <translation>Teil seines Einsatzes, den ein Knoten durch eine falsche Antwort verliert, neben deren Preis.</translation>
    </message>
    <message>
        <source>What a node must have at stake to be drawn as an auditor. 0 in solo mode: this machine audits itself.</source>
        <translation>Was ein Knoten hinterlegt haben muss, um als Prüfer gelost zu werden. 0 im Alleinbetrieb: Dieser Rechner prüft sich selbst.</translation>
    </message>
    <message>
        <source>What a node must have at stake to be drawn as an auditor.</source>
        <translation>Was ein Knoten hinterlegt haben muss, um als Prüfer gelost zu werden.</translation>
    </message>
    <message>
        <source>How long a payee can still redeem vouchers after the payer has closed their channel.</source>
        <translation>Wie lange ein Empfänger noch Gutscheine einlösen kann, nachdem der Zahler den Kanal geschlossen hat.</translation>
    </message>
    <message>
        <source>The least with which a channel is opened.</source>
        <translation>Womit ein Kanal mindestens geöffnet wird.</translation>
    </message>
    <message>
        <source>How far ahead a channel may expire.</source>
        <translation>Wie weit voraus ein Kanal ablaufen darf.</translation>
    </message>
    <message>
        <source>How many channels one account may have open as their payer.</source>
        <translation>Wie viele Kanäle ein Konto als ihr Zahler offen haben darf.</translation>
    </message>
    <message>
        <source>How long faults of validators and wrong answers count as happening together.</source>
        <translation>Wie lange Verfehlungen von Validatoren und falsche Antworten als zugleich geschehen gelten.</translation>
    </message>
    <message>
        <source>How much dearer a validator&apos;s fault or a wrong answer is where others are at fault as well.</source>
        <translation>Wie viel teurer die Verfehlung eines Validators oder eine falsche Antwort ist, wenn auch andere sich verfehlen.</translation>
    </message>
    <message>
        <source>How long the faults of validators count as happening together.</source>
        <translation>Wie lange Verfehlungen von Validatoren als zugleich geschehen gelten.</translation>
    </message>
    <message>
        <source>How much dearer a validator&apos;s fault is where others are at fault as well.</source>
        <translation>Wie viel teurer die Verfehlung eines Validators ist, wenn auch andere sich verfehlen.</translation>
    </message>
    <message>
        <source>Part of its stake that a validator loses by signing two blocks of one height.</source>
        <translation>Teil seines Einsatzes, den ein Validator verliert, der zwei Blöcke einer Höhe unterschreibt.</translation>
    </message>
    <message>
        <source>Part of its stake that a validator loses by deceiving light clients.</source>
        <translation>Teil seines Einsatzes, den ein Validator verliert, der Leichtklienten täuscht.</translation>
    </message>
    <message>
        <source>How long a validator that was away stays without a vote before it may come back.</source>
        <translation>Wie lange ein Validator, der abwesend war, keine Stimme hat, bevor er zurückkommen darf.</translation>
    </message>
    <message>
        <source>A validator that misses more of them than this loses its vote until it comes back.</source>
        <translation>Ein Validator, der mehr davon versäumt, verliert seine Stimme, bis er zurückkommt.</translation>
    </message>
    <message>
        <source>How many blocks, of those that hold something, are counted together.</source>
        <translation>Wie viele der Blöcke, die etwas enthalten, zusammen gezählt werden.</translation>
    </message>
    <message>
        <source>Part of its stake that a validator loses by being away.</source>
        <translation>Teil seines Einsatzes, den ein Validator durch Abwesenheit verliert.</translation>
    </message>
    <message>
        <source>How long a stake that is taken back still answers for the node.</source>
        <translation>Wie lange ein zurückgenommener Einsatz noch für den Knoten haftet.</translation>
    </message>
    <message>
        <source>From which part of a house&apos;s votes against it a proposal loses its deposit.</source>
        <translation>Ab welchem Anteil der Stimmen einer Kammer gegen ihn ein Vorschlag sein Pfand verliert.</translation>
    </message>
    <message>
        <source>The most that one voter counts in the stake house, own and delegated votes together.</source>
        <translation>Was einer in der Einsatzkammer höchstens zählt, eigene und geliehene Stimmen zusammen.</translation>
    </message>
    <message>
        <source>What both houses must reach to change governance, the supply or the version of the rules, or for a long step.</source>
        <translation>Was beide Kammern erreichen müssen, um Mitbestimmung, Geldmenge oder Fassung der Regeln zu ändern, oder für einen großen Schritt.</translation>
    </message>
    <message>
        <source>How long a proposal can be read before votes count.</source>
        <translation>Wie lange ein Vorschlag gelesen werden kann, bevor Stimmen zählen.</translation>
    </message>
    <message>
        <source>What a proposal costs until it is decided; most votes against it destroy it.</source>
        <translation>Was ein Vorschlag bis zur Entscheidung kostet; überwiegen die Gegenstimmen stark, ist es vernichtet.</translation>
    </message>
    <message>
        <source>How many proposals may be open before the next one costs more.</source>
        <translation>Wie viele Vorschläge offen sein dürfen, bevor der nächste mehr kostet.</translation>
    </message>
    <message>
        <source>Until which epoch the guardian may cancel proposals.</source>
        <translation>Bis zu welcher Epoche der Hüter Vorschläge durch Einspruch beenden darf.</translation>
    </message>
    <message>
        <source>How long the state remembers a proposal that is over.</source>
        <translation>Wie lange sich das Hauptbuch einen erledigten Vorschlag merkt.</translation>
    </message>
    <message>
        <source>A quorum that is reached only this late opens the vote once more for as long.</source>
        <translation>Kommt die nötige Beteiligung erst so spät zustande, bleibt die Abstimmung noch einmal so lange offen.</translation>
    </message>
    <message>
        <source>From the acceptance of an upgrade or a payment to its effect.</source>
        <translation>Von der Annahme einer neuen Fassung oder einer Zahlung bis zu ihrer Wirkung.</translation>
    </message>
    <message>
        <source>How many proposals may be open or wait for their effect.</source>
        <translation>Wie viele Vorschläge offen sein oder auf ihre Wirkung warten dürfen.</translation>
    </message>
    <message>
        <source>What both houses must reach; more yes than no in any case.</source>
        <translation>Was beide Kammern erreichen müssen; mehr Ja als Nein in jedem Fall.</translation>
    </message>
    <message>
        <source>The least part of a house that must vote.</source>
        <translation>Der kleinste Teil einer Kammer, der abstimmen muss.</translation>
    </message>
    <message>
        <source>The largest part of a house that must vote.</source>
        <translation>Der größte Teil einer Kammer, der abstimmen muss.</translation>
    </message>
    <message>
        <source>The part of a house&apos;s usual turnout that must vote.</source>
        <translation>Der Teil der üblichen Beteiligung einer Kammer, der abstimmen muss.</translation>
    </message>
    <message>
        <source>The most that one payment may take.</source>
        <translation>Was eine Zahlung höchstens nehmen darf.</translation>
    </message>
    <message>
        <source>How long the payments of a window are counted together.</source>
        <translation>Wie lange die Zahlungen eines Zeitraums zusammengezählt werden.</translation>
    </message>
    <message>
        <source>The most that the payments of one window may take.</source>
        <translation>Was die Zahlungen eines Zeitraums höchstens nehmen dürfen.</translation>
    </message>
    <message>
        <source>The furthest that a parameter moves without a constitution&apos;s majority.</source>
        <translation>Wie weit sich eine Regel ohne verfassungsändernde Mehrheit höchstens ändert.</translation>
    </message>
    <message>
        <source>From the acceptance of a proposal to its effect.</source>
        <translation>Von der Annahme eines Vorschlags bis zu seiner Wirkung.</translation>
    </message>
    <message>
        <source>How much the last vote counts in the usual turnout.</source>
        <translation>Wie viel die letzte Abstimmung in der üblichen Beteiligung zählt.</translation>
    </message>
    <message>
        <source>The most votes that one block takes.</source>
        <translation>Wie viele Stimmen ein Block höchstens aufnimmt.</translation>
    </message>
    <message>
        <source>How long votes count.</source>
        <translation>Wie lange Stimmen zählen.</translation>
    </message>
    <message>
        <source>The most that one voter counts in the work house, own and delegated votes together.</source>
        <translation>Was einer in der Arbeitskammer höchstens zählt, eigene und geliehene Stimmen zusammen.</translation>
    </message>
    <message>
        <source>What of the rewards that credits paid becomes EMB again in an epoch at least, however little was burned lately.</source>
        <translation>Welcher Teil der mit Guthaben bezahlten Löhne in einer Epoche mindestens wieder EMB wird, wie wenig auch zuletzt verbrannt wurde.</translation>
    </message>
    <message>
        <source>The least that is burned for credits at once.</source>
        <translation>Wie viel mindestens auf einmal für Guthaben verbrannt wird.</translation>
    </message>
    <message>
        <source>The most rewards that credits paid and that become EMB again in one epoch.</source>
        <translation>Wie viele mit Guthaben bezahlte Löhne in einer Epoche höchstens wieder EMB werden.</translation>
    </message>
    <message>
        <source>While more rewards than this wait to become EMB again, credits open neither escrows nor channels.</source>
        <translation>Solange mehr Löhne als diese darauf warten, wieder EMB zu werden, öffnen Guthaben weder Hinterlegungen noch Kanäle.</translation>
    </message>
    <message>
        <source>Over how long it is averaged what is burned for credits, and so may become EMB again.</source>
        <translation>Über wie lange gemittelt wird, was für Guthaben verbrannt wird und daher wieder EMB werden darf.</translation>
    </message>
    <message>
        <source>How long a stake may be locked; one that is bound for so long weighs whole, a shorter one in proportion.</source>
        <translation>Wie lange ein Einsatz gesperrt werden darf; einer, der so lange gebunden ist, wiegt ganz, ein kürzerer anteilig.</translation>
    </message>
    <message>
        <source>For how long work that was paid weighs.</source>
        <translation>Wie lange bezahlte Arbeit wiegt.</translation>
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
        <source>No model that answers is here yet</source>
        <translation>Es gibt noch kein Modell, das antwortet</translation>
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
    <message>
        <source>An answer of this home is computed, signed, and shown with the checks that were made; one of another network with what its evidence is worth.</source>
        <translation>Eine Antwort dieses Knotens wird berechnet, unterschrieben und mit ihren Prüfungen gezeigt; die eines anderen Netzes mit dem, was ihr Nachweis wert ist.</translation>
    </message>
    <message>
        <source>Each answer comes with what was checked of it. What is said here is kept on this machine until you erase it.</source>
        <translation>Jede Antwort zeigt, was an ihr geprüft wurde. Was hier gesagt wird, bleibt auf diesem Rechner, bis Sie es löschen.</translation>
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
    <name>ProposalCard</name>
    <message>
        <source>Proposal %1: %2</source>
        <translation>Vorschlag %1: %2</translation>
    </message>
    <message>
        <source>No. %1  ·  %2</source>
        <translation>Nr. %1  ·  %2</translation>
    </message>
    <message>
        <source>Show proposal %1</source>
        <translation>Vorschlag %1 zeigen</translation>
    </message>
    <message>
        <source>Fold proposal %1</source>
        <translation>Vorschlag %1 einklappen</translation>
    </message>
    <message>
        <source>%1  →  %2</source>
        <translation>%1  →  %2</translation>
    </message>
    <message>
        <source>The proposer, %1, calls it “%2”.</source>
        <translation>%1 hat ihn eingebracht und nennt ihn „%2“.</translation>
    </message>
    <message>
        <source>%1 The quorum came late, so the vote stays open longer, once.</source>
        <translation>%1 Die nötige Beteiligung kam spät; deshalb bleibt die Abstimmung einmal länger offen.</translation>
    </message>
    <message>
        <source>Your vote: %1</source>
        <translation>Ihre Stimme: %1</translation>
    </message>
    <message>
        <source>Veto…</source>
        <translation>Aufheben…</translation>
    </message>
    <message>
        <source>As the guardian of this ledger: keep the proposal from taking effect.</source>
        <translation>Als Wächter dieses Hauptbuchs: den Vorschlag nicht wirksam werden lassen.</translation>
    </message>
</context>
<context>
    <name>Proposals</name>
    <message numerus="yes">
        <source>%n epoch(s)</source>
        <translation>
            <numerusform>%n Epoche</numerusform><numerusform>%n Epochen</numerusform></translation>
    </message>
    <message>
        <source>Stake house</source>
        <translation>Einsatzkammer</translation>
    </message>
    <message>
        <source>Work house</source>
        <translation>Arbeitskammer</translation>
    </message>
    <message>
        <source>Weighs what operators&apos; nodes have at stake.</source>
        <translation>Wiegt, was die Knoten der Betreiber als Einsatz hinterlegt haben.</translation>
    </message>
    <message>
        <source>Weighs the root of what others have paid for.</source>
        <translation>Wiegt die Wurzel dessen, was andere bezahlt haben.</translation>
    </message>
    <message>
        <source>about %1 (%2)</source>
        <translation>etwa %1 (%2)</translation>
    </message>
    <message>
        <source>Rule change</source>
        <translation>Regeländerung</translation>
    </message>
    <message>
        <source>Payment</source>
        <translation>Zahlung</translation>
    </message>
    <message>
        <source>Model list</source>
        <translation>Modellverzeichnis</translation>
    </message>
    <message>
        <source>Profile list</source>
        <translation>Profilverzeichnis</translation>
    </message>
    <message>
        <source>Upgrade</source>
        <translation>Neue Fassung</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Erklärung</translation>
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
        <source>not open yet</source>
        <translation>noch nicht offen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>in effect</source>
        <translation>in Kraft</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>accepted, but impossible</source>
        <translation>angenommen, aber unmöglich</translation>
    </message>
    <message>
        <source>vetoed</source>
        <translation>durch Einspruch beendet</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Dafür</translation>
    </message>
    <message>
        <source>Against</source>
        <translation>Dagegen</translation>
    </message>
    <message>
        <source>Abstained</source>
        <translation>Enthalten</translation>
    </message>
    <message>
        <source>opens in %1</source>
        <translation>öffnet in %1</translation>
    </message>
    <message>
        <source>ends with this epoch</source>
        <translation>endet mit dieser Epoche</translation>
    </message>
    <message>
        <source>ends in %1</source>
        <translation>endet in %1</translation>
    </message>
    <message>
        <source>takes effect in %1</source>
        <translation>gilt in %1</translation>
    </message>
    <message>
        <source>over</source>
        <translation>vorbei</translation>
    </message>
    <message>
        <source>over for %1</source>
        <translation>vorbei seit %1</translation>
    </message>
    <message>
        <source>Both houses must agree, each with at least %1 for it and enough of the house voting.</source>
        <translation>Beide Kammern müssen zustimmen, jede mit mindestens %1 dafür und genügend Beteiligung.</translation>
    </message>
    <message>
        <source>less than %1</source>
        <translation>unter %1</translation>
    </message>
    <message>
        <source>%1 of the stake house</source>
        <translation>%1 der Einsatzkammer</translation>
    </message>
    <message>
        <source>%1 of the work house</source>
        <translation>%1 der Arbeitskammer</translation>
    </message>
    <message>
        <source>Your weight: %1.</source>
        <translation>Ihr Gewicht: %1.</translation>
    </message>
</context>
<context>
    <name>ReceiptPanel</name>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy a hearth:// link that opens this receipt in the window of a node that has it.</source>
        <translation>Einen Link mit hearth:// kopieren, der diesen Beleg im Fenster eines Knotens öffnet, der ihn hat.</translation>
    </message>
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
        <source>&quot;%1&quot; is no version of Hearth.</source>
        <translation>„%1“ ist keine Version von Hearth.</translation>
    </message>
    <message>
        <source>This build of Hearth takes no updates.</source>
        <translation>Diese Fassung von Hearth nimmt keine Aktualisierungen an.</translation>
    </message>
    <message>
        <source>Get new versions where you got this one.</source>
        <translation>Neue Versionen gibt es dort, woher diese kam.</translation>
    </message>
    <message>
        <source>No update server is set.</source>
        <translation>Kein Aktualisierungsserver ist eingestellt.</translation>
    </message>
    <message>
        <source>Name one in the setting updates.url: hearthctl settings set KEY VALUE</source>
        <translation>Nennen Sie einen in der Einstellung updates.url: hearthctl settings set NAME WERT</translation>
    </message>
    <message>
        <source>What the update server says of its newest version cannot be read; nothing was changed.</source>
        <translation>Was der Aktualisierungsserver von seiner neuesten Version sagt, ist nicht lesbar; nichts wurde geändert.</translation>
    </message>
    <message>
        <source>The update server writes in a newer form than this version reads.</source>
        <translation>Der Aktualisierungsserver schreibt in einer neueren Form, als diese Version liest.</translation>
    </message>
    <message>
        <source>Tell whoever this installation came from; what runs is not touched.</source>
        <translation>Sagen Sie es denen, von denen diese Installation kommt; was läuft, bleibt unberührt.</translation>
    </message>
    <message>
        <source>The update is signed with another key (%1…) than the one that this program trusts.</source>
        <translation>Die Aktualisierung ist mit einem anderen Schlüssel (%1…) unterschrieben als dem, dem dieses Programm vertraut.</translation>
    </message>
    <message>
        <source>The signature of the update does not hold.</source>
        <translation>Die Unterschrift der Aktualisierung ist nicht gültig.</translation>
    </message>
    <message>
        <source>By this computer&apos;s clock the update was made %1 minutes in the future.</source>
        <translation>Nach der Uhr dieses Rechners entstand die Aktualisierung %1 Minuten in der Zukunft.</translation>
    </message>
    <message>
        <source>What the update server says of version %1 has not held for %2 hours by this computer&apos;s clock.</source>
        <translation>Was der Aktualisierungsserver von Version %1 sagt, gilt nach der Uhr dieses Rechners seit %2 Stunden nicht mehr.</translation>
    </message>
    <message>
        <source>Check date, time and time zone of this computer; if they are right, the server has stood still.</source>
        <translation>Prüfen Sie Datum, Uhrzeit und Zeitzone dieses Rechners; stimmen sie, ist der Server stehen geblieben.</translation>
    </message>
    <message>
        <source>The update server says something older about version %1 than it said before.</source>
        <translation>Der Aktualisierungsserver sagt von Version %1 etwas Älteres, als er schon gesagt hat.</translation>
    </message>
    <message>
        <source>Version %1 must not be installed any more: the lowest that may is %2.</source>
        <translation>Version %1 darf nicht mehr installiert werden: Die niedrigste erlaubte ist %2.</translation>
    </message>
    <message>
        <source>The update server offers version %1, which is lower than %2, which runs here.</source>
        <translation>Der Aktualisierungsserver bietet Version %1 an; hier läuft mit %2 eine höhere.</translation>
    </message>
    <message>
        <source>There is nothing to do; what runs, runs on.</source>
        <translation>Es ist nichts zu tun; was läuft, läuft weiter.</translation>
    </message>
    <message>
        <source>asking the update server</source>
        <translation>fragt den Aktualisierungsserver</translation>
    </message>
    <message>
        <source>putting the new version in its place</source>
        <translation>stellt die neue Version an ihren Platz</translation>
    </message>
    <message>
        <source>Version %1 is the newest.</source>
        <translation>Version %1 ist die neueste.</translation>
    </message>
    <message>
        <source>Version %1 goes to a part of the nodes first; this one is not among them yet.</source>
        <translation>Version %1 geht zuerst an einen Teil der Knoten; dieser ist noch nicht dabei.</translation>
    </message>
    <message>
        <source>Its turn comes by itself; look again later.</source>
        <translation>Er kommt von selbst an die Reihe; sehen Sie später wieder nach.</translation>
    </message>
    <message>
        <source>Version %1 is out, but the server has no package of it for this installation.</source>
        <translation>Version %1 ist da, aber der Server hat kein Paket davon für diese Installation.</translation>
    </message>
    <message>
        <source>It is not known whether there is a newer version; the node looks by itself soon.</source>
        <translation>Ob es eine neuere Version gibt, ist nicht bekannt; der Knoten sieht bald von selbst nach.</translation>
    </message>
    <message>
        <source>It is not known whether there is a newer version; the setting updates.check is off.</source>
        <translation>Ob es eine neuere Version gibt, ist nicht bekannt; die Einstellung updates.check ist aus.</translation>
    </message>
    <message>
        <source>It is not known yet whether there is a newer version.</source>
        <translation>Ob es eine neuere Version gibt, ist noch nicht bekannt.</translation>
    </message>
    <message>
        <source>Look first: hearthctl update check</source>
        <translation>Sehen Sie zuerst nach: hearthctl update check</translation>
    </message>
    <message>
        <source>Version %1 is there to be downloaded.</source>
        <translation>Version %1 kann heruntergeladen werden.</translation>
    </message>
    <message>
        <source>Version %1 is being downloaded.</source>
        <translation>Version %1 wird heruntergeladen.</translation>
    </message>
    <message>
        <source>Version %1 is downloaded, and its bytes are right.</source>
        <translation>Version %1 ist heruntergeladen und unverändert.</translation>
    </message>
    <message>
        <source>Version %1 is in its place and runs from the next start of %2.</source>
        <translation>Version %1 ist an ihrem Platz und läuft ab dem nächsten Start von %2.</translation>
    </message>
    <message>
        <source>The package manager installs it, which needs root; the command stands here once it is downloaded.</source>
        <translation>Die Paketverwaltung installiert sie und braucht dazu root; der Befehl steht hier, sobald sie heruntergeladen ist.</translation>
    </message>
    <message>
        <source>It is put beside this version, which stays, and %1 then leads to it. Nothing is restarted: it runs from the next start.</source>
        <translation>Sie kommt neben diese Version, die bleibt, und %1 führt dann zu ihr. Nichts wird neu gestartet: Sie läuft ab dem nächsten Start.</translation>
    </message>
    <message>
        <source>This program came by the package manager, and only that may replace it.</source>
        <translation>Dieses Programm kam durch die Paketverwaltung, und nur sie darf es ersetzen.</translation>
    </message>
    <message>
        <source>Run: sudo apt install %1</source>
        <translation>Führen Sie aus: sudo apt install %1</translation>
    </message>
    <message>
        <source>The setting updates.apply says that new versions are only shown.</source>
        <translation>Die Einstellung updates.apply sagt, dass neue Versionen nur gezeigt werden.</translation>
    </message>
    <message>
        <source>Allow it, with the setting updates.apply at ask: hearthctl settings set KEY VALUE</source>
        <translation>Erlauben Sie es, mit der Einstellung updates.apply auf ask: hearthctl settings set NAME WERT</translation>
    </message>
    <message>
        <source>Version %1 is not here as a whole.</source>
        <translation>Version %1 ist nicht vollständig hier.</translation>
    </message>
    <message>
        <source>Download it first: hearthctl update download</source>
        <translation>Laden Sie sie zuerst herunter: hearthctl update download</translation>
    </message>
    <message>
        <source>Answers are being computed; a new version is applied only when none is.</source>
        <translation>Gerade werden Antworten berechnet; angewandt wird eine neue Version nur, wenn das nicht geschieht.</translation>
    </message>
    <message>
        <source>Wait, or let it finish and take no more: hearthctl node pause</source>
        <translation>Warten Sie, oder lassen Sie ihn fertig werden und nichts Neues annehmen: hearthctl node pause</translation>
    </message>
    <message>
        <source>An update is being looked for, downloaded or applied already.</source>
        <translation>Eine Aktualisierung wird schon gesucht, heruntergeladen oder angewandt.</translation>
    </message>
    <message>
        <source>It was stopped; what has come stays.</source>
        <translation>Es wurde abgebrochen; was da ist, bleibt.</translation>
    </message>
    <message>
        <source>Nothing was changed; the same call goes on.</source>
        <translation>Nichts wurde geändert; derselbe Aufruf macht weiter.</translation>
    </message>
    <message>
        <source>The bytes of the package are not those that were signed; they were removed.</source>
        <translation>Die Bytes des Pakets sind nicht die unterschriebenen; sie wurden entfernt.</translation>
    </message>
    <message>
        <source>Download it again; if that fails too, somebody on the way changes it.</source>
        <translation>Laden Sie es noch einmal herunter; scheitert auch das, verändert es jemand unterwegs.</translation>
    </message>
    <message>
        <source>The update server does not have what it promised.</source>
        <translation>Der Aktualisierungsserver hat nicht, was er versprochen hat.</translation>
    </message>
    <message>
        <source>Nothing came from the update server: %1</source>
        <translation>Vom Aktualisierungsserver kam nichts: %1</translation>
    </message>
    <message>
        <source>The update server answers with the status %1.</source>
        <translation>Der Aktualisierungsserver antwortet mit dem Status %1.</translation>
    </message>
    <message>
        <source>It is tried again by itself. The server&apos;s address is the setting updates.url.</source>
        <translation>Es wird von selbst wieder versucht. Die Adresse des Servers ist die Einstellung updates.url.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2. The version before stays in its place.</source>
        <translation>%1 kann nicht geschrieben werden: %2. Die Version davor bleibt an ihrem Platz.</translation>
    </message>
    <message>
        <source>See that the folder is yours, has room and that nothing else stands there; then apply again.</source>
        <translation>Sehen Sie nach, ob der Ordner Ihnen gehört, Platz hat und nichts anderes dort liegt; wenden Sie dann noch einmal an.</translation>
    </message>
    <message>
        <source>%1 cannot be unpacked.</source>
        <translation>%1 lässt sich nicht entpacken.</translation>
    </message>
    <message>
        <source>Version %1 did not start here. From the next start on it is version %2 again.</source>
        <translation>Version %1 ist hier nicht gestartet. Ab dem nächsten Start ist es wieder Version %2.</translation>
    </message>
    <message>
        <source>Version %1 did not start here, and version %2 cannot take its place: it does not start, or does not read this home.</source>
        <translation>Version %1 ist hier nicht gestartet, und Version %2 kann nicht an ihre Stelle treten: Sie startet nicht oder liest diesen Ordner nicht.</translation>
    </message>
    <message>
        <source>Version %1 did not start here and gave way to version %2. It is not tried again by itself; a newer one is, or this one when you apply it.</source>
        <translation>Version %1 ist hier nicht gestartet und hat Version %2 Platz gemacht. Von selbst wird sie nicht noch einmal versucht; eine neuere schon, oder diese, wenn Sie sie anwenden.</translation>
    </message>
    <message>
        <source>Version %1 was started before and ended without a word.</source>
        <translation>Version %1 wurde schon einmal gestartet und endete ohne ein Wort.</translation>
    </message>
    <message>
        <source>Version %1 does not start on this computer, and was not put in place.</source>
        <translation>Version %1 startet auf diesem Rechner nicht und wurde nicht eingesetzt.</translation>
    </message>
    <message>
        <source>The version that runs stays; get one that is made for this system.</source>
        <translation>Die laufende Version bleibt; besorgen Sie eine, die für dieses System gemacht ist.</translation>
    </message>
    <message>
        <source>%1 is there and is no link that an update may move.</source>
        <translation>%1 ist da und kein Verweis, den eine Aktualisierung umlegen darf.</translation>
    </message>
    <message>
        <source>The values of %1 belong together: what is left out of them could be any software.</source>
        <translation>Die Werte von %1 gehören zusammen: Was davon fehlt, könnte beliebige Software sein.</translation>
    </message>
    <message>
        <source>Keys and software were compared with those that you named.</source>
        <translation>Schlüssel und Software wurden mit denen verglichen, die Sie nannten.</translation>
    </message>
    <message>
        <source>The keys and the software are those that this home&apos;s owner pinned.</source>
        <translation>Die Schlüssel und die Software sind die, die der Besitzer dieses Knotens festgelegt hat.</translation>
    </message>
    <message>
        <source>Which keys and software are trusted, the gateway named above pinned, and nobody else: its level is what that gateway claims. Name your own with --signer and --measurement.</source>
        <translation>Welchen Schlüsseln und welcher Software vertraut wird, hat nur das oben genannte Gateway festgelegt: Die Stufe ist dessen Behauptung. Nennen Sie Ihre eigenen mit --signer und --measurement.</translation>
    </message>
    <message>
        <source>At most %1, by the keys and the software that the gateway named above pinned; which model ran, was not proven.</source>
        <translation>Höchstens %1, nach den Schlüsseln und der Software, die das oben genannte Gateway festgelegt hat; welches Modell lief, wurde nicht bewiesen.</translation>
    </message>
    <message>
        <source>%1 is there, and this home did not put it there from the package that was signed.</source>
        <translation>%1 ist da, und dieser Knoten hat es nicht aus dem unterschriebenen Paket dorthin gelegt.</translation>
    </message>
    <message>
        <source>Move %1 away, then apply again; nothing of it was run.</source>
        <translation>Verschieben Sie %1 und wenden Sie sie erneut an; nichts davon wurde ausgeführt.</translation>
    </message>
    <message>
        <source>%1 is not this user&apos;s own folder, or others may write to it.</source>
        <translation>%1 ist kein eigener Ordner dieses Benutzers, oder andere dürfen darin schreiben.</translation>
    </message>
    <message>
        <source>Take the others&apos; right to write away (chmod go-w %1), then apply again.</source>
        <translation>Nehmen Sie anderen das Recht zu schreiben (chmod go-w %1) und wenden Sie sie erneut an.</translation>
    </message>
    <message>
        <source>It is examined once more before you install it; then the command is shown: hearthctl update download</source>
        <translation>Es wird noch einmal geprüft, bevor Sie es installieren; danach steht hier der Befehl: hearthctl update download</translation>
    </message>
    <message>
        <source>The program %1 was ended, because nobody waits for it any more.</source>
        <translation>Das Programm %1 wurde beendet, weil niemand mehr darauf wartet.</translation>
    </message>
    <message>
        <source>The model catalogue of this installation was not found; it belongs at %1.</source>
        <translation>Das Modellverzeichnis dieser Installation wurde nicht gefunden; es gehört nach %1.</translation>
    </message>
    <message>
        <source>Import a model file instead: hearthctl model import PATH</source>
        <translation>Lesen Sie stattdessen eine Modelldatei ein: hearthctl model import PFAD</translation>
    </message>
    <message>
        <source>The model catalogue %1 cannot be read.</source>
        <translation>Das Modellverzeichnis %1 lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>The list of the models&apos; names in this installation cannot be read.</source>
        <translation>Die Liste der Modellnamen in dieser Installation lässt sich nicht lesen.</translation>
    </message>
    <message>
        <source>Install Hearth again.</source>
        <translation>Installieren Sie Hearth neu.</translation>
    </message>
    <message>
        <source>The catalogue has no model &apos;%1&apos;.</source>
        <translation>Das Verzeichnis hat kein Modell „%1“.</translation>
    </message>
    <message>
        <source>It has: %1. Others are found with: hearthctl model search WORDS</source>
        <translation>Es hat: %1. Andere findet: hearthctl model search WORTE</translation>
    </message>
    <message>
        <source>The file %1 is not what the catalogue describes.</source>
        <translation>Die Datei %1 ist nicht die, die das Verzeichnis beschreibt.</translation>
    </message>
    <message>
        <source>Delete it and fetch it again.</source>
        <translation>Löschen Sie sie und holen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no place in a hub of models.</source>
        <translation>„%1“ ist kein Ort in einer Modellsammlung.</translation>
    </message>
    <message>
        <source>Write hf:ORG/NAME, with a file hf:ORG/NAME/FILE, and @REVISION behind it for a certain state.</source>
        <translation>Schreiben Sie hf:ORG/NAME, mit einer Datei hf:ORG/NAME/DATEI, und @REVISION dahinter für einen bestimmten Stand.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address of a hub.</source>
        <translation>„%1“ ist keine Adresse einer Modellsammlung.</translation>
    </message>
    <message>
        <source>Write hub.endpoint and hub.mirrors with https:// and without a password; http:// is for this machine alone.</source>
        <translation>Schreiben Sie hub.endpoint und hub.mirrors mit https:// und ohne Passwort; http:// gilt nur für diesen Rechner.</translation>
    </message>
    <message>
        <source>The hub at %1 leads to %2, where nothing is asked of this node&apos;s.</source>
        <translation>Die Modellsammlung %1 führt zu %2; dort fragt dieser Knoten nicht.</translation>
    </message>
    <message>
        <source>%1 stands at an address that a hub must not lead to.</source>
        <translation>%1 hat eine Adresse, zu der eine Modellsammlung nicht führen darf.</translation>
    </message>
    <message>
        <source>Look at the setting hub.endpoint: hearthctl settings show KEY</source>
        <translation>Sehen Sie sich die Einstellung hub.endpoint an: hearthctl settings show NAME</translation>
    </message>
    <message>
        <source>The hub at %1 leads from one place to the next without end.</source>
        <translation>Die Modellsammlung %1 führt endlos von einem Ort zum nächsten.</translation>
    </message>
    <message>
        <source>The library that fetches (libcurl) cannot be used.</source>
        <translation>Die Bibliothek zum Herunterladen (libcurl) lässt sich nicht benutzen.</translation>
    </message>
    <message>
        <source>Fetching was stopped; what has come stays.</source>
        <translation>Das Herunterladen wurde angehalten; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>%1 does not prove who it is: its certificate is not trusted.</source>
        <translation>%1 weist sich nicht aus: Seinem Zertifikat wird nicht vertraut.</translation>
    </message>
    <message>
        <source>Check the clock and the network; for a hub of your own, hub.ca_file names its certificates.</source>
        <translation>Prüfen Sie Uhr und Netzwerk; für eine eigene Modellsammlung nennt hub.ca_file ihre Zertifikate.</translation>
    </message>
    <message>
        <source>%1 cannot be reached: %2.</source>
        <translation>%1 ist nicht erreichbar: %2.</translation>
    </message>
    <message>
        <source>Try again later; what has come stays.</source>
        <translation>Versuchen Sie es später noch einmal; was schon da ist, bleibt.</translation>
    </message>
    <message>
        <source>The hub does not answer.</source>
        <translation>Die Modellsammlung antwortet nicht.</translation>
    </message>
    <message>
        <source>%1 answers with the status %2.</source>
        <translation>%1 antwortet mit dem Status %2.</translation>
    </message>
    <message>
        <source>The hub wants nothing more to be asked for %1 minutes.</source>
        <translation>Die Modellsammlung will %1 Minuten lang nicht mehr gefragt werden.</translation>
    </message>
    <message>
        <source>The hub does not give %1 to everybody.</source>
        <translation>Die Modellsammlung gibt %1 nicht jedem.</translation>
    </message>
    <message>
        <source>Agree to its terms on the hub&apos;s page and put your token into keys/hub.token in the node&apos;s home, mode 600.</source>
        <translation>Stimmen Sie auf der Seite der Sammlung den Bedingungen zu und legen Sie Ihr Token in keys/hub.token im Ordner des Knotens, Rechte 600.</translation>
    </message>
    <message>
        <source>The token in %1 can be read by others.</source>
        <translation>Das Token in %1 können andere lesen.</translation>
    </message>
    <message>
        <source>It is one line, and its owner alone may read it: chmod 600 %1</source>
        <translation>Es ist eine Zeile, und nur der Eigentümer darf sie lesen: chmod 600 %1</translation>
    </message>
    <message>
        <source>That is no token: one is a single word.</source>
        <translation>Das ist kein Token: Eines ist ein einziges Wort.</translation>
    </message>
    <message>
        <source>Copy it from the hub&apos;s page once more.</source>
        <translation>Kopieren Sie es noch einmal von der Seite der Modellsammlung.</translation>
    </message>
    <message>
        <source>%1 is a secret; what is typed here others may read.</source>
        <translation>%1 ist ein Geheimnis; was hier getippt wird, können andere lesen.</translation>
    </message>
    <message>
        <source>Enter it in the window&apos;s settings, or set it with an empty text to remove it.</source>
        <translation>Geben Sie es in den Einstellungen des Fensters ein, oder setzen Sie es mit einem leeren Text, um es zu entfernen.</translation>
    </message>
    <message>
        <source>%1 holds no token.</source>
        <translation>%1 enthält kein Token.</translation>
    </message>
    <message>
        <source>The hub has no %1.</source>
        <translation>Die Modellsammlung hat kein %1.</translation>
    </message>
    <message>
        <source>Search for it: hearthctl model search WORDS</source>
        <translation>Suchen Sie danach: hearthctl model search WORTE</translation>
    </message>
    <message>
        <source>The hub&apos;s answer cannot be read.</source>
        <translation>Die Antwort der Modellsammlung ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The hub sent another part of the file than was asked for.</source>
        <translation>Die Modellsammlung schickte einen anderen Teil der Datei als verlangt.</translation>
    </message>
    <message>
        <source>%1 does not have the %2 bytes that the hub promised; what came was removed.</source>
        <translation>%1 hat nicht die %2 Byte, die die Modellsammlung versprach; was kam, wurde gelöscht.</translation>
    </message>
    <message>
        <source>The bytes of %1 are not those with the hash %2; they were removed.</source>
        <translation>Die Bytes von %1 sind nicht die mit dem Hash %2; sie wurden gelöscht.</translation>
    </message>
    <message>
        <source>Pull it again; if that fails too, somebody on the way changes it.</source>
        <translation>Holen Sie es noch einmal; misslingt auch das, ändert es jemand unterwegs.</translation>
    </message>
    <message>
        <source>%1 cannot be written: %2.</source>
        <translation>%1 lässt sich nicht schreiben: %2.</translation>
    </message>
    <message>
        <source>%1 has no file %2.</source>
        <translation>%1 hat keine Datei %2.</translation>
    </message>
    <message>
        <source>See what it has: hearthctl model files %1</source>
        <translation>Sehen Sie, was es gibt: hearthctl model files %1</translation>
    </message>
    <message>
        <source>%1 alone is no model: a GGUF file in one piece is one.</source>
        <translation>%1 allein ist kein Modell: eine ungeteilte GGUF-Datei ist eines.</translation>
    </message>
    <message>
        <source>%1 holds neither a GGUF file in one piece nor a folder with config.json and safetensors.</source>
        <translation>%1 enthält weder eine ungeteilte GGUF-Datei noch einen Ordner mit config.json und safetensors.</translation>
    </message>
    <message>
        <source>%1 holds %2 GGUF files; one has to be named.</source>
        <translation>%1 enthält %2 GGUF-Dateien; eine davon muss genannt werden.</translation>
    </message>
    <message>
        <source>The hub&apos;s file for %1 is another one than the catalogue names.</source>
        <translation>Die Datei der Modellsammlung für %1 ist eine andere, als das Verzeichnis nennt.</translation>
    </message>
    <message>
        <source>Nothing was fetched. To take it all the same, choose a file: hearthctl model files %1</source>
        <translation>Nichts wurde geholt. Um sie trotzdem zu nehmen, wählen Sie eine Datei: hearthctl model files %1</translation>
    </message>
    <message>
        <source>%1 is being fetched already.</source>
        <translation>%1 wird schon geholt.</translation>
    </message>
    <message>
        <source>Stop it first.</source>
        <translation>Halten Sie es zuerst an.</translation>
    </message>
    <message>
        <source>Nothing of %1 is on its way.</source>
        <translation>Von %1 ist nichts unterwegs.</translation>
    </message>
    <message>
        <source>See: hearthctl model downloads</source>
        <translation>Siehe: hearthctl model downloads</translation>
    </message>
    <message>
        <source>A model called &quot;%1&quot; is here already.</source>
        <translation>Ein Modell namens „%1“ ist schon hier.</translation>
    </message>
    <message>
        <source>That is too much to search for.</source>
        <translation>Das ist zu viel für eine Suche.</translation>
    </message>
    <message>
        <source>The record of a download, %1, cannot be read.</source>
        <translation>Der Vermerk eines Downloads, %1, ist nicht lesbar.</translation>
    </message>
    <message>
        <source>asking the hub</source>
        <translation>fragt die Modellsammlung</translation>
    </message>
    <message>
        <source>fetching</source>
        <translation>lädt herunter</translation>
    </message>
    <message>
        <source>comparing with the hash</source>
        <translation>vergleicht mit dem Hash</translation>
    </message>
    <message>
        <source>How much memory it needs is not known.</source>
        <translation>Wie viel Speicher es braucht, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>Needs about %1 of memory; this machine does not say what it has.</source>
        <translation>Braucht etwa %1 Speicher; dieser Rechner sagt nicht, wie viel er hat.</translation>
    </message>
    <message>
        <source>Needs about %1 of memory and fits here.</source>
        <translation>Braucht etwa %1 Speicher und passt hier.</translation>
    </message>
    <message>
        <source>Needs about %1 of memory; %2 are free now, so other programs have to make room.</source>
        <translation>Braucht etwa %1 Speicher; jetzt sind %2 frei, andere Programme müssen Platz machen.</translation>
    </message>
    <message>
        <source>Needs about %1 of memory; this machine has %2.</source>
        <translation>Braucht etwa %1 Speicher; dieser Rechner hat %2.</translation>
    </message>
    <message>
        <source>Holds GGUF files.</source>
        <translation>Enthält GGUF-Dateien.</translation>
    </message>
    <message>
        <source>Holds a folder of safetensors.</source>
        <translation>Enthält einen Ordner mit safetensors.</translation>
    </message>
    <message>
        <source>One of several parts: they have to be joined before an import.</source>
        <translation>Einer von mehreren Teilen: Sie müssen vor dem Einlesen verbunden werden.</translation>
    </message>
    <message>
        <source>Weights of the kind %1 are not read here.</source>
        <translation>Gewichte der Art %1 werden hier nicht gelesen.</translation>
    </message>
    <message>
        <source>You have disabled it.</source>
        <translation>Sie haben es gesperrt.</translation>
    </message>
    <message>
        <source>You have unloaded the model.</source>
        <translation>Sie haben das Modell aus dem Speicher genommen.</translation>
    </message>
    <message>
        <source>Enable it again: hearthctl model enable %1</source>
        <translation>Geben Sie es wieder frei: hearthctl model enable %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is nothing that can be done with a model; load, unload, disable, enable and drop-source are.</source>
        <translation>„%1“ lässt sich mit einem Modell nicht tun; load, unload, disable, enable und drop-source schon.</translation>
    </message>
    <message>
        <source>one value</source>
        <translation>ein einzelner Wert</translation>
    </message>
    <message>
        <source>Paste everything from &quot;hearth-network-1.&quot; to its end.</source>
        <translation>Fügen Sie alles von „hearth-network-1.“ bis zum Ende ein.</translation>
    </message>
    <message>
        <source>The scripted node has no ledger.</source>
        <translation>Der gespielte Knoten hat kein Hauptbuch.</translation>
    </message>
    <message>
        <source>There is no setting &quot;%1&quot;.</source>
        <translation>Es gibt keine Einstellung „%1“.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names no hours of the week.</source>
        <translation>„%1“ nennt keine Stunden der Woche.</translation>
    </message>
    <message>
        <source>Write for example &quot;mon-fri 18-24&quot;, &quot;sat 0-24&quot; or &quot;sun 22-6&quot;, or &quot;never&quot; alone.</source>
        <translation>Schreiben Sie zum Beispiel „mon-fri 18-24“, „sat 0-24“ oder „sun 22-6“, oder allein „never“.</translation>
    </message>
    <message>
        <source>%1, line %2: %3.</source>
        <translation>%1, Zeile %2: %3.</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; cannot be changed by a program here.</source>
        <translation>%1: „%2“ kann ein Programm hier nicht ändern.</translation>
    </message>
    <message>
        <source>Edit the file by hand.</source>
        <translation>Ändern Sie die Datei von Hand.</translation>
    </message>
    <message>
        <source>The consensus engine does not have block %1.</source>
        <translation>Die Konsens-Maschine hat Block %1 nicht.</translation>
    </message>
    <message>
        <source>Name a later block; older ones are not kept for ever.</source>
        <translation>Nennen Sie einen späteren Block; ältere werden nicht für immer aufbewahrt.</translation>
    </message>
    <message>
        <source>No block carries the hash of the present state yet.</source>
        <translation>Noch trägt kein Block die Prüfsumme des jetzigen Stands.</translation>
    </message>
    <message>
        <source>Look at the network's state: it goes on when more than two thirds of the validators are there. Then ask again.</source>
        <translation>Sehen Sie nach dem Zustand des Netzes: Es geht weiter, wenn mehr als zwei Drittel der Validatoren da sind. Fragen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>Block %1 of the ledger is missing.</source>
        <translation>Block %1 des Hauptbuchs fehlt.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no transaction: 64 hexadecimal digits are one.</source>
        <translation>„%1“ ist keine Transaktion: Eine hat 64 hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>hearthctl ledger send ACCOUNT AMOUNT and hearthctl gov vote ID CHOICE print theirs with --json.</source>
        <translation>hearthctl ledger send ACCOUNT AMOUNT und hearthctl gov vote ID CHOICE geben ihre mit --json aus.</translation>
    </message>
    <message>
        <source>A proof is about 1 to %1 records, not %2.</source>
        <translation>Ein Beweis handelt von 1 bis %1 Einträgen, nicht %2.</translation>
    </message>
    <message>
        <source>A stake needs the member &quot;amount&quot;.</source>
        <translation>Ein Einsatz braucht das Feld „amount“.</translation>
    </message>
    <message>
        <source>A stake needs the member &quot;node_key&quot;.</source>
        <translation>Ein Einsatz braucht das Feld „node_key“.</translation>
    </message>
    <message>
        <source>Buying credits needs the members &quot;to&quot; and &quot;amount&quot;.</source>
        <translation>Guthaben zu kaufen braucht die Felder „to“ und „amount“.</translation>
    </message>
    <message>
        <source>A lock needs the members &quot;node_key&quot; and &quot;until_epoch&quot;.</source>
        <translation>Eine Sperre braucht die Felder „node_key“ und „until_epoch“.</translation>
    </message>
    <message>
        <source>A stake is more than nothing.</source>
        <translation>Ein Einsatz ist mehr als nichts.</translation>
    </message>
    <message>
        <source>A veto needs the member &quot;proposal&quot;.</source>
        <translation>Ein Einspruch braucht das Feld „proposal“.</translation>
    </message>
    <message>
        <source>There is no model %1 here.</source>
        <translation>Es gibt hier kein Modell %1.</translation>
    </message>
    <message>
        <source>hearthctl model list names those that are.</source>
        <translation>hearthctl model list nennt die, die es gibt.</translation>
    </message>
    <message>
        <source>The setting work.hours is wrong: %1</source>
        <translation>Die Einstellung work.hours ist falsch: %1</translation>
    </message>
    <message>
        <source>No block that this node has applied itself holds the transaction %1.</source>
        <translation>Kein Block, den dieser Knoten selbst angewandt hat, enthält die Transaktion %1.</translation>
    </message>
    <message>
        <source>It is still under way, was refused, or came before the snapshot with which this node began.</source>
        <translation>Sie ist noch unterwegs, wurde abgelehnt oder kam vor dem Stand, mit dem dieser Knoten begann.</translation>
    </message>
    <message>
        <source>A solo ledger has one signer; there are no blocks to follow him by.</source>
        <translation>Ein eigenes Hauptbuch hat einen Signierenden; es gibt keine Blöcke, mit denen man ihm folgen könnte.</translation>
    </message>
    <message>
        <source>Leave the block out; the reader needs to know the sequencer's key.</source>
        <translation>Lassen Sie den Block weg; der Leser muss den Schlüssel kennen, mit dem das Hauptbuch geführt wird.</translation>
    </message>
    <message>
        <source>The ledger has no block yet, so that nothing about it is signed.</source>
        <translation>Das Hauptbuch hat noch keinen Block; nichts davon ist signiert.</translation>
    </message>
    <message>
        <source>Ask again after the first transaction.</source>
        <translation>Fragen Sie nach der ersten Transaktion noch einmal.</translation>
    </message>
    <message>
        <source>The ledger's last block is missing.</source>
        <translation>Der letzte Block des Hauptbuchs fehlt.</translation>
    </message>
    <message>
        <source>Block %1 keeps its transactions no more, only its header, by which it is still proven.</source>
        <translation>Block %1 bewahrt seine Transaktionen nicht mehr auf, nur noch seinen Kopf, durch den er weiterhin bewiesen ist.</translation>
    </message>
    <message>
        <source>How many blocks keep them says solo.keep_blocks in hearth.toml, for those to come.</source>
        <translation>Wie viele Blöcke sie aufbewahren, sagt solo.keep_blocks in hearth.toml, für die kommenden.</translation>
    </message>
    <message>
        <source>No snapshot of the ledger can be used, and the blocks up to %1 keep their transactions no more.</source>
        <translation>Keine Momentaufnahme des Hauptbuchs ist brauchbar, und die Blöcke bis %1 bewahren ihre Transaktionen nicht mehr auf.</translation>
    </message>
    <message>
        <source>No block holds the transaction %1.</source>
        <translation>Kein Block enthält die Transaktion %1.</translation>
    </message>
    <message>
        <source>It was refused, or sent on another ledger.</source>
        <translation>Sie wurde abgelehnt oder in einem anderen Hauptbuch gesendet.</translation>
    </message>
    <message>
        <source>Block %1 does not hold the transaction any more.</source>
        <translation>Block %1 enthält die Transaktion nicht mehr.</translation>
    </message>
    <message>
        <source>Restore the ledger's folder from a backup.</source>
        <translation>Stellen Sie den Ordner des Hauptbuchs aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>See: hearthctl settings list</source>
        <translation>Siehe: hearthctl settings list</translation>
    </message>
    <message>
        <source>The setting %1 must be %2.</source>
        <translation>Die Einstellung %1 muss sein: %2.</translation>
    </message>
    <message>
        <source>%1 tells of no power limit, so none can be set.</source>
        <translation>%1 nennt keine Leistungsgrenze; es lässt sich also keine setzen.</translation>
    </message>
    <message>
        <source>%1 does not take a power limit of %2.</source>
        <translation>%1 nimmt eine Leistungsgrenze von %2 nicht an.</translation>
    </message>
    <message>
        <source>%1 has no memory of its own that could be reserved.</source>
        <translation>%1 hat keinen eigenen Speicher, der sich freihalten ließe.</translation>
    </message>
    <message>
        <source>The reserve is as large as all memory of %1.</source>
        <translation>Die Reserve ist so groß wie der ganze Speicher von %1.</translation>
    </message>
    <message>
        <source>Use a smaller reserve, or switch the GPU off.</source>
        <translation>Nehmen Sie eine kleinere Reserve oder schalten Sie die GPU ab.</translation>
    </message>
    <message>
        <source>%1 does not tell its temperature.</source>
        <translation>%1 nennt seine Temperatur nicht.</translation>
    </message>
    <message>
        <source>A pause for heat begins between %1 and %2.</source>
        <translation>Eine Hitzepause beginnt zwischen %1 und %2.</translation>
    </message>
    <message>
        <source>The stored limits of devices are unreadable.</source>
        <translation>Die gespeicherten Grenzen der Geräte sind unlesbar.</translation>
    </message>
    <message>
        <source>The stored limits of the device %1 are unreadable.</source>
        <translation>Die gespeicherten Grenzen des Geräts %1 sind unlesbar.</translation>
    </message>
    <message>
        <source>No limits wait to be confirmed; they may have fallen back.</source>
        <translation>Keine Grenzen warten auf Bestätigung; vielleicht sind sie zurückgefallen.</translation>
    </message>
    <message>
        <source>Set them again.</source>
        <translation>Setzen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The file %1 is damaged. %2</source>
        <translation>Die Datei %1 ist beschädigt. %2</translation>
    </message>
    <message>
        <source>Restore it from a backup, or move it away: the node then starts with an empty job list.</source>
        <translation>Stellen Sie sie aus einer Sicherung wieder her oder legen Sie sie beiseite: Der Knoten beginnt dann mit einer leeren Auftragsliste.</translation>
    </message>
    <message>
        <source>There is no device %1.</source>
        <translation>Es gibt kein Gerät %1.</translation>
    </message>
    <message>
        <source>hearthctl status lists them.</source>
        <translation>hearthctl status zählt sie auf.</translation>
    </message>
    <message>
        <source>The graphics driver gave no answer: %1</source>
        <translation>Der Grafiktreiber gab keine Antwort: %1</translation>
    </message>
    <message>
        <source>The graphics driver brought the probe down (exit code %1).</source>
        <translation>Der Grafiktreiber brachte das Messprogramm zum Absturz (Code %1).</translation>
    </message>
    <message>
        <source>The worker's list of devices cannot be read.</source>
        <translation>Die Geräteliste des Arbeiters ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Install service and worker together.</source>
        <translation>Installieren Sie Dienst und Arbeiter zusammen.</translation>
    </message>
    <message>
        <source>The GPU driver did not take the power limit in time.</source>
        <translation>Der GPU-Treiber übernahm die Leistungsgrenze nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>Try again later.</source>
        <translation>Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>The GPU probe answered with an unreadable error.</source>
        <translation>Das GPU-Messprogramm antwortete mit einem unlesbaren Fehler.</translation>
    </message>
    <message>
        <source>A GPU driver hangs: the last measuring process cannot be ended.</source>
        <translation>Ein GPU-Treiber hängt: Das letzte Messprogramm lässt sich nicht beenden.</translation>
    </message>
    <message>
        <source>Restart the computer.</source>
        <translation>Starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>The file %1 is empty, though this node has a ledger.</source>
        <translation>Die Datei %1 ist leer, obwohl dieser Knoten ein Hauptbuch hat.</translation>
    </message>
    <message>
        <source>Restore it from a backup, or move it away: the node then starts without its jobs, receipts and API keys.</source>
        <translation>Stellen Sie sie aus einer Sicherung wieder her oder legen Sie sie beiseite: Der Knoten beginnt dann ohne seine Aufträge, Belege und API-Schlüssel.</translation>
    </message>
    <message>
        <source>The file %1 is empty, though this node has answered.</source>
        <translation>Die Datei %1 ist leer, obwohl dieser Knoten schon geantwortet hat.</translation>
    </message>
    <message>
        <source>Restore the folder %1 from a backup, or move it away: what was not paid yet is lost then.</source>
        <translation>Stellen Sie den Ordner %1 aus einer Sicherung wieder her oder legen Sie ihn beiseite: Was noch nicht ausgezahlt war, ist dann verloren.</translation>
    </message>
    <message>
        <source>The setting %1 names &quot;%2&quot;, which this node has not.</source>
        <translation>Die Einstellung %1 nennt „%2“; das hat dieser Knoten nicht.</translation>
    </message>
    <message>
        <source>Import it with hearthctl model import PATH --name %1, or name one that hearthctl model list shows.</source>
        <translation>Lesen Sie es ein mit: hearthctl model import PFAD --name %1, oder nennen Sie eines, das hearthctl model list zeigt.</translation>
    </message>
    <message>
        <source>The worker program %1 is missing.</source>
        <translation>Das Arbeiterprogramm %1 fehlt.</translation>
    </message>
    <message>
        <source>Install it beside hearthd or in ../lib/hearth, or set worker.path.</source>
        <translation>Installieren Sie es neben hearthd oder in ../lib/hearth, oder setzen Sie worker.path.</translation>
    </message>
    <message>
        <source>The worker program %1 may not be run.</source>
        <translation>Das Arbeiterprogramm %1 darf nicht ausgeführt werden.</translation>
    </message>
    <message>
        <source>Run: chmod +x %1</source>
        <translation>Führen Sie aus: chmod +x %1</translation>
    </message>
    <message>
        <source>The setting api.listen cannot be used. %1</source>
        <translation>Die Einstellung api.listen ist nicht benutzbar. %1</translation>
    </message>
    <message>
        <source>The setting worker.devices names one card twice: %1 is %2.</source>
        <translation>Die Einstellung worker.devices nennt eine Karte zweimal: %1 ist %2.</translation>
    </message>
    <message>
        <source>Leave one of them out of worker.devices.</source>
        <translation>Lassen Sie eine davon aus worker.devices weg.</translation>
    </message>
    <message>
        <source>The setting worker.sandbox requires bubblewrap: %1.</source>
        <translation>Die Einstellung worker.sandbox verlangt bubblewrap: %1.</translation>
    </message>
    <message>
        <source>Install bubblewrap and allow user namespaces, or set worker.sandbox to &quot;auto&quot;.</source>
        <translation>Installieren Sie bubblewrap und erlauben Sie Benutzer-Namensräume, oder setzen Sie worker.sandbox auf &quot;auto&quot;.</translation>
    </message>
    <message>
        <source>The prompt is not valid UTF-8.</source>
        <translation>Die Eingabe ist kein gültiges UTF-8.</translation>
    </message>
    <message>
        <source>Send the text as UTF-8.</source>
        <translation>Senden Sie den Text als UTF-8.</translation>
    </message>
    <message>
        <source>The prompt is empty; nothing was asked and nothing is charged.</source>
        <translation>Die Eingabe ist leer; nichts wurde gefragt, und nichts wird berechnet.</translation>
    </message>
    <message>
        <source>Write what the model should answer.</source>
        <translation>Schreiben Sie, was das Modell beantworten soll.</translation>
    </message>
    <message>
        <source>There is no device %1 that could compute.</source>
        <translation>Es gibt kein Gerät %1, das rechnen könnte.</translation>
    </message>
    <message>
        <source>hearthctl doctor names those that can.</source>
        <translation>hearthctl doctor nennt die, die es können.</translation>
    </message>
    <message>
        <source>Another benchmark runs, which would spoil the figures.</source>
        <translation>Eine andere Messung läuft und würde die Zahlen verfälschen.</translation>
    </message>
    <message>
        <source>Wait until it has ended.</source>
        <translation>Warten Sie, bis sie zu Ende ist.</translation>
    </message>
    <message>
        <source>Answers are being computed, which would spoil the figures.</source>
        <translation>Gerade werden Antworten gerechnet; das würde die Zahlen verfälschen.</translation>
    </message>
    <message>
        <source>Wait, or run hearthctl node pause first.</source>
        <translation>Warten Sie oder halten Sie den Knoten erst an: hearthctl node pause</translation>
    </message>
    <message>
        <source>The ledger cannot be read now.</source>
        <translation>Das Hauptbuch ist gerade nicht lesbar.</translation>
    </message>
    <message>
        <source>Check the disk, then restart the service.</source>
        <translation>Prüfen Sie die Festplatte und starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no account: 64 hexadecimal digits are one.</source>
        <translation>„%1“ ist kein Konto: Eines hat 64 hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no id of a channel: 64 hexadecimal digits are one.</source>
        <translation>„%1“ ist keine Kennung eines Kanals: Eine hat 64 hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no key of a node: 64 hexadecimal digits are one.</source>
        <translation>„%1“ ist kein Schlüssel eines Knotens: Einer hat 64 hexadezimale Ziffern.</translation>
    </message>
    <message>
        <source>See: hearthctl stake show</source>
        <translation>Siehe: hearthctl stake show</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no price of a million tokens.</source>
        <translation>„%1“ ist kein Preis für eine Million Token.</translation>
    </message>
    <message>
        <source>The model %1 is given two prices.</source>
        <translation>Für das Modell %1 stehen zwei Preise da.</translation>
    </message>
    <message>
        <source>The account of a home: hearthctl ledger account</source>
        <translation>Das Konto eines Knotens: hearthctl ledger account</translation>
    </message>
    <message>
        <source>Nothing would be sent.</source>
        <translation>Es würde nichts überwiesen.</translation>
    </message>
    <message>
        <source>Give an amount above 0.</source>
        <translation>Geben Sie einen Betrag über 0 an.</translation>
    </message>
    <message>
        <source>A snooze lasts between 1 minute and 30 days.</source>
        <translation>Eine Ruhe dauert zwischen 1 Minute und 30 Tagen.</translation>
    </message>
    <message>
        <source>The answer %1 is not complete; its receipt is signed at the end.</source>
        <translation>Die Antwort %1 ist noch nicht fertig; ihr Beleg wird am Ende signiert.</translation>
    </message>
    <message>
        <source>Ask again when it has ended.</source>
        <translation>Fragen Sie noch einmal, wenn sie fertig ist.</translation>
    </message>
    <message>
        <source>No receipt was signed for the answer %1. %2</source>
        <translation>Für die Antwort %1 wurde kein Beleg signiert. %2</translation>
    </message>
    <message>
        <source>Nothing was charged for it; receipts that there are: hearthctl receipt list</source>
        <translation>Sie hat nichts gekostet; vorhandene Belege: hearthctl receipt list</translation>
    </message>
    <message>
        <source>The replay was cancelled.</source>
        <translation>Das Nachrechnen wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The replay was ended because of a defect.</source>
        <translation>Das Nachrechnen wurde wegen eines Fehlers im Programm beendet.</translation>
    </message>
    <message>
        <source>A failed audit leaves at most the level E1.</source>
        <translation>Nach einer gescheiterten Prüfung bleibt höchstens die Stufe E1.</translation>
    </message>
    <message>
        <source>A replay in this profile reaches %1, not %2.</source>
        <translation>Nachrechnen in diesem Profil erreicht %1, nicht %2.</translation>
    </message>
    <message>
        <source>An exact replay passes only if every token is equal.</source>
        <translation>Exaktes Nachrechnen besteht nur, wenn jedes Token gleich ist.</translation>
    </message>
    <message>
        <source>The receipt of the verdict is not settled here.</source>
        <translation>Der Beleg, über den das Urteil fällt, ist hier nicht verbucht.</translation>
    </message>
    <message>
        <source>The reward is decided; a verdict comes too late.</source>
        <translation>Über den Lohn ist entschieden; das Urteil kommt zu spät.</translation>
    </message>
    <message>
        <source>The receipt was not drawn for an audit.</source>
        <translation>Der Beleg wurde nicht zur Prüfung gelost.</translation>
    </message>
    <message>
        <source>The draw gave the audit of this receipt to another node.</source>
        <translation>Das Los gab die Prüfung dieses Belegs einem anderen Knoten.</translation>
    </message>
    <message>
        <source>The verdict was due until epoch %1.</source>
        <translation>Das Urteil war bis zur Epoche %1 fällig.</translation>
    </message>
    <message>
        <source>Another auditor is drawn at the end of this epoch.</source>
        <translation>Am Ende dieser Epoche wird ein anderer Prüfer gelost.</translation>
    </message>
    <message>
        <source>Only a registered node or its operator posts verdicts.</source>
        <translation>Nur ein eingetragener Knoten oder sein Betreiber fällt Urteile.</translation>
    </message>
    <message>
        <source>Nobody audits its own receipts on this ledger.</source>
        <translation>In diesem Hauptbuch prüft niemand seine eigenen Belege.</translation>
    </message>
    <message>
        <source>The reward is paid or lost; a verdict comes too late.</source>
        <translation>Der Lohn ist ausgezahlt oder verloren; das Urteil kommt zu spät.</translation>
    </message>
    <message>
        <source>A passed audit reaches at least level 1.</source>
        <translation>Eine bestandene Prüfung erreicht mindestens die Stufe 1.</translation>
    </message>
    <message>
        <source>The ledger holds %1 units more than were ever given out.</source>
        <translation>Das Hauptbuch enthält %1 Einheiten mehr, als je ausgegeben wurden.</translation>
    </message>
    <message>
        <source>The ledger holds %1 units less than were ever given out.</source>
        <translation>Das Hauptbuch enthält %1 Einheiten weniger, als je ausgegeben wurden.</translation>
    </message>
    <message>
        <source>The ledger holds more than can be counted.</source>
        <translation>Das Hauptbuch enthält mehr, als sich zählen lässt.</translation>
    </message>
    <message>
        <source>The model %1, which computed this answer, is not on this node any more (id %2).</source>
        <translation>Das Modell %1, das diese Antwort gerechnet hat, ist nicht mehr auf diesem Knoten (Kennung %2).</translation>
    </message>
    <message>
        <source>The service cannot read the receipt file there.</source>
        <translation>Der Dienst kann die Quittungsdatei dort nicht lesen.</translation>
    </message>
    <message>
        <source>Put it where the service can read it, and verify it there.</source>
        <translation>Legen Sie sie dorthin, wo der Dienst sie lesen kann, und prüfen Sie sie dort.</translation>
    </message>
    <message>
        <source>The file kept as receipt %1 holds another receipt.</source>
        <translation>Die Datei des Belegs %1 enthält einen anderen Beleg.</translation>
    </message>
    <message>
        <source>The replay compared %1 of %2 scores; that proves nothing.</source>
        <translation>Das Nachrechnen verglich %1 von %2 Bewertungen; das beweist nichts.</translation>
    </message>
    <message>
        <source>The replay compared %1 of %2 tokens; that proves nothing.</source>
        <translation>Das Nachrechnen verglich %1 von %2 Token; das beweist nichts.</translation>
    </message>
    <message>
        <source>The request was cancelled.</source>
        <translation>Die Anfrage wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The node that computed the answer stops.</source>
        <translation>Der Knoten, der die Antwort rechnete, wird beendet.</translation>
    </message>
    <message>
        <source>Ask another one.</source>
        <translation>Fragen Sie einen anderen.</translation>
    </message>
    <message>
        <source>The caller sent what only an executor says.</source>
        <translation>Der Auftraggeber sandte, was nur ein Ausführender sagt.</translation>
    </message>
    <message>
        <source>The worker's answer contradicts what it was asked for.</source>
        <translation>Die Antwort des Arbeiters widerspricht dem, wonach er gefragt wurde.</translation>
    </message>
    <message>
        <source>Nothing is charged; send the request again.</source>
        <translation>Es wird nichts berechnet; senden Sie die Anfrage noch einmal.</translation>
    </message>
    <message>
        <source>The answer ends before the beginning does that another node gave.</source>
        <translation>Die Antwort endet vor dem Anfang, den ein anderer Knoten gab.</translation>
    </message>
    <message>
        <source>A prompt of one token has nothing to score.</source>
        <translation>An einer Eingabe von einem Token gibt es nichts zu bewerten.</translation>
    </message>
    <message>
        <source>Send a longer prompt, or set max_tokens to at least 1.</source>
        <translation>Senden Sie eine längere Eingabe oder setzen Sie max_tokens auf mindestens 1.</translation>
    </message>
    <message>
        <source>The scores of %1 tokens do not fit into a receipt.</source>
        <translation>Die Bewertungen von %1 Token passen nicht in einen Beleg.</translation>
    </message>
    <message>
        <source>Shorten the prompt or ask for fewer alternatives.</source>
        <translation>Kürzen Sie die Eingabe oder verlangen Sie weniger Alternativen.</translation>
    </message>
    <message>
        <source>The payment for the job did not reach this node's ledger.</source>
        <translation>Die Bezahlung des Auftrags kam nicht im Hauptbuch dieses Knotens an.</translation>
    </message>
    <message>
        <source>The escrow on the ledger is not what was quoted for.</source>
        <translation>Die Hinterlegung im Hauptbuch ist nicht die, für die das Angebot galt.</translation>
    </message>
    <message>
        <source>Open one with the quote's tariff and request, and assign again.</source>
        <translation>Eröffnen Sie eine mit Preis und Anfrage des Angebots und vergeben Sie den Auftrag noch einmal.</translation>
    </message>
    <message>
        <source>An answer in the profile %1 cannot be gone on with on another machine.</source>
        <translation>Eine Antwort im Profil %1 kann auf einem anderen Rechner nicht fortgesetzt werden.</translation>
    </message>
    <message>
        <source>Ask for it from its beginning.</source>
        <translation>Verlangen Sie sie von Anfang an.</translation>
    </message>
    <message>
        <source>The beginning that the assignment names is none of this answer.</source>
        <translation>Der Anfang, den der Auftrag nennt, gehört nicht zu dieser Antwort.</translation>
    </message>
    <message>
        <source>Ask for the answer from its beginning.</source>
        <translation>Verlangen Sie die Antwort von Anfang an.</translation>
    </message>
    <message>
        <source>The model %1 has no profile &quot;%2&quot;.</source>
        <translation>Das Modell %1 hat kein Profil „%2“.</translation>
    </message>
    <message>
        <source>It has: %1.</source>
        <translation>Es hat: %1.</translation>
    </message>
    <message>
        <source>The token id %1 is outside the vocabulary of %2.</source>
        <translation>Die Tokennummer %1 liegt außerhalb des Wortschatzes von %2.</translation>
    </message>
    <message>
        <source>The prompt is empty.</source>
        <translation>Die Eingabe ist leer.</translation>
    </message>
    <message>
        <source>Send at least one token.</source>
        <translation>Senden Sie mindestens ein Token.</translation>
    </message>
    <message>
        <source>The assignment's %1 is not what was quoted for.</source>
        <translation>Das Feld „%1“ des Auftrags ist nicht das des Angebots.</translation>
    </message>
    <message>
        <source>Ask again and assign what the quote says.</source>
        <translation>Fragen Sie noch einmal und vergeben Sie den Auftrag so, wie das Angebot sagt.</translation>
    </message>
    <message>
        <source>The request has expired.</source>
        <translation>Die Anfrage ist abgelaufen.</translation>
    </message>
    <message>
        <source>Check both clocks and ask again.</source>
        <translation>Prüfen Sie beide Uhren und fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>This node was asked already.</source>
        <translation>Dieser Knoten wurde schon gefragt.</translation>
    </message>
    <message>
        <source>A job with the id %1 is under way.</source>
        <translation>Ein Auftrag mit der Kennung %1 läuft schon.</translation>
    </message>
    <message>
        <source>Ask under another id.</source>
        <translation>Fragen Sie unter einer anderen Kennung.</translation>
    </message>
    <message>
        <source>This very job was given to the node before; it computes it once.</source>
        <translation>Eben dieser Auftrag wurde dem Knoten schon erteilt; er rechnet ihn einmal.</translation>
    </message>
    <message>
        <source>Ask anew, and pay for that answer as well.</source>
        <translation>Fragen Sie neu, und bezahlen Sie auch diese Antwort.</translation>
    </message>
    <message>
        <source>Tokens of the answer are missing.</source>
        <translation>Token der Antwort fehlen.</translation>
    </message>
    <message>
        <source>Send the request again.</source>
        <translation>Senden Sie die Anfrage noch einmal.</translation>
    </message>
    <message>
        <source>The executor signed nothing of an answer that it gave.</source>
        <translation>Der Ausführende hat eine Antwort gegeben und nichts davon signiert.</translation>
    </message>
    <message>
        <source>Nothing of it counts; send the request again.</source>
        <translation>Nichts davon zählt; senden Sie die Anfrage noch einmal.</translation>
    </message>
    <message>
        <source>This API key may ask for %1 answers at the same time, and they are under way.</source>
        <translation>Dieser API-Schlüssel darf %1 Antworten zugleich verlangen, und so viele laufen.</translation>
    </message>
    <message>
        <source>Wait for one to end; 'n' and several prompts count as that many answers.</source>
        <translation>Warten Sie, bis eine fertig ist; „n“ und mehrere Eingaben zählen als ebenso viele Antworten.</translation>
    </message>
    <message>
        <source>The node that began the answer was lost, and the next one does not draw the same tokens: %1</source>
        <translation>Der Knoten, der die Antwort begann, ging verloren, und der nächste zieht nicht dieselben Token: %1</translation>
    </message>
    <message>
        <source>One of the two computes wrongly. Nothing is charged; send the request again.</source>
        <translation>Einer der beiden rechnet falsch. Es wird nichts berechnet; senden Sie die Anfrage noch einmal.</translation>
    </message>
    <message>
        <source>The node spoke meanwhile.</source>
        <translation>Der Knoten hat sich inzwischen gemeldet.</translation>
    </message>
    <message>
        <source>The executor sent what only a caller says.</source>
        <translation>Der Ausführende sandte, was nur ein Auftraggeber sagt.</translation>
    </message>
    <message>
        <source>The node that was to go on with the answer would decode it in another way.</source>
        <translation>Der Knoten, der die Antwort fortsetzen sollte, würde sie anders ziehen.</translation>
    </message>
    <message>
        <source>Another node was asked as well, and it was the first to answer.</source>
        <translation>Ein anderer Knoten wurde ebenfalls gefragt, und er hat zuerst geantwortet.</translation>
    </message>
    <message>
        <source>The node that computes the answer is silent.</source>
        <translation>Der Knoten, der die Antwort rechnet, schweigt.</translation>
    </message>
    <message>
        <source>The parameter max_tokens must be at least 1.</source>
        <translation>Der Parameter max_tokens muss mindestens 1 sein.</translation>
    </message>
    <message>
        <source>The worker names a file outside the model's folder.</source>
        <translation>Der Arbeiter nennt eine Datei außerhalb des Ordners des Modells.</translation>
    </message>
    <message>
        <source>The worker made more than one file.</source>
        <translation>Der Arbeiter machte mehr als eine Datei.</translation>
    </message>
    <message>
        <source>The worker made another file than its manifest names.</source>
        <translation>Der Arbeiter machte eine andere Datei, als seine Beschreibung nennt.</translation>
    </message>
    <message>
        <source>Import the model again.</source>
        <translation>Lesen Sie das Modell noch einmal ein.</translation>
    </message>
    <message>
        <source>The model's exact weights cannot be written to %1.</source>
        <translation>Die genauen Gewichte des Modells lassen sich nicht nach %1 schreiben.</translation>
    </message>
    <message>
        <source>Free some space, or move the node's home to a larger disk.</source>
        <translation>Schaffen Sie Platz oder ziehen Sie mit dem Ordner des Knotens auf eine größere Festplatte um.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; cannot be the name of a model.</source>
        <translation>„%1“ kann nicht der Name eines Modells sein.</translation>
    </message>
    <message>
        <source>Use letters, digits and . _ - : /, at most 96 of them.</source>
        <translation>Nehmen Sie Buchstaben, Ziffern und . _ - : /, höchstens 96 davon.</translation>
    </message>
    <message>
        <source>The model needs %1 of disk, and %2 must stay free, %3 in all, but only %4 are free at %5.</source>
        <translation>Das Modell braucht %1 auf der Festplatte, und %2 müssen frei bleiben, zusammen %3; frei sind bei %5 aber nur %4.</translation>
    </message>
    <message>
        <source>The model's file %1 changed while it was imported.</source>
        <translation>Die Datei %1 des Modells änderte sich beim Einlesen.</translation>
    </message>
    <message>
        <source>Another model is being imported.</source>
        <translation>Ein anderes Modell wird gerade eingelesen.</translation>
    </message>
    <message>
        <source>Wait until it is done.</source>
        <translation>Warten Sie, bis das fertig ist.</translation>
    </message>
    <message>
        <source>There is no model at %1.</source>
        <translation>Bei %1 gibt es kein Modell.</translation>
    </message>
    <message>
        <source>Give a GGUF file or a Hugging Face folder that the service may read.</source>
        <translation>Geben Sie eine GGUF-Datei oder einen Hugging-Face-Ordner an, den der Dienst lesen darf.</translation>
    </message>
    <message>
        <source>This model is here already; it is called &quot;%1&quot;.</source>
        <translation>Dieses Modell ist schon da; es heißt „%1“.</translation>
    </message>
    <message>
        <source>Use that name, or remove the model first: hearthctl model remove %1</source>
        <translation>Nehmen Sie diesen Namen oder entfernen Sie das Modell erst: hearthctl model remove %1</translation>
    </message>
    <message>
        <source>The model has no profile &quot;%1&quot;.</source>
        <translation>Das Modell hat kein Profil „%1“.</translation>
    </message>
    <message>
        <source>The model's folder cannot be moved into place: %1.</source>
        <translation>Der Ordner des Modells lässt sich nicht an seinen Platz bringen: %1.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made: %2.</source>
        <translation>Der Ordner %1 lässt sich nicht anlegen: %2.</translation>
    </message>
    <message>
        <source>The manifest names a file outside its folder.</source>
        <translation>Die Beschreibung nennt eine Datei außerhalb ihres Ordners.</translation>
    </message>
    <message>
        <source>The manifest %1 is damaged: %2</source>
        <translation>Die Beschreibung %1 ist beschädigt: %2</translation>
    </message>
    <message>
        <source>Remove the folder and import the model again.</source>
        <translation>Entfernen Sie den Ordner und lesen Sie das Modell noch einmal ein.</translation>
    </message>
    <message>
        <source>The manifest in %1 is of another model.</source>
        <translation>Die Beschreibung in %1 gehört zu einem anderen Modell.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read.</source>
        <translation>Der Ordner %1 ist nicht lesbar.</translation>
    </message>
    <message>
        <source>There is no model named &quot;%1&quot; on this node.</source>
        <translation>Auf diesem Knoten gibt es kein Modell namens „%1“.</translation>
    </message>
    <message>
        <source>See: hearthctl model list</source>
        <translation>Siehe: hearthctl model list</translation>
    </message>
    <message>
        <source>This node has no model yet.</source>
        <translation>Dieser Knoten hat noch kein Modell.</translation>
    </message>
    <message>
        <source>Try it again: hearthctl node resume, or import it anew: hearthctl model import PATH</source>
        <translation>Versuchen Sie es noch einmal: hearthctl node resume, oder lesen Sie es neu ein: hearthctl model import PFAD</translation>
    </message>
    <message>
        <source>Another model is called &quot;%1&quot;.</source>
        <translation>Ein anderes Modell heißt „%1“.</translation>
    </message>
    <message>
        <source>Choose another name, or remove that model first.</source>
        <translation>Wählen Sie einen anderen Namen oder entfernen Sie erst jenes Modell.</translation>
    </message>
    <message>
        <source>The model's folder cannot be removed: %1.</source>
        <translation>Der Ordner des Modells lässt sich nicht entfernen: %1.</translation>
    </message>
    <message>
        <source>Some files of the model are left in %1.</source>
        <translation>Einige Dateien des Modells sind noch in %1.</translation>
    </message>
    <message>
        <source>The model's context has no room for an answer.</source>
        <translation>Im Kontext des Modells ist kein Platz für eine Antwort.</translation>
    </message>
    <message>
        <source>The model computes no token.</source>
        <translation>Das Modell rechnet kein Token.</translation>
    </message>
    <message>
        <source>Fetch the model again.</source>
        <translation>Holen Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>The worker loaded another model than it imported.</source>
        <translation>Der Arbeiter lud ein anderes Modell, als er einlas.</translation>
    </message>
    <message>
        <source>The import was cancelled.</source>
        <translation>Das Einlesen wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The model could not be imported because of a defect.</source>
        <translation>Das Modell konnte wegen eines Fehlers im Programm nicht importiert werden.</translation>
    </message>
    <message>
        <source>The file %1 cannot be read.</source>
        <translation>Die Datei %1 ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Check that the service may read it, and the disk that holds it.</source>
        <translation>Prüfen Sie, ob der Dienst sie lesen darf, und die Festplatte, auf der sie liegt.</translation>
    </message>
    <message>
        <source>A proposal of the kind &quot;%1&quot; needs the member &quot;%2&quot;.</source>
        <translation>Ein Vorschlag der Art „%1“ braucht das Feld „%2“.</translation>
    </message>
    <message>
        <source>The member &quot;%1&quot; must have 64 hexadecimal digits.</source>
        <translation>Das Feld „%1“ muss 64 hexadezimale Ziffern haben.</translation>
    </message>
    <message>
        <source>The parameter &quot;%1&quot; is named twice.</source>
        <translation>Der Parameter „%1“ ist zweimal genannt.</translation>
    </message>
    <message>
        <source>There are no proposals of the kind &quot;%1&quot;.</source>
        <translation>Es gibt keine Vorschläge der Art „%1“.</translation>
    </message>
    <message>
        <source>Kinds are parameter, spend, model, profile, upgrade and text.</source>
        <translation>Arten sind parameter, spend, model, profile, upgrade und text.</translation>
    </message>
    <message>
        <source>A proposal needs the member &quot;draft&quot;.</source>
        <translation>Ein Vorschlag braucht das Feld „draft“.</translation>
    </message>
    <message>
        <source>A vote needs the member &quot;proposal&quot;.</source>
        <translation>Eine Stimme braucht das Feld „proposal“.</translation>
    </message>
    <message>
        <source>A vote is &quot;yes&quot;, &quot;no&quot; or &quot;abstain&quot;.</source>
        <translation>Eine Stimme ist „yes“, „no“ oder „abstain“.</translation>
    </message>
    <message>
        <source>There is no act &quot;%1&quot;.</source>
        <translation>Es gibt keine Handlung „%1“.</translation>
    </message>
    <message>
        <source>Acts are propose, vote, delegate, veto, stake, unstake, lock and buy_credits.</source>
        <translation>Handlungen sind propose, vote, delegate, veto, stake, unstake, lock und buy_credits.</translation>
    </message>
    <message>
        <source>The setting %1 asks %2 for a million tokens; the ledger's rules allow at most %3.</source>
        <translation>Die Einstellung %1 verlangt %2 für eine Million Token; die Regeln des Hauptbuchs erlauben höchstens %3.</translation>
    </message>
    <message>
        <source>Ask less.</source>
        <translation>Verlangen Sie weniger.</translation>
    </message>
    <message>
        <source>There is no profile &quot;%1&quot;.</source>
        <translation>Es gibt kein Profil „%1“.</translation>
    </message>
    <message>
        <source>The model is not on this node any more.</source>
        <translation>Das Modell ist nicht mehr auf diesem Knoten.</translation>
    </message>
    <message>
        <source>The node key that served the job is not here.</source>
        <translation>Der Schlüssel des Knotens, der den Auftrag ausführte, ist nicht hier.</translation>
    </message>
    <message>
        <source>The escrow returns by itself when it expires.</source>
        <translation>Die Hinterlegung kommt von selbst zurück, wenn sie abläuft.</translation>
    </message>
    <message>
        <source>The node key that signed the receipt is not here.</source>
        <translation>Der Schlüssel des Knotens, der den Beleg signierte, ist nicht hier.</translation>
    </message>
    <message>
        <source>The ledger of this home does not know the receipt; it was made anew.</source>
        <translation>Das Hauptbuch dieses Knotens kennt den Beleg nicht; es wurde neu begonnen.</translation>
    </message>
    <message>
        <source>Restore the folder of the ledger from a backup, if there is one.</source>
        <translation>Stellen Sie den Ordner des Hauptbuchs aus einer Sicherung wieder her, wenn es eine gibt.</translation>
    </message>
    <message>
        <source>The link to the node is gone.</source>
        <translation>Die Verbindung zum Knoten ist fort.</translation>
    </message>
    <message>
        <source>No node that executes is linked with this gateway now.</source>
        <translation>Gerade ist kein Knoten, der rechnet, mit diesem Gateway verbunden.</translation>
    </message>
    <message>
        <source>No linked node offers the model &quot;%1&quot;.</source>
        <translation>Kein verbundener Knoten bietet das Modell „%1“ an.</translation>
    </message>
    <message>
        <source>See what is offered: GET /v1/models</source>
        <translation>Was angeboten wird, zeigt: GET /v1/models</translation>
    </message>
    <message>
        <source>No linked node offers this model in the profile %1 now.</source>
        <translation>Kein verbundener Knoten bietet dieses Modell jetzt im Profil %1 an.</translation>
    </message>
    <message>
        <source>Try again later, or with another profile.</source>
        <translation>Versuchen Sie es später noch einmal oder mit einem anderen Profil.</translation>
    </message>
    <message>
        <source>The gateway answered something else than a receipt.</source>
        <translation>Das Gateway antwortete mit etwas anderem als einem Beleg.</translation>
    </message>
    <message>
        <source>The gateway does not show the receipt now.</source>
        <translation>Das Gateway zeigt den Beleg gerade nicht.</translation>
    </message>
    <message>
        <source>The ledger did not draw this node to check the receipt.</source>
        <translation>Das Los fiel nicht auf diesen Knoten, diesen Beleg zu prüfen.</translation>
    </message>
    <message>
        <source>No gateway is linked that could show the receipt.</source>
        <translation>Kein Gateway ist verbunden, das den Beleg zeigen könnte.</translation>
    </message>
    <message>
        <source>The name of an API key has 1 to %1 letters, digits, '.', '-' and '_'.</source>
        <translation>Der Name eines API-Schlüssels hat 1 bis %1 Buchstaben, Ziffern, „.“, „-“ und „_“.</translation>
    </message>
    <message>
        <source>A key may ask for between 1 and %1 answers at the same time.</source>
        <translation>Ein Schlüssel darf zwischen 1 und %1 Antworten zugleich verlangen.</translation>
    </message>
    <message>
        <source>There is no API key &quot;%1&quot; in force.</source>
        <translation>Es gibt keinen gültigen API-Schlüssel „%1“.</translation>
    </message>
    <message>
        <source>See: hearthctl keys api list</source>
        <translation>Siehe: hearthctl keys api list</translation>
    </message>
    <message>
        <source>What this call may cost at that network has no bound, and the API key that asks may not spend more than its budget.</source>
        <translation>Was dieser Aufruf bei diesem Netz kosten kann, ist nicht begrenzt, und der API-Schlüssel, der fragt, darf nicht mehr als sein Budget ausgeben.</translation>
    </message>
    <message>
        <source>Name max_tokens (for /v1/responses max_output_tokens) as a positive number, and send text alone.</source>
        <translation>Geben Sie max_tokens (bei /v1/responses max_output_tokens) als positive Zahl an und senden Sie nur Text.</translation>
    </message>
    <message>
        <source>The API key %1 may spend %2 in all; %3 are spent, %4 are reserved, and this answer may cost %5.</source>
        <translation>Der API-Schlüssel %1 darf insgesamt %2 ausgeben; %3 sind ausgegeben, %4 vorgemerkt, und diese Antwort kann %5 kosten.</translation>
    </message>
    <message>
        <source>No block has taken the payment for this answer in time: the network may stand still. What it may yet lock comes back by itself.</source>
        <translation>Kein Block hat die Zahlung für diese Antwort rechtzeitig aufgenommen: Das Netz steht vielleicht still. Was sie noch sperren mag, kommt von selbst zurück.</translation>
    </message>
    <message>
        <source>Ask again once blocks are made: hearthctl network show</source>
        <translation>Fragen Sie wieder, sobald Blöcke entstehen: hearthctl network show</translation>
    </message>
    <message>
        <source>The budget of the API key %1 is used up: of %2, %3 are spent and %4 are reserved.</source>
        <translation>Das Budget des API-Schlüssels %1 ist aufgebraucht: Von %2 sind %3 ausgegeben und %4 vorgemerkt.</translation>
    </message>
    <message>
        <source>Ask the node's owner for a key with a larger budget: hearthctl keys api create --name NAME --budget EMB</source>
        <translation>Bitten Sie den Besitzer des Knotens um einen Schlüssel mit größerem Budget: hearthctl keys api create --name NAME --budget EMB</translation>
    </message>
    <message>
        <source>Set a lower max_tokens, or ask the node's owner for a key with a larger budget.</source>
        <translation>Setzen Sie max_tokens niedriger oder bitten Sie den Besitzer des Knotens um einen Schlüssel mit größerem Budget.</translation>
    </message>
    <message>
        <source>The setting api.listen names %1, which other machines can reach, and there is no API key: everybody could use this node.</source>
        <translation>Die Einstellung api.listen nennt %1, das andere Rechner erreichen, und es gibt keinen API-Schlüssel: Jeder könnte diesen Knoten benutzen.</translation>
    </message>
    <message>
        <source>Make a key: hearthd --home %1 --create-api-key NAME, or set api.listen to &quot;127.0.0.1:%2&quot;.</source>
        <translation>Machen Sie einen Schlüssel: hearthd --home %1 --create-api-key NAME, oder setzen Sie api.listen auf &quot;127.0.0.1:%2&quot;.</translation>
    </message>
    <message>
        <source>The key file %1 is missing, but this node has a ledger.</source>
        <translation>Die Schlüsseldatei %1 fehlt, aber dieser Knoten hat ein Hauptbuch.</translation>
    </message>
    <message>
        <source>Restore the keys from their backup: hearthctl keys restore FILE</source>
        <translation>Stellen Sie die Schlüssel aus ihrer Sicherung wieder her: hearthctl keys restore DATEI</translation>
    </message>
    <message>
        <source>The folder %1 cannot be read: %2.</source>
        <translation>Der Ordner %1 ist nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>Run: chmod 700 %1</source>
        <translation>Führen Sie aus: chmod 700 %1</translation>
    </message>
    <message>
        <source>The file %1 cannot be removed: %2.</source>
        <translation>Die Datei %1 lässt sich nicht entfernen: %2.</translation>
    </message>
    <message>
        <source>No rotation of the node key is under way.</source>
        <translation>Der Schlüssel des Knotens wird gerade nicht gewechselt.</translation>
    </message>
    <message>
        <source>The setting %1 holds &quot;%2&quot;, which is no price of a million tokens.</source>
        <translation>Die Einstellung %1 enthält „%2“; das ist kein Preis einer Million Token.</translation>
    </message>
    <message>
        <source>Write EMB with at most three digits after the point, for example %1.</source>
        <translation>Schreiben Sie EMB mit höchstens drei Stellen nach dem Punkt, zum Beispiel %1.</translation>
    </message>
    <message>
        <source>The setting %1 cannot be used with the value &quot;%2&quot;.</source>
        <translation>Die Einstellung %1 kann nicht mit dem Wert „%2“ verwendet werden.</translation>
    </message>
    <message>
        <source>The facilitator&apos;s answer cannot be read.</source>
        <translation>Die Antwort des Facilitators ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Check the setting payment.facilitator.</source>
        <translation>Prüfen Sie die Einstellung payment.facilitator.</translation>
    </message>
    <message>
        <source>There is no payment under that id.</source>
        <translation>Unter dieser Kennung gibt es keine Zahlung.</translation>
    </message>
    <message>
        <source>The header X-Payment-Id of an answer names its payment.</source>
        <translation>Die Kopfzeile X-Payment-Id einer Antwort nennt ihre Zahlung.</translation>
    </message>
    <message>
        <source>The setting prices.models names %1 twice.</source>
        <translation>Die Einstellung prices.models nennt %1 zweimal.</translation>
    </message>
    <message>
        <source>Leave one of the two prices.</source>
        <translation>Lassen Sie einen der beiden Preise stehen.</translation>
    </message>
    <message>
        <source>Give more digits.</source>
        <translation>Geben Sie mehr Ziffern an.</translation>
    </message>
    <message>
        <source>The disk that holds %1 is full.</source>
        <translation>Die Festplatte mit %1 ist voll.</translation>
    </message>
    <message>
        <source>The file %1 is damaged: %2.</source>
        <translation>Die Datei %1 ist beschädigt: %2.</translation>
    </message>
    <message>
        <source>Another program uses %1.</source>
        <translation>Ein anderes Programm benutzt %1.</translation>
    </message>
    <message>
        <source>End it and try again.</source>
        <translation>Beenden Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The file %1 cannot be used: %2.</source>
        <translation>Die Datei %1 ist nicht benutzbar: %2.</translation>
    </message>
    <message>
        <source>The file %1 was written by a newer Hearth.</source>
        <translation>Die Datei %1 wurde von einem neueren Hearth geschrieben.</translation>
    </message>
    <message>
        <source>The file %1 holds the state &quot;%2&quot;, which this version does not know.</source>
        <translation>Die Datei %1 enthält den Zustand „%2“, den diese Version nicht kennt.</translation>
    </message>
    <message>
        <source>Use the version of Hearth that wrote it, or restore it from a backup.</source>
        <translation>Nehmen Sie die Version von Hearth, die sie geschrieben hat, oder stellen Sie sie aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Update Hearth.</source>
        <translation>Aktualisieren Sie Hearth.</translation>
    </message>
    <message>
        <source>The file %1 cannot be opened: %2.</source>
        <translation>Die Datei %1 lässt sich nicht öffnen: %2.</translation>
    </message>
    <message>
        <source>Check that the folder is writable.</source>
        <translation>Prüfen Sie, ob in den Ordner geschrieben werden darf.</translation>
    </message>
    <message>
        <source>Check its permissions.</source>
        <translation>Prüfen Sie ihre Zugriffsrechte.</translation>
    </message>
    <message>
        <source>The answer was not replayed yet.</source>
        <translation>Die Antwort wurde noch nicht nachgerechnet.</translation>
    </message>
    <message>
        <source>The file %1 holds a verdict that nobody gives.</source>
        <translation>Die Datei %1 enthält ein Urteil, das niemand fällt.</translation>
    </message>
    <message>
        <source>Replay the answer again: hearthctl receipt verify %1 --replay</source>
        <translation>Rechnen Sie die Antwort noch einmal nach: hearthctl receipt verify %1 --replay</translation>
    </message>
    <message>
        <source>The API key %1 in %2 is damaged.</source>
        <translation>Der API-Schlüssel %1 in %2 ist beschädigt.</translation>
    </message>
    <message>
        <source>Revoke it: hearthctl keys api revoke %1</source>
        <translation>Widerrufen Sie ihn: hearthctl keys api revoke %1</translation>
    </message>
    <message>
        <source>There is an API key called &quot;%1&quot; already.</source>
        <translation>Es gibt schon einen API-Schlüssel „%1“.</translation>
    </message>
    <message>
        <source>Choose another name, or first: hearthctl keys api revoke %1</source>
        <translation>Wählen Sie einen anderen Namen, oder zuerst: hearthctl keys api revoke %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is the id of another API key.</source>
        <translation>„%1“ ist die Kennung eines anderen API-Schlüssels.</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <source>Restore that file from a backup.</source>
        <translation>Stellen Sie diese Datei aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>There is no receipt %1.</source>
        <translation>Es gibt keinen Beleg %1.</translation>
    </message>
    <message>
        <source>See: hearthctl receipt list</source>
        <translation>Siehe: hearthctl receipt list</translation>
    </message>
    <message>
        <source>A receipt was archived twice.</source>
        <translation>Ein Beleg wurde zweimal archiviert.</translation>
    </message>
    <message>
        <source>Report this; both copies are whole.</source>
        <translation>Melden Sie das; beide Kopien sind heil.</translation>
    </message>
    <message>
        <source>There is no job %1.</source>
        <translation>Es gibt keinen Auftrag %1.</translation>
    </message>
    <message>
        <source>Nothing was asked here under the id %1.</source>
        <translation>Unter der Kennung %1 wurde hier nichts gefragt.</translation>
    </message>
    <message>
        <source>The running totals in %1 are not those of its rows: %2 %3 is another number. Jobs and receipts are whole.</source>
        <translation>Die laufenden Summen in %1 sind nicht die ihrer Zeilen: %2 %3 ist eine andere Zahl. Aufträge und Belege sind heil.</translation>
    </message>
    <message>
        <source>Stop the service and run: sqlite3 %1 'DELETE FROM totals'; the next start sums them anew.</source>
        <translation>Beenden Sie den Dienst und führen Sie aus: sqlite3 %1 'DELETE FROM totals'; der nächste Start zählt neu.</translation>
    </message>
    <message>
        <source>What %1 says was earned in hour %2 by %3 is not the sum of its rows. Jobs and receipts are whole.</source>
        <translation>Was %3 laut %1 in Stunde %2 verdient hat, ist nicht die Summe der Zeilen. Aufträge und Belege sind heil.</translation>
    </message>
    <message>
        <source>Stop the service and run: sqlite3 %1 'DELETE FROM earned_hours'; the next start sums it anew.</source>
        <translation>Beenden Sie den Dienst und führen Sie aus: sqlite3 %1 'DELETE FROM earned_hours'; der nächste Start zählt neu.</translation>
    </message>
    <message>
        <source>There is a network '%1' already.</source>
        <translation>Es gibt schon ein Netz „%1“.</translation>
    </message>
    <message>
        <source>Choose another name, or first: hearthctl gateway remove %1</source>
        <translation>Wählen Sie einen anderen Namen, oder zuerst: hearthctl gateway remove %1</translation>
    </message>
    <message>
        <source>There is no evidence %1.</source>
        <translation>Es gibt keinen Nachweis %1.</translation>
    </message>
    <message>
        <source>The file %1 holds no key.</source>
        <translation>Die Datei %1 enthält keinen Schlüssel.</translation>
    </message>
    <message>
        <source>It holds the network's key alone, on one line.</source>
        <translation>Sie enthält allein den Schlüssel des Netzes, in einer Zeile.</translation>
    </message>
    <message>
        <source>The key of %1 cannot be removed: %2.</source>
        <translation>Der Schlüssel von %1 lässt sich nicht entfernen: %2.</translation>
    </message>
    <message>
        <source>Remove it by hand: %1</source>
        <translation>Entfernen Sie ihn von Hand: %1</translation>
    </message>
    <message>
        <source>The benchmark was cancelled.</source>
        <translation>Die Messung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The device %1 gave no sign of life.</source>
        <translation>Das Gerät %1 gab kein Lebenszeichen.</translation>
    </message>
    <message>
        <source>Update its driver, or restart the computer.</source>
        <translation>Erneuern Sie seinen Treiber oder starten Sie den Rechner neu.</translation>
    </message>
    <message>
        <source>The worker stopped while it measured %1 (%2).</source>
        <translation>Der Arbeiter blieb stehen, als er %1 maß (%2).</translation>
    </message>
    <message>
        <source>Run hearthctl doctor.</source>
        <translation>Führen Sie aus: hearthctl doctor</translation>
    </message>
    <message>
        <source>The sandbox is required, but not to be had: %1.</source>
        <translation>Die Sandbox ist verlangt, aber nicht zu haben: %1.</translation>
    </message>
    <message>
        <source>The worker program misses a library: %1.</source>
        <translation>Dem Arbeiterprogramm fehlt eine Bibliothek: %1.</translation>
    </message>
    <message>
        <source>Install Hearth again, or run installers/bootstrap build in its sources.</source>
        <translation>Installieren Sie Hearth noch einmal, oder führen Sie in seinen Quellen installers/bootstrap build aus.</translation>
    </message>
    <message>
        <source>Give a GGUF file or a Hugging Face folder.</source>
        <translation>Geben Sie eine GGUF-Datei oder einen Hugging-Face-Ordner an.</translation>
    </message>
    <message>
        <source>The folder %1 holds too many files for a model.</source>
        <translation>Der Ordner %1 enthält zu viele Dateien für ein Modell.</translation>
    </message>
    <message>
        <source>Give the folder that holds config.json and the safetensors files.</source>
        <translation>Geben Sie den Ordner an, der config.json und die safetensors-Dateien enthält.</translation>
    </message>
    <message>
        <source>The folder %1 holds no model files.</source>
        <translation>Der Ordner %1 enthält keine Modelldateien.</translation>
    </message>
    <message>
        <source>The program %1 cannot be started: %2.</source>
        <translation>Das Programm %1 lässt sich nicht starten: %2.</translation>
    </message>
    <message>
        <source>Check that it is installed and executable.</source>
        <translation>Prüfen Sie, ob es installiert und ausführbar ist.</translation>
    </message>
    <message>
        <source>The program %1 did not end in time.</source>
        <translation>Das Programm %1 endete nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>The file %1 cannot be written.</source>
        <translation>Die Datei %1 lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>The worker has stopped.</source>
        <translation>Der Arbeiter ist stehen geblieben.</translation>
    </message>
    <message>
        <source>Try again.</source>
        <translation>Versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Another device goes on.</source>
        <translation>Ein anderes Gerät macht weiter.</translation>
    </message>
    <message>
        <source>The node is busy: %1 requests wait already.</source>
        <translation>Der Knoten ist ausgelastet: %1 Anfragen warten schon.</translation>
    </message>
    <message>
        <source>Try again in a few seconds.</source>
        <translation>Versuchen Sie es in einigen Sekunden noch einmal.</translation>
    </message>
    <message>
        <source>The worker is being restarted; send the request again.</source>
        <translation>Der Arbeiter wird neu gestartet; senden Sie die Anfrage noch einmal.</translation>
    </message>
    <message>
        <source>The model is disabled. %1</source>
        <translation>Das Modell ist gesperrt. %1</translation>
    </message>
    <message>
        <source>The worker program speaks version %1 of the protocol, not %2.</source>
        <translation>Das Arbeiterprogramm spricht Version %1 des Protokolls, nicht %2.</translation>
    </message>
    <message>
        <source>The worker loaded another model than it was told to.</source>
        <translation>Der Arbeiter lud ein anderes Modell, als ihm gesagt wurde.</translation>
    </message>
    <message>
        <source>Check its files: hearthctl model check %1</source>
        <translation>Prüfen Sie seine Dateien: hearthctl model check %1</translation>
    </message>
    <message>
        <source>No device is left for this job.</source>
        <translation>Für diesen Auftrag ist kein Gerät mehr übrig.</translation>
    </message>
    <message>
        <source>Try again; while a device is measured it takes no jobs.</source>
        <translation>Versuchen Sie es noch einmal; während ein Gerät gemessen wird, nimmt es keine Aufträge an.</translation>
    </message>
    <message>
        <source>The worker closed its connection.</source>
        <translation>Der Arbeiter schloss seine Verbindung.</translation>
    </message>
    <message>
        <source>The worker announced a frame of %1 bytes.</source>
        <translation>Der Arbeiter kündigte einen Rahmen von %1 Bytes an.</translation>
    </message>
    <message>
        <source>Check the disk that holds the model, then try again.</source>
        <translation>Prüfen Sie die Festplatte mit dem Modell und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The model file is probably damaged; fetch it again.</source>
        <translation>Die Modelldatei ist vermutlich beschädigt; holen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>oneDNN cannot multiply this model's matrices here.</source>
        <translation>oneDNN kann die Matrizen dieses Modells hier nicht multiplizieren.</translation>
    </message>
    <message>
        <source>Load it without the option, or in the profile &quot;bf16&quot; on a processor with bf16 products.</source>
        <translation>Laden Sie es ohne diese Option oder im Profil „bf16“ auf einem Prozessor mit bf16-Produkten.</translation>
    </message>
    <message>
        <source>There was not enough memory for one step of the model.</source>
        <translation>Für einen Schritt des Modells reichte der Speicher nicht.</translation>
    </message>
    <message>
        <source>Close other programs or load the model with a smaller budget for its cache.</source>
        <translation>Schließen Sie andere Programme oder laden Sie das Modell mit weniger Speicher für seinen Zwischenspeicher.</translation>
    </message>
    <message>
        <source>There was not enough memory for the model's output.</source>
        <translation>Für die Ausgabe des Modells reichte der Speicher nicht.</translation>
    </message>
    <message>
        <source>The model produced values that are not numbers.</source>
        <translation>Das Modell erzeugte Werte, die keine Zahlen sind.</translation>
    </message>
    <message>
        <source>Check the model's files; it may be damaged.</source>
        <translation>Prüfen Sie die Dateien des Modells; vielleicht ist es beschädigt.</translation>
    </message>
    <message>
        <source>The model's description contradicts itself.</source>
        <translation>Die Beschreibung des Modells widerspricht sich.</translation>
    </message>
    <message>
        <source>Attention heads of %1 values are not supported; they must be even and at most %2.</source>
        <translation>Attention-Köpfe mit %1 Werten werden nicht unterstützt; die Zahl muss gerade und höchstens %2 sein.</translation>
    </message>
    <message>
        <source>There is no profile &quot;%1&quot; here.</source>
        <translation>Es gibt hier kein Profil „%1“.</translation>
    </message>
    <message>
        <source>Use %1.</source>
        <translation>Nehmen Sie %1.</translation>
    </message>
    <message>
        <source>The model was imported without the profile &quot;%1&quot;.</source>
        <translation>Das Modell wurde ohne das Profil „%1“ eingelesen.</translation>
    </message>
    <message>
        <source>Import it again, or use the profile &quot;bf16&quot;.</source>
        <translation>Lesen Sie es noch einmal ein oder nehmen Sie das Profil „bf16“.</translation>
    </message>
    <message>
        <source>The file is damaged; import the model again.</source>
        <translation>Die Datei ist beschädigt; lesen Sie das Modell noch einmal ein.</translation>
    </message>
    <message>
        <source>A row of %1 values or a context of %2 tokens could overflow the exact profile.</source>
        <translation>Eine Zeile von %1 Werten oder ein Kontext von %2 Token könnte das genaue Profil sprengen.</translation>
    </message>
    <message>
        <source>Use the profile &quot;bf16&quot; for this model.</source>
        <translation>Nehmen Sie für dieses Modell das Profil „bf16“.</translation>
    </message>
    <message>
        <source>Heads of %1 values are not in the exact profile, which takes even sizes up to %2.</source>
        <translation>Köpfe mit %1 Werten gehören nicht zum genauen Profil; es nimmt gerade Zahlen bis %2.</translation>
    </message>
    <message>
        <source>The profile &quot;ci4.1&quot; takes matrices whose rows are whole groups of 32 values, %1 at most; this model has others.</source>
        <translation>Das Profil „ci4.1“ nimmt Matrizen, deren Zeilen ganze Gruppen von 32 Werten sind, höchstens %1; dieses Modell hat andere.</translation>
    </message>
    <message>
        <source>Use the profile &quot;ci8.1&quot; for this model.</source>
        <translation>Nehmen Sie für dieses Modell das Profil „ci8.1“.</translation>
    </message>
    <message>
        <source>A pair of the rotary embedding makes a whole turn or more from one position to the next, which the exact profile cannot hold.</source>
        <translation>Ein Paar der Positionsdrehung dreht sich von einer Stelle zur nächsten ganz herum oder weiter; das kann das genaue Profil nicht fassen.</translation>
    </message>
    <message>
        <source>The exact weights have %1 bytes instead of %2.</source>
        <translation>Die genauen Gewichte haben %1 statt %2 Bytes.</translation>
    </message>
    <message>
        <source>The disk or another program changed it; import the model again.</source>
        <translation>Die Festplatte oder ein anderes Programm hat sie verändert; lesen Sie das Modell noch einmal ein.</translation>
    </message>
    <message>
        <source>The model has no tensor &quot;%1&quot;.</source>
        <translation>Das Modell hat keinen Tensor „%1“.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; holds a value that is no finite number.</source>
        <translation>Der Tensor „%1“ enthält einen Wert, der keine endliche Zahl ist.</translation>
    </message>
    <message>
        <source>The file is damaged, or the model was saved broken; fetch it again.</source>
        <translation>Die Datei ist beschädigt, oder das Modell wurde kaputt gespeichert; holen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; would hold values of %2 or more in the exact profile.</source>
        <translation>Der Tensor „%1“ enthielte im genauen Profil Werte von %2 oder mehr.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; has another shape than the model says.</source>
        <translation>Der Tensor „%1“ hat eine andere Form, als das Modell sagt.</translation>
    </message>
    <message>
        <source>The model's file &quot;%1&quot; is missing.</source>
        <translation>Die Datei „%1“ des Modells fehlt.</translation>
    </message>
    <message>
        <source>The model's file &quot;%1&quot; has %2 bytes instead of %3.</source>
        <translation>Die Datei „%1“ des Modells hat %2 statt %3 Bytes.</translation>
    </message>
    <message>
        <source>The model's files hold %1 tensors instead of %2.</source>
        <translation>Die Dateien des Modells enthalten %1 statt %2 Tensoren.</translation>
    </message>
    <message>
        <source>The model's chat template refuses every conversation: %1</source>
        <translation>Die Gesprächsvorlage des Modells verweigert jedes Gespräch: %1</translation>
    </message>
    <message>
        <source>Import the model with another chat template.</source>
        <translation>Lesen Sie das Modell mit einer anderen Gesprächsvorlage ein.</translation>
    </message>
    <message>
        <source>There is no profile &quot;%1&quot; to import a model with.</source>
        <translation>Es gibt kein Profil „%1“, mit dem sich ein Modell einlesen ließe.</translation>
    </message>
    <message>
        <source>This processor does not run the exact kernels &quot;%1&quot;.</source>
        <translation>Dieser Prozessor führt die genauen Kernels „%1“ nicht aus.</translation>
    </message>
    <message>
        <source>It runs: %1.</source>
        <translation>Er führt aus: %1.</translation>
    </message>
    <message>
        <source>This processor does not run the kernels &quot;%1&quot;.</source>
        <translation>Dieser Prozessor führt die Kernels „%1“ nicht aus.</translation>
    </message>
    <message>
        <source>The profile &quot;%1&quot; does not run on %2.</source>
        <translation>Das Profil „%1“ läuft nicht auf %2.</translation>
    </message>
    <message>
        <source>NVIDIA GPUs run &quot;bf16&quot; and, as every GPU, &quot;ci8.1&quot; and &quot;ci4.1&quot;; the device &quot;cpu&quot; runs all.</source>
        <translation>GPUs von NVIDIA führen „bf16“ und, wie jede GPU, „ci8.1“ und „ci4.1“ aus; das Gerät „cpu“ alle.</translation>
    </message>
    <message>
        <source>The model had %1 of %2; %3 can be taken now.</source>
        <translation>Das Modell hatte %1 von %2; jetzt sind %3 zu haben.</translation>
    </message>
    <message>
        <source>Close the program that uses the card's memory.</source>
        <translation>Schließen Sie das Programm, das den Speicher der Karte benutzt.</translation>
    </message>
    <message>
        <source>The model needs %1 of memory (%2 weights, %3 cache, %4 workspace), but only %5 are available (%6).</source>
        <translation>Das Modell braucht %1 Speicher (%2 Gewichte, %3 Zwischenspeicher, %4 Arbeitsbereich), zu haben sind aber nur %5 (%6).</translation>
    </message>
    <message>
        <source>Token %1 is not in the vocabulary of %2 tokens.</source>
        <translation>Das Token %1 gehört nicht zum Wortschatz von %2 Token.</translation>
    </message>
    <message>
        <source>The scores do not belong to this prompt: there are %1 for %2 tokens.</source>
        <translation>Die Bewertungen gehören nicht zu dieser Eingabe: Es sind %1 für %2 Token.</translation>
    </message>
    <message>
        <source>This model's context is %1 tokens, but %2 were asked for (%3 in the prompt, %4 for the answer).</source>
        <translation>Der Kontext dieses Modells fasst %1 Token, verlangt wurden aber %2 (%3 in der Eingabe, %4 für die Antwort).</translation>
    </message>
    <message>
        <source>Shorten the prompt or ask for fewer tokens.</source>
        <translation>Kürzen Sie die Eingabe oder verlangen Sie weniger Token.</translation>
    </message>
    <message>
        <source>The cache holds %1 tokens, but %2 were asked for.</source>
        <translation>Der Zwischenspeicher fasst %1 Token, verlangt wurden aber %2.</translation>
    </message>
    <message>
        <source>Shorten the prompt, ask for fewer tokens or give the model a larger cache.</source>
        <translation>Kürzen Sie die Eingabe, verlangen Sie weniger Token oder geben Sie dem Modell einen größeren Zwischenspeicher.</translation>
    </message>
    <message>
        <source>An answer of at most 0 tokens was asked for.</source>
        <translation>Verlangt wurde eine Antwort von höchstens 0 Token.</translation>
    </message>
    <message>
        <source>Ask for at least one.</source>
        <translation>Verlangen Sie mindestens eines.</translation>
    </message>
    <message>
        <source>More tokens are known already than were asked for.</source>
        <translation>Es sind schon mehr Token bekannt, als verlangt wurden.</translation>
    </message>
    <message>
        <source>There are %1 stop strings; at most %2 are allowed.</source>
        <translation>Es sind %1 Stopptexte; erlaubt sind höchstens %2.</translation>
    </message>
    <message>
        <source>A stop string has 1 to %1 bytes, not %2.</source>
        <translation>Ein Stopptext hat 1 bis %1 Bytes, nicht %2.</translation>
    </message>
    <message>
        <source>The chat template of this model teaches it no calls of 'tools' in a form that this node knows.</source>
        <translation>Die Chat-Vorlage dieses Modells lehrt es keine Aufrufe von Werkzeugen (tools) in einer Form, die dieser Knoten kennt.</translation>
    </message>
    <message>
        <source>Leave out the tools, or ask another model.</source>
        <translation>Lass die Werkzeuge weg oder frage ein anderes Modell.</translation>
    </message>
    <message>
        <source>The form that the answer must keep to cannot be used: %1</source>
        <translation>Die Form, die die Antwort einhalten muss, ist nicht brauchbar: %1</translation>
    </message>
    <message>
        <source>The form that the answer must keep to is empty.</source>
        <translation>Die Form, die die Antwort einhalten muss, ist leer.</translation>
    </message>
    <message>
        <source>Change or simplify the schema or the tools of the request.</source>
        <translation>Ändere oder vereinfache das Schema oder die Werkzeuge der Anfrage.</translation>
    </message>
    <message>
        <source>This model has no token that ends an answer, so that it cannot be held to a form.</source>
        <translation>Dieses Modell hat kein Token, das eine Antwort beendet, und lässt sich darum auf keine Form festlegen.</translation>
    </message>
    <message>
        <source>The form that the answer must keep to became too large: %1</source>
        <translation>Die Form, die die Antwort einhalten muss, wurde zu groß: %1</translation>
    </message>
    <message>
        <source>No token of this model goes on with the form that the answer must keep to.</source>
        <translation>Kein Token dieses Modells führt die Form fort, die die Antwort einhalten muss.</translation>
    </message>
    <message>
        <source>The form of the answer does not allow token %1 here.</source>
        <translation>Die Form der Antwort lässt das Token %1 hier nicht zu.</translation>
    </message>
    <message>
        <source>An answer that must keep to a form ends with it, not at a stop string or never.</source>
        <translation>Eine Antwort, die eine Form einhalten muss, endet mit ihr und nicht an einem Stopptext oder nie.</translation>
    </message>
    <message>
        <source>Leave out the stop strings and ignore_eos.</source>
        <translation>Lass die Stopptexte und ignore_eos weg.</translation>
    </message>
    <message>
        <source>At most %1 alternatives per token can be listed, not %2.</source>
        <translation>Zu jedem Token lassen sich höchstens %1 Alternativen nennen, nicht %2.</translation>
    </message>
    <message>
        <source>Job %1 runs already.</source>
        <translation>Der Auftrag %1 läuft schon.</translation>
    </message>
    <message>
        <source>%1 requests wait already.</source>
        <translation>%1 Anfragen warten schon.</translation>
    </message>
    <message>
        <source>Token %1 of the answer came out differently on the worker that was to go on.</source>
        <translation>Das Token %1 der Antwort fiel auf dem Arbeiter, der weitermachen sollte, anders aus.</translation>
    </message>
    <message>
        <source>One of this machine's devices computes wrongly: run hearthctl doctor.</source>
        <translation>Eines der Geräte dieses Rechners rechnet falsch; führen Sie aus: hearthctl doctor</translation>
    </message>
    <message>
        <source>The model comes without a tokenizer.</source>
        <translation>Das Modell kommt ohne Tokenizer.</translation>
    </message>
    <message>
        <source>Add its tokenizer.json to the folder and import it again.</source>
        <translation>Legen Sie seine tokenizer.json in den Ordner und lesen Sie es noch einmal ein.</translation>
    </message>
    <message>
        <source>This model has no chat template, so it cannot hold a conversation.</source>
        <translation>Dieses Modell hat keine Gesprächsvorlage und kann kein Gespräch führen.</translation>
    </message>
    <message>
        <source>Use plain completions, or a model that is trained for chat.</source>
        <translation>Nehmen Sie einfache Ergänzungen oder ein Modell, das für Gespräche trainiert ist.</translation>
    </message>
    <message>
        <source>The plug-in %1, Hearth's use of libtorch, is not installed.</source>
        <translation>Die Erweiterung %1, mit der Hearth libtorch benutzt, ist nicht installiert.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; should hold %2 × %3 values and holds %4 × %5.</source>
        <translation>Der Tensor „%1“ sollte %2 × %3 Werte enthalten und enthält %4 × %5.</translation>
    </message>
    <message>
        <source>Loading the model was cancelled.</source>
        <translation>Das Laden des Modells wurde abgebrochen.</translation>
    </message>
    <message>
        <source>libtorch's CUDA half is not installed, so that &quot;bf16&quot; does not run on NVIDIA GPUs.</source>
        <translation>Die CUDA-Hälfte von libtorch ist nicht installiert; „bf16“ läuft deshalb nicht auf GPUs von NVIDIA.</translation>
    </message>
    <message>
        <source>Fetch it with installers/bootstrap torch-cuda, or use &quot;ci8.1&quot;, &quot;ci4.1&quot; or the device &quot;cpu&quot;.</source>
        <translation>Holen Sie sie mit installers/bootstrap torch-cuda, oder nehmen Sie „ci8.1“, „ci4.1“ oder das Gerät „cpu“.</translation>
    </message>
    <message>
        <source>libtorch's CUDA half cannot be opened: %1</source>
        <translation>Die CUDA-Hälfte von libtorch lässt sich nicht öffnen: %1</translation>
    </message>
    <message>
        <source>Fetch it again with installers/bootstrap torch-cuda.</source>
        <translation>Holen Sie sie noch einmal mit installers/bootstrap torch-cuda.</translation>
    </message>
    <message>
        <source>libtorch does not find the GPU %1 at %2.</source>
        <translation>libtorch findet die GPU %1 bei %2 nicht.</translation>
    </message>
    <message>
        <source>hearthctl status lists the devices.</source>
        <translation>hearthctl status zählt die Geräte auf.</translation>
    </message>
    <message>
        <source>%1 is older than bf16: its compute capability is %2.x, 8.0 is needed.</source>
        <translation>%1 ist älter als bf16: Ihre Rechenfähigkeit ist %2.x, nötig ist 8.0.</translation>
    </message>
    <message>
        <source>Use &quot;ci8.1&quot; or &quot;ci4.1&quot; on it.</source>
        <translation>Nehmen Sie darauf „ci8.1“ oder „ci4.1“.</translation>
    </message>
    <message>
        <source>%1 does not belong to %2.</source>
        <translation>%1 gehört nicht zu %2.</translation>
    </message>
    <message>
        <source>libtorch cannot use an NVIDIA GPU here and says: &quot;%1&quot;.</source>
        <translation>libtorch kann hier keine GPU von NVIDIA benutzen und sagt: „%1“.</translation>
    </message>
    <message>
        <source>Install NVIDIA's driver, or use the device &quot;cpu&quot;.</source>
        <translation>Installieren Sie den Treiber von NVIDIA oder nehmen Sie das Gerät „cpu“.</translation>
    </message>
    <message>
        <source>There was not enough memory on %1 for the model.</source>
        <translation>Auf %1 reichte der Speicher für das Modell nicht.</translation>
    </message>
    <message>
        <source>Close other programs, give the model a smaller cache or choose a smaller model.</source>
        <translation>Schließen Sie andere Programme, geben Sie dem Modell einen kleineren Zwischenspeicher oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>libtorch failed and said: &quot;%1&quot;.</source>
        <translation>libtorch versagte und sagte: „%1“.</translation>
    </message>
    <message>
        <source>The GPU %1 failed; libtorch said: &quot;%2&quot;.</source>
        <translation>Die GPU %1 versagte; libtorch sagte: „%2“.</translation>
    </message>
    <message>
        <source>The job goes on elsewhere if it can; if this happens again, run hearthctl doctor.</source>
        <translation>Der Auftrag geht anderswo weiter, wenn es geht; geschieht das noch einmal, führen Sie hearthctl doctor aus.</translation>
    </message>
    <message>
        <source>The process has no memory left for the model.</source>
        <translation>Der Prozess hat keinen Speicher mehr für das Modell.</translation>
    </message>
    <message>
        <source>Close other programs or raise worker.memory_limit_mb.</source>
        <translation>Schließen Sie andere Programme oder erhöhen Sie worker.memory_limit_mb.</translation>
    </message>
    <message>
        <source>The model's %1 attention heads are no multiple of its %2 key/value heads.</source>
        <translation>Die %1 Attention-Köpfe des Modells sind kein Vielfaches seiner %2 Schlüssel-Wert-Köpfe.</translation>
    </message>
    <message>
        <source>A head dimension of %1 is odd.</source>
        <translation>Die Kopfgröße %1 ist ungerade.</translation>
    </message>
    <message>
        <source>The model's low frequency factor is not below its high frequency factor.</source>
        <translation>Der Faktor des Modells für tiefe Frequenzen liegt nicht unter dem für hohe.</translation>
    </message>
    <message>
        <source>The model has %1 rope frequency factors for %2 pairs.</source>
        <translation>Das Modell hat %1 Frequenzfaktoren der Positionsdrehung für %2 Paare.</translation>
    </message>
    <message>
        <source>The architecture &quot;%1&quot; is not supported.</source>
        <translation>Die Bauart „%1“ wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Supported are llama, mistral, qwen2 and qwen3.</source>
        <translation>Unterstützt werden llama, mistral, qwen2 und qwen3.</translation>
    </message>
    <message>
        <source>Fetch a file that was made by a newer converter.</source>
        <translation>Holen Sie eine Datei, die ein neuerer Umwandler gemacht hat.</translation>
    </message>
    <message>
        <source>The model's setting &quot;%1&quot; is not supported.</source>
        <translation>Die Einstellung „%1“ des Modells wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Choose another model, or a newer Hearth.</source>
        <translation>Wählen Sie ein anderes Modell oder ein neueres Hearth.</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot; is missing.</source>
        <translation>Der Eintrag „%1“ der Metadaten fehlt.</translation>
    </message>
    <message>
        <source>The file is incomplete; fetch it again.</source>
        <translation>Die Datei ist unvollständig; holen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot; is %2.</source>
        <translation>Der Eintrag „%1“ der Metadaten ist %2.</translation>
    </message>
    <message>
        <source>The file is damaged; fetch it again.</source>
        <translation>Die Datei ist beschädigt; holen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot; differs from layer to layer.</source>
        <translation>Der Eintrag „%1“ der Metadaten ist von Schicht zu Schicht verschieden.</translation>
    </message>
    <message>
        <source>Models whose layers differ in shape are not supported.</source>
        <translation>Modelle, deren Schichten verschieden geformt sind, werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>The model's variant of YaRN rope scaling is not supported.</source>
        <translation>Die Abart der YaRN-Skalierung dieses Modells wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>It sets yarn_ext_factor or yarn_log_multiplier.</source>
        <translation>Es setzt yarn_ext_factor oder yarn_log_multiplier.</translation>
    </message>
    <message>
        <source>Rope scaling of type &quot;%1&quot; is not supported.</source>
        <translation>Die Positionsskalierung der Art „%1“ wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Supported are none, linear, yarn and llama3's frequency factors.</source>
        <translation>Unterstützt werden keine, linear, yarn und die Frequenzfaktoren von llama3.</translation>
    </message>
    <message>
        <source>Tensor &quot;rope_freqs.weight&quot; is not a vector of %1 float32 values.</source>
        <translation>Der Tensor „rope_freqs.weight“ ist kein Vektor von %1 float32-Werten.</translation>
    </message>
    <message>
        <source>The model's number of attention heads is 0.</source>
        <translation>Die Zahl der Attention-Köpfe des Modells ist 0.</translation>
    </message>
    <message>
        <source>Head sizes that differ are not supported: keys %1, values %2, rotary part %3.</source>
        <translation>Verschiedene Kopfgrößen werden nicht unterstützt: Schlüssel %1, Werte %2, gedrehter Teil %3.</translation>
    </message>
    <message>
        <source>Choose another model.</source>
        <translation>Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Mixture-of-experts models are not supported.</source>
        <translation>Modelle aus mehreren Experten werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>The model is split over %1 GGUF files.</source>
        <translation>Das Modell ist auf %1 GGUF-Dateien verteilt.</translation>
    </message>
    <message>
        <source>Merge them into one file first (gguf-split --merge).</source>
        <translation>Fügen Sie sie erst zu einer Datei zusammen (gguf-split --merge).</translation>
    </message>
    <message>
        <source>GGUF files of architecture &quot;%1&quot; are not supported.</source>
        <translation>GGUF-Dateien der Bauart „%1“ werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>Supported are llama (which covers Mistral and SmolLM), qwen2 and qwen3.</source>
        <translation>Unterstützt werden llama (dazu gehören Mistral und SmolLM), qwen2 und qwen3.</translation>
    </message>
    <message>
        <source>The GGUF file holds a vocabulary and no weights.</source>
        <translation>Die GGUF-Datei enthält einen Wortschatz und keine Gewichte.</translation>
    </message>
    <message>
        <source>Use the model's own file.</source>
        <translation>Nehmen Sie die Datei des Modells selbst.</translation>
    </message>
    <message>
        <source>Tensor &quot;token_embd.weight&quot; is missing or no matrix.</source>
        <translation>Der Tensor „token_embd.weight“ fehlt oder ist keine Matrix.</translation>
    </message>
    <message>
        <source>Tensor &quot;token_embd.weight&quot; has %1 rows for a vocabulary of %2 tokens.</source>
        <translation>Der Tensor „token_embd.weight“ hat %1 Zeilen für einen Wortschatz von %2 Token.</translation>
    </message>
    <message>
        <source>%1 has type %2, which is not supported.</source>
        <translation>%1 ist von der Art %2; sie wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Use a file with F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K, Q5_K or Q6_K tensors.</source>
        <translation>Nehmen Sie eine Datei mit Tensoren in F32, F16, BF16, Q8_0, Q4_0, Q4_1, Q4_K, Q5_K oder Q6_K.</translation>
    </message>
    <message>
        <source>The GGUF file is big-endian, which is not supported.</source>
        <translation>Die GGUF-Datei ist big-endian; das wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Use the little-endian file of this model.</source>
        <translation>Nehmen Sie die little-endian-Datei dieses Modells.</translation>
    </message>
    <message>
        <source>GGUF version %1 is not supported.</source>
        <translation>Die GGUF-Version %1 wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Use a file of version 2 or 3.</source>
        <translation>Nehmen Sie eine Datei der Version 2 oder 3.</translation>
    </message>
    <message>
        <source>The GGUF file claims %1 tensors and %2 metadata entries; at most %3 of each are accepted.</source>
        <translation>Die GGUF-Datei behauptet %1 Tensoren und %2 Einträge von Metadaten; angenommen werden je höchstens %3.</translation>
    </message>
    <message>
        <source>The file is damaged or hostile; fetch it again.</source>
        <translation>Die Datei ist beschädigt oder böswillig; holen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>%1 (GGUF file, near byte %2).</source>
        <translation>%1 (GGUF-Datei, nahe Byte %2).</translation>
    </message>
    <message>
        <source>The file is damaged or incomplete; fetch it again.</source>
        <translation>Die Datei ist beschädigt oder unvollständig; holen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>The file is damaged or was made by another program than it says; fetch it again.</source>
        <translation>Die Datei ist beschädigt oder wurde von einem anderen Programm gemacht, als sie sagt; holen Sie sie noch einmal.</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot; holds %2 values; at most %3 are accepted.</source>
        <translation>Der Eintrag „%1“ der Metadaten enthält %2 Werte; angenommen werden höchstens %3.</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot; is %2, but the vocabulary has %3 tokens.</source>
        <translation>Der Eintrag „%1“ der Metadaten ist %2, aber der Wortschatz hat %3 Token.</translation>
    </message>
    <message>
        <source>Metadata entry &quot;tokenizer.ggml.%1&quot; has %2 values for %3 tokens.</source>
        <translation>Der Eintrag „tokenizer.ggml.%1“ der Metadaten hat %2 Werte für %3 Token.</translation>
    </message>
    <message>
        <source>The GGUF file carries no tokenizer.</source>
        <translation>Die GGUF-Datei enthält keinen Tokenizer.</translation>
    </message>
    <message>
        <source>Use a file that has its vocabulary.</source>
        <translation>Nehmen Sie eine Datei, die ihren Wortschatz mitbringt.</translation>
    </message>
    <message>
        <source>The model's files are incomplete; fetch the folder again.</source>
        <translation>Die Dateien des Modells sind unvollständig; holen Sie den Ordner noch einmal.</translation>
    </message>
    <message>
        <source>The folder holds no tokenizer.json.</source>
        <translation>Der Ordner enthält keine tokenizer.json.</translation>
    </message>
    <message>
        <source>Add the model's tokenizer.json to the folder; other kinds of tokenizer files are not read.</source>
        <translation>Legen Sie die tokenizer.json des Modells in den Ordner; andere Tokenizer-Dateien werden nicht gelesen.</translation>
    </message>
    <message>
        <source>tokenizer.json begins with a byte-order mark, which JSON does not allow.</source>
        <translation>tokenizer.json beginnt mit einer Bytereihenfolge-Marke; JSON erlaubt das nicht.</translation>
    </message>
    <message>
        <source>Fetch the file again, or save it as UTF-8 without a byte-order mark.</source>
        <translation>Holen Sie die Datei noch einmal oder speichern Sie sie als UTF-8 ohne diese Marke.</translation>
    </message>
    <message>
        <source>A &quot;%1&quot; model that is no %2 is not supported.</source>
        <translation>Ein „%1“-Modell, das kein %2 ist, wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>%1 names another class under &quot;architectures&quot;.</source>
        <translation>%1 nennt unter „architectures“ eine andere Klasse.</translation>
    </message>
    <message>
        <source>The activation &quot;%1&quot; is not supported.</source>
        <translation>Die Aktivierung „%1“ wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Supported is silu.</source>
        <translation>Unterstützt wird silu.</translation>
    </message>
    <message>
        <source>Models that are quantised in their own folder are not supported.</source>
        <translation>Modelle, die schon in ihrem Ordner quantisiert sind, werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>Use the unquantised folder or a GGUF file of this model.</source>
        <translation>Nehmen Sie den Ordner ohne Quantisierung oder eine GGUF-Datei dieses Modells.</translation>
    </message>
    <message>
        <source>Models whose layers differ in their attention are not supported.</source>
        <translation>Modelle, deren Schichten sich in der Attention unterscheiden, werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>%1 sets max_window_layers to %2.</source>
        <translation>%1 setzt max_window_layers auf %2.</translation>
    </message>
    <message>
        <source>The model's configuration contradicts itself.</source>
        <translation>Die Konfiguration des Modells widerspricht sich.</translation>
    </message>
    <message>
        <source>YaRN rope scaling with &quot;truncate&quot;: false is not supported.</source>
        <translation>YaRN-Skalierung mit „truncate“: false wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>A rotary embedding over a part of the head is not supported.</source>
        <translation>Eine Positionsdrehung über einen Teil des Kopfes wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>%1 sets partial_rotary_factor.</source>
        <translation>%1 setzt partial_rotary_factor.</translation>
    </message>
    <message>
        <source>Rotary embeddings that differ from layer to layer are not supported.</source>
        <translation>Positionsdrehungen, die von Schicht zu Schicht verschieden sind, werden nicht unterstützt.</translation>
    </message>
    <message>
        <source>Supported are default, linear, llama3 and yarn.</source>
        <translation>Unterstützt werden default, linear, llama3 und yarn.</translation>
    </message>
    <message>
        <source>The folder %1 holds no %2.</source>
        <translation>Der Ordner %1 enthält keine %2.</translation>
    </message>
    <message>
        <source>Only safetensors weights are read; pickled .bin files are not, because they can run code.</source>
        <translation>Gelesen werden nur Gewichte in safetensors; .bin-Dateien nicht, weil sie Programme ausführen können.</translation>
    </message>
    <message>
        <source>%1 puts tensor &quot;%2&quot; into something that is no safetensors file of this folder.</source>
        <translation>%1 legt den Tensor „%2“ in etwas, das keine safetensors-Datei dieses Ordners ist.</translation>
    </message>
    <message>
        <source>%1 names %2 files; at most %3 are accepted.</source>
        <translation>%1 nennt %2 Dateien; angenommen werden höchstens %3.</translation>
    </message>
    <message>
        <source>The file %1, in which %2 places tensors, is missing.</source>
        <translation>Die Datei %1, in die %2 Tensoren legt, fehlt.</translation>
    </message>
    <message>
        <source>%1 holds tensor &quot;%2&quot;, which %3 does not place there.</source>
        <translation>%1 enthält den Tensor „%2“, den %3 nicht dorthin legt.</translation>
    </message>
    <message>
        <source>The model's files do not belong together; fetch it again.</source>
        <translation>Die Dateien des Modells gehören nicht zusammen; holen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>%1 holds %2 of the %3 tensors that %4 names.</source>
        <translation>%1 enthält %2 der %3 Tensoren, die %4 nennt.</translation>
    </message>
    <message>
        <source>The model's files are incomplete; fetch it again.</source>
        <translation>Die Dateien des Modells sind unvollständig; holen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>Tensor &quot;lm_head.weight&quot; differs from the embedding to which config.json ties it.</source>
        <translation>Der Tensor „lm_head.weight“ unterscheidet sich von der Einbettung, an die config.json ihn bindet.</translation>
    </message>
    <message>
        <source>The model's files contradict its configuration; fetch it again.</source>
        <translation>Die Dateien des Modells widersprechen seiner Konfiguration; holen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>tokenizer.json is no valid JSON object.</source>
        <translation>tokenizer.json ist kein gültiges JSON-Objekt.</translation>
    </message>
    <message>
        <source>The chat template is not valid UTF-8.</source>
        <translation>Die Gesprächsvorlage ist kein gültiges UTF-8.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; occurs twice.</source>
        <translation>Der Tensor „%1“ kommt zweimal vor.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; is missing.</source>
        <translation>Der Tensor „%1“ fehlt.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; has shape %2 instead of %3.</source>
        <translation>Der Tensor „%1“ hat die Form %2 statt %3.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; does not belong to a model of architecture &quot;%2&quot; with this configuration.</source>
        <translation>Der Tensor „%1“ gehört nicht zu einem Modell der Bauart „%2“ mit dieser Konfiguration.</translation>
    </message>
    <message>
        <source>The model may be of a variant that is not supported.</source>
        <translation>Das Modell ist vielleicht von einer Abart, die nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; holds a value that is no finite number, at or after element %2.</source>
        <translation>Der Tensor „%1“ enthält ab Element %2 einen Wert, der keine endliche Zahl ist.</translation>
    </message>
    <message>
        <source>The hashing was cancelled.</source>
        <translation>Das Berechnen der Prüfsummen wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The model's file %1 is missing.</source>
        <translation>Die Datei %1 des Modells fehlt.</translation>
    </message>
    <message>
        <source>The model's file %1 has %2 bytes; its manifest says %3.</source>
        <translation>Die Datei %1 des Modells hat %2 Bytes; seine Beschreibung sagt %3.</translation>
    </message>
    <message>
        <source>The model's file %1 does not have the content that its manifest names.</source>
        <translation>Die Datei %1 des Modells hat nicht den Inhalt, den seine Beschreibung nennt.</translation>
    </message>
    <message>
        <source>The manifest names the unknown tensor type &quot;%1&quot;.</source>
        <translation>Die Beschreibung nennt die unbekannte Tensorart „%1“.</translation>
    </message>
    <message>
        <source>The manifest gives tensor &quot;%1&quot; an impossible shape.</source>
        <translation>Die Beschreibung gibt dem Tensor „%1“ eine unmögliche Form.</translation>
    </message>
    <message>
        <source>The manifest's tensors are not those of its configuration.</source>
        <translation>Die Tensoren der Beschreibung sind nicht die ihrer Konfiguration.</translation>
    </message>
    <message>
        <source>The manifest has weights of the profile &quot;%1&quot;, which this program does not know.</source>
        <translation>Die Beschreibung hat Gewichte des Profils „%1“, das dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>The manifest's exact weights contradict the rest of it.</source>
        <translation>Die genauen Gewichte der Beschreibung widersprechen dem Rest.</translation>
    </message>
    <message>
        <source>The manifest names the file &quot;%1&quot;, which is not inside its folder.</source>
        <translation>Die Beschreibung nennt die Datei „%1“, die nicht in ihrem Ordner liegt.</translation>
    </message>
    <message>
        <source>The manifest has version %1, which this program does not know.</source>
        <translation>Die Beschreibung hat Version %1, die dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>The manifest's lists are not sorted, or hold an entry twice.</source>
        <translation>Die Listen der Beschreibung sind nicht sortiert oder enthalten etwas zweimal.</translation>
    </message>
    <message>
        <source>The manifest names no profile or no file.</source>
        <translation>Die Beschreibung nennt kein Profil oder keine Datei.</translation>
    </message>
    <message>
        <source>%1: %2 has type %3, which is not supported.</source>
        <translation>%1: %2 ist von der Art %3; sie wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Use a model with F32, F16 or BF16 tensors.</source>
        <translation>Nehmen Sie ein Modell mit Tensoren in F32, F16 oder BF16.</translation>
    </message>
    <message>
        <source>The folder %1 holds several GGUF files.</source>
        <translation>Der Ordner %1 enthält mehrere GGUF-Dateien.</translation>
    </message>
    <message>
        <source>Name one of them.</source>
        <translation>Nennen Sie eine davon.</translation>
    </message>
    <message>
        <source>The folder %1 holds neither a config.json nor a GGUF file.</source>
        <translation>Der Ordner %1 enthält weder eine config.json noch eine GGUF-Datei.</translation>
    </message>
    <message>
        <source>Give a GGUF file or a Hugging Face model folder.</source>
        <translation>Geben Sie eine GGUF-Datei oder den Ordner eines Hugging-Face-Modells an.</translation>
    </message>
    <message>
        <source>Check the path.</source>
        <translation>Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>%1 is only a part of a model.</source>
        <translation>%1 ist nur ein Teil eines Modells.</translation>
    </message>
    <message>
        <source>Give the folder that holds it, with its config.json and tokenizer.json.</source>
        <translation>Geben Sie den Ordner an, in dem es liegt, mit config.json und tokenizer.json.</translation>
    </message>
    <message>
        <source>The plug-in %1 is not installed.</source>
        <translation>Die Erweiterung %1 ist nicht installiert.</translation>
    </message>
    <message>
        <source>The processor works without it; install the package for this kind of GPU to use one.</source>
        <translation>Der Prozessor arbeitet ohne sie; installieren Sie für GPUs dieser Art das Paket.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; names no device.</source>
        <translation>„%1“ nennt kein Gerät.</translation>
    </message>
    <message>
        <source>Devices are called cpu, vulkan:0, vulkan:1 …, cuda:0 …; hearthctl status lists them.</source>
        <translation>Geräte heißen cpu, vulkan:0, vulkan:1 …, cuda:0 …; hearthctl status zählt sie auf.</translation>
    </message>
    <message>
        <source>It is tried again by itself; if this stays, restart the service.</source>
        <translation>Es wird von selbst noch einmal versucht; bleibt es dabei, starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>The system refused %1 of memory.</source>
        <translation>Das System verweigerte %1 Speicher.</translation>
    </message>
    <message>
        <source>The model needs %1, and %2 are free in the memory that %3 shares with the processor.</source>
        <translation>Das Modell braucht %1; in dem Speicher, den %3 mit dem Prozessor teilt, sind %2 frei.</translation>
    </message>
    <message>
        <source>There is no memory for the bandwidth probe.</source>
        <translation>Für die Messung der Bandbreite ist kein Speicher da.</translation>
    </message>
    <message>
        <source>Close other programs.</source>
        <translation>Schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>The model produced values beyond the bounds of its profile.</source>
        <translation>Das Modell erzeugte Werte jenseits der Grenzen seines Profils.</translation>
    </message>
    <message>
        <source>The kernels &quot;%1&quot; of %2 (%3) do not reproduce the exact profile %4, so that it is not offered there.</source>
        <translation>Die Kernels „%1“ von %2 (%3) geben das genaue Profil %4 nicht wieder; es wird dort deshalb nicht angeboten.</translation>
    </message>
    <message>
        <source>Update the driver, or report this device.</source>
        <translation>Erneuern Sie den Treiber oder melden Sie dieses Gerät.</translation>
    </message>
    <message>
        <source>The measurement was cancelled.</source>
        <translation>Die Messung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The model needs %1 on %2, and %3 may be taken there.</source>
        <translation>Das Modell braucht %1 auf %2, und %3 sind dort zu haben.</translation>
    </message>
    <message>
        <source>Measure a smaller one.</source>
        <translation>Messen Sie ein kleineres.</translation>
    </message>
    <message>
        <source>Making the model takes %1 of memory, and %2 are free (%3).</source>
        <translation>Für das Modell braucht es %1 Speicher, und %2 sind frei (%3).</translation>
    </message>
    <message>
        <source>Measure a smaller one, or close other programs.</source>
        <translation>Messen Sie ein kleineres oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>Making the model was cancelled.</source>
        <translation>Das Anlegen des Modells wurde abgebrochen.</translation>
    </message>
    <message>
        <source>Temperature and top-p must be finite numbers.</source>
        <translation>Temperatur und Top-p müssen endliche Zahlen sein.</translation>
    </message>
    <message>
        <source>The service sent an answer that cannot be read: %1</source>
        <translation>Der Dienst sandte eine Antwort, die nicht lesbar ist: %1</translation>
    </message>
    <message>
        <source>Bring program and service to the same version.</source>
        <translation>Bringen Sie Programm und Dienst auf dieselbe Version.</translation>
    </message>
    <message>
        <source>The service did not answer within %1 s.</source>
        <translation>Der Dienst antwortete nicht innerhalb von %1 s.</translation>
    </message>
    <message>
        <source>It may be busy or hang: look at its log, or restart it.</source>
        <translation>Vielleicht ist er überlastet oder hängt: Sehen Sie in sein Protokoll oder starten Sie ihn neu.</translation>
    </message>
    <message>
        <source>The service closed the connection.</source>
        <translation>Der Dienst schloss die Verbindung.</translation>
    </message>
    <message>
        <source>It may have been stopped: start it again with hearthd.</source>
        <translation>Vielleicht wurde er beendet: Starten Sie ihn wieder mit hearthd.</translation>
    </message>
    <message>
        <source>Something else than a Hearth service listens on the control socket.</source>
        <translation>Am Steueranschluss antwortet etwas anderes als ein Hearth-Dienst.</translation>
    </message>
    <message>
        <source>Look which program uses the socket, or choose another home with --home.</source>
        <translation>Sehen Sie nach, welches Programm den Anschluss benutzt, oder wählen Sie mit --home einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The answer's text came faster than it was taken.</source>
        <translation>Der Text der Antwort kam schneller, als er abgenommen wurde.</translation>
    </message>
    <message>
        <source>The control socket %1 belongs to another user.</source>
        <translation>Der Steueranschluss %1 gehört einem anderen Benutzer.</translation>
    </message>
    <message>
        <source>Run this as the user who runs the service.</source>
        <translation>Führen Sie das als der Benutzer aus, dem der Dienst gehört.</translation>
    </message>
    <message>
        <source>The request has %1 bytes; at most %2 can be sent.</source>
        <translation>Die Anfrage hat %1 Bytes; gesendet werden höchstens %2.</translation>
    </message>
    <message>
        <source>Shorten the prompt.</source>
        <translation>Kürzen Sie die Eingabe.</translation>
    </message>
    <message>
        <source>The call was cancelled; the service did not confirm it in time.</source>
        <translation>Der Aufruf wurde abgebrochen; der Dienst bestätigte das nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>The service sent something unreadable: %1</source>
        <translation>Der Dienst sandte etwas Unlesbares: %1</translation>
    </message>
    <message>
        <source>The service does not know this call.</source>
        <translation>Der Dienst kennt diesen Aufruf nicht.</translation>
    </message>
    <message>
        <source>The call %1 ended with a defect: %2.</source>
        <translation>Der Aufruf %1 endete mit einem Fehler im Programm: %2.</translation>
    </message>
    <message>
        <source>The call was ended because of a defect.</source>
        <translation>Der Aufruf wurde wegen eines Fehlers im Programm beendet.</translation>
    </message>
    <message>
        <source>Update this program to the version of the service.</source>
        <translation>Bringen Sie dieses Programm auf die Version des Dienstes.</translation>
    </message>
    <message>
        <source>Update the service to the version of this program and restart it.</source>
        <translation>Bringen Sie den Dienst auf die Version dieses Programms und starten Sie ihn neu.</translation>
    </message>
    <message>
        <source>The greeting does not name its protocol version.</source>
        <translation>Die Begrüßung nennt ihre Protokollversion nicht.</translation>
    </message>
    <message>
        <source>The service belongs to another user.</source>
        <translation>Der Dienst gehört einem anderen Benutzer.</translation>
    </message>
    <message>
        <source>The service has %1 clients already.</source>
        <translation>Der Dienst hat schon %1 Verbindungen.</translation>
    </message>
    <message>
        <source>Close a window or a program that is connected to it.</source>
        <translation>Schließen Sie ein Fenster oder Programm, das mit ihm verbunden ist.</translation>
    </message>
    <message>
        <source>Too many calls of this client run at once.</source>
        <translation>Zu viele Aufrufe dieses Programms laufen zugleich.</translation>
    </message>
    <message>
        <source>Wait until one of them is done.</source>
        <translation>Warten Sie, bis einer davon fertig ist.</translation>
    </message>
    <message>
        <source>The answer is longer than a message may be.</source>
        <translation>Die Antwort ist länger, als eine Nachricht sein darf.</translation>
    </message>
    <message>
        <source>Ask for fewer rows.</source>
        <translation>Verlangen Sie weniger Zeilen.</translation>
    </message>
    <message>
        <source>The socket path '%1' must have 1 to %2 bytes.</source>
        <translation>Der Pfad „%1“ des Anschlusses muss 1 bis %2 Bytes haben.</translation>
    </message>
    <message>
        <source>Choose a home with a shorter path.</source>
        <translation>Wählen Sie einen Ordner mit kürzerem Pfad.</translation>
    </message>
    <message>
        <source>No socket could be made: %1.</source>
        <translation>Es ließ sich kein Anschluss anlegen: %1.</translation>
    </message>
    <message>
        <source>The control socket %1 may not be opened by this user.</source>
        <translation>Der Steueranschluss %1 darf von diesem Benutzer nicht geöffnet werden.</translation>
    </message>
    <message>
        <source>The service does not run: nobody listens on %1.</source>
        <translation>Der Dienst läuft nicht: Bei %1 hört niemand zu.</translation>
    </message>
    <message>
        <source>Start it with hearthd.</source>
        <translation>Starten Sie ihn mit hearthd.</translation>
    </message>
    <message>
        <source>The control socket %1 could not be opened: %2.</source>
        <translation>Der Steueranschluss %1 ließ sich nicht öffnen: %2.</translation>
    </message>
    <message>
        <source>%1 is not a folder.</source>
        <translation>%1 ist kein Ordner.</translation>
    </message>
    <message>
        <source>The service does not accept connections on %1.</source>
        <translation>Der Dienst nimmt bei %1 keine Verbindungen an.</translation>
    </message>
    <message>
        <source>It may hang: look at its log, or restart it.</source>
        <translation>Vielleicht hängt er: Sehen Sie in sein Protokoll oder starten Sie ihn neu.</translation>
    </message>
    <message>
        <source>The connection was closed: %1.</source>
        <translation>Die Verbindung wurde geschlossen: %1.</translation>
    </message>
    <message>
        <source>The other side does not read what it is sent.</source>
        <translation>Die andere Seite liest nicht, was ihr gesandt wird.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no amount of EMB.</source>
        <translation>„%1“ ist kein Betrag in EMB.</translation>
    </message>
    <message>
        <source>Write a number like 1.5, with nine decimals at most.</source>
        <translation>Schreiben Sie eine Zahl wie 1.5, mit höchstens neun Stellen nach dem Punkt.</translation>
    </message>
    <message>
        <source>There are no keys in %1.</source>
        <translation>In %1 sind keine Schlüssel.</translation>
    </message>
    <message>
        <source>Start the service once: it makes the keys.</source>
        <translation>Starten Sie den Dienst einmal: Er macht die Schlüssel.</translation>
    </message>
    <message>
        <source>The key backup has an unknown version.</source>
        <translation>Die Sicherung der Schlüssel hat eine unbekannte Version.</translation>
    </message>
    <message>
        <source>The key backup holds a file with a wrong name.</source>
        <translation>Die Sicherung der Schlüssel enthält eine Datei mit falschem Namen.</translation>
    </message>
    <message>
        <source>The passphrase is too easy to guess.</source>
        <translation>Die Passphrase ist zu leicht zu erraten.</translation>
    </message>
    <message>
        <source>Take at least %1 characters, %2 of them different; a few words in a row are good.</source>
        <translation>Nehmen Sie mindestens %1 Zeichen, davon %2 verschiedene; einige Wörter hintereinander sind gut.</translation>
    </message>
    <message>
        <source>The file %1 exists already.</source>
        <translation>Die Datei %1 gibt es schon.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be made.</source>
        <translation>Der Ordner %1 lässt sich nicht anlegen.</translation>
    </message>
    <message>
        <source>Another key named %1 is in %2.</source>
        <translation>In %2 ist ein anderer Schlüssel namens %1.</translation>
    </message>
    <message>
        <source>Restore into an empty home, or move the old keys away first.</source>
        <translation>Stellen Sie in einem leeren Ordner wieder her oder legen Sie die alten Schlüssel erst beiseite.</translation>
    </message>
    <message>
        <source>The file %1 does not exist.</source>
        <translation>Die Datei %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>The disk is full: %1 could not be written.</source>
        <translation>Die Festplatte ist voll: %1 ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Free some space and try again; nothing that was stored before is lost.</source>
        <translation>Schaffen Sie Platz und versuchen Sie es noch einmal; nichts, was schon gespeichert war, ist verloren.</translation>
    </message>
    <message>
        <source>%1 is a folder, not a file.</source>
        <translation>%1 ist ein Ordner, keine Datei.</translation>
    </message>
    <message>
        <source>Name a file.</source>
        <translation>Nennen Sie eine Datei.</translation>
    </message>
    <message>
        <source>%1 is not a regular file.</source>
        <translation>%1 ist keine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>Name a regular file.</source>
        <translation>Nennen Sie eine gewöhnliche Datei.</translation>
    </message>
    <message>
        <source>Move it away: mv %1 %2.old</source>
        <translation>Legen Sie es beiseite: mv %1 %2.old</translation>
    </message>
    <message>
        <source>The file %1 has %2 bytes; at most %3 are accepted.</source>
        <translation>Die Datei %1 hat %2 Bytes; angenommen werden höchstens %3.</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>Es gibt keinen Ordner %1.</translation>
    </message>
    <message>
        <source>Make it first, or name another one.</source>
        <translation>Legen Sie ihn erst an oder nennen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Another process holds the lock %1.</source>
        <translation>Ein anderer Prozess hält die Sperre %1.</translation>
    </message>
    <message>
        <source>The file %1 became shorter while it was copied.</source>
        <translation>Die Datei %1 wurde beim Kopieren kürzer.</translation>
    </message>
    <message>
        <source>The copy was cancelled.</source>
        <translation>Das Kopieren wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The plug-in cannot be loaded: %1</source>
        <translation>Die Erweiterung lässt sich nicht laden: %1</translation>
    </message>
    <message>
        <source>%1 is not a plug-in of Hearth.</source>
        <translation>%1 ist keine Erweiterung von Hearth.</translation>
    </message>
    <message>
        <source>Install both from the same release.</source>
        <translation>Installieren Sie beide aus derselben Ausgabe.</translation>
    </message>
    <message>
        <source>There is not enough memory to derive the key from the passphrase.</source>
        <translation>Der Speicher reicht nicht, um aus der Passphrase den Schlüssel abzuleiten.</translation>
    </message>
    <message>
        <source>Close other programs and try again.</source>
        <translation>Schließen Sie andere Programme und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The key file %1 does not exist.</source>
        <translation>Die Schlüsseldatei %1 gibt es nicht.</translation>
    </message>
    <message>
        <source>The key file %1 can be read by other users.</source>
        <translation>Die Schlüsseldatei %1 kann von anderen Benutzern gelesen werden.</translation>
    </message>
    <message>
        <source>Run: chmod 600 %1</source>
        <translation>Führen Sie aus: chmod 600 %1</translation>
    </message>
    <message>
        <source>The key file %1 has an unknown version.</source>
        <translation>Die Schlüsseldatei %1 hat eine unbekannte Version.</translation>
    </message>
    <message>
        <source>Update Hearth, or restore the key from its backup.</source>
        <translation>Aktualisieren Sie Hearth oder stellen Sie den Schlüssel aus seiner Sicherung wieder her.</translation>
    </message>
    <message>
        <source>The key file %1 is sealed with a passphrase.</source>
        <translation>Die Schlüsseldatei %1 ist mit einer Passphrase versiegelt.</translation>
    </message>
    <message>
        <source>Give the passphrase and try again.</source>
        <translation>Geben Sie die Passphrase ein und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The key file %1 is damaged.</source>
        <translation>Die Schlüsseldatei %1 ist beschädigt.</translation>
    </message>
    <message>
        <source>The passphrase does not open %1.</source>
        <translation>Die Passphrase öffnet %1 nicht.</translation>
    </message>
    <message>
        <source>The key file %1 does not belong to its public key.</source>
        <translation>Die Schlüsseldatei %1 gehört nicht zu ihrem öffentlichen Schlüssel.</translation>
    </message>
    <message>
        <source>An empty passphrase protects nothing.</source>
        <translation>Eine leere Passphrase schützt nichts.</translation>
    </message>
    <message>
        <source>Choose a passphrase.</source>
        <translation>Wählen Sie eine Passphrase.</translation>
    </message>
    <message>
        <source>The sealed file has an unknown version.</source>
        <translation>Die versiegelte Datei hat eine unbekannte Version.</translation>
    </message>
    <message>
        <source>Update Hearth and try again.</source>
        <translation>Aktualisieren Sie Hearth und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The sealed file is damaged.</source>
        <translation>Die versiegelte Datei ist beschädigt.</translation>
    </message>
    <message>
        <source>Use another copy of it.</source>
        <translation>Nehmen Sie eine andere Kopie davon.</translation>
    </message>
    <message>
        <source>The passphrase does not open this file, or the file was altered.</source>
        <translation>Die Passphrase öffnet diese Datei nicht, oder die Datei wurde verändert.</translation>
    </message>
    <message>
        <source>The amount is larger than the ledger can hold.</source>
        <translation>Der Betrag ist größer, als das Hauptbuch fassen kann.</translation>
    </message>
    <message>
        <source>An amount is a whole number of 10^-9 EMB, for example 1500000000.</source>
        <translation>Ein Betrag ist eine ganze Zahl von 10^-9 EMB, zum Beispiel 1500000000.</translation>
    </message>
    <message>
        <source>The balance of %1 does not cover %2.</source>
        <translation>Das Guthaben von %1 deckt %2 nicht.</translation>
    </message>
    <message>
        <source>The amount must not be zero.</source>
        <translation>Der Betrag darf nicht null sein.</translation>
    </message>
    <message>
        <source>A transfer needs another account as its target.</source>
        <translation>Eine Überweisung braucht ein anderes Konto als Ziel.</translation>
    </message>
    <message>
        <source>A node needs a key and a payout account.</source>
        <translation>Ein Knoten braucht einen Schlüssel und ein Auszahlungskonto.</translation>
    </message>
    <message>
        <source>The node key is registered by another operator.</source>
        <translation>Der Schlüssel des Knotens ist von einem anderen Betreiber eingetragen.</translation>
    </message>
    <message>
        <source>The node key has not signed that it belongs to this operator on this chain.</source>
        <translation>Der Schlüssel des Knotens hat nicht signiert, dass er in dieser Kette diesem Betreiber gehört.</translation>
    </message>
    <message>
        <source>Register a key whose secret half is at hand.</source>
        <translation>Tragen Sie einen Schlüssel ein, dessen geheime Hälfte vorliegt.</translation>
    </message>
    <message>
        <source>Register the node key first.</source>
        <translation>Tragen Sie erst den Schlüssel des Knotens ein.</translation>
    </message>
    <message>
        <source>Only a registered node offers a tariff.</source>
        <translation>Nur ein eingetragener Knoten bietet Preise an.</translation>
    </message>
    <message>
        <source>The node does not offer this model in this profile.</source>
        <translation>Der Knoten bietet dieses Modell in diesem Profil nicht an.</translation>
    </message>
    <message>
        <source>A token may cost at most %1, not %2.</source>
        <translation>Ein Token darf höchstens %1 kosten, nicht %2.</translation>
    </message>
    <message>
        <source>A node offers at most %1 models and profiles.</source>
        <translation>Ein Knoten bietet höchstens %1 Modelle und Profile an.</translation>
    </message>
    <message>
        <source>Withdraw an old offer first.</source>
        <translation>Ziehen Sie erst ein altes Angebot zurück.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, which know no proposals.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, die keine Vorschläge kennen.</translation>
    </message>
    <message>
        <source>A ledger that was founded by this program has them.</source>
        <translation>Ein Hauptbuch, das dieses Programm gegründet hat, kennt sie.</translation>
    </message>
    <message>
        <source>There is no proposal %1.</source>
        <translation>Es gibt keinen Vorschlag %1.</translation>
    </message>
    <message>
        <source>%1 proposals are open already; more are not taken.</source>
        <translation>%1 Vorschläge sind schon offen; mehr werden nicht angenommen.</translation>
    </message>
    <message>
        <source>Wait until one is decided.</source>
        <translation>Warten Sie, bis einer entschieden ist.</translation>
    </message>
    <message>
        <source>A proposal needs a deposit of %1; the account holds %2.</source>
        <translation>Ein Vorschlag braucht ein Pfand von %1; auf dem Konto sind %2.</translation>
    </message>
    <message>
        <source>Nobody has a vote on this ledger yet.</source>
        <translation>Auf diesem Hauptbuch hat noch niemand eine Stimme.</translation>
    </message>
    <message>
        <source>Votes come from stakes and from work that was paid for, once it has vested: in a home alone about ten minutes after its first paid answer.</source>
        <translation>Stimmen kommen von Einsätzen und von bezahlter Arbeit, sobald deren Lohn frei ist: bei einem Knoten allein etwa zehn Minuten nach der ersten bezahlten Antwort.</translation>
    </message>
    <message>
        <source>This key had no weight when the proposal was made.</source>
        <translation>Dieser Schlüssel hatte kein Gewicht, als der Vorschlag gemacht wurde.</translation>
    </message>
    <message>
        <source>Votes come from stakes, from work that others have paid for, and from those who delegate.</source>
        <translation>Stimmen kommen von Einsätzen, von Arbeit, die andere bezahlt haben, und von denen, die sie leihen.</translation>
    </message>
    <message>
        <source>This vote is cast already.</source>
        <translation>Diese Stimme ist schon abgegeben.</translation>
    </message>
    <message>
        <source>Another choice would replace it.</source>
        <translation>Eine andere Wahl würde sie ersetzen.</translation>
    </message>
    <message>
        <source>The block holds %1 votes; more are not taken.</source>
        <translation>Der Block enthält %1 Stimmen; mehr werden nicht angenommen.</translation>
    </message>
    <message>
        <source>Send the vote again.</source>
        <translation>Senden Sie die Stimme noch einmal.</translation>
    </message>
    <message>
        <source>This key delegates to nobody.</source>
        <translation>Dieser Schlüssel hat seine Stimme niemandem geliehen.</translation>
    </message>
    <message>
        <source>Only the operator of a registered node has votes to delegate.</source>
        <translation>Nur der Betreiber eines eingetragenen Knotens hat Stimmen zu verleihen.</translation>
    </message>
    <message>
        <source>A delegate is another account.</source>
        <translation>Geliehen wird einem anderen Konto.</translation>
    </message>
    <message>
        <source>Delegate to nobody to end it.</source>
        <translation>Um es zu beenden, leihen Sie sie niemandem.</translation>
    </message>
    <message>
        <source>This key delegates to that one already.</source>
        <translation>Dieser Schlüssel hat seine Stimme schon diesem Konto geliehen.</translation>
    </message>
    <message>
        <source>At most %1 operators delegate to one key.</source>
        <translation>Höchstens %1 Betreiber leihen ihre Stimme einem Schlüssel.</translation>
    </message>
    <message>
        <source>Choose another delegate.</source>
        <translation>Wählen Sie einen anderen Vertreter.</translation>
    </message>
    <message>
        <source>Only the guardian of this ledger cancels a proposal.</source>
        <translation>Nur der Wächter dieses Hauptbuchs hebt einen Vorschlag auf.</translation>
    </message>
    <message>
        <source>The guardian's time has passed.</source>
        <translation>Die Zeit des Wächters ist vorbei.</translation>
    </message>
    <message>
        <source>The proposal is over already.</source>
        <translation>Der Vorschlag ist schon erledigt.</translation>
    </message>
    <message>
        <source>The parameter &quot;%1&quot; does not exist.</source>
        <translation>Den Parameter „%1“ gibt es nicht.</translation>
    </message>
    <message>
        <source>The parameter &quot;%1&quot; must lie between %2 and %3 (%4), not %5.</source>
        <translation>Der Parameter „%1“ muss zwischen %2 und %3 (%4) liegen, nicht bei %5.</translation>
    </message>
    <message>
        <source>The parameter &quot;%1&quot; has the value %2, which is outside its bounds %3 to %4.</source>
        <translation>Der Parameter „%1“ hat den Wert %2, der außerhalb seiner Grenzen %3 bis %4 liegt.</translation>
    </message>
    <message>
        <source>There are parameters that nobody knows, or some that go together are missing.</source>
        <translation>Es gibt Parameter, die niemand kennt, oder solche, die zusammengehören, fehlen.</translation>
    </message>
    <message>
        <source>The shares of a fee sum to %1 ppm instead of 1000000.</source>
        <translation>Die Anteile einer Gebühr ergeben %1 ppm statt 1000000.</translation>
    </message>
    <message>
        <source>Move two shares together.</source>
        <translation>Ändern Sie zwei Anteile zusammen.</translation>
    </message>
    <message>
        <source>Payer and reporter would get more of a slash than there is.</source>
        <translation>Zahler und Melder bekämen mehr von einer Strafe, als da ist.</translation>
    </message>
    <message>
        <source>Let slash.payer_ppm and slash.reporter_ppm sum to at most 1000000.</source>
        <translation>slash.payer_ppm und slash.reporter_ppm dürfen zusammen höchstens 1000000 ergeben.</translation>
    </message>
    <message>
        <source>The subsidy is above the part of a fee that nobody gets back, so that paying oneself would win.</source>
        <translation>Die Förderung liegt über dem Teil eines Entgelts, den niemand zurückbekommt; wer sich selbst bezahlt, würde gewinnen.</translation>
    </message>
    <message>
        <source>Executor and subsidy take %1 ppm of a price, and auditors would get %2: paying oneself must lose %3 ppm.</source>
        <translation>Ausführender und Förderung nehmen %1 ppm eines Preises, und Prüfer bekämen %2: Wer sich selbst bezahlt, muss %3 ppm verlieren.</translation>
    </message>
    <message>
        <source>Lower audit.pay_ppm or subsidy.rate_ppm together with them.</source>
        <translation>Senken Sie audit.pay_ppm oder subsidy.rate_ppm zusammen mit ihnen.</translation>
    </message>
    <message>
        <source>The parameter &quot;%1&quot; is %2 already.</source>
        <translation>Der Parameter „%1“ ist schon %2.</translation>
    </message>
    <message>
        <source>The parameter &quot;%1&quot; has been moved since this was proposed.</source>
        <translation>Der Parameter „%1“ wurde geändert, seit das vorgeschlagen wurde.</translation>
    </message>
    <message>
        <source>The treasury holds %1; %2 cannot be paid.</source>
        <translation>Die Gemeinschaftskasse enthält %1; %2 können nicht gezahlt werden.</translation>
    </message>
    <message>
        <source>One payment takes at most %1 of the treasury, not %2.</source>
        <translation>Eine Zahlung nimmt höchstens %1 aus der Gemeinschaftskasse, nicht %2.</translation>
    </message>
    <message>
        <source>Payments of %1 have left the treasury lately; with %2 they would be above %3.</source>
        <translation>Zahlungen von %1 haben die Gemeinschaftskasse zuletzt verlassen; mit %2 lägen sie über %3.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; stands in the catalogue already.</source>
        <translation>„%1“ steht schon im Katalog.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; does not stand in the catalogue.</source>
        <translation>„%1“ steht nicht im Katalog.</translation>
    </message>
    <message>
        <source>The ledger follows version %1 of the rules; an upgrade leads to the next one, not to %2.</source>
        <translation>Das Hauptbuch folgt Version %1 der Regeln; eine Erneuerung führt zur nächsten, nicht zu %2.</translation>
    </message>
    <message>
        <source>The upgrade names block %1, which has passed: this is block %2.</source>
        <translation>Die Erneuerung nennt Block %1, der vorbei ist: Dies ist Block %2.</translation>
    </message>
    <message>
        <source>An upgrade is decided already.</source>
        <translation>Eine Erneuerung ist schon beschlossen.</translation>
    </message>
    <message>
        <source>Leave them out.</source>
        <translation>Lassen Sie sie weg.</translation>
    </message>
    <message>
        <source>Write something that can be read.</source>
        <translation>Schreiben Sie etwas, das man lesen kann.</translation>
    </message>
    <message>
        <source>A proposal moves 1 to %1 parameters.</source>
        <translation>Ein Vorschlag ändert 1 bis %1 Parameter.</translation>
    </message>
    <message>
        <source>A payment needs an account and an amount above zero.</source>
        <translation>Eine Zahlung braucht ein Konto und einen Betrag über null.</translation>
    </message>
    <message>
        <source>The model needs its id.</source>
        <translation>Das Modell braucht seine Kennung.</translation>
    </message>
    <message>
        <source>The transaction has %1 bytes; at most %2 are accepted.</source>
        <translation>Die Transaktion hat %1 Bytes; angenommen werden höchstens %2.</translation>
    </message>
    <message>
        <source>There is no block %1.</source>
        <translation>Es gibt keinen Block %1.</translation>
    </message>
    <message>
        <source>The receipt's price of %1 is above the escrow's %2.</source>
        <translation>Der Preis des Belegs von %1 liegt über den %2 der Hinterlegung.</translation>
    </message>
    <message>
        <source>The escrow id is in use.</source>
        <translation>Die Kennung der Hinterlegung ist vergeben.</translation>
    </message>
    <message>
        <source>The executor of the escrow is not registered.</source>
        <translation>Der Ausführende der Hinterlegung ist nicht eingetragen.</translation>
    </message>
    <message>
        <source>An escrow must expire between the epochs %1 and %2.</source>
        <translation>Eine Hinterlegung muss zwischen den Epochen %1 und %2 ablaufen.</translation>
    </message>
    <message>
        <source>An escrow names the profile and the tariff that the payer accepts.</source>
        <translation>Eine Hinterlegung nennt das Profil und den Preis, die der Zahler annimmt.</translation>
    </message>
    <message>
        <source>The executor does not offer this model in the profile %1.</source>
        <translation>Der Ausführende bietet dieses Modell nicht im Profil %1 an.</translation>
    </message>
    <message>
        <source>The executor's tariff is now %1 for a token read and %2 for a token written.</source>
        <translation>Der Ausführende verlangt jetzt %1 für ein gelesenes und %2 für ein geschriebenes Token.</translation>
    </message>
    <message>
        <source>Ask again at the new price.</source>
        <translation>Fragen Sie zum neuen Preis noch einmal.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, which know neither channels nor bonds of validators.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, die weder Kanäle noch Haftung für Validatoren kennen.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, in which nodes state no roles.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, in denen Knoten keine Rollen angeben.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, in which no validator loses its vote by being away.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, in denen kein Validator seine Stimme durch Abwesenheit verliert.</translation>
    </message>
    <message>
        <source>The node states a role that these rules do not know.</source>
        <translation>Der Knoten gibt eine Rolle an, die diese Regeln nicht kennen.</translation>
    </message>
    <message>
        <source>Only a gateway states addresses.</source>
        <translation>Nur ein Gateway gibt Adressen an.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no address at which a gateway is reached.</source>
        <translation>„%1“ ist keine Adresse, unter der ein Gateway erreicht wird.</translation>
    </message>
    <message>
        <source>Write a name or an address with a port, like gateway.example.net:8748, in at most 128 characters.</source>
        <translation>Schreiben Sie einen Namen oder eine Adresse mit Port, wie gateway.example.net:8748, in höchstens 128 Zeichen.</translation>
    </message>
    <message>
        <source>The address %1 is stated twice.</source>
        <translation>Die Adresse %1 ist zweimal angegeben.</translation>
    </message>
    <message>
        <source>A gateway states at most %1 addresses.</source>
        <translation>Ein Gateway gibt höchstens %1 Adressen an.</translation>
    </message>
    <message>
        <source>The addresses of a gateway cannot be read.</source>
        <translation>Die Adressen eines Gateways lassen sich nicht lesen.</translation>
    </message>
    <message>
        <source>The validator has not lost its vote by being away.</source>
        <translation>Der Validator hat seine Stimme nicht durch Abwesenheit verloren.</translation>
    </message>
    <message>
        <source>The validator broke the rules of the vote and does not come back.</source>
        <translation>Der Validator hat die Regeln der Abstimmung gebrochen und kommt nicht zurück.</translation>
    </message>
    <message>
        <source>The validator may come back from epoch %1 on; it is epoch %2.</source>
        <translation>Der Validator darf ab Epoche %1 zurückkommen; es ist Epoche %2.</translation>
    </message>
    <message>
        <source>The validator's key has not signed that it comes back after this absence.</source>
        <translation>Der Schlüssel des Validators hat nicht unterschrieben, dass er nach dieser Abwesenheit zurückkommt.</translation>
    </message>
    <message>
        <source>The home that holds the validator's key sends it by itself, once its service runs.</source>
        <translation>Der Knoten, der den Schlüssel des Validators hat, sendet es von selbst, sobald sein Dienst läuft.</translation>
    </message>
    <message>
        <source>This home has not got all blocks of its network yet.</source>
        <translation>Dieser Knoten hat noch nicht alle Blöcke seines Netzes.</translation>
    </message>
    <message>
        <source>The ledger has no rules for the message %1 yet.</source>
        <translation>Das Hauptbuch hat noch keine Regeln für die Nachricht %1.</translation>
    </message>
    <message>
        <source>Until it has them, a jury of other auditors decides a dispute.</source>
        <translation>Bis dahin entscheidet eine Jury anderer Prüfer einen Streit.</translation>
    </message>
    <message>
        <source>It gets them with data nodes, of which there are none yet.</source>
        <translation>Es bekommt sie mit Datenknoten, die es noch nicht gibt.</translation>
    </message>
    <message>
        <source>A stored block names an absent voter in another form.</source>
        <translation>Ein gespeicherter Block nennt einen abwesenden Abstimmenden in anderer Form.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, which take no head of a log of evidence.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, die keinen Kopf eines Protokolls der Belege annehmen.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, under which an answer is settled by its escrow alone.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, unter denen eine Antwort nur über ihre Hinterlegung abgerechnet wird.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, which settle neither vectors nor tensors.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, die weder Vektoren noch Tensoren abrechnen.</translation>
    </message>
    <message>
        <source>A network takes newer rules by a proposal; a solo ledger takes them when its service starts.</source>
        <translation>Ein Netz bekommt neuere Regeln durch einen Vorschlag, ein Hauptbuch im Alleinbetrieb beim Start seines Dienstes.</translation>
    </message>
    <message>
        <source>There is no channel %1; it was closed, has expired, or is of another ledger.</source>
        <translation>Es gibt keinen Kanal %1; er wurde geschlossen, ist abgelaufen oder gehört zu einem anderen Hauptbuch.</translation>
    </message>
    <message>
        <source>See: hearthctl ledger channel show</source>
        <translation>Siehe: hearthctl ledger channel show</translation>
    </message>
    <message>
        <source>The channel belongs to others.</source>
        <translation>Der Kanal gehört anderen.</translation>
    </message>
    <message>
        <source>A channel needs another account as its payee.</source>
        <translation>Ein Kanal braucht ein anderes Konto als Empfänger.</translation>
    </message>
    <message>
        <source>A channel of %1 is too small; the least is %2.</source>
        <translation>Ein Kanal mit %1 ist zu klein; es müssen mindestens %2 sein.</translation>
    </message>
    <message>
        <source>A channel must expire between the epochs %1 and %2.</source>
        <translation>Ein Kanal muss zwischen den Epochen %1 und %2 ablaufen.</translation>
    </message>
    <message>
        <source>An account pays through at most %1 channels at a time.</source>
        <translation>Ein Konto zahlt durch höchstens %1 Kanäle zugleich.</translation>
    </message>
    <message>
        <source>Close one that is not needed any more.</source>
        <translation>Schließen Sie einen, der nicht mehr gebraucht wird.</translation>
    </message>
    <message>
        <source>Only its payer puts more into a channel.</source>
        <translation>Nur wer durch einen Kanal zahlt, legt in ihn nach.</translation>
    </message>
    <message>
        <source>The channel is being closed.</source>
        <translation>Der Kanal wird gerade geschlossen.</translation>
    </message>
    <message>
        <source>Open a new one.</source>
        <translation>Öffnen Sie einen neuen.</translation>
    </message>
    <message>
        <source>Only its payee redeems the vouchers of a channel.</source>
        <translation>Nur der Empfänger löst die Gutscheine eines Kanals ein.</translation>
    </message>
    <message>
        <source>The payer of the channel has not signed that this job is to be answered.</source>
        <translation>Der Zahler des Kanals hat nicht unterschrieben, dass dieser Auftrag beantwortet werden soll.</translation>
    </message>
    <message>
        <source>The channel pays a node&apos;s key, which is paid for its answers alone.</source>
        <translation>Der Kanal bezahlt den Schlüssel eines Knotens; der wird nur für seine Antworten bezahlt.</translation>
    </message>
    <message>
        <source>Its service settles the receipts of the answers by the voucher.</source>
        <translation>Sein Dienst rechnet die Quittungen der Antworten mit dem Gutschein ab.</translation>
    </message>
    <message>
        <source>The channel expired with epoch %1.</source>
        <translation>Der Kanal ist mit Epoche %1 abgelaufen.</translation>
    </message>
    <message>
        <source>The channel was closed; block %1 was the last one in which a voucher counted.</source>
        <translation>Der Kanal wurde geschlossen; Block %1 war der letzte, in dem ein Gutschein zählte.</translation>
    </message>
    <message>
        <source>Ask the payer for a new channel.</source>
        <translation>Bitten Sie den Zahler um einen neuen Kanal.</translation>
    </message>
    <message>
        <source>What was agreed on must lie between the %1 that are paid and the %2 that were put in.</source>
        <translation>Das Vereinbarte muss zwischen den gezahlten %1 und den eingelegten %2 liegen.</translation>
    </message>
    <message>
        <source>The payee has not signed that it agrees to this end of the channel, or was paid since it did.</source>
        <translation>Der Empfänger hat nicht unterschrieben, dass er diesem Ende des Kanals zustimmt, oder wurde seither bezahlt.</translation>
    </message>
    <message>
        <source>Close it without an agreement; the rest comes back after the time for the last vouchers.</source>
        <translation>Schließen Sie ihn ohne Vereinbarung; der Rest kommt nach der Frist für die letzten Gutscheine zurück.</translation>
    </message>
    <message>
        <source>The voucher has the unknown version %1.</source>
        <translation>Der Gutschein hat die unbekannte Fassung %1.</translation>
    </message>
    <message>
        <source>The voucher&apos;s signature has not 64 bytes.</source>
        <translation>Die Unterschrift des Gutscheins hat nicht 64 Bytes.</translation>
    </message>
    <message>
        <source>The voucher is of the chain %1; this one is %2.</source>
        <translation>Der Gutschein gehört zur Kette %1; diese hier ist %2.</translation>
    </message>
    <message>
        <source>The voucher is of another channel, %1.</source>
        <translation>Der Gutschein gehört zu einem anderen Kanal, %1.</translation>
    </message>
    <message>
        <source>The voucher says %1 in all, which adds nothing to the %2 before.</source>
        <translation>Der Gutschein sagt insgesamt %1; das fügt den %2 zuvor nichts hinzu.</translation>
    </message>
    <message>
        <source>The voucher says %1 in all; the channel holds only %2.</source>
        <translation>Der Gutschein sagt insgesamt %1; im Kanal liegen nur %2.</translation>
    </message>
    <message>
        <source>Ask the payer to put more into the channel.</source>
        <translation>Bitten Sie den Zahler, in den Kanal nachzulegen.</translation>
    </message>
    <message>
        <source>The voucher is not signed by the channel&apos;s payer for this chain, channel and amount.</source>
        <translation>Der Gutschein ist vom Zahler des Kanals nicht für diese Kette, diesen Kanal und diesen Betrag unterschrieben.</translation>
    </message>
    <message>
        <source>Ask the payer for the voucher again.</source>
        <translation>Bitten Sie den Zahler noch einmal um den Gutschein.</translation>
    </message>
    <message>
        <source>A node answers for this validator already, and stays until its key is replaced.</source>
        <translation>Für diesen Validator haftet schon ein Knoten; das bleibt so, bis dessen Schlüssel ersetzt wird.</translation>
    </message>
    <message>
        <source>The node answers for another validator.</source>
        <translation>Der Knoten haftet für einen anderen Validator.</translation>
    </message>
    <message>
        <source>Take another node of the operator&apos;s.</source>
        <translation>Nehmen Sie einen anderen Knoten des Betreibers.</translation>
    </message>
    <message>
        <source>The validator&apos;s key has not signed that this node answers for it on this chain.</source>
        <translation>Der Schlüssel des Validators hat nicht unterschrieben, dass dieser Knoten auf dieser Kette für ihn haftet.</translation>
    </message>
    <message>
        <source>Bond it on the home that holds the validator&apos;s key.</source>
        <translation>Tun Sie das auf dem Zuhause, das den Schlüssel des Validators hat.</translation>
    </message>
    <message>
        <source>The consensus engine accuses a validator of something that this program does not know.</source>
        <translation>Das Konsensprogramm wirft einem Validator etwas vor, das dieses Programm nicht kennt.</translation>
    </message>
    <message>
        <source>The consensus engine names a time that lies outside of what can be counted.</source>
        <translation>Das Konsensprogramm nennt eine Zeit, die außerhalb dessen liegt, was gezählt werden kann.</translation>
    </message>
    <message>
        <source>The certificate that the other side of the link shows cannot be read.</source>
        <translation>Das Zertifikat, das die andere Seite der Verbindung zeigt, ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The certificate that the other side of the link shows is for another node key than its own.</source>
        <translation>Das Zertifikat, das die andere Seite der Verbindung zeigt, gilt für einen anderen Knotenschlüssel als ihren.</translation>
    </message>
    <message>
        <source>The certificate that the other side of the link shows is not signed for the network %1 by the operator that it names.</source>
        <translation>Das Zertifikat, das die andere Seite der Verbindung zeigt, ist nicht vom genannten Betreiber für das Netz %1 unterschrieben.</translation>
    </message>
    <message>
        <source>The certificate that the other side of the link shows is of another operator than the one that the ledger holds.</source>
        <translation>Das Zertifikat, das die andere Seite der Verbindung zeigt, ist von einem anderen Betreiber als dem, der im Hauptbuch steht.</translation>
    </message>
    <message>
        <source>The block accuses somebody who never was a validator, or of what is still to come.</source>
        <translation>Der Block beschuldigt jemanden, der nie Validator war, oder wirft noch Kommendes vor.</translation>
    </message>
    <message>
        <source>The act &quot;%1&quot; needs the member &quot;%2&quot;.</source>
        <translation>Die Handlung &quot;%1&quot; braucht die Angabe &quot;%2&quot;.</translation>
    </message>
    <message>
        <source>The voucher is not in hexadecimal digits.</source>
        <translation>Der Gutschein steht nicht in Hexadezimalziffern da.</translation>
    </message>
    <message>
        <source>An agreement is a signature in 128 hexadecimal digits.</source>
        <translation>Eine Zustimmung ist eine Unterschrift aus 128 Hexadezimalziffern.</translation>
    </message>
    <message>
        <source>This home holds no validator&apos;s key; it is not a full node of a network.</source>
        <translation>Dieses Zuhause hat keinen Schlüssel eines Validators; es ist kein Vollknoten eines Netzes.</translation>
    </message>
    <message>
        <source>There is no such escrow.</source>
        <translation>Es gibt keine solche Hinterlegung.</translation>
    </message>
    <message>
        <source>The escrow belongs to others.</source>
        <translation>Die Hinterlegung gehört anderen.</translation>
    </message>
    <message>
        <source>The payer can take the escrow back after epoch %1.</source>
        <translation>Der Zahler kann die Hinterlegung nach Epoche %1 zurücknehmen.</translation>
    </message>
    <message>
        <source>Wait: it comes back by itself then.</source>
        <translation>Warten Sie: Sie kommt dann von selbst zurück.</translation>
    </message>
    <message>
        <source>A receipt is settled by the executor that signed it.</source>
        <translation>Ein Beleg wird von dem Ausführenden abgerechnet, der ihn signiert hat.</translation>
    </message>
    <message>
        <source>The receipt is settled already.</source>
        <translation>Der Beleg ist schon abgerechnet.</translation>
    </message>
    <message>
        <source>The receipt's escrow does not exist; it was settled, cancelled or expired.</source>
        <translation>Die Hinterlegung des Belegs gibt es nicht; sie wurde abgerechnet, aufgehoben oder ist abgelaufen.</translation>
    </message>
    <message>
        <source>The receipt's signature is not valid.</source>
        <translation>Die Signatur des Belegs ist ungültig.</translation>
    </message>
    <message>
        <source>The receipt's price is %1; its tokens cost %2.</source>
        <translation>Der Preis des Belegs ist %1; seine Token kosten %2.</translation>
    </message>
    <message>
        <source>A receipt is settled after the block that opened its escrow.</source>
        <translation>Ein Beleg wird nach dem Block abgerechnet, der seine Hinterlegung eröffnete.</translation>
    </message>
    <message>
        <source>The receipt names block %1; its escrow was opened in block %2.</source>
        <translation>Der Beleg nennt Block %1; seine Hinterlegung wurde in Block %2 eröffnet.</translation>
    </message>
    <message>
        <source>The disk is full: the ledger %1 could not be written.</source>
        <translation>Die Festplatte ist voll: Das Hauptbuch %1 ließ sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Free some space; nothing that was stored before is lost.</source>
        <translation>Schaffen Sie Platz; nichts, was schon gespeichert war, ist verloren.</translation>
    </message>
    <message>
        <source>The ledger %1 is damaged.</source>
        <translation>Das Hauptbuch %1 ist beschädigt.</translation>
    </message>
    <message>
        <source>Restore the folder from a backup, or move it away to begin a new solo ledger.</source>
        <translation>Stellen Sie den Ordner aus einer Sicherung wieder her, oder legen Sie ihn beiseite, um ein neues eigenes Hauptbuch zu beginnen.</translation>
    </message>
    <message>
        <source>Another program uses the ledger %1.</source>
        <translation>Ein anderes Programm benutzt das Hauptbuch %1.</translation>
    </message>
    <message>
        <source>Close it and try again.</source>
        <translation>Schließen Sie es und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The ledger %1 can not be opened for writing.</source>
        <translation>Das Hauptbuch %1 lässt sich nicht zum Schreiben öffnen.</translation>
    </message>
    <message>
        <source>The ledger %1 could not be read or written: %2.</source>
        <translation>Das Hauptbuch %1 ließ sich nicht lesen oder schreiben: %2.</translation>
    </message>
    <message>
        <source>Check the disk and its free space; nothing that was stored before is lost.</source>
        <translation>Prüfen Sie die Festplatte und ihren freien Platz; nichts, was schon gespeichert war, ist verloren.</translation>
    </message>
    <message>
        <source>The first rules know no stakes.</source>
        <translation>Die ersten Regeln kennen keine Einsätze.</translation>
    </message>
    <message>
        <source>The node is not registered.</source>
        <translation>Der Knoten ist nicht eingetragen.</translation>
    </message>
    <message>
        <source>Register its key first.</source>
        <translation>Tragen Sie erst seinen Schlüssel ein.</translation>
    </message>
    <message>
        <source>The node belongs to another operator.</source>
        <translation>Der Knoten gehört einem anderen Betreiber.</translation>
    </message>
    <message>
        <source>The node's stake is %1; %2 cannot be taken back.</source>
        <translation>Der Einsatz des Knotens ist %1; %2 können nicht zurückgenommen werden.</translation>
    </message>
    <message>
        <source>At most %1 parts of a stake are on their way.</source>
        <translation>Höchstens %1 Teile eines Einsatzes sind unterwegs.</translation>
    </message>
    <message>
        <source>Wait until the first one is there.</source>
        <translation>Warten Sie, bis der erste da ist.</translation>
    </message>
    <message>
        <source>The ledger follows rules of version %1; this program knows those up to %2.</source>
        <translation>Das Hauptbuch folgt Regeln der Version %1; dieses Programm kennt die bis %2.</translation>
    </message>
    <message>
        <source>The transaction has the sequence number %1; the sender's next is %2.</source>
        <translation>Die Transaktion hat die laufende Nummer %1; die nächste des Absenders ist %2.</translation>
    </message>
    <message>
        <source>The transaction was valid until block %1.</source>
        <translation>Die Transaktion galt bis Block %1.</translation>
    </message>
    <message>
        <source>Sign it again with a later block.</source>
        <translation>Signieren Sie sie mit einem späteren Block noch einmal.</translation>
    </message>
    <message>
        <source>The fee is below the least one of %1.</source>
        <translation>Die Gebühr liegt unter der kleinsten von %1.</translation>
    </message>
    <message>
        <source>The transaction's signature is not valid on this chain.</source>
        <translation>Die Signatur der Transaktion ist in dieser Kette ungültig.</translation>
    </message>
    <message>
        <source>The network refuses the key of this gateway (HTTP %1).</source>
        <translation>Das Netz lehnt den Schlüssel dieses Gateways ab (HTTP %1).</translation>
    </message>
    <message>
        <source>The node's owner must give the gateway another key: remove the network, and add it again with that key.</source>
        <translation>Der Besitzer des Knotens muss dem Gateway einen anderen Schlüssel geben: das Netz entfernen und mit dem Schlüssel wieder hinzufügen.</translation>
    </message>
    <message>
        <source>The network wants this gateway to pay first (HTTP 402).</source>
        <translation>Das Netz will, dass dieses Gateway erst bezahlt (HTTP 402).</translation>
    </message>
    <message>
        <source>The node's owner must see to the account there.</source>
        <translation>Der Besitzer des Knotens muss sich um das Konto dort kümmern.</translation>
    </message>
    <message>
        <source>The network sends callers elsewhere (HTTP %1), which is not followed.</source>
        <translation>Das Netz schickt Fragende anderswohin (HTTP %1); dem wird nicht gefolgt.</translation>
    </message>
    <message>
        <source>The node's owner must give the gateway the address itself.</source>
        <translation>Der Besitzer des Knotens muss dem Gateway die eigentliche Adresse geben.</translation>
    </message>
    <message>
        <source>The network answers with HTTP %1 and %2.</source>
        <translation>Das Netz antwortet mit HTTP %1 und %2.</translation>
    </message>
    <message>
        <source>The network says that all is well and tells an error inside: %1</source>
        <translation>Das Netz sagt, alles sei gut, und nennt darin einen Fehler: %1</translation>
    </message>
    <message>
        <source>Check that its address is that of an OpenAI-compatible server.</source>
        <translation>Prüfen Sie, ob seine Adresse die eines OpenAI-kompatiblen Servers ist.</translation>
    </message>
    <message>
        <source>The certificates that this machine trusts cannot be read: %1.</source>
        <translation>Die Zertifikate, denen dieser Rechner vertraut, sind nicht lesbar: %1.</translation>
    </message>
    <message>
        <source>Install the package ca-certificates.</source>
        <translation>Installieren Sie das Paket ca-certificates.</translation>
    </message>
    <message>
        <source>The network '%1' does not offer the model '%2'.</source>
        <translation>Das Netz „%1“ bietet das Modell „%2“ nicht an.</translation>
    </message>
    <message>
        <source>GET /v1/models lists what there is.</source>
        <translation>Was es gibt, zeigt: GET /v1/models</translation>
    </message>
    <message>
        <source>There is no network '%1' any more.</source>
        <translation>Es gibt kein Netz „%1“ mehr.</translation>
    </message>
    <message>
        <source>It is tried again in %1 s.</source>
        <translation>In %1 s wird es noch einmal versucht.</translation>
    </message>
    <message>
        <source>The network sent a head that has no end.</source>
        <translation>Das Netz sandte einen Kopf ohne Ende.</translation>
    </message>
    <message>
        <source>The network announces an answer again and again and sends none.</source>
        <translation>Das Netz kündigt immer wieder eine Antwort an und sendet keine.</translation>
    </message>
    <message>
        <source>Ask again when it is back.</source>
        <translation>Fragen Sie noch einmal, wenn er wieder da ist.</translation>
    </message>
    <message>
        <source>The network could not be reached within %1.</source>
        <translation>Das Netz war innerhalb von %1 nicht zu erreichen.</translation>
    </message>
    <message>
        <source>The answer was not whole after %1.</source>
        <translation>Die Antwort war nach %1 nicht ganz.</translation>
    </message>
    <message>
        <source>The network did not begin to answer within %1.</source>
        <translation>Das Netz begann innerhalb von %1 nicht zu antworten.</translation>
    </message>
    <message>
        <source>The network fell silent in the middle of an answer for %1.</source>
        <translation>Das Netz verstummte mitten in einer Antwort für %1.</translation>
    </message>
    <message>
        <source>Check that it runs and that its address is right.</source>
        <translation>Prüfen Sie, ob es läuft und ob die Adresse stimmt.</translation>
    </message>
    <message>
        <source>Give the address under which its /models is, for example http://127.0.0.1:8080/v1</source>
        <translation>Geben Sie die Adresse an, unter der /models steht, zum Beispiel http://127.0.0.1:8080/v1</translation>
    </message>
    <message>
        <source>The network repeats the key of this gateway in its list of models.</source>
        <translation>Das Netz wiederholt den Schlüssel dieses Gateways in seiner Modellliste.</translation>
    </message>
    <message>
        <source>That key should be replaced.</source>
        <translation>Dieser Schlüssel sollte ersetzt werden.</translation>
    </message>
    <message>
        <source>Write it as http://HOST:PORT or https://HOST, with its path if it has one.</source>
        <translation>Schreiben Sie http://HOST:PORT oder https://HOST, mit dem Pfad, wenn es einen hat.</translation>
    </message>
    <message>
        <source>There is no network '%1' behind this gateway.</source>
        <translation>Hinter diesem Gateway gibt es kein Netz „%1“.</translation>
    </message>
    <message>
        <source>See: hearthctl gateway list</source>
        <translation>Siehe: hearthctl gateway list</translation>
    </message>
    <message>
        <source>More than %1 networks are not kept.</source>
        <translation>Mehr als %1 Netze werden nicht behalten.</translation>
    </message>
    <message>
        <source>Remove one that is not needed: hearthctl gateway list</source>
        <translation>Entfernen Sie eines, das nicht gebraucht wird: hearthctl gateway list</translation>
    </message>
    <message>
        <source>The name of a network has 1 to %1 small letters, digits, '-' and '_'.</source>
        <translation>Der Name eines Netzes hat 1 bis %1 kleine Buchstaben, Ziffern, „-“ und „_“.</translation>
    </message>
    <message>
        <source>The name '%1' stands for this home.</source>
        <translation>Der Name „%1“ steht für diesen Knoten.</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Wählen Sie einen anderen.</translation>
    </message>
    <message>
        <source>Networks of the kind '%1' are not known here.</source>
        <translation>Netze der Art „%1“ sind hier nicht bekannt.</translation>
    </message>
    <message>
        <source>Use --kind openai, which is any OpenAI-compatible server; hearth, phala, redpill, near, 0g, venice, nanogpt, opengradient, atoma, chutes, cocoon, morpheus or toploc.</source>
        <translation>Nehmen Sie --kind openai, das ist jeder OpenAI-kompatible Server; hearth, phala, redpill, near, 0g, venice, nanogpt, opengradient, atoma, chutes, cocoon, morpheus oder toploc.</translation>
    </message>
    <message>
        <source>The key of the network is longer than %1 characters.</source>
        <translation>Der Schlüssel des Netzes ist länger als %1 Zeichen.</translation>
    </message>
    <message>
        <source>The file holds the key alone, on one line.</source>
        <translation>Die Datei enthält allein den Schlüssel, in einer Zeile.</translation>
    </message>
    <message>
        <source>The key of the network holds characters that no HTTP header takes.</source>
        <translation>Der Schlüssel des Netzes enthält Zeichen, die kein HTTP-Kopf annimmt.</translation>
    </message>
    <message>
        <source>Hearth knows no way to limit the power of this GPU.</source>
        <translation>Hearth kennt keinen Weg, die Leistung dieser GPU zu begrenzen.</translation>
    </message>
    <message>
        <source>There is no GPU at %1.</source>
        <translation>Bei %1 gibt es keine GPU.</translation>
    </message>
    <message>
        <source>The driver of this GPU has no power limit that can be set.</source>
        <translation>Der Treiber dieser GPU hat keine Leistungsgrenze, die sich setzen ließe.</translation>
    </message>
    <message>
        <source>Only root may set this GPU's power limit: %1 cannot be written.</source>
        <translation>Nur root darf die Leistungsgrenze dieser GPU setzen: %1 lässt sich nicht schreiben.</translation>
    </message>
    <message>
        <source>Run once: echo %1 | sudo tee %2</source>
        <translation>Führen Sie einmal aus: echo %1 | sudo tee %2</translation>
    </message>
    <message>
        <source>The driver refused a power limit of %1 W.</source>
        <translation>Der Treiber lehnte eine Leistungsgrenze von %1 W ab.</translation>
    </message>
    <message>
        <source>Only root may set the power limit of an NVIDIA GPU.</source>
        <translation>Nur root darf die Leistungsgrenze einer GPU von NVIDIA setzen.</translation>
    </message>
    <message>
        <source>Run once: sudo nvidia-smi -i %1 -pl %2</source>
        <translation>Führen Sie einmal aus: sudo nvidia-smi -i %1 -pl %2</translation>
    </message>
    <message>
        <source>The driver of this GPU does not let anybody set its power limit.</source>
        <translation>Der Treiber dieser GPU lässt niemanden ihre Leistungsgrenze setzen.</translation>
    </message>
    <message>
        <source>NVIDIA's driver refused the power limit (%1).</source>
        <translation>Der Treiber von NVIDIA lehnte die Leistungsgrenze ab (%1).</translation>
    </message>
    <message>
        <source>This user may not open it (/dev/nvidia*).</source>
        <translation>Dieser Benutzer darf sie nicht öffnen (/dev/nvidia*).</translation>
    </message>
    <message>
        <source>NVIDIA's driver does not open it (%1).</source>
        <translation>Der Treiber von NVIDIA öffnet sie nicht (%1).</translation>
    </message>
    <message>
        <source>NVIDIA's kernel module is not loaded.</source>
        <translation>Das Kernel-Modul von NVIDIA ist nicht geladen.</translation>
    </message>
    <message>
        <source>NVIDIA's driver was updated while the computer ran; library and kernel module differ.</source>
        <translation>Der Treiber von NVIDIA wurde im laufenden Betrieb erneuert; Bibliothek und Kernel-Modul passen nicht zusammen.</translation>
    </message>
    <message>
        <source>This user may not open NVIDIA's devices (/dev/nvidiactl).</source>
        <translation>Dieser Benutzer darf die Geräte von NVIDIA nicht öffnen (/dev/nvidiactl).</translation>
    </message>
    <message>
        <source>NVIDIA's driver does not start (%1).</source>
        <translation>Der Treiber von NVIDIA startet nicht (%1).</translation>
    </message>
    <message>
        <source>NVIDIA's library %1 is not installed.</source>
        <translation>Die Bibliothek %1 von NVIDIA ist nicht installiert.</translation>
    </message>
    <message>
        <source>NVIDIA's library %1 lacks functions that are needed; it is too old or no driver.</source>
        <translation>Der Bibliothek %1 von NVIDIA fehlen nötige Funktionen; sie ist zu alt oder kein Treiber.</translation>
    </message>
    <message>
        <source>There is no model size &quot;%1&quot;.</source>
        <translation>Es gibt keine Modellgröße „%1“.</translation>
    </message>
    <message>
        <source>Use 135m, 1b, 3b, 7b or 13b.</source>
        <translation>Nehmen Sie 135m, 1b, 3b, 7b oder 13b.</translation>
    </message>
    <message>
        <source>The kernel refused no_new_privs.</source>
        <translation>Der Kernel verweigerte no_new_privs.</translation>
    </message>
    <message>
        <source>A system-call filter could not be made.</source>
        <translation>Ein Filter für Systemaufrufe ließ sich nicht anlegen.</translation>
    </message>
    <message>
        <source>A system-call rule was refused.</source>
        <translation>Eine Regel für Systemaufrufe wurde abgelehnt.</translation>
    </message>
    <message>
        <source>The kernel cannot filter the system calls of all threads.</source>
        <translation>Der Kernel kann die Systemaufrufe aller Threads nicht filtern.</translation>
    </message>
    <message>
        <source>The kernel refused the system-call filter.</source>
        <translation>Der Kernel lehnte den Filter für Systemaufrufe ab.</translation>
    </message>
    <message>
        <source>Hearth works without it, but a hostile model file then meets one wall less.</source>
        <translation>Hearth arbeitet auch ohne ihn; eine böswillige Modelldatei trifft dann auf eine Wand weniger.</translation>
    </message>
    <message>
        <source>The memory limit of the worker could not be set.</source>
        <translation>Die Speichergrenze des Arbeiters ließ sich nicht setzen.</translation>
    </message>
    <message>
        <source>'chat_template_kwargs' is not a JSON object.</source>
        <translation>„chat_template_kwargs“ ist kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>'chat_template_kwargs': the chat template of this model has no variable '%1'.</source>
        <translation>„chat_template_kwargs“: Die Gesprächsvorlage dieses Modells hat keine Variable „%1“.</translation>
    </message>
    <message>
        <source>Leave it out for this model.</source>
        <translation>Lassen Sie es bei diesem Modell weg.</translation>
    </message>
    <message>
        <source>The worker has no model loaded.</source>
        <translation>Der Arbeiter hat kein Modell geladen.</translation>
    </message>
    <message>
        <source>The engine failed: %1</source>
        <translation>Die Rechenmaschine versagte: %1</translation>
    </message>
    <message>
        <source>The worker may take %1 of memory, which does not suffice.</source>
        <translation>Der Arbeiter darf %1 Speicher nehmen; das reicht nicht.</translation>
    </message>
    <message>
        <source>Use a smaller model or a shorter context, or raise worker.memory_limit_mb.</source>
        <translation>Nehmen Sie ein kleineres Modell oder einen kürzeren Kontext, oder erhöhen Sie worker.memory_limit_mb.</translation>
    </message>
    <message>
        <source>The worker failed: %1</source>
        <translation>Der Arbeiter versagte: %1</translation>
    </message>
    <message>
        <source>The worker has a model already.</source>
        <translation>Der Arbeiter hat schon ein Modell.</translation>
    </message>
    <message>
        <source>The worker was sent a message that only workers send.</source>
        <translation>Der Arbeiter bekam eine Nachricht, die nur Arbeiter senden.</translation>
    </message>
    <message>
        <source>The control socket belongs to another user.</source>
        <translation>Der Steueranschluss gehört einem anderen Benutzer.</translation>
    </message>
    <message>
        <source>Run the window as the user who runs the service.</source>
        <translation>Starten Sie das Fenster als der Benutzer, dem der Dienst gehört.</translation>
    </message>
    <message>
        <source>The service runs but does not answer.</source>
        <translation>Der Dienst läuft, antwortet aber nicht.</translation>
    </message>
    <message>
        <source>Wait a little, or restart the service.</source>
        <translation>Warten Sie ein wenig oder starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>Nobody listens on the control socket.</source>
        <translation>Am Steueranschluss hört niemand zu.</translation>
    </message>
    <message>
        <source>The connection to the service was lost.</source>
        <translation>Die Verbindung zum Dienst ging verloren.</translation>
    </message>
    <message>
        <source>Install Hearth.</source>
        <translation>Installieren Sie Hearth.</translation>
    </message>
    <message>
        <source>The vote on this proposal is over.</source>
        <translation>Die Abstimmung über diesen Vorschlag ist vorbei.</translation>
    </message>
    <message>
        <source>A scripted scenario takes votes and delegations, nothing else.</source>
        <translation>Ein gespieltes Szenario nimmt Stimmen und Vollmachten an, sonst nichts.</translation>
    </message>
    <message>
        <source>There is no such proposal.</source>
        <translation>Es gibt keinen solchen Vorschlag.</translation>
    </message>
    <message>
        <source>The scripted service was stopped.</source>
        <translation>Der gespielte Dienst wurde beendet.</translation>
    </message>
    <message>
        <source>The scripted node sends no money.</source>
        <translation>Der gespielte Knoten überweist kein Geld.</translation>
    </message>
    <message>
        <source>There is no model &quot;%1&quot;.</source>
        <translation>Es gibt kein Modell „%1“.</translation>
    </message>
    <message>
        <source>See the list of models.</source>
        <translation>Siehe die Liste der Modelle.</translation>
    </message>
    <message>
        <source>There is no file %1.</source>
        <translation>Es gibt keine Datei %1.</translation>
    </message>
    <message>
        <source>Choose a GGUF file or a Hugging Face folder.</source>
        <translation>Wählen Sie eine GGUF-Datei oder einen Hugging-Face-Ordner.</translation>
    </message>
    <message>
        <source>The import was cancelled; nothing was kept.</source>
        <translation>Das Einlesen wurde abgebrochen; nichts wurde behalten.</translation>
    </message>
    <message>
        <source>The check was cancelled.</source>
        <translation>Die Prüfung wurde abgebrochen.</translation>
    </message>
    <message>
        <source>The model is computing an answer.</source>
        <translation>Das Modell rechnet gerade eine Antwort.</translation>
    </message>
    <message>
        <source>Pause the node first.</source>
        <translation>Halten Sie erst den Knoten an.</translation>
    </message>
    <message>
        <source>The connection to the executor is gone.</source>
        <translation>Die Verbindung zum Ausführenden ist fort.</translation>
    </message>
    <message>
        <source>This node shows no receipts.</source>
        <translation>Dieser Knoten zeigt keine Belege.</translation>
    </message>
    <message>
        <source>This node executes nothing.</source>
        <translation>Dieser Knoten rechnet nicht.</translation>
    </message>
    <message>
        <source>This node has %1 jobs of this peer under way.</source>
        <translation>Dieser Knoten hat schon %1 Aufträge dieses Fragenden.</translation>
    </message>
    <message>
        <source>Wait for one to end, or ask another node.</source>
        <translation>Warten Sie, bis einer fertig ist, oder fragen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <source>The link to the caller is gone.</source>
        <translation>Die Verbindung zum Auftraggeber ist fort.</translation>
    </message>
    <message>
        <source>holds the value −128</source>
        <translation>enthält den Wert −128</translation>
    </message>
    <message>
        <source>holds the value −32768</source>
        <translation>enthält den Wert −32768</translation>
    </message>
    <message>
        <source>holds a value beyond the bounds of the profile, in row %1</source>
        <translation>enthält in Zeile %1 einen Wert jenseits der Grenzen des Profils</translation>
    </message>
    <message>
        <source>The manifest names exact weights of an unknown profile.</source>
        <translation>Die Beschreibung nennt genaue Gewichte eines unbekannten Profils.</translation>
    </message>
    <message>
        <source>The exact weights are not those that the manifest describes.</source>
        <translation>Die genauen Gewichte sind nicht die, die die Beschreibung nennt.</translation>
    </message>
    <message>
        <source>A tile of &quot;%1&quot; does not hash to the model's manifest.</source>
        <translation>Eine Kachel von „%1“ ergibt nicht die Prüfsumme der Beschreibung.</translation>
    </message>
    <message>
        <source>The folder %1 stands where a file belongs.</source>
        <translation>Wo eine Datei hingehört, steht der Ordner %1.</translation>
    </message>
    <message>
        <source>The file %1 stands where a folder belongs.</source>
        <translation>Wo ein Ordner hingehört, steht die Datei %1.</translation>
    </message>
    <message>
        <source>sent an event that has no end</source>
        <translation>sandte ein Ereignis ohne Ende</translation>
    </message>
    <message>
        <source>sent an event that is no JSON</source>
        <translation>sandte ein Ereignis, das kein JSON ist</translation>
    </message>
    <message>
        <source>sent an object in which the key &quot;%1&quot; stands twice</source>
        <translation>sandte ein Objekt, in dem der Schlüssel „%1“ zweimal steht</translation>
    </message>
    <message>
        <source>sent an event after the one that ends the answer</source>
        <translation>sandte ein Ereignis nach dem, das die Antwort beendet</translation>
    </message>
    <message>
        <source>ended in the middle of an event</source>
        <translation>endete mitten in einem Ereignis</translation>
    </message>
    <message>
        <source>ended without saying that the answer is whole</source>
        <translation>endete, ohne zu sagen, dass die Antwort ganz ist</translation>
    </message>
    <message>
        <source>answers with HTTP %1, which is no answer</source>
        <translation>antwortet mit HTTP %1, was keine Antwort ist</translation>
    </message>
    <message>
        <source>answers with more than %1 MiB</source>
        <translation>antwortet mit mehr als %1 MiB</translation>
    </message>
    <message>
        <source>answers with something that is no JSON object</source>
        <translation>antwortet mit etwas, das kein JSON-Objekt ist</translation>
    </message>
    <message>
        <source>answers with JSON where a stream was asked for</source>
        <translation>antwortet mit JSON, wo ein Strom verlangt war</translation>
    </message>
    <message>
        <source>answers with the model &quot;%1&quot;, which is another one than was asked for</source>
        <translation>antwortet mit dem Modell „%1“, einem anderen als dem verlangten</translation>
    </message>
    <message>
        <source>is no HTTP: %1</source>
        <translation>ist kein HTTP: %1</translation>
    </message>
    <message>
        <source>ends before it begins</source>
        <translation>endet, ehe sie beginnt</translation>
    </message>
    <message>
        <source>ends too early</source>
        <translation>endet zu früh</translation>
    </message>
    <message>
        <source>is encoded as &quot;%1&quot;, which nobody asked for</source>
        <translation>ist als „%1“ verschlüsselt, was niemand verlangt hat</translation>
    </message>
    <message>
        <source>has no address</source>
        <translation>hat keine Adresse</translation>
    </message>
    <message>
        <source>cannot be reached</source>
        <translation>ist nicht zu erreichen</translation>
    </message>
    <message>
        <source>cannot be checked</source>
        <translation>lässt sich nicht prüfen</translation>
    </message>
    <message>
        <source>broke off</source>
        <translation>brach ab</translation>
    </message>
    <message>
        <source>its list of models has no &quot;data&quot;</source>
        <translation>seine Modellliste hat kein „data“</translation>
    </message>
    <message>
        <source>a model has no &quot;id&quot;</source>
        <translation>ein Modell hat keine „id“</translation>
    </message>
    <message>
        <source>the name of a model cannot be used</source>
        <translation>der Name eines Modells ist nicht benutzbar</translation>
    </message>
    <message>
        <source>it lists more than 10,000 models</source>
        <translation>es zählt mehr als 10.000 Modelle auf</translation>
    </message>
    <message>
        <source>is too long</source>
        <translation>ist zu lang</translation>
    </message>
    <message>
        <source>holds characters that no address has</source>
        <translation>enthält Zeichen, die keine Adresse hat</translation>
    </message>
    <message>
        <source>begins with neither http:// nor https://</source>
        <translation>beginnt weder mit http:// noch mit https://</translation>
    </message>
    <message>
        <source>has a query or a fragment</source>
        <translation>hat eine Abfrage oder ein Fragment</translation>
    </message>
    <message>
        <source>holds a name or a password; a key comes from a file (--key-file)</source>
        <translation>enthält einen Namen oder ein Kennwort; ein Schlüssel kommt aus einer Datei (--key-file)</translation>
    </message>
    <message>
        <source>has a bracket without its other half</source>
        <translation>hat eine Klammer ohne ihr Gegenstück</translation>
    </message>
    <message>
        <source>names no host</source>
        <translation>nennt keinen Rechner</translation>
    </message>
    <message>
        <source>has no such port</source>
        <translation>hat keinen solchen Port</translation>
    </message>
    <message>
        <source>The model's name</source>
        <translation>Der Name des Modells</translation>
    </message>
    <message>
        <source>The profile's name</source>
        <translation>Der Name des Profils</translation>
    </message>
    <message>
        <source>The text</source>
        <translation>Der Text</translation>
    </message>
    <message>
        <source>The title</source>
        <translation>Der Titel</translation>
    </message>
    <message>
        <source>number of attention heads</source>
        <translation>Zahl der Attention-Köpfe</translation>
    </message>
    <message>
        <source>number of key/value heads</source>
        <translation>Zahl der Schlüssel-Wert-Köpfe</translation>
    </message>
    <message>
        <source>head dimension</source>
        <translation>Kopfgröße</translation>
    </message>
    <message>
        <source>rope theta</source>
        <translation>rope theta</translation>
    </message>
    <message>
        <source>rope factor</source>
        <translation>rope-Faktor</translation>
    </message>
    <message>
        <source>rope attention factor</source>
        <translation>rope-Attention-Faktor</translation>
    </message>
    <message>
        <source>original context length</source>
        <translation>ursprüngliche Kontextlänge</translation>
    </message>
    <message>
        <source>low frequency factor</source>
        <translation>Faktor für tiefe Frequenzen</translation>
    </message>
    <message>
        <source>high frequency factor</source>
        <translation>Faktor für hohe Frequenzen</translation>
    </message>
    <message>
        <source>beta_fast</source>
        <translation>beta_fast</translation>
    </message>
    <message>
        <source>beta_slow</source>
        <translation>beta_slow</translation>
    </message>
    <message>
        <source>rope theta under YaRN</source>
        <translation>rope theta unter YaRN</translation>
    </message>
    <message>
        <source>rope frequency factor</source>
        <translation>rope-Frequenzfaktor</translation>
    </message>
    <message>
        <source>number of layers</source>
        <translation>Zahl der Schichten</translation>
    </message>
    <message>
        <source>hidden size</source>
        <translation>Breite der Schichten</translation>
    </message>
    <message>
        <source>feed-forward size</source>
        <translation>Breite der Zwischenschicht</translation>
    </message>
    <message>
        <source>vocabulary size</source>
        <translation>Größe des Wortschatzes</translation>
    </message>
    <message>
        <source>context length</source>
        <translation>Kontextlänge</translation>
    </message>
    <message>
        <source>norm epsilon</source>
        <translation>Epsilon der Normierung</translation>
    </message>
    <message>
        <source>sliding window</source>
        <translation>gleitendes Fenster</translation>
    </message>
    <message>
        <source>number of stop tokens</source>
        <translation>Zahl der Schlusstoken</translation>
    </message>
    <message>
        <source>The description of the model contradicts its architecture &quot;%1&quot;.</source>
        <translation>Die Beschreibung des Modells widerspricht seiner Architektur „%1“.</translation>
    </message>
    <message>
        <source>The way in which this model makes one vector of many tokens is not supported.</source>
        <translation>Wie dieses Modell aus vielen Token einen Vektor macht, wird nicht unterstützt.</translation>
    </message>
    <message>
        <source>Supported are the mean of all tokens, an encoder&apos;s first token and a decoder&apos;s last one.</source>
        <translation>Unterstützt werden der Mittelwert aller Token, das erste Token eines Encoders und das letzte eines Decoders.</translation>
    </message>
    <message>
        <source>number of positions</source>
        <translation>Zahl der Positionen</translation>
    </message>
    <message>
        <source>The manifest&apos;s list of shorter vectors holds a wrong item.</source>
        <translation>Die Liste kürzerer Vektoren im Manifest enthält einen falschen Eintrag.</translation>
    </message>
    <message>
        <source>number of shorter vectors</source>
        <translation>Anzahl kürzerer Vektoren</translation>
    </message>
    <message>
        <source>length of a shorter vector</source>
        <translation>Länge eines kürzeren Vektors</translation>
    </message>
    <message>
        <source>number of token types</source>
        <translation>Zahl der Tokenarten</translation>
    </message>
    <message>
        <source>%1 asks for &quot;%2&quot;, which is not supported for models that make vectors.</source>
        <translation>%1 verlangt „%2“, was bei Modellen, die Vektoren machen, nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>Supported are BERT models of sentence-transformers with GELU, pooled by the mean or the first token, and causal decoders, pooled by the mean or the last token; each then normalised or not.</source>
        <translation>Unterstützt werden BERT-Modelle von sentence-transformers mit GELU, zusammengefasst durch den Mittelwert oder das erste Token, und kausale Decoder, zusammengefasst durch den Mittelwert oder das letzte Token; jeweils danach normiert oder nicht.</translation>
    </message>
    <message>
        <source>The text has %1 tokens; this model reads at most %2.</source>
        <translation>Der Text hat %1 Token; dieses Modell liest höchstens %2.</translation>
    </message>
    <message>
        <source>Send the text in parts.</source>
        <translation>Senden Sie den Text in Teilen.</translation>
    </message>
    <message>
        <source>This model makes texts, not vectors.</source>
        <translation>Dieses Modell macht Texte, keine Vektoren.</translation>
    </message>
    <message>
        <source>The model %1 makes texts, not vectors.</source>
        <translation>Das Modell %1 macht Texte, keine Vektoren.</translation>
    </message>
    <message>
        <source>Ask a model whose kind is embedding.</source>
        <translation>Fragen Sie ein Modell der Art „embedding“.</translation>
    </message>
    <message>
        <source>This model makes vectors of texts, and no texts.</source>
        <translation>Dieses Modell macht Vektoren aus Texten, aber keine Texte.</translation>
    </message>
    <message>
        <source>The model %1 makes vectors of texts, and no texts.</source>
        <translation>Das Modell %1 macht Vektoren aus Texten, aber keine Texte.</translation>
    </message>
    <message>
        <source>Ask another model, or this one over /v1/embeddings.</source>
        <translation>Fragen Sie ein anderes Modell, oder dieses über /v1/embeddings.</translation>
    </message>
    <message>
        <source>A model that makes vectors has the profile &quot;fp32&quot; alone, not &quot;%1&quot;.</source>
        <translation>Ein Modell, das Vektoren macht, hat nur das Profil „fp32“, nicht „%1“.</translation>
    </message>
    <message>
        <source>Leave the profile out, or name &quot;fp32&quot;.</source>
        <translation>Lassen Sie das Profil weg oder nennen Sie „fp32“.</translation>
    </message>
    <message>
        <source>A vector is made of a text or of token ids, not of a conversation.</source>
        <translation>Ein Vektor entsteht aus einem Text oder aus Token-IDs, nicht aus einem Gespräch.</translation>
    </message>
    <message>
        <source>Send a text.</source>
        <translation>Senden Sie einen Text.</translation>
    </message>
    <message>
        <source>The model computes no vector of finite numbers.</source>
        <translation>Das Modell rechnet keinen Vektor aus endlichen Zahlen.</translation>
    </message>
    <message>
        <source>number of inputs</source>
        <translation>Zahl der Eingaben</translation>
    </message>
    <message>
        <source>The model has more than one input or state called &quot;%1&quot;, or one without a name.</source>
        <translation>Das Modell hat mehr als eine Eingabe oder einen Zustand namens „%1“, oder eine ohne Namen.</translation>
    </message>
    <message>
        <source>Give each a name of its own and save the model again.</source>
        <translation>Geben Sie jeder einen eigenen Namen und speichern Sie das Modell neu.</translation>
    </message>
    <message>
        <source>The model has %1; models of tensors may have %2.</source>
        <translation>Das Modell hat %1; Modelle für Tensoren dürfen %2 haben.</translation>
    </message>
    <message>
        <source>%1 holds machine code that AOTInductor compiled, which is not run here.</source>
        <translation>%1 enthält Maschinencode, den AOTInductor übersetzt hat; der wird hier nicht ausgeführt.</translation>
    </message>
    <message>
        <source>Save it with torch.export.save(torch.export.export(model, inputs), FILE) of a current PyTorch.</source>
        <translation>Speichern Sie es mit torch.export.save(torch.export.export(modell, eingaben), DATEI) eines aktuellen PyTorch.</translation>
    </message>
    <message>
        <source>%1 is no program that torch.export saved: %2</source>
        <translation>%1 ist kein Programm, das torch.export gespeichert hat: %2</translation>
    </message>
    <message>
        <source>The program has version %1 of torch.export&apos;s format; version %2 is read here.</source>
        <translation>Das Programm hat die Version %1 des Formats von torch.export; gelesen wird hier die Version %2.</translation>
    </message>
    <message>
        <source>The program asks for version %1 of PyTorch&apos;s operators; version %2 is here.</source>
        <translation>Das Programm verlangt die Version %1 der Operatoren von PyTorch; hier ist die Version %2.</translation>
    </message>
    <message>
        <source>The program calls %1, which is not run here.</source>
        <translation>Das Programm ruft %1 auf; das wird hier nicht ausgeführt.</translation>
    </message>
    <message>
        <source>The program calls %1 with &quot;%2&quot; in a form that is not known here.</source>
        <translation>Das Programm ruft %1 mit „%2“ in einer Form auf, die hier nicht bekannt ist.</translation>
    </message>
    <message>
        <source>The program has %1 calls; it may have %2.</source>
        <translation>Das Programm hat %1 Aufrufe; %2 darf es haben.</translation>
    </message>
    <message>
        <source>The program holds &quot;%1&quot; in a form that is not taken here: %2.</source>
        <translation>Das Programm enthält „%1“ in einer Form, die hier nicht angenommen wird: %2.</translation>
    </message>
    <message>
        <source>The program takes or gives something of the kind %1, which is not taken here.</source>
        <translation>Das Programm nimmt oder gibt etwas von der Art %1, die hier nicht angenommen wird.</translation>
    </message>
    <message>
        <source>The program has a rule about the sizes of its inputs that is not checked here: %1</source>
        <translation>Das Programm hat eine Regel über die Größen seiner Eingaben, die hier nicht geprüft wird: %1</translation>
    </message>
    <message>
        <source>Export it with sizes that are fixed, or each free by itself.</source>
        <translation>Exportieren Sie es mit Größen, die fest sind oder jede für sich frei.</translation>
    </message>
    <message>
        <source>The program changes &quot;%1&quot;, which is no buffer with memory of its own.</source>
        <translation>Das Programm ändert „%1“; das ist kein Puffer mit eigenem Speicher.</translation>
    </message>
    <message>
        <source>The input &quot;%1&quot; must be %2, not %3.</source>
        <translation>Die Eingabe „%1“ muss %2 sein, nicht %3.</translation>
    </message>
    <message>
        <source>Save it with torch.jit.save(torch.jit.script(model), FILE).</source>
        <translation>Speichern Sie es mit torch.jit.save(torch.jit.script(model), DATEI).</translation>
    </message>
    <message>
        <source>A model of tensors has the profile &quot;fp32&quot; alone, not &quot;%1&quot;.</source>
        <translation>Ein Modell für Tensoren hat nur das Profil „fp32“, nicht „%1“.</translation>
    </message>
    <message>
        <source>%1 is no TorchScript; who tried to read it says: &quot;%2&quot;.</source>
        <translation>%1 ist kein TorchScript; wer es zu lesen versuchte, sagt: „%2“.</translation>
    </message>
    <message>
        <source>The model has no method &quot;forward&quot;.</source>
        <translation>Das Modell hat keine Methode „forward“.</translation>
    </message>
    <message>
        <source>The model calls %1; files and threads of its own are not for models here.</source>
        <translation>Das Modell ruft %1 auf; Dateien und eigene Threads gibt es hier für Modelle nicht.</translation>
    </message>
    <message>
        <source>Take the call out and save the model again.</source>
        <translation>Nehmen Sie den Aufruf heraus und speichern Sie das Modell neu.</translation>
    </message>
    <message>
        <source>The model&apos;s input &quot;%1&quot; is neither a tensor nor a number.</source>
        <translation>Die Eingabe „%1“ des Modells ist weder ein Tensor noch eine Zahl.</translation>
    </message>
    <message>
        <source>Let &quot;forward&quot; take tensors, int, float and bool, and save the model again.</source>
        <translation>Lassen Sie „forward“ Tensoren, int, float und bool nehmen und speichern Sie das Modell neu.</translation>
    </message>
    <message>
        <source>The model gives something else than tensors and numbers: %1.</source>
        <translation>Das Modell gibt anderes als Tensoren und Zahlen zurück: %1.</translation>
    </message>
    <message>
        <source>What the model gives fits into no answer: %1</source>
        <translation>Was das Modell zurückgibt, passt in keine Antwort: %1</translation>
    </message>
    <message>
        <source>Let &quot;forward&quot; return tensors, or a tuple, a list or a dictionary of them.</source>
        <translation>Lassen Sie „forward“ Tensoren zurückgeben, oder ein Tupel, eine Liste oder ein Verzeichnis davon.</translation>
    </message>
    <message>
        <source>The model did not take the tensors and said: &quot;%1&quot;.</source>
        <translation>Das Modell hat die Tensoren nicht angenommen und sagte: „%1“.</translation>
    </message>
    <message>
        <source>An operator of the model did not take the tensors and said: &quot;%1&quot;.</source>
        <translation>Ein Operator des Modells hat die Tensoren nicht angenommen und sagte: „%1“.</translation>
    </message>
    <message>
        <source>The model defines %1, which would run before it is checked.</source>
        <translation>Das Modell definiert %1; das liefe, bevor es geprüft ist.</translation>
    </message>
    <message>
        <source>Save the model again without methods that load or save it.</source>
        <translation>Speichern Sie das Modell neu, ohne Methoden, die es laden oder speichern.</translation>
    </message>
    <message>
        <source>A constant of the model holds tensors in a list or an object.</source>
        <translation>Eine Konstante des Modells enthält Tensoren in einer Liste oder einem Objekt.</translation>
    </message>
    <message>
        <source>Make them buffers of the model and save it again.</source>
        <translation>Machen Sie sie zu Puffern des Modells und speichern Sie es neu.</translation>
    </message>
    <message>
        <source>Its author says which kinds and shapes it takes.</source>
        <translation>Welche Arten und Formen es nimmt, sagt sein Autor.</translation>
    </message>
    <message>
        <source>The model was still computing after %1 seconds and was stopped.</source>
        <translation>Das Modell rechnete nach %1 Sekunden noch und wurde angehalten.</translation>
    </message>
    <message>
        <source>The model has no input &quot;%1&quot;.</source>
        <translation>Das Modell hat keine Eingabe „%1“.</translation>
    </message>
    <message>
        <source>The model needs the input &quot;%1&quot;.</source>
        <translation>Das Modell braucht die Eingabe „%1“.</translation>
    </message>
    <message>
        <source>It takes: %1.</source>
        <translation>Es nimmt: %1.</translation>
    </message>
    <message>
        <source>The input &quot;%1&quot; must be a single %2.</source>
        <translation>Die Eingabe „%1“ muss ein einzelner Wert der Art %2 sein.</translation>
    </message>
    <message>
        <source>This model takes tensors, and no texts.</source>
        <translation>Dieses Modell nimmt Tensoren und keine Texte.</translation>
    </message>
    <message>
        <source>The model %1 takes tensors, and no texts.</source>
        <translation>Das Modell %1 nimmt Tensoren und keine Texte.</translation>
    </message>
    <message>
        <source>Ask it over POST /v1/models/%1:run.</source>
        <translation>Fragen Sie es über POST /v1/models/%1:run.</translation>
    </message>
    <message>
        <source>The model %1 takes no tensors.</source>
        <translation>Das Modell %1 nimmt keine Tensoren.</translation>
    </message>
    <message>
        <source>Ask a model whose kind is tensors.</source>
        <translation>Fragen Sie ein Modell der Art „tensors“.</translation>
    </message>
    <message>
        <source>A request with tensors must ask for tensors alone.</source>
        <translation>Eine Anfrage mit Tensoren darf nur Tensoren verlangen.</translation>
    </message>
    <message>
        <source>A tensor&apos;s name must be 1 to %1 printable ASCII characters without a space.</source>
        <translation>Der Name eines Tensors muss aus 1 bis %1 druckbaren ASCII-Zeichen ohne Leerzeichen bestehen.</translation>
    </message>
    <message>
        <source>There are two tensors called &quot;%1&quot;.</source>
        <translation>Es gibt zwei Tensoren namens „%1“.</translation>
    </message>
    <message>
        <source>The tensor &quot;%1&quot; has too many dimensions or values.</source>
        <translation>Der Tensor „%1“ hat zu viele Dimensionen oder Werte.</translation>
    </message>
    <message>
        <source>The tensor &quot;%1&quot; has %2 bytes; its shape asks for %3.</source>
        <translation>Der Tensor „%1“ hat %2 Bytes; seine Form verlangt %3.</translation>
    </message>
    <message>
        <source>The tensor &quot;%1&quot; holds a value that is no finite number of its kind.</source>
        <translation>Der Tensor „%1“ enthält einen Wert, der keine endliche Zahl seiner Art ist.</translation>
    </message>
    <message>
        <source>There are %1 tensors; %2 are the most.</source>
        <translation>Es sind %1 Tensoren; höchstens %2 sind möglich.</translation>
    </message>
    <message>
        <source>The tensors take %1; %2 are the most.</source>
        <translation>Die Tensoren brauchen %1; höchstens %2 sind möglich.</translation>
    </message>
    <message>
        <source>Send smaller tensors, in several calls.</source>
        <translation>Senden Sie kleinere Tensoren, in mehreren Aufrufen.</translation>
    </message>
    <message>
        <source>These are no named tensors.</source>
        <translation>Das sind keine benannten Tensoren.</translation>
    </message>
    <message>
        <source>Send the tensors by their names.</source>
        <translation>Senden Sie die Tensoren unter ihren Namen.</translation>
    </message>
    <message>
        <source>stop token</source>
        <translation>Schlusstoken</translation>
    </message>
    <message>
        <source>without it no control token is recognised</source>
        <translation>ohne das wird kein Steuertoken erkannt</translation>
    </message>
    <message>
        <source>without it nobody knows how the model splits text into words</source>
        <translation>ohne das weiß niemand, wie das Modell Text in Wörter teilt</translation>
    </message>
    <message>
        <source>without it every text falls apart into single bytes</source>
        <translation>ohne das zerfällt jeder Text in einzelne Bytes</translation>
    </message>
    <message>
        <source>without it nobody knows which pieces to join first</source>
        <translation>ohne das weiß niemand, welche Stücke zuerst zu verbinden sind</translation>
    </message>
    <message>
        <source>some characters can then not be written</source>
        <translation>einige Zeichen lassen sich dann nicht schreiben</translation>
    </message>
    <message>
        <source>but texts are to begin with that token</source>
        <translation>aber Texte sollen mit diesem Token beginnen</translation>
    </message>
    <message>
        <source>but texts are to end with that token</source>
        <translation>aber Texte sollen mit diesem Token enden</translation>
    </message>
    <message>
        <source>without it the model's answers never end</source>
        <translation>ohne das enden die Antworten des Modells nie</translation>
    </message>
    <message>
        <source>without it the model's layers compute something else</source>
        <translation>ohne das rechnen die Schichten des Modells etwas anderes</translation>
    </message>
    <message>
        <source>without it the size of a head's values is ambiguous</source>
        <translation>ohne das ist die Größe der Werte eines Kopfes mehrdeutig</translation>
    </message>
    <message>
        <source>%1 has value type %2, which does not exist</source>
        <translation>%1 hat die Wertart %2, die es nicht gibt</translation>
    </message>
    <message>
        <source>%1 nests arrays too deeply</source>
        <translation>%1 verschachtelt Listen zu tief</translation>
    </message>
    <message>
        <source>%1 claims %2 values, more than the file can hold</source>
        <translation>%1 behauptet %2 Werte, mehr als die Datei fassen kann</translation>
    </message>
    <message>
        <source>%1 has %2 dimensions instead of 1 to 4</source>
        <translation>%1 hat %2 Dimensionen statt 1 bis 4</translation>
    </message>
    <message>
        <source>%1 has a dimension of %2</source>
        <translation>%1 hat eine Dimension von %2</translation>
    </message>
    <message>
        <source>%1 of shape %2 cannot be stored as %3</source>
        <translation>%1 der Form %2 lässt sich nicht als %3 speichern</translation>
    </message>
    <message>
        <source>%1 starts at offset %2 instead of %3</source>
        <translation>%1 beginnt an Stelle %2 statt %3</translation>
    </message>
    <message>
        <source>%1 ends beyond the end of the file</source>
        <translation>%1 endet hinter dem Ende der Datei</translation>
    </message>
    <message>
        <source>The file does not start with &quot;GGUF&quot;</source>
        <translation>Die Datei beginnt nicht mit „GGUF“</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot; occurs twice</source>
        <translation>Der Eintrag „%1“ der Metadaten kommt zweimal vor</translation>
    </message>
    <message>
        <source>Metadata entry &quot;general.alignment&quot; is %1</source>
        <translation>Der Eintrag „general.alignment“ der Metadaten ist %1</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; occurs twice</source>
        <translation>Der Tensor „%1“ kommt zweimal vor</translation>
    </message>
    <message>
        <source>%1 is cut off by the end of the file</source>
        <translation>%1 ist vom Ende der Datei abgeschnitten</translation>
    </message>
    <message>
        <source>%1 has a name of %2 bytes instead of 1 to %3</source>
        <translation>%1 hat einen Namen von %2 Bytes statt 1 bis %3</translation>
    </message>
    <message>
        <source>%1 has a name that is no plain text</source>
        <translation>%1 hat einen Namen, der kein einfacher Text ist</translation>
    </message>
    <message>
        <source>%1 holds a text of %2 bytes, more than the %3 accepted</source>
        <translation>%1 enthält einen Text von %2 Bytes, mehr als die angenommenen %3</translation>
    </message>
    <message>
        <source>%1 holds a truth value that is neither 0 nor 1</source>
        <translation>%1 enthält einen Wahrheitswert, der weder 0 noch 1 ist</translation>
    </message>
    <message>
        <source>an array</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>an integer</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a positive integer</source>
        <translation>eine positive ganze Zahl</translation>
    </message>
    <message>
        <source>a real number</source>
        <translation>eine reelle Zahl</translation>
    </message>
    <message>
        <source>a truth value</source>
        <translation>ein Wahrheitswert</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>valid UTF-8</source>
        <translation>gültiges UTF-8</translation>
    </message>
    <message>
        <source>an array of texts</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>an array of integers</source>
        <translation>eine Liste ganzer Zahlen</translation>
    </message>
    <message>
        <source>an array of positive integers</source>
        <translation>eine Liste positiver ganzer Zahlen</translation>
    </message>
    <message>
        <source>an array of int32</source>
        <translation>eine Liste von int32</translation>
    </message>
    <message>
        <source>an array of float32</source>
        <translation>eine Liste von float32</translation>
    </message>
    <message>
        <source>a %1 model then has %2 of them, not %3</source>
        <translation>ein Modell der Bauart %1 hat dann %2 davon, nicht %3</translation>
    </message>
    <message>
        <source>the rotary embedding is scaled from there</source>
        <translation>von dort an wird die Positionsdrehung skaliert</translation>
    </message>
    <message>
        <source>but the chat template writes that token</source>
        <translation>aber die Gesprächsvorlage schreibt dieses Token</translation>
    </message>
    <message>
        <source>a list of sizes</source>
        <translation>eine Liste von Größen</translation>
    </message>
    <message>
        <source>a size</source>
        <translation>eine Größe</translation>
    </message>
    <message>
        <source>given</source>
        <translation>angegeben</translation>
    </message>
    <message>
        <source>positive</source>
        <translation>positiv</translation>
    </message>
    <message>
        <source>one entry per layer</source>
        <translation>ein Eintrag je Schicht</translation>
    </message>
    <message>
        <source>a token id or a list of them</source>
        <translation>eine Tokennummer oder eine Liste davon</translation>
    </message>
    <message>
        <source>a context length</source>
        <translation>eine Kontextlänge</translation>
    </message>
    <message>
        <source>the rotary embedding</source>
        <translation>die Positionsdrehung</translation>
    </message>
    <message>
        <source>rope_theta</source>
        <translation>rope_theta</translation>
    </message>
    <message>
        <source>a map</source>
        <translation>eine Zuordnung</translation>
    </message>
    <message>
        <source>a token</source>
        <translation>ein Token</translation>
    </message>
    <message>
        <source>a text or a list</source>
        <translation>ein Text oder eine Liste</translation>
    </message>
    <message>
        <source>has a &quot;%1%2%3&quot; that is not %4</source>
        <translation>enthält „%1%2%3“, das etwas anderes sein müsste: %4</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true oder false</translation>
    </message>
    <message>
        <source>Its header is no JSON object</source>
        <translation>Ihr Kopf ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>It claims %1 tensors</source>
        <translation>Sie behauptet %1 Tensoren</translation>
    </message>
    <message>
        <source>Its &quot;__metadata__&quot; is no map of texts</source>
        <translation>Ihr „__metadata__“ ist keine Zuordnung von Texten</translation>
    </message>
    <message>
        <source>%1 has no dtype</source>
        <translation>%1 hat kein dtype</translation>
    </message>
    <message>
        <source>%1 has no shape of 1 to %2 dimensions</source>
        <translation>%1 hat keine Form von 1 bis %2 Dimensionen</translation>
    </message>
    <message>
        <source>%1 has a dimension that is no size</source>
        <translation>%1 hat eine Dimension, die keine Größe ist</translation>
    </message>
    <message>
        <source>%1 has no pair of data offsets</source>
        <translation>%1 hat kein Paar von Stellen der Daten</translation>
    </message>
    <message>
        <source>%1 lies at %2 to %3, but the file holds %4 bytes of data</source>
        <translation>%1 liegt bei %2 bis %3, aber die Datei enthält %4 Bytes Daten</translation>
    </message>
    <message>
        <source>A tensor's name has %1 bytes</source>
        <translation>Der Name eines Tensors hat %1 Bytes</translation>
    </message>
    <message>
        <source>%1 has other fields than dtype, shape and data_offsets</source>
        <translation>%1 hat andere Felder als dtype, shape und data_offsets</translation>
    </message>
    <message>
        <source>%1 of shape %2 and type %3 cannot take %4 bytes</source>
        <translation>%1 der Form %2 und Art %3 kann nicht %4 Bytes nehmen</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; overlaps another one</source>
        <translation>Der Tensor „%1“ überlappt einen anderen</translation>
    </message>
    <message>
        <source>There is a gap before tensor &quot;%1&quot;</source>
        <translation>Vor dem Tensor „%1“ ist eine Lücke</translation>
    </message>
    <message>
        <source>There are bytes after the last tensor</source>
        <translation>Nach dem letzten Tensor kommen noch Bytes</translation>
    </message>
    <message>
        <source>It is too short for a safetensors file</source>
        <translation>Sie ist zu kurz für eine safetensors-Datei</translation>
    </message>
    <message>
        <source>Its header claims %1 bytes of %2</source>
        <translation>Ihr Kopf behauptet %1 Bytes von %2</translation>
    </message>
    <message>
        <source>The GPU probe says too much</source>
        <translation>Das GPU-Messprogramm sagt zu viel</translation>
    </message>
    <message>
        <source>The service is stopping</source>
        <translation>Der Dienst wird beendet</translation>
    </message>
    <message>
        <source>The driver did not answer in time</source>
        <translation>Der Treiber antwortete nicht rechtzeitig</translation>
    </message>
    <message>
        <source>Reading it ended the measuring process</source>
        <translation>Das Auslesen beendete das Messprogramm</translation>
    </message>
    <message>
        <source>The measuring process had ended</source>
        <translation>Das Messprogramm war schon beendet</translation>
    </message>
    <message>
        <source>The GPU probe answered with something unreadable</source>
        <translation>Das GPU-Messprogramm antwortete mit etwas Unlesbarem</translation>
    </message>
    <message>
        <source>its quote names no key</source>
        <translation>sein Angebot nennt keinen Schlüssel</translation>
    </message>
    <message>
        <source>its quote counts no token</source>
        <translation>sein Angebot zählt kein Token</translation>
    </message>
    <message>
        <source>it read another prompt</source>
        <translation>er las eine andere Eingabe</translation>
    </message>
    <message>
        <source>it would decode in another way</source>
        <translation>er würde anders ziehen</translation>
    </message>
    <message>
        <source>it would answer at another length</source>
        <translation>er würde in anderer Länge antworten</translation>
    </message>
    <message>
        <source>another key signed it</source>
        <translation>ein anderer Schlüssel signierte sie</translation>
    </message>
    <message>
        <source>it answers another request</source>
        <translation>sie beantwortet eine andere Anfrage</translation>
    </message>
    <message>
        <source>it answers another prompt</source>
        <translation>sie beantwortet eine andere Eingabe</translation>
    </message>
    <message>
        <source>it was drawn with another beacon</source>
        <translation>sie wurde mit einem anderen Los gezogen</translation>
    </message>
    <message>
        <source>it names another payment</source>
        <translation>sie nennt eine andere Bezahlung</translation>
    </message>
    <message>
        <source>its vector has %1 values, and the model's have %2</source>
        <translation>ihr Vektor hat %1 Werte, und die des Modells haben %2</translation>
    </message>
    <message>
        <source>its tokens are not those that came</source>
        <translation>ihre Token sind nicht die, die kamen</translation>
    </message>
    <message>
        <source>its price is not the quoted one</source>
        <translation>ihr Preis ist nicht der des Angebots</translation>
    </message>
    <message>
        <source>The worker sent something that is not a message: %1</source>
        <translation>Der Arbeiter sandte etwas, das keine Nachricht ist: %1</translation>
    </message>
    <message>
        <source>The worker sent a message out of order.</source>
        <translation>Der Arbeiter sandte eine Nachricht außer der Reihe.</translation>
    </message>
    <message>
        <source>The worker sent a message that only the service sends.</source>
        <translation>Der Arbeiter sandte eine Nachricht, die nur der Dienst sendet.</translation>
    </message>
    <message>
        <source>The worker did not say hello within %1.</source>
        <translation>Der Arbeiter meldete sich nicht innerhalb von %1.</translation>
    </message>
    <message>
        <source>The worker gave no sign of life for %1 while it loaded the model.</source>
        <translation>Der Arbeiter gab %1 lang kein Lebenszeichen, während er das Modell lud.</translation>
    </message>
    <message>
        <source>The worker gave no sign of life for %1 and was stopped.</source>
        <translation>Der Arbeiter gab %1 lang kein Lebenszeichen und wurde beendet.</translation>
    </message>
    <message>
        <source>It takes at least %1.</source>
        <translation>Es nimmt mindestens %1 an.</translation>
    </message>
    <message>
        <source>It takes at least %1 and at most %2.</source>
        <translation>Es nimmt mindestens %1 und höchstens %2 an.</translation>
    </message>
    <message>
        <source>Take it out of worker.devices, or look with hearthctl doctor why its driver is missing.</source>
        <translation>Nehmen Sie es aus worker.devices heraus, oder sehen Sie mit hearthctl doctor nach, warum sein Treiber fehlt.</translation>
    </message>
    <message>
        <source>The setting worker.devices names %1, which is not here.</source>
        <translation>Die Einstellung worker.devices nennt %1; das gibt es hier nicht.</translation>
    </message>
    <message>
        <source>The cache of this node's worker holds %1 tokens, but the request needs %2.</source>
        <translation>Der Zwischenspeicher des Arbeiters dieses Knotens fasst %1 Token, die Anfrage braucht aber %2.</translation>
    </message>
    <message>
        <source>This model's context holds %1 tokens, but the request needs %2.</source>
        <translation>Der Kontext dieses Modells fasst %1 Token, die Anfrage braucht aber %2.</translation>
    </message>
    <message>
        <source>Shorten the prompt or lower max_tokens.</source>
        <translation>Kürzen Sie die Eingabe oder setzen Sie max_tokens herab.</translation>
    </message>
    <message>
        <source>The node's owner can raise worker.kv_cache_mb.</source>
        <translation>Der Besitzer des Knotens kann worker.kv_cache_mb erhöhen.</translation>
    </message>
    <message>
        <source>%1 for its prompt alone</source>
        <translation>%1 allein für ihre Eingabe</translation>
    </message>
    <message>
        <source>%1 (%2 for the prompt and %3 for the answer)</source>
        <translation>%1 (%2 für die Eingabe und %3 für die Antwort)</translation>
    </message>
    <message>
        <source>The executor's answer contradicts what it was asked for: %1.</source>
        <translation>Die Antwort des Ausführenden widerspricht dem, wonach er gefragt wurde: %1.</translation>
    </message>
    <message>
        <source>The parameter %1 must be between %2 and %3.</source>
        <translation>Der Parameter %1 muss zwischen %2 und %3 liegen.</translation>
    </message>
    <message>
        <source>Free some space: the node then goes on by itself, or at once with hearthctl node resume</source>
        <translation>Schaffen Sie Platz: Der Knoten macht dann von selbst weiter, oder sofort mit hearthctl node resume</translation>
    </message>
    <message>
        <source>The receipt is kept in the archive %1, which is too short.</source>
        <translation>Der Beleg liegt im Archiv %1, das zu kurz ist.</translation>
    </message>
    <message>
        <source>The receipt is kept in the archive %1, which cannot be read: %2</source>
        <translation>Der Beleg liegt im Archiv %1, das nicht lesbar ist: %2</translation>
    </message>
    <message>
        <source>Give its id, or at least the first %1 digits of it.</source>
        <translation>Geben Sie die Kennung an oder mindestens ihre ersten %1 Ziffern.</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 und mehr</translation>
    </message>
    <message>
        <source>There is no answer %1.</source>
        <translation>Es gibt keine Antwort %1.</translation>
    </message>
    <message>
        <source>There is no model %1.</source>
        <translation>Es gibt kein Modell %1.</translation>
    </message>
    <message>
        <source>Several jobs begin with %1: %2.</source>
        <translation>Mehrere Aufträge beginnen mit %1: %2.</translation>
    </message>
    <message>
        <source>Several receipts begin with %1: %2.</source>
        <translation>Mehrere Belege beginnen mit %1: %2.</translation>
    </message>
    <message>
        <source>Several models begin with %1: %2.</source>
        <translation>Mehrere Modelle beginnen mit %1: %2.</translation>
    </message>
    <message>
        <source>Several pieces of evidence begin with %1: %2.</source>
        <translation>Mehrere Nachweise beginnen mit %1: %2.</translation>
    </message>
    <message>
        <source>Several answers begin with %1: %2.</source>
        <translation>Mehrere Antworten beginnen mit %1: %2.</translation>
    </message>
    <message>
        <source>The disk that holds %1 is full: %2 are free, %3 are needed.</source>
        <translation>Die Festplatte mit %1 ist voll: %2 sind frei, %3 werden gebraucht.</translation>
    </message>
    <message>
        <source>The model is disabled now.</source>
        <translation>Das Modell ist jetzt gesperrt.</translation>
    </message>
    <message>
        <source>The worker stopped unexpectedly (%1).</source>
        <translation>Der Arbeiter blieb unerwartet stehen (%1).</translation>
    </message>
    <message>
        <source>It said: %1</source>
        <translation>Er sagte: %1</translation>
    </message>
    <message>
        <source>The model %1 was removed.</source>
        <translation>Das Modell %1 wurde entfernt.</translation>
    </message>
    <message>
        <source>The worker gave no sign of life while it read the model.</source>
        <translation>Der Arbeiter gab kein Lebenszeichen, während er das Modell las.</translation>
    </message>
    <message>
        <source>The worker stopped while it read the model (%1).</source>
        <translation>Der Arbeiter blieb stehen, während er das Modell las (%1).</translation>
    </message>
    <message>
        <source>The worker gave no sign of life while it tried the model.</source>
        <translation>Der Arbeiter gab kein Lebenszeichen, während er das Modell ausprobierte.</translation>
    </message>
    <message>
        <source>The worker stopped while it tried the model (%1).</source>
        <translation>Der Arbeiter blieb stehen, während er das Modell ausprobierte (%1).</translation>
    </message>
    <message>
        <source>%1 (%2).</source>
        <translation>%1 (%2).</translation>
    </message>
    <message>
        <source>%1.</source>
        <translation>%1.</translation>
    </message>
    <message>
        <source>Install hearth-probe beside hearthd, then restart the service.</source>
        <translation>Installieren Sie hearth-probe neben hearthd und starten Sie den Dienst neu.</translation>
    </message>
    <message>
        <source>It is tried again by itself; if this stays, update the graphics driver.</source>
        <translation>Es wird von selbst noch einmal versucht; bleibt es dabei, erneuern Sie den Grafiktreiber.</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Es wird von selbst noch einmal versucht.</translation>
    </message>
    <message>
        <source>GPUs cannot be measured: %1</source>
        <translation>GPUs lassen sich nicht messen: %1</translation>
    </message>
    <message>
        <source>Update the driver of the graphics card; the processor works meanwhile.</source>
        <translation>Erneuern Sie den Treiber der Grafikkarte; der Prozessor arbeitet inzwischen.</translation>
    </message>
    <message>
        <source>Go on with: hearthctl node resume</source>
        <translation>Weiter mit: hearthctl node resume</translation>
    </message>
    <message>
        <source>Choose a smaller model or profile, less memory for the cache, or close programs that use the GPU.</source>
        <translation>Wählen Sie ein kleineres Modell oder Profil, weniger Zwischenspeicher, oder schließen Sie Programme, die die GPU benutzen.</translation>
    </message>
    <message>
        <source>%1 on %2, and %3 are free there</source>
        <translation>%1 auf %2, und %3 sind dort frei</translation>
    </message>
    <message>
        <source>Beside the layers on the GPU the model needs %1.</source>
        <translation>Neben den Schichten auf der GPU braucht das Modell %1.</translation>
    </message>
    <message>
        <source>The model needs %1: not even one layer fits, which takes %2.</source>
        <translation>Das Modell braucht %1: Nicht einmal eine Schicht passt; sie nimmt %2.</translation>
    </message>
    <message>
        <source>The GPU that was %1 is not there now.</source>
        <translation>Die GPU, die %1 war, ist jetzt nicht da.</translation>
    </message>
    <message>
        <source>The GPU at %1 that was %2 is not there now.</source>
        <translation>Die GPU bei %1, die %2 war, ist jetzt nicht da.</translation>
    </message>
    <message>
        <source>Could not inspect %1: %2.</source>
        <translation>%1 lässt sich nicht untersuchen: %2.</translation>
    </message>
    <message>
        <source>Could not write %1: %2.</source>
        <translation>%1 lässt sich nicht schreiben: %2.</translation>
    </message>
    <message>
        <source>Could not open %1: %2.</source>
        <translation>%1 lässt sich nicht öffnen: %2.</translation>
    </message>
    <message>
        <source>Could not read %1: %2.</source>
        <translation>%1 lässt sich nicht lesen: %2.</translation>
    </message>
    <message>
        <source>Could not create %1: %2.</source>
        <translation>%1 lässt sich nicht anlegen: %2.</translation>
    </message>
    <message>
        <source>Could not set the permissions of %1: %2.</source>
        <translation>%1 nimmt keine Zugriffsrechte an: %2.</translation>
    </message>
    <message>
        <source>Could not flush %1: %2.</source>
        <translation>%1 lässt sich nicht auf die Festplatte bringen: %2.</translation>
    </message>
    <message>
        <source>Could not replace %1: %2.</source>
        <translation>%1 lässt sich nicht ersetzen: %2.</translation>
    </message>
    <message>
        <source>Could not map %1: %2.</source>
        <translation>%1 lässt sich nicht einblenden: %2.</translation>
    </message>
    <message>
        <source>This program speaks version %1 of the control protocol, the service speaks version %2.</source>
        <translation>Dieses Programm spricht Version %1 des Steuerprotokolls, der Dienst Version %2.</translation>
    </message>
    <message>
        <source>The model's configuration is damaged or not of a supported kind.</source>
        <translation>Die Konfiguration des Modells ist beschädigt oder von einer Art, die nicht unterstützt wird.</translation>
    </message>
    <message>
        <source>The model's %1 is %2; accepted are %3 to %4.</source>
        <translation>Im Modell hat „%1“ den Wert %2; angenommen wird %3 bis %4.</translation>
    </message>
    <message>
        <source>The model's %1 of %2 is absurd.</source>
        <translation>Im Modell hat „%1“ den unsinnigen Wert %2.</translation>
    </message>
    <message>
        <source>The GGUF file has no &quot;%1&quot;; %2.</source>
        <translation>In der GGUF-Datei fehlt „%1“; %2.</translation>
    </message>
    <message>
        <source>%1 has no &quot;%2&quot;; %3.</source>
        <translation>In %1 fehlt „%2“; %3.</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot; is not %2.</source>
        <translation>Der Eintrag „%1“ der Metadaten müsste sein: %2.</translation>
    </message>
    <message>
        <source>%1 gives two different values for %2.</source>
        <translation>%1 gibt zwei verschiedene Werte für: %2.</translation>
    </message>
    <message>
        <source>%1 %2.</source>
        <translation>%1 %2.</translation>
    </message>
    <message>
        <source>is nested more than %1 levels deep</source>
        <translation>ist mehr als %1 Stufen tief verschachtelt</translation>
    </message>
    <message>
        <source>has the key &quot;%1&quot; twice</source>
        <translation>hat den Schlüssel „%1“ zweimal</translation>
    </message>
    <message>
        <source>holds a number that is out of range</source>
        <translation>enthält eine Zahl außerhalb des Bereichs</translation>
    </message>
    <message>
        <source>is too large</source>
        <translation>ist zu groß</translation>
    </message>
    <message>
        <source>is no valid JSON near byte %1</source>
        <translation>ist nahe Byte %1 kein gültiges JSON</translation>
    </message>
    <message>
        <source>is no JSON object</source>
        <translation>ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>has no object at &quot;%1&quot;</source>
        <translation>hat bei „%1“ kein Objekt</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot;</source>
        <translation>Tensor „%1“</translation>
    </message>
    <message>
        <source>Metadata entry &quot;%1&quot;</source>
        <translation>Metadaten-Eintrag „%1“</translation>
    </message>
    <message>
        <source>Tensor %1</source>
        <translation>Tensor %1</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Tensor &quot;%1&quot; of the exact weights %2.</source>
        <translation>Der Tensor „%1“ der genauen Gewichte %2.</translation>
    </message>
    <message>
        <source>The network %1.</source>
        <translation>Das Netz %1.</translation>
    </message>
    <message>
        <source>Ask again; if it lasts, tell whoever runs that network.</source>
        <translation>Fragen Sie noch einmal; bleibt es so, sagen Sie es dem Betreiber jenes Netzes.</translation>
    </message>
    <message>
        <source>answers with %1 where a stream was asked for</source>
        <translation>antwortet mit %1, wo ein Strom verlangt war</translation>
    </message>
    <message>
        <source>answers with %1 where JSON was asked for</source>
        <translation>antwortet mit %1, wo JSON verlangt war</translation>
    </message>
    <message>
        <source>The network sent an answer that %1.</source>
        <translation>Die Antwort des Netzes %1.</translation>
    </message>
    <message>
        <source>The address of the server %1.</source>
        <translation>Die Adresse des Servers %1.</translation>
    </message>
    <message>
        <source>What answers there is no OpenAI-compatible server: %1.</source>
        <translation>Was dort antwortet, ist kein OpenAI-kompatibler Server: %1.</translation>
    </message>
    <message>
        <source>its list of models names one thing twice</source>
        <translation>seine Modellliste nennt etwas zweimal</translation>
    </message>
    <message>
        <source>its list of models is no JSON</source>
        <translation>seine Modellliste ist kein JSON</translation>
    </message>
    <message>
        <source>The network answers with HTTP %1: %2.</source>
        <translation>Das Netz antwortet mit HTTP %1: %2.</translation>
    </message>
    <message>
        <source>The network answers with HTTP %1.</source>
        <translation>Das Netz antwortet mit HTTP %1.</translation>
    </message>
    <message>
        <source>The network at %1 %2: %3.</source>
        <translation>Das Netz bei %1 %2: %3.</translation>
    </message>
    <message>
        <source>has no certificate that this machine trusts for it</source>
        <translation>hat kein Zertifikat, dem dieser Rechner traut</translation>
    </message>
    <message>
        <source>does not come to TLS</source>
        <translation>kommt nicht zu TLS</translation>
    </message>
    <message>
        <source>It is not known what the network '%1' offers.</source>
        <translation>Was das Netz „%1“ anbietet, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>It is not known what the network '%1' offers: %2</source>
        <translation>Was das Netz „%1“ anbietet, ist nicht bekannt: %2</translation>
    </message>
    <message>
        <source>The network '%1' failed %2 times in a row with this model.</source>
        <translation>Das Netz „%1“ versagte bei diesem Modell %2-mal hintereinander.</translation>
    </message>
    <message>
        <source>The network '%1' failed %2 times in a row with this model, lastly so: %3</source>
        <translation>Das Netz „%1“ versagte bei diesem Modell %2-mal hintereinander, zuletzt so: %3</translation>
    </message>
    <message>
        <source>The network told an error: %1</source>
        <translation>Das Netz nannte einen Fehler: %1</translation>
    </message>
    <message>
        <source>The network answered with HTTP %1.</source>
        <translation>Das Netz antwortete mit HTTP %1.</translation>
    </message>
    <message>
        <source>%1 has 1 to %2 bytes, not %3.</source>
        <translation>%1 hat 1 bis %2 Bytes, nicht %3.</translation>
    </message>
    <message>
        <source>%1 holds characters that cannot be seen.</source>
        <translation>%1 enthält Zeichen, die man nicht sieht.</translation>
    </message>
    <message>
        <source>%1 is blank.</source>
        <translation>%1 ist leer.</translation>
    </message>
    <message>
        <source>The receipt's %1 is not that of the escrow.</source>
        <translation>Das Feld „%1“ des Belegs ist nicht das der Hinterlegung.</translation>
    </message>
    <message>
        <source>The vote on proposal %1 begins with epoch %2; this is epoch %3.</source>
        <translation>Die Abstimmung über Vorschlag %1 beginnt mit Epoche %2; dies ist Epoche %3.</translation>
    </message>
    <message>
        <source>The vote on proposal %1 is over.</source>
        <translation>Die Abstimmung über Vorschlag %1 ist vorbei.</translation>
    </message>
    <message>
        <source>Moves %1 from %2 to %3</source>
        <translation>Setzt %1 von %2 auf %3</translation>
    </message>
    <message>
        <source>Moves %1 to %2</source>
        <translation>Setzt %1 auf %2</translation>
    </message>
    <message>
        <source>%1 (%2). %3</source>
        <translation>%1 (%2). %3</translation>
    </message>
    <message>
        <source>Puts the model &quot;%1&quot; with the id %2 into the ledger's catalogue.</source>
        <translation>Nimmt das Modell „%1“ mit der Kennung %2 in den Katalog des Hauptbuchs auf.</translation>
    </message>
    <message>
        <source>Takes the model &quot;%1&quot; with the id %2 out of the ledger's catalogue.</source>
        <translation>Nimmt das Modell „%1“ mit der Kennung %2 aus dem Katalog des Hauptbuchs.</translation>
    </message>
    <message>
        <source>Puts the profile %1 into the ledger's catalogue.</source>
        <translation>Nimmt das Profil %1 in den Katalog des Hauptbuchs auf.</translation>
    </message>
    <message>
        <source>Takes the profile %1 out of the ledger's catalogue.</source>
        <translation>Nimmt das Profil %1 aus dem Katalog des Hauptbuchs.</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>It offers no model &quot;%1&quot;, for which a price was given.</source>
        <translation>Ein Modell „%1“, für das ein Preis angegeben wurde, bietet es nicht an.</translation>
    </message>
    <message>
        <source>It answers, but offers no model now.</source>
        <translation>Es antwortet, bietet aber gerade kein Modell an.</translation>
    </message>
    <message>
        <source>Name a model that it has: hearthctl gateway test NAME --chat --model MODEL</source>
        <translation>Nennen Sie ein Modell, das es hat: hearthctl gateway test NAME --chat --model MODEL</translation>
    </message>
    <message>
        <source>%1 wrote an answer with evidence %2; the network counts %3 tokens read and %4 written, and takes for them what its own prices say.</source>
        <translation>%1 hat eine Antwort mit Nachweis %2 geschrieben; das Netz zählt %3 gelesene und %4 geschriebene Token und verlangt dafür, was seine eigenen Preise sagen.</translation>
    </message>
    <message>
        <source>%1 wrote an answer with evidence %2; the network did not count its tokens, and takes for them what its own prices say.</source>
        <translation>%1 hat eine Antwort mit Nachweis %2 geschrieben; das Netz hat die Token nicht gezählt und verlangt dafür, was seine eigenen Preise sagen.</translation>
    </message>
    <message>
        <source>It offers one model: %1.</source>
        <translation>Es bietet ein Modell an: %1.</translation>
    </message>
    <message>
        <source>It offers %1 models: %2.</source>
        <translation>Es bietet %1 Modelle an: %2.</translation>
    </message>
    <message>
        <source>Whoever runs it can read what is asked.</source>
        <translation>Wer es betreibt, kann die Fragen lesen.</translation>
    </message>
    <message>
        <source>Its key and every question travel unencrypted; use https if the server has it.</source>
        <translation>Sein Schlüssel und jede Frage reisen unverschlüsselt; nehmen Sie https, wenn der Server es hat.</translation>
    </message>
    <message>
        <source>Its key file is gone or damaged; remove it and add it again.</source>
        <translation>Seine Schlüsseldatei ist fort oder beschädigt; entfernen Sie es und fügen Sie es wieder hinzu.</translation>
    </message>
    <message>
        <source>At most E3: Intel&apos;s hardware, running the software that you pinned, holds the key that signed the bytes of this request and this answer; its graphics cards, and which model it ran, were not examined.</source>
        <translation>Höchstens E3: Intels Hardware, auf der die von Ihnen festgelegte Software läuft, hält den Schlüssel, der die Bytes dieser Anfrage und dieser Antwort unterschrieb; ihre Grafikkarten und welches Modell lief, wurden nicht geprüft.</translation>
    </message>
    <message>
        <source>At most E3: an enclave of AWS, running the software that you pinned, holds the key that signed what was asked and answered; that the vendor behind it ran the named model, was not proven.</source>
        <translation>Höchstens E3: Eine Enklave von AWS, in der die von Ihnen festgelegte Software läuft, hält den Schlüssel, der Frage und Antwort unterschrieb; dass der Anbieter dahinter das genannte Modell ausführte, ist nicht bewiesen.</translation>
    </message>
    <message>
        <source>The hardware of a network of the kind &apos;%1&apos; attests nothing.</source>
        <translation>Die Hardware eines Netzes der Art „%1“ bezeugt nichts.</translation>
    </message>
    <message>
        <source>Leave --measurement out.</source>
        <translation>Lassen Sie --measurement weg.</translation>
    </message>
    <message>
        <source>What is given as a measurement is none of this kind of network, or there are too many.</source>
        <translation>Was als Messwert angegeben ist, ist keiner dieser Art von Netz, oder es sind zu viele.</translation>
    </message>
    <message>
        <source>Write mrtd=, or rtmr0= to rtmr3=, or for opengradient pcr0= to pcr31=, and 96 digits.</source>
        <translation>Schreiben Sie mrtd= oder rtmr0= bis rtmr3=, bei opengradient pcr0= bis pcr31=, und 96 Ziffern.</translation>
    </message>
    <message>
        <source>The enclave&apos;s document names this key and this gateway&apos;s own question.</source>
        <translation>Die Urkunde der Enklave nennt diesen Schlüssel und die eigene Frage dieses Gateways.</translation>
    </message>
    <message>
        <source>The enclave&apos;s document is for another key, or for another question.</source>
        <translation>Die Urkunde der Enklave gilt einem anderen Schlüssel oder einer anderen Frage.</translation>
    </message>
    <message>
        <source>What the network gave as its enclave&apos;s document is none.</source>
        <translation>Was das Netz als Urkunde seiner Enklave gab, ist keine.</translation>
    </message>
    <message>
        <source>No attestation of its hardware was asked for or shown.</source>
        <translation>Ein Zeugnis seiner Hardware wurde nicht verlangt oder nicht gezeigt.</translation>
    </message>
    <message>
        <source>Nobody signed the quote: it attests nothing.</source>
        <translation>Niemand hat das Zeugnis unterschrieben: Es bezeugt nichts.</translation>
    </message>
    <message>
        <source>What cannot be read was not examined further.</source>
        <translation>Was nicht lesbar ist, wurde nicht weiter geprüft.</translation>
    </message>
    <message>
        <source>What is searched for is too long.</source>
        <translation>Was gesucht wird, ist zu lang.</translation>
    </message>
    <message>
        <source>The certificates lead to the root of %1 and were valid when the answer came.</source>
        <translation>Die Zertifikate führen zur Wurzel von %1 und waren gültig, als die Antwort kam.</translation>
    </message>
    <message>
        <source>The certificates lead to another root than that of %1.</source>
        <translation>Die Zertifikate führen zu einer anderen Wurzel als der von %1.</translation>
    </message>
    <message>
        <source>A certificate was not valid when the answer came.</source>
        <translation>Ein Zertifikat war nicht gültig, als die Antwort kam.</translation>
    </message>
    <message>
        <source>One of the certificates is not signed by the next, or may not sign.</source>
        <translation>Eines der Zertifikate ist nicht vom nächsten unterschrieben oder darf nicht unterschreiben.</translation>
    </message>
    <message>
        <source>The certificates cannot be read as a chain of this maker&apos;s.</source>
        <translation>Die Zertifikate sind nicht als Kette dieses Herstellers lesbar.</translation>
    </message>
    <message>
        <source>The hardware&apos;s certified key vouches for all that it says.</source>
        <translation>Der beglaubigte Schlüssel der Hardware steht für alles ein, was sie sagt.</translation>
    </message>
    <message>
        <source>The hardware&apos;s certified key does not vouch for what it says: somebody changed or made it up.</source>
        <translation>Der beglaubigte Schlüssel der Hardware steht nicht für das ein, was sie sagt: Jemand hat es geändert oder erfunden.</translation>
    </message>
    <message>
        <source>Another enclave than its maker&apos;s own made the quote.</source>
        <translation>Eine andere Enklave als die des Herstellers selbst hat das Zeugnis ausgestellt.</translation>
    </message>
    <message>
        <source>The machine does not run in debug mode.</source>
        <translation>Die Maschine läuft nicht im Debug-Modus.</translation>
    </message>
    <message>
        <source>The machine runs in debug mode: whoever owns it can read and change all that it computes.</source>
        <translation>Die Maschine läuft im Debug-Modus: Wem sie gehört, der kann alles lesen und ändern, was sie rechnet.</translation>
    </message>
    <message>
        <source>The software that was pinned runs there: %1.</source>
        <translation>Dort läuft die festgelegte Software: %1.</translation>
    </message>
    <message>
        <source>Other software than the pinned runs there: %1.</source>
        <translation>Dort läuft andere Software als die festgelegte: %1.</translation>
    </message>
    <message>
        <source>Not all of its software was pinned, which --measurement does. It shows: %1.</source>
        <translation>Nicht all ihre Software ist festgelegt, was --measurement tut. Sie zeigt: %1.</translation>
    </message>
    <message>
        <source>Whether the processor has its maker&apos;s latest fixes, and whether a certificate was revoked, was not checked: that needs the maker&apos;s lists.</source>
        <translation>Ob der Prozessor die neuesten Korrekturen seines Herstellers hat und ob ein Zertifikat widerrufen wurde, ist nicht geprüft: Dazu braucht es die Listen des Herstellers.</translation>
    </message>
    <message>
        <source>Whether its graphics cards are genuine and sealed was not checked.</source>
        <translation>Ob ihre Grafikkarten echt und versiegelt sind, ist nicht geprüft.</translation>
    </message>
    <message>
        <source>Hardware of %1, running the pinned software, holds the key that signed.</source>
        <translation>Hardware von %1, auf der die festgelegte Software läuft, hält den Schlüssel, der unterschrieb.</translation>
    </message>
    <message>
        <source>That attested hardware holds the key is not proven; missing: %1.</source>
        <translation>Dass bezeugte Hardware den Schlüssel hält, ist nicht bewiesen; es fehlt: %1.</translation>
    </message>
    <message>
        <source>The pinned software in the evidence cannot be read.</source>
        <translation>Die festgelegte Software im Nachweis ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Where the evidence stands among those that were signed with it cannot be read.</source>
        <translation>Wo der Nachweis unter denen steht, die mit ihm unterschrieben wurden, ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The evidence of the answer could not be kept because of a defect.</source>
        <translation>Der Nachweis der Antwort konnte wegen eines Fehlers im Programm nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>The service ends, and the evidence of the answer could still not be kept.</source>
        <translation>Der Dienst endet, und der Nachweis der Antwort konnte noch immer nicht aufbewahrt werden.</translation>
    </message>
    <message>
        <source>The network says that it read %1 tokens, %2 of them from its cache, and wrote %3.</source>
        <translation>Das Netz sagt, es habe %1 Token gelesen, davon %2 aus seinem Zwischenspeicher, und %3 geschrieben.</translation>
    </message>
    <message>
        <source>This answer was sold by the call: whether the payment %1 paid for it its receipt tells. The network costs this gateway&apos;s owner %2.</source>
        <translation>Diese Antwort wurde einzeln verkauft: Ob die Zahlung %1 sie bezahlt hat, sagt deren Quittung. Das Netz kostet den Besitzer dieses Gateways %2.</translation>
    </message>
    <message>
        <source>By what its network says that it used the answer would cost %1; this call could cost %2 at most, and no more was charged.</source>
        <translation>Nach dem, was ihr Netz verbraucht haben will, kostete die Antwort %1; dieser Aufruf konnte höchstens %2 kosten, und mehr wurde nicht berechnet.</translation>
    </message>
    <message>
        <source>The network&apos;s evidence could not be examined because of a defect.</source>
        <translation>Der Nachweis des Netzes konnte wegen eines Fehlers im Programm nicht geprüft werden.</translation>
    </message>
    <message>
        <source>The answer could not be ended properly because of a defect.</source>
        <translation>Die Antwort konnte wegen eines Fehlers im Programm nicht richtig beendet werden.</translation>
    </message>
    <message>
        <source>Ask again. If it happens again, report it with the file that this writes: hearthctl doctor --bundle FILE</source>
        <translation>Fragen Sie noch einmal. Geschieht es wieder, dann melden Sie es mit der Datei, die dies schreibt: hearthctl doctor --bundle FILE</translation>
    </message>
    <message>
        <source>The call to the network was ended because of a defect.</source>
        <translation>Die Anfrage an das Netz wurde wegen eines Fehlers im Programm beendet.</translation>
    </message>
    <message>
        <source>The node with the address %1 signed what it names as the hash of its answer.</source>
        <translation>Der Knoten mit der Adresse %1 hat unterschrieben, was er als Hash seiner Antwort nennt.</translation>
    </message>
    <message>
        <source>The home with the node key %1 signed that the receipt is of this answer.</source>
        <translation>Das Zuhause mit dem Knotenschlüssel %1 hat signiert, dass der Beleg zu dieser Antwort gehört.</translation>
    </message>
    <message>
        <source>The signature is no home&apos;s over this receipt, this request and this answer.</source>
        <translation>Die Signatur ist von keinem Zuhause über diesen Beleg, diese Anfrage und diese Antwort.</translation>
    </message>
    <message>
        <source>What the home signed names the bytes of this request.</source>
        <translation>Was das Zuhause signiert hat, nennt die Bytes dieser Anfrage.</translation>
    </message>
    <message>
        <source>What the home signed names the bytes of this answer.</source>
        <translation>Was das Zuhause signiert hat, nennt die Bytes dieser Antwort.</translation>
    </message>
    <message>
        <source>That a home signed these bytes together with this receipt does not hold.</source>
        <translation>Dass ein Zuhause diese Bytes zusammen mit diesem Beleg signiert hat, stimmt nicht.</translation>
    </message>
    <message>
        <source>What was given as a receipt is none.</source>
        <translation>Was als Beleg gegeben wurde, ist keiner.</translation>
    </message>
    <message>
        <source>The receipt is whole, and the node %1, which computed the answer, signed it.</source>
        <translation>Der Beleg ist heil, und der Knoten %1, der die Antwort berechnet hat, hat ihn signiert.</translation>
    </message>
    <message>
        <source>The receipt is wrong in its &apos;%1&apos;: %2</source>
        <translation>Der Beleg ist falsch bei „%1“: %2</translation>
    </message>
    <message>
        <source>The receipt is of the model that the home lists under the name that was asked for: %1, computed as %2.</source>
        <translation>Der Beleg ist von dem Modell, das das Zuhause unter dem gefragten Namen aufführt: %1, berechnet als %2.</translation>
    </message>
    <message>
        <source>The home listed no hash of the name that was asked for, so that nothing says which model it means; the receipt is of %1.</source>
        <translation>Das Zuhause hat zum gefragten Namen keinen Hash aufgeführt, sodass nichts sagt, welches Modell er meint; der Beleg ist von %1.</translation>
    </message>
    <message>
        <source>The receipt is of another model than was asked for: &apos;%1&apos;, %2.</source>
        <translation>Der Beleg ist von einem anderen Modell als dem gefragten: „%1“, %2.</translation>
    </message>
    <message>
        <source>How many tokens the answer counted is not known here.</source>
        <translation>Wie viele Tokens die Antwort gezählt hat, ist hier nicht bekannt.</translation>
    </message>
    <message>
        <source>The answer counts as many tokens as the receipt holds.</source>
        <translation>Die Antwort zählt so viele Tokens, wie im Beleg stehen.</translation>
    </message>
    <message>
        <source>The answer counts other tokens than the receipt holds: it is of another answer.</source>
        <translation>Die Antwort zählt andere Tokens, als im Beleg stehen: Er gehört zu einer anderen Antwort.</translation>
    </message>
    <message>
        <source>That the tokens in the receipt spell this question and this answer is the home&apos;s signed word; it was not spelled out here. Whoever has this file can read both from it.</source>
        <translation>Dass die Tokens des Belegs diese Frage und diese Antwort ergeben, ist das signierte Wort des Zuhauses; buchstabiert wurde es hier nicht. Wer diese Datei hat, kann beides daraus lesen.</translation>
    </message>
    <message>
        <source>The answer was not computed again. Whoever has the model does that with: hearthctl evidence verify FILE --replay</source>
        <translation>Die Antwort wurde nicht noch einmal berechnet. Wer das Modell hat, tut das mit: hearthctl evidence verify FILE --replay</translation>
    </message>
    <message>
        <source>The answer has no id under which its receipt could be asked for, as vectors have none.</source>
        <translation>Die Antwort hat keine Kennung, unter der nach ihrem Beleg gefragt werden könnte; Vektoren haben keine.</translation>
    </message>
    <message>
        <source>The home gave no receipt of this answer: %1</source>
        <translation>Das Zuhause hat keinen Beleg dieser Antwort gegeben: %1</translation>
    </message>
    <message>
        <source>The receipt is too long for a file of evidence; the home&apos;s owner can export it.</source>
        <translation>Der Beleg ist zu lang für eine Datei mit Nachweisen; der Besitzer des Zuhauses kann ihn exportieren.</translation>
    </message>
    <message>
        <source>There is no receipt of that answer here.</source>
        <translation>Von dieser Antwort gibt es hier keinen Beleg.</translation>
    </message>
    <message>
        <source>E1, and E4 to whoever computes the answer again where the receipt is of the model that was asked for and of as many tokens as the answer counts: a home whose key you pinned signed this question, this answer and its receipt; a replay shows whether the model gave the tokens in it, and that they spell this text is the home&apos;s word.</source>
        <translation>E1, und E4 für alle, die die Antwort noch einmal berechnen, wo der Beleg vom gefragten Modell und von so vielen Tokens ist, wie die Antwort zählt: Ein Zuhause, dessen Schlüssel Sie festgelegt haben, hat diese Frage, diese Antwort und ihren Beleg signiert; eine Wiederholung zeigt, ob das Modell die Tokens darin gegeben hat, und dass sie diesen Text ergeben, ist das Wort des Zuhauses.</translation>
    </message>
    <message>
        <source>The signature is no node&apos;s over the hash that stands beside it.</source>
        <translation>Die Unterschrift ist von keinem Knoten über den Hash, der daneben steht.</translation>
    </message>
    <message>
        <source>A node of Atoma signs its answer alone: that it answers this request, nobody signed.</source>
        <translation>Ein Knoten von Atoma unterschreibt nur seine Antwort: Dass sie zu dieser Anfrage gehört, hat niemand unterschrieben.</translation>
    </message>
    <message>
        <source>The bytes of the answer are not at hand here.</source>
        <translation>Die Bytes der Antwort liegen hier nicht vor.</translation>
    </message>
    <message>
        <source>What the node signed is this answer.</source>
        <translation>Was der Knoten unterschrieben hat, ist diese Antwort.</translation>
    </message>
    <message>
        <source>What the node signed is another answer.</source>
        <translation>Was der Knoten unterschrieben hat, ist eine andere Antwort.</translation>
    </message>
    <message>
        <source>What the signature of a streamed answer covers is not documented; it was not examined.</source>
        <translation>Was die Unterschrift einer gestreamten Antwort umfasst, ist nicht beschrieben; sie wurde nicht geprüft.</translation>
    </message>
    <message>
        <source>The answer carries no signature of a node.</source>
        <translation>Die Antwort trägt keine Unterschrift eines Knotens.</translation>
    </message>
    <message>
        <source>The answer is too long to be examined.</source>
        <translation>Die Antwort ist zu lang, um geprüft zu werden.</translation>
    </message>
    <message>
        <source>The answer did not come to its end, so that its evidence was not examined.</source>
        <translation>Die Antwort kam nicht bis zu ihrem Ende; ihr Nachweis wurde darum nicht geprüft.</translation>
    </message>
    <message>
        <source>No quote of Intel&apos;s hardware that can be read was shown for the connection.</source>
        <translation>Für die Verbindung wurde kein lesbares Zeugnis von Intels Hardware gezeigt.</translation>
    </message>
    <message>
        <source>The quote is for another key than that of the connection.</source>
        <translation>Das Zeugnis gilt einem anderen Schlüssel als dem der Verbindung.</translation>
    </message>
    <message>
        <source>The certificate of the connection was not valid at that time.</source>
        <translation>Das Zertifikat der Verbindung war zu dieser Zeit nicht gültig.</translation>
    </message>
    <message>
        <source>The quote names the key of the connection&apos;s certificate.</source>
        <translation>Das Zeugnis nennt den Schlüssel des Zertifikats der Verbindung.</translation>
    </message>
    <message>
        <source>What its graphics cards were asked was not shown.</source>
        <translation>Was seine Grafikkarten gefragt wurden, wurde nicht gezeigt.</translation>
    </message>
    <message>
        <source>The quote names what its graphics cards were asked; what they answered was not examined.</source>
        <translation>Das Zeugnis nennt, was seine Grafikkarten gefragt wurden; was sie antworteten, wurde nicht geprüft.</translation>
    </message>
    <message>
        <source>The quote names something else than what its graphics cards were asked.</source>
        <translation>Das Zeugnis nennt etwas anderes, als seine Grafikkarten gefragt wurden.</translation>
    </message>
    <message>
        <source>Only the gateway that wrote this saw the connection: that the answer came over it is its word.</source>
        <translation>Nur das Gateway, das dies schrieb, sah die Verbindung: Dass die Antwort über sie kam, ist sein Wort.</translation>
    </message>
    <message>
        <source>The answer came over the connection whose key the hardware holds; that was examined before the question went out.</source>
        <translation>Die Antwort kam über die Verbindung, deren Schlüssel die Hardware hält; das wurde geprüft, bevor die Frage hinausging.</translation>
    </message>
    <message>
        <source>No key of the connection was shown that could be examined.</source>
        <translation>Es wurde kein Schlüssel der Verbindung gezeigt, der sich prüfen ließe.</translation>
    </message>
    <message>
        <source>Nothing was sent: the hardware behind the connection did not prove itself. %1</source>
        <translation>Es wurde nichts gesendet: Die Hardware hinter der Verbindung hat sich nicht ausgewiesen. %1</translation>
    </message>
    <message>
        <source>If its software was renewed, and you know the new values from elsewhere: remove the network and add it with them.</source>
        <translation>Wenn ihre Software erneuert wurde und Sie die neuen Werte von anderswo kennen: Entfernen Sie das Netz und fügen Sie es mit ihnen hinzu.</translation>
    </message>
    <message>
        <source>A network of the kind &apos;%1&apos; is reached over TLS only: the hardware proves the key of the connection.</source>
        <translation>Ein Netz der Art „%1“ wird nur über TLS erreicht: Die Hardware beweist den Schlüssel der Verbindung.</translation>
    </message>
    <message>
        <source>Write its address with https://. A program of that network on this machine is --kind openai.</source>
        <translation>Schreiben Sie die Adresse mit https://. Ein Programm dieses Netzes auf diesem Rechner ist --kind openai.</translation>
    </message>
    <message>
        <source>A network of the kind &apos;%1&apos; needs the software that its hardware must run; nothing is sent to any other.</source>
        <translation>Ein Netz der Art „%1“ braucht die Software, die auf seiner Hardware laufen muss; an eine andere wird nichts gesendet.</translation>
    </message>
    <message>
        <source>Hardware of %1, running the pinned software, holds the key of the connection.</source>
        <translation>Hardware von %1, auf der die festgelegte Software läuft, hält den Schlüssel der Verbindung.</translation>
    </message>
    <message>
        <source>That attested hardware holds the key of the connection is not proven; missing: %1.</source>
        <translation>Dass bezeugte Hardware den Schlüssel der Verbindung hält, ist nicht bewiesen; es fehlt: %1.</translation>
    </message>
    <message>
        <source>The network shows no machine that runs this model.</source>
        <translation>Das Netz zeigt keinen Rechner, auf dem dieses Modell läuft.</translation>
    </message>
    <message>
        <source>Every quote names this gateway&apos;s own question, the machine&apos;s key for sealing and its certificate.</source>
        <translation>Jedes Zeugnis nennt die eigene Frage dieses Gateways, den Siegelschlüssel des Rechners und sein Zertifikat.</translation>
    </message>
    <message>
        <source>A quote is for another question, another key or another certificate, or is none.</source>
        <translation>Ein Zeugnis gilt einer anderen Frage, einem anderen Schlüssel oder einem anderen Zertifikat, oder es ist keines.</translation>
    </message>
    <message>
        <source>Nothing ties this answer to one of these machines: no answer is signed, and the question was not sealed to one.</source>
        <translation>Nichts bindet diese Antwort an einen dieser Rechner: Keine Antwort ist unterschrieben, und die Frage war für keinen versiegelt.</translation>
    </message>
    <message>
        <source>The network does not say which of its chutes runs this model.</source>
        <translation>Das Netz sagt nicht, in welchem seiner Chutes dieses Modell läuft.</translation>
    </message>
    <message>
        <source>The list of proofs is empty or too long.</source>
        <translation>Die Liste der Beweise ist leer oder zu lang.</translation>
    </message>
    <message>
        <source>The list holds a null proof: the server could compute none.</source>
        <translation>Die Liste enthält einen leeren Beweis: Der Server konnte keinen berechnen.</translation>
    </message>
    <message>
        <source>The list holds numbers outside of its polynomials&apos; field.</source>
        <translation>Die Liste enthält Zahlen außerhalb des Körpers ihrer Polynome.</translation>
    </message>
    <message>
        <source>The proofs of the list are of different lengths.</source>
        <translation>Die Beweise der Liste sind verschieden lang.</translation>
    </message>
    <message>
        <source>What stands in the list is no proof of TOPLOC&apos;s form.</source>
        <translation>Was in der Liste steht, ist kein Beweis nach Art von TOPLOC.</translation>
    </message>
    <message>
        <source>The list holds proofs of TOPLOC&apos;s form; that a model computed them, the form does not show.</source>
        <translation>Die Liste enthält Beweise nach Art von TOPLOC; dass ein Modell sie berechnet hat, zeigt die Form nicht.</translation>
    </message>
    <message>
        <source>How many tokens were counted is not known here.</source>
        <translation>Wie viele Token gezählt wurden, ist hier nicht bekannt.</translation>
    </message>
    <message>
        <source>There are no more proofs than these tokens can have.</source>
        <translation>Es sind nicht mehr Beweise, als diese Token haben können.</translation>
    </message>
    <message>
        <source>There are more proofs than these tokens can have.</source>
        <translation>Es sind mehr Beweise, als diese Token haben können.</translation>
    </message>
    <message>
        <source>The list is the one that this answer carries.</source>
        <translation>Die Liste ist die, die diese Antwort trägt.</translation>
    </message>
    <message>
        <source>This answer carries another list, or none.</source>
        <translation>Diese Antwort trägt eine andere Liste oder keine.</translation>
    </message>
    <message>
        <source>Whether the named model gave these numbers was not computed: that takes the same model.</source>
        <translation>Ob das genannte Modell diese Zahlen ergab, wurde nicht berechnet: Dazu braucht es dasselbe Modell.</translation>
    </message>
    <message>
        <source>Where a streamed answer carries its list is not documented; it was not examined.</source>
        <translation>Wo eine gestreamte Antwort ihre Liste trägt, ist nicht beschrieben; sie wurde nicht geprüft.</translation>
    </message>
    <message>
        <source>The answer carries no list of proofs.</source>
        <translation>Die Antwort trägt keine Liste von Beweisen.</translation>
    </message>
    <message>
        <source>The answer names no model.</source>
        <translation>Die Antwort nennt kein Modell.</translation>
    </message>
    <message>
        <source>The answer names the model that was asked for.</source>
        <translation>Die Antwort nennt das Modell, nach dem gefragt wurde.</translation>
    </message>
    <message>
        <source>The answer names the model &quot;%1&quot;, and &quot;%2&quot; was asked for.</source>
        <translation>Die Antwort nennt das Modell „%1“, gefragt war „%2“.</translation>
    </message>
    <message>
        <source>An OpenAI-compatible server gives none.</source>
        <translation>Ein OpenAI-kompatibler Server gibt keinen.</translation>
    </message>
    <message>
        <source>Evidence of this form is not known for such a network.</source>
        <translation>Ein Nachweis dieser Form ist für ein solches Netzwerk nicht bekannt.</translation>
    </message>
    <message>
        <source>It is a key that was pinned.</source>
        <translation>Es ist ein Schlüssel, der festgelegt wurde.</translation>
    </message>
    <message>
        <source>Nobody pinned it: whose key it is, only the network says.</source>
        <translation>Niemand hat ihn festgelegt: Wessen Schlüssel es ist, sagt nur das Netzwerk.</translation>
    </message>
    <message>
        <source>Another key signed than the one that was pinned.</source>
        <translation>Ein anderer Schlüssel als der festgelegte hat unterschrieben.</translation>
    </message>
    <message>
        <source>The key %1 signed the two hashes.</source>
        <translation>Der Schlüssel %1 hat die beiden Hashwerte unterschrieben.</translation>
    </message>
    <message>
        <source>The signature is not that of the key which the network names.</source>
        <translation>Die Unterschrift ist nicht die des Schlüssels, den das Netzwerk nennt.</translation>
    </message>
    <message>
        <source>What was signed is this request.</source>
        <translation>Was unterschrieben wurde, ist diese Anfrage.</translation>
    </message>
    <message>
        <source>What was signed is another request.</source>
        <translation>Was unterschrieben wurde, ist eine andere Anfrage.</translation>
    </message>
    <message>
        <source>What was signed is this answer.</source>
        <translation>Was unterschrieben wurde, ist diese Antwort.</translation>
    </message>
    <message>
        <source>What was signed is this answer, byte for byte.</source>
        <translation>Was unterschrieben wurde, ist diese Antwort, Byte für Byte.</translation>
    </message>
    <message>
        <source>What was signed is another answer.</source>
        <translation>Was unterschrieben wurde, ist eine andere Antwort.</translation>
    </message>
    <message>
        <source>The bytes of the request are not at hand here.</source>
        <translation>Die Bytes der Anfrage liegen hier nicht vor.</translation>
    </message>
    <message>
        <source>The computer of this model signed.</source>
        <translation>Der Rechner dieses Modells hat unterschrieben.</translation>
    </message>
    <message>
        <source>The computer of another model signed.</source>
        <translation>Der Rechner eines anderen Modells hat unterschrieben.</translation>
    </message>
    <message>
        <source>The network&apos;s own gateway signed, not the computer of the model.</source>
        <translation>Das Gateway des Netzwerks selbst hat unterschrieben, nicht der Rechner des Modells.</translation>
    </message>
    <message>
        <source>The network does not say who signed.</source>
        <translation>Das Netzwerk sagt nicht, wer unterschrieben hat.</translation>
    </message>
    <message>
        <source>The network showed no quote.</source>
        <translation>Das Netzwerk hat kein Zeugnis gezeigt.</translation>
    </message>
    <message>
        <source>The quote names this key and this gateway&apos;s own question.</source>
        <translation>Das Zeugnis nennt diesen Schlüssel und die eigene Frage dieses Gateways.</translation>
    </message>
    <message>
        <source>The quote is for another key, or for another question.</source>
        <translation>Das Zeugnis gilt einem anderen Schlüssel oder einer anderen Frage.</translation>
    </message>
    <message>
        <source>What the network gave as its quote is none.</source>
        <translation>Was das Netzwerk als sein Zeugnis gab, ist keines.</translation>
    </message>
    <message>
        <source>The network gave no signature of this family&apos;s form.</source>
        <translation>Das Netzwerk gab keine Unterschrift in der Form dieser Familie.</translation>
    </message>
    <message>
        <source>The answer has no id under which its signature could be asked for.</source>
        <translation>Die Antwort hat keine Kennung, unter der ihre Unterschrift erfragt werden könnte.</translation>
    </message>
    <message>
        <source>The network gave no signature: %1</source>
        <translation>Das Netzwerk gab keine Unterschrift: %1</translation>
    </message>
    <message>
        <source>What the network gave as a signature is no JSON object.</source>
        <translation>Was das Netzwerk als Unterschrift gab, ist kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>The answer is not whole.</source>
        <translation>Die Antwort ist nicht vollständig.</translation>
    </message>
    <message>
        <source>The answer carries no signature.</source>
        <translation>Die Antwort trägt keine Unterschrift.</translation>
    </message>
    <message>
        <source>The network shows no signing key now.</source>
        <translation>Das Netzwerk zeigt jetzt keinen Schlüssel, mit dem es unterschreibt.</translation>
    </message>
    <message>
        <source>The answer carries no signature of OpenGradient&apos;s form.</source>
        <translation>Die Antwort trägt keine Unterschrift in der Form von OpenGradient.</translation>
    </message>
    <message>
        <source>The signature over the hashes of request and answer is that of the key shown.</source>
        <translation>Die Unterschrift über die Hashwerte von Anfrage und Antwort ist die des gezeigten Schlüssels.</translation>
    </message>
    <message>
        <source>The signature is not that of the key shown.</source>
        <translation>Die Unterschrift ist nicht die des gezeigten Schlüssels.</translation>
    </message>
    <message>
        <source>The id is that of the key.</source>
        <translation>Die Kennung ist die des Schlüssels.</translation>
    </message>
    <message>
        <source>The id is that of another key.</source>
        <translation>Die Kennung ist die eines anderen Schlüssels.</translation>
    </message>
    <message>
        <source>This is no evidence. %1</source>
        <translation>Das ist kein Nachweis. %1</translation>
    </message>
    <message>
        <source>The file is evidence in its one encoding.</source>
        <translation>Die Datei ist ein Nachweis in seiner einen Kodierung.</translation>
    </message>
    <message>
        <source>The node %1 wrote this down. That is no attestation: it does not prove what the network did.</source>
        <translation>Der Knoten %1 hat das aufgeschrieben. Das ist keine Beglaubigung: Es beweist nicht, was das Netzwerk tat.</translation>
    </message>
    <message>
        <source>The signature is not the gateway&apos;s: somebody changed the file.</source>
        <translation>Die Unterschrift ist nicht die des Gateways: Jemand hat die Datei geändert.</translation>
    </message>
    <message>
        <source>It claims %1, which nothing in it carries. %2</source>
        <translation>Sie behauptet %1, was nichts darin trägt. %2</translation>
    </message>
    <message>
        <source>Give the bytes of the request to compare them.</source>
        <translation>Die Bytes der Anfrage angeben, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>The bytes of the request are those that the evidence is about.</source>
        <translation>Die Bytes der Anfrage sind die, von denen der Nachweis handelt.</translation>
    </message>
    <message>
        <source>The bytes of the request are others.</source>
        <translation>Die Bytes der Anfrage sind andere.</translation>
    </message>
    <message>
        <source>The map of what was rewritten does not fit the request.</source>
        <translation>Das Verzeichnis dessen, was umgeschrieben wurde, passt nicht zur Anfrage.</translation>
    </message>
    <message>
        <source>Give the bytes of the response to compare them.</source>
        <translation>Die Bytes der Antwort angeben, um sie zu vergleichen.</translation>
    </message>
    <message>
        <source>The bytes of the response are those that the evidence is about.</source>
        <translation>Die Bytes der Antwort sind die, von denen der Nachweis handelt.</translation>
    </message>
    <message>
        <source>The bytes of the response are others.</source>
        <translation>Die Bytes der Antwort sind andere.</translation>
    </message>
    <message>
        <source>The answer came to its end.</source>
        <translation>Die Antwort kam bis zu ihrem Ende.</translation>
    </message>
    <message>
        <source>No answer came: %1</source>
        <translation>Es kam keine Antwort: %1</translation>
    </message>
    <message>
        <source>The answer broke off: %1</source>
        <translation>Die Antwort brach ab: %1</translation>
    </message>
    <message>
        <source>The gateway signed this head of its log.</source>
        <translation>Das Gateway hat diesen Stand seines Protokolls unterschrieben.</translation>
    </message>
    <message>
        <source>The head is not signed by the key that it names.</source>
        <translation>Der Stand ist nicht mit dem Schlüssel unterschrieben, den er nennt.</translation>
    </message>
    <message>
        <source>No ledger holds a head of this log yet.</source>
        <translation>Noch hält kein Hauptbuch einen Stand dieses Protokolls.</translation>
    </message>
    <message>
        <source>The log is not the one whose head the ledger holds with more behind it.</source>
        <translation>Das Protokoll ist nicht das, dessen Stand das Hauptbuch hält, mit mehr dahinter.</translation>
    </message>
    <message>
        <source>The newest head in the ledger, of block %1 of %2, is from before this entry: look again next epoch.</source>
        <translation>Der neueste Stand im Hauptbuch, aus Block %1 von %2, ist älter als dieser Eintrag: In der nächsten Epoche noch einmal nachsehen.</translation>
    </message>
    <message>
        <source>The entry stood in the log when block %1 of %2 took its head; hearthctl ledger prove %3 shows it.</source>
        <translation>Der Eintrag stand im Protokoll, als Block %1 von %2 seinen Stand aufnahm; hearthctl ledger prove %3 zeigt es.</translation>
    </message>
    <message>
        <source>The entry stands in the log under this head.</source>
        <translation>Der Eintrag steht unter diesem Stand im Protokoll.</translation>
    </message>
    <message>
        <source>The entry does not stand in the log under this head.</source>
        <translation>Der Eintrag steht nicht unter diesem Stand im Protokoll.</translation>
    </message>
    <message>
        <source>The entry is none of a log of evidence.</source>
        <translation>Der Eintrag ist keiner aus einem Protokoll von Nachweisen.</translation>
    </message>
    <message>
        <source>There is no envelope at hand to compare the entry with.</source>
        <translation>Es liegt kein Nachweis vor, mit dem der Eintrag zu vergleichen wäre.</translation>
    </message>
    <message>
        <source>The entry is that of this envelope.</source>
        <translation>Der Eintrag ist der dieses Nachweises.</translation>
    </message>
    <message>
        <source>The entry is that of another envelope.</source>
        <translation>Der Eintrag ist der eines anderen Nachweises.</translation>
    </message>
    <message>
        <source>The same gateway signed the earlier head.</source>
        <translation>Dasselbe Gateway hat den früheren Stand unterschrieben.</translation>
    </message>
    <message>
        <source>The same gateway did not sign the earlier head.</source>
        <translation>Den früheren Stand hat nicht dasselbe Gateway unterschrieben.</translation>
    </message>
    <message>
        <source>The log has only grown since: nothing of it was changed or taken out.</source>
        <translation>Das Protokoll ist seitdem nur gewachsen: Nichts darin wurde geändert oder herausgenommen.</translation>
    </message>
    <message>
        <source>The log is not the earlier one with more behind it: something was changed or taken out.</source>
        <translation>Das Protokoll ist nicht das frühere mit mehr dahinter: Etwas wurde geändert oder herausgenommen.</translation>
    </message>
    <message>
        <source>At most E1: a node whose address you pinned signed this answer; to which question it belongs, and which model gave it, was not proven.</source>
        <translation>Höchstens E1: Ein Knoten, dessen Adresse Sie festgelegt haben, hat diese Antwort unterschrieben; zu welcher Frage sie gehört und welches Modell sie gab, wurde nicht bewiesen.</translation>
    </message>
    <message>
        <source>At most E3, and only to this home: Intel&apos;s hardware, running the software that you pinned, holds the key of the connection over which the answer came; no answer is signed, and its graphics cards and the model were not examined.</source>
        <translation>Höchstens E3, und nur für dieses Heim: Intels Hardware, auf der die von Ihnen festgelegte Software läuft, hält den Schlüssel der Verbindung, über die die Antwort kam; keine Antwort ist unterschrieben, und ihre Grafikkarten und das Modell wurden nicht geprüft.</translation>
    </message>
    <message>
        <source>E0: only the gateway named above saw over which connection the answer came, and nothing in the file shows it.</source>
        <translation>E0: Nur das oben genannte Gateway sah, über welche Verbindung die Antwort kam, und nichts in der Datei zeigt es.</translation>
    </message>
    <message>
        <source>E0: Intel&apos;s hardware may prove what its machines run; which of them answered, nothing shows.</source>
        <translation>E0: Intels Hardware kann beweisen, was auf seinen Rechnern läuft; welcher davon antwortete, zeigt nichts.</translation>
    </message>
    <message>
        <source>E0: the answer may carry a list of TOPLOC&apos;s proofs; that the named model computed it was not examined.</source>
        <translation>E0: Die Antwort kann eine Liste von Beweisen nach TOPLOC tragen; dass das genannte Modell sie berechnet hat, wurde nicht geprüft.</translation>
    </message>
    <message>
        <source>E0: the server said so; nothing was proven.</source>
        <translation>E0: Der Server hat es gesagt; bewiesen ist nichts.</translation>
    </message>
    <message>
        <source>At most E1: a key that you pinned signed the bytes of this request and this answer; that attested hardware holds the key, or which model it ran, was not proven.</source>
        <translation>Höchstens E1: Ein Schlüssel, den Sie festgelegt haben, hat die Bytes dieser Anfrage und dieser Antwort unterschrieben; dass bezeugte Hardware den Schlüssel hält oder welches Modell lief, ist nicht bewiesen.</translation>
    </message>
    <message>
        <source>At most E1: a key that you pinned signed what was asked and answered; that its enclave is the attested one, or that the vendor ran the named model, was not proven.</source>
        <translation>Höchstens E1: Ein Schlüssel, den Sie festgelegt haben, hat Frage und Antwort unterschrieben; dass seine Enklave die bezeugte ist oder dass der Anbieter das genannte Modell ausführte, ist nicht bewiesen.</translation>
    </message>
    <message>
        <source>No key of its signatures was pinned, so that its evidence stays E0; --signer names one that you know from elsewhere.</source>
        <translation>Kein Schlüssel seiner Unterschriften wurde festgelegt, sodass sein Nachweis E0 bleibt; --signer nennt einen, den Sie von anderswo kennen.</translation>
    </message>
    <message>
        <source>This address leads back to this gateway itself.</source>
        <translation>Diese Adresse führt zu diesem Gateway selbst zurück.</translation>
    </message>
    <message>
        <source>Its models are there already; give the address of another server.</source>
        <translation>Seine Modelle sind schon da; geben Sie die Adresse eines anderen Servers an.</translation>
    </message>
    <message>
        <source>The network shows no signing key.</source>
        <translation>Das Netz zeigt keinen Schlüssel für Unterschriften.</translation>
    </message>
    <message>
        <source>Check that its address is that of a gateway of OpenGradient's form.</source>
        <translation>Prüfen Sie, ob die Adresse zu einem Gateway nach Art von OpenGradient gehört.</translation>
    </message>
    <message>
        <source>The network shows a signing key and the id of another one.</source>
        <translation>Das Netz zeigt einen Schlüssel und die Kennung eines anderen.</translation>
    </message>
    <message>
        <source>Tell whoever runs that network.</source>
        <translation>Sagen Sie es dem Betreiber dieses Netzes.</translation>
    </message>
    <message>
        <source>The network signs with %1, which is no key that was pinned.</source>
        <translation>Das Netz unterschreibt mit %1; dieser Schlüssel wurde nicht festgelegt.</translation>
    </message>
    <message>
        <source>If that is its new key, and you know so from elsewhere: remove it, and add it with it.</source>
        <translation>Wenn das sein neuer Schlüssel ist und Sie das von anderswo wissen: Entfernen Sie das Netz und fügen Sie es mit ihm hinzu.</translation>
    </message>
    <message>
        <source>A network of the kind '%1' signs nothing.</source>
        <translation>Ein Netz der Art „%1“ unterschreibt nichts.</translation>
    </message>
    <message>
        <source>Leave --signer out.</source>
        <translation>Lassen Sie --signer weg.</translation>
    </message>
    <message>
        <source>What is given as the key of a signer is none, or there are too many.</source>
        <translation>Was als Schlüssel einer Unterschrift angegeben ist, ist keiner, oder es sind zu viele.</translation>
    </message>
    <message>
        <source>Write an address as 0x and 40 digits, an Ed25519 key as 64 digits, a tee_id or a node of Atoma as 0x and 64.</source>
        <translation>Schreiben Sie eine Adresse als 0x und 40 Ziffern, einen Ed25519-Schlüssel als 64 Ziffern, eine tee_id oder einen Knoten von Atoma als 0x und 64.</translation>
    </message>
    <message>
        <source>A network of the kind '%1' lists its models itself.</source>
        <translation>Ein Netz der Art „%1“ nennt seine Modelle selbst.</translation>
    </message>
    <message>
        <source>Leave --model out.</source>
        <translation>Lassen Sie --model weg.</translation>
    </message>
    <message>
        <source>A model's name is missing or too long, or there are too many.</source>
        <translation>Der Name eines Modells fehlt oder ist zu lang, oder es sind zu viele.</translation>
    </message>
    <message>
        <source>The log of evidence in %1 has a gap.</source>
        <translation>Das Protokoll der Nachweise in %1 hat eine Lücke.</translation>
    </message>
    <message>
        <source>Restore the file from a backup: a log that lost an entry proves nothing.</source>
        <translation>Stellen Sie die Datei aus einer Sicherung wieder her: Ein Protokoll, dem ein Eintrag fehlt, beweist nichts.</translation>
    </message>
    <message>
        <source>There is no evidence %1 in the log.</source>
        <translation>Im Protokoll steht kein Nachweis %1.</translation>
    </message>
    <message>
        <source>See: hearthctl evidence list</source>
        <translation>Siehe: hearthctl evidence list</translation>
    </message>
    <message>
        <source>The log of evidence is not the one whose head was signed: an entry is missing or another.</source>
        <translation>Das Protokoll der Nachweise ist nicht das, dessen Kopf unterschrieben wurde: Ein Eintrag fehlt oder ist ein anderer.</translation>
    </message>
    <message>
        <source>Restore node.sqlite from a backup. Nothing is signed until the log fits again.</source>
        <translation>Stellen Sie node.sqlite aus einer Sicherung wieder her. Bis das Protokoll wieder passt, wird nichts unterschrieben.</translation>
    </message>
    <message>
        <source>The log has %1 entries, not %2.</source>
        <translation>Das Protokoll hat %1 Einträge, nicht %2.</translation>
    </message>
    <message>
        <source>Give the size of a head that you kept.</source>
        <translation>Geben Sie die Größe eines Kopfes an, den Sie aufbewahrt haben.</translation>
    </message>
    <message>
        <source>No log of evidence is kept here.</source>
        <translation>Hier wird kein Protokoll der Nachweise geführt.</translation>
    </message>
    <message>
        <source>E0: what evidence of the kind &quot;%1&quot; proves is not known here.</source>
        <translation>E0: Was ein Nachweis der Art „%1“ beweist, ist hier nicht bekannt.</translation>
    </message>
    <message>
        <source>The network repeats the key of this gateway in its answer.</source>
        <translation>Das Netz wiederholt in seiner Antwort den Schlüssel dieses Gateways.</translation>
    </message>
    <message>
        <source>Tell the node's owner: that key should be replaced.</source>
        <translation>Sagen Sie dem Besitzer des Knotens: Dieser Schlüssel sollte ersetzt werden.</translation>
    </message>
    <message>
        <source>The service goes on with what it read; its next start is refused.</source>
        <translation>Der Dienst arbeitet mit dem weiter, was er gelesen hat; seinen nächsten Start verweigert er.</translation>
    </message>
    <message>
        <source>%1 does not run (exit code %2).</source>
        <translation>%1 läuft nicht (Code %2).</translation>
    </message>
    <message>
        <source>Run installers/bootstrap build again.</source>
        <translation>Führen Sie installers/bootstrap build noch einmal aus.</translation>
    </message>
    <message>
        <source>The settings name %1, which is not here.</source>
        <translation>Die Einstellungen nennen %1; das gibt es hier nicht.</translation>
    </message>
    <message>
        <source>%1 is the same card as %2, which is used.</source>
        <translation>%1 ist dieselbe Karte wie %2, die benutzt wird.</translation>
    </message>
    <message>
        <source>Leave one of them out of worker.devices in hearth.toml.</source>
        <translation>Lassen Sie in hearth.toml eine davon aus worker.devices weg.</translation>
    </message>
    <message>
        <source>%1 audits could not run yet.</source>
        <translation>%1 Prüfungen konnten noch nicht laufen.</translation>
    </message>
    <message>
        <source>One audit could not run yet.</source>
        <translation>Eine Prüfung konnte noch nicht laufen.</translation>
    </message>
    <message>
        <source>%1: driver missing.</source>
        <translation>%1: Treiber fehlt.</translation>
    </message>
    <message>
        <source>%1: driver busy.</source>
        <translation>%1: Treiber beschäftigt.</translation>
    </message>
    <message>
        <source>%1: probe crashed.</source>
        <translation>%1: Messprogramm abgestürzt.</translation>
    </message>
    <message>
        <source>Let a TLS proxy on this machine answer instead, with api.listen = &quot;127.0.0.1:8747&quot; and api.require_key = &quot;always&quot;.</source>
        <translation>Lassen Sie stattdessen einen TLS-Vermittler auf diesem Rechner antworten, mit api.listen = &quot;127.0.0.1:8747&quot; und api.require_key = &quot;always&quot;.</translation>
    </message>
    <message>
        <source>hearthctl node resume tries again.</source>
        <translation>hearthctl node resume versucht es wieder.</translation>
    </message>
    <message>
        <source>%1 cannot be read: %2.</source>
        <translation>%1 ist nicht lesbar: %2.</translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation>Führen Sie aus: %1</translation>
    </message>
    <message>
        <source>%1 cannot be opened: %2.</source>
        <translation>%1 lässt sich nicht öffnen: %2.</translation>
    </message>
    <message>
        <source>Give it back to you: %1</source>
        <translation>Geben Sie es sich zurück: %1</translation>
    </message>
    <message>
        <source>%1 belongs to another user.</source>
        <translation>%1 gehört einem anderen Benutzer.</translation>
    </message>
    <message>
        <source>%1 cannot be written by you.</source>
        <translation>%1 ist für Sie nicht beschreibbar.</translation>
    </message>
    <message>
        <source>%1 is open to other users.</source>
        <translation>%1 steht anderen Benutzern offen.</translation>
    </message>
    <message>
        <source>%1 can be read by other users.</source>
        <translation>%1 ist für andere Benutzer lesbar.</translation>
    </message>
    <message>
        <source>%1 is missing, though this node has a ledger: jobs and receipts are lost.</source>
        <translation>%1 fehlt, obwohl dieser Knoten ein Hauptbuch hat: Aufträge und Belege sind verloren.</translation>
    </message>
    <message>
        <source>Restore it from a backup; else the next start begins an empty job list.</source>
        <translation>Stellen Sie es aus einer Sicherung wieder her; sonst beginnt der nächste Start mit einer leeren Auftragsliste.</translation>
    </message>
    <message>
        <source>The model %1 is not whole: %2</source>
        <translation>Das Modell %1 ist nicht ganz: %2</translation>
    </message>
    <message>
        <source>Move %1 away and import it again: hearthctl model import PATH --name %2</source>
        <translation>Legen Sie %1 beiseite und lesen Sie es noch einmal ein: hearthctl model import PFAD --name %2</translation>
    </message>
    <message>
        <source>It belongs to no model of this node; move it away.</source>
        <translation>Das gehört zu keinem Modell dieses Knotens; legen Sie es beiseite.</translation>
    </message>
    <message>
        <source>The disk cannot be asked: %1.</source>
        <translation>Die Festplatte gibt keine Auskunft: %1.</translation>
    </message>
    <message>
        <source>The manifest hashes to the model's id.</source>
        <translation>Die Beschreibung ergibt die Kennung des Modells.</translation>
    </message>
    <message>
        <source>Every file has the hash that the manifest names.</source>
        <translation>Jede Datei hat die Prüfsumme, die die Beschreibung nennt.</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>Starting the worker</source>
        <translation>Startet den Arbeiter</translation>
    </message>
    <message>
        <source>reading the model</source>
        <translation>liest das Modell</translation>
    </message>
    <message>
        <source>checking files</source>
        <translation>prüft Dateien</translation>
    </message>
    <message>
        <source>trying it: %1</source>
        <translation>probiert es aus: %1</translation>
    </message>
    <message>
        <source>copying files</source>
        <translation>kopiert Dateien</translation>
    </message>
    <message>
        <source>comparing with the models that are here</source>
        <translation>vergleicht mit den vorhandenen Modellen</translation>
    </message>
    <message>
        <source>calibrating</source>
        <translation>eicht</translation>
    </message>
    <message>
        <source>quantising</source>
        <translation>quantisiert</translation>
    </message>
    <message>
        <source>Loading weights</source>
        <translation>lädt Gewichte</translation>
    </message>
    <message>
        <source>Making the model</source>
        <translation>legt das Modell an</translation>
    </message>
    <message>
        <source>Reading prompts</source>
        <translation>liest Eingaben</translation>
    </message>
    <message>
        <source>Measuring the memory's bandwidth</source>
        <translation>misst die Bandbreite des Speichers</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>lädt das Modell</translation>
    </message>
    <message>
        <source>Decoding one answer</source>
        <translation>rechnet eine Antwort</translation>
    </message>
    <message>
        <source>Decoding many answers</source>
        <translation>rechnet viele Antworten</translation>
    </message>
    <message>
        <source>reading the header</source>
        <translation>liest den Kopf</translation>
    </message>
    <message>
        <source>hashing tensors</source>
        <translation>prüft Tensoren</translation>
    </message>
    <message>
        <source>hashing files</source>
        <translation>prüft Dateien nach</translation>
    </message>
    <message>
        <source>replaying tokens</source>
        <translation>rechnet Token nach</translation>
    </message>
    <message>
        <source>computing the answer again</source>
        <translation>rechnet die Antwort nach</translation>
    </message>
    <message>
        <source>loading the model in a fresh worker</source>
        <translation>lädt das Modell in einen frischen Arbeiter</translation>
    </message>
    <message>
        <source>bubblewrap + %1</source>
        <translation>bubblewrap + %1</translation>
    </message>
    <message>
        <source>resource limits (no bubblewrap: %1)</source>
        <translation>Ressourcengrenzen (kein bubblewrap: %1)</translation>
    </message>
    <message>
        <source>resource limits + %1 (no bubblewrap: %2)</source>
        <translation>Ressourcengrenzen + %1 (kein bubblewrap: %2)</translation>
    </message>
    <message>
        <source>none: %1</source>
        <translation>keiner: %1</translation>
    </message>
    <message>
        <source>seccomp (its GPU's files stay open to it)</source>
        <translation>seccomp (die Dateien seiner GPU bleiben ihm offen)</translation>
    </message>
    <message>
        <source>Metadata entry %1</source>
        <translation>Metadaten-Eintrag %1</translation>
    </message>
    <message>
        <source>Node %1 was lost after %2 tokens; another one gave the whole answer.</source>
        <translation>Der Knoten %1 ging nach %2 Token verloren; ein anderer gab die ganze Antwort.</translation>
    </message>
    <message>
        <source>The answer was computed again and is the same.</source>
        <translation>Die Antwort wurde nachgerechnet und ist dieselbe.</translation>
    </message>
    <message>
        <source>The answer was computed again and is another.</source>
        <translation>Die Antwort wurde nachgerechnet und ist eine andere.</translation>
    </message>
    <message>
        <source>No receipt was signed for this job.</source>
        <translation>Für diesen Auftrag wurde kein Beleg signiert.</translation>
    </message>
    <message>
        <source>Import %1 again: hearthctl model import PATH</source>
        <translation>Lesen Sie %1 wieder ein: hearthctl model import PFAD</translation>
    </message>
    <message>
        <source>Import %1 again: hearthctl model import PATH --profile %2</source>
        <translation>Lesen Sie %1 wieder ein: hearthctl model import PFAD --profile %2</translation>
    </message>
    <message>
        <source>The setting api.listen is not an address and a port: %1</source>
        <translation>Die Einstellung api.listen ist keine Adresse mit Port: %1</translation>
    </message>
    <message>
        <source>Write for example &quot;127.0.0.1:8747&quot; or &quot;[::1]:8747&quot;.</source>
        <translation>Schreiben Sie zum Beispiel &quot;127.0.0.1:8747&quot; oder &quot;[::1]:8747&quot;.</translation>
    </message>
    <message>
        <source>The setting %1 holds no address that can be used, or one with a password in it.</source>
        <translation>Die Einstellung %1 enthält keine brauchbare Adresse, oder eine mit einem Passwort darin.</translation>
    </message>
    <message>
        <source>The setting %1 holds &quot;%2&quot;, which can never match.</source>
        <translation>Die Einstellung %1 enthält „%2“; das kann nie zutreffen.</translation>
    </message>
    <message>
        <source>Write for example %1.</source>
        <translation>Schreiben Sie zum Beispiel %1.</translation>
    </message>
    <message>
        <source>The setting worker.devices holds &quot;%1&quot;, which names no device.</source>
        <translation>Die Einstellung worker.devices enthält „%1“; das nennt kein Gerät.</translation>
    </message>
    <message>
        <source>Write &quot;cpu&quot;, &quot;vulkan:0&quot;, &quot;cuda:0&quot;, or &quot;vulkan:0=6144&quot; to allow it 6144 MiB.</source>
        <translation>Schreiben Sie &quot;cpu&quot;, &quot;vulkan:0&quot;, &quot;cuda:0&quot; oder &quot;vulkan:0=6144&quot;, um ihm 6144 MiB zu erlauben.</translation>
    </message>
    <message>
        <source>The setting worker.devices names %1 twice.</source>
        <translation>Die Einstellung worker.devices nennt %1 zweimal.</translation>
    </message>
    <message>
        <source>One worker runs on each device; name it once.</source>
        <translation>Auf jedem Gerät läuft ein Arbeiter; nennen Sie es einmal.</translation>
    </message>
    <message>
        <source>The folder %1 cannot be flushed.</source>
        <translation>Der Ordner %1 lässt sich nicht auf die Festplatte bringen.</translation>
    </message>
    <message>
        <source>Check the disk.</source>
        <translation>Prüfen Sie die Festplatte.</translation>
    </message>
    <message>
        <source>Check that its parent is writable and the disk has room.</source>
        <translation>Prüfen Sie, ob der Ordner darüber beschreibbar ist und die Festplatte Platz hat.</translation>
    </message>
    <message>
        <source>%1 holds %2 receipts of the epochs %3 to %4</source>
        <translation>%1 enthält %2 Belege der Epochen %3 bis %4</translation>
    </message>
    <message>
        <source>%1 and cannot be read: %2</source>
        <translation>%1 und ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>%1 and is damaged.</source>
        <translation>%1 und ist beschädigt.</translation>
    </message>
    <message>
        <source>Restore it from a backup.</source>
        <translation>Stellen Sie es aus einer Sicherung wieder her.</translation>
    </message>
    <message>
        <source>Another program needs the memory of this GPU: %1 of %2 were left, %3 must be.</source>
        <translation>Ein anderes Programm braucht den Speicher dieser GPU: %1 von %2 waren übrig, %3 müssen es sein.</translation>
    </message>
    <message>
        <source>%1 belongs to version %2 (interface %3), this program to %4 (interface %5).</source>
        <translation>%1 gehört zu Version %2 (Schnittstelle %3), dieses Programm zu %4 (Schnittstelle %5).</translation>
    </message>
    <message>
        <source>Install the driver of the graphics card and, for Vulkan, the loader (libvulkan1).</source>
        <translation>Installieren Sie den Treiber der Grafikkarte und für Vulkan den Lader (libvulkan1).</translation>
    </message>
    <message>
        <source>Install the package hearth-torch, or use &quot;ci8.1&quot;, &quot;ci4.1&quot; or the device &quot;cpu&quot;, which need none of it.</source>
        <translation>Installieren Sie das Paket hearth-torch, oder nehmen Sie „ci8.1“, „ci4.1“ oder das Gerät „cpu“, die es nicht brauchen.</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a text in quotes</source>
        <translation>ein Text in Anführungszeichen</translation>
    </message>
    <message>
        <source>a list of texts</source>
        <translation>eine Liste von Texten</translation>
    </message>
    <message>
        <source>%1: &quot;%2&quot; must be %3.</source>
        <translation>%1: „%2“ muss sein: %3.</translation>
    </message>
    <message>
        <source>%1, line %2</source>
        <translation>%1, Zeile %2</translation>
    </message>
    <message>
        <source>between %1 and %2</source>
        <translation>zwischen %1 und %2</translation>
    </message>
    <message>
        <source>one of: %1</source>
        <translation>eines von: %1</translation>
    </message>
    <message>
        <source>Correct the line, or remove it to use the default.</source>
        <translation>Berichtigen Sie die Zeile oder entfernen Sie sie; dann gilt der Vorgabewert.</translation>
    </message>
    <message>
        <source>%1: the setting &quot;%2&quot; does not exist.</source>
        <translation>%1: Die Einstellung „%2“ gibt es nicht.</translation>
    </message>
    <message>
        <source>Remove the line.</source>
        <translation>Entfernen Sie die Zeile.</translation>
    </message>
    <message>
        <source>Did you mean &quot;%1&quot;?</source>
        <translation>Meinten Sie „%1“?</translation>
    </message>
    <message>
        <source>The transaction was refused.</source>
        <translation>Die Transaktion wurde abgelehnt.</translation>
    </message>
    <message>
        <source>Too many transactions wait for a block.</source>
        <translation>Zu viele Transaktionen warten auf einen Block.</translation>
    </message>
    <message>
        <source>No block has taken the transaction in time; it may still take effect.</source>
        <translation>Kein Block hat die Transaktion rechtzeitig aufgenommen; sie kann noch wirksam werden.</translation>
    </message>
    <message>
        <source>Look at the account before you sign it again with the same sequence number.</source>
        <translation>Sehen Sie nach dem Konto, ehe Sie sie mit derselben laufenden Nummer noch einmal signieren.</translation>
    </message>
    <message>
        <source>Nobody orders blocks now; the transaction may still take effect.</source>
        <translation>Gerade ordnet niemand Blöcke; die Transaktion kann noch wirksam werden.</translation>
    </message>
    <message>
        <source>Look at the network's state; it goes on when more than two thirds of the validators are there.</source>
        <translation>Sehen Sie nach dem Zustand des Netzes; es geht weiter, wenn mehr als zwei Drittel der Validatoren da sind.</translation>
    </message>
    <message>
        <source>this machine</source>
        <translation>dieser Rechner</translation>
    </message>
    <message>
        <source>the control group of this process</source>
        <translation>die Kontrollgruppe dieses Prozesses</translation>
    </message>
    <message>
        <source>the address-space limit of this process</source>
        <translation>die Adressraumgrenze dieses Prozesses</translation>
    </message>
    <message>
        <source>Give the model a smaller cache, or use &quot;ci8.1&quot; or &quot;ci4.1&quot;, whose layers GPU and processor share.</source>
        <translation>Geben Sie dem Modell weniger Zwischenspeicher, oder nehmen Sie „ci8.1“ oder „ci4.1“, deren Schichten sich GPU und Prozessor teilen.</translation>
    </message>
    <message>
        <source>The ledger %1 cannot be used.</source>
        <translation>Das Hauptbuch %1 ist nicht benutzbar.</translation>
    </message>
    <message>
        <source>The connection to the gateway broke and did not come back in time.</source>
        <translation>Die Verbindung zum Gateway brach und kam nicht rechtzeitig wieder.</translation>
    </message>
    <message>
        <source>The gateway did not answer in time.</source>
        <translation>Das Gateway antwortete nicht rechtzeitig.</translation>
    </message>
    <message>
        <source>The gateway was silent for too long.</source>
        <translation>Das Gateway schwieg zu lange.</translation>
    </message>
    <message>
        <source>The gateway takes nothing that is sent to it.</source>
        <translation>Das Gateway nimmt nichts an, was ihm gesandt wird.</translation>
    </message>
    <message>
        <source>The gateway does not know the link any more; what ran over it is lost.</source>
        <translation>Das Gateway kennt die Verbindung nicht mehr; was darüber lief, ist verloren.</translation>
    </message>
    <message>
        <source>The node began another link; what ran over the old one is lost.</source>
        <translation>Der Knoten begann eine neue Verbindung; was über die alte lief, ist verloren.</translation>
    </message>
    <message>
        <source>A connection did not become a link in time.</source>
        <translation>Aus einer Verbindung wurde nicht rechtzeitig ein Zugang.</translation>
    </message>
    <message>
        <source>The node was silent for too long.</source>
        <translation>Der Knoten schwieg zu lange.</translation>
    </message>
    <message>
        <source>The node takes nothing that is sent to it.</source>
        <translation>Der Knoten nimmt nichts an, was ihm gesandt wird.</translation>
    </message>
    <message>
        <source>The node's connection broke and it did not come back in time.</source>
        <translation>Die Verbindung des Knotens brach und kam nicht rechtzeitig wieder.</translation>
    </message>
    <message>
        <source>The gateway stops.</source>
        <translation>Das Gateway wird beendet.</translation>
    </message>
    <message>
        <source>Its jobs can be given to another node.</source>
        <translation>Seine Aufträge können einem anderen Knoten gegeben werden.</translation>
    </message>
    <message>
        <source>The link to the other side is down.</source>
        <translation>Die Verbindung zur anderen Seite ist unterbrochen.</translation>
    </message>
    <message>
        <source>Try again, or use another one.</source>
        <translation>Versuchen Sie es noch einmal oder nehmen Sie eine andere.</translation>
    </message>
    <message>
        <source>The other side of the link takes no new jobs now.</source>
        <translation>Die andere Seite der Verbindung nimmt gerade keine neuen Aufträge an.</translation>
    </message>
    <message>
        <source>Use another one.</source>
        <translation>Nehmen Sie eine andere.</translation>
    </message>
    <message>
        <source>signal %1, %2</source>
        <translation>Signal %1, %2</translation>
    </message>
    <message>
        <source>exit code %1</source>
        <translation>Code %1</translation>
    </message>
    <message>
        <source>a driver does not let it end</source>
        <translation>ein Treiber lässt ihn nicht enden</translation>
    </message>
    <message>
        <source>A pipe cannot be made.</source>
        <translation>Eine Leitung zwischen Programmen lässt sich nicht anlegen.</translation>
    </message>
    <message>
        <source>A socket pair cannot be made.</source>
        <translation>Ein Paar von Anschlüssen lässt sich nicht anlegen.</translation>
    </message>
    <message>
        <source>a command buffer</source>
        <translation>ein Befehlspuffer</translation>
    </message>
    <message>
        <source>a command pool</source>
        <translation>ein Befehlsvorrat</translation>
    </message>
    <message>
        <source>a device's properties</source>
        <translation>die Eigenschaften eines Geräts</translation>
    </message>
    <message>
        <source>a fence</source>
        <translation>eine Schranke</translation>
    </message>
    <message>
        <source>a kernel</source>
        <translation>ein Kernel</translation>
    </message>
    <message>
        <source>a pipeline cache</source>
        <translation>der Kernel-Vorrat</translation>
    </message>
    <message>
        <source>a pipeline layout</source>
        <translation>die Anordnung eines Kernels</translation>
    </message>
    <message>
        <source>a shader</source>
        <translation>ein Shader</translation>
    </message>
    <message>
        <source>a step</source>
        <translation>ein Schritt</translation>
    </message>
    <message>
        <source>the step</source>
        <translation>der Schritt</translation>
    </message>
    <message>
        <source>a stream</source>
        <translation>ein Strom</translation>
    </message>
    <message>
        <source>an instance</source>
        <translation>eine Instanz</translation>
    </message>
    <message>
        <source>its memory</source>
        <translation>ihr Speicher</translation>
    </message>
    <message>
        <source>loading</source>
        <translation>das Laden</translation>
    </message>
    <message>
        <source>recording</source>
        <translation>das Aufzeichnen</translation>
    </message>
    <message>
        <source>the bandwidth probe</source>
        <translation>die Messung der Bandbreite</translation>
    </message>
    <message>
        <source>the batch</source>
        <translation>der Stapel</translation>
    </message>
    <message>
        <source>the device</source>
        <translation>das Gerät</translation>
    </message>
    <message>
        <source>the list of devices</source>
        <translation>die Liste der Geräte</translation>
    </message>
    <message>
        <source>the model's weights</source>
        <translation>die Gewichte des Modells</translation>
    </message>
    <message>
        <source>the start</source>
        <translation>der Start</translation>
    </message>
    <message>
        <source>the upload window</source>
        <translation>das Ladefenster</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>die Prüfschicht</translation>
    </message>
    <message>
        <source>the cache of keys and values</source>
        <translation>der Zwischenspeicher</translation>
    </message>
    <message>
        <source>the outputs</source>
        <translation>die Ausgaben</translation>
    </message>
    <message>
        <source>The GPU has no memory left for %1.</source>
        <translation>Die GPU hat keinen Speicher mehr: %1.</translation>
    </message>
    <message>
        <source>Close programs that use the GPU, choose a smaller model or let fewer layers run on it.</source>
        <translation>Schließen Sie Programme, die die GPU benutzen, wählen Sie ein kleineres Modell oder lassen Sie weniger Schichten darauf laufen.</translation>
    </message>
    <message>
        <source>The GPU was lost during %1.</source>
        <translation>Die GPU ging verloren: %1.</translation>
    </message>
    <message>
        <source>The GPU was lost during %1 (%2).</source>
        <translation>Die GPU ging verloren: %1 (%2).</translation>
    </message>
    <message>
        <source>The driver reset it or it went away; work goes on when it is back.</source>
        <translation>Der Treiber hat sie zurückgesetzt, oder sie ist fort; die Arbeit geht weiter, wenn sie wieder da ist.</translation>
    </message>
    <message>
        <source>The GPU did not finish %1 within a minute.</source>
        <translation>Die GPU wurde in einer Minute nicht fertig: %1.</translation>
    </message>
    <message>
        <source>Restart the computer if that happens again.</source>
        <translation>Starten Sie den Rechner neu, wenn das noch einmal geschieht.</translation>
    </message>
    <message>
        <source>No Vulkan driver answers.</source>
        <translation>Kein Vulkan-Treiber antwortet.</translation>
    </message>
    <message>
        <source>Install the driver of the graphics card.</source>
        <translation>Installieren Sie den Treiber der Grafikkarte.</translation>
    </message>
    <message>
        <source>The Vulkan driver refused %1 (%2).</source>
        <translation>Der Vulkan-Treiber lehnte ab: %1 (%2).</translation>
    </message>
    <message>
        <source>The Vulkan driver failed at %1 (%2).</source>
        <translation>Der Vulkan-Treiber versagte: %1 (%2).</translation>
    </message>
    <message>
        <source>Update the driver of the graphics card.</source>
        <translation>Erneuern Sie den Treiber der Grafikkarte.</translation>
    </message>
    <message>
        <source>Work goes on when the device opens again.</source>
        <translation>Die Arbeit geht weiter, wenn sich das Gerät wieder öffnet.</translation>
    </message>
    <message>
        <source>The NVIDIA driver refused %1 (%2).</source>
        <translation>Der Treiber von NVIDIA lehnte ab: %1 (%2).</translation>
    </message>
    <message>
        <source>No NVIDIA device answers.</source>
        <translation>Kein Gerät von NVIDIA antwortet.</translation>
    </message>
    <message>
        <source>The NVIDIA driver is too old for CUDA 13.</source>
        <translation>Der Treiber von NVIDIA ist zu alt für CUDA 13.</translation>
    </message>
    <message>
        <source>Install driver %1 or newer.</source>
        <translation>Installieren Sie den Treiber %1 oder einen neueren.</translation>
    </message>
    <message>
        <source>The NVIDIA driver is missing.</source>
        <translation>Der Treiber von NVIDIA fehlt.</translation>
    </message>
    <message>
        <source>The NVIDIA driver finds no device.</source>
        <translation>Der Treiber von NVIDIA findet kein Gerät.</translation>
    </message>
    <message>
        <source>No NVIDIA device here can be used through CUDA: %1.</source>
        <translation>Kein Gerät von NVIDIA ist hier durch CUDA benutzbar: %1.</translation>
    </message>
    <message>
        <source>Older cards may work through Vulkan.</source>
        <translation>Ältere Karten arbeiten vielleicht durch Vulkan.</translation>
    </message>
    <message>
        <source>The Vulkan loader finds no device.</source>
        <translation>Der Vulkan-Lader findet kein Gerät.</translation>
    </message>
    <message>
        <source>No device here can be used through Vulkan: %1.</source>
        <translation>Kein Gerät ist hier durch Vulkan benutzbar: %1.</translation>
    </message>
    <message>
        <source>Install or update the driver of the graphics card.</source>
        <translation>Installieren oder erneuern Sie den Treiber der Grafikkarte.</translation>
    </message>
    <message>
        <source>A buffer for %1 of %2 KiB is larger than allowed (%3 KiB).</source>
        <translation>Ein Puffer ist größer als erlaubt: %1, %2 KiB (%3 KiB).</translation>
    </message>
    <message>
        <source>Lower the memory for the cache in the settings.</source>
        <translation>Verringern Sie in den Einstellungen den Speicher für den Zwischenspeicher.</translation>
    </message>
    <message>
        <source>The NVIDIA driver shows %1; hearthctl status lists them.</source>
        <translation>Der Treiber von NVIDIA zeigt %1; hearthctl status zählt sie auf.</translation>
    </message>
    <message>
        <source>The Vulkan driver shows %1; hearthctl status lists them.</source>
        <translation>Der Vulkan-Treiber zeigt %1; hearthctl status zählt sie auf.</translation>
    </message>
    <message>
        <source>%1 does not run the kernels &quot;%2&quot;.</source>
        <translation>%1 führt die Kernels „%2“ nicht aus.</translation>
    </message>
    <message>
        <source>its driver offers Vulkan %1, and 1.2 is needed</source>
        <translation>ihr Treiber bietet Vulkan %1, nötig ist 1.2</translation>
    </message>
    <message>
        <source>it has no queue for computing</source>
        <translation>sie hat keine Warteschlange zum Rechnen</translation>
    </message>
    <message>
        <source>its workgroups have fewer than %1 threads</source>
        <translation>ihre Arbeitsgruppen haben weniger als %1 Threads</translation>
    </message>
    <message>
        <source>its driver does not offer buffers by address</source>
        <translation>ihr Treiber bietet keine Puffer mit Adresse</translation>
    </message>
    <message>
        <source>it does not answer</source>
        <translation>sie antwortet nicht</translation>
    </message>
    <message>
        <source>its compute capability is %1, and 7.5 (Turing) is needed</source>
        <translation>ihre Rechenfähigkeit ist %1, nötig ist 7.5 (Turing)</translation>
    </message>
    <message>
        <source>%1; %2</source>
        <translation>%1; %2</translation>
    </message>
    <message>
        <source>The ledger belongs to the chain %1 and another sequencer key.</source>
        <translation>Das Hauptbuch gehört zur Kette %1 und wird mit einem anderen Schlüssel geführt.</translation>
    </message>
    <message>
        <source>Restore the key from its backup, or move the ledger's folder away to begin a new one.</source>
        <translation>Stellen Sie den Schlüssel aus seiner Sicherung wieder her, oder legen Sie den Ordner des Hauptbuchs beiseite, um ein neues zu beginnen.</translation>
    </message>
    <message>
        <source>The ledger could not be read back after a failed write.</source>
        <translation>Das Hauptbuch ließ sich nach einem misslungenen Schreiben nicht wieder lesen.</translation>
    </message>
    <message>
        <source>Free some space, check the disk and restart the service; nothing that was acknowledged is lost.</source>
        <translation>Schaffen Sie Platz, prüfen Sie die Festplatte und starten Sie den Dienst neu; nichts, was bestätigt war, ist verloren.</translation>
    </message>
    <message>
        <source>The ledger's folder %1 could not be made: %2.</source>
        <translation>Der Ordner %1 des Hauptbuchs ließ sich nicht anlegen: %2.</translation>
    </message>
    <message>
        <source>Another process has the ledger in %1 open.</source>
        <translation>Ein anderer Prozess hat das Hauptbuch in %1 geöffnet.</translation>
    </message>
    <message>
        <source>Stop the other service, or use another home.</source>
        <translation>Beenden Sie den anderen Dienst oder nehmen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The ledger holds blocks but no genesis.</source>
        <translation>Das Hauptbuch enthält Blöcke, aber keine Genesis.</translation>
    </message>
    <message>
        <source>The ledger holds no genesis.</source>
        <translation>Das Hauptbuch enthält keine Genesis.</translation>
    </message>
    <message>
        <source>The ledger was written by another version of Hearth.</source>
        <translation>Das Hauptbuch wurde von einer anderen Version von Hearth geschrieben.</translation>
    </message>
    <message>
        <source>The ledger's genesis does not carry the sequencer's signature.</source>
        <translation>Die Genesis des Hauptbuchs trägt nicht die Signatur dessen, der seine Blöcke ordnet.</translation>
    </message>
    <message>
        <source>The ledger has lost its clock record.</source>
        <translation>Dem Hauptbuch fehlt seine Aufzeichnung der Zeit.</translation>
    </message>
    <message>
        <source>The ledger's clock record holds no length.</source>
        <translation>Die Zeitaufzeichnung des Hauptbuchs enthält keine Länge.</translation>
    </message>
    <message>
        <source>The ledger %1 is damaged: %2.</source>
        <translation>Das Hauptbuch %1 ist beschädigt: %2.</translation>
    </message>
    <message>
        <source>Block %1 has no whole signature.</source>
        <translation>Block %1 hat keine ganze Signatur.</translation>
    </message>
    <message>
        <source>The chain could not be read back after a failed write.</source>
        <translation>Die Kette ließ sich nach einem misslungenen Schreiben nicht wieder lesen.</translation>
    </message>
    <message>
        <source>Free some space, check the disk and restart the service; no committed block is lost.</source>
        <translation>Schaffen Sie Platz, prüfen Sie die Festplatte und starten Sie den Dienst neu; kein bestätigter Block ist verloren.</translation>
    </message>
    <message>
        <source>The chain's folder %1 could not be made: %2.</source>
        <translation>Der Ordner %1 der Kette ließ sich nicht anlegen: %2.</translation>
    </message>
    <message>
        <source>Another process has the chain in %1 open.</source>
        <translation>Ein anderer Prozess hat die Kette in %1 geöffnet.</translation>
    </message>
    <message>
        <source>There is no solo ledger in %1.</source>
        <translation>In %1 liegt kein Hauptbuch eines Einzelknotens.</translation>
    </message>
    <message>
        <source>Name the home of a node that has run alone.</source>
        <translation>Nennen Sie den Ordner eines Knotens, der allein gelaufen ist.</translation>
    </message>
    <message>
        <source>The solo ledger's state is too large for an invitation.</source>
        <translation>Der Zustand des Hauptbuchs ist zu groß für eine Einladung.</translation>
    </message>
    <message>
        <source>Found the network without it; its money can be sent later.</source>
        <translation>Gründen Sie das Netz ohne ihn und senden Sie das Geld später.</translation>
    </message>
    <message>
        <source>The engine's old blocks in %1 cannot be removed: %2.</source>
        <translation>Die alten Blöcke der Konsens-Maschine in %1 lassen sich nicht entfernen: %2.</translation>
    </message>
    <message>
        <source>Headers cannot be shown at %1: %2.</source>
        <translation>Unter %1 lassen sich keine Header zeigen: %2.</translation>
    </message>
    <message>
        <source>Write another headers_listen into network/network.toml, or an empty one.</source>
        <translation>Schreiben Sie ein anderes headers_listen in network/network.toml, oder ein leeres.</translation>
    </message>
    <message>
        <source>%1 names a trusted header only in part.</source>
        <translation>%1 nennt einen Header, dem vertraut wird, nur zum Teil.</translation>
    </message>
    <message>
        <source>Write headers, trusted_height and trusted_hash, or none of them.</source>
        <translation>Schreiben Sie headers, trusted_height und trusted_hash, oder keines davon.</translation>
    </message>
    <message>
        <source>The chain in %1 began with another genesis.</source>
        <translation>Die Kette in %1 begann mit einer anderen Genesis.</translation>
    </message>
    <message>
        <source>%1 was changed.</source>
        <translation>%1 wurde geändert.</translation>
    </message>
    <message>
        <source>Use the genesis that it was begun with, or move the folder away.</source>
        <translation>Nehmen Sie die Genesis, mit der sie begann, oder legen Sie den Ordner beiseite.</translation>
    </message>
    <message>
        <source>The chain holds blocks but no genesis.</source>
        <translation>Die Kette enthält Blöcke, aber keine Genesis.</translation>
    </message>
    <message>
        <source>The engine begins a chain that has blocks already.</source>
        <translation>Die Konsens-Maschine beginnt eine Kette, die schon Blöcke hat.</translation>
    </message>
    <message>
        <source>Restore the engine's data, or move away both its data and the chain's folder.</source>
        <translation>Stellen Sie die Daten der Konsens-Maschine wieder her, oder legen Sie sie und den Ordner der Kette beiseite.</translation>
    </message>
    <message>
        <source>The engine's genesis is not the one that this node was given.</source>
        <translation>Die Genesis der Konsens-Maschine ist nicht die, die dieser Knoten bekam.</translation>
    </message>
    <message>
        <source>Use one genesis for both.</source>
        <translation>Nehmen Sie für beide dieselbe Genesis.</translation>
    </message>
    <message>
        <source>There is no such account.</source>
        <translation>Es gibt kein solches Konto.</translation>
    </message>
    <message>
        <source>The key file %1 can be read by others.</source>
        <translation>Die Schlüsseldatei %1 kann von anderen gelesen werden.</translation>
    </message>
    <message>
        <source>Set its mode to 0600, and consider the key known.</source>
        <translation>Setzen Sie ihre Rechte auf 0600 und betrachten Sie den Schlüssel als bekannt.</translation>
    </message>
    <message>
        <source>The key file %1 can not be read.</source>
        <translation>Die Schlüsseldatei %1 ist nicht lesbar.</translation>
    </message>
    <message>
        <source>The folder %1 could not be made: %2.</source>
        <translation>Der Ordner %1 ließ sich nicht anlegen: %2.</translation>
    </message>
    <message>
        <source>The record of what this validator has signed, %1, is missing.</source>
        <translation>Die Aufzeichnung dessen, was dieser Validator signiert hat, %1, fehlt.</translation>
    </message>
    <message>
        <source>Restore it; without it the validator could sign twice and lose its vote.</source>
        <translation>Stellen Sie sie wieder her; ohne sie könnte der Validator zweimal signieren und seine Stimme verlieren.</translation>
    </message>
    <message>
        <source>CometBFT is not on this machine, so that no network can be joined.</source>
        <translation>CometBFT ist nicht auf diesem Rechner; so lässt sich keinem Netz beitreten.</translation>
    </message>
    <message>
        <source>Run installers/bootstrap deps where Go 1.22 or newer is; solo mode needs none.</source>
        <translation>Führen Sie installers/bootstrap deps aus, wo es Go 1.22 oder neuer gibt; allein braucht der Knoten es nicht.</translation>
    </message>
    <message>
        <source>CometBFT %1 at %2 is not a version that Hearth knows.</source>
        <translation>CometBFT %1 bei %2 ist keine Version, die Hearth kennt.</translation>
    </message>
    <message>
        <source>Install 0.38.%1 or a later one of that line.</source>
        <translation>Installieren Sie 0.38.%1 oder eine spätere dieser Reihe.</translation>
    </message>
    <message>
        <source>Build it where Go 1.22 or newer and protobuf are; solo mode needs neither.</source>
        <translation>Bauen Sie es, wo es Go 1.22 oder neuer und protobuf gibt; allein braucht der Knoten beides nicht.</translation>
    </message>
    <message>
        <source>%1 cannot be made: %2.</source>
        <translation>%1 lässt sich nicht anlegen: %2.</translation>
    </message>
    <message>
        <source>This is no invitation to a Hearth network, or it is not whole.</source>
        <translation>Das ist keine Einladung in ein Hearth-Netz, oder sie ist nicht vollständig.</translation>
    </message>
    <message>
        <source>The home %1 keeps a solo ledger of its own.</source>
        <translation>Der Ordner %1 hat ein eigenes Hauptbuch.</translation>
    </message>
    <message>
        <source>Join with another home: --home DIR. A solo ledger can not be taken along.</source>
        <translation>Treten Sie mit einem anderen Ordner bei: --home DIR. Ein eigenes Hauptbuch lässt sich nicht mitnehmen.</translation>
    </message>
    <message>
        <source>The network's chain is called "%1", which is no name that a home takes.</source>
        <translation>Die Kette des Netzes heißt „%1“, und diesen Namen nimmt kein Ordner an.</translation>
    </message>
    <message>
        <source>A chain's name consists of letters, digits, dots, hyphens and underscores, and begins with no dot. Ask whoever founded the network.</source>
        <translation>Der Name einer Kette besteht aus Buchstaben, Ziffern, Punkten, Binde- und Unterstrichen und beginnt nicht mit einem Punkt. Fragen Sie, wer das Netz gegründet hat.</translation>
    </message>
    <message>
        <source>%1 is to be the address for full nodes and for links both.</source>
        <translation>%1 soll zugleich die Adresse für Vollknoten und für Verbindungen sein.</translation>
    </message>
    <message>
        <source>Give the gateway another port, for example: --gateway 0.0.0.0:26661</source>
        <translation>Geben Sie dem Gateway einen anderen Port, zum Beispiel: --gateway 0.0.0.0:26661</translation>
    </message>
    <message>
        <source>The consensus engine does not answer.</source>
        <translation>Die Konsens-Maschine antwortet nicht.</translation>
    </message>
    <message>
        <source>It is started again by itself; the log says why it stopped.</source>
        <translation>Sie wird von selbst wieder gestartet; im Protokoll steht, warum sie anhielt.</translation>
    </message>
    <message>
        <source>The consensus engine did not take the transaction: %1.</source>
        <translation>Die Konsens-Maschine nahm die Transaktion nicht an: %1.</translation>
    </message>
    <message>
        <source>A node has links to at most %1 gateways.</source>
        <translation>Ein Knoten hat Verbindungen zu höchstens %1 Gateways.</translation>
    </message>
    <message>
        <source>Remove some of them from the settings.</source>
        <translation>Entfernen Sie einige davon aus den Einstellungen.</translation>
    </message>
    <message>
        <source>The node takes no more work.</source>
        <translation>Der Knoten nimmt keine Arbeit mehr an.</translation>
    </message>
    <message>
        <source>The gateway resumes a link that there was not.</source>
        <translation>Das Gateway setzt eine Verbindung fort, die es nicht gab.</translation>
    </message>
    <message>
        <source>The node stops.</source>
        <translation>Der Knoten wird beendet.</translation>
    </message>
    <message>
        <source>The other side speaks version %1 of links; this one %2.</source>
        <translation>Die andere Seite spricht Version %1 der Verbindungen, diese %2.</translation>
    </message>
    <message>
        <source>Update Hearth on the older side.</source>
        <translation>Aktualisieren Sie Hearth auf der älteren Seite.</translation>
    </message>
    <message>
        <source>The other side belongs to the network &quot;%1&quot;, this one to &quot;%2&quot;.</source>
        <translation>Die andere Seite gehört zum Netz „%1“, diese zu „%2“.</translation>
    </message>
    <message>
        <source>Join the same network, or remove this gateway from the settings.</source>
        <translation>Treten Sie demselben Netz bei oder entfernen Sie dieses Gateway aus den Einstellungen.</translation>
    </message>
    <message>
        <source>Both sides of the link say that they dialled, or that neither did.</source>
        <translation>Beide Seiten der Verbindung sagen, dass sie angerufen haben, oder keine.</translation>
    </message>
    <message>
        <source>The link leads back to this node itself.</source>
        <translation>Die Verbindung führt zu diesem Knoten selbst zurück.</translation>
    </message>
    <message>
        <source>Remove this gateway from the settings.</source>
        <translation>Entfernen Sie dieses Gateway aus den Einstellungen.</translation>
    </message>
    <message>
        <source>Another node answers there than the one that was to be reached.</source>
        <translation>Dort antwortet ein anderer Knoten als der, der erreicht werden sollte.</translation>
    </message>
    <message>
        <source>Somebody may stand in between; check the gateway's address and key.</source>
        <translation>Vielleicht steht jemand dazwischen; prüfen Sie Adresse und Schlüssel des Gateways.</translation>
    </message>
    <message>
        <source>The other side of the link did not prove its node key on this connection.</source>
        <translation>Die andere Seite hat auf dieser Verbindung ihren Schlüssel nicht bewiesen.</translation>
    </message>
    <message>
        <source>The link was cut; the other side may run a faulty version.</source>
        <translation>Die Verbindung wurde getrennt; vielleicht läuft auf der anderen Seite eine fehlerhafte Version.</translation>
    </message>
    <message>
        <source>This job is over.</source>
        <translation>Dieser Auftrag ist vorbei.</translation>
    </message>
    <message>
        <source>A message of a job has %1 bytes; at most %2 can be sent.</source>
        <translation>Eine Nachricht eines Auftrags hat %1 Bytes; gesendet werden höchstens %2.</translation>
    </message>
    <message>
        <source>The other side of the link does not take what was sent so far.</source>
        <translation>Die andere Seite der Verbindung nimmt nicht ab, was bisher gesandt wurde.</translation>
    </message>
    <message>
        <source>Try again later, or end the job.</source>
        <translation>Versuchen Sie es später noch einmal oder beenden Sie den Auftrag.</translation>
    </message>
    <message>
        <source>The sealing card of the node is another node's.</source>
        <translation>Die Siegelkarte des Knotens gehört einem anderen.</translation>
    </message>
    <message>
        <source>A message of a sealed job came unsealed.</source>
        <translation>Eine Nachricht eines versiegelten Auftrags kam unversiegelt.</translation>
    </message>
    <message>
        <source>A sealed message came for a job that is not sealed.</source>
        <translation>Eine versiegelte Nachricht kam für einen Auftrag, der nicht versiegelt ist.</translation>
    </message>
    <message>
        <source>The relayed question is sealed to nobody who could be asked.</source>
        <translation>Die weitergereichte Frage ist für niemanden versiegelt, der gefragt werden könnte.</translation>
    </message>
    <message>
        <source>This node is no gateway; it relays no sealed questions.</source>
        <translation>Dieser Knoten ist kein Gateway; er reicht keine versiegelten Fragen weiter.</translation>
    </message>
    <message>
        <source>The gateway's list of nodes is damaged.</source>
        <translation>Die Knotenliste des Gateways ist beschädigt.</translation>
    </message>
    <message>
        <source>The caller gave the question up.</source>
        <translation>Der Aufrufer hat die Frage aufgegeben.</translation>
    </message>
    <message>
        <source>The offer names another node than the one that sealed it.</source>
        <translation>Das Angebot nennt einen anderen Knoten als den, der es versiegelt hat.</translation>
    </message>
    <message>
        <source>What came sealed through the gateway %1 is not what the node sealed: %2</source>
        <translation>Was versiegelt über das Gateway %1 kam, ist nicht, was der Knoten versiegelt hat: %2</translation>
    </message>
    <message>
        <source>For ten minutes nothing more is sealed to these nodes through this gateway; ask again.</source>
        <translation>Zehn Minuten lang wird über dieses Gateway nichts mehr für diese Knoten versiegelt; fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The gateway reaches none of the nodes that the question is sealed to.</source>
        <translation>Das Gateway erreicht keinen der Knoten, für die die Frage versiegelt ist.</translation>
    </message>
    <message>
        <source>The gateway relays %1 jobs of this node already.</source>
        <translation>Das Gateway reicht schon %1 Aufträge dieses Knotens weiter.</translation>
    </message>
    <message>
        <source>The gateway holds as many unanswered questions as it has room for.</source>
        <translation>Das Gateway hält schon so viele unbeantwortete Fragen, wie es Platz hat.</translation>
    </message>
    <message>
        <source>Nothing was heard of the relayed job for too long.</source>
        <translation>Von dem weitergereichten Auftrag war zu lange nichts zu hören.</translation>
    </message>
    <message>
        <source>%1 is not there any more: the drive that holds it may have been taken out.</source>
        <translation>%1 ist nicht mehr da: Vielleicht wurde das Laufwerk entfernt, auf dem es liegt.</translation>
    </message>
    <message>
        <source>Put the drive back: the node then goes on by itself.</source>
        <translation>Schließen Sie das Laufwerk wieder an: Der Knoten macht dann von selbst weiter.</translation>
    </message>
    <message>
        <source>What stands at %1 now is not what this service opened: the drive was mounted anew, or another home is there.</source>
        <translation>Was jetzt bei %1 steht, hat dieser Dienst nicht geöffnet: Das Laufwerk wurde neu eingehängt, oder es ist der Ordner eines anderen Knotens.</translation>
    </message>
    <message>
        <source>This service ends; start it again for the home that is there now.</source>
        <translation>Dieser Dienst endet; starten Sie ihn neu für den Ordner, der jetzt dort ist.</translation>
    </message>
    <message>
        <source>This node opens no sealed questions.</source>
        <translation>Dieser Knoten öffnet keine versiegelten Fragen.</translation>
    </message>
    <message>
        <source>The address %1 is in use by another program.</source>
        <translation>Die Adresse %1 wird von einem anderen Programm benutzt.</translation>
    </message>
    <message>
        <source>Choose another port for links, or stop the other program.</source>
        <translation>Wählen Sie für Verbindungen einen anderen Port oder beenden Sie das andere Programm.</translation>
    </message>
    <message>
        <source>Links cannot be taken on %1: %2.</source>
        <translation>Unter %1 lassen sich keine Verbindungen annehmen: %2.</translation>
    </message>
    <message>
        <source>Check the address and the port in the settings.</source>
        <translation>Prüfen Sie Adresse und Port in den Einstellungen.</translation>
    </message>
    <message>
        <source>This gateway has as many links as it takes.</source>
        <translation>Dieses Gateway hat so viele Verbindungen, wie es annimmt.</translation>
    </message>
    <message>
        <source>Use another gateway.</source>
        <translation>Nehmen Sie ein anderes Gateway.</translation>
    </message>
    <message>
        <source>A sealed message has a wrong length.</source>
        <translation>Eine versiegelte Nachricht hat eine falsche Länge.</translation>
    </message>
    <message>
        <source>A sealed message came after the last one of its job.</source>
        <translation>Eine versiegelte Nachricht kam nach der letzten ihres Auftrags.</translation>
    </message>
    <message>
        <source>A sealed message of this job came twice.</source>
        <translation>Eine versiegelte Nachricht dieses Auftrags kam zweimal.</translation>
    </message>
    <message>
        <source>A sealed message of this job is missing or out of order.</source>
        <translation>Eine versiegelte Nachricht dieses Auftrags fehlt oder kam außer der Reihe.</translation>
    </message>
    <message>
        <source>More sealed questions came than this node can tell apart.</source>
        <translation>Es kamen mehr versiegelte Fragen, als dieser Knoten auseinanderhalten kann.</translation>
    </message>
    <message>
        <source>Try again later, or ask another node.</source>
        <translation>Versuchen Sie es später noch einmal oder fragen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <source>This sealed question was asked before.</source>
        <translation>Diese versiegelte Frage wurde schon gestellt.</translation>
    </message>
    <message>
        <source>Seal it anew.</source>
        <translation>Versiegeln Sie sie neu.</translation>
    </message>
    <message>
        <source>A sealed job begins with a message that is not its first.</source>
        <translation>Ein versiegelter Auftrag beginnt mit einer Nachricht, die nicht seine erste ist.</translation>
    </message>
    <message>
        <source>The question is sealed to a key that this node does not hold.</source>
        <translation>Die Frage ist für einen Schlüssel versiegelt, den dieser Knoten nicht hat.</translation>
    </message>
    <message>
        <source>Get the node's present sealing card and seal it anew.</source>
        <translation>Holen Sie die jetzige Siegelkarte des Knotens und versiegeln Sie sie neu.</translation>
    </message>
    <message>
        <source>The sealed question is too old, or from the future.</source>
        <translation>Die versiegelte Frage ist zu alt oder aus der Zukunft.</translation>
    </message>
    <message>
        <source>Check the clock and seal it anew.</source>
        <translation>Prüfen Sie die Uhr und versiegeln Sie sie neu.</translation>
    </message>
    <message>
        <source>A sealed job begins with something else than a question.</source>
        <translation>Ein versiegelter Auftrag beginnt mit etwas anderem als einer Frage.</translation>
    </message>
    <message>
        <source>What connected there is no link of Hearth.</source>
        <translation>Was sich dort verbunden hat, ist keine Verbindung von Hearth.</translation>
    </message>
    <message>
        <source>The link has ended.</source>
        <translation>Die Verbindung ist zu Ende.</translation>
    </message>
    <message>
        <source>The other side closed the link.</source>
        <translation>Die andere Seite schloss die Verbindung.</translation>
    </message>
    <message>
        <source>The ledger follows the rules %1; it cannot go on under %2.</source>
        <translation>Das Hauptbuch folgt den Regeln %1; unter %2 kann es nicht weitergehen.</translation>
    </message>
    <message>
        <source>Another hearthd serves the home %1 already.</source>
        <translation>Ein anderer hearthd führt den Ordner %1 schon.</translation>
    </message>
    <message>
        <source>Use that one, stop it first, or give this one another home with --home.</source>
        <translation>Nehmen Sie jenen, beenden Sie ihn erst, oder geben Sie diesem mit --home einen anderen Ordner.</translation>
    </message>
    <message>
        <source>A layer's cache of %1 is larger than the buffers of %2 (%3).</source>
        <translation>Der Zwischenspeicher einer Schicht von %1 ist größer als die Puffer von %2 (%3).</translation>
    </message>
    <message>
        <source>A row of the model is larger than the buffers of %1.</source>
        <translation>Eine Zeile des Modells ist größer als die Puffer von %1.</translation>
    </message>
    <message>
        <source>It runs plain, dp4a and imma.</source>
        <translation>Sie führt plain, dp4a und imma aus.</translation>
    </message>
    <message>
        <source>The other side of the worker connection closed it.</source>
        <translation>Die andere Seite der Verbindung zum Arbeiter schloss sie.</translation>
    </message>
    <message>
        <source>A worker message has %1 bytes; at most %2 can be sent.</source>
        <translation>Eine Nachricht an den Arbeiter hat %1 Bytes; gesendet werden höchstens %2.</translation>
    </message>
    <message>
        <source>A worker frame announces %1 bytes; at most %2 are accepted.</source>
        <translation>Ein Rahmen des Arbeiters kündigt %1 Bytes an; angenommen werden höchstens %2.</translation>
    </message>
    <message>
        <source>The worker message number %1 is unknown.</source>
        <translation>Die Nachricht Nummer %1 des Arbeiters ist unbekannt.</translation>
    </message>
    <message>
        <source>Service and worker must be of the same version; install them together.</source>
        <translation>Dienst und Arbeiter müssen dieselbe Version haben; installieren Sie sie zusammen.</translation>
    </message>
    <message>
        <source>The token id %1 is not in the vocabulary, which has %2 tokens.</source>
        <translation>Die Tokennummer %1 gehört nicht zum Wortschatz von %2 Token.</translation>
    </message>
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
        <source>The first model is being imported.</source>
        <translation>Das erste Modell wird eingelesen.</translation>
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
        <source>A vector made of %1 tokens in %2 ms.</source>
        <translation>Ein Vektor aus %1 Token in %2 ms.</translation>
    </message>
    <message>
        <source>A vector made of 1 token in %2 ms.</source>
        <translation>Ein Vektor aus 1 Token in %2 ms.</translation>
    </message>
    <message>
        <source>%1 of %2 values of the vector are equal to the last bit</source>
        <translation>%1 von %2 Werten des Vektors sind bis aufs letzte Bit gleich</translation>
    </message>
    <message>
        <source>A replay in fp32 gave the very same vector: %1.</source>
        <translation>Eine Wiederholung in fp32 ergab genau denselben Vektor: %1.</translation>
    </message>
    <message>
        <source>A replay in fp32 agrees within its tolerance: %1, the others are near.</source>
        <translation>Eine Wiederholung in fp32 stimmt innerhalb ihrer Toleranz überein: %1, die anderen sind nahe.</translation>
    </message>
    <message>
        <source>A replay gave another vector, one value differs by %1 millionths: %2.</source>
        <translation>Eine Wiederholung ergab einen anderen Vektor, ein Wert weicht um %1 Millionstel ab: %2.</translation>
    </message>
    <message>
        <source>The vector has %1 values, and no token was made, as was asked for.</source>
        <translation>Der Vektor hat %1 Werte, und wie verlangt entstand kein Token.</translation>
    </message>
    <message>
        <source>The request asks for a vector, but the file holds no finite numbers or counts tokens.</source>
        <translation>Die Anfrage verlangt einen Vektor, aber die Datei enthält keine endlichen Zahlen oder zählt Token.</translation>
    </message>
    <message>
        <source>The receipt commits to the %1 values of the vector, and to nothing else.</source>
        <translation>Die Quittung legt die %1 Werte des Vektors fest, und nichts sonst.</translation>
    </message>
    <message>
        <source>The receipt does not commit to the vector alone, in its whole length.</source>
        <translation>Die Quittung legt nicht allein den Vektor in seiner ganzen Länge fest.</translation>
    </message>
    <message>
        <source>The receipt commits to a vector that the request does not ask for.</source>
        <translation>Die Quittung legt einen Vektor fest, den die Anfrage nicht verlangt.</translation>
    </message>
    <message>
        <source>The receipt commits to the %1 words of the tensors, and to nothing else.</source>
        <translation>Die Quittung legt die %1 Wörter der Tensoren fest, und nichts sonst.</translation>
    </message>
    <message>
        <source>The receipt does not commit to the tensors alone, in their whole length.</source>
        <translation>Die Quittung legt nicht allein die Tensoren in ihrer ganzen Länge fest.</translation>
    </message>
    <message>
        <source>The receipt commits to tensors that the request does not ask for.</source>
        <translation>Die Quittung legt Tensoren fest, die die Anfrage nicht verlangt.</translation>
    </message>
    <message>
        <source>Only a vector was made, as was asked for.</source>
        <translation>Nur ein Vektor entstand, wie verlangt.</translation>
    </message>
    <message>
        <source>The request asks for a vector alone, but tokens were allowed or the answer ended otherwise.</source>
        <translation>Die Anfrage verlangt nur einen Vektor, aber Token waren erlaubt oder die Antwort endete anders.</translation>
    </message>
    <message>
        <source>Tensors of %1 words computed in %2 ms.</source>
        <translation>Tensoren von %1 Wörtern in %2 ms berechnet.</translation>
    </message>
    <message>
        <source>%1 of %2 words of the tensors are equal to the last bit</source>
        <translation>%1 von %2 Wörtern der Tensoren sind bis aufs letzte Bit gleich</translation>
    </message>
    <message>
        <source>A replay in fp32 gave the very same tensors: %1.</source>
        <translation>Eine Wiederholung in fp32 ergab genau dieselben Tensoren: %1.</translation>
    </message>
    <message>
        <source>A replay gave other tensors, one value differs by %1 millionths or is of another kind: %2.</source>
        <translation>Eine Wiederholung ergab andere Tensoren, ein Wert weicht um %1 Millionstel ab oder ist anderer Art: %2.</translation>
    </message>
    <message>
        <source>The tensors have %1 words, and no token was made, as was asked for.</source>
        <translation>Die Tensoren haben %1 Wörter, und es entstand kein Token, wie verlangt.</translation>
    </message>
    <message>
        <source>The request asks for tensors, but the file holds none or counts tokens.</source>
        <translation>Die Anfrage verlangt Tensoren, aber die Datei enthält keine oder zählt Token.</translation>
    </message>
    <message>
        <source>Only tensors were made, as was asked for.</source>
        <translation>Es wurden nur Tensoren berechnet, wie verlangt.</translation>
    </message>
    <message>
        <source>The request asks for tensors alone, but tokens were allowed or the answer ended otherwise.</source>
        <translation>Die Anfrage verlangt nur Tensoren, aber Token waren erlaubt oder die Antwort endete anders.</translation>
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
        <source>The form that the answer was to keep to is the one that was asked for.</source>
        <translation>Die Form, die die Antwort einhalten sollte, ist die verlangte.</translation>
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
        <source>This home computes another state than the network after block %1; it has stopped, so that it does not fork.</source>
        <translation>Dieser Knoten berechnet nach Block %1 einen anderen Zustand als das Netz; er hat angehalten, damit er sich nicht abspaltet.</translation>
    </message>
    <message>
        <source>Install the version that the network runs and start again; if it is that one, this home's copy is damaged: join with another home.</source>
        <translation>Installieren Sie die Version, die das Netz verwendet, und starten Sie neu; ist es diese, so ist die Kopie dieses Knotens beschädigt: Treten Sie mit einem anderen Ordner bei.</translation>
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
        <source>This machine's clock agrees with the chain's time, as far as blocks tell.</source>
        <translation>Die Uhr dieses Rechners stimmt mit der Zeit der Kette überein, soweit Blöcke es sagen.</translation>
    </message>
    <message>
        <source>This machine's clock is %1 s ahead of the chain's time.</source>
        <translation>Die Uhr dieses Rechners geht gegenüber der Zeit der Kette %1 s vor.</translation>
    </message>
    <message>
        <source>This machine's clock is %1 s behind the chain's time.</source>
        <translation>Die Uhr dieses Rechners geht gegenüber der Zeit der Kette %1 s nach.</translation>
    </message>
    <message>
        <source>Set it, or let the system: timedatectl set-ntp true. Blocks are computed without it, so that the ledger is right.</source>
        <translation>Stellen Sie sie, oder lassen Sie es das System tun: timedatectl set-ntp true. Blöcke werden ohne sie berechnet; das Hauptbuch stimmt.</translation>
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
        <source>%1; its source is kept now (%2)</source>
        <translation>%1; die Quelle ist jetzt aufbewahrt (%2)</translation>
    </message>
    <message>
        <source>already here as %1</source>
        <translation>schon da als %1</translation>
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
        <source>You switched it off.</source>
        <translation>Sie haben sie abgeschaltet.</translation>
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
        <source>The folder %1, in which the node lives, is not there.</source>
        <translation>Der Ordner %1, in dem der Knoten lebt, ist nicht da.</translation>
    </message>
    <message>
        <source>If it is on a drive, connect the drive; the node is not set up anew meanwhile.</source>
        <translation>Falls er auf einem Laufwerk liegt, schließen Sie es an; der Knoten wird inzwischen nicht neu eingerichtet.</translation>
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
        <source>%1, or who pays by the call</source>
        <translation>%1, oder wer je Aufruf zahlt</translation>
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
    <message>
        <source>Moves %1 from %2 to %3 (%4). %5</source>
        <translation>Ändert %1 von %2 auf %3 (%4). %5</translation>
    </message>
    <message>
        <source>Moves %1 to %2.</source>
        <translation>Setzt %1 auf %2.</translation>
    </message>
    <message>
        <source>Pays %1 out of the treasury to the account %2.</source>
        <translation>Zahlt %1 aus der Gemeinschaftskasse an das Konto %2.</translation>
    </message>
    <message>
        <source>Puts the model &quot;%1&quot; with the id %2 into the ledger&apos;s catalogue.</source>
        <translation>Nimmt das Modell „%1“ mit der Kennung %2 in das Verzeichnis des Hauptbuchs auf.</translation>
    </message>
    <message>
        <source>Takes the model &quot;%1&quot; with the id %2 out of the ledger&apos;s catalogue.</source>
        <translation>Streicht das Modell „%1“ mit der Kennung %2 aus dem Verzeichnis des Hauptbuchs.</translation>
    </message>
    <message>
        <source>Puts the profile %1 into the ledger&apos;s catalogue.</source>
        <translation>Nimmt das Profil %1 in das Verzeichnis des Hauptbuchs auf.</translation>
    </message>
    <message>
        <source>Takes the profile %1 out of the ledger&apos;s catalogue.</source>
        <translation>Streicht das Profil %1 aus dem Verzeichnis des Hauptbuchs.</translation>
    </message>
    <message>
        <source>From block %1 on the ledger follows version %2 of the rules. A node whose program does not know them stops before that block.</source>
        <translation>Ab Block %1 folgt das Hauptbuch der Fassung %2 der Regeln. Ein Knoten, dessen Programm sie nicht kennt, hält vor diesem Block an.</translation>
    </message>
    <message>
        <source>The program that knows them has the hash %1.</source>
        <translation>Das Programm, das sie kennt, hat den Hash %1.</translation>
    </message>
    <message>
        <source>Adopts a text of %1 bytes. It moves no money and changes no rule.</source>
        <translation>Beschließt einen Text von %1 Byte. Er bewegt kein Geld und ändert keine Regel.</translation>
    </message>
    <message>
        <source>Adopts a text of 1 byte. It moves no money and changes no rule.</source>
        <translation>Beschließt einen Text von 1 Byte. Er bewegt kein Geld und ändert keine Regel.</translation>
    </message>
    <message>
        <source>The vote is over.</source>
        <translation>Die Abstimmung ist vorbei.</translation>
    </message>
    <message>
        <source>Your nodes had neither a stake nor work that others had paid for when this was proposed.</source>
        <translation>Als dies vorgeschlagen wurde, hatten Ihre Knoten weder einen Einsatz noch von anderen bezahlte Arbeit.</translation>
    </message>
    <message>
        <source>Your nodes had %1 at stake when this was proposed.</source>
        <translation>Als dies vorgeschlagen wurde, hatten Ihre Knoten %1 als Einsatz hinterlegt.</translation>
    </message>
    <message>
        <source>Your nodes had work that others had paid for when this was proposed.</source>
        <translation>Als dies vorgeschlagen wurde, hatten Ihre Knoten von anderen bezahlte Arbeit.</translation>
    </message>
    <message>
        <source>Your nodes had %1 at stake and work that others had paid for when this was proposed.</source>
        <translation>Als dies vorgeschlagen wurde, hatten Ihre Knoten %1 als Einsatz hinterlegt und von anderen bezahlte Arbeit.</translation>
    </message>
    <message>
        <source>Block %1 holds it: %2 were burned for as many credits.</source>
        <translation>Block %1 enthält es: %2 wurden für ebenso viel Guthaben verbrannt.</translation>
    </message>
    <message>
        <source>Block %1 holds it: the stake is locked until epoch %2 has ended.</source>
        <translation>Block %1 enthält es: Der Einsatz ist gesperrt, bis die Epoche %2 zu Ende ist.</translation>
    </message>
    <message>
        <source>Your nodes had a stake that weighed %1 by its lock when this was proposed.</source>
        <translation>Als dies vorgeschlagen wurde, hatten Ihre Knoten einen Einsatz, der mit seiner Sperre %1 wog.</translation>
    </message>
    <message>
        <source>Your nodes had recent work that others had paid for when this was proposed.</source>
        <translation>Als dies vorgeschlagen wurde, hatten Ihre Knoten neuere Arbeit, die andere bezahlt hatten.</translation>
    </message>
    <message>
        <source>Your nodes had a stake that weighed %1 by its lock, and recent work that others had paid for, when this was proposed.</source>
        <translation>Als dies vorgeschlagen wurde, hatten Ihre Knoten einen Einsatz, der mit seiner Sperre %1 wog, und neuere Arbeit, die andere bezahlt hatten.</translation>
    </message>
    <message>
        <source>Others who are silent have delegated to you.</source>
        <translation>Andere, die schweigen, haben Ihnen ihre Stimme geliehen.</translation>
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
        <source>abstain</source>
        <translation>Enthaltung</translation>
    </message>
    <message>
        <source>Block %1 holds the vote &quot;%2&quot; on proposal %3.</source>
        <translation>Block %1 enthält die Stimme „%2“ zu Vorschlag %3.</translation>
    </message>
    <message>
        <source>Block %1 holds the proposal.</source>
        <translation>Block %1 enthält den Vorschlag.</translation>
    </message>
    <message>
        <source>Block %1 holds the proposal; its number is %2.</source>
        <translation>Block %1 enthält den Vorschlag; er hat die Nummer %2.</translation>
    </message>
    <message>
        <source>Block %1 holds the delegation.</source>
        <translation>Block %1 enthält die Leihe der Stimme.</translation>
    </message>
    <message>
        <source>Block %1 holds the end of the delegation.</source>
        <translation>Block %1 enthält das Ende der Leihe.</translation>
    </message>
    <message>
        <source>Block %1 holds the veto; proposal %2 has no effect.</source>
        <translation>Block %1 enthält den Einspruch; Vorschlag %2 bleibt ohne Wirkung.</translation>
    </message>
    <message>
        <source>Block %1 holds it: %2 more are at stake.</source>
        <translation>Block %1 enthält es: %2 mehr sind als Einsatz hinterlegt.</translation>
    </message>
    <message>
        <source>Block %1 opens the channel; %2 are in it.</source>
        <translation>Block %1 öffnet den Kanal; %2 liegen darin.</translation>
    </message>
    <message>
        <source>Block %1 holds it: %2 more are in the channel.</source>
        <translation>Block %1 enthält es: %2 mehr liegen im Kanal.</translation>
    </message>
    <message>
        <source>Block %1 redeems the voucher.</source>
        <translation>Block %1 löst den Gutschein ein.</translation>
    </message>
    <message>
        <source>Block %1 holds the closing of the channel.</source>
        <translation>Block %1 enthält das Schließen des Kanals.</translation>
    </message>
    <message>
        <source>Block %1 holds it: the stake of the node answers for this validator from now on.</source>
        <translation>Block %1 enthält es: Der Einsatz des Knotens haftet von nun an für diesen Validator.</translation>
    </message>
    <message>
        <source>Says to everybody that the node %1 is: %2.</source>
        <translation>Sagt allen, dass der Knoten %1 ist: %2.</translation>
    </message>
    <message>
        <source>Says to everybody that the node %1 has no role.</source>
        <translation>Sagt allen, dass der Knoten %1 keine Rolle hat.</translation>
    </message>
    <message>
        <source>It is reached at %1.</source>
        <translation>Er ist unter %1 erreichbar.</translation>
    </message>
    <message>
        <source>Lets the validator %1 vote again.</source>
        <translation>Lässt den Validator %1 wieder abstimmen.</translation>
    </message>
    <message>
        <source>Missed too many blocks up to %1 and has no vote until it comes back, at the earliest in epoch %2; %3 of its stake are gone.</source>
        <translation>Versäumte bis %1 zu viele Blöcke und hat keine Stimme, bis er zurückkommt, frühestens in Epoche %2; %3 seines Einsatzes sind weg.</translation>
    </message>
    <message>
        <source>Signed two blocks of height %1; %2 of its stake are gone.</source>
        <translation>Unterschrieb zwei Blöcke der Höhe %1; %2 seines Einsatzes sind weg.</translation>
    </message>
    <message>
        <source>Signed a false block of height %1 for light clients; %2 of its stake are gone.</source>
        <translation>Unterschrieb für Leichtklienten einen falschen Block der Höhe %1; %2 seines Einsatzes sind weg.</translation>
    </message>
    <message>
        <source>Block %1 holds it: %2 are taken back.</source>
        <translation>Block %1 enthält es: %2 werden zurückgenommen.</translation>
    </message>
    <message>
        <source>This home stands in this network already.</source>
        <translation>Dieser Knoten steht schon in diesem Netz.</translation>
    </message>
    <message>
        <source>This home stands in another network already; another home can join.</source>
        <translation>Dieser Knoten steht schon in einem anderen Netz; ein weiterer Knoten kann beitreten.</translation>
    </message>
    <message>
        <source>This program was built without network mode.</source>
        <translation>Dieses Programm wurde ohne Netzbetrieb gebaut.</translation>
    </message>
    <message>
        <source>It has not been looked at yet.</source>
        <translation>Es wurde noch nicht nachgesehen.</translation>
    </message>
    <message>
        <source>Does not matter.</source>
        <translation>Spielt keine Rolle.</translation>
    </message>
    <message>
        <source>It may work now.</source>
        <translation>Er darf jetzt arbeiten.</translation>
    </message>
    <message>
        <source>Not paused.</source>
        <translation>Nicht angehalten.</translation>
    </message>
    <message>
        <source>Not snoozed.</source>
        <translation>Ruht nicht.</translation>
    </message>
    <message>
        <source>No device is hotter than its limit.</source>
        <translation>Kein Gerät ist heißer als seine Grenze.</translation>
    </message>
    <message>
        <source>Resting while %1 runs; it goes on by itself once that has ended.</source>
        <translation>Ruht, solange %1 läuft; er macht von selbst weiter, sobald es beendet ist.</translation>
    </message>
    <message>
        <source>None of them runs.</source>
        <translation>Keines davon läuft.</translation>
    </message>
    <message>
        <source>Resting while %1 fills the screen; it goes on by itself afterwards.</source>
        <translation>Ruht, solange %1 den Bildschirm füllt; danach macht er von selbst weiter.</translation>
    </message>
    <message>
        <source>No program fills the screen.</source>
        <translation>Kein Programm füllt den Bildschirm.</translation>
    </message>
    <message>
        <source>Resting on battery; it goes on by itself on mains power.</source>
        <translation>Ruht im Akkubetrieb; am Netzstrom macht er von selbst weiter.</translation>
    </message>
    <message>
        <source>On mains power.</source>
        <translation>Am Netzstrom.</translation>
    </message>
    <message>
        <source>Resting on a metered connection; it goes on by itself on another one.</source>
        <translation>Ruht bei getakteter Verbindung; über eine andere macht er von selbst weiter.</translation>
    </message>
    <message>
        <source>The connection is not metered.</source>
        <translation>Die Verbindung ist nicht getaktet.</translation>
    </message>
    <message>
        <source>Resting while somebody uses this computer; it goes on once nobody has for %1 minutes.</source>
        <translation>Ruht, solange jemand diesen Rechner benutzt; er macht weiter, sobald es %1 Minuten lang niemand mehr tut.</translation>
    </message>
    <message>
        <source>Resting while somebody uses this computer; it goes on once nobody has for 1 minute.</source>
        <translation>Ruht, solange jemand diesen Rechner benutzt; er macht weiter, sobald es 1 Minute lang niemand mehr tut.</translation>
    </message>
    <message>
        <source>Resting, because it cannot be told whether somebody uses this computer: %1</source>
        <translation>Ruht, weil sich nicht sagen lässt, ob jemand diesen Rechner benutzt: %1</translation>
    </message>
    <message>
        <source>Nobody has used this computer for %1 minutes.</source>
        <translation>Seit %1 Minuten benutzt niemand diesen Rechner.</translation>
    </message>
    <message>
        <source>Nobody has used this computer for 1 minute.</source>
        <translation>Seit 1 Minute benutzt niemand diesen Rechner.</translation>
    </message>
    <message>
        <source>Nobody has used this computer for more than a day.</source>
        <translation>Seit mehr als einem Tag benutzt niemand diesen Rechner.</translation>
    </message>
    <message>
        <source>Resting outside of its hours; it goes on by itself at %1.</source>
        <translation>Ruht außerhalb seiner Stunden; er macht um %1 von selbst weiter.</translation>
    </message>
    <message>
        <source>Within its hours, until %1.</source>
        <translation>In seinen Stunden, bis %1.</translation>
    </message>
    <message>
        <source>Resting, because no hour of the week is chosen.</source>
        <translation>Ruht, weil keine Stunde der Woche gewählt ist.</translation>
    </message>
    <message>
        <source>At any hour.</source>
        <translation>Zu jeder Stunde.</translation>
    </message>
    <message>
        <source>%1 on Monday</source>
        <translation>%1 am Montag</translation>
    </message>
    <message>
        <source>%1 on Tuesday</source>
        <translation>%1 am Dienstag</translation>
    </message>
    <message>
        <source>%1 on Wednesday</source>
        <translation>%1 am Mittwoch</translation>
    </message>
    <message>
        <source>%1 on Thursday</source>
        <translation>%1 am Donnerstag</translation>
    </message>
    <message>
        <source>%1 on Friday</source>
        <translation>%1 am Freitag</translation>
    </message>
    <message>
        <source>%1 on Saturday</source>
        <translation>%1 am Samstag</translation>
    </message>
    <message>
        <source>%1 on Sunday</source>
        <translation>%1 am Sonntag</translation>
    </message>
    <message>
        <source>The kernel tells nothing of a power supply.</source>
        <translation>Der Kernel sagt nichts über die Stromversorgung.</translation>
    </message>
    <message>
        <source>The kernel does not list the programs that run.</source>
        <translation>Der Kernel zählt die laufenden Programme nicht auf.</translation>
    </message>
    <message>
        <source>systemd-logind does not answer busctl.</source>
        <translation>systemd-logind antwortet busctl nicht.</translation>
    </message>
    <message>
        <source>NetworkManager does not answer busctl.</source>
        <translation>NetworkManager antwortet busctl nicht.</translation>
    </message>
    <message>
        <source>NetworkManager does not know whether the connection is metered.</source>
        <translation>NetworkManager weiß nicht, ob die Verbindung getaktet ist.</translation>
    </message>
    <message>
        <source>Wayland tells no program what fills the screen; only X programs are seen.</source>
        <translation>Wayland sagt keinem Programm, was den Bildschirm füllt; nur X-Programme werden gesehen.</translation>
    </message>
    <message>
        <source>The service was started without a display.</source>
        <translation>Der Dienst wurde ohne Bildschirm gestartet.</translation>
    </message>
    <message>
        <source>The program xprop (package x11-utils) cannot ask the display.</source>
        <translation>Das Programm xprop (Paket x11-utils) kann den Bildschirm nicht fragen.</translation>
    </message>
    <message>
        <source>The window manager does not tell which window is in front.</source>
        <translation>Die Fensterverwaltung sagt nicht, welches Fenster vorn ist.</translation>
    </message>
    <message>
        <source>It starts when you log in (systemd).</source>
        <translation>Er startet, wenn Sie sich anmelden (systemd).</translation>
    </message>
    <message>
        <source>It does not start by itself; the window starts it, or hearthd.</source>
        <translation>Er startet nicht von selbst; das Fenster startet ihn, oder hearthd.</translation>
    </message>
    <message>
        <source>This installation has no unit for systemd, so nothing can start it when you log in.</source>
        <translation>Diese Installation hat keine Unit für systemd, also kann ihn nichts bei der Anmeldung starten.</translation>
    </message>
    <message>
        <source>systemd does not answer here, so nothing can start it when you log in.</source>
        <translation>systemd antwortet hier nicht, also kann ihn nichts bei der Anmeldung starten.</translation>
    </message>
    <message>
        <source>Only the node in the usual place starts by itself; this one lies elsewhere.</source>
        <translation>Nur der Knoten am üblichen Ort startet von selbst; dieser liegt woanders.</translation>
    </message>
    <message>
        <source>Proving %1</source>
        <translation>Beweist %1</translation>
    </message>
    <message>
        <source>It computes %1 to the bit.</source>
        <translation>Es rechnet %1 bis aufs Bit.</translation>
    </message>
    <message>
        <source>The model needs %1; what is here takes %2 already, of the %3 that models may take.</source>
        <translation>Das Modell braucht %1; was hier ist, belegt schon %2 von den %3, die Modelle belegen dürfen.</translation>
    </message>
    <message>
        <source>Remove a model, or raise the setting models.disk_gib: hearthctl settings set KEY VALUE</source>
        <translation>Entfernen Sie ein Modell, oder erhöhen Sie die Einstellung models.disk_gib: hearthctl settings set KEY VALUE</translation>
    </message>
    <message>
        <source>The set-up has no step %1.</source>
        <translation>Die Einrichtung hat keinen Schritt %1.</translation>
    </message>
    <message>
        <source>The steps are place, devices, benchmark, identity, work and done.</source>
        <translation>Die Schritte sind place, devices, benchmark, identity, work und done.</translation>
    </message>
    <message>
        <source>Start it by hand: hearthd</source>
        <translation>Starten Sie ihn von Hand: hearthd</translation>
    </message>
    <message>
        <source>systemd did not take the change (exit status %1).</source>
        <translation>systemd hat die Änderung nicht angenommen (Status %1).</translation>
    </message>
    <message>
        <source>See what it says: journalctl --user -n 20</source>
        <translation>Sehen Sie nach, was es sagt: journalctl --user -n 20</translation>
    </message>
    <message>
        <source>The test was cancelled.</source>
        <translation>Der Test wurde abgebrochen.</translation>
    </message>
    <message>
        <source>There is no exact profile %1.</source>
        <translation>Es gibt kein exaktes Profil %1.</translation>
    </message>
    <message>
        <source>asking %1 for its models</source>
        <translation>fragt %1 nach den Modellen</translation>
    </message>
    <message>
        <source>Adding the network was cancelled; nothing was kept.</source>
        <translation>Das Hinzufügen des Netzes wurde abgebrochen; nichts wurde behalten.</translation>
    </message>
    <message>
        <source>What was given as the network's key is none: it is empty, too long, or more than one line.</source>
        <translation>Was als Schlüssel des Netzes angegeben wurde, ist keiner: Es ist leer, zu lang oder mehr als eine Zeile.</translation>
    </message>
    <message>
        <source>Paste the key alone, as the network gave it.</source>
        <translation>Fügen Sie nur den Schlüssel ein, wie ihn das Netz vergeben hat.</translation>
    </message>
    <message>
        <source>A key may ask for between 1 and %1 answers in a minute.</source>
        <translation>Ein Schlüssel darf zwischen 1 und %1 Antworten in der Minute verlangen.</translation>
    </message>
    <message>
        <source>This API key may ask for %1 answers in a minute, and it asks faster.</source>
        <translation>Dieser API-Schlüssel darf %1 Antworten in der Minute verlangen und fragt schneller.</translation>
    </message>
    <message>
        <source>Ask again in %1 s.</source>
        <translation>Fragen Sie in %1 s noch einmal.</translation>
    </message>
    <message>
        <source>Answers of the network %1 come with evidence %2 at most, and %3 is asked for.</source>
        <translation>Antworten des Netzes %1 kommen höchstens mit Nachweis %2, und verlangt ist %3.</translation>
    </message>
    <message>
        <source>Ask for less evidence, or let this home answer.</source>
        <translation>Verlangen Sie weniger Nachweis oder lassen Sie diesen Knoten antworten.</translation>
    </message>
    <message>
        <source>Whoever owns the network %1 can read the question, which is privacy P0, and %2 is asked for.</source>
        <translation>Wem das Netz %1 gehört, der kann die Frage lesen; das ist Vertraulichkeit P0, und %2 ist verlangt.</translation>
    </message>
    <message>
        <source>This home and the nodes that it has pinned are privacy %1, and %2 is asked for.</source>
        <translation>Dieser Knoten und die, die er festgelegt hat, bieten Vertraulichkeit %1, und %2 ist verlangt.</translation>
    </message>
    <message>
        <source>The network %1 reaches privacy %2, and %3 is asked for.</source>
        <translation>Das Netz %1 erreicht Vertraulichkeit %2, und %3 ist verlangt.</translation>
    </message>
    <message>
        <source>Ask for less privacy; more than P1 is reached by networks alone whose hardware shows what it runs before it is asked.</source>
        <translation>Verlangen Sie weniger Vertraulichkeit; mehr als P1 erreichen nur Netze, deren Hardware zeigt, was sie ausführt, bevor sie gefragt wird.</translation>
    </message>
    <message>
        <source>Ask for less privacy, or let this home answer.</source>
        <translation>Verlangen Sie weniger Vertraulichkeit oder lassen Sie diesen Knoten antworten.</translation>
    </message>
    <message>
        <source>There is no privacy tier &quot;%1&quot;; they are P0, P1, P2 and P3.</source>
        <translation>Eine Vertraulichkeitsstufe „%1“ gibt es nicht; es gibt P0, P1, P2 und P3.</translation>
    </message>
    <message>
        <source>What the network %1 takes for an answer is not known here, so that no highest price can be kept to.</source>
        <translation>Was das Netz %1 für eine Antwort nimmt, ist hier nicht bekannt; ein Höchstpreis kann so nicht eingehalten werden.</translation>
    </message>
    <message>
        <source>What an answer of the network %1 may cost has no bound without a highest number of tokens.</source>
        <translation>Was eine Antwort des Netzes %1 höchstens kostet, steht ohne eine Höchstzahl von Tokens nicht fest.</translation>
    </message>
    <message>
        <source>Set a highest number of tokens, or let this home answer.</source>
        <translation>Setzen Sie eine Höchstzahl von Tokens oder lassen Sie diesen Knoten antworten.</translation>
    </message>
    <message>
        <source>An answer of the network %1 may cost %2, and at most %3 is asked for.</source>
        <translation>Eine Antwort des Netzes %1 kann %2 kosten, verlangt sind höchstens %3.</translation>
    </message>
    <message>
        <source>The price of a network is one of tokens that are read and one of tokens that are written.</source>
        <translation>Der Preis eines Netzes besteht aus einem für gelesene und einem für geschriebene Tokens.</translation>
    </message>
    <message>
        <source>Name both of them; 0 is a price, too.</source>
        <translation>Nennen Sie beide; auch 0 ist ein Preis.</translation>
    </message>
    <message>
        <source>Set no highest price, or let this home answer.</source>
        <translation>Setzen Sie keinen Höchstpreis oder lassen Sie diesen Knoten antworten.</translation>
    </message>
    <message>
        <source>The network %1 knows no profiles.</source>
        <translation>Das Netz %1 kennt keine Profile.</translation>
    </message>
    <message>
        <source>Name no profile, or let this home answer.</source>
        <translation>Nennen Sie kein Profil oder lassen Sie diesen Knoten antworten.</translation>
    </message>
    <message>
        <source>There is no evidence level "%1"; they are E0, E1, E2, E3 and E4.</source>
        <translation>Die Nachweisstufe „%1“ gibt es nicht; es gibt E0, E1, E2, E3 und E4.</translation>
    </message>
    <message>
        <source>None of the networks that may answer has a default model.</source>
        <translation>Keines der Netze, die antworten dürfen, hat ein Standardmodell.</translation>
    </message>
    <message>
        <source>Choose a model that one of them offers.</source>
        <translation>Wählen Sie ein Modell, das eines von ihnen anbietet.</translation>
    </message>
    <message>
        <source>Offered are: %1. Choose one: hearthctl chat --model NAME</source>
        <translation>Angeboten werden: %1. Wählen Sie eines: hearthctl chat --model NAME</translation>
    </message>
    <message>
        <source>No network that may answer offers the model "%1".</source>
        <translation>Kein Netz, das antworten darf, bietet das Modell „%1“ an.</translation>
    </message>
    <message>
        <source>The answer of %1 came with evidence %2, and %3 was asked for.</source>
        <translation>Die Antwort von %1 kam mit Nachweis %2, und verlangt war %3.</translation>
    </message>
    <message>
        <source>What is known of it is kept among the evidence.</source>
        <translation>Was von ihr bekannt ist, liegt bei den Nachweisen.</translation>
    </message>
    <message>
        <source>A scripted scenario keeps no log of evidence.</source>
        <translation>Ein gespieltes Szenario führt kein Protokoll der Nachweise.</translation>
    </message>
    <message>
        <source>The history of the playground in %1 cannot be read.</source>
        <translation>Der Verlauf von „Ausprobieren“ in %1 ist nicht lesbar.</translation>
    </message>
    <message>
        <source>Erase it in the playground; what is said from now on is kept then.</source>
        <translation>Löschen Sie ihn unter „Ausprobieren“; was von da an gesagt wird, bleibt dann.</translation>
    </message>
    <message>
        <source>The history of the playground in %1 cannot be erased: %2.</source>
        <translation>Der Verlauf von „Ausprobieren“ in %1 lässt sich nicht löschen: %2.</translation>
    </message>
    <message>
        <source>The answer may cost up to %1, and the request allows %2.</source>
        <translation>Die Antwort kann bis zu %1 kosten, und die Anfrage erlaubt %2.</translation>
    </message>
    <message>
        <source>Allow more with &apos;max_price&apos;, or ask for fewer tokens with &apos;max_tokens&apos;.</source>
        <translation>Erlauben Sie mit „max_price“ mehr, oder verlangen Sie mit „max_tokens“ weniger Tokens.</translation>
    </message>
    <message>
        <source>Only other homes run this model, and the request lets none but this home and its pinned nodes compute it.</source>
        <translation>Nur andere Knoten führen dieses Modell aus, und die Anfrage lässt außer diesem Knoten nur angeheftete rechnen.</translation>
    </message>
    <message>
        <source>Import the model here, pin a node whose owner you trust (privacy.nodes), or ask with the privacy tier P0.</source>
        <translation>Importieren Sie das Modell hier, heften Sie einen Knoten an, dessen Besitzer Sie vertrauen (privacy.nodes), oder fragen Sie mit der Vertraulichkeitsstufe P0.</translation>
    </message>
    <message>
        <source>No profile of the model %1 is what the request asks for.</source>
        <translation>Kein Profil des Modells %1 ist das, was die Anfrage verlangt.</translation>
    </message>
    <message>
        <source>Ask for less, or for another model.</source>
        <translation>Verlangen Sie weniger oder ein anderes Modell.</translation>
    </message>
    <message>
        <source>No profile of the model %1 that may be used reaches the evidence %2.</source>
        <translation>Kein Profil des Modells %1, das in Frage kommt, erreicht den Nachweis %2.</translation>
    </message>
    <message>
        <source>No profile of the model %1 that may be used has weights in %2.</source>
        <translation>Kein Profil des Modells %1, das in Frage kommt, hat Gewichte in %2.</translation>
    </message>
    <message>
        <source>In no profile of the model %1 that may be used can another node go on with an answer.</source>
        <translation>In keinem Profil des Modells %1, das in Frage kommt, kann ein anderer Knoten eine Antwort fortsetzen.</translation>
    </message>
    <message>
        <source>%1 reaches %2 at most.</source>
        <translation>%1 erreicht höchstens %2.</translation>
    </message>
    <message>
        <source>%1 has weights in %2 and reaches %3 at most.</source>
        <translation>%1 hat Gewichte in %2 und erreicht höchstens %3.</translation>
    </message>
    <message>
        <source>Another node cannot go on with an answer in %1.</source>
        <translation>Eine Antwort in %1 kann kein anderer Knoten fortsetzen.</translation>
    </message>
    <message>
        <source>Nobody can pay by the call before these settings are made, too: %1.</source>
        <translation>Niemand kann einzelne Aufrufe bezahlen, solange diese Einstellungen fehlen: %1.</translation>
    </message>
    <message>
        <source>Make each of them, and payment.pay_to last: hearthctl settings set KEY VALUE</source>
        <translation>Setzen Sie jede davon und payment.pay_to zuletzt: hearthctl settings set KEY VALUE</translation>
    </message>
    <message>
        <source>Only the scheme upto needs payment.facilitator_address; without it, leave upto out of payment.schemes.</source>
        <translation>Nur das Verfahren upto braucht payment.facilitator_address; ohne diese Adresse lassen Sie upto aus payment.schemes weg.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is more EMB than an amount can be.</source>
        <translation>„%1“ ist mehr EMB, als ein Betrag sein kann.</translation>
    </message>
    <message>
        <source>The largest amount is %1.</source>
        <translation>Der größte Betrag ist %1.</translation>
    </message>
    <message>
        <source>The answer that was kept for this Idempotency-Key is unreadable.</source>
        <translation>Die Antwort, die zu diesem Idempotency-Key aufbewahrt wurde, ist nicht lesbar.</translation>
    </message>
    <message>
        <source>There are %1 calls with an Idempotency-Key of this caller from the last 24 hours.</source>
        <translation>Von diesem Aufrufer gibt es %1 Anfragen mit einem Idempotency-Key aus den letzten 24 Stunden.</translation>
    </message>
    <message>
        <source>Send the request without the header Idempotency-Key.</source>
        <translation>Senden Sie die Anfrage ohne die Kopfzeile Idempotency-Key.</translation>
    </message>
    <message>
        <source>The answers to this caller&apos;s calls with an Idempotency-Key of the last 24 hours take %1, which is all that they may.</source>
        <translation>Die Antworten auf die Anfragen dieses Aufrufers mit einem Idempotency-Key aus den letzten 24 Stunden belegen %1; mehr dürfen sie nicht.</translation>
    </message>
    <message>
        <source>The call could not be looked up or kept because of a defect.</source>
        <translation>Die Anfrage konnte wegen eines Fehlers im Programm nicht nachgeschlagen oder aufbewahrt werden.</translation>
    </message>
    <message>
        <source>Word %1, &quot;%2&quot;, is not in the list.</source>
        <translation>Wort %1, „%2“, steht nicht in der Liste.</translation>
    </message>
    <message>
        <source>Look at the paper again: the list has only plain English words.</source>
        <translation>Sehen Sie noch einmal auf den Zettel: die Liste hat nur einfache englische Wörter.</translation>
    </message>
    <message>
        <source>A key is %1 words; these are %2.</source>
        <translation>Ein Schlüssel sind %1 Wörter; dies sind %2.</translation>
    </message>
    <message>
        <source>Give all of them, in their order.</source>
        <translation>Geben Sie alle an, in ihrer Reihenfolge.</translation>
    </message>
    <message>
        <source>Each word is in the list, but together they are no key.</source>
        <translation>Jedes Wort steht in der Liste, aber zusammen sind sie kein Schlüssel.</translation>
    </message>
    <message>
        <source>One of them is another word, or two have changed places: compare each with the paper.</source>
        <translation>Eines ist ein anderes Wort, oder zwei sind vertauscht: vergleichen Sie jedes mit dem Zettel.</translation>
    </message>
    <message>
        <source>The file %1 lies in the folder of the keys, %2, from which the key is to go.</source>
        <translation>Die Datei %1 liegt im Ordner der Schlüssel, %2, aus dem der Schlüssel verschwinden soll.</translation>
    </message>
    <message>
        <source>Name a file somewhere else, best on a medium that you take away.</source>
        <translation>Nennen Sie eine Datei anderswo, am besten auf einem Medium, das Sie mitnehmen.</translation>
    </message>
    <message>
        <source>It takes the place of the node key %1, which never works again.</source>
        <translation>Er tritt an die Stelle des Knotenschlüssels %1, der danach nie wieder gilt.</translation>
    </message>
    <message>
        <source>This holds until epoch %1.</source>
        <translation>Das gilt bis zur Epoche %1.</translation>
    </message>
    <message>
        <source>This holds without end.</source>
        <translation>Das gilt ohne Ende.</translation>
    </message>
    <message>
        <source>The whole text: %1</source>
        <translation>Der ganze Text: %1</translation>
    </message>
    <message>
        <source>The text begins: %1</source>
        <translation>Der Text beginnt: %1</translation>
    </message>
    <message>
        <source>Puts %1 into a channel out of which only the account %2 is paid, until epoch %3; what is left then comes back.</source>
        <translation>Legt %1 in einen Kanal, aus dem nur das Konto %2 bezahlt wird, bis zur Epoche %3; was dann übrig ist, kommt zurück.</translation>
    </message>
    <message>
        <source>Puts %1 more into the channel %2.</source>
        <translation>Legt weitere %1 in den Kanal %2.</translation>
    </message>
    <message>
        <source>Up to %1 comes out of a payment channel.</source>
        <translation>Bis zu %1 kommt aus einem Zahlungskanal.</translation>
    </message>
    <message>
        <source>The receipt&apos;s %1 is not that of the channel.</source>
        <translation>%1 des Belegs gehört nicht zum Kanal.</translation>
    </message>
    <message>
        <source>A voucher settles between 1 and %1 receipts at a time.</source>
        <translation>Ein Gutschein rechnet je Mal zwischen 1 und %1 Belege ab.</translation>
    </message>
    <message>
        <source>With these receipts %1 would be paid in all; the voucher says %2.</source>
        <translation>Mit diesen Belegen wären insgesamt %1 bezahlt; der Gutschein nennt %2.</translation>
    </message>
    <message>
        <source>This node takes no vouchers.</source>
        <translation>Dieser Knoten nimmt keine Gutscheine.</translation>
    </message>
    <message>
        <source>The channel pays another node than this one.</source>
        <translation>Der Kanal bezahlt einen anderen Knoten als diesen.</translation>
    </message>
    <message>
        <source>The channel ends with epoch %1; no answer is begun on it any more.</source>
        <translation>Der Kanal endet mit Epoche %1; auf ihm beginnt keine Antwort mehr.</translation>
    </message>
    <message>
        <source>The channel holds %1, which is less than the answers on it may cost.</source>
        <translation>Der Kanal enthält %1; das ist weniger, als die Antworten auf ihm kosten können.</translation>
    </message>
    <message>
        <source>The payer owes vouchers for %1; this node works unpaid for at most %2, this answer counted.</source>
        <translation>Der Zahler schuldet Gutscheine über %1; dieser Knoten arbeitet höchstens für %2 unbezahlt, diese Antwort mitgezählt.</translation>
    </message>
    <message>
        <source>Send the voucher that is owed, or pay by escrow.</source>
        <translation>Den geschuldeten Gutschein schicken oder mit einer Hinterlegung zahlen.</translation>
    </message>
    <message>
        <source>Send the vouchers of open channels, or pay by escrow; %2, which no voucher can cover any more, is forgiven in %1 days.</source>
        <translation>Die Gutscheine offener Kanäle schicken oder mit einer Hinterlegung zahlen; %2, die kein Gutschein mehr decken kann, werden in %1 Tagen erlassen.</translation>
    </message>
    <message>
        <source>Send the vouchers of open channels, or pay by escrow; %2, which no voucher can cover any more, is forgiven within a day.</source>
        <translation>Die Gutscheine offener Kanäle schicken oder mit einer Hinterlegung zahlen; %2, die kein Gutschein mehr decken kann, werden innerhalb eines Tages erlassen.</translation>
    </message>
    <message>
        <source>The channel ended before a voucher covered this answer; it stays unpaid.</source>
        <translation>Der Kanal endete, bevor ein Gutschein diese Antwort deckte; sie bleibt unbezahlt.</translation>
    </message>
    <message>
        <source>The channel does not pay this node for this caller, or the job names another block.</source>
        <translation>Der Kanal bezahlt nicht diesen Knoten für diesen Anfragenden, oder der Auftrag nennt einen anderen Block.</translation>
    </message>
    <message>
        <source>Takes what is missing to %1 in all out of the channel %2.</source>
        <translation>Nimmt aus dem Kanal %2, was bis zu insgesamt %1 fehlt.</translation>
    </message>
    <message>
        <source>Closes the channel %1: as its payee at once, as its payer after the time for the last vouchers.</source>
        <translation>Schließt den Kanal %1: als Empfänger sofort, als Zahler nach der Zeit für die letzten Gutscheine.</translation>
    </message>
    <message>
        <source>Closes the channel %1 at once, with %2 paid in all.</source>
        <translation>Schließt den Kanal %1 sofort; bezahlt sind dann insgesamt %2.</translation>
    </message>
    <message>
        <source>Lets the stake of the node %1 answer for the validator %2, for good.</source>
        <translation>Lässt den Einsatz des Knotens %1 für den Validator %2 haften, endgültig.</translation>
    </message>
    <message>
        <source>The new node must answer with at least the %1 with which the replaced one does.</source>
        <translation>Der neue Knoten muss mit mindestens den %1 haften, mit denen der ersetzte haftet.</translation>
    </message>
    <message>
        <source>Stake that for the new node first, or wait until the old node&apos;s stake is back.</source>
        <translation>Setzen Sie das zuerst für den neuen Knoten ein, oder warten Sie, bis der Einsatz des alten zurück ist.</translation>
    </message>
    <message>
        <source>The snapshot names another block than its record does.</source>
        <translation>Die Momentaufnahme nennt einen anderen Block als ihr Protokoll.</translation>
    </message>
    <message>
        <source>The file %1 does not hold the operator&apos;s public key.</source>
        <translation>Die Datei %1 enthält nicht den öffentlichen Schlüssel des Betreibers.</translation>
    </message>
    <message>
        <source>The operator&apos;s key is kept offline already.</source>
        <translation>Der Schlüssel des Betreibers wird schon anderswo verwahrt.</translation>
    </message>
    <message>
        <source>See: hearthctl keys show</source>
        <translation>Siehe: hearthctl keys show</translation>
    </message>
    <message>
        <source>The folder %1 holds the keys of another operator, %2.</source>
        <translation>Der Ordner %1 enthält die Schlüssel eines anderen Betreibers, %2.</translation>
    </message>
    <message>
        <source>Restore into a new home with --home, or move those keys aside: hearthctl keys restore --words --replace</source>
        <translation>Stellen Sie in einem neuen Ordner mit --home wieder her, oder legen Sie jene Schlüssel beiseite: hearthctl keys restore --words --replace</translation>
    </message>
    <message>
        <source>Move it away first.</source>
        <translation>Legen Sie das erst beiseite.</translation>
    </message>
    <message>
        <source>This needs the operator&apos;s key, which is kept offline.</source>
        <translation>Das braucht den Schlüssel des Betreibers, der anderswo verwahrt wird.</translation>
    </message>
    <message>
        <source>Have it signed where the key is: hearthctl help ledger tx-export</source>
        <translation>Lassen Sie es dort unterschreiben, wo der Schlüssel ist: hearthctl help ledger tx-export</translation>
    </message>
    <message>
        <source>The node key is not registered yet, and the operator&apos;s key is kept offline.</source>
        <translation>Der Schlüssel des Knotens ist noch nicht eingetragen, und der des Betreibers wird anderswo verwahrt.</translation>
    </message>
    <message>
        <source>Have it signed where the key is: hearthctl ledger tx-export FILE ACT, with register as ACT</source>
        <translation>Lassen Sie es dort unterschreiben, wo der Schlüssel ist: hearthctl ledger tx-export FILE ACT, mit register als ACT</translation>
    </message>
    <message>
        <source>This is not a file for a signature, or it was altered: %1.</source>
        <translation>Das ist keine Datei für eine Unterschrift, oder sie wurde verändert: %1.</translation>
    </message>
    <message>
        <source>Make it anew: hearthctl help ledger tx-export</source>
        <translation>Machen Sie sie neu: hearthctl help ledger tx-export</translation>
    </message>
    <message>
        <source>The file for a signature has the unknown form &quot;%1&quot;.</source>
        <translation>Die Datei für eine Unterschrift hat die unbekannte Form „%1“.</translation>
    </message>
    <message>
        <source>A message of the kind %1 is signed by the service alone.</source>
        <translation>Eine Nachricht der Art %1 unterschreibt nur der Dienst.</translation>
    </message>
    <message>
        <source>The transaction is signed already.</source>
        <translation>Die Transaktion ist schon unterschrieben.</translation>
    </message>
    <message>
        <source>Send it where the service is: hearthctl ledger tx-send FILE</source>
        <translation>Senden Sie sie dort, wo der Dienst ist: hearthctl ledger tx-send FILE</translation>
    </message>
    <message>
        <source>The transaction is the account %1&apos;s, the key that of %2.</source>
        <translation>Die Transaktion gehört zum Konto %1, der Schlüssel zu %2.</translation>
    </message>
    <message>
        <source>Sign it with the key of that account.</source>
        <translation>Unterschreiben Sie sie mit dem Schlüssel jenes Kontos.</translation>
    </message>
    <message>
        <source>The transaction is not signed.</source>
        <translation>Die Transaktion ist nicht unterschrieben.</translation>
    </message>
    <message>
        <source>Sign it where the operator&apos;s key is: hearthctl help ledger tx-sign</source>
        <translation>Unterschreiben Sie sie dort, wo der Schlüssel des Betreibers ist: hearthctl help ledger tx-sign</translation>
    </message>
    <message>
        <source>It may be sent for between %1 and %2 blocks.</source>
        <translation>Sie darf zwischen %1 und %2 Blöcke lang gesendet werden.</translation>
    </message>
    <message>
        <source>The transaction is for the chain %1; this home is on %2.</source>
        <translation>Die Transaktion ist für die Kette %1; dieser Knoten ist auf %2.</translation>
    </message>
    <message>
        <source>Send it with a home on that chain.</source>
        <translation>Senden Sie sie mit einem Knoten auf jener Kette.</translation>
    </message>
    <message>
        <source>The transaction could be sent until block %1; the chain is at block %2.</source>
        <translation>Die Transaktion konnte bis Block %1 gesendet werden; die Kette ist bei Block %2.</translation>
    </message>
    <message>
        <source>The transaction has the number %1; its account is at %2 already, so it was sent, or another one took its place.</source>
        <translation>Die Transaktion hat die Nummer %1; ihr Konto ist schon bei %2: sie wurde gesendet, oder eine andere kam ihr zuvor.</translation>
    </message>
    <message>
        <source>The transaction has the number %1, and %2 is the next of its account.</source>
        <translation>Die Transaktion hat die Nummer %1, und %2 ist die nächste ihres Kontos.</translation>
    </message>
    <message>
        <source>Send those before it first.</source>
        <translation>Senden Sie erst die davor.</translation>
    </message>
    <message>
        <source>As many transactions of the key %1 wait for the ledger as may.</source>
        <translation>Auf das Hauptbuch warten so viele Transaktionen des Schlüssels %1, wie dürfen.</translation>
    </message>
    <message>
        <source>Its words are made where it is kept.</source>
        <translation>Seine Wörter entstehen dort, wo er verwahrt wird.</translation>
    </message>
    <message>
        <source>Three or more different words are needed, each with its place from 1 to 24.</source>
        <translation>Es braucht drei oder mehr verschiedene Wörter, jedes mit seiner Stelle von 1 bis 24.</translation>
    </message>
    <message>
        <source>Word %1 is another one.</source>
        <translation>Wort %1 ist ein anderes.</translation>
    </message>
    <message>
        <source>Look at your paper, or have the words shown again.</source>
        <translation>Sehen Sie auf Ihren Zettel, oder lassen Sie sich die Wörter noch einmal zeigen.</translation>
    </message>
    <message>
        <source>Sending money needs the members &quot;to&quot; and &quot;amount&quot;.</source>
        <translation>Geld zu senden braucht „to“ und „amount“.</translation>
    </message>
    <message>
        <source>Sends %1 to the account %2.</source>
        <translation>Sendet %1 an das Konto %2.</translation>
    </message>
    <message>
        <source>Lets the node key %1 sign receipts for this operator; what they earn goes to the account %2.</source>
        <translation>Lässt den Knotenschlüssel %1 Belege für diesen Betreiber unterschreiben; was sie verdienen, geht an das Konto %2.</translation>
    </message>
    <message>
        <source>Puts %1 at stake for the node %2.</source>
        <translation>Setzt %1 für den Knoten %2 ein.</translation>
    </message>
    <message>
        <source>Takes %1 of the stake of the node %2 back; it answers for its work for some time.</source>
        <translation>Nimmt %1 vom Einsatz des Knotens %2 zurück; es haftet noch eine Zeit für seine Arbeit.</translation>
    </message>
    <message>
        <source>Locks the stake of the node %1 until epoch %2 has ended; nothing of it is taken back before.</source>
        <translation>Sperrt den Einsatz des Knotens %1, bis die Epoche %2 zu Ende ist; vorher wird nichts davon zurückgenommen.</translation>
    </message>
    <message>
        <source>Burns %1 for credits of the account %2, which pay for answers alone.</source>
        <translation>Verbrennt %1 für Guthaben des Kontos %2, die nur Antworten bezahlen.</translation>
    </message>
    <message>
        <source>What it sets aside are credits.</source>
        <translation>Was er beiseitelegt, sind Guthaben.</translation>
    </message>
    <message>
        <source>Proposes &quot;%1&quot;: %2</source>
        <translation>Schlägt „%1“ vor: %2</translation>
    </message>
    <message>
        <source>Votes &quot;%1&quot; on proposal %2.</source>
        <translation>Stimmt mit „%1“ über Vorschlag %2 ab.</translation>
    </message>
    <message>
        <source>Lets the account %1 vote where this operator is silent.</source>
        <translation>Lässt das Konto %1 abstimmen, wo dieser Betreiber schweigt.</translation>
    </message>
    <message>
        <source>Lets nobody else vote for this operator any more.</source>
        <translation>Lässt niemanden mehr für diesen Betreiber abstimmen.</translation>
    </message>
    <message>
        <source>Vetoes proposal %1 as the guardian.</source>
        <translation>Hebt Vorschlag %1 als Wächter auf.</translation>
    </message>
    <message>
        <source>By the account %1, on the chain %2.</source>
        <translation>Vom Konto %1, auf der Kette %2.</translation>
    </message>
    <message>
        <source>Fee %1; number %2 of the account; may be sent until block %3, made at block %4.</source>
        <translation>Gebühr %1; Nummer %2 des Kontos; kann bis Block %3 gesendet werden, gemacht bei Block %4.</translation>
    </message>
    <message>
        <source>Block %1 holds it: %2</source>
        <translation>Block %1 enthält sie: %2</translation>
    </message>
    <message>
        <source>Block %1 holds it: %2 were sent.</source>
        <translation>Block %1 enthält sie: %2 wurden gesendet.</translation>
    </message>
    <message>
        <source>Under this ledger&apos;s rules the certificate of a node key has no end and replaces none.</source>
        <translation>Nach den Regeln dieses Hauptbuchs hat das Zertifikat eines Knotenschlüssels kein Ende und ersetzt keinen.</translation>
    </message>
    <message>
        <source>Leave both out until the rules are 5.</source>
        <translation>Lassen Sie beides weg, bis die Regeln die Version 5 haben.</translation>
    </message>
    <message>
        <source>The certificate would end with epoch %1; it is epoch %2.</source>
        <translation>Das Zertifikat würde mit Epoche %1 enden; es ist Epoche %2.</translation>
    </message>
    <message>
        <source>The node key was replaced by another one.</source>
        <translation>Der Schlüssel des Knotens wurde durch einen anderen ersetzt.</translation>
    </message>
    <message>
        <source>Take a new one: hearthctl help keys rotate</source>
        <translation>Nehmen Sie einen neuen: hearthctl help keys rotate</translation>
    </message>
    <message>
        <source>A node key does not replace itself.</source>
        <translation>Ein Knotenschlüssel ersetzt nicht sich selbst.</translation>
    </message>
    <message>
        <source>The operator&apos;s certificate of the node key has ended, or another key replaced it.</source>
        <translation>Das Zertifikat des Betreibers für den Knotenschlüssel ist zu Ende, oder ein anderer Schlüssel hat ihn ersetzt.</translation>
    </message>
    <message>
        <source>Its operator certifies it again: hearthctl ledger tx-export FILE ACT, with register as ACT</source>
        <translation>Sein Betreiber bestätigt ihn neu: hearthctl ledger tx-export FILE ACT, mit register als ACT</translation>
    </message>
    <message>
        <source>Ask another node.</source>
        <translation>Fragen Sie einen anderen Knoten.</translation>
    </message>
    <message>
        <source>The setting power.emb_worth holds "%1", which is no worth of an EMB.</source>
        <translation>Die Einstellung power.emb_worth enthält „%1“, was kein Wert eines EMB ist.</translation>
    </message>
    <message>
        <source>This ledger follows older rules, which know neither credits nor locks of stakes.</source>
        <translation>Dieses Hauptbuch folgt älteren Regeln, die weder Guthaben noch gesperrte Einsätze kennen.</translation>
    </message>
    <message>
        <source>Credits are bought for an account.</source>
        <translation>Guthaben werden für ein Konto gekauft.</translation>
    </message>
    <message>
        <source>At least %1 are burned for credits at a time, not %2.</source>
        <translation>Für Guthaben werden mindestens %1 auf einmal verbrannt, nicht %2.</translation>
    </message>
    <message>
        <source>The account has credits of %1, and %2 are needed.</source>
        <translation>Das Konto hat Guthaben von %1, nötig sind %2.</translation>
    </message>
    <message>
        <source>Buy some: hearthctl ledger buy-credits AMOUNT</source>
        <translation>Kaufen Sie welche: hearthctl ledger buy-credits BETRAG</translation>
    </message>
    <message>
        <source>More than %1 rewards that credits paid wait to become EMB again.</source>
        <translation>Mehr als %1 mit Guthaben bezahlte Löhne warten darauf, wieder EMB zu werden.</translation>
    </message>
    <message>
        <source>Pay in EMB meanwhile.</source>
        <translation>Bezahlen Sie inzwischen in EMB.</translation>
    </message>
    <message>
        <source>Credits pay registered nodes alone, for their answers.</source>
        <translation>Guthaben bezahlen nur angemeldete Knoten, für ihre Antworten.</translation>
    </message>
    <message>
        <source>The node has nothing at stake that could be locked.</source>
        <translation>Der Knoten hat keinen Einsatz, der gesperrt werden könnte.</translation>
    </message>
    <message>
        <source>Stake for it first: hearthctl stake add AMOUNT</source>
        <translation>Hinterlegen Sie zuerst einen Einsatz: hearthctl stake add BETRAG</translation>
    </message>
    <message>
        <source>A lock must end between the epochs %1 and %2.</source>
        <translation>Eine Sperre muss zwischen den Epochen %1 und %2 enden.</translation>
    </message>
    <message>
        <source>The stake is locked until epoch %1 has ended.</source>
        <translation>Der Einsatz ist gesperrt, bis die Epoche %1 zu Ende ist.</translation>
    </message>
    <message>
        <source>The field &quot;%1&quot; is true or left out.</source>
        <translation>Das Feld „%1“ ist wahr oder fehlt.</translation>
    </message>
    <message>
        <source>The field &quot;%1&quot; holds other numbers than it must.</source>
        <translation>Das Feld „%1“ enthält andere Zahlen als nötig.</translation>
    </message>
    <message>
        <source>The setting power.price_per_kwh holds "%1", which is no price of a kilowatt-hour.</source>
        <translation>Die Einstellung power.price_per_kwh enthält „%1“, was kein Preis einer Kilowattstunde ist.</translation>
    </message>
    <message>
        <source>Write a number with at most six digits after the point, for example "0.32".</source>
        <translation>Schreiben Sie eine Zahl mit höchstens sechs Stellen nach dem Punkt, zum Beispiel "0.32".</translation>
    </message>
    <message>
        <source>The setting power.currency holds "%1", which is no short name of a currency.</source>
        <translation>Die Einstellung power.currency enthält „%1“, was kein kurzer Name einer Währung ist.</translation>
    </message>
    <message>
        <source>%1 is being loaded.</source>
        <translation>%1 wird geladen.</translation>
    </message>
    <message>
        <source>%1 is being unloaded.</source>
        <translation>%1 wird entladen.</translation>
    </message>
    <message>
        <source>Nothing of what the model was made of is kept.</source>
        <translation>Von dem, woraus das Modell gemacht wurde, ist nichts aufbewahrt.</translation>
    </message>
    <message>
        <source>Trying the network&apos;s engine on this machine</source>
        <translation>Das Programm des Netzes wird auf diesem Rechner versucht</translation>
    </message>
    <message>
        <source>This home is being changed already.</source>
        <translation>Dieser Knoten wird schon geändert.</translation>
    </message>
    <message>
        <source>It is over in a moment; then ask again.</source>
        <translation>Das ist gleich vorbei; versuchen Sie es dann noch einmal.</translation>
    </message>
    <message>
        <source>These words are those of this home&apos;s owner already: %1.</source>
        <translation>Diese Wörter sind schon die der Person, der dieser Knoten gehört: %1.</translation>
    </message>
    <message>
        <source>This home stands in a network under its present owner.</source>
        <translation>Dieser Knoten steht unter dem, dem er jetzt gehört, in einem Netz.</translation>
    </message>
    <message>
        <source>Leave the network first.</source>
        <translation>Verlassen Sie zuerst das Netz.</translation>
    </message>
    <message>
        <source>This home stands in no network; its ledger is its own.</source>
        <translation>Dieser Knoten steht in keinem Netz; sein Hauptbuch ist sein eigenes.</translation>
    </message>
    <message>
        <source>This home has asked or answered something under its present owner already.</source>
        <translation>Dieser Knoten hat unter dem, dem er jetzt gehört, schon etwas gefragt oder beantwortet.</translation>
    </message>
    <message>
        <source>Restore into a new one: hearthctl --home DIR keys restore --words</source>
        <translation>Stellen Sie in einem neuen wieder her: hearthctl --home DIR keys restore --words</translation>
    </message>
    <message>
        <source>The network&apos;s engine does not run on this machine: %1.</source>
        <translation>Das Programm des Netzes läuft auf diesem Rechner nicht: %1.</translation>
    </message>
    <message>
        <source>Nothing was changed. Another home of this machine may have its port; the log of this home says more.</source>
        <translation>Nichts wurde geändert. Vielleicht belegt ein anderer Knoten dieses Rechners den Port; das Protokoll dieses Knotens sagt mehr.</translation>
    </message>
    <message>
        <source>Joining was cancelled; nothing was changed.</source>
        <translation>Das Beitreten wurde abgebrochen; nichts wurde geändert.</translation>
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
        <source>The window closes.</source>
        <translation>Das Fenster schließt sich.</translation>
    </message>
    <message>
        <source>The service still finishes what it computes.</source>
        <translation>Der Dienst beendet noch, was er rechnet.</translation>
    </message>
    <message>
        <source>Start it once it has ended.</source>
        <translation>Starten Sie ihn, wenn er zu Ende ist.</translation>
    </message>
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
    <name>TrustCard</name>
    <message>
        <source>What this home trusts</source>
        <translation>Wem dieser Knoten vertraut</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Kette</translation>
    </message>
    <message>
        <source>Genesis</source>
        <translation>Genesis</translation>
    </message>
    <message>
        <source>State now</source>
        <translation>Stand jetzt</translation>
    </message>
    <message>
        <source>It asks these full nodes for blocks, and checks what they send:</source>
        <translation>Diese Vollknoten fragt er nach Blöcken und prüft, was sie schicken:</translation>
    </message>
    <message>
        <source>Full node</source>
        <translation>Vollknoten</translation>
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
    <name>ValidatorsCard</name>
    <message>
        <source>Validators and peers</source>
        <translation>Validatoren und Gegenstellen</translation>
    </message>
    <message>
        <source>This home orders its blocks alone; there are no other validators and no peers.</source>
        <translation>Dieser Knoten ordnet seine Blöcke allein; weitere Validatoren und Gegenstellen gibt es nicht.</translation>
    </message>
    <message>
        <source>Validator key</source>
        <translation>Schlüssel des Validators</translation>
    </message>
    <message>
        <source>this home</source>
        <translation>dieser Knoten</translation>
    </message>
    <message>
        <source>Full nodes that exchange blocks with this one</source>
        <translation>Vollknoten, die mit diesem Blöcke austauschen</translation>
    </message>
    <message>
        <source>None is connected now; this home tries those it was told of again by itself.</source>
        <translation>Gerade ist keiner verbunden; die ihm bekannten versucht dieser Knoten von selbst wieder.</translation>
    </message>
    <message>
        <source>Not known: the consensus engine does not answer now.</source>
        <translation>Unbekannt: Die Konsensmaschine antwortet gerade nicht.</translation>
    </message>
    <message>
        <source>block %1, behind</source>
        <translation>Block %1, zurück</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>Block %1</translation>
    </message>
</context>
<context>
    <name>VoteRow</name>
    <message>
        <source>Vote for it</source>
        <translation>Dafür stimmen</translation>
    </message>
    <message>
        <source>You voted for it</source>
        <translation>Sie stimmten dafür</translation>
    </message>
    <message>
        <source>Vote against it</source>
        <translation>Dagegen stimmen</translation>
    </message>
    <message>
        <source>You voted against it</source>
        <translation>Sie stimmten dagegen</translation>
    </message>
    <message>
        <source>Abstain</source>
        <translation>Sich enthalten</translation>
    </message>
    <message>
        <source>You abstained</source>
        <translation>Sie enthielten sich</translation>
    </message>
    <message>
        <source>Signed by this node&apos;s operator. It may be changed until the vote ends.</source>
        <translation>Vom Betreiber dieses Knotens signiert. Bis zum Ende der Abstimmung lässt es sich ändern.</translation>
    </message>
    <message>
        <source>Takes the place of your vote before.</source>
        <translation>Tritt an die Stelle Ihrer Stimme zuvor.</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>Transaktion</translation>
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
    <message>
        <source>Icon beside the clock</source>
        <translation>Symbol neben der Uhr</translation>
    </message>
    <message>
        <source>This desktop has no place for such an icon. Closing the window leaves the node going.</source>
        <translation>Dieser Desktop hat keinen Platz für ein solches Symbol. Das Schließen des Fensters lässt den Knoten weiterlaufen.</translation>
    </message>
    <message>
        <source>This desktop has no place for such an icon, so there are no notices either. Closing the window leaves the node going.</source>
        <translation>Dieser Desktop hat keinen Platz für ein solches Symbol, deshalb gibt es auch keine Meldungen. Das Schließen des Fensters lässt den Knoten weiterlaufen.</translation>
    </message>
    <message>
        <source>Closing the window leaves the icon; its menu, or Ctrl+Q, quits it. The node goes on.</source>
        <translation>Das Schließen des Fensters lässt das Symbol stehen; sein Menü oder Strg+Q beendet es. Der Knoten läuft weiter.</translation>
    </message>
    <message>
        <source>Closing the window leaves the node going.</source>
        <translation>Das Schließen des Fensters lässt den Knoten weiterlaufen.</translation>
    </message>
    <message>
        <source>Tell troubles of the node and open votes</source>
        <translation>Störungen des Knotens und offene Abstimmungen melden</translation>
    </message>
    <message>
        <source>But not from … to</source>
        <translation>Aber nicht von … bis</translation>
    </message>
    <message>
        <source>Quiet from</source>
        <translation>Still von</translation>
    </message>
    <message>
        <source>Quiet to</source>
        <translation>Still bis</translation>
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
        <source>Form of the answer</source>
        <translation>Form der Antwort</translation>
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
        <source>Computed again</source>
        <translation>Nachgerechnet</translation>
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
        <source>Form of the file</source>
        <translation>Form der Datei</translation>
    </message>
    <message>
        <source>Signature of the gateway</source>
        <translation>Unterschrift des Gateways</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Trusted keys and software</source>
        <translation>Vertraute Schlüssel und Programme</translation>
    </message>
    <message>
        <source>Response</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Whole answer</source>
        <translation>Ganze Antwort</translation>
    </message>
    <message>
        <source>Model that the answer names</source>
        <translation>Modell, das die Antwort nennt</translation>
    </message>
    <message>
        <source>Evidence of the network</source>
        <translation>Nachweis des Netzwerks</translation>
    </message>
    <message>
        <source>Signature of the network</source>
        <translation>Unterschrift des Netzwerks</translation>
    </message>
    <message>
        <source>Who signed</source>
        <translation>Wer unterschrieben hat</translation>
    </message>
    <message>
        <source>Signature of the enclave</source>
        <translation>Unterschrift der Enklave</translation>
    </message>
    <message>
        <source>Id of the enclave</source>
        <translation>Kennung der Enklave</translation>
    </message>
    <message>
        <source>Signed request</source>
        <translation>Unterschriebene Anfrage</translation>
    </message>
    <message>
        <source>Signed answer</source>
        <translation>Unterschriebene Antwort</translation>
    </message>
    <message>
        <source>Signing key</source>
        <translation>Schlüssel der Unterschrift</translation>
    </message>
    <message>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <source>Attested hardware</source>
        <translation>Beglaubigte Hardware</translation>
    </message>
    <message>
        <source>Report of the hardware</source>
        <translation>Bericht der Hardware</translation>
    </message>
    <message>
        <source>Certificates of the hardware</source>
        <translation>Zertifikate der Hardware</translation>
    </message>
    <message>
        <source>Signature of the hardware</source>
        <translation>Unterschrift der Hardware</translation>
    </message>
    <message>
        <source>Mode of the hardware</source>
        <translation>Betriebsart der Hardware</translation>
    </message>
    <message>
        <source>Software of the machine</source>
        <translation>Programme der Maschine</translation>
    </message>
    <message>
        <source>Fixes of the maker</source>
        <translation>Korrekturen des Herstellers</translation>
    </message>
    <message>
        <source>Graphics cards</source>
        <translation>Grafikkarten</translation>
    </message>
    <message>
        <source>Question to the graphics cards</source>
        <translation>Frage an die Grafikkarten</translation>
    </message>
    <message>
        <source>Machine that answered</source>
        <translation>Maschine, die geantwortet hat</translation>
    </message>
    <message>
        <source>Model of the receipt</source>
        <translation>Modell des Belegs</translation>
    </message>
    <message>
        <source>Tokens of the receipt</source>
        <translation>Token des Belegs</translation>
    </message>
    <message>
        <source>Text of the answer</source>
        <translation>Text der Antwort</translation>
    </message>
    <message>
        <source>List of proofs</source>
        <translation>Liste der Beweise</translation>
    </message>
    <message>
        <source>Proofs of this answer</source>
        <translation>Beweise dieser Antwort</translation>
    </message>
    <message>
        <source>Number of proofs</source>
        <translation>Anzahl der Beweise</translation>
    </message>
    <message>
        <source>Computation of the model</source>
        <translation>Rechnung des Modells</translation>
    </message>
    <message>
        <source>Tokens that the network counted</source>
        <translation>Tokens nach Zählung des Netzes</translation>
    </message>
    <message>
        <source>Payment for the answer</source>
        <translation>Zahlung für die Antwort</translation>
    </message>
    <message>
        <source>Head of the log</source>
        <translation>Stand des Protokolls</translation>
    </message>
    <message>
        <source>Entry of the log</source>
        <translation>Eintrag im Protokoll</translation>
    </message>
    <message>
        <source>Evidence of the entry</source>
        <translation>Nachweis des Eintrags</translation>
    </message>
    <message>
        <source>Head in the ledger</source>
        <translation>Stand im Hauptbuch</translation>
    </message>
    <message>
        <source>Earlier head</source>
        <translation>Früherer Stand</translation>
    </message>
    <message>
        <source>Growth of the log</source>
        <translation>Wachstum des Protokolls</translation>
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
        <source>Clock</source>
        <translation>Uhr</translation>
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
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message>
        <source>before devices were noted</source>
        <translation>bevor Geräte notiert wurden</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n Antwort</numerusform>
            <numerusform>%n Antworten</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>hearth::desktop::GovernanceReader</name>
    <message>
        <source>The account has only %1.</source>
        <translation>Das Konto hat nur %1.</translation>
    </message>
    <message>
        <source>That is nothing.</source>
        <translation>Das ist nichts.</translation>
    </message>
    <message>
        <source>Signed and sent; waiting for the block that holds it.</source>
        <translation>Signiert und abgeschickt; wartet auf den Block, der sie enthält.</translation>
    </message>
    <message>
        <source>Confirmed at height %1.</source>
        <translation>Bestätigt in Höhe %1.</translation>
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
        <source>Fetching %1</source>
        <translation>Holt %1</translation>
    </message>
    <message>
        <source>Pausing…</source>
        <translation>Hält an …</translation>
    </message>
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
    <name>hearth::desktop::NetworkReader</name>
    <message numerus="yes">
        <source>%n transaction(s)</source>
        <translation>
            <numerusform>%n Transaktion</numerusform><numerusform>%n Transaktionen</numerusform></translation>
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
    <message>
        <source>%1 % of those that nobody cancelled succeeded</source>
        <translation>%1 % derer, die niemand abbrach, gelangen</translation>
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
    <message>
        <source>Wrote the conversation to %1.</source>
        <translation>Das Gespräch wurde nach %1 geschrieben.</translation>
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
<context>
    <name>WorkPage</name>
    <message>
        <source>When to work</source>
        <translation>Wann gearbeitet wird</translation>
    </message>
    <message>
        <source>The node takes work only while no rule says otherwise; what runs is finished first. Changes hold at once.</source>
        <translation>Der Knoten nimmt nur Arbeit an, solange keine Regel dagegen spricht; was läuft, wird erst fertig. Änderungen gelten sofort.</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten lässt sich gerade nicht fragen.</translation>
    </message>
    <message>
        <source>Its rules appear here as soon as it answers.</source>
        <translation>Seine Regeln erscheinen hier, sobald er antwortet.</translation>
    </message>
</context>
<context>
    <name>NowCard</name>
    <message>
        <source>Now</source>
        <translation>Jetzt</translation>
    </message>
    <message>
        <source>may work</source>
        <translation>darf arbeiten</translation>
    </message>
    <message>
        <source>rests</source>
        <translation>ruht</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Finish, then pause</source>
        <translation>Fertig werden, dann anhalten</translation>
    </message>
    <message>
        <source>Running answers end and earn; no new ones begin.</source>
        <translation>Laufende Antworten werden fertig und verdienen; neue beginnen nicht.</translation>
    </message>
    <message>
        <source>Pause now</source>
        <translation>Sofort anhalten</translation>
    </message>
    <message>
        <source>Running answers are broken off and earn nothing.</source>
        <translation>Laufende Antworten werden abgebrochen und verdienen nichts.</translation>
    </message>
    <message>
        <source>Snooze 30 min</source>
        <translation>30 min ruhen</translation>
    </message>
    <message>
        <source>Snooze 1 h</source>
        <translation>1 h ruhen</translation>
    </message>
    <message>
        <source>Snooze 4 h</source>
        <translation>4 h ruhen</translation>
    </message>
</context>
<context>
    <name>HoursCard</name>
    <message>
        <source>Hours of the week</source>
        <translation>Stunden der Woche</translation>
    </message>
    <message>
        <source>Draw with the mouse; or move with the arrow keys, choose with Space, and a whole day with Return. Local time.</source>
        <translation>Mit der Maus zeichnen; oder mit den Pfeiltasten gehen, mit der Leertaste wählen und mit der Eingabetaste einen ganzen Tag. Ortszeit.</translation>
    </message>
    <message>
        <source>At any hour</source>
        <translation>Zu jeder Stunde</translation>
    </message>
    <message>
        <source>Evenings and weekends</source>
        <translation>Abends und am Wochenende</translation>
    </message>
    <message>
        <source>Nights</source>
        <translation>Nachts</translation>
    </message>
</context>
<context>
    <name>WeekGrid</name>
    <message>
        <source>%1, %2 to %3 o'clock: %4</source>
        <translation>%1, %2 bis %3 Uhr: %4</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>not chosen</source>
        <translation>nicht gewählt</translation>
    </message>
</context>
<context>
    <name>RulesCard</name>
    <message>
        <source>Rest while…</source>
        <translation>Ruhen, solange …</translation>
    </message>
    <message>
        <source>somebody uses this computer</source>
        <translation>jemand diesen Rechner benutzt</translation>
    </message>
    <message>
        <source>Minutes without use</source>
        <translation>Minuten ohne Benutzung</translation>
    </message>
    <message>
        <source>5 min</source>
        <translation>5 min</translation>
    </message>
    <message>
        <source>10 min</source>
        <translation>10 min</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>30 min</source>
        <translation>30 min</translation>
    </message>
    <message>
        <source>on battery</source>
        <translation>der Akku ihn versorgt</translation>
    </message>
    <message>
        <source>on a metered connection</source>
        <translation>die Verbindung getaktet ist</translation>
    </message>
    <message>
        <source>a program fills the screen</source>
        <translation>ein Programm den Bildschirm füllt</translation>
    </message>
    <message>
        <source>one of these programs runs</source>
        <translation>eines dieser Programme läuft</translation>
    </message>
    <message>
        <source>blender, game.exe</source>
        <translation>blender, spiel.exe</translation>
    </message>
    <message>
        <source>Programs, with commas between them</source>
        <translation>Programme, mit Kommas dazwischen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>A device that is hotter than its limit rests, too; the limits stand with the devices.</source>
        <translation>Auch ein Gerät, das heißer als seine Grenze ist, ruht; die Grenzen stehen bei den Geräten.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::WorkReader</name>
    <message>
        <source>Paused by hand</source>
        <translation>Von Hand angehalten</translation>
    </message>
    <message>
        <source>Snoozed</source>
        <translation>Ruht eine Weile</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Programs</source>
        <translation>Programme</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Vollbild</translation>
    </message>
    <message>
        <source>Battery</source>
        <translation>Akku</translation>
    </message>
    <message>
        <source>Metered connection</source>
        <translation>Getaktete Verbindung</translation>
    </message>
    <message>
        <source>Somebody at the computer</source>
        <translation>Jemand am Rechner</translation>
    </message>
    <message>
        <source>Hours of the week</source>
        <translation>Stunden der Woche</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>rests</source>
        <translation>ruht</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>may work</source>
        <translation>darf arbeiten</translation>
    </message>
    <message>
        <source>until %1, for %2</source>
        <translation>bis %1, noch %2</translation>
    </message>
    <message>
        <source>less than a minute</source>
        <translation>weniger als eine Minute</translation>
    </message>
    <message>
        <source>At any hour</source>
        <translation>Zu jeder Stunde</translation>
    </message>
    <message>
        <source>At no hour</source>
        <translation>Zu keiner Stunde</translation>
    </message>
</context>
<context>
    <name>DevicesPage</name>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten lässt sich gerade nicht fragen.</translation>
    </message>
    <message>
        <source>Its devices appear here as soon as it answers.</source>
        <translation>Seine Geräte erscheinen hier, sobald er antwortet.</translation>
    </message>
</context>
<context>
    <name>HistoryLine</name>
    <message>
        <source>at most %1 W</source>
        <translation>höchstens %1 W</translation>
    </message>
    <message>
        <source>at most %1 %</source>
        <translation>höchstens %1 %</translation>
    </message>
    <message>
        <source>Power, last 10 minutes</source>
        <translation>Leistung, letzte 10 Minuten</translation>
    </message>
    <message>
        <source>Load, last 10 minutes</source>
        <translation>Last, letzte 10 Minuten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>UsersList</name>
    <message>
        <source>Who uses it: —, its driver does not say.</source>
        <translation>Wer sie benutzt: —, ihr Treiber sagt es nicht.</translation>
    </message>
    <message>
        <source>Nobody uses it.</source>
        <translation>Niemand benutzt sie.</translation>
    </message>
    <message>
        <source>Used by</source>
        <translation>Benutzt von</translation>
    </message>
    <message>
        <source>this node</source>
        <translation>dieser Knoten</translation>
    </message>
</context>
<context>
    <name>LimitsEditor</name>
    <message>
        <source>Limits; empty is none</source>
        <translation>Grenzen; leer ist keine</translation>
    </message>
    <message>
        <source>This device tells nothing that could be limited.</source>
        <translation>Dieses Gerät meldet nichts, was sich begrenzen ließe.</translation>
    </message>
    <message>
        <source>Most power</source>
        <translation>Höchste Leistung</translation>
    </message>
    <message>
        <source>Most power, %1</source>
        <translation>Höchste Leistung, %1</translation>
    </message>
    <message>
        <source>Memory that stays free for others</source>
        <translation>Speicher, der für andere frei bleibt</translation>
    </message>
    <message>
        <source>Take no work while it is hotter than</source>
        <translation>Keine Arbeit annehmen, solange es heißer ist als</translation>
    </message>
    <message>
        <source>In force now; they fall back in %1 s unless you keep them.</source>
        <translation>Gelten jetzt; sie fallen in %1 s zurück, wenn Sie sie nicht behalten.</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Try for 30 s</source>
        <translation>30 s ausprobieren</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>GiB</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::DevicesReader</name>
    <message>
        <source>computes</source>
        <translation>rechnet</translation>
    </message>
    <message>
        <source>draws</source>
        <translation>zeichnet</translation>
    </message>
    <message>
        <source>computes and draws</source>
        <translation>rechnet und zeichnet</translation>
    </message>
    <message>
        <source>%1, process %2</source>
        <translation>%1, Prozess %2</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>“%1” is no number above 0; leave the field empty for no limit.</source>
        <translation>„%1“ ist keine Zahl über 0; lassen Sie das Feld leer, wenn es keine Grenze gibt.</translation>
    </message>
</context>
<context>
    <name>SettingLine</name>
    <message>
        <source>Apply</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>Holds from the next start of the service.</source>
        <translation>Gilt ab dem nächsten Start des Dienstes.</translation>
    </message>
</context>
<context>
    <name>SettingsCard</name>
    <message>
        <source>Restart the service</source>
        <translation>Den Dienst neu starten</translation>
    </message>
    <message>
        <source>A restart finishes first what is being computed.</source>
        <translation>Ein Neustart beendet zuerst, was gerade gerechnet wird.</translation>
    </message>
    <message>
        <source>Node settings</source>
        <translation>Einstellungen des Knotens</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten lässt sich gerade nicht fragen.</translation>
    </message>
    <message>
        <source>Some changes hold from the next start of the service.</source>
        <translation>Einige Änderungen gelten ab dem nächsten Start des Dienstes.</translation>
    </message>
    <message>
        <source>Address and port</source>
        <translation>Adresse und Port</translation>
    </message>
    <message>
        <source>Of the OpenAI endpoint. Other machines need a key.</source>
        <translation>Des OpenAI-Zugangs. Andere Rechner brauchen einen Schlüssel.</translation>
    </message>
    <message>
        <source>Default model</source>
        <translation>Standardmodell</translation>
    </message>
    <message>
        <source>Threads of the processor</source>
        <translation>Threads des Prozessors</translation>
    </message>
    <message>
        <source>0: all that the service may use.</source>
        <translation>0: alle, die der Dienst benutzen darf.</translation>
    </message>
    <message>
        <source>Most memory of a worker, MiB</source>
        <translation>Höchster Speicher eines Arbeiters, MiB</translation>
    </message>
    <message>
        <source>0: what is free when it starts, less a reserve.</source>
        <translation>0: was bei seinem Start frei ist, abzüglich einer Reserve.</translation>
    </message>
    <message>
        <source>Answers at the same time</source>
        <translation>Antworten zur gleichen Zeit</translation>
    </message>
    <message>
        <source>More of them wait.</source>
        <translation>Weitere warten.</translation>
    </message>
    <message>
        <source>All other settings stand in hearth.toml, in the home folder, each with its meaning.</source>
        <translation>Alle anderen Einstellungen stehen in hearth.toml im Ordner des Knotens, jede mit ihrer Bedeutung.</translation>
    </message>
    <message>
        <source>Disk space for models, in GiB</source>
        <translation>Platz für Modelle, in GiB</translation>
    </message>
    <message>
        <source>0: no limit. An import that would take more is refused.</source>
        <translation>0: ohne Grenze. Ein Import, der mehr bräuchte, wird abgelehnt.</translation>
    </message>
    <message>
        <source>Devices that compute, the best first</source>
        <translation>Geräte, die rechnen, das beste zuerst</translation>
    </message>
    <message>
        <source>As vulkan:0, cuda:0 or cpu, with commas between them; vulkan:0=6144 gives a model at most so many MiB there. Empty: every graphics card of its own.</source>
        <translation>Als vulkan:0, cuda:0 oder cpu, mit Kommas dazwischen; vulkan:0=6144 gibt einem Modell dort höchstens so viele MiB. Leer: jede eigenständige Grafikkarte.</translation>
    </message>
    <message>
        <source>Nodes whose owners you trust</source>
        <translation>Knoten, deren Betreibern Sie vertrauen</translation>
    </message>
    <message>
        <source>Their node keys, with commas between them. They may read questions that ask for the privacy tier P1.</source>
        <translation>Ihre Knotenschlüssel, mit Kommas dazwischen. Sie dürfen Fragen lesen, die die Vertraulichkeitsstufe P1 verlangen.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Ballots</name>
    <message>
        <source>Proposal %1 waits for your vote</source>
        <translation>Vorschlag %1 wartet auf Ihre Stimme</translation>
    </message>
    <message>
        <source>%1 proposals wait for your vote</source>
        <translation>%1 Vorschläge warten auf Ihre Stimme</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Tray</name>
    <message>
        <source>Open Hearth</source>
        <translation>Hearth öffnen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Finish, then pause</source>
        <translation>Fertig werden, dann anhalten</translation>
    </message>
    <message>
        <source>Pause now: running answers earn nothing</source>
        <translation>Sofort anhalten: laufende Antworten verdienen nichts</translation>
    </message>
    <message>
        <source>Snooze for 1 hour</source>
        <translation>1 Stunde ruhen</translation>
    </message>
    <message>
        <source>Snooze for 4 hours</source>
        <translation>4 Stunden ruhen</translation>
    </message>
    <message>
        <source>Quit the window; the node goes on</source>
        <translation>Fenster beenden; der Knoten läuft weiter</translation>
    </message>
    <message>
        <source>Stop the node</source>
        <translation>Knoten beenden</translation>
    </message>
    <message>
        <source>The node cannot be reached</source>
        <translation>Der Knoten ist nicht erreichbar</translation>
    </message>
    <message>
        <source>The node does not work</source>
        <translation>Der Knoten arbeitet nicht</translation>
    </message>
    <message>
        <source>%1 does not work</source>
        <translation>%1 arbeitet nicht</translation>
    </message>
    <message>
        <source>Resolved: %1</source>
        <translation>Behoben: %1</translation>
    </message>
</context>
<context>
    <name>BenchmarkPart</name>
    <message>
        <source>Speed, tokens a second of a model of size %1</source>
        <translation>Tempo, Token je Sekunde eines Modells der Größe %1</translation>
    </message>
    <message>
        <source>Speed: —, it was not measured yet.</source>
        <translation>Tempo: —, noch nicht gemessen.</translation>
    </message>
    <message>
        <source>%1, reads %2 GB/s</source>
        <translation>%1, liest %2 GB/s</translation>
    </message>
    <message>
        <source>%1: reads %2, writes %3, sixteen answers together %4</source>
        <translation>%1: liest %2, schreibt %3, sechzehn Antworten zusammen %4</translation>
    </message>
    <message>
        <source>Measure, up to a minute</source>
        <translation>Messen, bis zu einer Minute</translation>
    </message>
    <message>
        <source>All %1 measurements</source>
        <translation>Alle %1 Messungen</translation>
    </message>
</context>
<context>
    <name>ProfileChoice</name>
    <message>
        <source>How much it may do</source>
        <translation>Wie viel es tun darf</translation>
    </message>
    <message>
        <source>Limits of your own.</source>
        <translation>Eigene Grenzen.</translation>
    </message>
    <message>
        <source>Holds from the next start of the service.</source>
        <translation>Gilt ab dem nächsten Start des Dienstes.</translation>
    </message>
    <message>
        <source>In force now; they fall back in %1 s unless you keep them.</source>
        <translation>Gelten jetzt; sie fallen in %1 s zurück, wenn Sie sie nicht behalten.</translation>
    </message>
    <message>
        <source>Keep them</source>
        <translation>Behalten</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::Measuring</name>
    <message>
        <source>No size of model writes 10 tokens a second here.</source>
        <translation>Keine Modellgröße schreibt hier 10 Token je Sekunde.</translation>
    </message>
    <message>
        <source>Models up to size %1 suit it, in the profile %2: about %3 tokens a second for one answer.</source>
        <translation>Modelle bis zur Größe %1 passen dazu, im Profil %2: etwa %3 Token je Sekunde für eine Antwort.</translation>
    </message>
    <message>
        <source>Starting a worker</source>
        <translation>Ein Arbeiter startet</translation>
    </message>
    <message>
        <source>It could not be tested.</source>
        <translation>Es konnte nicht getestet werden.</translation>
    </message>
    <message>
        <source>It may serve: what it computes is right.</source>
        <translation>Es darf bedienen: Was es rechnet, stimmt.</translation>
    </message>
    <message>
        <source>It must not serve: other bytes come out.</source>
        <translation>Es darf nicht bedienen: Andere Bytes kommen heraus.</translation>
    </message>
    <message>
        <source>It serves only what it computes rightly.</source>
        <translation>Es bedient nur, was es richtig rechnet.</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>Wird abgebrochen …</translation>
    </message>
</context>
<context>
    <name>BackupPart</name>
    <message>
        <source>Whoever loses these keys loses what the node earned; nobody can give them back. Write the 24 words of the operator&apos;s key on paper, or keep a sealed copy of all keys away from this machine.</source>
        <translation>Wer diese Schlüssel verliert, verliert, was der Knoten verdient hat; niemand kann sie zurückgeben. Schreiben Sie die 24 Wörter des Betreiberschlüssels auf Papier, oder bewahren Sie eine versiegelte Kopie aller Schlüssel fern von diesem Rechner auf.</translation>
    </message>
    <message>
        <source>The words on your paper are right. Keep it where fire and thieves do not find it.</source>
        <translation>Die Wörter auf Ihrem Zettel stimmen. Verwahren Sie ihn, wo weder Feuer noch Diebe ihn finden.</translation>
    </message>
    <message>
        <source>Write down the words…</source>
        <translation>Wörter aufschreiben…</translation>
    </message>
    <message>
        <source>Back up the keys…</source>
        <translation>Schlüssel sichern…</translation>
    </message>
</context>
<context>
    <name>BenchmarkStep</name>
    <message>
        <source>Skipping imports nothing; without a model the node answers and earns nothing. The Models page imports one later.</source>
        <translation>Wer überspringt, importiert nichts; ohne Modell antwortet und verdient der Knoten nichts. Die Seite „Modelle“ importiert später eines.</translation>
    </message>
    <message>
        <source>A model is here</source>
        <translation>Ein Modell ist da</translation>
    </message>
    <message>
        <source>The model to begin with</source>
        <translation>Das Modell für den Anfang</translation>
    </message>
    <message>
        <source>This home can answer already. More models come in on the Models page.</source>
        <translation>Dieser Knoten kann schon antworten. Weitere Modelle kommen über die Seite „Modelle“.</translation>
    </message>
    <message>
        <source>This installation names no model; import one on the Models page.</source>
        <translation>Diese Installation nennt kein Modell; importieren Sie eines auf der Seite „Modelle“.</translation>
    </message>
    <message>
        <source>There is too little room on the disk for it.</source>
        <translation>Auf dem Datenträger ist zu wenig Platz dafür.</translation>
    </message>
    <message>
        <source>The first one shows everything at work in a minute. Larger ones answer better and take longer to come; they follow on the Models page, too.</source>
        <translation>Das erste zeigt in einer Minute alles bei der Arbeit. Größere antworten besser und brauchen länger, bis sie da sind; sie folgen auch auf der Seite „Modelle“.</translation>
    </message>
    <message>
        <source>No model is on this machine, and none can be fetched now. Go on without one, and import one on the Models page.</source>
        <translation>Kein Modell ist auf diesem Rechner, und keines lässt sich jetzt holen. Machen Sie ohne weiter, und importieren Sie eines auf der Seite „Modelle“.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
</context>
<context>
    <name>DevicesStep</name>
    <message>
        <source>Skipping leaves every device all it has; a device that computes wrongly never serves, tested now or not. The Devices page changes it later.</source>
        <translation>Wer überspringt, lässt jedem Gerät alles, was es hat; ein Gerät, das falsch rechnet, bedient nie jemanden, jetzt getestet oder nicht. Die Seite „Geräte“ ändert das später.</translation>
    </message>
    <message>
        <source>Nothing here can compute on it now.</source>
        <translation>Nichts kann hier gerade darauf rechnen.</translation>
    </message>
    <message>
        <source>It was not tested; before it serves it proves itself anyhow.</source>
        <translation>Es wurde nicht getestet; bevor es jemanden bedient, beweist es sich ohnehin.</translation>
    </message>
    <message>
        <source>Test it</source>
        <translation>Testen</translation>
    </message>
</context>
<context>
    <name>IdentityStep</name>
    <message>
        <source>Skipping keeps the new identity without a copy of it; the settings make one later.</source>
        <translation>Wer überspringt, behält die neue Identität ohne Kopie; die Einstellungen machen später eine.</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>A new one</source>
        <translation>Eine neue</translation>
    </message>
    <message>
        <source>One from a backup</source>
        <translation>Eine aus einer Sicherung</translation>
    </message>
    <message>
        <source>The service made keys for this home when it first started. The operator's key is who you are; the payout key gets what is earned.</source>
        <translation>Der Dienst hat beim ersten Start Schlüssel für diesen Knoten gemacht. Der Schlüssel des Betreibers sagt, wer Sie sind; der Auszahlungsschlüssel bekommt, was verdient wird.</translation>
    </message>
    <message>
        <source>Backup</source>
        <translation>Sicherung</translation>
    </message>
    <message>
        <source>The 24 words of another home&apos;s owner make this home theirs: its account, what it earned, and the account that pays.</source>
        <translation>Die 24 Wörter einer Person, der ein anderer Knoten gehörte, machen diesen Knoten zu ihrem: mit ihrem Konto, dem Verdienten und dem Konto, das zahlt.</translation>
    </message>
</context>
<context>
    <name>OnboardingPage</name>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Devices</source>
        <translation>Geräte</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Identity</source>
        <translation>Identität</translation>
    </message>
    <message>
        <source>When to work</source>
        <translation>Wann gearbeitet wird</translation>
    </message>
    <message>
        <source>Where should the node live?</source>
        <translation>Wo soll der Knoten liegen?</translation>
    </message>
    <message>
        <source>What can compute here?</source>
        <translation>Was kann hier rechnen?</translation>
    </message>
    <message>
        <source>Which model should it begin with?</source>
        <translation>Mit welchem Modell soll er anfangen?</translation>
    </message>
    <message>
        <source>Who is this node?</source>
        <translation>Wer ist dieser Knoten?</translation>
    </message>
    <message>
        <source>When should it work?</source>
        <translation>Wann soll er arbeiten?</translation>
    </message>
    <message>
        <source>Set-up, step %1 of %2</source>
        <translation>Einrichtung, Schritt %1 von %2</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Go on without what this step proposes</source>
        <translation>Weiter ohne das, was dieser Schritt vorschlägt</translation>
    </message>
    <message>
        <source>Import and go on</source>
        <translation>Importieren und weiter</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Fetch and go on</source>
        <translation>Holen und weiter</translation>
    </message>
</context>
<context>
    <name>PlaceStep</name>
    <message>
        <source>Skipping sets no limit; the settings change it later.</source>
        <translation>Wer überspringt, setzt keine Grenze; die Einstellungen ändern das später.</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>Ort</translation>
    </message>
    <message>
        <source>Keys, receipts, the ledger and models of this node lie in one folder of yours. Another place is chosen when the service is started: hearthd --home DIR.</source>
        <translation>Schlüssel, Belege, das Hauptbuch und die Modelle dieses Knotens liegen in einem Ordner von Ihnen. Einen anderen Ort wählt, wer den Dienst startet: hearthd --home DIR.</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>There is too little room for a model. Free some, or start the service with a home on another disk; this set-up goes on there.</source>
        <translation>Für ein Modell ist zu wenig Platz. Schaffen Sie welchen, oder starten Sie den Dienst mit einem Ordner auf einem anderen Datenträger; die Einrichtung geht dort weiter.</translation>
    </message>
    <message>
        <source>Room for models</source>
        <translation>Platz für Modelle</translation>
    </message>
    <message>
        <source>Models take from 0.1 to 10 GiB each. An import that would take more than you allow is refused; nothing is deleted by it.</source>
        <translation>Modelle brauchen je 0,1 bis 10 GiB. Ein Import, der mehr bräuchte, als Sie erlauben, wird abgelehnt; gelöscht wird dadurch nichts.</translation>
    </message>
    <message>
        <source>Most disk space for models, in GiB; empty is no limit</source>
        <translation>Höchstens so viel Platz für Modelle, in GiB; leer heißt ohne Grenze</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>ohne Grenze</translation>
    </message>
    <message>
        <source>GiB</source>
        <translation>GiB</translation>
    </message>
</context>
<context>
    <name>StepMark</name>
    <message>
        <source>Step %1, %2: done</source>
        <translation>Schritt %1, %2: erledigt</translation>
    </message>
    <message>
        <source>Step %1, %2: now</source>
        <translation>Schritt %1, %2: jetzt</translation>
    </message>
    <message>
        <source>Step %1, %2</source>
        <translation>Schritt %1, %2</translation>
    </message>
</context>
<context>
    <name>WorkStep</name>
    <message>
        <source>As it stands the node works at any hour but on battery, alone, and does not start by itself. The pages When to work and Network change it later.</source>
        <translation>So, wie es steht, arbeitet der Knoten zu jeder Stunde außer im Akkubetrieb, allein, und startet nicht von selbst. Die Seiten „Wann gearbeitet wird“ und „Netz“ ändern das später.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Start the service when I log in</source>
        <translation>Den Dienst starten, wenn ich mich anmelde</translation>
    </message>
    <message>
        <source>Alone or in a network</source>
        <translation>Allein oder in einem Netz</translation>
    </message>
    <message>
        <source>Alone</source>
        <translation>Allein</translation>
    </message>
    <message>
        <source>By invitation</source>
        <translation>Mit Einladung</translation>
    </message>
    <message>
        <source>This home stands in a network; the Network page says in which one.</source>
        <translation>Dieser Knoten steht in einem Netz; die Seite „Netz“ sagt, in welchem.</translation>
    </message>
    <message>
        <source>The node is its own network: everything works, and what it earns counts on this machine only.</source>
        <translation>Der Knoten ist sein eigenes Netz: Alles geht, und was er verdient, gilt nur auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Other homes order the blocks together with whoever invited you, and check each other. It needs an invitation.</source>
        <translation>Andere Knoten ordnen die Blöcke gemeinsam mit dem, von dem die Einladung kommt, und prüfen einander. Es braucht eine Einladung.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::FirstRunReader</name>
    <message>
        <source>How much room there is cannot be told.</source>
        <translation>Wie viel Platz da ist, lässt sich nicht sagen.</translation>
    </message>
    <message>
        <source>%1 of %2 are free there.</source>
        <translation>%1 von %2 sind dort frei.</translation>
    </message>
    <message>
        <source>“%1” is no whole number of GiB; empty is no limit.</source>
        <translation>„%1“ ist keine ganze Zahl von GiB; leer heißt ohne Grenze.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::CallersReader</name>
    <message>
        <source>%1 EMB</source>
        <translation>%1 EMB</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n Antwort</numerusform>
            <numerusform>%n Antworten</numerusform>
        </translation>
    </message>
    <message>
        <source>A whole number from 1 to 1,000,000, or nothing.</source>
        <translation>Eine ganze Zahl von 1 bis 1.000.000 oder nichts.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::ExchangeListModel</name>
    <message>
        <source>Answered by %1</source>
        <translation>Antwort: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n checked</source>
        <translation>
            <numerusform>%n geprüft</numerusform>
            <numerusform>%n geprüft</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n fehlgeschlagen</numerusform>
            <numerusform>%n fehlgeschlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not checked</source>
        <translation>
            <numerusform>%n nicht geprüft</numerusform>
            <numerusform>%n nicht geprüft</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was checked.</source>
        <translation>Nichts wurde geprüft.</translation>
    </message>
    <message>
        <source>Privacy P0: whoever computed the answer could read the question.</source>
        <translation>Vertraulichkeit P0: Wer die Antwort berechnet hat, konnte die Frage lesen.</translation>
    </message>
    <message>
        <source>Privacy P1: only this home and nodes that it trusts computed it; in a network, whoever the ledger draws may check it.</source>
        <translation>Vertraulichkeit P1: Nur dieser Knoten und solche, denen er vertraut, haben gerechnet; in einem Netz darf nachprüfen, wen das Hauptbuch auslost.</translation>
    </message>
    <message>
        <source>Privacy %1.</source>
        <translation>Vertraulichkeit %1.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::GatewayReader</name>
    <message>
        <source>Asking %1 for a token</source>
        <translation>%1 wird um ein Token gebeten</translation>
    </message>
    <message>
        <source>%1 answers and stands behind this address now.</source>
        <translation>%1 antwortet und steht jetzt hinter dieser Adresse.</translation>
    </message>
    <message>
        <source>%1 answers.</source>
        <translation>%1 antwortet.</translation>
    </message>
    <message>
        <source>Asking %1 for its models</source>
        <translation>Frage %1 nach den Modellen</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
</context>
<context>
    <name>AddNetworkDialog</name>
    <message>
        <source>Add a network</source>
        <translation>Ein Netz hinzufügen</translation>
    </message>
    <message>
        <source>Address of the network</source>
        <translation>Adresse des Netzes</translation>
    </message>
    <message>
        <source>It is asked for its models first and kept if it answers.</source>
        <translation>Es wird zuerst nach seinen Modellen gefragt und behalten, wenn es antwortet.</translation>
    </message>
    <message>
        <source>Its models, as it lists none</source>
        <translation>Seine Modelle, da es keine auflistet</translation>
    </message>
    <message>
        <source>EMB per million read</source>
        <translation>EMB je Million gelesen</translation>
    </message>
    <message>
        <source>Price of a million tokens read, in EMB</source>
        <translation>Preis einer Million gelesener Tokens, in EMB</translation>
    </message>
    <message>
        <source>EMB per million written</source>
        <translation>EMB je Million geschrieben</translation>
    </message>
    <message>
        <source>Price of a million tokens written, in EMB</source>
        <translation>Preis einer Million geschriebener Tokens, in EMB</translation>
    </message>
    <message>
        <source>With a price its answers count against callers&apos; budgets and stand in what was spent.</source>
        <translation>Mit einem Preis zählen seine Antworten gegen die Budgets der Aufrufer und stehen in den Ausgaben.</translation>
    </message>
    <message>
        <source>Key that it gave you (if it wants one)</source>
        <translation>Schlüssel, den es Ihnen gab (falls nötig)</translation>
    </message>
    <message>
        <source>Keys and software that you trust (else E0)</source>
        <translation>Vertraute Schlüssel und Software (sonst E0)</translation>
    </message>
    <message>
        <source>Software that its hardware must run: mrtd=… to rtmr3=…</source>
        <translation>Software, die auf seiner Hardware laufen muss: mrtd=… bis rtmr3=…</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Name to know it by, as box</source>
        <translation>Name zum Wiedererkennen, etwa box</translation>
    </message>
    <message>
        <source>Test and add</source>
        <translation>Testen und hinzufügen</translation>
    </message>
    <message>
        <source>Whoever runs it can read what is asked. The key is kept in a file of its own in the node's home, and nowhere else.</source>
        <translation>Wer es betreibt, kann lesen, was gefragt wird. Der Schlüssel liegt in einer eigenen Datei im Ordner des Knotens und sonst nirgends.</translation>
    </message>
</context>
<context>
    <name>ApiKeyLine</name>
    <message>
        <source>%1 EMB spent, no budget</source>
        <translation>%1 EMB ausgegeben, ohne Budget</translation>
    </message>
    <message>
        <source>%1 of %2 EMB spent</source>
        <translation>%1 von %2 EMB ausgegeben</translation>
    </message>
    <message>
        <source>Key %1: %2</source>
        <translation>Schlüssel %1: %2</translation>
    </message>
    <message>
        <source>Refuse the key %1 from now on</source>
        <translation>Den Schlüssel %1 ab jetzt ablehnen</translation>
    </message>
    <message>
        <source>Revoke…</source>
        <translation>Sperren …</translation>
    </message>
</context>
<context>
    <name>ApiKeysCard</name>
    <message>
        <source>API key</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>API keys</source>
        <translation>API-Schlüssel</translation>
    </message>
    <message>
        <source>I have it</source>
        <translation>Ich habe ihn</translation>
    </message>
    <message>
        <source>New key…</source>
        <translation>Neu…</translation>
    </message>
    <message>
        <source>None. Programs on this machine need none unless a setting says so; others are let in only with one.</source>
        <translation>Keine. Programme auf diesem Rechner brauchen keinen, außer eine Einstellung verlangt es; andere kommen nur mit einem herein.</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>Sperren</translation>
    </message>
    <message>
        <source>Revoke the key %1?</source>
        <translation>Den Schlüssel %1 sperren?</translation>
    </message>
    <message>
        <source>The key of %1, shown this once</source>
        <translation>Der Schlüssel von %1, nur dieses eine Mal gezeigt</translation>
    </message>
    <message>
        <source>The node keeps only its hash. Programs send it as “Authorization: Bearer …”.</source>
        <translation>Der Knoten behält nur seinen Hash. Programme senden ihn als „Authorization: Bearer …“.</translation>
    </message>
    <message>
        <source>Whoever has it is refused from now on, and that cannot be taken back. Answers that run are finished.</source>
        <translation>Wer ihn hat, wird ab jetzt abgelehnt; das lässt sich nicht zurücknehmen. Laufende Antworten werden beendet.</translation>
    </message>
</context>
<context>
    <name>AskSettings</name>
    <message>
        <source>Whoever owns this network can read the question: P0.</source>
        <translation>Wem dieses Netz gehört, der kann die Frage lesen: P0.</translation>
    </message>
    <message>
        <source>Nobody here reaches P2: that takes a network whose hardware shows what it runs before it is asked.</source>
        <translation>P2 erreicht hier niemand: Dazu gehört ein Netz, dessen Hardware zeigt, was sie ausführt, bevor sie gefragt wird.</translation>
    </message>
    <message>
        <source>Nobody here reaches P3.</source>
        <translation>P3 erreicht hier niemand.</translation>
    </message>
    <message>
        <source>0 (always the likeliest)</source>
        <translation>0 (immer das Wahrscheinlichste)</translation>
    </message>
    <message>
        <source>E1: signed</source>
        <translation>E1: unterschrieben</translation>
    </message>
    <message>
        <source>E2: computed again, nearly equal</source>
        <translation>E2: nachgerechnet, fast gleich</translation>
    </message>
    <message>
        <source>E3: attested by hardware</source>
        <translation>E3: von Hardware bezeugt</translation>
    </message>
    <message>
        <source>E4: computed again, equal</source>
        <translation>E4: nachgerechnet, gleich</translation>
    </message>
    <message>
        <source>Highest price of an answer</source>
        <translation>Höchstpreis einer Antwort</translation>
    </message>
    <message>
        <source>Highest price of an answer, in EMB</source>
        <translation>Höchstpreis einer Antwort in EMB</translation>
    </message>
    <message>
        <source>Lowest evidence</source>
        <translation>Nachweis mindestens</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Most tokens</source>
        <translation>Höchstens Token</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Startwert</translation>
    </message>
    <message>
        <source>System prompt</source>
        <translation>Systemvorgabe</translation>
    </message>
    <message>
        <source>System prompt: how the model should behave (may stay empty)</source>
        <translation>Systemvorgabe: wie sich das Modell verhalten soll (darf leer bleiben)</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Who may answer</source>
        <translation>Wer antworten darf</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>any</source>
        <translation>egal</translation>
    </message>
    <message>
        <source>empty: another one each time</source>
        <translation>leer: jedes Mal ein anderer</translation>
    </message>
    <message>
        <source>in EMB (empty: any)</source>
        <translation>in EMB (leer: egal)</translation>
    </message>
    <message>
        <source>Top-p (share drawn from)</source>
        <translation>Top-p (Anteil der Auswahl)</translation>
    </message>
    <message>
        <source>Lowest privacy</source>
        <translation>Vertraulichkeit mindestens</translation>
    </message>
    <message>
        <source>any (P0)</source>
        <translation>egal (P0)</translation>
    </message>
    <message>
        <source>P1: this home and trusted nodes</source>
        <translation>P1: hier und vertraute Knoten</translation>
    </message>
    <message>
        <source>P2: attested hardware</source>
        <translation>P2: bezeugte Hardware</translation>
    </message>
    <message>
        <source>P3: P2 without your name</source>
        <translation>P3: P2 ohne Ihren Namen</translation>
    </message>
</context>
<context>
    <name>DoorCard</name>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Give this address to a program in place of its provider's.</source>
        <translation>Geben Sie diese Adresse einem Programm anstelle der seines Anbieters.</translation>
    </message>
    <message>
        <source>The door</source>
        <translation>Die Tür</translation>
    </message>
</context>
<context>
    <name>GatewayPage</name>
    <message>
        <source>Gateway</source>
        <translation>Gateway</translation>
    </message>
    <message>
        <source>Its networks and keys appear here as soon as it answers.</source>
        <translation>Seine Netze und Schlüssel erscheinen hier, sobald er antwortet.</translation>
    </message>
    <message>
        <source>Looking behind the door</source>
        <translation>Ein Blick hinter die Tür</translation>
    </message>
    <message>
        <source>One address for programs that speak the OpenAI API; behind it this home and every network that you add.</source>
        <translation>Eine Adresse für Programme, die die OpenAI-API sprechen; dahinter dieser Knoten und jedes Netz, das Sie hinzufügen.</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
</context>
<context>
    <name>Gateways</name>
    <message>
        <source>%1 a minute</source>
        <translation>%1 in der Minute</translation>
    </message>
    <message>
        <source>%1 and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>%1 at the same time</source>
        <translation>%1 gleichzeitig</translation>
    </message>
    <message>
        <source>%1 failed %2 times in a row and is asked again in %3.</source>
        <translation>%1 versagte %2-mal nacheinander; wieder gefragt wird es in %3.</translation>
    </message>
    <message>
        <source>%1 failed %2 times in a row.</source>
        <translation>%1 versagte %2-mal nacheinander.</translation>
    </message>
    <message>
        <source>Charged at %1 EMB for a million tokens read, %2 EMB for a million written.</source>
        <translation>Berechnet werden %1 EMB je Million gelesener, %2 EMB je Million geschriebener Tokens.</translation>
    </message>
    <message>
        <source>%1 is charged at %2 EMB for a million tokens read, %3 EMB for a million written.</source>
        <translation>%1: berechnet werden %2 EMB je Million gelesener, %3 EMB je Million geschriebener Tokens.</translation>
    </message>
    <message>
        <source>%1 failed %2 times in a row; the next question tries it.</source>
        <translation>%1 versagte %2-mal nacheinander; die nächste Frage versucht es.</translation>
    </message>
    <message>
        <source>%1: %2 EMB</source>
        <translation>%1: %2 EMB</translation>
    </message>
    <message>
        <source>an OpenAI-compatible server</source>
        <translation>ein OpenAI-kompatibler Server</translation>
    </message>
    <message>
        <source>another Hearth home</source>
        <translation>ein anderes Hearth-Zuhause</translation>
    </message>
    <message>
        <source>a server with TOPLOC lists</source>
        <translation>ein Server mit TOPLOC-Listen</translation>
    </message>
    <message>
        <source>answers</source>
        <translation>antwortet</translation>
    </message>
    <message>
        <source>as often as it likes</source>
        <translation>so oft er will</translation>
    </message>
    <message>
        <source>fails</source>
        <translation>versagt</translation>
    </message>
    <message>
        <source>in force</source>
        <translation>gilt</translation>
    </message>
    <message>
        <source>is not asked for a while</source>
        <translation>wird eine Weile nicht gefragt</translation>
    </message>
    <message>
        <source>its key is missing</source>
        <translation>sein Schlüssel fehlt</translation>
    </message>
    <message>
        <source>not asked yet</source>
        <translation>noch nicht gefragt</translation>
    </message>
    <message>
        <source>revoked %1</source>
        <translation>gesperrt %1</translation>
    </message>
    <message>
        <source>under 1 ms</source>
        <translation>unter 1 ms</translation>
    </message>
    <message>
        <source>without a key</source>
        <translation>ohne Schlüssel</translation>
    </message>
</context>
<context>
    <name>NetworksCard</name>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Callers get its models no more, and the key that it gave you is deleted here. Answers that run are finished; evidence of earlier ones stays.</source>
        <translation>Anrufer bekommen seine Modelle nicht mehr, und der Schlüssel, den es Ihnen gab, wird hier gelöscht. Laufende Antworten werden beendet; Nachweise früherer bleiben.</translation>
    </message>
    <message>
        <source>Callers get its models no more. Answers that run are finished; evidence of earlier ones stays.</source>
        <translation>Anrufer bekommen seine Modelle nicht mehr. Laufende Antworten werden beendet; Nachweise früherer bleiben.</translation>
    </message>
    <message>
        <source>None yet: this home alone answers. Add a server of your own or a provider, and its models stand behind the same address.</source>
        <translation>Noch keine: Nur dieser Knoten antwortet. Fügen Sie einen eigenen Server oder einen Anbieter hinzu, und seine Modelle stehen hinter derselben Adresse.</translation>
    </message>
    <message>
        <source>Other networks</source>
        <translation>Andere Netze</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Remove the network %1?</source>
        <translation>Das Netz %1 entfernen?</translation>
    </message>
</context>
<context>
    <name>NewKeyDialog</name>
    <message>
        <source>A new API key</source>
        <translation>Ein neuer API-Schlüssel</translation>
    </message>
    <message>
        <source>Answers a minute (empty: no limit)</source>
        <translation>Antworten in der Minute (leer: ohne Grenze)</translation>
    </message>
    <message>
        <source>Answers at the same time (empty: no limit)</source>
        <translation>Antworten gleichzeitig (leer: ohne Grenze)</translation>
    </message>
    <message>
        <source>Budget in EMB, as 2.5 (empty: none)</source>
        <translation>Budget in EMB, etwa 2.5 (leer: keines)</translation>
    </message>
    <message>
        <source>Make the key</source>
        <translation>Schlüssel erzeugen</translation>
    </message>
    <message>
        <source>Name, as laptop</source>
        <translation>Name, etwa laptop</translation>
    </message>
    <message>
        <source>What it may take is counted over this home and every network behind it; only answers of this home's cost its budget.</source>
        <translation>Was er darf, wird über diesen Knoten und jedes Netz dahinter gezählt; nur Antworten dieses Knotens kosten sein Budget.</translation>
    </message>
</context>
<context>
    <name>Payments</name>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>is being answered</source>
        <translation>wird beantwortet</translation>
    </message>
    <message>
        <source>owed</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>Answered, and not settled yet; it is tried again.</source>
        <translation>Beantwortet und noch nicht abgerechnet; es wird wieder versucht.</translation>
    </message>
    <message>
        <source>settled</source>
        <translation>abgerechnet</translation>
    </message>
    <message>
        <source>tried out</source>
        <translation>erprobt</translation>
    </message>
    <message>
        <source>No money moved.</source>
        <translation>Es floss kein Geld.</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgelehnt</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>The service ended during the call; nothing was settled.</source>
        <translation>Der Dienst endete während des Aufrufs; nichts wurde abgerechnet.</translation>
    </message>
    <message>
        <source>Transaction %1</source>
        <translation>Transaktion %1</translation>
    </message>
    <message>
        <source>These terms hold from the next start of the service; until then, those before them do.</source>
        <translation>Diese Bedingungen gelten ab dem nächsten Start des Dienstes; bis dahin gelten die vorigen.</translation>
    </message>
    <message>
        <source>No call is sold: no address to pay to is set. Callers need a key, or are on this machine.</source>
        <translation>Es wird kein Aufruf verkauft: Keine Adresse ist angegeben, an die gezahlt wird. Wer fragt, braucht einen Schlüssel oder sitzt an diesem Rechner.</translation>
    </message>
    <message>
        <source>For trying out: what callers sign is checked, but nothing is settled and no money moves.</source>
        <translation>Zum Erproben: Was Aufrufer unterschreiben, wird geprüft, aber nichts wird abgerechnet und kein Geld fließt.</translation>
    </message>
    <message>
        <source>Whoever has no key may pay by the call; %1 settles it.</source>
        <translation>Wer keinen Schlüssel hat, kann je Aufruf zahlen; %1 rechnet ab.</translation>
    </message>
    <message>
        <source>Paid to</source>
        <translation>Gezahlt an</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Kette</translation>
    </message>
    <message>
        <source>Asset</source>
        <translation>Währung</translation>
    </message>
    <message>
        <source>Its contract</source>
        <translation>Ihr Vertrag</translation>
    </message>
    <message>
        <source>Ways to pay</source>
        <translation>Zahlungsarten</translation>
    </message>
    <message>
        <source>Million tokens read</source>
        <translation>Million gelesene Token</translation>
    </message>
    <message>
        <source>Million tokens written</source>
        <translation>Million geschriebene Token</translation>
    </message>
    <message>
        <source>One call at most</source>
        <translation>Ein Aufruf höchstens</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s)</source>
        <translation>
            <numerusform>%n Aufruf</numerusform>
            <numerusform>%n Aufrufe</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation>%1 für %2</translation>
    </message>
</context>
<context>
    <name>PaymentsCard</name>
    <message>
        <source>Paid by the call</source>
        <translation>Je Aufruf bezahlt</translation>
    </message>
    <message>
        <source>The last payments</source>
        <translation>Die letzten Zahlungen</translation>
    </message>
    <message>
        <source>Nobody has paid by the call yet.</source>
        <translation>Noch niemand hat je Aufruf gezahlt.</translation>
    </message>
    <message>
        <source>Hide the payments</source>
        <translation>Zahlungen verbergen</translation>
    </message>
    <message>
        <source>Show each payment</source>
        <translation>Jede Zahlung zeigen</translation>
    </message>
    <message>
        <source>Payment of %1: %2, %3</source>
        <translation>Zahlung von %1: %2, %3</translation>
    </message>
    <message>
        <source>%1, from %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>By the protocol x402. Address, prices and who settles are set on the page &quot;Settings&quot;. Amounts are counted in the asset that is set there now.</source>
        <translation>Nach dem Protokoll x402. Adresse, Preise und wer abrechnet, stehen auf der Seite „Einstellungen“. Beträge sind in der Währung gezählt, die dort jetzt eingestellt ist.</translation>
    </message>
</context>
<context>
    <name>PaymentSettingsCard</name>
    <message>
        <source>Paid by the call</source>
        <translation>Je Aufruf bezahlt</translation>
    </message>
    <message>
        <source>Your address is set: whoever has no key may pay by the call (x402).</source>
        <translation>Ihre Adresse ist angegeben: Wer keinen Schlüssel hat, kann je Aufruf zahlen (x402).</translation>
    </message>
    <message>
        <source>No call is sold. With an address of yours, whoever has no key may pay by the call (x402).</source>
        <translation>Es wird kein Aufruf verkauft. Mit einer Adresse von Ihnen kann, wer keinen Schlüssel hat, je Aufruf zahlen (x402).</translation>
    </message>
    <message>
        <source>Hide the terms</source>
        <translation>Bedingungen verbergen</translation>
    </message>
    <message>
        <source>Show the terms</source>
        <translation>Bedingungen zeigen</translation>
    </message>
    <message>
        <source>Who settles (facilitator)</source>
        <translation>Wer abrechnet (Facilitator)</translation>
    </message>
    <message>
        <source>Its address. &quot;local&quot;: nobody; for trying out, no money moves.</source>
        <translation>Seine Adresse. „local“: niemand; zum Erproben, es fließt kein Geld.</translation>
    </message>
    <message>
        <source>The facilitator&apos;s own address</source>
        <translation>Eigene Adresse des Facilitators</translation>
    </message>
    <message>
        <source>On the chain; needed where calls are paid by what was used (upto).</source>
        <translation>Auf der Kette; nötig, wo nach Verbrauch gezahlt wird (upto).</translation>
    </message>
    <message>
        <source>Chain</source>
        <translation>Kette</translation>
    </message>
    <message>
        <source>For example eip155:8453, which is Base.</source>
        <translation>Zum Beispiel eip155:8453, das ist Base.</translation>
    </message>
    <message>
        <source>Contract of the asset</source>
        <translation>Vertrag der Währung</translation>
    </message>
    <message>
        <source>USDC on Base, unless you change it.</source>
        <translation>USDC auf Base, wenn Sie nichts ändern.</translation>
    </message>
    <message>
        <source>Name of the asset</source>
        <translation>Name der Währung</translation>
    </message>
    <message>
        <source>Version of the asset</source>
        <translation>Version der Währung</translation>
    </message>
    <message>
        <source>As its contract says it; callers sign it.</source>
        <translation>Wie ihr Vertrag ihn nennt; Aufrufer unterschreiben ihn.</translation>
    </message>
    <message>
        <source>Digits after the point</source>
        <translation>Stellen nach dem Komma</translation>
    </message>
    <message>
        <source>Of the asset: 6 of USDC.</source>
        <translation>Der Währung: 6 bei USDC.</translation>
    </message>
    <message>
        <source>Ways to pay</source>
        <translation>Zahlungsarten</translation>
    </message>
    <message>
        <source>upto: what was used; exact: always the most. Commas between them.</source>
        <translation>upto: was verbraucht wurde; exact: stets der Höchstbetrag. Mit Kommas dazwischen.</translation>
    </message>
    <message>
        <source>Price of a million tokens read</source>
        <translation>Preis einer Million gelesener Token</translation>
    </message>
    <message>
        <source>Price of a million tokens written</source>
        <translation>Preis einer Million geschriebener Token</translation>
    </message>
    <message>
        <source>Price of one EMB</source>
        <translation>Preis eines EMB</translation>
    </message>
    <message>
        <source>In the asset. With it, models of other networks are sold, too, where you entered their price.</source>
        <translation>In der Währung. Damit werden auch Modelle anderer Netze verkauft, wo Sie deren Preis eingetragen haben.</translation>
    </message>
    <message>
        <source>One call at most</source>
        <translation>Ein Aufruf höchstens</translation>
    </message>
    <message>
        <source>In the asset.</source>
        <translation>In der Währung.</translation>
    </message>
    <message>
        <source>Your address</source>
        <translation>Ihre Adresse</translation>
    </message>
    <message>
        <source>That callers pay to. Write it last: calls are sold from the next start on. Empty: none is.</source>
        <translation>An die Aufrufer zahlen. Geben Sie sie zuletzt an: Ab dem nächsten Start werden Aufrufe verkauft. Leer: keine.</translation>
    </message>
</context>
<context>
    <name>SpendCard</name>
    <message>
        <source>%1   %2</source>
        <translation>%1   %2</translation>
    </message>
    <message>
        <source>%1 EMB</source>
        <translation>%1 EMB</translation>
    </message>
    <message>
        <source>%1 EMB in the last 30 days, for answers of this home, of nodes that it asked and of networks with a price</source>
        <translation>%1 EMB in den letzten 30 Tagen, für Antworten dieses Knotens, derer, die er fragte, und von Netzen mit einem Preis</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>As a table</source>
        <translation>Als Tabelle</translation>
    </message>
    <message>
        <source>Days are those of UTC. What other networks ask for their answers is not known here and not counted.</source>
        <translation>Tage sind die der UTC. Was andere Netze für ihre Antworten verlangen, ist hier nicht bekannt und nicht gezählt.</translation>
    </message>
    <message>
        <source>Hide the table</source>
        <translation>Tabelle verbergen</translation>
    </message>
    <message>
        <source>Nothing was asked in the last 30 days.</source>
        <translation>In den letzten 30 Tagen wurde nichts gefragt.</translation>
    </message>
    <message>
        <source>Spent per day</source>
        <translation>Ausgaben je Tag</translation>
    </message>
    <message>
        <source>Spent per day; the table holds the same</source>
        <translation>Ausgaben je Tag; die Tabelle enthält dasselbe</translation>
    </message>
</context>
<context>
    <name>TalkHistory</name>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Answered by %1, evidence %2.</source>
        <translation>Antwort von %1, Nachweis %2.</translation>
    </message>
    <message>
        <source>Conversation</source>
        <translation>Gespräch</translation>
    </message>
    <message>
        <source>Evidence %1.</source>
        <translation>Nachweis %1.</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Receipt %1.</source>
        <translation>Beleg %1.</translation>
    </message>
    <message>
        <source>Privacy %1.</source>
        <translation>Vertraulichkeit %1.</translation>
    </message>
</context>
<context>
    <name>TalkWish</name>
    <message>
        <source>The highest price is no amount of EMB: write it as 0.05.</source>
        <translation>Der Höchstpreis ist kein Betrag in EMB: Schreiben Sie ihn wie 0.05.</translation>
    </message>
    <message>
        <source>The seed is no whole number.</source>
        <translation>Der Startwert ist keine ganze Zahl.</translation>
    </message>
    <message>
        <source>any that has the model</source>
        <translation>wer das Modell hat</translation>
    </message>
    <message>
        <source>this home</source>
        <translation>dieser Knoten</translation>
    </message>
    <message>
        <source>node %1</source>
        <translation>Knoten %1</translation>
    </message>
    <message>
        <source>The highest price is too high: %1 are the most.</source>
        <translation>Der Höchstpreis ist zu hoch: Mehr als %1 geht nicht.</translation>
    </message>
</context>
<context>
    <name>UpstreamLine</name>
    <message>
        <source>Test with a token</source>
        <translation>Mit einem Token testen</translation>
    </message>
    <message>
        <source>Let the first model of %1 write one token, which costs what the network takes for it</source>
        <translation>Das erste Modell von %1 ein Token schreiben lassen; das kostet, was das Netz dafür verlangt</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Ask %1 for its models now</source>
        <translation>%1 jetzt nach den Modellen fragen</translation>
    </message>
    <message>
        <source>Remove…</source>
        <translation>Entfernen …</translation>
    </message>
    <message>
        <source>Test now</source>
        <translation>Jetzt testen</translation>
    </message>
    <message>
        <source>The key that it gave you lies in the node's home, in a file that only you may read.</source>
        <translation>Der Schlüssel, den es Ihnen gab, liegt im Ordner des Knotens in einer Datei, die nur Sie lesen dürfen.</translation>
    </message>
    <message>
        <source>with a key</source>
        <translation>mit Schlüssel</translation>
    </message>
    <message>
        <source>%1; answers begin after %2</source>
        <translation>%1; Antworten beginnen nach %2</translation>
    </message>
    <message>
        <source>Its price is not known: nothing is counted.</source>
        <translation>Sein Preis ist nicht bekannt: Es wird nichts gezählt.</translation>
    </message>
    <message>
        <source>Which models it has is not known.</source>
        <translation>Welche Modelle es hat, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>%1 models: %2</source>
        <translation>%1 Modelle: %2</translation>
    </message>
</context>
<context>
    <name>HubSettingsCard</name>
    <message>
        <source>Where models come from</source>
        <translation>Woher Modelle kommen</translation>
    </message>
    <message>
        <source>Address of the hub</source>
        <translation>Adresse der Modellsammlung</translation>
    </message>
    <message>
        <source>One with the interface of Hugging Face&apos;s.</source>
        <translation>Eine mit der Schnittstelle von Hugging Face.</translation>
    </message>
    <message>
        <source>Mirrors</source>
        <translation>Spiegel</translation>
    </message>
    <message>
        <source>Asked in this order, without the token, where the hub does not answer. Commas between them.</source>
        <translation>In dieser Reihenfolge gefragt, ohne das Token, wo die Modellsammlung nicht antwortet. Mit Kommas getrennt.</translation>
    </message>
    <message>
        <source>Proxy</source>
        <translation>Proxy</translation>
    </message>
    <message>
        <source>Empty: what the environment of the service says.</source>
        <translation>Leer: was die Umgebung des Dienstes sagt.</translation>
    </message>
    <message>
        <source>Token of the hub</source>
        <translation>Token der Modellsammlung</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>One is kept, in the home&apos;s keys folder. It is never shown.</source>
        <translation>Eines ist hinterlegt, im Ordner keys des Knotens. Es wird nie gezeigt.</translation>
    </message>
    <message>
        <source>None is kept. Some models are given only to who has agreed to their terms.</source>
        <translation>Keines ist hinterlegt. Manche Modelle bekommt nur, wer ihren Bedingungen zugestimmt hat.</translation>
    </message>
</context>
<context>
    <name>IdentityCard</name>
    <message>
        <source>Identity and backup</source>
        <translation>Identität und Sicherung</translation>
    </message>
    <message>
        <source>The words on your paper are right. Keep it where fire and thieves do not find it.</source>
        <translation>Die Wörter auf Ihrem Zettel stimmen. Verwahren Sie ihn, wo weder Feuer noch Diebe ihn finden.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann jetzt nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Public address of this home&apos;s owner</source>
        <translation>Öffentliche Adresse des Besitzers</translation>
    </message>
    <message>
        <source>Public address</source>
        <translation>Öffentliche Adresse</translation>
    </message>
    <message>
        <source>offline</source>
        <translation>anderswo</translation>
    </message>
    <message>
        <source>backed up</source>
        <translation>gesichert</translation>
    </message>
    <message>
        <source>no backup</source>
        <translation>ungesichert</translation>
    </message>
    <message>
        <source>The owner&apos;s key is kept somewhere else; its words are made there.</source>
        <translation>Der Schlüssel des Besitzers wird anderswo verwahrt; seine Wörter entstehen dort.</translation>
    </message>
    <message>
        <source>Whoever loses this disk without a backup loses what the home has earned. 24 words on paper bring the owner&apos;s key and its accounts back.</source>
        <translation>Wer diese Platte ohne Sicherung verliert, verliert, was der Knoten verdient hat. 24 Wörter auf Papier bringen den Schlüssel des Besitzers und seine Konten zurück.</translation>
    </message>
    <message>
        <source>24 words on paper bring back the owner&apos;s key and what it has earned. This home is older than them: the account that pays for what is asked here also needs a backup file.</source>
        <translation>24 Wörter auf Papier bringen den Schlüssel des Besitzers und das Verdiente zurück. Dieser Knoten ist älter als sie: das Konto, das für hier Gefragtes zahlt, braucht auch eine Sicherungsdatei.</translation>
    </message>
    <message>
        <source>Write down the words…</source>
        <translation>Wörter aufschreiben…</translation>
    </message>
</context>
<context>
    <name>WordsDialogs</name>
    <message>
        <source>Is nobody looking?</source>
        <translation>Sieht niemand zu?</translation>
    </message>
    <message>
        <source>24 words appear now, this once. Whoever has them has everything this home owns: write them on paper, take no picture, and type them into nothing but Hearth. Nobody who helps you ever needs them.</source>
        <translation>Jetzt erscheinen 24 Wörter, dieses eine Mal. Wer sie hat, dem gehört alles, was dieser Knoten besitzt: schreiben Sie sie auf Papier, machen Sie kein Bild davon, und tippen Sie sie nirgends ein als in Hearth. Niemand, der Ihnen hilft, braucht sie je.</translation>
    </message>
    <message>
        <source>Show the words</source>
        <translation>Wörter zeigen</translation>
    </message>
    <message>
        <source>Write these 24 words down, in their order</source>
        <translation>Schreiben Sie diese 24 Wörter auf, in ihrer Reihenfolge</translation>
    </message>
    <message>
        <source>They are on paper</source>
        <translation>Sie stehen auf Papier</translation>
    </message>
    <message>
        <source>Word %1: %2</source>
        <translation>Wort %1: %2</translation>
    </message>
    <message>
        <source>Three of them, from the paper</source>
        <translation>Drei davon, vom Zettel</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Word %1</source>
        <translation>Wort %1</translation>
    </message>
</context>
<context>
    <name>RolesCard</name>
    <message>
        <source>To the invitation</source>
        <translation>Zur Einladung</translation>
    </message>
    <message>
        <source>The page Network takes it.</source>
        <translation>Die Seite „Netz“ nimmt sie an.</translation>
    </message>
    <message>
        <source>Always: this home keeps the whole ledger and checks every block itself. A place in a network comes with an invitation.</source>
        <translation>Immer: dieses Heim führt das ganze Hauptbuch und prüft jeden Block selbst. Ein Platz in einem Netz kommt mit einer Einladung.</translation>
    </message>
    <message>
        <source>Roles</source>
        <translation>Rollen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann jetzt nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Executor</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Computes answers for others and is paid for them.</source>
        <translation>Rechnet Antworten für andere und wird dafür bezahlt.</translation>
    </message>
    <message>
        <source>Auditor</source>
        <translation>Prüfer</translation>
    </message>
    <message>
        <source>Computes drawn answers of others again and says whether they were right; paid from the fees.</source>
        <translation>Rechnet geloste Antworten anderer nach und sagt, ob sie stimmten; bezahlt aus den Gebühren.</translation>
    </message>
    <message>
        <source>Gateway</source>
        <translation>Vermittler</translation>
    </message>
    <message>
        <source>Takes the links of other homes and brings questions to them, where this home&apos;s place in a network has an address for that.</source>
        <translation>Nimmt die Verbindungen anderer Knoten an und bringt ihnen Fragen, wenn dieser Knoten in einem Netz eine Adresse dafür hat.</translation>
    </message>
    <message>
        <source>%1 Holds from the next start of the service.</source>
        <translation>%1 Gilt ab dem nächsten Start des Dienstes.</translation>
    </message>
    <message>
        <source>Full node</source>
        <translation>Voller Knoten</translation>
    </message>
    <message>
        <source>Data node</source>
        <translation>Datenknoten</translation>
    </message>
    <message>
        <source>Would fetch data from outside the network and sign what it saw.</source>
        <translation>Würde Daten von außerhalb des Netzes holen und unterschreiben, was er sah.</translation>
    </message>
    <message>
        <source>Store</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Would keep models and proofs for others and serve them by their hash. This home&apos;s own models it serves to nobody.</source>
        <translation>Würde Modelle und Nachweise für andere aufbewahren und sie nach ihrem Hash herausgeben. Die eigenen Modelle dieses Knotens gibt er niemandem.</translation>
    </message>
    <message>
        <source>%1: not there yet</source>
        <translation>%1: gibt es noch nicht</translation>
    </message>
    <message>
        <source>A role that is switched holds from the next start of the service.</source>
        <translation>Eine geschaltete Rolle gilt ab dem nächsten Start des Dienstes.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::IdentityReader</name>
    <message>
        <source>This home was never backed up.</source>
        <translation>Dieser Knoten wurde nie gesichert.</translation>
    </message>
    <message>
        <source>The words were written down: %1</source>
        <translation>Die Wörter wurden aufgeschrieben: %1</translation>
    </message>
    <message>
        <source>All keys were copied into a file: %1</source>
        <translation>Alle Schlüssel wurden in eine Datei kopiert: %1</translation>
    </message>
</context>
<context>
    <name>UpdatesCard</name>
    <message>
        <source>Updates</source>
        <translation>Aktualisierungen</translation>
    </message>
    <message>
        <source>Check now</source>
        <translation>Jetzt nachsehen</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Here: %1</source>
        <translation>Hier: %1</translation>
    </message>
    <message>
        <source>What is new in %1</source>
        <translation>Neu in %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Download %1</source>
        <translation>%1 herunterladen</translation>
    </message>
    <message>
        <source>Apply %1</source>
        <translation>%1 anwenden</translation>
    </message>
    <message>
        <source>The server was asked: %1</source>
        <translation>Der Server wurde gefragt: %1</translation>
    </message>
    <message>
        <source>The server was never asked.</source>
        <translation>Der Server wurde noch nie gefragt.</translation>
    </message>
    <message>
        <source>What happens to a new version</source>
        <translation>Was mit einer neuen Version geschieht</translation>
    </message>
    <message>
        <source>Only shown</source>
        <translation>Nur zeigen</translation>
    </message>
    <message>
        <source>You decide</source>
        <translation>Sie entscheiden</translation>
    </message>
    <message>
        <source>By itself</source>
        <translation>Von selbst</translation>
    </message>
    <message>
        <source>It is shown here and never fetched.</source>
        <translation>Sie wird hier gezeigt und nie geholt.</translation>
    </message>
    <message>
        <source>An installation from the archive fetches and applies it once nothing is being computed.</source>
        <translation>Eine Installation aus dem Archiv holt sie und wendet sie an, sobald nichts berechnet wird.</translation>
    </message>
    <message>
        <source>It is fetched and applied when you say so here.</source>
        <translation>Sie wird geholt und angewendet, wenn Sie es hier sagen.</translation>
    </message>
    <message>
        <source>Look for new versions</source>
        <translation>Nach neuen Versionen sehen</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::UpdatesReader</name>
    <message>
        <source>Asking the update server</source>
        <translation>Der Aktualisierungsserver wird gefragt</translation>
    </message>
    <message>
        <source>Downloading</source>
        <translation>Wird heruntergeladen</translation>
    </message>
    <message>
        <source>Applying</source>
        <translation>Wird angewandt</translation>
    </message>
</context>
<context>
    <name>EarningsParts</name>
    <message>
        <source>Earned by</source>
        <translation>Verdient durch</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>%1: %2 EMB, %3</source>
        <translation>%1: %2 EMB, %3</translation>
    </message>
    <message>
        <source>%1 EMB</source>
        <translation>%1 EMB</translation>
    </message>
</context>
<context>
    <name>VestingCard</name>
    <message>
        <source>Released next</source>
        <translation>Als Nächstes frei</translation>
    </message>
    <message>
        <source>%1: %2 EMB, %3</source>
        <translation>%1: %2 EMB, %3</translation>
    </message>
    <message>
        <source>%1 EMB</source>
        <translation>%1 EMB</translation>
    </message>
</context>
<context>
    <name>Vesting</name>
    <message>
        <source>if its proof holds</source>
        <translation>wenn der Nachweis hält</translation>
    </message>
    <message>
        <source>of it %1 EMB only if their proof holds</source>
        <translation>davon %1 EMB nur, wenn ihr Nachweis hält</translation>
    </message>
    <message>
        <source>after its proof</source>
        <translation>nach dem Nachweis</translation>
    </message>
    <message>
        <source>then until %1</source>
        <translation>danach bis %1</translation>
    </message>
</context>
<context>
    <name>EnergyCard</name>
    <message>
        <source>Earned net of it: —</source>
        <translation>Verdienst danach: —</translation>
    </message>
    <message>
        <source>Earned net of it: ≈ %1</source>
        <translation>Verdienst danach: ≈ %1</translation>
    </message>
    <message>
        <source>Earned net of it: %1</source>
        <translation>Verdienst danach: %1</translation>
    </message>
    <message>
        <source>Settings, Electricity: its price, and what one EMB is worth to you.</source>
        <translation>Einstellungen, Strom: sein Preis, und was ein EMB Ihnen wert ist.</translation>
    </message>
    <message>
        <source>By what one EMB is worth to you.</source>
        <translation>Nach dem, was ein EMB Ihnen wert ist.</translation>
    </message>
    <message>
        <source>Electricity</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Export CSV…</source>
        <translation>CSV ausgeben …</translation>
    </message>
    <message>
        <source>Writes the columns of this chart to a file.</source>
        <translation>Schreibt die Säulen dieses Diagramms in eine Datei.</translation>
    </message>
    <message>
        <source>%1, at today&apos;s price %2</source>
        <translation>%1, zum heutigen Preis %2</translation>
    </message>
    <message>
        <source>no price is set</source>
        <translation>kein Preis ist gesetzt</translation>
    </message>
    <message>
        <source>Electricity over time, in kilowatt-hours</source>
        <translation>Strom über die Zeit, in Kilowattstunden</translation>
    </message>
</context>
<context>
    <name>Energy</name>
    <message>
        <source>%1 Wh</source>
        <translation>%1 Wh</translation>
    </message>
    <message>
        <source>%1 kWh</source>
        <translation>%1 kWh</translation>
    </message>
    <message>
        <source>estimated while the node computed</source>
        <translation>geschätzt, während der Knoten rechnete</translation>
    </message>
    <message>
        <source>measured while the node computed</source>
        <translation>gemessen, während der Knoten rechnete</translation>
    </message>
    <message>
        <source>while the node computed; %1 of it estimated</source>
        <translation>während der Knoten rechnete; %1 davon geschätzt</translation>
    </message>
</context>
<context>
    <name>PowerSettingsCard</name>
    <message>
        <source>What one EMB is worth to you</source>
        <translation>Was ein EMB Ihnen wert ist</translation>
    </message>
    <message>
        <source>For example 0.05: no market says it. With it earnings are shown net of electricity. Empty: nothing is converted.</source>
        <translation>Zum Beispiel 0.05: kein Markt sagt es. Damit wird der Verdienst nach Abzug des Stroms gezeigt. Leer: nichts wird umgerechnet.</translation>
    </message>
    <message>
        <source>Electricity</source>
        <translation>Strom</translation>
    </message>
    <message>
        <source>Price of a kilowatt-hour</source>
        <translation>Preis einer Kilowattstunde</translation>
    </message>
    <message>
        <source>For example 0.32. Empty: no cost is shown.</source>
        <translation>Zum Beispiel 0.32. Leer: keine Kosten werden gezeigt.</translation>
    </message>
    <message>
        <source>Currency of these prices</source>
        <translation>Währung dieser Preise</translation>
    </message>
    <message>
        <source>For example EUR. It is shown beside EMB.</source>
        <translation>Zum Beispiel EUR. Sie steht neben EMB.</translation>
    </message>
    <message>
        <source>Watts of a device that computes</source>
        <translation>Watt eines Geräts, das rechnet</translation>
    </message>
    <message>
        <source>Taken where a device does not measure itself. 0: it is not counted.</source>
        <translation>Gilt, wo ein Gerät sich nicht selbst misst. 0: es wird nicht gezählt.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::GlanceReader</name>
    <message>
        <source>You have voted.</source>
        <translation>Sie haben abgestimmt.</translation>
    </message>
    <message>
        <source>You have not voted yet.</source>
        <translation>Sie haben noch nicht abgestimmt.</translation>
    </message>
    <message>
        <source>Open vote: "%1", %2. %3</source>
        <translation>Offene Abstimmung: „%1“, %2. %3</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
</context>
<context>
    <name>RecentEvents</name>
    <message>
        <source>An answer is not paid: %1</source>
        <translation>Eine Antwort wird nicht bezahlt: %1</translation>
    </message>
    <message>
        <source>An answer failed: %1</source>
        <translation>Eine Antwort ist gescheitert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s) paid out: %1 EMB</source>
        <translation>
            <numerusform>%n Antwort ausgezahlt: %1 EMB</numerusform>
            <numerusform>%n Antworten ausgezahlt: %1 EMB</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TodayCard</name>
    <message>
        <source>Today</source>
        <translation>Heute</translation>
    </message>
    <message>
        <source>Earned: %1 EMB</source>
        <translation>Verdient: %1 EMB</translation>
    </message>
    <message>
        <source>Electricity: %1</source>
        <translation>Strom: %1</translation>
    </message>
    <message>
        <source>Electricity: %1, %2</source>
        <translation>Strom: %1, %2</translation>
    </message>
    <message>
        <source>Running %1</source>
        <translation>Läuft %1</translation>
    </message>
</context>
<context>
    <name>EventsCard</name>
    <message>
        <source>Last events</source>
        <translation>Letzte Ereignisse</translation>
    </message>
    <message>
        <source>Which events</source>
        <translation>Welche Ereignisse</translation>
    </message>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Money</source>
        <translation>Geld</translation>
    </message>
    <message>
        <source>Nothing was paid out lately.</source>
        <translation>Zuletzt wurde nichts ausgezahlt.</translation>
    </message>
    <message>
        <source>No answer failed lately.</source>
        <translation>Zuletzt ist keine Antwort gescheitert.</translation>
    </message>
    <message>
        <source>Show fewer</source>
        <translation>Weniger zeigen</translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>DiagnosticsCard</name>
    <message>
        <source>Diagnostics bundle</source>
        <translation>Diagnosepaket</translation>
    </message>
    <message>
        <source>Gathering…</source>
        <translation>Wird zusammengestellt …</translation>
    </message>
    <message>
        <source>Gather</source>
        <translation>Zusammenstellen</translation>
    </message>
    <message>
        <source>Checks, status, settings and the last lines of the log, for somebody who helps you. Keys, prompts and answers are never in it; secrets, names of keys, e-mail addresses, addresses of other machines and your user name are taken out. Read it before you pass it on.</source>
        <translation>Prüfungen, Zustand, Einstellungen und die letzten Zeilen des Protokolls, für jemanden, der Ihnen hilft. Schlüssel, Fragen und Antworten stehen nie darin; Geheimnisse, Namen von Schlüsseln, E-Mail-Adressen, Adressen anderer Maschinen und Ihr Benutzername sind herausgenommen. Lesen Sie es, bevor Sie es weitergeben.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Hide</source>
        <translation>Verbergen</translation>
    </message>
    <message>
        <source>Read</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>What would be passed on of %1</source>
        <translation>Was von %1 weitergegeben würde</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Save the bundle</source>
        <translation>Diagnosepaket speichern</translation>
    </message>
    <message>
        <source>Bundles (*.json)</source>
        <translation>Diagnosepakete (*.json)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>LogsCard</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Open the folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Which lines</source>
        <translation>Welche Zeilen</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>Alle Zeilen</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>The node cannot be asked now.</source>
        <translation>Der Knoten kann gerade nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen …</translation>
    </message>
    <message>
        <source>No such line lately.</source>
        <translation>Zuletzt keine solche Zeile.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::BundleReader</name>
    <message>
        <source>secrets: %1</source>
        <translation>Geheimnisse: %1</translation>
    </message>
    <message>
        <source>names of keys: %1</source>
        <translation>Namen von Schlüsseln: %1</translation>
    </message>
    <message>
        <source>e-mail addresses: %1</source>
        <translation>E-Mail-Adressen: %1</translation>
    </message>
    <message>
        <source>addresses of machines: %1</source>
        <translation>Adressen von Maschinen: %1</translation>
    </message>
    <message>
        <source>user names: %1</source>
        <translation>Benutzernamen: %1</translation>
    </message>
    <message>
        <source>nothing taken out</source>
        <translation>nichts herausgenommen</translation>
    </message>
    <message>
        <source>taken out – %1</source>
        <translation>herausgenommen – %1</translation>
    </message>
    <message>
        <source>Saved in %1. Nobody has it but you.</source>
        <translation>Gespeichert in %1. Niemand hat es außer Ihnen.</translation>
    </message>
</context>
<context>
    <name>LeaveCard</name>
    <message>
        <source>Leave the network</source>
        <translation>Das Netz verlassen</translation>
    </message>
    <message>
        <source>The home goes on alone then, on a ledger of its own that begins empty. Keys, models and settings stay.</source>
        <translation>Der Knoten macht dann allein weiter, mit einem eigenen Hauptbuch, das leer beginnt. Schlüssel, Modelle und Einstellungen bleiben.</translation>
    </message>
    <message>
        <source>Leave…</source>
        <translation>Verlassen …</translation>
    </message>
    <message>
        <source>Leave the network?</source>
        <translation>Das Netz verlassen?</translation>
    </message>
    <message>
        <source>This home has there:</source>
        <translation>Dieser Knoten hat dort:</translation>
    </message>
    <message>
        <source>What its accounts have stays theirs and is there again if the home joins again. Vouchers of channels and receipts under way do not come back: redeem or wait first. Jobs and receipts are kept in the home&apos;s folder left/.</source>
        <translation>Was seine Konten haben, bleibt ihres und ist wieder da, wenn der Knoten wieder beitritt. Gutscheine von Kanälen und Quittungen, die unterwegs sind, kommen nicht wieder: Lösen Sie sie vorher ein oder warten Sie. Aufträge und Quittungen bleiben im Ordner left/ des Knotens.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::HomeChangeReader</name>
    <message>
        <source>Word %1, “%2”, is none of the list.</source>
        <translation>Wort %1, „%2“, steht nicht in der Liste.</translation>
    </message>
    <message>
        <source>It is done.</source>
        <translation>Es ist geschehen.</translation>
    </message>
    <message>
        <source>It is done. What was put aside lies in %1.</source>
        <translation>Es ist geschehen. Was beiseitegelegt wurde, liegt in %1.</translation>
    </message>
    <message>
        <source>The service was started anew before it said what became of it. What is shown now holds.</source>
        <translation>Der Dienst wurde neu gestartet, bevor er sagte, was daraus wurde. Was jetzt gezeigt wird, gilt.</translation>
    </message>
    <message>
        <source>In its accounts</source>
        <translation>Auf seinen Konten</translation>
    </message>
    <message>
        <source>Locked for answers</source>
        <translation>Für Antworten gesperrt</translation>
    </message>
    <message>
        <source>Set aside to pay with</source>
        <translation>Zum Zahlen beiseitegelegt</translation>
    </message>
    <message>
        <source>At stake</source>
        <translation>Als Einsatz</translation>
    </message>
    <message>
        <source>Deposits of proposals</source>
        <translation>Pfand von Vorschlägen</translation>
    </message>
    <message>
        <source>Receipts under way</source>
        <translation>Quittungen unterwegs</translation>
    </message>
    <message>
        <source>Channels that pay it</source>
        <translation>Kanäle, die ihm zahlen</translation>
    </message>
    <message>
        <source>Its part in the order of blocks</source>
        <translation>Sein Anteil an der Ordnung der Blöcke</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>The service stands still for a moment; it goes on by itself.</source>
        <translation>Der Dienst steht für einen Augenblick still; er macht von selbst weiter.</translation>
    </message>
    <message>
        <source>Asking the node</source>
        <translation>Der Knoten wird gefragt</translation>
    </message>
</context>
<context>
    <name>HoldingsList</name>
    <message>
        <source>It has nothing there.</source>
        <translation>Er hat dort nichts.</translation>
    </message>
    <message>
        <source>Looking at what it has there…</source>
        <translation>Es wird nachgesehen, was er dort hat …</translation>
    </message>
</context>
<context>
    <name>JoinBeside</name>
    <message>
        <source>Or type this. It makes a new home beside this one, which stays as it is; joins with it; starts its service; and opens its window. It begins with an empty account.</source>
        <translation>Oder geben Sie dies ein. Es legt neben diesem Knoten, der bleibt, wie er ist, einen neuen an, tritt mit ihm bei, startet dessen Dienst und öffnet dessen Fenster. Er beginnt mit leerem Konto.</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>Kopiert</translation>
    </message>
    <message>
        <source>Copy the commands</source>
        <translation>Die Befehle kopieren</translation>
    </message>
</context>
<context>
    <name>ModelPicks</name>
    <message>
        <source>On this machine already, and small enough for any: it answers in a minute.</source>
        <translation>Schon auf diesem Rechner, und klein genug für jeden: Es antwortet in einer Minute.</translation>
    </message>
    <message>
        <source>Looking for models that suit this machine…</source>
        <translation>Modelle, die zu diesem Rechner passen, werden gesucht …</translation>
    </message>
    <message>
        <source>Delete what came of %1</source>
        <translation>Löschen, was von %1 gekommen ist</translation>
    </message>
    <message>
        <source>Stopped at %1</source>
        <translation>Angehalten bei %1</translation>
    </message>
    <message>
        <source>The model to begin with</source>
        <translation>Das Modell für den Anfang</translation>
    </message>
</context>
<context>
    <name>RestorePart</name>
    <message>
        <source>The 24 words, in their order</source>
        <translation>Die 24 Wörter, in ihrer Reihenfolge</translation>
    </message>
    <message>
        <source>Recovery words</source>
        <translation>Wiederherstellungswörter</translation>
    </message>
    <message>
        <source>%1 of 24 words</source>
        <translation>%1 von 24 Wörtern</translation>
    </message>
    <message>
        <source>Better type them than paste them: other programs can read the clipboard. Type them into nothing but Hearth.</source>
        <translation>Tippen Sie sie lieber, als sie einzufügen: Andere Programme können die Zwischenablage lesen. Geben Sie sie in nichts anderes ein als Hearth.</translation>
    </message>
    <message>
        <source>Restore…</source>
        <translation>Wiederherstellen …</translation>
    </message>
    <message>
        <source>With a backup file instead of words, type this in a terminal, with your backup in place of FILE; then open this window again. It goes on here.</source>
        <translation>Mit einer Sicherungsdatei statt der Wörter geben Sie dies in einem Terminal ein, mit Ihrer Sicherung anstelle von FILE; öffnen Sie dann dieses Fenster wieder. Es geht hier weiter.</translation>
    </message>
    <message>
        <source>Make these words this home&apos;s owner?</source>
        <translation>Soll dieser Knoten dem gehören, dem diese Wörter gehören?</translation>
    </message>
    <message>
        <source>The keys that this home was made with, and its ledger, are put aside in its folder; nothing is deleted. The service stands still for a moment.</source>
        <translation>Die Schlüssel, mit denen dieser Knoten angelegt wurde, und sein Hauptbuch werden in seinem Ordner beiseitegelegt; nichts wird gelöscht. Der Dienst steht für einen Augenblick still.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
</context>
<context>
    <name>DevicePanel</name>
    <message>
        <source>Compute on this card</source>
        <translation>Auf dieser Karte rechnen</translation>
    </message>
    <message>
        <source>Compute on %1</source>
        <translation>Auf %1 rechnen</translation>
    </message>
    <message>
        <source>Switched off, it ends what it computes and gets no more.</source>
        <translation>Abgeschaltet beendet sie, was sie rechnet, und bekommt nichts mehr.</translation>
    </message>
</context>
<context>
    <name>PricesCard</name>
    <message>
        <source>Own prices</source>
        <translation>Eigene Preise</translation>
    </message>
    <message>
        <source>A million tokens that are read, in EMB</source>
        <translation>Eine Million gelesene Token, in EMB</translation>
    </message>
    <message>
        <source>For example 0.1. Empty: the usual price of the ledger&apos;s rules.</source>
        <translation>Zum Beispiel 0.1. Leer: der übliche Preis nach den Regeln des Hauptbuchs.</translation>
    </message>
    <message>
        <source>A million tokens that are written, in EMB</source>
        <translation>Eine Million geschriebene Token, in EMB</translation>
    </message>
    <message>
        <source>For example 0.4. Empty: the usual price of the ledger&apos;s rules.</source>
        <translation>Zum Beispiel 0.4. Leer: der übliche Preis nach den Regeln des Hauptbuchs.</translation>
    </message>
    <message>
        <source>Single models</source>
        <translation>Einzelne Modelle</translation>
    </message>
    <message>
        <source>In place of these, as MODEL=0.05/0.2 for tokens read and written, with commas between them.</source>
        <translation>Statt dieser, als MODEL=0.05/0.2 für gelesene und geschriebene Token, mit Kommas dazwischen.</translation>
    </message>
</context>
<context>
    <name>SendCard</name>
    <message>
        <source>Send EMB</source>
        <translation>EMB senden</translation>
    </message>
    <message>
        <source>From the account that pays for what is asked here, not from what vests.</source>
        <translation>Von dem Konto, das bezahlt, was hier gefragt wird, nicht von dem, was noch gebunden ist.</translation>
    </message>
    <message>
        <source>Account</source>
        <translation>Konto</translation>
    </message>
    <message>
        <source>In it</source>
        <translation>Darin</translation>
    </message>
    <message>
        <source>%1 EMB</source>
        <translation>%1 EMB</translation>
    </message>
    <message>
        <source>Address of the account that gets it</source>
        <translation>Adresse des Kontos, das es bekommt</translation>
    </message>
    <message>
        <source>Amount in EMB</source>
        <translation>Betrag in EMB</translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation>Wird gesendet …</translation>
    </message>
    <message>
        <source>Send…</source>
        <translation>Senden …</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>Senden</translation>
    </message>
    <message>
        <source>%1 are sent; block %2 holds it.</source>
        <translation>%1 sind gesendet; Block %2 enthält es.</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Transaction</source>
        <translation>Transaktion</translation>
    </message>
    <message>
        <source>Send %1?</source>
        <translation>%1 senden?</translation>
    </message>
    <message>
        <source>To %1. Nobody can take it back.</source>
        <translation>An %1. Niemand kann es zurücknehmen.</translation>
    </message>
</context>
<context>
    <name>hearth::desktop::MoneySender</name>
    <message>
        <source>An address is the 64 hexadecimal digits of an account.</source>
        <translation>Eine Adresse sind die 64 hexadezimalen Ziffern eines Kontos.</translation>
    </message>
    <message>
        <source>That is the account which sends.</source>
        <translation>Das ist das Konto, das sendet.</translation>
    </message>
    <message>
        <source>Nothing would be sent.</source>
        <translation>Es würde nichts gesendet.</translation>
    </message>
    <message>
        <source>The balance is not known now.</source>
        <translation>Das Guthaben ist gerade nicht bekannt.</translation>
    </message>
    <message>
        <source>There are only %1.</source>
        <translation>Es sind nur %1 da.</translation>
    </message>
</context>
<context>
    <name>TypedAmount</name>
    <message>
        <source>“%1” can be read in two ways; write the decimals after “%2”.</source>
        <translation>„%1“ lässt sich auf zwei Arten lesen; schreiben Sie die Nachkommastellen nach „%2“.</translation>
    </message>
</context>
</TS>
