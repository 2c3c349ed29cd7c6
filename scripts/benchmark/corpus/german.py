"""What the German texts are made of."""

from __future__ import annotations

from benchmark.corpus.material import Material

GERMAN = Material(
    language="de",
    titles={
        "question": (
            "Passt {part} auch an {model}",
            "Wie lange hält {part} im Alltag",
            "Abholung in {place} möglich",
            "Anleitung für {part} gesucht",
        ),
        "idea": (
            "{part} bitte auch für {model}",
            "Den Bestand für {part} anzeigen",
            "Eine Werkstatt in {place}",
            "Erinnerung, bevor {part} verschleißt",
        ),
        "problem": (
            "{part} schon wieder {fault}",
            "Seit {month} warten auf {part}",
            "{part} an {model} ist {fault}",
            "Zweimal bezahlt für {part}",
        ),
        "praise": (
            "{number} Kilometer mit {model}",
            "Schnelle Hilfe in {place}",
            "{part} hält und hält",
            "Danke für {part}",
        ),
    },
    greetings=("Guten Tag,", "Hallo,", "Moin,", "Liebes Team,", "Sehr geehrte Damen und Herren,"),
    asking=(
        "Ich fahre die *{model}* seit {month} und bin etwa {number} Kilometer gefahren.",
        "Seit {count} Wochen ist etwas {fault}, gemeint ist: {part}.",
        "Am Telefon hieß es, der Ersatz käme innerhalb von {count} Tagen.",
        "Niemand sagt mir, **warum** das so lange dauert.",
        "Meine Nachbarin in {place} hat dasselbe Modell und dieselben Schwierigkeiten.",
        "Selbst nachstellen hat für ungefähr {count} Tage geholfen.",
        "Bei Regen ist es am schlimmsten, vor allem mit {adjective} Beladung.",
        "Der Händler in {place} meint, das gehöre nicht zur Gewährleistung.",
        "Ich möchte kein Geld zurück, sondern ein Rad, das fährt.",
        "Die App zeigt nur `{code}`, mehr nicht.",
        "Könnte sich das bitte jemand ansehen, der den Auftrag wirklich öffnen kann?",
        "Wir bringen mit der {model} jeden Tag {count} Kinder in die Schule.",
        "Im {month} wurde getauscht, seitdem ist es wieder {fault}.",
        "Gibt es dafür ein Ersatzteil, das ich einzeln bestellen kann?",
        "In der Anleitung habe ich zweimal nachgesehen, dort steht nichts über: {part}.",
        "Ein Termin würde schon helfen, auch wenn er spät liegt.",
        "Auf der Rechnung stehen {number} Euro, im Angebot stand weniger.",
        "Sonst bin ich zufrieden; {part} ist der einzige schwache Punkt.",
    ),
    answering=(
        "Sie haben recht, {count} Wochen sind dafür zu lang.",
        "Ich habe mir den Auftrag angesehen: Er blieb liegen, weil das Teil {fault} ankam.",
        "Den Schritt, in dem er verloren ging, haben wir geändert und die anderen {count} geprüft.",
        "Das neue Teil passt an jede {model} seit {month}.",
        "Bitte bringen Sie das Rad nach {place}; es dauert etwa {count} Stunden.",
        "Die Meldung `{code}` bedeutet, dass der Akku nicht rechtzeitig geantwortet hat.",
        "In {place} liegt eines für Sie bereit, Stichwort: {part}.",
        "Es kostet Sie **nichts**, und einen Beleg brauchen Sie auch nicht.",
        "Wir haben uns dagegen entschieden: Damit würde die {model} für alle schwerer.",
        "Ab {month} zeigt die Seite jedes Teils, wie viele wir davon haben.",
        "Das Blatt, aus dem meine Kollegin vorgelesen hat, war falsch und ist berichtigt.",
        "Ist es danach immer noch {fault}, schreiben Sie bitte hier, ich melde mich wieder.",
        "Betroffen ist etwa eines von {number} Rädern, alle aus dem {month}.",
        "Ich habe es mit {adjective} Beladung nachgestellt und dasselbe gesehen.",
        "Das Update ist seit heute Morgen da; die App holt es sich in der Nacht.",
        "Danke, dass Sie es so genau aufgeschrieben haben, das spart uns {count} Tage.",
    ),
    thanks=(
        "Danke, heute ist es angekommen: {part}.",
        "Das erklärt es. Ich komme nächste Woche nach {place}.",
        "Es läuft wieder und ist nicht mehr {fault}.",
        "Noch eine Kleinigkeit: Im Karton fehlten die Schrauben für {part}.",
    ),
    leads=("Was mir auffiel:", "Kurz gesagt:", "Der Reihe nach:", "Das wissen wir:"),
    items=(
        "{part} ist {fault}",
        "{count} Wochen ohne Antwort",
        "von Hand drehen, es darf nichts schleifen",
        "beide Schrauben lösen und {part} anheben",
        "Auftrag {number}, aus dem {month}",
        "die {model} stand die ganze Zeit in {place}",
        "im Karton lag das falsche Teil",
        "in der App steht nur `{code}`",
    ),
    links=(
        "Beschrieben ist es in der [Anleitung](https://www.example.org/anleitung/{number}).",
        "Die Zeichnung: <https://www.example.org/teile/{number}>.",
        "Hier ist ein [Foto vom selben Schaden](https://forum.example.org/t/{number}).",
    ),
    slots={
        "part": tuple(
            "Scharnier|Bremshebel|Kettenschutz|Rücklicht|Akkuschloss|Schutzblech|Regenverdeck"
            "|Gurt|Ständer|Transportbox|Display|Motorabdeckung|Klingel|Pedal|Reifen|Ladegerät".split(
                "|"
            )
        ),
        "model": ("Jolle", "Schute", "Kogge", "Barkasse"),
        "place": ("Kiel", "Bremen", "Leipzig", "Köln", "Münster", "Zürich", "Graz", "Görlitz"),
        "fault": tuple("locker|verbogen|laut|verschlissen|verspätet|feucht|gerissen".split("|")),
        "adjective": ("schwerer", "leichter", "voller", "nasser", "halber"),
        "month": ("Januar", "März", "April", "Juni", "August", "Oktober", "November"),
    },
)
