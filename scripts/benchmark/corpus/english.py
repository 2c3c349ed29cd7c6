"""What the English texts are made of."""

from __future__ import annotations

from benchmark.corpus.material import Material

ENGLISH = Material(
    language="en",
    titles={
        "question": (
            "Which {part} fits the {model}",
            "How long does the {part} last",
            "Can I pick up the {part} in {place}",
            "Is there a manual for the {part}",
        ),
        "idea": (
            "A {adjective} {part} for the {model}",
            "Please sell the {part} in {place}",
            "Show the stock of the {part}",
            "A reminder before the {part} wears out",
        ),
        "problem": (
            "The {part} is {fault} again",
            "Waiting for a {part} since {month}",
            "The {part} of my {model} is {fault}",
            "Charged twice for one {part}",
        ),
        "praise": (
            "A {adjective} {part} after {number} kilometres",
            "The workshop in {place} was quick",
            "My {model} still runs well",
            "Thank you for the {part}",
        ),
    },
    greetings=("Good morning.", "Hello,", "Dear team,", "Hi there,", "To whom it may concern,"),
    asking=(
        "I bought the *{model}* in {month} and have ridden about {number} kilometres since.",
        "The {part} has been {fault} for {count} weeks now.",
        "On the phone I was told that a new {part} would arrive within {count} days.",
        "Nobody has told me **why** it takes so long.",
        "My neighbour in {place} has the same {model} and the same trouble.",
        "I tried to adjust it myself, which helped for about {count} days.",
        "It happens mostly in the rain, and always with a {adjective} load.",
        "The dealer in {place} says that the {part} is not covered.",
        "I do not want my money back, I want a {part} that works.",
        "The app shows `{code}` and nothing else.",
        "Could somebody who can see the order please look at it?",
        "We use the {model} every day to bring {count} children to school.",
        "Last {month} the {part} was replaced, and since then it is {fault}.",
        "Is there a {adjective} {part} that I can order on its own?",
        "I have read the manual twice and it says nothing about the {part}.",
        "It would help a lot to know the date, even if it is a late one.",
        "The invoice says {number} euros, the offer said less.",
        "Otherwise I am happy with it; the {part} is the only weak point.",
    ),
    answering=(
        "You are right, {count} weeks is too long for a {part}.",
        "I looked at your order: it stood still because the {part} was {fault} at the maker.",
        "We changed the step that lost it, and I checked the other {count} orders by hand.",
        "The {adjective} {part} fits every {model} since {month}.",
        "Please bring it to the workshop in {place}; it takes about {count} hours.",
        "The message `{code}` means that the battery did not answer in time.",
        "I have put a new {part} aside for you in {place}.",
        "It costs you **nothing**, and you do not need the receipt.",
        "We decided against it: a {part} of this kind makes the {model} heavier for everybody.",
        "From {month} on, the page of each {part} shows how many we have.",
        "The sheet that my colleague read from was wrong, and it is corrected.",
        "If it is still {fault} after that, write here and I will come back to it.",
        "About one {model} in {number} is affected, all of them from {month}.",
        "I tested it on a {model} with a {adjective} load and saw the same.",
        "The update is out since this morning; the app installs it in the night.",
        "Thank you for writing it down so carefully, that saved us {count} days.",
    ),
    thanks=(
        "Thank you, the {part} arrived today.",
        "That explains it. I will come to {place} next week.",
        "Works again, and it is no longer {fault}.",
        "One more thing: the new {part} is {adjective}, but the screws were missing.",
    ),
    leads=("What I saw:", "In short:", "Step by step:", "This is what we know:"),
    items=(
        "the {part} is {fault}",
        "{count} weeks without an answer",
        "turn the {part} by hand, it must not touch",
        "loosen both screws, then lift the {part}",
        "order number {number}, from {month}",
        "the {model} stood in {place} all the time",
        "a {adjective} {part} was in the box",
        "nothing in the app but `{code}`",
    ),
    links=(
        "It is described in [the manual of the {model}](https://www.example.org/manuals/{number}).",
        "See <https://www.example.org/parts/{number}> for the drawing.",
        "I found [a photo of the same {part}](https://forum.example.org/t/{number}).",
    ),
    slots={
        "part": tuple(
            "hinge|brake lever|chain guard|rear light|battery lock|mudguard|rain canopy|seat belt"
            "|kickstand|front box|display|motor cover|bell|pedal|tyre|charger".split("|")
        ),
        "model": ("Jolle", "Schute", "Prahm", "Ewer", "Kogge"),
        "place": ("Kiel", "Bremen", "Leipzig", "Ghent", "Aarhus", "Zürich", "Graz", "Utrecht"),
        "fault": tuple("loose|bent|noisy|worn out|late|out of stock|wet inside|cracked".split("|")),
        "adjective": ("heavy", "light", "longer", "quieter", "stronger", "second", "wider"),
        "month": ("January", "March", "April", "June", "August", "October", "November"),
    },
)
