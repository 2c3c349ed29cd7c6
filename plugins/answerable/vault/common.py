"""What people make passwords of: words, rows of keys and whole passwords that leaked often.

The lists are small and our own. They need not be complete: fourteen characters keep most
leaked passwords out, and what is left is mostly these words, repeated and with a year.
"""

from __future__ import annotations

WORDS = frozenset(
    """
    abc access account admin administrator adobe alexander alpha amanda andrea angel animal
    apple april arsenal asshole august baby backup banana bandit barcelona baseball basketball
    batman beach bear berlin berlinberlin bitte blume bonjour boss boston bubbles business
    butterfly captain changeme charlie cheese chelsea chocolate chris christian computer connect
    cookie corona daniel darling database dave december dezember default demo deutschland devil
    donald donkey dragon eagle einstein england facebook family fantasy february februar ferrari
    firma flower football forever fortnite frankfurt freedom freitag friday friend friends fuck
    fucking fussball gandalf garfield geheim george ginger godzilla google guest gast hallo
    hamburg hammer hannah hannover happy harley harry heaven hello herbst herzlich hockey holiday
    home hottie hunter internet intern iloveyou ichliebedich jackson james january januar jasmine
    jennifer jessica jesus jordan joshua juli july june juni kennwort kitty klaus killer kunde
    ladies lakers lassmichrein laura letmein liebe linux liverpool login lol london lovely love
    lucky maggie magic mama manager manchester marina marine market martin master matrix matthew
    maria michael michelle microsoft minecraft mittwoch moin monday money monkey montag monster
    morgen mother muster mustang mustermann naruto nicole nintendo november october office
    oktober oracle orange pass passw passphrase password passwort patrick peanut pepper pepsi
    pokemon police power princess prinzessin private privat purple qwerty qwertz rainbow ranger
    robert rockyou root samantha samstag samsung saturday schalke schatz schnecke schule secret
    secure security september server service session shadow sicher silver simple snoopy soccer
    sommer sonnenschein sonntag spider spring star starwars steelers student summer sunday
    sunshine super superman support system target taylor team temp test tester testing thomas
    thunder thursday tigger tiger time today trustno tuesday turtle unicorn user vader victoria
    video wednesday welcome welcome willkommen winner winter wizard work yankees yellow zugang
    """.split()
)
"""Lower-case; a password that is little more than a few of these is guessed within minutes."""

PASSWORDS = frozenset(
    """
    correcthorsebatterystaple thisisapassword thisismypassword mysecretpassword
    ilovemyfamily iloveyouforever dasisteinpasswort meinpasswort meinpasswortistgeheim
    supercalifragilisticexpialidocious donaudampfschifffahrtsgesellschaft maytheforcebewithyou
    tobeornottobe neverGonnaGiveYouUp openthedoorplease letmeinplease openupplease
    ihavenoidea idontknowmypassword nopasswordneeded yourpasswordhere enterpasswordhere
    changethispassword temporarypassword defaultpassword administratorpassword
    staatsangehoerigkeit hottehottehueh bittelassmichrein heuteisteinschoenertag
    """.lower().split()
)
"""Whole passwords of fourteen letters or so, without spaces and signs."""

RUNS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "qwertzuiopü",
    "azertyuiop",
    "asdfghjklöä",
    "asdfghjkl;",
    "qsdfghjklm",
    "zxcvbnm",
    "yxcvbnm",
    "wxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/",
    "1qay2wsx3edc4rfv5tgb6zhn7ujm8ik,9ol.0pö-",
    "1q2w3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6z7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0",
    "qazwsxedcrfvtgbyhnujmikolp",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7",
    "!@#$%^&*()",
    '!"§$%&/()=',
)
"""Letters, digits and keys in the order in which fingers find them; backwards counts as well."""
